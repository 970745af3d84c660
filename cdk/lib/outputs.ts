import { Annotations, CfnOutput, type Duration, Stack } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { isDeclared, type Unwritten, VARIANT_TAG, variantsRule } from './buckets.ts';
import { DEMO_PATH } from './demo.ts';
import type { Asked } from './image-delivery-props.ts';
import type { ImageDelivery } from './image-delivery.ts';
import { ViewerRequestFunction } from './viewer-request.ts';

/** What is said to whoever deploys. */
export interface Said {
  readonly value: string;
  readonly says: string;
}

/** By their names. What is not there in this delivery has none. */
export type Outputs = Readonly<Record<string, Said | undefined>>;

/**
 * Prints outputs. In the scope of a stack they have exactly these names, which users of the Serverless Image Handler know;
 * in that of a delivery, its name before them.
 */
export function print(scope: Construct, outputs: Outputs): void {
  for (const [name, said] of Object.entries(outputs)) {
    if (said !== undefined) {
      new CfnOutput(scope, name, { value: said.value, description: said.says });
    }
  }
}

/** What is said of a delivery. */
export function outputsOf(delivery: ImageDelivery, asked: Asked): Outputs {
  const { distribution, buckets, watching, maker } = delivery;
  const { distributionId } = distribution;
  const address = `https://${asked.domainNames[0] ?? distribution.distributionDomainName}`;
  const cors = asked.corsOrigins.join(', ');
  return {
    ApiEndpoint: { value: address, says: 'Where pictures are' },
    DemoUrl: asked.demo ? { value: `${address}${DEMO_PATH}`, says: 'A page to try pictures on' } : undefined,
    SourceBuckets: { value: names(buckets.ofOriginals), says: 'Where originals are read from' },
    VariantsBucket: { value: buckets.variants.bucketName, says: 'Where variants are kept' },
    CorsEnabled: { value: cors === '' ? 'No' : 'Yes', says: 'Whether pages of other sites may read pixels' },
    CorsOrigin: cors === '' ? undefined : { value: cors, says: 'Which sites' },
    LogRetentionPeriod: { value: days(asked.logRetention), says: 'For how many days logs are kept' },
    LogGroup: { value: maker.logGroupName, says: 'What the function says that makes variants' },
    CloudFrontLoggingBucket: { value: buckets.logs.bucketName, says: 'Who asked for what' },
    CloudFrontDashboard: watching.dashboardName === undefined ? undefined : { value: watching.dashboardName, says: 'Whether all is well' },
    DistributionDomainName: { value: distribution.distributionDomainName, says: 'What names of your own must lead to' },
    DistributionId: { value: distributionId, says: 'The distribution' },
    PurgeCommand: { value: purgeCommand(distributionId), says: 'Takes a picture and all its variants out of the caches' },
    ...signingOutputs(delivery),
    ...toAdd(delivery, asked),
  };
}

function days(retention: RetentionDays): string {
  return retention === RetentionDays.INFINITE ? 'Infinite' : String(retention);
}

/** Where keys are put, if they are put anywhere. */
function signingOutputs({ viewerRequest }: ImageDelivery): Outputs {
  const arn = viewerRequest instanceof ViewerRequestFunction ? viewerRequest.keys?.keyValueStoreArn : undefined;
  return arn === undefined
    ? {}
    : {
        KeyValueStoreArn: { value: arn, says: 'Where the keys of signatures are' },
        SigningKeysCommand: { value: signingKeysCommand(arn), says: 'Puts the key in $SIZEWISE_KEY there; before, no signature is right' },
      };
}

/** What must be written on existing buckets by hand: CloudFormation changes nothing that it has not made. */
function toAdd(delivery: ImageDelivery, { variantExpiry }: Asked): Outputs {
  const { variants, unwritten } = delivery.buckets;
  const outputs: Outputs = {
    ...policiesToAdd(delivery, unwritten),
    ...(!isDeclared(variants) && { LifecycleToAdd: lifecycleToAdd(variantExpiry) }),
  };
  for (const name of Object.keys(outputs)) {
    const text = `a bucket is not made here, so it is not changed: the output ${name} says what to add to it`;
    Annotations.of(delivery).addWarningV2(`sizewise:${name}`, text);
  }
  return outputs;
}

/** All variants of one picture leave the caches with one tag; the original, on which none is written, by its path. */
function purgeCommand(distributionId: string): string {
  const tag = '#$(printf %s "$KEY" | sha256sum | cut -c1-64)';
  return `KEY=photos/01.jpg; aws cloudfront create-invalidation --distribution-id ${distributionId} --paths "${tag}" "/$KEY"`;
}

/** Keys go from the operator's hands into the store, and by nothing that we write. */
function signingKeysCommand(arn: string): string {
  const etag = `aws cloudfront-keyvaluestore describe-key-value-store --kvs-arn ${arn} --query ETag --output text`;
  const value = '"[\\"$SIZEWISE_KEY\\"]"';
  return `aws cloudfront-keyvaluestore put-key --kvs-arn ${arn} --key signing-keys --value ${value} --if-match "$(${etag})"`;
}

/** What the policies of existing buckets lack. */
function policiesToAdd(scope: Construct, unwritten: readonly Unwritten[]): Outputs {
  const buckets = [...new Set(unwritten.map(({ bucket }) => bucket))];
  const said = buckets.map((bucket, index): [string, Said] => {
    const statements = unwritten.filter((one) => one.bucket === bucket).map(({ statement }) => statement.toStatementJson());
    const value = Stack.of(scope).toJsonString(statements);
    return [`PolicyToAdd${index === 0 ? '' : index + 1}`, { value, says: 'Add these statements to the policy of the existing bucket' }];
  });
  return Object.fromEntries(said);
}

/** The rule that an existing bucket of variants should have beside its own. */
function lifecycleToAdd(variantExpiry: Duration): Said {
  const rule = variantsRule(variantExpiry);
  const [tag] = Object.entries(VARIANT_TAG);
  const value = JSON.stringify({
    ID: rule.id,
    Status: 'Enabled',
    Filter: { Tag: { Key: tag?.[0], Value: tag?.[1] } },
    Expiration: { Days: rule.expiration?.toDays() },
    NoncurrentVersionExpiration: { NoncurrentDays: rule.noncurrentVersionExpiration?.toDays() },
  });
  return { value, says: 'Add this rule to the lifecycle of the existing bucket of variants, which else keeps them forever' };
}

/** Buckets by their names, the one that comes first first. */
function names(buckets: readonly s3.IBucket[]): string {
  return buckets.map((bucket) => bucket.bucketName).join(', ');
}
