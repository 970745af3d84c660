import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Mistake } from './mistake.ts';

/** CloudFront writes no log into buckets here: a distribution that asks for it is not made. */
const WITHOUT_LOGS = ['af-south-1', 'ap-east-1', 'ap-southeast-3', 'eu-south-1', 'il-central-1', 'me-south-1'];

/** Lambda has no Function URLs here. */
const WITHOUT_URLS = [
  'ap-east-2', 'ap-south-2', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'ca-west-1',
  'eu-central-2', 'eu-south-2', 'il-central-1', 'me-central-1',
];

/** Says so before CloudFormation does, which takes minutes and calls it a lack of permissions. */
export function requireLogs(scope: Construct): void {
  requireOther(scope, WITHOUT_LOGS, 'into whose buckets CloudFront writes logs');
}

export function requireUrls(scope: Construct): void {
  requireOther(scope, WITHOUT_URLS, 'in which functions have URLs');
}

function requireOther(scope: Construct, without: readonly string[], what: string): void {
  const { region } = Stack.of(scope);
  if (without.includes(region)) {
    throw new Mistake(`expected a Region ${what}, found ${region}: put the stack into another; buckets of pictures may stay, as sourceBuckets=my-pictures@${region}`);
  }
}
