import { ok } from 'node:assert/strict';
import { test } from 'node:test';
import { CHECKS } from './checks/all.ts';
import { at, isObject, type Json, list } from './json.ts';
import { spoiled, spoiledIn } from './spoiled.ts';
import { delivery } from './synthesis.ts';
import type { Template } from './template.ts';
import { VARIATIONS } from './variations.ts';

/** Something that somebody may forget or think harmless, and the beginning of the claim that it breaks. */
interface Mutation {
  readonly of: string;
  readonly forgot: string;
  readonly change: (template: Template) => Template;
  readonly breaks: string;
}

const gone = () => undefined;
const become = (value: Json) => () => value;
const inDistribution = (path: readonly (string | number)[], change: (value: Json | undefined) => Json | undefined) =>
  spoiledIn('AWS::CloudFront::Distribution', '', ['DistributionConfig', ...path], change);

/** The statement of a role or a bucket by its Sid, changed. */
function inStatement(type: string, word: string, path: readonly (string | number)[], sid: string, change: (statement: Json) => Json | undefined) {
  return spoiledIn(type, word, path, (all) => list(all).flatMap((one) => (at(one, 'Sid') === sid ? list(change(one)) : [one])));
}

const ofRole = (sid: string, change: (statement: Json) => Json | undefined) =>
  inStatement('AWS::IAM::Role', 'RenderFunctionRole', ['Policies', 0, 'PolicyDocument', 'Statement'], sid, change);

function withPart(name: string, part: (before: readonly Json[]) => Json) {
  return (statement: Json): Json => ({ ...(isObject(statement) && statement), [name]: part(list(at(statement, name))) });
}

const DISTRIBUTION_MAY_LIST: Json = {
  Effect: 'Allow',
  Principal: { Service: 'cloudfront.amazonaws.com' },
  Action: 's3:ListBucket',
  Resource: { 'Fn::GetAtt': ['DeliveryBucketsPictures44F65663', 'Arn'] },
  Condition: { StringEquals: { 'AWS:SourceArn': { Ref: 'DeliveryDistribution45EACD51' } } },
};

const EVERYBODY_MAY_READ: Json = { ...(isObject(DISTRIBUTION_MAY_LIST) && DISTRIBUTION_MAY_LIST), Principal: '*', Action: 's3:GetObject' };

