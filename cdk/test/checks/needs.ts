import { type Identity, permitting, type Request } from '../iam.ts';
import { at, type Json, list, read } from '../json.ts';
import { type Statement, statements } from '../statements.ts';
import type { Template } from '../template.ts';
import { project } from '../where.ts';
import type { Check } from './check.ts';

/** What the journeys recorded that each of them asks of S3. */
const NEEDS = read(project('tests/aws/needs.json'));

const VECTORS = list(at(read(project('tests/grammar.json')), 'vectors'));

/** Keys that were stored for the vectors of the grammar, and the keys of their originals. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  variants: VECTORS.filter((vector) => at(vector, 'stored') !== at(vector, 'key')).flatMap((vector) => keys(at(vector, 'stored'))),
  originals: ['01.jpg', 'photos/01.jpg', 'photos/2024/01.jpg', 'a b/é+1.jpg', 'default.jpg', 'default-1/bw/01.jpg'],
  markers: ['_sizewise/photos/01.jpg/400w/default', '_sizewise/a b/é+1.jpg/400h400w,fit.cover/bw'],
};

const CONDITIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'none': {},
  'if-none-match': { 's3:if-none-match': '*' },
  'if-match': { 's3:if-match': '"0123456789abcdef0123456789abcdef"' },
};

function keys(stored: Json | undefined): readonly string[] {
  return typeof stored === 'string' ? [stored] : [];
}

/** Who asks and what there is, in one template. */
interface Scene {
  readonly statements: readonly Statement[];
  readonly identities: Readonly<Record<string, Identity>>;
  /** The buckets that the recorded names stand for. */
  readonly buckets: Readonly<Record<string, string>>;
}

function scene(template: Template): Scene {
  const s3 = template.origins.find((origin) => at(origin, 'S3OriginConfig') !== undefined);
  const domain = at(s3, 'DomainName');
  const variants = template.target(domain)?.id ?? template.text(domain).split('.s3.')[0] ?? '';
  const all = statements(template);
  const read = all.filter(({ actions, role }) => role !== undefined && actions.includes('s3:GetObject')).flatMap(({ resources }) => resources);
  const elsewhere = read.map((arn) => arn.slice('arn:aws:s3:::'.length, -'/*'.length)).find((bucket) => bucket !== variants);
  const distribution = template.of('AWS::CloudFront::Distribution')[0]?.id ?? '';
  const maker = roleOfMaker(template);
  return {
    statements: all,
    identities: { cdn: { distribution }, ...(maker && { [maker.name]: { role: maker.role } }) },
    buckets: { pictures: variants, ...(elsewhere !== undefined && { 'originals-elsewhere': elsewhere }) },
  };
}

/** The role of what makes variants, by the name that the journeys have for it. */
function roleOfMaker(template: Template): { readonly name: string; readonly role: string } | undefined {
  const [url] = template.of('AWS::Lambda::Url');
  const triggers = list(at(template.behaviours[0], 'LambdaFunctionAssociations'));
  const trigger = triggers.find((association) => at(association, 'EventType') === 'origin-response');
  const version = template.target(at(trigger, 'LambdaFunctionARN'));
  const made = template.target(url?.properties['TargetFunctionArn'] ?? version?.properties['FunctionName']);
  const role = template.target(made?.properties['Role'])?.id;
  return role === undefined ? undefined : { name: url === undefined ? 'origin-response' : 'function-url', role };
}

/** A recorded need as requests: one for each kind of key that it may be about. None, if it is about what is not there. */
function requests({ identities, buckets }: Scene, need: Json): readonly Request[] {
  const who = identities[String(at(need, 'identity'))];
  const [place = '', kind = ''] = String(at(need, 'resource')).split('/');
  const bucket = buckets[place];
  const action = String(at(need, 'action'));
  const said = at(need, 'condition');
  // A put without a word about its condition is the one that is recorded with a condition elsewhere.
  const conditions = said !== undefined ? [String(said)] : action === 's3:PutObject' && kind === 'variants' ? ['if-none-match'] : ['none'];
  return who === undefined || bucket === undefined
    ? []
    : (KEYS[kind] ?? []).flatMap((key) => conditions.map((condition) => request(who, action, `${bucket}/${key}`, condition)));
}

