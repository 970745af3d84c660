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
  /** Other places for originals, by the names that paths give them. */
  readonly sources: readonly string[];
  /** The second segments that variants have. */
  readonly styles: readonly string[];

  private constructor(tables: unknown) {
    const root = record(tables, 'the grammar');
    this.tables = tables;
    this.refusesOthers = root['others'] === 'refuse';
    this.negotiates = list(record(root['formats'], 'formats')['auto'], 'formats.auto').length > 0;
    this.requiresSignature = root['signature_required'] === true;
    this.sources = list(root['sources'], 'sources').map(String);
    this.styles = styles(list(root['options'], 'options'));
  }

  static read(text: string): Grammar {
    return new Grammar(JSON.parse(text));
  }
}

/** Every word that a style is written as. */
function styles(options: readonly unknown[]): readonly string[] {
  const style = options.map((option) => record(option, 'options')).find((option) => option['name'] === 'style');
  const words = record(record(style?.['takes'], 'the option style')['words'], 'the words of style');
  return [...new Set(Object.values(words).map(String))].sort();
}

function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Mistake(`expected ${what} to be an object in grammar.json, found ${JSON.stringify(value)}: run make package`);
  }
  return { ...value };
}

function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw new Mistake(`expected ${what} to be a list in grammar.json, found ${JSON.stringify(value)}: run make package`);
  }
  return value;
}
