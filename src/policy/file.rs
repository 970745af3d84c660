//! The text of `sizewise.toml`: its fields, and what is said of a mistake in it.

use super::{Devices, Extensions, Policy};
use crate::accept::Formats;
use crate::answers::Answers;
use crate::ladder::{Ladder, Ratio, Sizes};
use crate::limits::Limits;
use crate::permission::Unsigned;
use crate::preset::{BUILT_IN, Preset};
use crate::signature::{KeySource, Signing, SigningKey};
use crate::stores::Stores;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A mistake in a policy: which file, which line, which field, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {}{message}", field_prefix(.field))]
pub struct PolicyError {
    /// The file, as its reader called it.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The field, with the tables it is in; empty where the text is no TOML.
    pub field: String,
    /// What was expected, and what was found.
    pub message: String,
}

fn field_prefix(field: &str) -> String {
    if field.is_empty() { String::new() } else { format!("`{field}`: ") }
}

/// The fields as they are written, each of them optional.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    sizes: SizesBy,
    max: Option<Spanned<NonZeroU32>>,
    ladder: Option<Spanned<Vec<u32>>>,
    ratios: Option<Spanned<Ratios>>,
    unsigned: Unsigned,
    presets_only: bool,
    extensions: Extensions,
    presets: BTreeMap<String, Spanned<String>>,
    devices: Devices,
    formats: Formats,
    signing: SigningFields,
    limits: Limits,
    answers: Answers,
    stores: Stores,
}

#[derive(Deserialize, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum SizesBy {
    #[default]
    Ladder,
    Any,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct SigningFields {
    keys: Vec<Spanned<KeySource>>,
    required: bool,
}

/// The longest side where any is permitted, unless the policy names another: a side of a 4K
/// screen.
const MAX: u32 = 4000;

const RUNGS: [u32; 10] = [64, 100, 200, 400, 600, 800, 1000, 1200, 1600, 2000];

const RATIOS: [&str; 11] =
    ["1:1", "5:4", "4:3", "3:2", "8:5", "16:9", "1.91:1", "2:1", "21:9", "3:1", "4:1"];

const EXTENSIONS: [&str; 13] = [
    "jpg", "jpeg", "jfif", "png", "gif", "webp", "avif", "svg", "tif", "tiff", "bmp", "heic",
    "heif",
];

impl Default for File {
    fn default() -> Self {
        File {
            sizes: SizesBy::Ladder,
            max: None,
            ladder: None,
            ratios: None,
            unsigned: Unsigned::default(),
            presets_only: false,
            extensions: Extensions::default(),
            presets: BTreeMap::new(),
            devices: Devices::default(),
            formats: Formats::default(),
            signing: SigningFields::default(),
            limits: Limits::default(),
            answers: Answers::default(),
            stores: Stores::default(),
        }
    }
}

pub(super) fn read(
    file: &str,
    text: &str,
    secret: impl FnMut(&KeySource) -> Result<String, String>,
) -> Result<Policy, PolicyError> {
    resolved(text, secret).map_err(|Mistake { span, message }| PolicyError {
        file: file.to_owned(),
        line: 1 + text.bytes().take(span.start).filter(|byte| *byte == b'\n').count(),
        field: field_at(DeTable::parse_recoverable(text).0.get_ref(), &span).unwrap_or_default(),
        message,
    })
}

/// What is wrong, and where.
struct Mistake {
    span: Range<usize>,
    message: String,
}

impl Mistake {
    fn at<T>(place: &Spanned<T>, message: impl Into<String>) -> Self {
        Mistake { span: place.span(), message: message.into() }
    }
}

impl From<toml::de::Error> for Mistake {
    fn from(error: toml::de::Error) -> Self {
        Mistake { span: error.span().unwrap_or(0..0), message: error.message().to_owned() }
    }
}

fn resolved(
    text: &str,
    secret: impl FnMut(&KeySource) -> Result<String, String>,
) -> Result<Policy, Mistake> {
    let file: File = toml::from_str(text)?;
    let (sizes, presets) = (sizes(&file)?, presets(&file)?);
    let mut warnings = Vec::new();
    Ok(Policy {
        sizes,
        unsigned: file.unsigned,
        presets_only: file.presets_only,
        extensions: file.extensions,
        presets,
        devices: file.devices,
        formats: file.formats,
        signing: signing(file.signing, secret, &mut warnings)?,
        limits: file.limits,
        answers: file.answers,
        stores: file.stores,
        warnings,
    })
}

fn sizes(file: &File) -> Result<Sizes, Mistake> {
    if file.sizes == SizesBy::Any {
        const SENTENCE: &str = "expected no ladder where `sizes` is \"any\", found one";
        if let Some(ladder) = &file.ladder {
            return Err(Mistake::at(ladder, SENTENCE));
        }
        if let Some(ratios) = &file.ratios {
            return Err(Mistake::at(ratios, SENTENCE));
        }
        let max = file.max.as_ref().map_or(MAX, |max| max.get_ref().get());
        return Ok(Sizes::Any { max });
    }
    if let Some(max) = &file.max {
        return Err(Mistake::at(max, "expected `sizes = \"any\"` beside it, found a ladder"));
    }
    let rungs = file.ladder.as_ref().map_or(RUNGS.to_vec(), |rungs| rungs.get_ref().clone());
    let ratios = match &file.ratios {
        None => Ratios::default(),
        Some(ratios) => ratios.get_ref().clone(),
    };
    let place = file.ladder.as_ref().map_or(0..0, Spanned::span);
    let message = "expected ascending side lengths of at least 1, found others".to_owned();
    let ladder = Ladder::new(rungs, ratios.0).ok_or(Mistake { span: place, message })?;
    Ok(Sizes::Ladder(ladder))
}

