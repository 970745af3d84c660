import { deepEqual, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BESIDES, CHECKS } from './checks/all.ts';
import { synthesized } from './synthesis.ts';
import { VARIATIONS } from './variations.ts';

for (const [variation, context] of Object.entries(VARIATIONS)) {
  describe(variation, () => {
    const templates = synthesized(context);
    for (const [name, template] of templates) {
      for (const { claim, broken } of name === 'Sizewise' ? CHECKS : BESIDES) {
        test(`${name}: ${claim}`, () => deepEqual(broken(template), []));
      }
    }
    test('what must not go unseen has an alarm in the Region where it is counted', () => {
      const alarms = [...templates.values()].flatMap((template) => template.of('AWS::CloudWatch::Alarm'));
      const seen = new Set(alarms.map(({ properties }) => properties['MetricName']));
      const expected = ['NotKept', 'Unread', 'Failed', '5xxErrorRate'];
      ok(expected.every((name) => seen.has(name)), `expected ${expected.join(', ')}, found ${[...seen].join(', ')}`);
    });
  });
}
