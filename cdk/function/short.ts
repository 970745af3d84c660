// Makes code shorter without changing what it does: a function may have 10,240 bytes, and its source has as many in
// comments. It knows the JavaScript that `viewer-request.js` is written in, and refuses what it does not.

type Kind = 'space' | 'text' | 'template' | 'expression' | 'number' | 'name' | 'sign';

interface Token {
  readonly kind: Kind;
  readonly text: string;
}

const TOKENS: readonly (readonly [Kind, RegExp])[] = [
  ['space', /(?:\s|\/\/[^\n]*)+/y],
  ['text', /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y],
  ['number', /(?:\d[\d_]*)?\.?\d+(?![\w.])/y],
  ['name', /[A-Za-z_$][\w$]*/y],
  ['sign', /=>|[=!]==?|[<>]=|&&|\|\||\+\+|[+|]=|[^\s\w]/y],
];

const EXPRESSION = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;

/** Behind these a slash begins an expression; behind anything else it divides. */
const BEFORE_EXPRESSION = ['(', ',', '=', ':', '[', '!', '&&', '||', '?', '{', '}', ';', 'return', '=>'];

const DECLARING = ['var', 'function', 'import'];

/** The code with neither comments nor spaces, and with short names for all that it declares but `handler`. */
export function short(code: string): string {
  return written(withoutIdle(renamed(joined(arranged(statements(shared(tokensOf(code))).map(respelled))))));
}

function tokensOf(code: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < code.length) {
    const before = tokens.at(-1)?.text ?? ';';
    const token = (code[at] === '/' && BEFORE_EXPRESSION.includes(before) && read('expression', EXPRESSION, code, at)) || next(code, at);
    at += token.text.length;
    if (token.kind !== 'space') tokens.push(token);
  }
  return tokens;
}

function next(code: string, at: number): Token {
  for (const [kind, pattern] of TOKENS) {
    const token = read(kind, pattern, code, at);
    if (token !== undefined && token.text !== '`') return token;
  }
  throw new Error(`expected JavaScript that can be shortened, found ${JSON.stringify(code.slice(at, at + 40))}`);
}

function read(kind: Kind, pattern: RegExp, code: string, at: number): Token | undefined {
  pattern.lastIndex = at;
  const text = pattern.exec(code)?.[0];
  return text === undefined || (kind === 'space' && text === '') ? undefined : { kind, text };
}

/**
 * What stands there several times, if it is shorter to name it once: a text, a function such as `Math.min`, or a field, for
 * `a.length` is `a[b]` where `b` is that text.
 */
function shared(tokens: readonly Token[]): readonly Token[] {
  const merged = withWholeFunctions(tokens);
  const isText = (at: number) => merged[at]?.kind === 'text' && !isProperty(merged, at) && merged[at - 1]?.text !== 'from';
  const isField = (at: number) => merged[at]?.kind === 'name' && merged[at - 1]?.text === '.';
  const saved = new Map<string, number>();
  merged.forEach(({ text }, at) => {
    const [name, bytes] = isField(at) ? [`'${text}'`, text.length - '[a]'.length] : [text, text.length - 'aa'.length];
    if (isField(at) || isText(at)) saved.set(name, (saved.get(name) ?? 0) + bytes);
  });
  const worth = [...saved].filter(([text, bytes]) => bytes > `,aa=${text}`.length + 2).map(([text]) => text);
  const named = (text: string) => word(`shared${worth.indexOf(text)}`);
  const body = merged.flatMap((token, at) => {
    if (isField(at) && worth.includes(`'${token.text}'`)) return [sign('['), named(`'${token.text}'`), sign(']')];
    if (isField(at + 1) && worth.includes(`'${merged[at + 1]?.text}'`)) return [];
    return [isText(at) && worth.includes(token.text) ? named(token.text) : token];
  });
  const declared = worth.flatMap((text) => [word('var'), named(text), sign('='), { kind: 'text' as const, text }, sign(';')]);
  const imports = body[0]?.text === 'import' ? body.findIndex(({ text }) => text === ';') + 1 : 0;
  return [...body.slice(0, imports), ...declared, ...body.slice(imports)];
}

/** `Math.min` as one token. */
function withWholeFunctions(tokens: readonly Token[]): readonly Token[] {
  const isDot = (at: number) => tokens[at]?.text === '.' && /^(Math|Object)$/.test(tokens[at - 1]?.text ?? '');
  return tokens.flatMap((token, at) => {
    if (isDot(at - 1)) return [{ kind: 'text' as const, text: `${tokens[at - 2]?.text}.${token.text}` }];
    return isDot(at) || isDot(at + 1) ? [] : [token];
  });
}

/** The statements at the top. */
function statements(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const all: Token[][] = [];
  let [statement, depth]: [Token[], number] = [[], 0];
  for (const token of tokens) {
    statement.push(token);
    if ('([{'.includes(token.text)) depth += 1;
    if (')]}'.includes(token.text)) depth -= 1;
    const isFunction = statement.some(({ text }) => text === 'function') && token.text === '}';
    if (depth === 0 && (token.text === ';' || (isFunction && /^(function|async)$/.test(statement[0]?.text ?? '')))) {
      all.push(statement);
      statement = [];
    }
  }
  return statement.length > 0 ? [...all, statement] : all;
}

