// Which picture is meant, and whether its name can be one.

function extension(path) {
  const dotted = /\.([^.\/]*)$/.exec(path);
  return dotted ? lower(dotted[1]) : '';
}

// Of ASCII alone. In njs 0.7.9 a global expression fails on some texts with other letters, so there is none for what was decoded.
function lower(text) {
  return text.split('').map((letter) => (letter < '\x7f' ? letter.toLowerCase() : letter)).join('');
}

function refuseKey(key) {
  const control = /[\x00-\x1f\x7f-\x9f]/.exec(key);
  if (control) refuse('no control character in the path', shown(control[0]));
  key.split('/').forEach((segment) => {
    if (!segment) refuse('a name between every two slashes of the path', 'nothing');
    if (/^\.\.?$/.test(segment)) refuse('no `.` or `..` as a segment of the path', shown(segment));
  });
  refuseLength(key);
  if (shapeOf(key)) refuse("an original's path after the options", shown(key) + ", a variant's");
}

function refuseLength(stored) {
  const bytes = Buffer.from(stored).length;
  if (bytes > MOST_KEY_BYTES) refuse('a stored key of at most ' + MOST_KEY_BYTES + ' bytes', bytes, 414);
}
