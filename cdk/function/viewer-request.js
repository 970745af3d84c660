// The viewer-request as a CloudFront Function: the decision of `viewer-request/` (Rust), made by going over the
// tables that `sizewise grammar --json` prints.
//
// `build.ts` puts a table in the place of every `fill('…')`, keeps what stands between `//[ name` and `//]` where the
// policy has that, and shortens the rest: a function may have 10,240 bytes. The runtime knows no destructuring, spread, default values, `?.`, `for … of`, sets or classes; and
// properties are written out, never `{ name }`, since names are shortened.

//[ signed
import cf from 'cloudfront';
const crypto = require('crypto');
//]

// By name: [place, reader, default, what is expected, …what the reader needs]. What is expected
// is a phrase; or words, of which `jpg=jpeg` is only read. Places are these: 0 in queries, with a place of its own in paths; 1 in both, by its name; 2 in queries only; 3 in paths only.
const OPTIONS = fill('options');
const ALIASES = fill('aliases');
// Side lengths, ascending; none where any side up to the longest is made.
const RUNGS = fill('rungs');
const LONGEST = fill('longest');
// [long, short]; none where any shape is made.
const RATIOS = fill('ratios');
const DEVICES = fill('devices');
// Each preset's query; the format that it makes; its sides as `1200x630cover`; its qualities.
const PRESETS = fill('presets');
//[ presetFormats
const PRESET_FORMATS = fill('presetFormats');
//]
const EXACT_SIDES = fill('exactSides');
//[ exactQualities
const EXACT_QUALITIES = fill('exactQualities');
//]
//[ expansions
// What presets make, as `fit=cover&height=630&width=1200`: all of it, or what strangers could not ask without them.
const EXPANSIONS = fill('expansions');
//]
const AUTO = fill('auto');
// By extension: [the original's own format, what `auto` may make of it].
const NAMED = fill('named');
const AVIF_MOST = fill('avifMost');
const QUALITY_STEP = fill('qualityStep');
// Each source's name, and how paths write it.
const SOURCES = fill('sources');
//[ closed
// What strangers may not ask, by its beginning.
const CLOSED = fill('closed');
//]
//[ closedWords
// And of what stands in queries alone.
const CLOSED_WORDS = fill('closedWords');
//]
// The extensions of pictures, in lower case.
const PICTURES = fill('pictures');
const ERROR_CACHE_CONTROL = fill('errorCacheControl');
const MOST_KEY_BYTES = fill('mostKeyBytes');
const MOST_OPTION_BYTES = fill('mostOptionBytes');

// The largest whole number that is read: what is above becomes this.
const LARGEST = 4294967295;

//[ signed
async function handler(event) {
  const query = rawQuery(event.request);
  const asked = askedByQuery(query);
  let keys = [];
  if (asked.signature) {
    try {
      keys = await cf.kvs().get('signing-keys', { format: 'json' });
    } catch (e) {
      // Without its entry the store holds no key, and a signature is refused.
    }
  }
  return answered(event.request, query, asked, keys);
}
//]
//[ unsigned
function handler(event) {
  const query = rawQuery(event.request);
  return answered(event.request, query, askedByQuery(query), []);
}
//]

function answered(request, query, asked, keys) {
  try {
    const path = decided(request, query, asked, keys);
    if (path) {
      request.uri = path;
      request.querystring = {};
    }
    return request;
  } catch (refusal) {
    // What is no refusal is our mistake: better no answer than a request that nobody has judged.
    if (!refusal.status) throw refusal;
    const headers = {
      'content-type': { value: 'application/problem+json' },
      'x-content-type-options': { value: 'nosniff' },
      'cache-control': { value: ERROR_CACHE_CONTROL },
    };
    if (refusal.status == 405) headers.allow = { value: 'GET, HEAD, OPTIONS' };
    return {
      statusCode: refusal.status,
      headers: headers,
      body: { encoding: 'text', data: request.method == 'HEAD' ? '' : JSON.stringify(refusal) + '\n' },
    };
  }
}

