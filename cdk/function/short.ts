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

const DECLARING = ['const', 'let', 'function', 'import'];

/** The code with neither comments nor spaces, and with short names for all that it declares but `handler`. */
export function short(code: string): string {
  const tokens = withoutIdle(joined(tokensOf(code)));
  return written(renamed(tokens, namesFor(tokens)));
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

/** `const a = 1; const b = 2;` is `const a = 1, b = 2;`. */
function joined(tokens: readonly Token[]): readonly Token[] {
  const shorter: Token[] = [];
  const open: { declares: string; depth: number }[] = [{ declares: '', depth: 0 }];
  tokens.forEach((token, index) => {
    const block = open.at(-1) ?? { declares: '', depth: 0 };
    const isStart = [';', '{', '}', undefined].includes(tokens[index - 1]?.text);
    if ((token.text === 'const' || token.text === 'let') && isStart) {
      if (block.declares === token.text && shorter.at(-1)?.text === ';') {
        shorter[shorter.length - 1] = { kind: 'sign', text: ',' };
        return;
      }
      block.declares = token.text;
    } else if (isStart && token.text !== '}') {
      block.declares = '';
    }
    if ('([{'.includes(token.text)) open.push({ declares: '', depth: open.length });
    if (')]}'.includes(token.text)) open.pop();
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

/** New names for all that is declared, the shortest for those that stand there most often. */
function namesFor(tokens: readonly Token[]): ReadonlyMap<string, string> {
  const declared = new Set(tokens.flatMap((token, at) => (isDeclared(tokens, at) ? [token.text] : [])));
  KEPT.forEach((name) => declared.delete(name));
  const counts = new Map<string, number>();
  const taken = new Set<string>();
  tokens.forEach((token, at) => {
    if (token.kind !== 'name' || isProperty(tokens, at)) return;
    if (declared.has(token.text)) counts.set(token.text, (counts.get(token.text) ?? 0) + 1);
    else taken.add(token.text);
  });
  const often = [...counts].sort(([, one], [, other]) => other - one).map(([name]) => name);
  const free = shortNames(often.length + taken.size).filter((name) => !taken.has(name));
  return new Map(often.map((name, index) => [name, free[index] ?? name]));
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

function renamed(tokens: readonly Token[], names: ReadonlyMap<string, string>): readonly Token[] {
  return tokens.map((token, at) => {
    const name = token.kind === 'name' && !isProperty(tokens, at) ? names.get(token.text) : undefined;
    if (name === undefined) return token;
    const [before, after] = [tokens[at - 1]?.text ?? '', tokens[at + 1]?.text ?? ''];
    if (['{', ','].includes(before) && after === '}') throw new Error(`expected \`${token.text}: ${token.text}\`, found it once`);
    return { kind: 'name', text: name };
  });
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
