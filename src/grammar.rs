//! The grammar as data, for readers in other languages: printed from the definitions that the
//! parser goes by, so that no second grammar is written by hand.

use crate::address::MOST_OPTION_BYTES;
use crate::answers::Others;
use crate::device::Device;
use crate::extensions::Extensions;
use crate::key::MOST_KEY_BYTES;
use crate::ladder::Sizes;
use crate::number::Decimal;
use crate::option::{OFF, ON, OPTIONS, Place, Spec, Takes};
use crate::policy::Policy;
use crate::preset::SCREENS;
use crate::word::Word;
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything that a reader of URLs must know of an installation.
#[derive(Debug, Serialize)]
pub struct Grammar<'a> {
    options: Vec<OptionTable>,
    sizes: SizesTable<'a>,
    presets: BTreeMap<&'a str, &'a str>,
    /// What presets are made at besides their own dpr.
    preset_dprs: Vec<Decimal>,
    presets_only: bool,
    devices: BTreeMap<&'static str, u32>,
    formats: FormatsTable,
    sources: Vec<&'a str>,
    unsigned: Vec<&'static str>,
    signature_required: bool,
    /// Null where every name is a picture's.
    extensions: Option<&'a [String]>,
    others: Others,
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
    /// The same, or a point.
    Focus {
        words: BTreeMap<&'static str, &'static str>,
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
    avif_max_side: u32,
    quality_step: u8,
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
            preset_dprs: SCREENS.to_vec(),
            presets_only: policy.presets_only,
            devices: Device::SPELLINGS.iter().map(|(_, value)| device(*value)).collect(),
            formats: FormatsTable {
                auto: policy.formats.auto.iter().map(|format| format.name()).collect(),
                avif_max_side: policy.formats.avif_max_side.get(),
                quality_step: policy.formats.quality_step.get(),
            },
            sources: policy.stores.sources.keys().map(String::as_str).collect(),
            unsigned: policy.unsigned.names().collect(),
            signature_required: policy.signing.required,
            extensions: match &policy.extensions {
                Extensions::Any => None,
                Extensions::Listed(listed) => Some(listed),
            },
            others: policy.answers.others,
            most_key_bytes: MOST_KEY_BYTES,
            most_option_bytes: MOST_OPTION_BYTES,
        }
    }
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
            Takes::Focus(words) => TakesTable::Focus { words: words().into_iter().collect() },
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
