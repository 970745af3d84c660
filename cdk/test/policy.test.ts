import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { at, isObject, list, read } from './json.ts';
import { placeholders, tables } from './packages.ts';
import { SOURCES } from './sources.ts';
import { type Context, delivery } from './synthesis.ts';

/** The template for a policy that says something else. */
function withPolicy(change: Readonly<Record<string, unknown>>, context: Context = {}) {
  return delivery({ packages: placeholders(change), ...context });
}

test('a policy that names keys gets a store for their keys, and no key is in the template', () => {
  const [store] = withPolicy({ has_signing_keys: true }).of('AWS::CloudFront::KeyValueStore');
  equal(store?.id, 'DeliveryViewerRequestKeys7B57AE34');
  equal(store.properties['ImportSource'], undefined);
  equal(delivery({}).of('AWS::CloudFront::KeyValueStore').length, 0);
});

test('the function is given its store when the store is there, and not when only its name is known', () => {
  const template = withPolicy({ has_signing_keys: true });
  const [judge] = template.of('AWS::CloudFront::Function');
  deepEqual(at(template.json, 'Resources', judge?.id ?? '', 'DependsOn'), ['DeliveryViewerRequestKeys7B57AE34']);
});

test('a further bucket of originals is read, and nothing else is done with it', () => {
  const template = withPolicy({ sources: ['archive'] }, { sourceBuckets: 'my-pictures,archive=my-archive@us-west-2' });
  const policies = JSON.stringify(template.of('AWS::IAM::Role').map(({ properties }) => properties['Policies']));
  equal(policies.match(/my-archive[^"]*/g)?.join(' '), 'my-archive/* my-archive');
});

test('where files pass that are no pictures, only what is named as an SVG is in a sandbox', () => {
  const template = withPolicy({ others: 'pass' });
  const sandboxes = template.behaviours.map((behaviour) => {
    const headers = template.target(at(behaviour, 'ResponseHeadersPolicyId'))?.properties;
    return at(headers, 'ResponseHeadersPolicyConfig', 'SecurityHeadersConfig', 'ContentSecurityPolicy', 'ContentSecurityPolicy');
  });
  deepEqual(sandboxes, [undefined, SOURCES.sandbox, SOURCES.sandbox]);
});

test('where auto may choose nothing, no answer hangs on what is accepted', () => {
  const formats = at(read(JSON.stringify(tables())), 'formats');
  const template = withPolicy({ formats: { ...(isObject(formats) && formats), auto: [] } });
  equal(JSON.stringify(template.of('AWS::CloudFront::ResponseHeadersPolicy')).includes('Vary'), false);
});

test('CORS is what the server says, for the sites that are named', () => {
  const template = delivery({ corsEnabled: 'Yes', corsOrigin: 'https://example.com' });
  const [policy] = template.of('AWS::CloudFront::ResponseHeadersPolicy');
  const cors = at(policy?.properties, 'ResponseHeadersPolicyConfig', 'CorsConfig');
  deepEqual(list(at(cors, 'AccessControlAllowOrigins', 'Items')), ['https://example.com']);
  equal(list(at(cors, 'AccessControlExposeHeaders', 'Items')).join(', '), SOURCES.exposed);
});

test('a bucket that is named twice is one bucket', () => {
  const template = delivery({ topology: 'edge', sourceBuckets: 'my-pictures', variantsBucket: 'my-pictures' });
  equal(at(template.origins[0], 'OriginCustomHeaders'), undefined);
});

test('where originals are elsewhere, whoever makes variants is told', () => {
  const context = { sourceBuckets: 'my-originals@eu-west-1', variantsBucket: 'my-variants' };
  const [origin] = delivery({ ...context, topology: 'edge' }).origins;
  deepEqual(at(origin, 'OriginCustomHeaders'), [{ HeaderName: SOURCES.originalsHeader, HeaderValue: 's3://my-originals?region=eu-west-1' }]);
  const render = delivery(context).of('AWS::Lambda::Function').find(({ id }) => id.includes('Render'));
  equal(at(render?.properties, 'Environment', 'Variables', 'SIZEWISE_ORIGINALS'), 's3://my-originals?region=eu-west-1');
  equal(at(render?.properties, 'Environment', 'Variables', 'SIZEWISE_VARIANTS'), 's3://my-variants');
});
