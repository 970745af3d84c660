//! The grammar as data, for readers in other languages: printed from the definitions that the
//! parser goes by, so that no second grammar is written by hand.

use crate::address::MOST_OPTION_BYTES;
use crate::answers::Others;
use crate::device::Device;
use crate::extensions::{EXTENSIONS, Extensions};
use crate::focus::Focus;
use crate::format::Format;
use crate::formats::{Formats, Named};
use crate::key::MOST_KEY_BYTES;
use crate::ladder::Sizes;
use crate::number::Decimal;
use crate::option::{Name, OFF, ON, OPTIONS, Place, Spec, Takes};
use crate::policy::Policy;
use crate::preset::{Preset, SCREENS};
use crate::variant::{Value, Variant};
use crate::word::Word;
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything that a reader of URLs must know of an installation.
#[derive(Debug, Serialize)]
pub struct Grammar<'a> {
    options: Vec<OptionTable>,
    sizes: SizesTable<'a>,
    presets: BTreeMap<&'a str, &'a str>,
    /// What each preset makes, at its own dpr and at the others: options with the value that is
    /// written, by the alphabet, joined as a query is.
    expansions: BTreeMap<&'a str, Vec<String>>,
    /// What presets are made at besides their own dpr.
    preset_dprs: Vec<Decimal>,
    presets_only: bool,
    devices: BTreeMap<&'static str, u32>,
    formats: FormatsTable,
    sources: Vec<&'a str>,
    unsigned: Vec<&'static str>,
    signature_required: bool,
    /// Whether there is a key. What it is, nobody is told.
    has_signing_keys: bool,
    /// Null where every name is a picture's.
    extensions: Option<&'a [String]>,
    others: Others,
    /// Cache-Control of refusals.
    error_cache_control: &'a str,
    most_key_bytes: usize,
    most_option_bytes: usize,
}

