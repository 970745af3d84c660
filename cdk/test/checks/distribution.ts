import { at, list } from '../json.ts';
import { SOURCES } from '../sources.ts';
import type { Template } from '../template.ts';
import type { Check } from './check.ts';

const signed: Check = {
  claim: 'CloudFront signs what it asks every origin, and asks by TLS',
  broken: (template) =>
    template.origins.flatMap((origin) => {
      const id = String(at(origin, 'Id'));
      const control = at(template.target(at(origin, 'OriginAccessControlId'))?.properties, 'OriginAccessControlConfig');
      const custom = at(origin, 'CustomOriginConfig');
      const wants = custom === undefined ? 's3' : 'lambda';
      const isSigned = at(control, 'SigningBehavior') === 'always' && at(control, 'SigningProtocol') === 'sigv4';
      return [
        ...(isSigned && at(control, 'OriginAccessControlOriginType') === wants ? [] : [`${id} has no origin access control`]),
        ...(custom === undefined || at(custom, 'OriginProtocolPolicy') === 'https-only' ? [] : [`${id} is asked without TLS`]),
        ...(at(origin, 'S3OriginConfig', 'OriginAccessIdentity') || undefined ? [`${id} has an identity of the old kind`] : []),
      ];
    }),
};

const shortErrors: Check = {
  claim: 'each error is remembered, and for no longer than refusals say',
  broken: (template) => {
    const errors = list(template.distribution['CustomErrorResponses']);
    const seconds = (code: number) => at(errors.find((error) => at(error, 'ErrorCode') === code), 'ErrorCachingMinTTL');
    return [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504]
      .filter((code) => Number(seconds(code) ?? Infinity) > SOURCES.errorsRemembered)
      .map((code) => `${code} is remembered for ${String(seconds(code) ?? 'as long as CloudFront likes')}`);
  },
};

const tagged: Check = {
  claim: 'variants can be invalidated by the tag that they have',
  broken: (template) => {
    const name = at(template.distribution, 'CacheTagConfig', 'HeaderName');
    return name === SOURCES.cacheTagHeader ? [] : [`expected the header ${SOURCES.cacheTagHeader}, found ${String(name)}`];
  },
};

const modern: Check = {
  claim: 'it speaks HTTP/3 and IPv6, and with a name of its own TLS 1.2 at least',
  broken: ({ distribution }) => [
    ...(distribution['HttpVersion'] === 'http2and3' ? [] : ['no HTTP/3']),
    ...(distribution['IPV6Enabled'] === true ? [] : ['no IPv6']),
    ...(distribution['Aliases'] === undefined || at(distribution, 'ViewerCertificate', 'MinimumProtocolVersion') === 'TLSv1.2_2021' ? [] : ['old TLS']),
  ],
};

const logged: Check = {
  claim: 'the log goes into a bucket of ours, in which CloudFront may write it',
  broken: (template) => {
    const bucket = template.target(at(template.distribution, 'Logging', 'Bucket'));
    const [rule] = list(at(bucket?.properties, 'OwnershipControls', 'Rules'));
    return at(rule, 'ObjectOwnership') === 'BucketOwnerPreferred' ? [] : ['there is no bucket for the log, or none that takes its access control list'];
  },
};

const shut: Check = {
  claim: 'nobody but the distribution calls the function',
  broken: (template) => [
    ...template.of('AWS::Lambda::Url').flatMap(({ id, properties }) => [
      ...(properties['AuthType'] === 'AWS_IAM' ? [] : [`${id} is open to everybody`]),
      ...(properties['InvokeMode'] === 'RESPONSE_STREAM' ? [] : [`${id} does not stream`]),
      ...['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'].filter((action) => !calls(template).includes(action)).map((action) => `CloudFront has no ${action}`),
    ]),
    ...template
      .of('AWS::Lambda::Permission')
      .filter(({ properties }) => template.target(list(at(properties, 'SourceArn', 'Fn::Join', 1)).at(-1))?.type !== 'AWS::CloudFront::Distribution')
      .map(({ id }) => `${id} is not for the distribution alone`),
  ],
};

function calls(template: Template): readonly string[] {
  return template
    .of('AWS::Lambda::Permission')
    .filter(({ properties }) => properties['Principal'] === 'cloudfront.amazonaws.com')
    .filter(({ properties }) => properties['Action'] !== 'lambda:InvokeFunction' || properties['InvokedViaFunctionUrl'] === true)
    .map(({ properties }) => String(properties['Action']));
}

export const DISTRIBUTION: readonly Check[] = [signed, shortErrors, tagged, modern, logged, shut];