const MUTATIONS: readonly Mutation[] = [
  { of: 'regional', forgot: 'the judge on one behaviour', change: inDistribution(['CacheBehaviors', 0, 'FunctionAssociations'], gone), breaks: 'every behaviour that reaches an origin is judged' },
  { of: 'edge', forgot: 'origin-response on one behaviour', change: inDistribution(['CacheBehaviors', 1, 'LambdaFunctionAssociations', 1], gone), breaks: 'what is missing is made' },
  { of: 'regional', forgot: '403 in failover', change: inDistribution(['OriginGroups', 'Items', 0, 'FailoverCriteria', 'StatusCodes', 'Items'], become([404, 500, 502, 503, 504])), breaks: 'what is missing is made' },
  { of: 'regional', forgot: 'the group of origins on one behaviour', change: inDistribution(['DefaultCacheBehavior', 'TargetOriginId'], become('SizewiseDeliveryDistributionOrigin1C0FB27BB')), breaks: 'what is missing is made' },
  { of: 'edge', forgot: 'a number behind a function', change: inDistribution(['DefaultCacheBehavior', 'LambdaFunctionAssociations', 0, 'LambdaFunctionARN'], become({ 'Fn::GetAtt': ['DeliveryViewerRequestEdgeFunction3AE9EC08', 'Arn'] })), breaks: 'what runs at the edge is a numbered version' },
  { of: 'regional', forgot: 'that a query is no key', change: inKey(['QueryStringsConfig', 'QueryStringBehavior'], become('all')), breaks: 'the path alone is the key' },
  { of: 'edge', forgot: 'that pictures are compressed', change: inKey(['EnableAcceptEncodingGzip'], become(true)), breaks: 'the path alone is the key' },
  { of: 'edge', forgot: 'that a redirect must not be kept', change: spoiledIn('AWS::CloudFront::CachePolicy', '', ['CachePolicyConfig', 'MinTTL'], become(1)), breaks: 'the path alone is the key' },
  { of: 'regional', forgot: 'origin access control of the function', change: inDistribution(['Origins', 1, 'OriginAccessControlId'], gone), breaks: 'CloudFront signs what it asks every origin' },
  { of: 'edge', forgot: 'origin access control of the bucket', change: inDistribution(['Origins', 0, 'OriginAccessControlId'], gone), breaks: 'CloudFront signs what it asks every origin' },
  { of: 'regional', forgot: 'to remember one error briefly', change: inDistribution(['CustomErrorResponses', 2], gone), breaks: 'each error is remembered' },
  { of: 'edge', forgot: 'TLS on one behaviour', change: inDistribution(['CacheBehaviors', 0, 'ViewerProtocolPolicy'], become('allow-all')), breaks: 'viewers may read, by TLS' },
  { of: 'regional, all on', forgot: 'who asks what he may', change: inDistribution(['DefaultCacheBehavior', 'OriginRequestPolicyId'], gone), breaks: 'whoever may ask what he may is handed on' },
  { of: 'regional', forgot: 'that viewers only read', change: inDistribution(['DefaultCacheBehavior', 'AllowedMethods'], become(['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'])), breaks: 'viewers may read, by TLS' },
  { of: 'regional', forgot: 'the sandbox', change: spoiledIn('AWS::CloudFront::ResponseHeadersPolicy', 'Svg', ['ResponseHeadersPolicyConfig', 'SecurityHeadersConfig', 'ContentSecurityPolicy'], gone), breaks: 'answers say nosniff' },
  { of: 'regional', forgot: 'the name of the tag', change: inDistribution(['CacheTagConfig', 'HeaderName'], become('cache-tag')), breaks: 'variants can be invalidated' },
  { of: 'regional', forgot: 'who may call the function', change: spoiledIn('AWS::Lambda::Url', '', ['AuthType'], become('NONE')), breaks: 'nobody but the distribution calls the function' },
  { of: 'regional', forgot: 'whose distribution may call it', change: spoiledIn('AWS::Lambda::Permission', '', ['SourceArn'], gone), breaks: 'nobody but the distribution calls the function' },
  { of: 'regional', forgot: 'the tag of variants', change: inRule(['TagFilters', 0, 'Value'], become('variants')), breaks: 'variants go by their tag' },
  { of: 'edge', forgot: 'that originals stay', change: inRule(['TagFilters'], gone), breaks: 'variants go by their tag' },
  { of: 'regional', forgot: 'that buckets are private', change: spoiledIn('AWS::S3::Bucket', 'Pictures', ['PublicAccessBlockConfiguration', 'BlockPublicPolicy'], become(false)), breaks: 'no bucket is public' },
  { of: 'regional', forgot: 'for whom the bucket is', change: inPolicy((all) => [...all, EVERYBODY_MAY_READ]), breaks: 'no bucket is public' },
  { of: 'regional', forgot: 'that a list tells too much', change: inPolicy((all) => [...all, DISTRIBUTION_MAY_LIST]), breaks: 'no action is a wildcard, and CloudFront may not list' },
  { of: 'edge', forgot: 'that what is put has a condition', change: inPolicy((all) => all.filter((one) => at(one, 'Sid') !== 'PutOnConditionOnly')), breaks: 'no original is put over' },
  { of: 'regional', forgot: 'to name actions', change: ofRole('ReadPictures', withPart('Action', () => 's3:Get*')), breaks: 'no action is a wildcard' },
  { of: 'regional', forgot: 'to name keys', change: ofRole('KeepVariants', withPart('Resource', () => ({ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['DeliveryBucketsPictures44F65663', 'Arn'] }, '/*']] }))), breaks: 'no original is put over' },
  { of: 'regional', forgot: 'that a tag needs a permission', change: ofRole('KeepVariants', withPart('Action', () => 's3:PutObject')), breaks: 'whatever the journeys were seen to need' },
  { of: 'regional', forgot: 'that what is missing must be told from what is forbidden', change: ofRole('TellMissingFromForbidden', () => undefined), breaks: 'whatever the journeys were seen to need' },
  { of: 'regional, all on', forgot: 'old TLS', change: inDistribution(['ViewerCertificate', 'MinimumProtocolVersion'], become('TLSv1')), breaks: 'it speaks HTTP/3' },
  { of: 'regional', forgot: 'that CloudFront writes logs with a list', change: spoiledIn('AWS::S3::Bucket', 'Logs', ['OwnershipControls'], gone), breaks: 'the log goes into a bucket of ours' },
  { of: 'regional', forgot: 'that originals are somebody\'s', change: (template) => spoiled(template, ['Resources', 'DeliveryBucketsPictures44F65663', 'DeletionPolicy'], become('Delete')), breaks: 'what is in a bucket stays' },
  { of: 'regional', forgot: 'what nobody needs', change: ofRole('ReadPictures', withPart('Action', (before) => [...before, 's3:GetObjectAcl'])), breaks: 'whatever is granted in S3 was needed' },
  { of: 'regional', forgot: 'that logs end', change: spoiledIn('AWS::Logs::LogGroup', '', ['RetentionInDays'], gone), breaks: 'every line goes into a log group that ends' },
  { of: 'edge', forgot: 'where lines go', change: spoiledIn('AWS::Lambda::Function', 'OriginResponse', ['LoggingConfig'], gone), breaks: 'every line goes into a log group that ends' },
  { of: 'edge', forgot: 'how little a viewer trigger has', change: spoiledIn('AWS::Lambda::Function', 'ViewerRequest', ['MemorySize'], become(256)), breaks: 'every function has its memory' },
  { of: 'regional', forgot: 'how long a large picture is sent', change: spoiledIn('AWS::Lambda::Function', 'Render', ['Timeout'], become(30)), breaks: 'every function has its memory' },
  { of: 'regional', forgot: 'a time', change: spoiledIn('AWS::Lambda::Function', 'Render', ['Timeout'], gone), breaks: 'every function has its memory' },
  { of: 'edge', forgot: 'that CloudFront takes the role', change: spoiledIn('AWS::IAM::Role', 'ViewerRequest', ['AssumeRolePolicyDocument', 'Statement', 1], gone), breaks: 'what runs at the edge may run there' },
  { of: 'regional', forgot: 'what stands before the function', change: spoiledIn('AWS::Lambda::Function', 'Render', ['Environment', 'Variables', 'SIZEWISE_FRONT'], gone), breaks: 'the function behind a URL is told' },
  { of: 'regional', forgot: 'how a number is called', change: spoiledIn('AWS::CloudWatch::Alarm', 'NotKept', ['MetricName'], become('PutFailed')), breaks: 'every number that is looked at' },
  { of: 'edge', forgot: 'who tells a number', change: spoiledIn('AWS::CloudWatch::Alarm', 'Failed', ['Dimensions', 0, 'Value'], become('viewer-request')), breaks: 'every number that is looked at' },
  { of: 'regional', forgot: 'that nothing is not told', change: spoiledIn('AWS::CloudWatch::Alarm', 'Unread', ['TreatMissingData'], become('breaching')), breaks: 'no data is no harm' },
  { of: 'regional, all on', forgot: 'whom an alarm tells', change: spoiledIn('AWS::CloudWatch::Alarm', 'Unread', ['AlarmActions'], gone), breaks: 'no data is no harm' },
  { of: 'regional, all on', forgot: 'to answer on the demo page', change: spoiledIn('AWS::CloudFront::Function', 'DemoPage', ['FunctionCode'], become('function handler(event) { return event.request; }')), breaks: 'every behaviour that reaches an origin is judged' },
];