// The path that a request goes on with; nothing where it goes on as it came.
function decided(request, query, asked, keys) {
  const sent = escaped(request.uri);
  if (sent[0] != '/') refuse('a path that begins with a slash', shown(sent));
  const fault = sent.search(/%(?![\da-f]{2})/i);
  let isText = true;
  let path = sent;
  try {
    if (fault < 0) path = decoded(sent.slice(1));
  } catch (e) {
    isText = false;
  }
  if (!/[^\/]$/.test(path) || !PICTURES.test(extension(path))) {
    //[ refuseOthers
    refuse('the name of a picture', shown(path), 415);
    //]
    return;
  }
  if (request.method == 'OPTIONS') return;
  if (!/^(GET|HEAD)$/.test(request.method)) refuse('GET or HEAD', shown(request.method), 405);
  if (fault >= 0) refuse('two hex digits after `%` in the path', shown(sent.slice(fault, fault + 3)));
  if (!isText) refuse('UTF-8 in the path', 'other bytes');
  const shape = shapeOf(path);
  const typed = shape ? wished(askedByPath(shape)) : {};
  const key = shape ? shape[6] : path;
  refuseKey(key);
  if (shape) {
    const other = Object.keys(asked).find((name) => !/^(ex|si)/.test(name));
    if (other) refuse('no `' + other + '` in the query of a path that holds its options already', 'it');
  }
  const variant = settled(shape ? typed : wishedByQuery(asked), key, accepted(request.headers.accept));
  const rewritten = written(variant, key);
  permit(variant, asked, isSignedBy(keys, sent, query, asked));
  return rewritten;
}

function refuse(expected, found, status) {
  throw { status: status || 400, detail: 'expected ' + expected + ', found ' + found };
}

function refuseValue(name, text) {
  //[ phrases
  const row = OPTIONS[name];
  const isWhole = row[1] == whole;
  let phrase = row[3] || '`1`, `true`, `0`, `false` or nothing';
  if (isWhole || row[1] == decimal) {
    phrase = (isWhole ? 'a whole number ' : 'a number ') + (row[5] ? 'from ' + row[4] + ' to ' + row[5] : 'of at least 1');
  }
  if (row[1] == word || row[1] == focus) {
    phrase = '`' + phrase.replace(/ \S+=.*/, '').split(' ').join('`, `').replace(/, (\S+)$/, ' or $1') + '`';
  }
  if (row[1] == focus) phrase += ', or a point such as `0.5_0.3`';
  //]
  //[ brief
  const phrase = 'another value';
  //]
  refuse(phrase + ' for `' + name + '`', shown(text));
}

