// Whether a settled variant may be made for whoever asks.
function permit(variant, asked, isSigned) {
  const parts = pieces(variant, '=').filter((piece) => !/^from=/.test(piece));
  //[ presetsOnly
  const text = (list) => list.filter((piece) => !AUTO.includes(variant.format) || !/^format=/.test(piece)).join('&');
  if (parts[0] && !EXPANSIONS.some((made) => text(made.split('&')) == text(parts))) {
    refuse('just what a `preset` of this installation asks', shown(pieces(variant, ' ').join(', ')));
  }
  //]
  if (isSigned) return;
  //[ signatureRequired
  if (parts[0]) refuse('a `signature` of this URL', 'none', 403);
  //]
  //[ closedWords
  const word = CLOSED_WORDS.find((name) => (name == 'format' ? asked.format == 'auto' : asked[name]));
  if (word) refuseUnsigned(word);
  //]
  //[ closed
  const closed = parts.filter((piece) => CLOSED.test(piece));
  //[ openPresets
  const sides = (list) => list.filter((piece) => /^(wid|hei)/.test(piece)).join();
  const has = (made) => closed.every((piece) => made.includes(piece)) && (!sides(closed) || sides(made) == sides(parts));
  if (EXPANSIONS.some((made) => has(made.split('&')))) return;
  //]
  if (closed[0]) refuseUnsigned(/\w+/.exec(closed[0])[0]);
  //]
}

function refuseUnsigned(name) {
  refuse('a `signature` for `' + name + '`, or a `preset` that asks the same', 'neither', 403);
}

// The options of a variant by the alphabet, each with its value; a flag is on by standing there.
function pieces(variant, mark) {
  return Object.keys(variant).sort().map((name) => name + (variant[name] === true ? '' : mark + variant[name]));
}
