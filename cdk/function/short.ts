// Makes code shorter without changing what it does: a function may have 10,240 bytes, and its source has as many in
// comments. It knows the JavaScript that the engine is written in, and refuses what it does not.
import { KEPT, renamed } from './names.ts';
import { isProperty, sign, tokensOf, word } from './tokens.ts';
import type { Token } from './tokens.ts';

/** The code with neither comments nor spaces, and with short names for all that it declares but `handler`. */
export function short(code: string): string {
  return written(withoutIdle(renamed(joined(arranged(statements(shared(tokensOf(code))).map(respelled))))));
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
  const tokens = statement.flatMap((token, at) => (isProperty(statement, at) ? [token] : plainly(token)));
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

function written(tokens: readonly Token[]): string {
  return tokens.reduce((code, { text }) => {
    const joins = /[\w$]$/.test(code) && /^[\w$]/.test(text);
    const adds = code.endsWith('+') && text.startsWith('+');
    return code + (joins || adds ? ' ' : '') + text;
  }, '');
}
