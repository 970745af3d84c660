import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { App, Stack, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { app } from './synthesis.ts';
import { VARIATIONS } from './variations.ts';

interface Finding {
  readonly rule: string;
  readonly path: string;
}

/** What cdk-nag finds. With its eyes shut to explanations, it also finds what is explained. */
function findings(of: App, { isBlind = false } = {}): readonly Finding[] {
  const checks = new AwsSolutionsChecks(of);
  if (isBlind) {
    Object.defineProperty(checks, 'isAcknowledged', { value: () => false });
  }
  return checks
    .validateScope(of)
    .violations.flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath }) => ({ rule: ruleName, path: constructPath ?? '' })));
}

/** What is explained, and of which construct. */
function explained(of: IConstruct): readonly Finding[] {
  return of.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.keys(data as object))
      .map((id) => ({ rule: id.replace(/^Annotation::/i, ''), path: node.path }))
      .filter(({ rule }) => rule.startsWith('AwsSolutions-')),
  );
}

for (const [variation, context] of Object.entries(VARIATIONS)) {
  const made = app(context);
  test(`cdk-nag finds nothing that is not explained in ${variation}`, () => deepEqual(findings(made), []));

  test(`nothing is explained that is not found in ${variation}`, () => {
    const found = findings(made, { isBlind: true });
    const idle = explained(made).filter(({ rule, path }) => !found.some((one) => one.rule === rule && one.path.startsWith(path)));
    deepEqual(idle, []);
  });
}

test('cdk-nag finds what there is to find', () => {
  const bare = new App();
  new s3.Bucket(new Stack(bare, 'Bare'), 'Bucket');
  ok(findings(bare).some(({ rule }) => rule.startsWith('AwsSolutions-S')), 'expected a finding about a bucket with nothing said');
});
