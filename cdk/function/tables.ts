// The tables of the function, each as the text that takes the place of its `fill('…')`, and only as large as the policy
// needs it.
import type { Grammar, Option } from './grammar.ts';

/** A name within the function: a reader of values. */
class Reader {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A regular expression. */
class Pattern {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | boolean | Reader | Pattern | readonly Value[] | { readonly [name: string]: Value };

const READERS: Readonly<Record<string, string>> = {
  whole: 'whole', decimal: 'decimal', flag: 'flag', words: 'word', focus: 'focus', quarter_turns: 'quarters', colour: 'colour',
  crop: 'crop',
};

/** In this order Rust reads them, so that of two mistakes both tell the same one. */
const READ_FIRST = ['format', 'width', 'height', 'focus', 'fit', 'enlarge', 'style'];
const READ_LAST = ['from', 'dpr', 'device'];

/** Whether a refusal says what was expected of a value, or only that it was another one. */
export type Sentences = 'phrases' | 'brief';

export function tables(grammar: Grammar, sentences: Sentences): Readonly<Record<string, string>> {
  const { sizes, formats } = grammar;
  const aliases = grammar.options.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name] as const));
  const expansions = Object.entries(grammar.expansions);
  const values: Readonly<Record<string, Value>> = {
    options: Object.fromEntries(ordered(grammar.options).map((option) => [option.name, row(option, sentences)])),
    aliases: Object.fromEntries(aliases),
    rungs: sizes.rungs,
    longest: sizes.longest,
    ratios: sizes.ratios.map(ratio),
    devices: grammar.devices,
    presets: Object.fromEntries(Object.entries(grammar.presets).map(([name, query]) => [name, shortened(query, grammar.options)])),
    presetFormats: Object.fromEntries(expansions.flatMap(([name, [first]]) => pick(name, part(first, 'format')))),
    exactSides: exactSides(expansions.flatMap(([, made]) => made)),
    exactQualities: unique(expansions.flatMap(([, made]) => made.map((one) => part(one, 'quality')))).flatMap(numeral),
    expansions: neededExpansions(grammar),
    auto: formats.auto,
    named: namedFormats(grammar),
    avifMost: formats.avifMaxSide,
    qualityStep: formats.qualityStep,
    sources: Object.fromEntries(grammar.sources.map((name) => [name, writtenSource(name)])),
    closed: new Pattern(`^(${closedPieces(grammar).join('|')})`),
    closedWords: closedWords(grammar),
    pictures: pictures(grammar.extensions),
    errorCacheControl: grammar.errorCacheControl,
    mostKeyBytes: grammar.mostKeyBytes,
    mostOptionBytes: grammar.mostOptionBytes,
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, literal(value)]));
}

/** What of the function this policy needs. */
export function regions(grammar: Grammar): readonly string[] {
  const made = Object.values(grammar.expansions).flat();
  const needsExpansions = neededExpansions(grammar).length > 0;
  const needed: Readonly<Record<string, boolean>> = {
    signed: grammar.hasSigningKeys,
    unsigned: !grammar.hasSigningKeys,
    ladder: grammar.sizes.rungs.length > 0,
    any: grammar.sizes.rungs.length === 0,
    presetFormats: Object.values(grammar.expansions).some(([first]) => part(first, 'format') !== ''),
    exactQualities: made.some((one) => part(one, 'quality') !== ''),
    expansions: grammar.presetsOnly || needsExpansions,
    presetsOnly: grammar.presetsOnly,
    openPresets: needsExpansions && !grammar.presetsOnly,
    closed: closedPieces(grammar).length > 0,
    closedWords: closedWords(grammar).length > 0,
    signatureRequired: grammar.signatureRequired,
    refuseOthers: grammar.others === 'refuse',
  };
  return Object.keys(needed).filter((name) => needed[name]);
}

