import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Grammar } from './grammar.ts';
import { Mistake } from './mistake.ts';

/** What `make package` writes, by the name of its file without `.zip`. */
export type PackageName = 'viewer-request' | 'origin-response' | 'bootstrap';

/** The folder that `make package` writes: a zip for each function, and the grammar of the policy that is in them. */
export class Packages {
  readonly folder: string;
  readonly grammar: Grammar;

  constructor(folder: string) {
    this.folder = resolve(folder);
    this.grammar = Grammar.read(readFileSync(this.path('grammar.json'), 'utf8'));
  }

  /** The path of a zip that is there. */
  zip(name: PackageName): string {
    return this.path(`${name}.zip`);
  }

  private path(file: string): string {
    const path = join(this.folder, file);
    if (!existsSync(path)) {
      throw new Mistake(`expected ${file} in ${this.folder}, found none: run make package first`);
    }
    return path;
  }
}
