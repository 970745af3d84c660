import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isObject, read } from './json.ts';
import { CDK } from './where.ts';

/** An empty archive, as zip has it: its end and nothing before. */
const EMPTY_ZIP = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);

/** Packages in a temporary folder, which stand in for what `make package` takes minutes to build. */
export function placeholders(change: Readonly<Record<string, unknown>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'sizewise-packages-'));
  for (const name of ['viewer-request', 'origin-response', 'bootstrap']) {
    writeFileSync(join(folder, `${name}.zip`), EMPTY_ZIP);
  }
  writeFileSync(join(folder, 'grammar.json'), JSON.stringify({ ...tables(), ...change }));
  return folder;
}

/** The grammar of the policy that packages have by default. */
export function tables(): object {
  const grammar = read(readFileSync(join(CDK, 'test/grammar.json'), 'utf8'));
  if (!isObject(grammar)) {
    throw new Error('expected an object in test/grammar.json');
  }
  return grammar;
}
