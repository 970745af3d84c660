// The runtime of CloudFront Functions is built on njs. So every seventh request is decided there, too.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { codeFor, told } from './decisions.ts';
import type { Told } from './decisions.ts';

const EVERY = 7;

/** Decides every case in njs, one after the other since the clock is each one's own, and prints those that end otherwise. */
const JUDGE = `
const cases = JSON.parse(require('fs').readFileSync('CASES').toString());
const wrong = [];
let clock = 0;
Date.now = () => clock * 1000;
function judge(at) {
  if (at == cases.length) return console.log(JSON.stringify({ count: at, wrong: wrong.slice(0, 3), all: wrong.length }));
  const asked = cases[at];
  clock = asked[4];
  const lines = asked[3].split('\\n').map((value) => ({ value: value }));
  const accept = lines.length > 1 ? { value: lines[0].value, multiValue: lines } : lines[0];
  const request = { method: asked[0], uri: asked[1], querystring: { stays: { value: '' } }, headers: asked[3] ? { accept: accept } : {} };
  request.rawQueryString = () => asked[2];
  return Promise.resolve(handler({ request: request })).then((answer) => {
    const expected = asked[5];
    const isSame = expected == 'pass' ? answer.uri && answer.querystring.stays
      : expected.go ? answer.uri == expected.go && !answer.querystring.stays
      : answer.statusCode == expected.refuse[0];
    if (!isSame) wrong.push([asked, answer]);
    return judge(at + 1);
  });
}
judge(0).catch((error) => console.log('' + error));
`;

test('every seventh request is decided in njs as Rust decides it', { timeout: 300_000 }, (context) => {
  if (spawnSync('njs', ['-v']).status !== 0) {
    console.log('NOT RUN: there is no `njs`; the Debian package `njs` has it');
    context.diagnostic('NOT RUN: there is no `njs`');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'sizewise-njs-'));
  try {
    const count = told().reduce((sum, one, index) => sum + judged(folder, one, index), 0);
    assert(count > 30_000, `only ${count} requests`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function judged(folder: string, one: Told, index: number): number {
  const cases = one.cases.filter((_, at) => (at + index) % EVERY === 0);
  const [script, data] = [join(folder, `${index}.js`), join(folder, `${index}.json`)];
  const store = `const cf = { kvs: () => ({ get: () => Promise.resolve(${JSON.stringify(one.keys)}) }) };\n`;
  const code = codeFor(one.grammar).replace(/^import (\w+) from'cloudfront';/, 'const $1=cf;');
  writeFileSync(data, JSON.stringify(cases));
  writeFileSync(script, `${store}${code}\n${JUDGE.replace('CASES', data)}`);
  const text = execFileSync('njs', [script], { encoding: 'utf8', maxBuffer: 1e8 });
  const found: unknown = JSON.parse(text);
  assert.deepEqual(found, { count: cases.length, wrong: [], all: 0 }, one.policy);
  return cases.length;
}
