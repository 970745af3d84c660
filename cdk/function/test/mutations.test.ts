// A proof that could not fail would prove nothing: here engine and tables are wrong, each in one place, and the requests
// that Rust decided must notice it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engine } from '../build.ts';
import { codeFor, isSameEnd, told } from './decisions.ts';
import type { Told } from './decisions.ts';
import { decidedBy, eventOf, handlerOf } from './run.ts';

/** What is wrong, what it was, and what it is. */
const WRONG_TABLES: readonly (readonly [string, string, string])[] = [
  ['a rung is missing', '"rungs":[64,100,', '"rungs":[64,'],
  ['a ratio is another', '"1.91:1"', '"1.92:1"'],
  ['an alias is missing', '["f","fm"]', '["f"]'],
  ['a word is written otherwise', '"greyscale":"bw"', '"greyscale":"default"'],
  ['a point has another name', '"0_0":"top-left"', '"0_0":"top"'],
  ['a range begins later', '"min":0.3', '"min":0.4'],
  ['strangers may blur', '"unsigned":["width",', '"unsigned":["blur","width",'],
  ['a signature is not required', '"signature_required":true', '"signature_required":false'],
  ['not only presets are made', '"presets_only":true', '"presets_only":false'],
  ['a preset is larger', '"width=1080&height=1080&fit=cover"', '"width=1081&height=1080&fit=cover"'],
  ['a preset makes another box', 'fit=cover&height=2160&width=2160', 'fit=cover&height=2160&width=2161'],
  ['a device is wider', '"mobile":480', '"mobile":640'],
  ['AVIF may be larger', '"avif_max_side":1200', '"avif_max_side":1600'],
  ['an animation may become AVIF', '"gif":{"format":null,"becomes":["webp"]}', '"gif":{"format":null,"becomes":["avif","webp"]}'],
  ['qualities have smaller steps', '"quality_step":5', '"quality_step":4'],
  ['others pass', '"others":"refuse"', '"others":"pass"'],
  ['an extension is missing', '"jpg","jpeg",', '"jpg",'],
  ['a source is missing', '"sources":["Kunden Bilder",', '"sources":['],
  ['keys may be longer', '"most_key_bytes":1024', '"most_key_bytes":1100'],
  ['options may be shorter', '"most_option_bytes":255', '"most_option_bytes":60'],
];

const WRONG_CODE: readonly (readonly [string, string, string])[] = [
  ['a side times a dpr is rounded down', 'Math.ceil(', 'Math.floor('],
  ['letters of a key are not escaped', "[!'()*]", "[!'()]"],
  ['a plus is no space', ".replace(/\\+/g, ' ')", ''],
  ['a half turn is mirrored', 'turned % 2 : turned', 'turned % 4 : turned'],
  ['control characters may be in keys', '/[\\x00-\\x1f\\x7f-\\x9f]/.exec', '/[\\x00]/.exec'],
  ['the order of pairs counts', ".sort().join('&')", ".join('&')"],
  ['half a signature suffices', 'at < 64', 'at < 32'],
  ['the first of two keys alone counts', 'keys.filter(', 'keys.slice(0, 1).filter('],
  ['an end comes a minute later', 'Date.now() / 1000', 'Date.now() / 1000 - 60'],
  ['February has thirty days', ' && new Date(time).toISOString() == moment', ''],
  ['every range counts alike', 'exactness * 2000 + liked', '2000 + liked'],
  ['a point that has a name keeps its numbers', "word(shares.join('_'), row) || ", ''],
  ['a transparent colour keeps its red', ".replace(/^.{6}00$/, '00000000')", ''],
  ['a variant of a variant is made', 'if (shapeOf(key))', 'if (!key)'],
  ['a device caps no width', 'Math.min(up(width), most)', 'up(width)'],
  ['a preset is no exception from the ladder', '!EXACT_SIDES.test(exact)', 'true'],
  ['facts have a focus', '/^f(or|ro)/', '/^fo|^fr/'],
  ['a name may be one that every object has', 'own(PRESET_FORMATS, preset)', 'PRESET_FORMATS[preset]'],
  ['a path need not begin with a slash', "sent[0] != '/'", '!sent'],
  ['facts are blurred', "made.format != 'json' || ", 'true || '],
  ['a key that is too long is kept', 'refuseLength(key);', ''],
];

async function isNoticed(one: Told, code: string): Promise<boolean> {
  const clock = { now: 0 };
  const handler = handlerOf(code, one.keys, clock);
  for (const asked of one.cases) {
    clock.now = asked[4];
    const decided = await Promise.resolve(handler(eventOf(asked))).then((answer) => decidedBy(answer, asked[0]), () => 'threw' as const);
    if (decided === 'threw' || !isSameEnd(decided, asked[5])) return true;
  }
  return false;
}

for (const [what, was, is] of WRONG_TABLES) {
  test(`it is noticed when ${what}`, async () => {
    const changed = told().filter(({ grammar }) => JSON.stringify(grammar).includes(was));
    assert(changed.length > 0, `${was} is in no grammar`);
    assert(await isAnyNoticed(changed, (one) => codeFor(JSON.parse(JSON.stringify(one.grammar).replace(was, is)))));
  });
}

for (const [what, was, is] of WRONG_CODE) {
  test(`it is noticed when ${what}`, async () => {
    assert(engine().includes(was), `${was} is not in the engine`);
    const wrong = engine().replace(was, is);
    assert(await isAnyNoticed(told(), (one) => codeFor(one.grammar, wrong)));
  });
}

async function isAnyNoticed(changed: readonly Told[], code: (one: Told) => string): Promise<boolean> {
  for (const one of changed) {
    if (await isNoticed(one, code(one))) return true;
  }
  return false;
}
