// What `sizewise grammar --json` prints, as far as the function needs it. What is missing or of another kind is named.

export interface Grammar {
  readonly options: readonly Option[];
  readonly sizes: { readonly rungs: readonly number[]; readonly longest: number; readonly ratios: readonly string[] };
  readonly presets: Readonly<Record<string, string>>;
  readonly expansions: Readonly<Record<string, readonly string[]>>;
  readonly presetsOnly: boolean;
  readonly devices: Readonly<Record<string, number>>;
  readonly formats: {
    readonly auto: readonly string[];
    readonly byExtension: Readonly<Record<string, { readonly format?: string; readonly becomes: readonly string[] }>>;
    readonly avifMaxSide: number;
    readonly qualityStep: number;
  };
  readonly sources: readonly string[];
  readonly unsigned: readonly string[];
  readonly signatureRequired: boolean;
  readonly hasSigningKeys: boolean;
  readonly extensions: readonly string[] | undefined;
  readonly others: string;
  readonly errorCacheControl: string;
  readonly mostKeyBytes: number;
  readonly mostOptionBytes: number;
}

export interface Option {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly takes: Takes;
  readonly expected: string;
  readonly default: string | undefined;
  readonly query: boolean;
  readonly named: boolean;
}

export interface Takes {
  readonly kind: string;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly alpha: boolean;
  readonly words: Readonly<Record<string, string>>;
  readonly points: Readonly<Record<string, string>>;
}

/** The fields that this reader knows: another one may change what is decided. */
const KNOWN = [
  'options', 'sizes', 'presets', 'expansions', 'preset_dprs', 'presets_only', 'devices', 'formats', 'sources', 'unsigned',
  'signature_required', 'has_signing_keys', 'extensions', 'others', 'error_cache_control', 'most_key_bytes', 'most_option_bytes',
];

/** Fields of the grammar for which nothing here stands, such as other systems' dialects. */
export function unknownFields(grammar: unknown): readonly string[] {
  return Object.keys(fields(grammar, 'the grammar')).filter((name) => !KNOWN.includes(name));
}

export function readGrammar(grammar: unknown): Grammar {
  const at = fields(grammar, 'the grammar');
  const formats = fields(at['formats'], 'formats');
  return {
    options: list(at['options'], 'options').map(option),
    sizes: sizes(at['sizes']),
    presets: record(at['presets'], 'presets', text),
    expansions: record(at['expansions'], 'expansions', texts),
    presetsOnly: truth(at['presets_only'], 'presets_only'),
    devices: record(at['devices'], 'devices', number),
    formats: {
      auto: texts(formats['auto'], 'formats.auto'),
      byExtension: record(formats['by_extension'], 'formats.by_extension', named),
      avifMaxSide: number(formats['avif_max_side'], 'formats.avif_max_side'),
      qualityStep: number(formats['quality_step'], 'formats.quality_step'),
    },
    sources: texts(at['sources'], 'sources'),
    unsigned: texts(at['unsigned'], 'unsigned'),
    signatureRequired: truth(at['signature_required'], 'signature_required'),
    hasSigningKeys: truth(at['has_signing_keys'], 'has_signing_keys'),
    extensions: at['extensions'] === null ? undefined : texts(at['extensions'], 'extensions'),
    others: text(at['others'], 'others'),
    errorCacheControl: text(at['error_cache_control'], 'error_cache_control'),
    mostKeyBytes: number(at['most_key_bytes'], 'most_key_bytes'),
    mostOptionBytes: number(at['most_option_bytes'], 'most_option_bytes'),
  };
}

function option(value: unknown, index: number): Option {
  const place = `options[${index}]`;
  const at = fields(value, place);
  const takes = fields(at['takes'], `${place}.takes`);
  const limit = (name: string): number | undefined =>
    takes[name] === undefined || takes[name] === null ? undefined : number(takes[name], `${place}.takes.${name}`);
  return {
    name: text(at['name'], `${place}.name`),
    aliases: texts(at['aliases'], `${place}.aliases`),
    takes: {
      kind: text(takes['kind'], `${place}.takes.kind`),
      min: limit('min'),
      max: limit('max'),
      alpha: takes['alpha'] === true,
      words: record(takes['words'] ?? {}, `${place}.takes.words`, text),
      points: record(takes['points'] ?? {}, `${place}.takes.points`, text),
    },
    expected: text(at['expected'], `${place}.expected`),
    default: at['default'] === null ? undefined : text(at['default'], `${place}.default`),
    query: truth(at['query'], `${place}.query`),
    named: truth(at['named'], `${place}.named`),
  };
}

function sizes(value: unknown): Grammar['sizes'] {
  const at = fields(value, 'sizes');
  if (at['any'] !== undefined) {
    return { rungs: [], longest: number(fields(at['any'], 'sizes.any')['max'], 'sizes.any.max'), ratios: [] };
  }
  const ladder = fields(at['ladder'], 'sizes.ladder');
  const rungs = list(ladder['rungs'], 'sizes.ladder.rungs').map((rung, index) => number(rung, `sizes.ladder.rungs[${index}]`));
  const ratios = ladder['ratios'] === null ? [] : texts(ladder['ratios'], 'sizes.ladder.ratios');
  return { rungs, longest: Math.max(...rungs), ratios };
}

function named(value: unknown, place: string): { format?: string; becomes: readonly string[] } {
  const at = fields(value, place);
  const becomes = texts(at['becomes'], `${place}.becomes`);
  return at['format'] === null ? { becomes } : { format: text(at['format'], `${place}.format`), becomes };
}

function fields(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('an object', place, value);
  return { ...value };
}

function record<T>(value: unknown, place: string, read: (value: unknown, place: string) => T): Readonly<Record<string, T>> {
  const rows = Object.entries(fields(value, place));
  return Object.fromEntries(rows.map(([name, row]) => [name, read(row, `${place}.${name}`)]));
}

function list(value: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrong('a list', place, value);
  return value;
}

function texts(value: unknown, place: string): readonly string[] {
  return list(value, place).map((row, index) => text(row, `${place}[${index}]`));
}

function text(value: unknown, place: string): string {
  if (typeof value !== 'string') throw wrong('a text', place, value);
  return value;
}

function number(value: unknown, place: string): number {
  if (typeof value !== 'number') throw wrong('a number', place, value);
  return value;
}

function truth(value: unknown, place: string): boolean {
  if (typeof value !== 'boolean') throw wrong('true or false', place, value);
  return value;
}

function wrong(expected: string, place: string, found: unknown): Error {
  const shown = found === undefined ? 'nothing' : JSON.stringify(found).slice(0, 40);
  return new Error(`expected ${expected} at ${place} of the grammar that \`sizewise grammar --json\` prints, found ${shown}`);
}
