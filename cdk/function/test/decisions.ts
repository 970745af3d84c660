// What Rust decided, request by request: written by its test, read by ours.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { builtFrom, engine } from '../build.ts';
import type { Case, Decided } from './run.ts';

/** A policy, the keys of its tests, its grammar, and what was decided under it. */
export interface Told {
  readonly policy: string;
  readonly keys: readonly string[];
  readonly grammar: object;
  readonly cases: readonly Case[];
}

/** From `cdk/dist/function/test/`; cargo may have been told another place. */
const TARGET = process.env['CARGO_TARGET_DIR'] ?? fileURLToPath(new URL('../../../../target', import.meta.url));

const COMMAND = 'cargo test -p sizewise --test grammar';

/** Fewer than these were not all. */
const FEWEST = { policies: 30, cases: 200_000 };

let read: readonly Told[] | undefined;

export function told(): readonly Told[] {
  return (read ??= all());
}

function all(): readonly Told[] {
  const place = `${TARGET}/tmp/decisions.json`;
  if (!existsSync(place)) throw new Error(`expected ${place}, found none: \`${COMMAND}\` writes it`);
  const all: readonly Told[] = JSON.parse(readFileSync(place, 'utf8'));
  const cases = all.reduce((sum, one) => sum + one.cases.length, 0);
  if (all.length < FEWEST.policies || cases < FEWEST.cases) {
    throw new Error(`expected ${FEWEST.cases} requests under ${FEWEST.policies} policies, found ${cases} under ${all.length}: run \`${COMMAND}\``);
  }
  return all;
}

/** The function for a policy, whose grammar or engine a test may have changed. */
export function codeFor(grammar: object, text: string = engine()): string {
  return builtFrom(text, grammar).code;
}

/** Whether two decisions have the same end; of refusals, the same status. */
export function isSameEnd(one: Decided, other: Decided): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other;
  if ('refuse' in one) return 'refuse' in other && one.refuse[0] === other.refuse[0];
  return 'go' in other && one.go === other.go;
}

/**
 * Whether two sentences say the same: it need not be the same control character, nor the same part of a broken escape. Node
 * takes a letter beyond U+FFFF for two where Rust and njs cut what was found, so there something else may be found.
 */
export function isSameSentence(one: string, other: string): boolean {
  const isCutOtherwise = [one, other].some((sentence) => /[\u{10000}-\u{10ffff}]/u.test(sentence));
  const plain = (sentence: string): string => {
    const said = sentence.replace(/(control character in the path|two hex digits after `%` in the path), found .*/s, '$1');
    return isCutOtherwise ? said.replace(/, found .*/s, '') : said.replaceAll('\\u{a}', '\\u{b}');
  };
  return plain(one) === plain(other);
}
