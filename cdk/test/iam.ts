import { isObject, type Json, list } from './json.ts';
import { at } from './json.ts';
import type { Statement } from './statements.ts';

/** Who asks: a role, or CloudFront for one of its distributions. */
export type Identity = { readonly role: string } | { readonly distribution: string };

export interface Request {
  readonly who: Identity;
  readonly action: string;
  readonly resource: string;
  /** What a condition may look at. What is not there was not sent. */
  readonly context: Readonly<Record<string, string>>;
}

/** Which statements permit a request: none, if one of them forbids it, or nobody says anything. As IAM decides within one account. */
export function permitting(statements: readonly Statement[], request: Request): readonly Statement[] {
  const fitting = statements.filter((statement) => fits(statement, request));
  return fitting.some(({ effect }) => effect === 'Deny') ? [] : fitting.filter(({ effect }) => effect === 'Allow');
}

function fits(statement: Statement, request: Request): boolean {
  return isFor(statement, request.who) && isAbout(statement, request) && holds(statement, request.context);
}

/** A role's own statements are for it alone; a bucket's are for whom they name. */
function isFor(statement: Statement, who: Identity): boolean {
  if (statement.role !== undefined) {
    return 'role' in who && who.role === statement.role;
  }
  const principal = at(statement.json, 'Principal');
  const services = list(at(principal, 'Service'));
  const named = list(at(principal, 'AWS')).map((one) => JSON.stringify(one));
  return statement.isForAll || ('role' in who ? named.some((one) => one.includes(who.role)) : services.includes('cloudfront.amazonaws.com'));
}

function isAbout({ actions, resources, notResources }: Statement, { action, resource }: Request): boolean {
  const isAction = actions.some((pattern) => like(pattern, action));
  const isResource = notResources.length > 0 ? !notResources.some((pattern) => like(pattern, resource)) : resources.some((pattern) => like(pattern, resource));
  return isAction && isResource;
}

function holds({ json }: Statement, context: Request['context']): boolean {
  const condition = at(json, 'Condition');
  const operators = isObject(condition) ? Object.entries(condition) : [];
  return operators.every(([operator, keys]) => isObject(keys) && Object.entries(keys).every(([key, wanted]) => decided(operator, valueOf(context, key), wanted)));
}

/** The names of keys are read without regard to capitals. */
function valueOf(context: Request['context'], key: string): string | undefined {
  return Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

function decided(operator: string, value: string | undefined, wanted: Json): boolean {
  switch (operator) {
    case 'Null':
      return String(value === undefined) === String(wanted);
    case 'Bool':
      return value !== undefined && list(wanted).map(String).includes(value);
    case 'StringEquals':
      // The ARN of the distribution stands in a template as pieces, of which its name is the last.
      return value !== undefined && JSON.stringify(wanted).includes(value);
    default:
      throw new Error(`the evaluator does not know ${operator}: teach it, or do without`);
  }
}

/** `*` is anything, also slashes, and `?` one letter. */
export function like(pattern: string, text: string): boolean {
  const known = PATTERNS.get(pattern) ?? expression(pattern);
  PATTERNS.set(pattern, known);
  return known.test(text);
}

/** Some thousand keys are held against each. */
const PATTERNS = new Map<string, RegExp>();

function expression(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's');
}
