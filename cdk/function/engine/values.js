// The readers: what was typed becomes what is written; nothing where it cannot be read.

function word(text, row) {
  return spelled(row[3], text);
}

function flag(text) {
  return /^(1|true)$/.test(text) || (/^(0|false)$/.test(text) ? '' : undefined);
}

function whole(text, row) {
  const number = Math.min(/^\d+$/.test(text) ? text : NaN, LARGEST);
  return number >= row[4] && number <= (row[5] || LARGEST) ? '' + number : undefined;
}

// A range is judged before rounding, so the digits are looked at: neither 100.004 nor 0.295 is a blur.
function decimal(text, row) {
  const parts = /^(\d+)(?:\.(\d\d?)(\d*))?$/.exec(text);
  if (!parts) return;
  const hundredths = parts[1] * 100 + +((parts[2] || '') + '00').slice(0, 2);
  const rest = parts[3] || '';
  const cut = hundredths / 100;
  if (cut < row[4] || cut > row[5] || (cut == row[5] && /[1-9]/.test(rest))) return;
  return '' + (hundredths + (rest >= '5')) / 100;
}

function focus(text, row) {
  const named = word(text, row);
  const comma = text.search(/[_,]/);
  if (named || comma < 0) return named;
  const shares = [text.slice(0, comma), text.slice(comma + 1)].map((share) => decimal(share, [0, 0, 0, 0, 0, 1]));
  if (shares.includes(undefined)) return;
  return word(shares.join('_'), row) || shares.join('_');
}

function quarters(text) {
  if (!/^-?\d+$/.test(text)) return;
  const degrees = text.replace('-', '').split('').reduce((sum, digit) => (sum * 10 + +digit) % 360, 0);
  return degrees % 90 ? undefined : text[0] == '-' ? (360 - degrees) / 90 : degrees / 90;
}

function colour(text, row) {
  const digits = /^#?([\da-f]{3,4}|(?:[\da-f]{2}){3,4})$/i.exec(text);
  if (!digits) return;
  let hex = lower(digits[1]);
  if (hex.length < 5) hex = hex.replace(/./g, '$&$&');
  hex = hex.replace(/^(.{6})ff$/, '$1').replace(/^.{6}00$/, '00000000');
  return row[4] || !hex[6] ? hex : undefined;
}

function crop(text) {
  if (!/^\d+([_,]\d+){3}$/.test(text)) return;
  const sides = text.split(/[_,]/).map((side) => Math.min(side, LARGEST));
  return sides[2] && sides[3] ? sides.join('_') : undefined;
}

// A source may be wrapped in base64, strictly.
function source(text) {
  if (text[0] != '~') return text;
  const name = Buffer.from(text.slice(1), 'base64url').toString();
  return '~' + Buffer.from(name).toString('base64url') == text ? name : undefined;
}
