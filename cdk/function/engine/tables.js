// The decision of `viewer-request/` (Rust), made by going over the tables that `sizewise grammar --json` prints.
//
// The files of this folder are one text, in the order that `build.ts` has: no name is theirs alone. It puts a table in
// the place of every `fill('…')`, keeps what stands between `//[ name` and `//]` where the policy has that, and shortens
// the rest: a function may have 10,240 bytes. The runtime knows no destructuring, spread, default values, `?.`,
// `for … of`, sets or classes; and properties are written out, never `{ name }`, since names are shortened.

//[ signed
import cf from 'cloudfront';
const crypto = require('crypto');
//]

// By name: [place, reader, default, what is expected, …what the reader needs]. What is expected
// is a phrase; or words, of which `jpg=jpeg` is only read. Places are these: 0 in queries, with a place of its own in paths; 1 in both, by its name; 2 in queries only; 3 in paths only.
const OPTIONS = fill('options');
const ALIASES = fill('aliases');
// Side lengths, ascending; none where any side up to the longest is made.
const RUNGS = fill('rungs');
const LONGEST = fill('longest');
// [long, short]; none where any shape is made.
const RATIOS = fill('ratios');
const DEVICES = fill('devices');
// Each preset's query; the format that it makes; its sides as `1200x630cover`; its qualities.
const PRESETS = fill('presets');
//[ presetFormats
const PRESET_FORMATS = fill('presetFormats');
//]
const EXACT_SIDES = fill('exactSides');
//[ exactQualities
const EXACT_QUALITIES = fill('exactQualities');
//]
//[ expansions
// What presets make, as `fit=cover&height=630&width=1200`: all of it, or what strangers could not ask without them.
const EXPANSIONS = fill('expansions');
//]
const AUTO = fill('auto');
// By extension: [the original's own format, what `auto` may make of it].
const NAMED = fill('named');
const AVIF_MOST = fill('avifMost');
const QUALITY_STEP = fill('qualityStep');
// Each source's name, and how paths write it.
const SOURCES = fill('sources');
//[ closed
// What strangers may not ask, by its beginning.
const CLOSED = fill('closed');
//]
//[ closedWords
// And of what stands in queries alone.
const CLOSED_WORDS = fill('closedWords');
//]
// The extensions of pictures, in lower case.
const PICTURES = fill('pictures');
const ERROR_CACHE_CONTROL = fill('errorCacheControl');
const MOST_KEY_BYTES = fill('mostKeyBytes');
const MOST_OPTION_BYTES = fill('mostOptionBytes');

// The largest whole number that is read: what is above becomes this.
const LARGEST = 4294967295;