function ordered(options: readonly Option[]): readonly Option[] {
  const at = (names: readonly string[]) => names.flatMap((name) => options.filter((option) => option.name === name));
  const between = options.filter(({ name }) => !READ_FIRST.includes(name) && !READ_LAST.includes(name));
  return [...at(READ_FIRST), ...between, ...at(READ_LAST)];
}

function row(option: Option, sentences: Sentences): Value {
  const { takes } = option;
  const place = option.named ? (option.query ? 1 : 3) : isInPaths(option) ? 0 : 2;
  const reader = option.name === 'from' ? 'source' : READERS[takes.kind];
  const rest: Value[] = takes.kind === 'whole' || takes.kind === 'decimal' ? [takes.min ?? 0, ...(takes.max === undefined ? [] : [takes.max])]
    : takes.kind === 'colour' && takes.alpha ? [1] : [];
  const values = [place, reader === undefined ? 0 : new Reader(reader), byDefault(option), expected(option, sentences), ...rest];
  return values.slice(0, values.findLastIndex((value) => value !== '') + 1);
}

/** Width, height and style have a place of their own in paths. */
function isInPaths(option: Option): boolean {
  return ['width', 'height', 'style'].includes(option.name);
}

function byDefault({ takes, default: value }: Option): Value {
  if (value === undefined || takes.kind === 'quarter_turns') return 0;
  return takes.kind === 'flag' ? '' : value;
}

/**
 * A phrase; or the words, from which the function makes the phrase and in whose order they stand. Behind them are those
 * that are only read, each with the one that is written. Of numbers and flags the function knows how to say it.
 */
function expected({ takes, expected }: Option, sentences: Sentences): Value {
  if (['whole', 'decimal', 'flag'].includes(takes.kind)) return '';
  const words = Object.entries(takes.words);
  const canonical = words.filter(([word, written]) => word === written).map(([word]) => word);
  canonical.sort((one, other) => expected.indexOf(`\`${one}\``) - expected.indexOf(`\`${other}\``));
  const others = [...words, ...Object.entries(takes.points)].filter(([word, written]) => word !== written);
  if (words.length === 0) return sentences === 'brief' ? '' : expected;
  return [...canonical, ...others.map((pair) => pair.join('='))].join(' ');
}

/** Long and short side, both without decimals. */
function ratio(text: string): readonly number[] {
  const [one = 1, other = 1] = text.split(':').map((side) => Math.round(Number(side) * 100));
  const divisor = common(one, other);
  return [Math.max(one, other) / divisor, Math.min(one, other) / divisor];
}

function common(one: number, other: number): number {
  return other === 0 ? one : common(other, one % other);
}

/** The same query by the shortest names. */
function shortened(query: string, options: readonly Option[]): string {
  const shortest = (name: string) => options.find((option) => option.name === name)?.aliases.find((alias) => alias.length < name.length);
  return query.replace(/(^|&)(\w+)(?==)/g, (whole, start: string, name: string) => {
    const alias = shortest(name);
    return alias === undefined ? whole : start + alias;
  });
}

/** The value of an option in `fit=cover&height=630&width=1200`. */
function part(made: string | undefined, name: string): string {
  const found = made?.split('&').find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? '';
}

/** `1200x630cover`, with a side left out or without a fit. */
function exactSides(made: readonly string[]): Pattern {
  const sized = made.filter((one) => part(one, 'width') || part(one, 'height'));
  const byFit = unique(sized.map((one) => part(one, 'fit'))).map((fit) => {
    const boxes = sized.filter((one) => part(one, 'fit') === fit).map((one) => `${part(one, 'width')}x${part(one, 'height')}`);
    return `(${unique(boxes).join('|')})${fit}`;
  });
  // A side of no pixels is made by nobody.
  return new Pattern(`^(${byFit.join('|') || '0'})$`);
}

/** An extension may be empty: that of a name without a dot, or with one at its end. */
function pictures(extensions: readonly string[] | undefined): Pattern {
  if (extensions === undefined) return new Pattern('');
  const escaped = unique(extensions).map((extension) => extension.replace(/[\0-\x1f\u2028\u2029]|[^\w\x80-\uffff]/g, sign));
  return new Pattern(`^(${escaped.join('|')})$`);
}