// What a stranger sent, fit for logs and terminals.
function shown(text) {
  const cut = text.slice(0, 60) + (text.length > 60 ? '…' : '');
  const code = (letter) => '\\u{' + letter.charCodeAt(0).toString(16) + '}';
  return text ? '`' + cut.replace(/[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, code) + '`' : 'nothing';
}

// What a request line holds, and what means the same: a `?` or `#` within a path is a part of it.
function escaped(text) {
  return text.replace(/[\x00-\x20"#<>?`\x7f]/g, encodeURIComponent);
}

// In this runtime the `$` of an expression also stands before a newline at the end. No value and no key may have one, nor
// any other control character, so it becomes another.
function decoded(text) {
  return decodeURIComponent(text).split('\n').join('\v');
}

// What cannot be decoded stays as it came: whoever reads the value then says what was expected.
function decodedQuery(text) {
  if (!/[%+]/.test(text)) return text;
  try {
    return decoded(text.replace(/\+/g, ' ').replace(/%(?![\da-f]{2})/gi, '%25'));
  } catch (e) {
    return text;
  }
}

// Where a function is only tried out, there is no raw query, and what was parsed has to do.
function rawQuery(request) {
  let query = (request.rawQueryString && request.rawQueryString()) || '';
  for (const name in query ? {} : request.querystring) {
    const parsed = request.querystring[name];
    (parsed.multiValue || [parsed]).forEach((one) => {
      query += '&' + name + (one.value && '=' + one.value);
    });
  }
  return query.replace(/[\x00-\x20"#<>`\x7f]/g, encodeURIComponent);
}

function pairsOf(query) {
  return query.split('&').filter((pair) => pair);
}

function nameOf(pair) {
  return decodedQuery(pair.split('=')[0]);
}

// The option that has this name or alias.
function known(name) {
  return own(OPTIONS, name) ? name : own(ALIASES, name);
}

// The word that is written for one of `jpeg webp jpg=jpeg`.
function spelled(words, text) {
  const found = words.split(' ').map((one) => one.split('=')).find((one) => one[0] == text);
  return found && found.pop();
}

// What a table has under a name that a stranger chose, which may be one that every object has.
function own(table, name) {
  return Object.hasOwnProperty.call(table, name) ? table[name] : undefined;
}

// What is typed, by option. The last of repeats wins, and an empty value is as good as none.
function askedByQuery(query) {
  const asked = {};
  pairsOf(query).forEach((pair) => {
    const name = known(nameOf(pair));
    if (name && OPTIONS[name][0] < 3) {
      const is = pair.indexOf('=');
      const value = is < 0 ? (OPTIONS[name][1] == flag ? '1' : '') : decodedQuery(pair.slice(is + 1));
      delete asked[name];
      if (value) asked[name] = value;
    }
  });
  return asked;
}

function shapeOf(path) {
  const shape = /^(?:default|(\d+)w|(\d+)h(?:(\d+)w)?)((?:,[^,.\/][^,\/]*)*)\/([^\/]*)\/([\s\S]*)$/.exec(path);
  return shape && word(shape[5], OPTIONS.style) ? shape : undefined;
}

// The same as a query would have asked it.
function askedByPath(shape) {
  const asked = { style: shape[5], width: shape[1] || shape[3], height: shape[2] };
  shape[4].split(',').slice(1).forEach((option) => {
    const dot = (option + '.').indexOf('.');
    const name = known(option.slice(0, dot));
    if (!name || OPTIONS[name][0] % 2 == 0) {
      refuse('an option of paths such as `fit.cover`', shown(option.slice(0, dot)));
    }
    const value = option[dot] ? option.slice(dot + 1) : OPTIONS[name][1] == flag ? '1' : '';
    if (!value) refuseValue(name, value);
    if (name + value == 'formatauto') refuse('a real `format` in a path', '`auto`');
    if (asked[name]) refuse('`' + name + '` once', 'it twice');
    asked[name] = value;
  });
  return asked;
}

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

// What was typed, understood. Every value is read, also those that turn out not to matter.
function wished(asked) {
  const wish = {};
  for (const name in OPTIONS) {
    const row = OPTIONS[name];
    if (row[1] && asked[name]) {
      const value = row[1](asked[name], row);
      if (value == null) refuseValue(name, asked[name]);
      if (value !== row[2]) wish[name] = value;
    }
  }
  return wish;
}

function wishedByQuery(asked) {
  const preset = asked.preset;
  if (!preset) return wished(asked);
  if (!own(PRESETS, preset)) refuseValue('preset', preset);
  const wish = wished(Object.assign(askedByQuery(PRESETS[preset]), asked));
  //[ presetFormats
  // A preset is in no path, but here its own format is, for where nothing better is accepted.
  wish.preset = own(PRESET_FORMATS, preset);
  //]
  return wish;
}

// What is made of a wish: what stands in its path, by option.
function settled(wish, key, accept) {
  const wide = DEVICES[wish.device];
  const sides = sidesOf(wish, wide && widestFor((rung) => rung <= wide, wide));
  const made = Object.assign({}, wish, sides);
  if (wish.quality) made.quality = qualityOf(+wish.quality);
  if (wish.format == 'auto') made.format = bestFormat(accept, key, sides) || wish.preset;
  if ('from' in wish) {
    made.from = own(SOURCES, wish.from);
    if (!made.from) refuseValue('from', wish.from);
  }
  const turned = (+(wish.rotate || 0) + (wish.flip ? 2 : 0)) % 4;
  // A flip is a half turn and a flop, and a mirrored turn is written with 0 or 90 degrees.
  const mirrored = !wish.flip != !wish.flop;
  made.rotate = (mirrored ? turned % 2 : turned) * 90;
  made.flip = mirrored && turned > 1;
  made.flop = mirrored && turned < 2;
  const variant = {};
  Object.keys(made).forEach((name) => {
    // Facts are those of the original, whatever else is asked.
    const matters = made.format != 'json' || /^f(or|ro)/.test(name);
    if (made[name] && matters && OPTIONS[name][0] != 2) variant[name] = made[name];
  });
  return variant;
}

// Width and height as they are made, and what matters beside them.
function sidesOf(wish, widest) {
  const times = (side) => Math.min(Math.ceil(side * Math.round((wish.dpr || 1) * 100) / 100), LARGEST);
  const most = widest || LARGEST;
  const fit = wish.width && wish.height && wish.fit;
  let width = wish.width && times(wish.width);
  let height = wish.height && times(wish.height);
  const exact = (width || '') + 'x' + (height || '') + (fit || '');
  if ((widest && !(width <= widest)) || !EXACT_SIDES.test(exact)) {
    if (fit && fit != 'outside') {
      const box = shaped(+wish.width, +wish.height, times, most);
      width = box[0];
      height = box[1];
    } else {
      // What must cover a box grows with its height as well.
      height = height && up(fit && width > most ? scaled(wish.height, most, +wish.width) : height);
      width = width ? Math.min(up(width), most) : widest;
    }
  }
  const enlarge = (wish.width || wish.height) && wish.enlarge;
  return { width: width, height: height, fit: fit, focus: fit == 'cover' && wish.focus, enlarge: enlarge };
}

// The next side that is made; beyond the last it is the last.
function up(side) {
  return RUNGS.find((rung) => rung >= side) || Math.min(side, LONGEST);
}

// The last rung that fits.
function widestFor(fits, wide) {
  return RUNGS.filter(fits).pop() || RUNGS[0] || Math.min(wide, LONGEST);
}

function scaled(side, to, by) {
  return Math.max(Math.floor((2 * side * to + by) / (2 * by)), 1);
}

// The longer side as long as it may be, and the shorter in the nearest ratio.
function shaped(width, height, times, most) {
  const long = Math.max(width, height);
  const ratio = nearest(long, Math.min(width, height));
  const sized = (side) => {
    const short = scaled(side, ratio[1], ratio[0]);
    return width < height ? [short, side] : [side, short];
  };
  const box = sized(up(times(long)));
  if (box[0] <= most) return box;
  //[ any
  return [most, scaled(box[1], most, box[0])];
  //]
  //[ ladder
  return sized(widestFor((rung) => sized(rung)[0] <= most));
  //]
}

// What has been rounded to a ratio once stays with it.
function nearest(long, short) {
  const made = RATIOS.find((ratio) => up(long) == long && scaled(long, ratio[1], ratio[0]) == short);
  const off = (ratio) => Math.max(long / short / (ratio[0] / ratio[1]), ratio[0] / ratio[1] / (long / short));
  const nearer = (one, other) => (off(other) < off(one) ? other : one);
  return made || (RATIOS[0] ? RATIOS.reduce(nearer) : [long, short]);
}

function qualityOf(asked) {
  //[ exactQualities
  if (EXACT_QUALITIES.includes(asked)) return asked;
  //]
  const steps = (number) => Math.floor(number / QUALITY_STEP) * QUALITY_STEP;
  return Math.max(QUALITY_STEP, Math.min(steps(100), steps(asked + Math.floor(QUALITY_STEP / 2))));
}

// The Accept header; its lines are one list, without those that are no text.
function accepted(header) {
  const lines = header ? header.multiValue || [header] : [];
  return lines.map((line) => line.value).filter((line) => /^[\t -~]*$/.test(line)).join(',');
}

// The best format that the viewer accepts; none where that is the original's own.
function bestFormat(accept, key, sides) {
  const named = own(NAMED, extension(key)) || [0, AUTO];
  const longest = Math.max(sides.width || 0, sides.height || 0);
  const isSmall = longest ? longest <= AVIF_MOST : named[0] == 'avif';
  let best = 0;
  let most = 0;
  AUTO.forEach((format) => {
    const fits = named[1].includes(format) && (format != 'avif' || isSmall);
    const liked = fits ? liking(accept, format) : 0;
    if (liked > most) {
      best = format;
      most = liked;
    }
  });
  return best != named[0] && best;
}

// How much a viewer likes a format, 0 to 1000: the more exactly a range names it, the more its weight counts.
function liking(accept, format) {
  let most = 0;
  const isOld = !/avif|webp/.test(format);
  accept.split(',').forEach((range) => {
    const type = lower(range.split(';')[0].trim());
    const exactness = type == 'image/' + format ? 3 : isOld && ['*/*', 'image/*'].indexOf(type) + 1;
    if (!exactness) return;
    const weight = (/;\s*q=([^;]*)/i.exec(range) || [1, '1'])[1].trimEnd();
    const liked = /^(1(\.0{0,3})?|0(\.\d{0,3})?)$/.test(weight) ? Math.round(weight * 1000) : 0;
    most = Math.max(most, exactness * 2000 + liked);
  });
  return most % 2000;
}

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

// Whether the owner of a key wrote this URL. A signature that is there must be right, also where none is required, and
// an end that is there must lie ahead.
function isSignedBy(keys, sent, query, asked) {
  if (asked.signature) {
    if (!keys[0]) refuse('no `signature`, since no signing key is configured', 'one', 403);
    //[ signed
    verify(keys, sent, query, asked.signature);
    //]
  }
  if (asked.expires) {
    const end = endOf(asked.expires);
    if (!(end >= 0)) refuseValue('expires', asked.expires);
    if (end <= Math.floor(Date.now() / 1000)) refuse('`expires` in the future', shown(asked.expires), 403);
  }
  return asked.signature;
}

// Seconds since the beginning of 1970.
function endOf(text) {
  if (/^\d+$/.test(text)) return +text;
  const moment = text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6.000Z');
  const time = moment == text ? NaN : Date.parse(moment);
  // What is no moment, such as February 30th, is another one when it is written again.
  return time >= 0 && new Date(time).toISOString() == moment ? time / 1000 : NaN;
}

//[ signed
function verify(keys, sent, query, signature) {
  if (!/^[\da-f]{64}$/i.test(signature)) {
    // It may be one but for a letter, and is written into logs.
    refuseValue('signature', signature.length > 8 ? signature.slice(0, 8) + '…' : signature);
  }
  const seen = {};
  const pairs = pairsOf(query).filter((pair) => {
    const typed = nameOf(pair);
    const name = known(typed) || typed;
    // Pairs are sorted before they are signed, so that two of a name could change places.
    if (seen['=' + name]) refuse('each parameter once in a signed URL', shown(name) + ' twice');
    seen['=' + name] = 1;
    return typed != 'signature';
  });
  const text = sent + (pairs[0] ? '?' : '') + pairs.sort().join('&');
  const claimed = lower(signature);
  const fits = keys.filter((key) => {
    const tag = crypto.createHmac('sha256', key).update(text).digest('hex');
    // Every letter is looked at: how long it takes tells nothing.
    let off = 0;
    for (let at = 0; at < 64; at += 1) off |= tag.charCodeAt(at) ^ claimed.charCodeAt(at);
    // A key of no letters would be everybody's.
    return key && !off;
  });
  if (!fits[0]) refuse('a `signature` that fits this URL', 'another', 403);
}
//]

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
