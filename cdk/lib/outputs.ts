import { CfnOutput, Stack } from 'aws-cdk-lib';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { lifecycle, type Unwritten, VARIANT_TAG } from './buckets.ts';

/** What is said to whoever deploys. */
export interface Said {
  readonly value: string;
  readonly says: string;
}

/** By their names. What is not there in this delivery has none. */
export type Outputs = Readonly<Record<string, Said | undefined>>;

/** Prints outputs under exactly these names, which users of the Serverless Image Handler know. */
export function print(stack: Stack, outputs: Outputs): void {
  for (const [name, said] of Object.entries(outputs)) {
    if (said !== undefined) {
      new CfnOutput(stack, name, { value: said.value, description: said.says });
    }
  }
}

/** All variants of one picture leave the caches with one tag; the original, on which none is written, by its path. */
export function purgeCommand(distributionId: string): string {
  const tag = '#$(printf %s "$KEY" | sha256sum | cut -c1-64)';
  return `KEY=photos/01.jpg; aws cloudfront create-invalidation --distribution-id ${distributionId} --paths "${tag}" "/$KEY"`;
}

/** Keys go from the operator's hands into the store, and by nothing that we write. */
export function signingKeysCommand(arn: string): string {
  const etag = `aws cloudfront-keyvaluestore describe-key-value-store --kvs-arn ${arn} --query ETag --output text`;
  const value = '"[\\"$SIZEWISE_KEY\\"]"';
  return `aws cloudfront-keyvaluestore put-key --kvs-arn ${arn} --key signing-keys --value ${value} --if-match "$(${etag})"`;
}

/** What must be written into the policies of existing buckets by hand: CloudFormation changes nothing that it has not made. */
export function policiesToAdd(scope: Construct, unwritten: readonly Unwritten[]): Outputs {
  const buckets = [...new Set(unwritten.map(({ bucket }) => bucket))];
  const said = buckets.map((bucket, index): [string, Said] => {
    const statements = unwritten.filter((one) => one.bucket === bucket).map(({ statement }) => statement.toStatementJson());
    const value = Stack.of(scope).toJsonString(statements);
    return [`PolicyToAdd${index === 0 ? '' : index + 1}`, { value, says: 'Add these statements to the policy of the existing bucket' }];
  });
  return Object.fromEntries(said);
}

/** The rule that an existing bucket of variants should have beside its own. */
export function lifecycleToAdd(...durations: Parameters<typeof lifecycle>): Said {
  const [rule] = lifecycle(...durations);
  const [tag] = Object.entries(VARIANT_TAG);
  const value = JSON.stringify({
    ID: 'sizewise-variants',
    Status: 'Enabled',
    Filter: { Tag: { Key: tag?.[0], Value: tag?.[1] } },
    Expiration: { Days: rule?.expiration?.toDays() },
    NoncurrentVersionExpiration: { NoncurrentDays: rule?.noncurrentVersionExpiration?.toDays() },
  });
  return { value, says: 'Add this rule to the lifecycle of the existing bucket of variants, which else keeps them forever' };
}

/** Buckets by their names, the one that comes first first. */
export function names(buckets: readonly s3.IBucket[]): string {
  return buckets.map((bucket) => bucket.bucketName).join(', ');
}
