import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The folder `cdk/`, seen from `cdk/dist/test/`. */
export const CDK = resolve(import.meta.dirname, '../..');

/** A file of the project, as text. */
export function project(path: string): string {
  return readFileSync(resolve(CDK, '..', path), 'utf8');
}
