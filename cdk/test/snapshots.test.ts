import { deepEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isObject, type Json, read } from './json.ts';
import { placeholders } from './packages.ts';
import { synthesized } from './synthesis.ts';
import { CDK } from './where.ts';

const FOLDER = join(CDK, 'test/snapshots');

/**
 * What is another with each package, and says nothing about the wiring. The journeys of the functions read these files
 * too: they take from them which behaviour has which trigger, what fails over, and what is the key of the cache.
 */
function steady(value: Json): Json {
  if (typeof value === 'string') {
    return value.replace(/\b[0-9a-f]{64}\b/g, 'HASH').replace(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1HASH');
  }
  if (Array.isArray(value)) {
    return value.map((item: Json) => steady(item));
  }
  if (!isObject(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [String(steady(name)), name === 'FunctionCode' ? 'CODE' : steady(item)]),
  );
}

for (const topology of ['edge', 'regional']) {
  test(`the template of ${topology} is what it was; BLESS=1 npm test takes it as it is`, () => {
    for (const [stack, template] of synthesized({ topology })) {
      const file = join(FOLDER, `${stack.replace('Sizewise', topology).replace('-', '.')}.json`);
      const found = steady(template.json);
      if (process.env['BLESS'] === '1') {
        mkdirSync(FOLDER, { recursive: true });
        writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
      }
      deepEqual(found, read(readFileSync(file, 'utf8')));
    }
  });
}

/** Who has a bucket, a key or a table under one of these names loses it when the name changes. */
const LASTING: Readonly<Record<string, readonly string[]>> = {
  'AWS::S3::Bucket': ['DeliveryBucketsLogsBDE65401', 'DeliveryBucketsPictures44F65663'],
  'AWS::CloudFront::Distribution': ['DeliveryDistribution45EACD51'],
  'AWS::CloudFront::KeyValueStore': ['DeliveryViewerRequestKeys7B57AE34'],
};

test('what lasts is called what it was called', () => {
  const template = synthesized({ topology: 'regional', packages: placeholders({ has_signing_keys: true }) }).get('Sizewise');
  for (const [type, ids] of Object.entries(LASTING)) {
    deepEqual(template?.of(type).map(({ id }) => id).sort(), ids);
  }
});
