//! The text of `sizewise.toml`: its fields, and what is said of a mistake in it.

use super::{Devices, Policy};
use crate::answers::Answers;
use crate::extensions::Extensions;
use crate::formats::Formats;
use crate::ladder::{Ladder, Ratio, Sizes};
use crate::limits::Limits;
use crate::list::WordOrList;
use crate::permission::Unsigned;
use crate::preset::{BUILT_IN, Preset};
use crate::signature::{KeyPlace, Signing, SigningKey};
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
    keys: Vec<Spanned<KeyField>>,
    required: Option<Spanned<bool>>,
}

/// Where a key is, or the key.
enum KeyField {
    Env(String),
    File(String),
    Inline(String),
}

/// The longest side where any is permitted, unless the policy names another: a side of a 4K
/// screen.
const MAX: u32 = 4000;

const RUNGS: [u32; 10] = [64, 100, 200, 400, 600, 800, 1000, 1200, 1600, 2000];

const RATIOS: [&str; 11] =
    ["1:1", "5:4", "4:3", "3:2", "8:5", "16:9", "1.91:1", "2:1", "21:9", "3:1", "4:1"];

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
    secret: impl FnMut(KeyPlace<'_>) -> Result<String, String>,
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
    secret: impl FnMut(KeyPlace<'_>) -> Result<String, String>,
) -> Result<Policy, Mistake> {
    let file: File = toml::from_str(text)?;
    let (sizes, presets) = (sizes(&file)?, presets(&file)?);
    let mut warnings = Vec::new();
    if file.presets_only && presets.is_empty() {
        warnings.push("nothing is permitted but presets, and there are none".to_owned());
    }
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
    match file.sizes {
        SizesBy::Any => any_size(file),
        SizesBy::Ladder => ladder(file).map(Sizes::Ladder),
    }
}

fn any_size(file: &File) -> Result<Sizes, Mistake> {
    const SENTENCE: &str = "expected no ladder where `sizes` is \"any\", found one";
    let ladder = file.ladder.as_ref().map(|ladder| Mistake::at(ladder, SENTENCE));
    let ratios = file.ratios.as_ref().map(|ratios| Mistake::at(ratios, SENTENCE));
    if let Some(mistake) = ladder.or(ratios) {
        return Err(mistake);
    }
    let longest = file.limits.output_side.get();
    match &file.max {
        None => Ok(Sizes::Any { max: MAX.min(longest) }),
        Some(max) if max.get_ref().get() > longest => {
            Err(Mistake::at(max, too_long(longest, max.get_ref().get())))
        }
        Some(max) => Ok(Sizes::Any { max: max.get_ref().get() }),
    }
}

fn ladder(file: &File) -> Result<Ladder, Mistake> {
    if let Some(max) = &file.max {
        return Err(Mistake::at(max, "expected `sizes = \"any\"` beside it, found a ladder"));
    }
    let longest = file.limits.output_side.get();
    let ratios = file.ratios.as_ref().map_or_else(Ratios::default, |r| r.get_ref().clone());
    match &file.ladder {
        None => {
            let rungs = RUNGS.into_iter().filter(|rung| *rung <= longest).collect();
            let message = format!("expected a `ladder` of sides of at most {longest}, found none");
            Ladder::new(rungs, ratios.0).map_err(|_| Mistake { span: 0..0, message })
        }
        Some(rungs) => {
            let at = |message| Mistake::at(rungs, message);
            if let Some(rung) = rungs.get_ref().iter().find(|rung| **rung > longest) {
                return Err(at(too_long(longest, *rung)));
            }
            Ladder::new(rungs.get_ref().clone(), ratios.0).map_err(at)
        }
    }
}

fn too_long(longest: u32, found: u32) -> String {
    format!("expected sides of at most `limits.output_side`, {longest}, found {found}")
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
    mut secret: impl FnMut(KeyPlace<'_>) -> Result<String, String>,
    warnings: &mut Vec<String>,
) -> Result<Signing, Mistake> {
    let mut keys = Vec::new();
    for field in &fields.keys {
        let text = match field.get_ref() {
            KeyField::Env(name) => secret(KeyPlace::Env(name)),
            KeyField::File(path) => secret(KeyPlace::File(path)),
            KeyField::Inline(text) => {
                warnings.push("a signing key stands in the policy, for everybody to read".into());
                Ok(text.clone())
            }
        };
        let text = text.map_err(|message| Mistake::at(field, message))?;
        let key = SigningKey::new(text.trim_end_matches(['\r', '\n']))
            .ok_or_else(|| Mistake::at(field, "expected a key, found nothing"))?;
        if key.is_short() {
            warnings.push("a signing key is shorter than 16 bytes, and can be guessed".into());
        }
        keys.push(key);
    }
    match fields.required {
        // Nobody could ask for anything.
        Some(required) if *required.get_ref() && keys.is_empty() => {
            Err(Mistake::at(&required, "expected a key beside it in `signing.keys`, found none"))
        }
        required => Ok(Signing { keys, required: required.is_some_and(Spanned::into_inner) }),
    }
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

#[derive(Deserialize, Clone)]
#[serde(try_from = "WordOrList")]
struct Ratios(Option<Vec<Ratio>>);

impl Default for Ratios {
    fn default() -> Self {
        let ratio = |text| Ratio::read(text).expect("these are ratios");
        Ratios(Some(RATIOS.map(ratio).to_vec()))
    }
}

impl TryFrom<WordOrList> for Ratios {
    type Error = String;

    fn try_from(ratios: WordOrList) -> Result<Self, String> {
        let Some(words) = ratios.list("any")? else {
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

/// A key is never shown, not even where it stands in the wrong place.
impl<'de> Deserialize<'de> for KeyField {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let sentence =
            "expected one of { env = \"NAME\" }, { file = \"PATH\" } or { inline = \"KEY\" }";
        let wrong = || serde::de::Error::custom(sentence);
        let fields = BTreeMap::<String, String>::deserialize(deserializer).map_err(|_| wrong())?;
        let mut fields = fields.into_iter();
        match (fields.next(), fields.next()) {
            (Some((name, text)), None) if name == "env" => Ok(KeyField::Env(text)),
            (Some((name, text)), None) if name == "file" => Ok(KeyField::File(text)),
            (Some((name, text)), None) if name == "inline" => Ok(KeyField::Inline(text)),
            _ => Err(wrong()),
        }
    }
}
