import * as iam from 'aws-cdk-lib/aws-iam';
import type { Buckets } from './buckets.ts';
import type { Grammar } from './grammar.ts';
import { MARKERS, variantKeys } from './variant-keys.ts';

/** What makes variants may do in S3, and nothing else: tests hold it to what the functions were seen to ask. */
export function renderingStatements(buckets: Buckets, grammar: Grammar): iam.PolicyStatement[] {
  const variants = variantKeys(grammar).map((keys) => buckets.variants.arnForObjects(keys));
  return [
    new iam.PolicyStatement({
      sid: 'ReadPictures',
      actions: ['s3:GetObject'],
      resources: buckets.all.map((bucket) => bucket.arnForObjects('*')),
    }),
    new iam.PolicyStatement({
      sid: 'KeepVariants',
      // What is put is put with its tag, for which S3 wants the second.
      actions: ['s3:PutObject', 's3:PutObjectTagging'],
      resources: [...variants, buckets.variants.arnForObjects(MARKERS)],
    }),
    new iam.PolicyStatement({ sid: 'ForgetVariants', actions: ['s3:DeleteObject'], resources: variants }),
    new iam.PolicyStatement({
      sid: 'TellMissingFromForbidden',
      actions: ['s3:ListBucket'],
      resources: buckets.ofOriginals.map((bucket) => bucket.bucketArn),
    }),
  ];
}

/**
 * Whatever its role is given later: what it puts without a condition is refused, so that it never puts anything over
 * what it has not seen. Markers are empty and have none.
 */
export function onConditionOnly(buckets: Buckets, role: iam.IRole): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'PutOnConditionOnly',
    effect: iam.Effect.DENY,
    principals: [new iam.ArnPrincipal(role.roleArn)],
    actions: ['s3:PutObject'],
    notResources: [buckets.variants.arnForObjects(MARKERS)],
    conditions: { Null: { 's3:if-none-match': 'true', 's3:if-match': 'true' } },
  });
}

/** Writing into one log group, which must be there: nobody here may make one, so none is without retention. */
export function loggingStatement(streams: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'WriteLog',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [streams],
  });
}
