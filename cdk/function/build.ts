// The code of the CloudFront Function for one policy: the engine with that policy's tables in it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readGrammar, unknownFields } from './grammar.ts';
import type { Grammar } from './grammar.ts';
import { short } from './short.ts';
import { regions, tables } from './tables.ts';
import type { Sentences } from './tables.ts';

export interface Built {
  readonly code: string;
  /** What this function cannot do of the policy, as sentences; nobody should deploy it if there are any. */
  readonly problems: readonly string[];
}

/** The most bytes of code that CloudFront takes. */
export const MOST_BYTES = 10_240;

/** Up to here two sides can be multiplied without losing a digit. */
const LONGEST_SIDE = 1_000_000;

/**
 * The function for a policy, whose grammar `sizewise grammar --json` has printed. If the policy names keys, the function
 * must be given a KeyValueStore.
 */
export function viewerRequestCode(grammar: unknown): Built {
  return builtFrom(engine(), grammar);
}

/** The same from the text of an engine, which a test may have changed. */
export function builtFrom(engine: string, grammar: unknown): Built {
  const read = readGrammar(grammar);
  const built = (sentences: Sentences) =>
    short(filled(withRegions(engine, [...regions(read), sentences]), tables(read, sentences)));
  // What was expected of a value is told in Rust's words where they find room.
  const whole = built('phrases');
  const code = Buffer.byteLength(whole) <= MOST_BYTES ? whole : built('brief');
  return { code, problems: problems(read, unknownFields(grammar), Buffer.byteLength(code)) };
}

/** The text of the engine, in the order in which a request meets its parts. */
export function engine(): string {
  return PARTS.map((part) => readFileSync(fileURLToPath(new URL(`${FOLDER}/${part}.js`, import.meta.url)), 'utf8')).join('\n');
}

const PARTS = [
  'tables', 'handler', 'refusal', 'text', 'asked', 'key', 'values', 'wish', 'sizes', 'accept', 'path', 'signature', 'permit',
];

/** Where it is from what this file is compiled to, in `dist/function/`. */
const FOLDER = '../../function/engine';

/** The text without what stands between `//[ name` and `//]` for other names than these. */
function withRegions(text: string, names: readonly string[]): string {
  const open: string[] = [];
  const kept = text.split('\n').filter((line) => {
    const name = /^ *\/\/\[ (\w+)$/.exec(line)?.[1];
    if (name !== undefined) open.push(name);
    else if (/^ *\/\/\]$/.test(line)) open.pop();
    return open.every((name) => names.includes(name));
  });
  return kept.join('\n');
}

function filled(text: string, tables: Readonly<Record<string, string>>): string {
  return text.replace(/fill\('(\w+)'\)/g, (_, name: string) => {
    const table = tables[name];
    if (table === undefined) throw new Error(`expected a table for \`${name}\`, found none`);
    return table;
  });
}

function problems(grammar: Grammar, unknown: readonly string[], bytes: number): readonly string[] {
  const { longest } = grammar.sizes;
  const broken = [...grammar.sources, ...(grammar.extensions ?? [])].find((name) => name.includes('\n'));
  const said: readonly (string | false)[] = [
    bytes > MOST_BYTES && `expected at most ${MOST_BYTES} bytes of code for a CloudFront Function, found ${bytes}: this policy needs fewer presets, words or sources, or viewer-request as a Lambda@Edge function`,
    broken !== undefined && `expected names of sources and extensions without a line break, found ${JSON.stringify(broken)}: a CloudFront Function reads it as another character`,
    longest > LONGEST_SIDE && `expected sides of at most ${LONGEST_SIDE}, found ${longest}: a CloudFront Function calculates exactly up to there`,
    ...unknown.map((name) => `expected a grammar without \`${name}\`, which this CloudFront Function cannot do, found it: use viewer-request as a Lambda@Edge function`),
    ...grammar.options.filter(({ takes }) => !KINDS.includes(takes.kind)).map(({ name, takes }) =>
      `expected values of a known kind for \`${name}\`, found \`${takes.kind}\`: this CloudFront Function cannot read them`),
  ];
  return said.filter((sentence) => sentence !== false);
}

const KINDS = ['whole', 'decimal', 'flag', 'words', 'focus', 'quarter_turns', 'colour', 'crop', 'known', 'time', 'signature'];
