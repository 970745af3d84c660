import { at, isObject, type Json, list, read } from './json.ts';
import type { Template } from './template.ts';

/** One statement of a policy, with every name in it resolved. */
export interface Statement {
  readonly json: Json;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** Whose it is, where it is a role's. */
  readonly role?: string;
  /** Which bucket's it is, where it is a bucket's. */
  readonly bucket?: string;
  readonly isForAll: boolean;
}

/** All statements of a template: those of roles, those of buckets, and those that an output says to add. */
export function statements(template: Template): readonly Statement[] {
  const ofRoles = template.of('AWS::IAM::Role').flatMap(({ id, properties }) =>
    list(properties['Policies']).flatMap((policy) => of(template, at(policy, 'PolicyDocument'), { role: id })),
  );
  const attached = template.of('AWS::IAM::Policy').flatMap(({ properties }) =>
    list(properties['Roles']).flatMap((role) => of(template, properties['PolicyDocument'], { role: template.text(role) })),
  );
  const ofBuckets = template.of('AWS::S3::BucketPolicy').flatMap(({ properties }) =>
    of(template, properties['PolicyDocument'], { bucket: template.text(properties['Bucket']) }),
  );
  return [...ofRoles, ...attached, ...ofBuckets, ...toAdd(template)];
}

/** What an operator is told to add to a bucket that is not made here, as if it had been done. */
function toAdd(template: Template): readonly Statement[] {
  const outputs = template.json['Outputs'];
  const said = isObject(outputs) ? Object.entries(outputs).filter(([name]) => name.startsWith('PolicyToAdd')) : [];
  return said.flatMap(([, output]) => {
    const all = read(template.text(at(output, 'Value')));
    const [, bucket] = /arn:aws:s3:::([^/"]+)/.exec(JSON.stringify(all)) ?? [];
    return bucket === undefined ? [] : of(template, { Statement: all }, { bucket });
  });
}

function of(template: Template, document: Json | undefined, whose: Pick<Statement, 'role' | 'bucket'>): readonly Statement[] {
  const texts = (value: Json | undefined) => list(value).map((one) => template.text(one));
  return list(at(document, 'Statement')).map((json) => ({
    ...whose,
    json,
    effect: String(at(json, 'Effect')),
    actions: texts(at(json, 'Action')),
    resources: texts(at(json, 'Resource')),
    notResources: texts(at(json, 'NotResource')),
    isForAll: ['*'].includes(String(at(json, 'Principal'))) || list(at(json, 'Principal', 'AWS')).includes('*'),
  }));
}