for (const { of, forgot, change, breaks } of MUTATIONS) {
  test(`who forgets ${forgot} (${of}) is told`, (context) => {
    const mutant = change(delivery(VARIATIONS[of] ?? {}));
    const noticed = CHECKS.filter(({ broken }) => broken(mutant).length > 0).map(({ claim }) => claim);
    context.diagnostic(noticed.join(' · '));
    ok(noticed.some((claim) => claim.startsWith(breaks)), `expected to hear that it is not so that ${breaks}; heard ${noticed.join(' · ') || 'nothing'}`);
  });
}

test('every claim has somebody who breaks it', () => {
  const unbroken = CHECKS.filter(({ claim }) => !MUTATIONS.some(({ breaks }) => claim.startsWith(breaks))).map(({ claim }) => claim);
  ok(unbroken.length === 0, unbroken.join(' · '));
});

function inKey(path: readonly string[], change: (value: Json | undefined) => Json | undefined) {
  return spoiledIn('AWS::CloudFront::CachePolicy', '', ['CachePolicyConfig', 'ParametersInCacheKeyAndForwardedToOrigin', ...path], change);
}

function inRule(path: readonly (string | number)[], change: (value: Json | undefined) => Json | undefined) {
  return spoiledIn('AWS::S3::Bucket', 'Pictures', ['LifecycleConfiguration', 'Rules', 0, ...path], change);
}

function inPolicy(change: (all: readonly Json[]) => readonly Json[]) {
  return spoiledIn('AWS::S3::BucketPolicy', 'Pictures', ['PolicyDocument', 'Statement'], (all) => change(list(all)));
}