function request(who: Identity, action: string, resource: string, condition = 'none'): Request {
  const source = 'distribution' in who ? { 'AWS:SourceArn': who.distribution } : {};
  return { who, action, resource: `arn:aws:s3:::${resource}`, context: { ...CONDITIONS[condition], ...source, 'aws:SecureTransport': 'true' } };
}

function recorded(made: Scene): readonly Request[] {
  const needs = [...list(at(NEEDS, 'permissions')), ...list(at(NEEDS, 'conditions'))];
  const lists = list(at(NEEDS, 'told_missing')).flatMap((need) => {
    const who = made.identities[String(at(need, 'identity'))];
    // Where originals have a bucket of their own, that is the one in which they are missing.
    const bucket = made.buckets['originals-elsewhere'] ?? made.buckets[String(at(need, 'resource'))];
    return who === undefined || bucket === undefined ? [] : [request(who, 's3:ListBucket', bucket)];
  });
  return [...needs.flatMap((need) => requests(made, need)), ...lists];
}

const granted: Check = {
  claim: 'whatever the journeys were seen to need is granted',
  broken: (template) => {
    const made = scene(template);
    const all = recorded(made);
    const refused = all.filter((request) => permitting(made.statements, request).length === 0);
    return all.length < 500 ? [`expected some hundred recorded requests, found ${all.length}`] : refused.map(tell);
  },
};

const used: Check = {
  claim: 'whatever is granted in S3 was needed',
  broken: (template) => {
    const made = scene(template);
    const all = recorded(made);
    const about = all.map((request) => ({ request, by: permitting(made.statements, request) }));
    return made.statements
      .filter(({ effect, actions }) => effect === 'Allow' && actions.some((action) => action.startsWith('s3:')))
      .flatMap((statement) => statement.actions.map((action) => [statement, action] as const))
      .filter(([statement, action]) => !about.some(({ request, by }) => request.action === action && by.includes(statement)))
      .map(([{ role, bucket }, action]) => `nobody needs the ${action} of ${role ?? bucket}`);
  },
};

/** What nobody may do, though they can reach the bucket. */
const forbidden: Check = {
  claim: 'no original is put over, tagged or deleted, nothing is put without a condition, and CloudFront only reads',
  broken: (template) => {
    const made = scene(template);
    const { cdn, ...makers } = made.identities;
    const on = (who: Identity, action: string, kind: string, condition?: string) =>
      Object.values(made.buckets).flatMap((bucket) => (KEYS[kind] ?? []).map((key) => request(who, action, `${bucket}/${key}`, condition)));
    const never = [
      ...Object.values(makers).flatMap((who) => [
        ...Object.keys(CONDITIONS).flatMap((condition) => on(who, 's3:PutObject', 'originals', condition)),
        ...on(who, 's3:PutObjectTagging', 'originals'),
        ...on(who, 's3:DeleteObject', 'originals'),
        ...on(who, 's3:PutObject', 'variants', 'none'),
        ...on(who, 's3:DeleteObject', 'markers'),
      ]),
      ...(cdn === undefined ? [] : ['s3:PutObject', 's3:DeleteObject'].flatMap((action) => on(cdn, action, 'variants'))),
      ...(cdn === undefined ? [] : Object.values(made.buckets).map((bucket) => request(cdn, 's3:ListBucket', bucket))),
      ...on({ distribution: 'Another' }, 's3:GetObject', 'variants'),
      ...on({ role: 'Another' }, 's3:GetObject', 'variants'),
    ];
    return never.filter((request) => permitting(made.statements, request).length > 0).map((request) => `it is permitted: ${tell(request)}`);
  },
};

function tell({ who, action, resource, context }: Request): string {
  const condition = Object.keys(context).find((key) => key.startsWith('s3:')) ?? 'no condition';
  return `${'role' in who ? who.role : 'CloudFront'} ${action} ${resource}, ${condition}`;
}

export const NEEDS_CHECKS: readonly Check[] = [granted, used, forbidden];
