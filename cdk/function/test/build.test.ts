import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { MOST_BYTES, viewerRequestCode } from '../build.ts';
import { short } from '../short.ts';
import { told } from './decisions.ts';
import { eventOf, handlerOf } from './run.ts';
import type { Answer, Case } from './run.ts';

const KEYED = '[signing]\nkeys = [{ inline = "0123456789abcdef" }]\n';

function grammarOf(policy: string): object {
  const one = told().find((one) => one.policy === policy);
  assert(one, `a policy ${JSON.stringify(policy)} among the decisions`);
  return one.grammar;
}

async function answer(policy: string, asked: Case, keys: readonly string[] = []): Promise<Answer> {
  const { code } = viewerRequestCode(grammarOf(policy));
  return ofHere(await handlerOf(code, keys, { now: asked[4] })(eventOf(asked)));
}

/** The same, made of this context's objects and not of the function's. */
function ofHere(answer: Answer): Answer {
  return JSON.parse(JSON.stringify(answer));
}

test('the standard policies fit, and a policy whose function is too large is a problem', () => {
  for (const policy of ['', KEYED]) {
    const { code, problems } = viewerRequestCode(grammarOf(policy));
    assert.deepEqual(problems, []);
    assert(Buffer.byteLength(code) <= MOST_BYTES);
  }
  const presets = Object.fromEntries(Array.from({ length: 99 }, (_, at) => [`preset-number-${at}`, 'width=200&format=webp']));
  const { problems } = viewerRequestCode({ ...grammarOf(''), presets });
  assert.match(problems.join(), /^expected at most 10240 bytes of code for a CloudFront Function, found \d{5}: /);
});

test('what a function cannot do is a problem', () => {
  const problems = (change: object) =>
    viewerRequestCode({ ...grammarOf(''), ...change }).problems.map((problem) => problem.split(':')[0]);
  assert.deepEqual(problems({}), []);
  assert.deepEqual(problems({ has_signing_keys: true }), []);
  assert.deepEqual(problems({ dialects: ['thumbor'] }), ['expected a grammar without `dialects`, which this CloudFront Function cannot do, found it']);
  assert.deepEqual(problems({ sizes: { any: { max: 4e9 } } }), ['expected sides of at most 1000000, found 4000000000']);
  for (const change of [{ sources: ['a', 'b\n'] }, { extensions: ['a', 'b\n'] }]) {
    assert.deepEqual(problems(change), ['expected names of sources and extensions without a line break, found "b\\n"']);
  }
  const options = [{ name: 'x', aliases: [], takes: { kind: 'moon' }, expected: '', default: null, query: true, path: false, named: false }];
  assert.match(problems({ options }).join(), /expected values of a known kind for `x`, found `moon`/);
});

test('a grammar in which something is missing is told by its place', () => {
  const { presets_only: _, ...without } = { presets_only: true, ...grammarOf('') };
  assert.throws(() => viewerRequestCode(without), /^Error: expected true or false at presets_only of the grammar .*, found nothing$/);
  assert.throws(() => viewerRequestCode('{}'), /expected an object at the grammar .*, found "\{\}"$/);
  const options = [{ name: 'x', aliases: ['y', 2] }];
  assert.throws(() => viewerRequestCode({ ...grammarOf(''), options }), /expected an object at options\[0\]\.takes/);
});

test('no key is in the code', () => {
  const { code } = viewerRequestCode(grammarOf(KEYED));
  assert(!code.includes('0123456789abcdef') && code.startsWith('import '));
});

test('a refusal has a problem for a body and says how long it may be kept', async () => {
  const refused = await answer('', ['GET', '/a.jpg', 'w=abc', '', 0, 'pass']);
  assert.deepEqual(JSON.parse(refused.body?.data ?? ''), {
    status: 400, detail: 'expected a whole number of at least 1 for `width`, found `abc`',
  });
  assert.deepEqual(refused.headers, {
    'content-type': { value: 'application/problem+json' },
    'x-content-type-options': { value: 'nosniff' },
    'cache-control': { value: 'public, max-age=10' },
  });
  const head = await answer('', ['HEAD', '/a.jpg', 'w=abc', '', 0, 'pass']);
  assert.deepEqual([head.statusCode, head.body?.data], [400, '']);
  const posted = await answer('', ['POST', '/a.jpg', '', '', 0, 'pass']);
  assert.deepEqual([posted.statusCode, posted.headers?.['allow']], [405, { value: 'GET, HEAD, OPTIONS' }]);
});

test('where there is no raw query, the parsed one is judged', async () => {
  const handler = handlerOf(viewerRequestCode(grammarOf('')).code, [], { now: 0 });
  const querystring = { w: { value: '5', multiValue: [{ value: '5' }, { value: '190' }] }, flip: { value: '' } };
  for (const rawQueryString of [undefined, () => '', () => undefined]) {
    const request = { method: 'GET', uri: '/a.jpg', headers: {}, querystring, ...(rawQueryString && { rawQueryString }) };
    const answer = ofHere(await handler({ request }));
    assert.deepEqual([answer.uri, answer.querystring], ['/200w,flip/default/a.jpg', {}]);
  }
});

test('a signature is refused where the store does not answer', async () => {
  const asked: Case = ['GET', '/a.jpg', 'blur=5&signature=' + '0'.repeat(64), '', 0, 'pass'];
  const without = handlerOf(viewerRequestCode(grammarOf(KEYED)).code, [], { now: 0 });
  assert.equal((await without(eventOf(asked))).statusCode, 403);
  assert.equal((await answer(KEYED, asked, ['0123456789abcdef'])).statusCode, 403);
});

test('what is no list of keys opens nothing', async () => {
  const signed = (key: string) => 'blur=5&signature=' + createHmac('sha256', key).update('/a.jpg?blur=5').digest('hex');
  const { code } = viewerRequestCode(grammarOf(KEYED));
  const status = async (value: unknown, key: string): Promise<number | undefined> => {
    const handler = handlerOf(code, value, { now: 0 });
    return (await handler(eventOf(['GET', '/a.jpg', signed(key), '', 0, 'pass']))).statusCode;
  };
  assert.equal(await status(['a'], 'a'), undefined);
  assert.equal(await status(['b', 'a'], 'a'), undefined);
  for (const value of [[], [''], ['b', ''], ['', 'a'], {}, 5, '', true]) assert.equal(await status(value, ''), 403, JSON.stringify(value));
  for (const value of ['a', null, [5], [['a']], { 0: 'a' }]) await assert.rejects(status(value, 'a'), JSON.stringify(value));
});

test('what is shortened does the same', () => {
  const code = `
    // A comment.
    const words = 'a // b';
    function twice(text) { return text + text; }
    function handler(event) {
      const found = event.items.filter((item) => /[/'"]\\/ /.test(item));
      let sum = 1;
      sum += +words.length;
      const field = { words: words, sum: sum, event: event.items[0], const: 3, undefined: 4 };
      return twice(words) + sum + found.length / 2 + field.sum + field.const + field.undefined;
    }`;
  const result = (code: string): unknown => new Function(`${code};return handler({ items: ["'/ "] })`)();
  assert.equal(result(short(code)), result(code));
  assert(short(code).length < code.length / 2, short(code));
});

test('what the shortener does not know it refuses', () => {
  assert.throws(() => short('const a = `b`;'), /expected JavaScript that can be shortened, found "`b`;"/);
  assert.throws(() => short('const a = 1; const b = { a };'), /expected `a: a`, found it once/);
});
