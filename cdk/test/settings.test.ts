import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { ELSEWHERE, NAMES, readContext } from '../lib/context.ts';
import { Mistake } from '../lib/mistake.ts';
import { at } from './json.ts';
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
  [{ sourceBuckets: 'one,two' }, /^-c sourceBuckets: expected name=bucket after the first, as stores.sources of the policy has it, each once, found two$/],
  [{ sourceBuckets: 'one,archive=two,archive=six' }, /^-c sourceBuckets: expected name=bucket .* each once, found archive=six$/],
  [{ sourceBuckets: 'one,archive=two=six' }, /^-c sourceBuckets: expected a bucket such as .*, found two=six$/],
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
  [{ name: 'my pictures' }, /^-c name: expected the name of a stack, of letters, digits and dashes, found my pictures$/],
  [{ account: '1234' }, /^-c account: expected the twelve digits of an account, found 1234$/],
  [{ region: 'Ireland' }, /^-c region: expected a Region such as eu-west-1, found Ireland$/],
  [{ topology: 'edge', logRegions: 'eu-west-1, Ireland' }, /^-c logRegions: expected Regions such as eu-west-1, found Ireland$/],
  [{ domainNames: 'https://img.example.com' }, /^-c domainNames: expected names such as img.example.com, found https:\/\/img.example.com$/],
  [{ certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/a' }, /^-c certificateArn: expected the ARN of a certificate in us-east-1, found arn/],
  [{ webAclArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/b' }, /^-c webAclArn: expected the ARN of a firewall for CloudFront, which is in us-east-1, found/],
  [{ memorySize: '20000' }, /^expected a memorySize of 128 to 10240 MB, found 20000$/],
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

test('what the Serverless Image Handler has without being asked is taken', () => {
  const said = {
    CorsEnabledParameter: 'No', CorsOriginParameter: '*', SourceBucketsParameter: 'my-pictures', DeployDemoUIParameter: 'Yes',
    LogRetentionPeriodParameter: '180', AutoWebPParameter: 'No', EnableSignatureParameter: 'No', SecretsManagerSecretParameter: '',
    EnableDefaultFallbackImageParameter: 'No', CloudFrontPriceClassParameter: 'PriceClass_All', OriginShieldRegionParameter: 'Disabled',
  };
  equal(refused(said), 'nothing is said');
  const [policy] = delivery(said).of('AWS::CloudFront::ResponseHeadersPolicy');
  equal(at(policy?.properties, 'ResponseHeadersPolicyConfig', 'CorsConfig'), undefined);
});

test('a topic of another Region is not taken in silence', () => {
  const warned = (region: string) => {
    const { stacks } = app({ region: 'eu-west-1', alarmTopicArn: `arn:aws:sns:${region}:111122223333:alarms` }).synth();
    return stacks.filter(({ messages }) => JSON.stringify(messages).includes('tell nobody')).map(({ stackName }) => stackName);
  };
  deepEqual(warned('eu-west-1'), ['Sizewise-global']);
  deepEqual(warned('us-east-1'), ['Sizewise']);
});

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