/** A sign as an expression has it; what ends a line would end the expression too. */
function sign(text: string): string {
  return /[ -~]/.test(text) ? `\\${text}` : `\\u${text.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** How what strangers may not ask begins, as it stands in a path: an option, or a focus that has no name. */
function closedPieces(grammar: Grammar): readonly string[] {
  if (grammar.presetsOnly && grammar.unsigned.includes('preset')) return [];
  const names = closed(grammar).filter((name) => !isOfQueries(grammar, name)).map((name) => `${name}\\b`);
  return grammar.unsigned.includes('coordinates') ? names : [...names, 'focus=.*_'];
}

function pick(name: string, value: string): readonly (readonly [string, string])[] {
  return value ? [[name, value]] : [];
}

function numeral(text: string): readonly number[] {
  return text ? [Number(text)] : [];
}

function neededExpansions(grammar: Grammar): readonly string[] {
  const all = unique(Object.values(grammar.expansions).flat());
  const closedNames = closed(grammar);
  const isPoint = (pair: string) => pair.startsWith('focus=') && pair.includes('_') && !grammar.unsigned.includes('coordinates');
  const isClosed = (made: string) => made.split('&').some((pair) => isPoint(pair) || closedNames.includes(pair.split('=')[0] ?? ''));
  const needed = grammar.presetsOnly ? all : grammar.unsigned.includes('preset') ? all.filter(isClosed) : [];
  return needed;
}

/** What is not as it would be for a name that nobody knows. */
function namedFormats({ formats }: Grammar): Value {
  const rows = Object.entries(formats.byExtension);
  const special = rows.filter(([, row]) => row.format !== undefined || row.becomes.length < formats.auto.length);
  return Object.fromEntries(special.map(([name, row]) => [name, [row.format ?? 0, row.becomes]]));
}

/** As Rust writes it: plain, or wrapped in base64. */
function writtenSource(name: string): string {
  const isPlain = /^[\w.-]+$/.test(name);
  return isPlain ? name : `~${Buffer.from(name).toString('base64url')}`;
}

/** What strangers may not ask. A source is open by being named, and a proof is no wish. */
function closed(grammar: Grammar): readonly string[] {
  const isProof = ({ takes }: Option) => takes.kind === 'time' || takes.kind === 'signature';
  const askable = grammar.options.filter((option) => option.query && !isProof(option));
  return askable.map(({ name }) => name).filter((name) => !grammar.unsigned.includes(name));
}

function isOfQueries(grammar: Grammar, name: string): boolean {
  return grammar.options.some((option) => option.name === name && !option.named && !isInPaths(option));
}

/** `auto` is a word of queries too. At which dpr and in which formats a preset is made, `presets_only` says itself. */
function closedWords(grammar: Grammar): readonly string[] {
  const words = closed(grammar).filter((name) => name === 'format' || isOfQueries(grammar, name));
  return words.filter((name) => !(grammar.presetsOnly && ['dpr', 'format'].includes(name)));
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

/** As short as JavaScript has it. */
function literal(value: Value): string {
  if (value instanceof Reader) return value.name;
  if (value instanceof Pattern) return `/${value.text || '^'}/`;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return String(value).replace(/^0\./, '.');
  if (typeof value === 'string') return quoted(value);
  if (isList(value)) return `[${value.map(literal).join()}]`;
  const fields = Object.entries(value).map(([name, field]) => `${key(name)}:${literal(field)}`);
  return `{${fields.join()}}`;
}

/** Plainly written, `__proto__` would be no field but the object's prototype. */
function key(name: string): string {
  if (name === '__proto__') return `['${name}']`;
  return /^[a-z]\w*$/i.test(name) ? name : quoted(name);
}

function isList(value: readonly Value[] | { readonly [name: string]: Value }): value is readonly Value[] {
  return Array.isArray(value);
}

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}