/** `function a(b) { return c; }` is `var a = (b) => c;`, but for the one that CloudFront calls. */
function respelled(statement: readonly Token[]): readonly Token[] {
  const tokens = statement.flatMap(plainly);
  const name = tokens[1];
  if (tokens[0]?.text !== 'function' || name === undefined || KEPT.includes(name.text)) return tokens;
  const start = tokens.findIndex(({ text }) => text === '{');
  const body = tokens.slice(start + 1, -1);
  const isExpression = body[0]?.text === 'return' && body[1]?.text !== '{' && semicolons(body) === 1;
  const arrow = isExpression ? body.slice(1, -1) : tokens.slice(start);
  return [word('var'), name, sign('='), ...tokens.slice(2, start), sign('=>'), ...arrow, sign(';')];
}

/**
 * What is constant has been checked long ago, and `undefined` has a shorter spelling. It is `var` and not `let`: njs 0.7.9
 * finds some variables uninitialised that are not.
 */
function plainly(token: Token): readonly Token[] {
  if (token.text === 'const' || token.text === 'let') return [word('var')];
  return token.text === 'undefined' ? [word('void'), { kind: 'number', text: '0' }] : [token];
}

function semicolons(tokens: readonly Token[]): number {
  let depth = 0;
  return tokens.filter(({ text }) => {
    depth += '([{'.includes(text) ? 1 : ')]}'.includes(text) ? -1 : 0;
    return text === ';' && depth === 0;
  }).length;
}

function word(text: string): Token {
  return { kind: 'name', text };
}

function sign(text: string): Token {
  return { kind: 'sign', text };
}

/** What is imported; functions, so that tables can hold them; tables; and what CloudFront calls. */
function arranged(statements: readonly (readonly Token[])[]): readonly Token[] {
  const rank = (statement: readonly Token[]) => {
    const first = statement[0]?.text ?? '';
    return first === 'import' ? 0 : first !== 'var' ? 3 : statement[statement.findIndex(({ text }) => text === '=>') - 1]?.text === ')' ? 1 : 2;
  };
  return [...statements].sort((one, other) => rank(one) - rank(other)).flat();
}

/** `var a = 1; var b = 2;` is `var a = 1, b = 2;`. */
function joined(tokens: readonly Token[]): readonly Token[] {
  const shorter: Token[] = [];
  const blocks = [{ declares: false }];
  tokens.forEach((token, index) => {
    const block = blocks.at(-1);
    const isStart = [';', '{', '}', undefined].includes(tokens[index - 1]?.text);
    if (block !== undefined && isStart && token.kind === 'name') {
      const declares = token.text === 'var';
      if (declares && block.declares && shorter.at(-1)?.text === ';') {
        shorter[shorter.length - 1] = sign(',');
        return;
      }
      block.declares = declares;
    }
    if ('([{'.includes(token.text)) blocks.push({ declares: false });
    if (')]}'.includes(token.text)) blocks.pop();
    shorter.push(token);
  });
  return shorter;
}

/** `(a) => …` is `a => …`; the last semicolon of a block is none, and the last comma of a list. */
function withoutIdle(tokens: readonly Token[]): readonly Token[] {
  const text = (at: number) => tokens[at]?.text;
  const isParameter = (at: number) => text(at - 1) === '(' && text(at + 1) === ')' && text(at + 2) === '=>';
  return tokens.filter((token, at) => {
    const wraps = (token.text === '(' && isParameter(at + 1)) || (token.text === ')' && isParameter(at - 1));
    const isLast = (token.text === ';' && text(at + 1) === '}') || (token.text === ',' && /^[\])}]$/.test(text(at + 1) ?? ''));
    return !wraps && !isLast;
  });
}

/** The name that CloudFront calls, and a word of `import` that may be a name elsewhere. */
const KEPT = ['handler', 'from'];

/**
 * New names for all that is declared, the shortest for those that stand there most often. What is declared within a
 * function has one of a few names that all functions share.
 */
function renamed(tokens: readonly Token[]): readonly Token[] {
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

/** Behind a dot, or before the colon of an object's field. */
function isProperty(tokens: readonly Token[], at: number): boolean {
  const [before, after] = [tokens[at - 1]?.text ?? '', tokens[at + 1]?.text ?? ''];
  return before === '.' || (after === ':' && ['{', ','].includes(before));
}

function written(tokens: readonly Token[]): string {
  return tokens.reduce((code, { text }) => {
    const joins = /[\w$]$/.test(code) && /^[\w$]/.test(text);
    const adds = code.endsWith('+') && text.startsWith('+');
    return code + (joins || adds ? ' ' : '') + text;
  }, '');
}

const FIRST = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$';

function shortNames(count: number): readonly string[] {
  const one = [...FIRST];
  const two = one.flatMap((first) => [...FIRST, ...'0123456789'].map((second) => first + second));
  const reserved = ['as', 'do', 'if', 'in', 'is', 'of', 'on'];
  return [...one, ...two].filter((name) => !reserved.includes(name)).slice(0, count);
}
