import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Buckets } from './buckets.ts';
import { globalName } from './global-name.ts';
import type { RenderFunction } from './render-function.ts';

/** What a bucket says of what it does not have, or may not hand out, or cannot say now: then the function is asked. */
export const ASKS_THE_FUNCTION = [403, 404, 500, 502, 503, 504];

/** What the trigger at the origin's side is told, which has no environment. */
const ORIGINALS_HEADER = 'x-sizewise-originals';

/** The bucket of variants, which CloudFront alone may read. `shield` is the Region in which all that is missing meets. */
export function bucketOrigin(scope: Construct, buckets: Buckets, shield: string | undefined): cloudfront.IOrigin {
  return origins.S3BucketOrigin.withOriginAccessControl(buckets.variants, {
    originAccessControl: new cloudfront.S3OriginAccessControl(scope, 'BucketAccess', {
      originAccessControlName: globalName(scope, 'bucket'),
    }),
    // Reading alone: who may list is told 404 where others are told 403, but may also have the list.
    originAccessLevels: [cloudfront.AccessLevel.READ],
    // A bucket answers at once or not at all. By default it would be waited for three times ten seconds.
    connectionAttempts: 2,
    connectionTimeout: Duration.seconds(2),
    customHeaders: originalsElsewhere(buckets),
    ...shielded(shield),
  });
}

/** What the origin says to the trigger behind it, unless originals are beside the variants. */
function originalsElsewhere(buckets: Buckets): Record<string, string> {
  return buckets.originals === buckets.variants ? {} : { [ORIGINALS_HEADER]: buckets.location(buckets.originals) };
}

/** The bucket, and the function for what the bucket does not have. */
export function bucketThenFunction(
  scope: Construct,
  buckets: Buckets,
  render: RenderFunction,
  shield: string | undefined,
): cloudfront.IOrigin {
  return new origins.OriginGroup({
    primaryOrigin: bucketOrigin(scope, buckets, shield),
    fallbackOrigin: origins.FunctionUrlOrigin.withOriginAccessControl(render.url, {
      originAccessControl: new cloudfront.FunctionUrlOriginAccessControl(scope, 'FunctionAccess', {
        originAccessControlName: globalName(scope, 'function'),
      }),
      connectionAttempts: 2,
      connectionTimeout: Duration.seconds(4),
      readTimeout: Duration.seconds(30),
      ...shielded(shield),
    }),
    fallbackStatusCodes: [...ASKS_THE_FUNCTION],
  });
}

/** What CloudFront may do with a bucket, for the policy of one that is not ours. */
export function readByDistribution(bucket: { arnForObjects(keys: string): string }, distributionArn: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'ReadByDistribution',
    principals: [new iam.ServicePrincipal('cloudfront.amazonaws.com')],
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects('*')],
    conditions: { StringEquals: { 'AWS:SourceArn': distributionArn } },
  });
}

function shielded(region: string | undefined): cloudfront.OriginOptions {
  return region === undefined ? { originShieldEnabled: false } : { originShieldEnabled: true, originShieldRegion: region };
}
