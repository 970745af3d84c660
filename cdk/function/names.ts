// New names for all that the code declares.
import { isProperty } from './tokens.ts';
import type { Token } from './tokens.ts';

const DECLARING = ['var', 'function', 'import'];

/** The name that CloudFront calls, and a word of `import` that may be a name elsewhere. */
export const KEPT = ['handler', 'from'];

/**
 * New names for all that is declared, the shortest for those that stand there most often. What is declared within a
 * function has one of a few names that all functions share.
 */
export function renamed(tokens: readonly Token[]): readonly Token[] {
  const scopes = scopesOf(tokens);
  const declared = tokens.map((_, at) => isDeclared(tokens, at));
  const locals = new Map<string, string>();
  const own: Set<string>[] = [];
  tokens.forEach(({ text }, at) => {
    const scope = scopes[at] ?? 0;
    if (!declared[at] || scope === 0 || KEPT.includes(text)) return;
    const names = (own[scope] ??= new Set());
    if (!names.has(text)) locals.set(`${scope} ${text}`, `local ${names.size}`);
    names.add(text);
  });
  const globals = new Set(tokens.flatMap(({ text }, at) => (declared[at] && scopes[at] === 0 && !KEPT.includes(text) ? [text] : [])));
  const meant = tokens.map((token, at) => {
    if (token.kind !== 'name' || isProperty(tokens, at)) return undefined;
    return locals.get(`${scopes[at] ?? 0} ${token.text}`) ?? (globals.has(token.text) ? `global ${token.text}` : undefined);
  });
  const taken = new Set(tokens.flatMap((token, at) => (token.kind === 'name' && meant[at] === undefined ? [token.text] : [])));
  const names = namesFor(meant.filter((name) => name !== undefined), taken);
  return tokens.map((token, at) => {
    const name = names.get(meant[at] ?? '');
    if (name === undefined) return token;
    const [before, after] = [tokens[at - 1]?.text ?? '', tokens[at + 1]?.text ?? ''];
    if (['{', ','].includes(before) && after === '}') throw new Error(`expected \`${token.text}: ${token.text}\`, found it once`);
    return { kind: 'name', text: name };
  });
}

/** The shortest for those that come up most often. */
function namesFor(meant: readonly string[], taken: ReadonlySet<string>): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const name of meant) counts.set(name, (counts.get(name) ?? 0) + 1);
  const often = [...counts].sort(([, one], [, other]) => other - one).map(([name]) => name);
  const free = shortNames(often.length + taken.size).filter((name) => !taken.has(name));
  return new Map(often.map((name, index) => [name, free[index] ?? name]));
}

/** For each token the function at the top that it is in, counted from 1, or 0. */
function scopesOf(tokens: readonly Token[]): readonly number[] {
  let [scope, count, depth] = [0, 0, 0];
  return tokens.map(({ text }, at) => {
    const isOutside = depth === 0;
    if ('([{'.includes(text)) depth += 1;
    if (')]}'.includes(text)) depth -= 1;
    if (isOutside && text === '(' && scope === 0) {
      count += 1;
      scope = count;
    }
    const here = scope;
    if (isOutside && (text === ',' || text === ';')) scope = 0;
    if (depth === 0 && text === '}' && tokens[at + 1]?.text !== ',') scope = 0;
    return here;
  });
}

/** `const a`, `, b` behind it, `function c`, `import d`, a parameter, or what is caught. */
function isDeclared(tokens: readonly Token[], at: number): boolean {
  const [before, token] = [tokens[at - 1], tokens[at]];
  if (token?.kind !== 'name' || before === undefined) return false;
  if (DECLARING.includes(before.text)) return true;
  if (tokens[at + 1]?.text === '=>') return true;
  if (tokens[at + 1]?.text === '=' && before.text === ',') return true;
  return isParameter(tokens, at);
}

/** Within the parentheses of `function f(…)`, `(…) =>` or `catch (…)`. */
function isParameter(tokens: readonly Token[], at: number): boolean {
  let [start, end] = [at, at];
  while (isOfList(tokens[start])) start -= 1;
  while (isOfList(tokens[end])) end += 1;
  if (tokens[start]?.text !== '(' || tokens[end]?.text !== ')') return false;
  const isFunction = tokens[start - 2]?.text === 'function' || tokens[start - 1]?.text === 'catch';
  return isFunction || tokens[end + 1]?.text === '=>';
}

function isOfList(token: Token | undefined): boolean {
  return token !== undefined && (token.kind === 'name' || token.text === ',');
}

const FIRST = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$';

function shortNames(count: number): readonly string[] {
  const one = [...FIRST];
  const two = one.flatMap((first) => [...FIRST, ...'0123456789'].map((second) => first + second));
  const reserved = ['as', 'do', 'if', 'in', 'is', 'of', 'on'];
  return [...one, ...two].filter((name) => !reserved.includes(name)).slice(0, count);
}
