import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { ELSEWHERE, NAMES, readContext } from '../lib/context.ts';
import { Mistake } from '../lib/mistake.ts';
import { placeholders } from './packages.ts';
import { app, type Context, delivery, synthesized } from './synthesis.ts';

/** What is said when the app is started so. */
function refused(context: Context): string {
  try {
    app(context);
  } catch (error) {
    if (error instanceof Mistake) {
      return error.message;
    }
    throw error;
  }
  return 'nothing is said';
}

const REFUSED: readonly (readonly [Context, RegExp])[] = [
  [{ sourceBukets: 'a' }, /^-c sourceBukets: there is no such setting; there are name, topology,/],
  [{ topology: 'central' }, /^-c topology: expected one of edge, regional, found central$/],
  [{ topology: 'edge', region: 'eu-west-1' }, /^-c region: expected us-east-1 in the topology edge, found eu-west-1; the bucket may be elsewhere/],
  [{ topology: 'edge', viewerRequest: 'function' }, /^expected viewerRequest to be lambda in the topology edge/],
  [{ topology: 'edge', reservedConcurrency: '5' }, /^expected reservedConcurrency in the topology regional alone/],
  [{ viewerRequest: 'lambda', region: 'eu-west-1' }, /^expected a stack in us-east-1 for what runs at the edge, found one in eu-west-1$/],
  [{ sourceBuckets: 'Not_A_Bucket' }, /^-c sourceBuckets: expected a bucket such as my-pictures or my-pictures@eu-west-1, found Not_A_Bucket$/],
  [{ sourceBuckets: 'one,two' }, /^-c sourceBuckets: expected name=bucket after the first, as stores.sources of the policy has it, found two$/],
  [{ sourceBuckets: 'one,archive=two' }, /^expected a bucket for each of the policy's stores.sources \(none\), found archive$/],
  [{ packages: placeholders({ sources: ['archive'] }) }, /^expected a bucket for each of the policy's stores.sources \(archive\), found none$/],
  [{ packages: placeholders({ sources: 'archive' }) }, /^grammar.json: expected a list at sources of the grammar that `sizewise grammar --json` prints, found "archive": run make package$/],
  [{ packages: placeholders({ dialects: ['thumbor'] }) }, /^the CloudFront Function cannot judge by this policy; -c viewerRequest=lambda can:\n- expected a grammar without `dialects`/],
  [{ logRetentionPeriod: '31' }, /^-c logRetentionPeriod: expected one of 1, 3, 5, 7, .* days or Infinite, found 31$/],
  [{ priceClass: 'PriceClass_300' }, /^-c priceClass: expected one of PriceClass_100, PriceClass_200, PriceClass_All, found PriceClass_300$/],
  [{ originShieldRegion: 'eu-north-1' }, /^expected one of us-east-1, .* for originShieldRegion, found eu-north-1$/],
  [{ region: 'eu-south-1' }, /^expected a Region into whose buckets CloudFront writes logs, found eu-south-1: put the stack into another; .* sourceBuckets=my-pictures@eu-south-1$/],
  [{ region: 'ap-east-2', originShieldRegion: 'Disabled' }, /^expected a Region in which functions have URLs, found ap-east-2: /],
  [{ domainNames: 'img.example.com' }, /^expected domainNames and certificate together, found one of them$/],
  [{ rateLimit: '2000', webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b' }, /^expected rateLimit or webAclArn, found both/],
  [{ region: 'eu-west-1', rateLimit: '2000', webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b' }, /^expected rateLimit or webAclArn, found both/],
  [{ corsOrigin: 'https://example.com' }, /^-c corsOrigin: expected corsEnabled=Yes beside it, found none$/],
  [{ rateLimit: '5' }, /^expected a rateLimit of at least 10 requests in five minutes, found 5$/],
  [{ memorySize: 'much' }, /^-c memorySize: expected a whole number of at least 1, found much$/],
  [{ enableSignature: 'Yes' }, /^-c enableSignature: the policy in the packages does not require signatures: set signing.required/],
  [{ enableSignature: 'No', packages: placeholders({ signature_required: true }) }, /^-c enableSignature: the policy in the packages requires signatures/],
  [{ logRegions: 'eu-west-1' }, /^-c logRegions: expected functions at the edge, found none that would say anything in eu-west-1$/],
  [{ alarmTopicArn: 'alarms' }, /^-c alarmTopicArn: expected the ARN of a topic, found alarms$/],
];

for (const [context, sentence] of REFUSED) {
  test(`it is refused: ${JSON.stringify(context).replace(/\/tmp[^"]*/, '…')}`, () => {
    equal(sentence.test(refused(context)), true, refused(context));
  });
}

for (const [name, where] of Object.entries(ELSEWHERE)) {
  test(`${name} is not set here, and it is said where`, () => {
    equal(refused({ [name]: 'Yes' }), `-c ${name} is not set here: ${where}`);
    equal(refused({ [name]: 'No' }), 'nothing is said');
  });
}

test('names are those of the Serverless Image Handler, also as its template writes them', () => {
  const said = { SourceBuckets: 'a', CorsEnabledParameter: 'Yes', CloudFrontPriceClassParameter: 'PriceClass_100', '@aws-cdk/core:flag': true, 'aws:cdk:x': 1 };
  deepEqual([...readContext(said)], [['sourceBuckets', 'a'], ['corsEnabled', 'Yes'], ['priceClass', 'PriceClass_100']]);
});

test('no name is there twice', () => equal(new Set(NAMES.map((name) => name.toLowerCase())).size, NAMES.length));

test('what is off leaves nothing behind', () => {
  const types = (context: Context) => delivery(context).all.map(({ type }) => type);
  equal(types({ deployCloudWatchDashboard: 'No' }).includes('AWS::CloudWatch::Dashboard'), false);
  equal(types({}).includes('AWS::WAFv2::WebACL'), false);
  equal(types({}).includes('AWS::CloudFront::MonitoringSubscription'), false);
  equal(types({ detailedMetrics: 'Yes' }).includes('AWS::CloudFront::MonitoringSubscription'), true);
});

test('a firewall elsewhere comes to the delivery as a parameter', () => {
  const [firewall, main] = ['Sizewise-firewall', 'Sizewise'].map((name) => synthesized({ region: 'eu-west-1', rateLimit: '500' }).get(name));
  equal(firewall?.of('AWS::WAFv2::WebACL').length, 1);
  deepEqual(main?.distribution['WebACLId'], { Ref: 'WebAclArn' });
});

test('what CDK says is not ours, whatever it is called', () => {
  throws(() => readContext({ 'foo': 1 }), Mistake);
  equal(readContext({ 'foo-bar': 1, 'cli:foo': 1, '@foo/bar': 1 }).size, 0);
});
