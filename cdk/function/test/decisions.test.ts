import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeFor, isSameEnd, isSameSentence, told } from './decisions.ts';
import { decidedBy, eventOf, handlerOf } from './run.ts';

test('every request is decided as Rust decides it', async () => {
  const wrong: string[] = [];
  for (const one of told()) {
    const clock = { now: 0 };
    const handler = handlerOf(codeFor(one.grammar), one.keys, clock);
    for (const asked of one.cases) {
      clock.now = asked[4];
      const decided = decidedBy(await handler(eventOf(asked)), asked[0]);
      if (!isSameEnd(decided, asked[5])) wrong.push(JSON.stringify({ policy: one.policy, asked, decided }));
    }
  }
  assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} requests are decided otherwise`);
});

test('a refusal is told in the words of Rust, or only says that another value was expected', async () => {
  let [same, brief] = [0, 0];
  const other = new Set<string>();
  for (const one of told()) {
    const clock = { now: 0 };
    const handler = handlerOf(codeFor(one.grammar), one.keys, clock);
    for (const asked of one.cases) {
      const expected = asked[5];
      if (typeof expected === 'string' || !('refuse' in expected) || asked[0] === 'HEAD') continue;
      clock.now = asked[4];
      const decided = decidedBy(await handler(eventOf(asked)), asked[0]);
      assert(typeof decided !== 'string' && 'refuse' in decided);
      const [ours, theirs] = [decided.refuse[1], expected.refuse[1]];
      if (isSameSentence(ours, theirs)) same += 1;
      else if (ours.startsWith('expected another value for ')) brief += 1;
      else other.add(`${ours} | ${theirs}`);
    }
  }
  assert.deepEqual([...other].slice(0, 5), []);
  assert(same > 50_000 && brief < same, `${same} told as Rust tells them, ${brief} briefly`);
});