/// The presets of the file and those that are built in. A built-in one that the file gives
/// another meaning has that; one that it gives none is gone.
fn presets(file: &File) -> Result<Vec<Preset>, Mistake> {
    let preset = |name: &str, query: &str| {
        Preset::new(name, query, file.limits.output_side.get(), &file.formats.auto)
    };
    let mut presets = Vec::new();
    for (name, query) in BUILT_IN.iter().filter(|(name, _)| !file.presets.contains_key(*name)) {
        // A limit below a built-in preset's sides takes the preset away, not the policy.
        presets.extend(preset(name, query));
    }
    for (name, query) in &file.presets {
        let is_removed = query.get_ref().is_empty() && BUILT_IN.iter().any(|(n, _)| n == name);
        if !is_removed {
            let read = preset(name, query.get_ref());
            presets.push(read.map_err(|message| Mistake::at(query, message))?);
        }
    }
    presets.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(presets)
}

fn signing(
    fields: SigningFields,
    mut secret: impl FnMut(&KeySource) -> Result<String, String>,
    warnings: &mut Vec<String>,
) -> Result<Signing, Mistake> {
    let mut keys = Vec::new();
    for source in &fields.keys {
        let text = match source.get_ref() {
            KeySource::Inline(text) => {
                warnings.push("a signing key stands in the policy, for everybody to read".into());
                Ok(text.clone())
            }
            elsewhere => secret(elsewhere),
        };
        let text = text.map_err(|message| Mistake::at(source, message))?;
        let key = SigningKey::new(text.trim_end_matches(['\r', '\n']))
            .ok_or_else(|| Mistake::at(source, "expected a key, found nothing"))?;
        if key.is_short() {
            warnings.push("a signing key is shorter than 16 bytes, and can be guessed".into());
        }
        keys.push(key);
    }
    Ok(Signing { keys, required: fields.required })
}

/// The name of the innermost field whose text holds the place of a mistake, with the tables that
/// it is in.
fn field_at(table: &DeTable<'_>, place: &Range<usize>) -> Option<String> {
    table.iter().find_map(|(key, value)| {
        let name = key.get_ref();
        // A table's own text is but its header, so its fields are asked first.
        let within = match value.get_ref() {
            DeValue::Table(fields) => field_at(fields, place),
            _ => None,
        };
        let is_here = || holds(&key.span(), place) || holds(&value.span(), place);
        within
            .map(|field| format!("{name}.{field}"))
            .or_else(|| is_here().then(|| name.to_string()))
    })
}

fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end && !outer.is_empty()
}

/// Some word for all, or a list.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected \"any\" or a list of strings")]
enum AnyOrSome {
    Any(Any),
    Some(Vec<String>),
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Any {
    Any,
}

#[derive(Deserialize, Clone)]
#[serde(try_from = "AnyOrSome")]
struct Ratios(Option<Vec<Ratio>>);

impl Default for Ratios {
    fn default() -> Self {
        let ratio = |text| Ratio::read(text).expect("these are ratios");
        Ratios(Some(RATIOS.map(ratio).to_vec()))
    }
}

impl TryFrom<AnyOrSome> for Ratios {
    type Error = String;

    fn try_from(ratios: AnyOrSome) -> Result<Self, String> {
        let AnyOrSome::Some(words) = ratios else {
            return Ok(Ratios(None));
        };
        let ratio = |word: &String| {
            let sentence = || format!("expected a ratio such as \"3:2\", found `{word}`");
            Ratio::read(word).ok_or_else(sentence)
        };
        let ratios = words.iter().map(ratio).collect::<Result<Vec<_>, _>>()?;
        match ratios.is_empty() {
            true => Err("expected at least one ratio, found none".to_owned()),
            false => Ok(Ratios(Some(ratios))),
        }
    }
}

impl Default for Extensions {
    fn default() -> Self {
        Extensions::Listed(EXTENSIONS.map(str::to_owned).to_vec())
    }
}

impl<'de> Deserialize<'de> for Extensions {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let AnyOrSome::Some(words) = AnyOrSome::deserialize(deserializer)? else {
            return Ok(Extensions::Any);
        };
        let is_wrong = |word: &&String| word.contains(['.', '/']);
        if let Some(word) = words.iter().find(is_wrong) {
            let sentence = format!("expected an extension without its dot, found `{word}`");
            return Err(serde::de::Error::custom(sentence));
        }
        match words.is_empty() {
            true => Err(serde::de::Error::custom("expected at least one extension, found none")),
            false => Ok(Extensions::Listed(words)),
        }
    }
}
