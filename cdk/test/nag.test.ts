import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { App, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { app } from './synthesis.ts';
import { VARIATIONS } from './variations.ts';

function findings(of: App): readonly string[] {
  const { violations } = new AwsSolutionsChecks(of).validateScope(of);
  return violations.flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath }) => `${ruleName}: ${constructPath}`));
}

for (const [variation, context] of Object.entries(VARIATIONS)) {
  test(`cdk-nag finds nothing that is not explained in ${variation}`, () => deepEqual(findings(app(context)), []));
}

test('cdk-nag finds what there is to find', () => {
  const bare = new App();
  new s3.Bucket(new Stack(bare, 'Bare'), 'Bucket');
  ok(findings(bare).some((finding) => finding.startsWith('AwsSolutions-S')), 'expected a finding about a bucket with nothing said');
});
