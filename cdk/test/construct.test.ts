import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ImageDelivery } from '../lib/index.ts';
import { at, list, read } from './json.ts';
import { placeholders } from './packages.ts';
import { delivery } from './synthesis.ts';
import { Template } from './template.ts';

const packages = placeholders();
const signed = placeholders({ has_signing_keys: true });

/** The template of a stack of somebody's, with what is built in it. */
function site(build: (stack: Stack) => void): Template {
  const app = new App();
  build(new Stack(app, 'Site', { env: { region: 'eu-west-1' } }));
  return new Template(read(JSON.stringify(app.synth().getStackByName('Site').template)));
}

test('two deliveries live in one stack', () => {
  const template = site((stack) => {
    new ImageDelivery(stack, 'Shop', { packages });
    new ImageDelivery(stack, 'Blog', { packages, demo: true });
  });
  equal(template.of('AWS::CloudFront::Distribution').length, 2);
});

test('a stack of the same name in another Region has other names where CloudFront has one for an account', () => {
  const of = ['us-east-1', 'eu-west-1'].map((region) => namesOf(delivery({ region, packages: signed, deployDemoUI: 'Yes' })));
  const [here = [], there = []] = of;
  equal(here.length, 8);
  deepEqual(here.filter((name) => there.includes(name)), []);
  ok(of.flat().every((name) => name.length <= 64), of.flat().join(', '));
});

/** What CloudFront has by its name. */
function namesOf(template: Template): readonly string[] {
  const configs = ['', 'CachePolicyConfig', 'ResponseHeadersPolicyConfig', 'OriginAccessControlConfig'];
  return template.all
    .filter(({ type }) => type.startsWith('AWS::CloudFront::'))
    .flatMap(({ properties }) => configs.flatMap((config) => list(at(config === '' ? properties : properties[config], 'Name'))))
    .map(String);
}

test('a property that is undefined is one that is not there', () => {
  const of = (props: object) => site((stack) => new ImageDelivery(stack, 'Delivery', { packages, ...props })).json;
  deepEqual(of({ memorySize: undefined, variantExpiry: undefined, topology: undefined, sources: undefined, domainNames: undefined }), of({}));
});

test('a bucket of the same app gets its policy and its rule, and keeps its own', () => {
  const template = site((stack) => {
    const own = { id: 'own', prefix: 'tmp/', expiration: Duration.days(1) };
    const originals = new s3.Bucket(stack, 'Originals', { lifecycleRules: [own] }) as s3.IBucket;
    const { outputs } = new ImageDelivery(stack, 'Pictures', { packages, originals });
    deepEqual(Object.keys(outputs).filter((name) => name.includes('ToAdd')), []);
  });
  const made = template.of('AWS::S3::Bucket').find(({ id }) => id.startsWith('Originals'));
  deepEqual(list(at(made?.properties, 'LifecycleConfiguration', 'Rules')).map((rule) => at(rule, 'Id')), ['own', 'sizewise-variants']);
  const policy = template.of('AWS::S3::BucketPolicy').find(({ properties }) => template.text(properties['Bucket']) === made?.id);
  deepEqual(list(at(policy?.properties, 'PolicyDocument', 'Statement')).map((one) => at(one, 'Action')).sort(), ['s3:GetObject', 's3:PutObject']);
});

test('a bucket with a key of KMS is refused, since nobody may use the key', () => {
  throws(() => site((stack) => {
    const originals = new s3.Bucket(stack, 'Originals', { encryption: s3.BucketEncryption.KMS }) as s3.IBucket;
    new ImageDelivery(stack, 'Delivery', { packages, originals });
  }), /^Error: expected buckets that are encrypted with keys of S3, found a key of KMS for Site\/Originals$/);
});

test('a bucket that nobody names is made, with its versions', () => {
  const template = site((stack) => new ImageDelivery(stack, 'Delivery', { packages }));
  const pictures = template.of('AWS::S3::Bucket').find(({ id }) => id.includes('BucketsPictures'));
  equal(at(pictures?.properties, 'VersioningConfiguration', 'Status'), 'Enabled');
});
