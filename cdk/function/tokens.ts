// The tokens of the JavaScript that the engine is written in.

export type Kind = 'space' | 'text' | 'template' | 'expression' | 'number' | 'name' | 'sign';

export interface Token {
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

export function tokensOf(code: string): readonly Token[] {
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

/** Behind a dot, or before the colon of an object's field. */
export function isProperty(tokens: readonly Token[], at: number): boolean {
  const [before, after] = [tokens[at - 1]?.text ?? '', tokens[at + 1]?.text ?? ''];
  return before === '.' || (after === ':' && ['{', ','].includes(before));
}

export function word(text: string): Token {
  return { kind: 'name', text };
}

export function sign(text: string): Token {
  return { kind: 'sign', text };
}
