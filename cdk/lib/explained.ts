import { Stack, Validations } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';

const OBJECTS =
  'No action is a wildcard. Which pictures there are is not known before, and the keys of variants are as narrow as a pattern can be.';
const STREAMS = 'Lambda names the streams of the log group, and in which Regions it runs at the edge is not known before.';

/** Tells cdk-nag, which finds each wildcard by itself, why the resources of a role end in one. */
export function explainWildcards(role: iam.Role, statements: readonly iam.PolicyStatement[]): void {
  for (const { actions, resources } of statements) {
    const reason = actions.every((action) => action.startsWith('logs:')) ? STREAMS : OBJECTS;
    const found = resources.map((arn) => asFound(Stack.of(role).resolve(arn)));
    for (const resource of found.filter((arn) => arn.includes('*'))) {
      Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
    }
  }
}

/** An ARN as cdk-nag writes it: what is known only later stands in angle brackets. */
function asFound(arn: unknown): string {
  if (typeof arn === 'string') {
    return arn;
  }
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = arn as { Ref?: string; 'Fn::GetAtt'?: string[]; 'Fn::Join'?: [string, unknown[]] };
  if (join !== undefined) {
    return join[1].map(asFound).join(join[0]);
  }
  return `<${ref ?? attribute?.join('.')}>`;
}
