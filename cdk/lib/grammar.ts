import { readGrammar } from '../function/grammar.ts';
import { Mistake } from './mistake.ts';

/** The little that the wiring must know of a policy, from what `sizewise grammar --json` prints. */
export class Grammar {
  /** Everything, for the CloudFront Function. */
  readonly tables: unknown;
  /** Whether requests that are for no picture by their name are refused. */
  readonly refusesOthers: boolean;
  /** Whether `format=auto` may choose anything, so that an answer depends on the Accept header. */
  readonly negotiates: boolean;
  /** Whether nothing is made without a signature. */
  readonly requiresSignature: boolean;
  /** Whether there are keys, so that URLs can be signed. */
  readonly hasSigningKeys: boolean;
  /** Other places for originals, by the names that paths give them. */
  readonly sources: readonly string[];
  /** The second segments that variants have. */
  readonly styles: readonly string[];

  private constructor(tables: unknown) {
    const read = readGrammar(tables);
    const style = read.options.find(({ name }) => name === 'style');
    this.tables = tables;
    this.refusesOthers = read.others === 'refuse';
    this.negotiates = read.formats.auto.length > 0;
    this.requiresSignature = read.signatureRequired;
    this.hasSigningKeys = read.hasSigningKeys;
    this.sources = read.sources;
    this.styles = [...new Set(Object.values(style?.takes.words ?? {}))].sort();
  }

  static read(text: string): Grammar {
    try {
      return new Grammar(JSON.parse(text));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Mistake(`grammar.json: ${why}: run make package`);
    }
  }
}
