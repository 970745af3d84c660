import { at, type Json, list } from '../json.ts';
import { SOURCES } from '../sources.ts';
import { statements } from '../statements.ts';
import type { Template } from '../template.ts';
import type { Check } from './check.ts';

const hidden: Check = {
  claim: 'no bucket is public, and none is asked without TLS',
  broken: (template) =>
    template.of('AWS::S3::Bucket').flatMap(({ id, properties }) => {
      const parts = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
      const own = statements(template).filter(({ bucket }) => bucket === id);
      return [
        ...parts.filter((part) => at(properties, 'PublicAccessBlockConfiguration', part) !== true).map((part) => `${id} lacks ${part}`),
        ...own.filter(({ effect, isForAll }) => effect === 'Allow' && isForAll).map(() => `the policy of ${id} is for everybody`),
        ...(own.some(({ effect, isForAll, json }) => effect === 'Deny' && isForAll && at(json, 'Condition', 'Bool', 'aws:SecureTransport') === 'false') ? [] : [`${id} may be asked without TLS`]),
        ...(at(properties, 'BucketEncryption') === undefined ? [`${id} says nothing of encryption`] : []),
      ];
    }),
};

/** The bucket of variants, if it is made here. */
function variants(template: Template) {
  const origin = template.origins.find((origin) => at(origin, 'S3OriginConfig') !== undefined);
  return template.target(at(origin, 'DomainName'));
}

const forgotten: Check = {
  claim: 'variants go by their tag, and nothing is left of them',
  broken: (template) => {
    const bucket = variants(template);
    const rules = list(at(bucket?.properties, 'LifecycleConfiguration', 'Rules')).filter((rule) => at(rule, 'Status') === 'Enabled');
    const has = (is: (rule: Json) => boolean, what: string) => (rules.some(is) ? [] : [`no rule ${what}`]);
    return bucket === undefined
      ? []
      : [
          ...has((rule) => isOfVariants(rule) && Number(at(rule, 'ExpirationInDays')) > 0, 'ends variants by their tag'),
          ...has((rule) => at(rule, 'TagFilters') === undefined && at(rule, 'NoncurrentVersionExpiration') !== undefined, 'ends versions that are none any more'),
          ...has((rule) => at(rule, 'ExpiredObjectDeleteMarker') === true, 'ends markers of deletion'),
          ...has((rule) => at(rule, 'AbortIncompleteMultipartUpload') !== undefined, 'ends uploads'),
          ...rules.filter((rule) => at(rule, 'ExpirationInDays') !== undefined && !isOfVariants(rule)).map(() => 'a rule ends originals'),
        ];
  },
};

function isOfVariants(rule: Json): boolean {
  const [key, value] = SOURCES.variantTag;
  return list(at(rule, 'TagFilters')).some((tag) => at(tag, 'Key') === key && at(tag, 'Value') === value);
}

const kept: Check = {
  claim: 'what is in a bucket stays when the stack goes',
  broken: (template) =>
    template
      .of('AWS::S3::Bucket')
      .filter(({ id }) => at(template.json, 'Resources', id, 'DeletionPolicy') !== 'Retain')
      .map(({ id }) => `${id} goes with the stack`),
};

export const BUCKETS: readonly Check[] = [hidden, forgotten, kept];