#[derive(Debug, Serialize)]
struct OptionTable {
    name: &'static str,
    aliases: &'static [&'static str],
    takes: TakesTable,
    /// As a refusal says it.
    expected: String,
    default: Option<&'static str>,
    query: bool,
    path: bool,
    /// Whether paths hold it by its name, and not at a place of its own.
    named: bool,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum TakesTable {
    Whole {
        min: u32,
        max: Option<u32>,
    },
    Decimal {
        min: Decimal,
        max: Decimal,
        places: u8,
    },
    Flag {
        on: [&'static str; 2],
        off: [&'static str; 2],
    },
    /// Each spelling, and the one that is written.
    Words {
        words: BTreeMap<&'static str, &'static str>,
    },
    /// The same, or a point; some points are the same as a word.
    Focus {
        words: BTreeMap<&'static str, &'static str>,
        points: BTreeMap<String, &'static str>,
    },
    QuarterTurns,
    Colour {
        alpha: bool,
    },
    Crop,
    Known,
    Time,
    Signature,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum SizesTable<'a> {
    Ladder { rungs: &'a [u32], ratios: Option<Vec<String>> },
    Any { max: u32 },
}

#[derive(Debug, Serialize)]
struct FormatsTable {
    auto: Vec<&'static str>,
    /// By what stands behind the dot of an original's name, in lower case. What is not here may
    /// become everything in `auto`.
    by_extension: BTreeMap<&'static str, NamedTable>,
    avif_max_side: u32,
    quality_step: u8,
}

/// What a name says of an original.
#[derive(Debug, Serialize)]
struct NamedTable {
    /// Its own format, if `auto` could choose it.
    format: Option<&'static str>,
    /// What `auto` may make of it.
    becomes: Vec<&'static str>,
}

impl<'a> Grammar<'a> {
    /// The grammar of an installation.
    pub fn new(policy: &'a Policy) -> Self {
        let device = |device: Device| (device.spelling(), policy.devices.width(device));
        let presets = policy.presets.iter();
        Grammar {
            options: OPTIONS.iter().map(OptionTable::new).collect(),
            sizes: SizesTable::new(&policy.sizes),
            presets: presets.map(|preset| (&*preset.name, &*preset.query)).collect(),
            expansions: policy.presets.iter().map(expansions).collect(),
            preset_dprs: SCREENS.to_vec(),
            presets_only: policy.presets_only,
            devices: Device::SPELLINGS.iter().map(|(_, value)| device(*value)).collect(),
            formats: FormatsTable::new(&policy.formats),
            sources: policy.stores.sources.keys().map(String::as_str).collect(),
            unsigned: policy.unsigned.names().collect(),
            signature_required: policy.signing.required,
            has_signing_keys: !policy.signing.keys.is_empty(),
            extensions: match &policy.extensions {
                Extensions::Any => None,
                Extensions::Listed(listed) => Some(listed),
            },
            others: policy.answers.others,
            error_cache_control: policy.answers.error_cache_control.as_str(),
            most_key_bytes: MOST_KEY_BYTES,
            most_option_bytes: MOST_OPTION_BYTES,
        }
    }
}

fn expansions(preset: &Preset) -> (&str, Vec<String>) {
    let written = |(name, value): (Name, Value<'_>)| match value {
        Value::On => name.spec().name.to_owned(),
        value => format!("{}={value}", name.spec().name),
    };
    let query = |variant: &Variant| variant.options().map(written).collect::<Vec<_>>().join("&");
    (&preset.name, preset.expansions().map(query).collect())
}

impl OptionTable {
    fn new(spec: &Spec) -> Self {
        OptionTable {
            name: spec.name,
            aliases: spec.aliases,
            takes: TakesTable::new(spec),
            expected: spec.takes.to_string(),
            default: spec.default,
            query: spec.is_in_queries(),
            path: spec.is_named_in_paths() || spec.place == Place::Segment,
            named: spec.is_named_in_paths(),
        }
    }
}

impl TakesTable {
    fn new(spec: &Spec) -> Self {
        match spec.takes {
            Takes::Whole { min, max } => {
                TakesTable::Whole { min, max: Some(max).filter(|max| *max < u32::MAX) }
            }
            Takes::Decimal { min, max } => TakesTable::Decimal { min, max, places: 2 },
            Takes::Flag => TakesTable::Flag { on: ON, off: OFF },
            Takes::Words(words) => TakesTable::Words { words: words().into_iter().collect() },
            Takes::Focus(words) => TakesTable::Focus {
                words: words().into_iter().collect(),
                points: Focus::SPELLINGS.iter().filter_map(named_point).collect(),
            },
            Takes::QuarterTurns => TakesTable::QuarterTurns,
            Takes::Colour => TakesTable::Colour { alpha: true },
            Takes::OpaqueColour => TakesTable::Colour { alpha: false },
            Takes::Crop => TakesTable::Crop,
            Takes::Known(_) => TakesTable::Known,
            Takes::Time => TakesTable::Time,
            Takes::Signature => TakesTable::Signature,
        }
    }
}

fn named_point((word, focus): &(&'static str, Focus)) -> Option<(String, &'static str)> {
    match focus {
        Focus::Point { x, y } => Some((format!("{x}_{y}"), *word)),
        Focus::Smart | Focus::Entropy => None,
    }
}

impl FormatsTable {
    fn new(formats: &Formats) -> Self {
        let named = |extension: &&'static str| (*extension, NamedTable::new(formats, extension));
        FormatsTable {
            auto: formats.auto.iter().map(|format| format.name()).collect(),
            by_extension: EXTENSIONS.iter().map(named).collect(),
            avif_max_side: formats.avif_max_side.get(),
            quality_step: formats.quality_step.get(),
        }
    }
}

impl NamedTable {
    fn new(formats: &Formats, extension: &str) -> Self {
        let named = Named::of(extension);
        let own = named.format.filter(|own| formats.auto.contains(own));
        let becomes = formats.auto.iter().filter(|format| named.can_become(**format));
        NamedTable {
            format: own.map(Format::name),
            becomes: becomes.map(|format| format.name()).collect(),
        }
    }
}

impl<'a> SizesTable<'a> {
    fn new(sizes: &'a Sizes) -> Self {
        match sizes {
            Sizes::Any { max } => SizesTable::Any { max: *max },
            Sizes::Ladder(ladder) => SizesTable::Ladder {
                rungs: ladder.rungs(),
                ratios: ladder.ratios().map(|r| r.iter().map(ToString::to_string).collect()),
            },
        }
    }
}
