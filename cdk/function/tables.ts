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

type Value = string | number | boolean | Reader | readonly Value[] | { readonly [name: string]: Value };

const READERS: Readonly<Record<string, string>> = {
  whole: 'whole', decimal: 'decimal', flag: 'flag', words: 'word', focus: 'focus', quarter_turns: 'quarters', colour: 'colour',
  crop: 'crop',
};

/** In this order Rust reads them, so that of two mistakes both tell the same one. */
const READ_FIRST = ['format', 'width', 'height', 'focus', 'fit', 'enlarge', 'style'];
const READ_LAST = ['from', 'dpr', 'device'];

export function tables(grammar: Grammar): Readonly<Record<string, string>> {
  const { sizes, formats } = grammar;
  const aliases = grammar.options.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name] as const));
  const expansions = Object.entries(grammar.expansions);
  const values: Readonly<Record<string, Value>> = {
    options: Object.fromEntries(ordered(grammar.options).map((option) => [option.name, row(option)])),
    aliases: aliases.map((pair) => pair.join('=')).join(' '),
    rungs: sizes.rungs,
    longest: sizes.longest,
    ratios: sizes.ratios.map(ratio),
    devices: grammar.devices,
    presets: grammar.presets,
    presetFormats: Object.fromEntries(expansions.flatMap(([name, [first]]) => pick(name, part(first, 'format')))),
    exactSides: unique(expansions.flatMap(([, made]) => made.flatMap(sides))).join(' '),
    exactQualities: unique(expansions.flatMap(([, made]) => made.map((one) => part(one, 'quality')))).flatMap(numeral),
    expansions: neededExpansions(grammar),
    presetsOnly: grammar.presetsOnly,
    auto: formats.auto,
    named: namedFormats(grammar),
    avifMost: formats.avifMaxSide,
    qualityStep: formats.qualityStep,
    sources: Object.fromEntries(grammar.sources.map((name) => [name, writtenSource(name)])),
    closed: closed(grammar).filter((name) => !isOfQueries(grammar, name)).join(' '),
    closedWords: closedWords(grammar),
    pointsOpen: grammar.unsigned.includes('coordinates'),
    presetOpen: grammar.unsigned.includes('preset'),
    signatureRequired: grammar.signatureRequired,
    pictures: grammar.extensions === undefined ? '' : `,${unique(grammar.extensions).join()},`,
    refuseOthers: grammar.others === 'refuse',
    errorCacheControl: grammar.errorCacheControl,
    mostKeyBytes: grammar.mostKeyBytes,
    mostOptionBytes: grammar.mostOptionBytes,
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, literal(value)]));
}

function ordered(options: readonly Option[]): readonly Option[] {
  const at = (names: readonly string[]) => names.flatMap((name) => options.filter((option) => option.name === name));
  const between = options.filter(({ name }) => !READ_FIRST.includes(name) && !READ_LAST.includes(name));
  return [...at(READ_FIRST), ...between, ...at(READ_LAST)];
}

function row(option: Option): Value {
  const { takes } = option;
  const place = option.named ? (option.query ? 1 : 3) : isInPaths(option) ? 0 : 2;
  const reader = option.name === 'from' ? 'source' : READERS[takes.kind];
  const rest: Value[] = takes.kind === 'whole' || takes.kind === 'decimal' ? [takes.min ?? 0, ...(takes.max === undefined ? [] : [takes.max])]
    : takes.kind === 'colour' && takes.alpha ? [1] : [];
  const values = [place, reader === undefined ? 0 : new Reader(reader), byDefault(option), expected(option), ...rest];
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
function expected({ takes, expected }: Option): Value {
  if (['whole', 'decimal', 'flag'].includes(takes.kind)) return '';
  const words = Object.entries(takes.words);
  const canonical = words.filter(([word, written]) => word === written).map(([word]) => word);
  canonical.sort((one, other) => expected.indexOf(`\`${one}\``) - expected.indexOf(`\`${other}\``));
  const others = [...words, ...Object.entries(takes.points)].filter(([word, written]) => word !== written);
  return words.length === 0 ? expected : [...canonical, ...others.map((pair) => pair.join('='))].join(' ');
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

/** The value of an option in `fit=cover&height=630&width=1200`. */
function part(made: string | undefined, name: string): string {
  const found = made?.split('&').find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? '';
}

function sides(made: string): readonly string[] {
  const [width, height] = [part(made, 'width'), part(made, 'height')];
  return width || height ? [`${width}x${height}${part(made, 'fit')}`] : [];
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
  return needed.map((made) => made && `&${made}`);
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
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return String(value).replace(/^0\./, '.');
  if (typeof value === 'string') return quoted(value);
  if (isList(value)) return `[${value.map(literal).join()}]`;
  const fields = Object.entries(value).map(([name, field]) => `${/^[a-z]\w*$/i.test(name) ? name : quoted(name)}:${literal(field)}`);
  return `{${fields.join()}}`;
}

function isList(value: readonly Value[] | { readonly [name: string]: Value }): value is readonly Value[] {
  return Array.isArray(value);
}

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}
