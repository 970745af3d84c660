// The canonical path.
function written(variant, key) {
  const size = (variant.height ? variant.height + 'h' : '') + (variant.width ? variant.width + 'w' : '') || 'default';
  const named = pieces(variant, '.').filter((piece) => OPTIONS[/\w+/.exec(piece)[0]][0]);
  const head = [size].concat(named).join();
  const before = Object.keys(variant)[0] ? head + '/' + (variant.style || 'default') + '/' : '';
  if (head.length > MOST_OPTION_BYTES) refuse('at most ' + MOST_OPTION_BYTES + ' bytes of options', head.length, 414);
  refuseLength(before + key);
  const plain = (letter) => '%' + letter.charCodeAt(0).toString(16).toUpperCase();
  return '/' + before + encodeURIComponent(key).replace(/%2F/g, '/').replace(/[!'()*]/g, plain);
}
