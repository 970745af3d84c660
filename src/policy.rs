//! The policy: what this installation permits. It is read once, from the text of
//! `sizewise.toml`, and asked by every request.

mod file;

pub use file::PolicyError;

use crate::accept::Formats;
use crate::answers::Answers;
use crate::device::Device;
use crate::format::Product;
use crate::key::{Key, extension};
use crate::ladder::Sizes;
use crate::limits::Limits;
use crate::option::{Name, Place};
use crate::permission::Unsigned;
use crate::preset::Preset;
use crate::query::Asked;
use crate::refusal::{Found, Refusal};
use crate::signature::{Author, KeySource, Signing};
use crate::stores::Stores;
use crate::variant::{Sides, Size, Variant};
use crate::wish::Wish;
use serde::Deserialize;
use std::num::NonZeroU32;

/// What this installation permits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The sides that are made.
    pub sizes: Sizes,
    /// What a stranger may vary.
    pub unsigned: Unsigned,
    /// Whether nothing is made but what a preset asks.
    pub presets_only: bool,
    /// Which names are pictures'.
    pub extensions: Extensions,
    /// Names for options, by the alphabet.
    pub presets: Vec<Preset>,
    /// How wide screens are.
    pub devices: Devices,
    /// What is chosen where nothing exact is asked.
    pub formats: Formats,
    /// What is demanded of signatures.
    pub signing: Signing,
    /// What one request may cost.
    pub limits: Limits,
    /// How answers look.
    pub answers: Answers,
    /// Where bytes live.
    pub stores: Stores,
    /// What is permitted but unwise, as sentences for the operator.
    pub warnings: Vec<String>,
}

/// Which names are pictures', by what stands behind their last dot, in any case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extensions {
    /// All of them.
    Any,
    /// These, in lower case; an empty one is that of names without a dot.
    Listed(Vec<String>),
}

/// How wide the screens of each class of devices are, in pixels.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Devices {
    /// Default: 480.
    pub mobile: NonZeroU32,
    /// Default: 1,024.
    pub tablet: NonZeroU32,
    /// Default: 1,920.
    pub desktop: NonZeroU32,
}

impl Policy {
    /// The policy of a file without a word in it.
    pub fn standard() -> Self {
        let no_keys = |_: &KeySource| Err("there is none".to_owned());
        Policy::read("", "", no_keys).expect("every field has a default")
    }

    /// Reads the text of a policy; `file` is what errors call it. Keys that are not in the text
    /// itself are asked of `secret`, since this room reads no files and no environment.
    pub fn read(
        file: &str,
        text: &str,
        secret: impl FnMut(&KeySource) -> Result<String, String>,
    ) -> Result<Self, PolicyError> {
        file::read(file, text, secret)
    }

    /// The commented text of a policy in which every field has its default.
    pub fn default_text() -> &'static str {
        include_str!("policy/default.toml")
    }

    /// Whether a decoded path is a picture's by its name.
    pub fn touches(&self, path: &str) -> bool {
        match &self.extensions {
            Extensions::Any => true,
            Extensions::Listed(listed) => {
                let extension = extension(path).unwrap_or_default();
                listed.iter().any(|listed| listed.eq_ignore_ascii_case(extension))
            }
        }
    }

    /// What a query wishes, with its preset spelled out.
    pub fn wish(&self, asked: &Asked<'_>) -> Result<Wish, Refusal> {
        let Some(name) = asked.value(Name::Preset) else {
            return Wish::read(asked);
        };
        let preset = self.presets.iter().find(|preset| preset.name == name);
        let preset = preset.ok_or_else(|| Refusal::value(Name::Preset, name))?;
        Wish::read(&preset.under(asked))
    }

    /// What is made of a wish: its sides on the ladder, its quality and format settled. A variant
    /// that has been settled once stays as it is.
    pub fn settled(&self, wish: Wish, key: &Key, accept: &str) -> Result<Variant, Refusal> {
        let Wish { mut variant, dpr, device, auto_format } = wish;
        let cap = device.map(|device| self.devices.width(device));
        variant.size = match (variant.size, cap) {
            (Some(size), cap) => {
                let sides = size.sides.map(|side| dpr.times(side));
                Some(Size { sides: self.settled_sides(sides, cap), ..size })
            }
            (None, Some(width)) => {
                Some(Size { sides: Sides::Width(self.sizes.cap(width)), enlarge: false })
            }
            (None, None) => None,
        };
        variant.quality = variant.quality.map(|quality| self.settled_quality(quality));
        if auto_format {
            let sides = variant.size.map(|size| size.sides);
            variant.product = self.formats.best(accept, key, sides);
        }
        match &variant.from {
            Some(name) if !self.stores.sources.contains_key(&**name) => {
                Err(Refusal::value(Name::From, name))
            }
            _ => Ok(variant),
        }
    }

    /// The operator's own sides stand as they are; all others go through the ladder.
    fn settled_sides(&self, sides: Sides, cap: Option<u32>) -> Sides {
        let is_narrow = cap.is_none_or(|cap| sides.width().is_some_and(|width| width <= cap));
        if is_narrow && self.presets.iter().any(|preset| preset.makes(sides)) {
            return sides;
        }
        self.sizes.settled(sides, cap)
    }

    fn settled_quality(&self, quality: u8) -> u8 {
        if self.presets.iter().any(|preset| preset.makes_quality(quality)) {
            return quality;
        }
        self.formats.quality(quality)
    }

    /// Whether a settled variant may be made for this author, who `asked` for it.
    pub fn permit(
        &self,
        variant: &Variant,
        asked: &Asked<'_>,
        author: Author,
    ) -> Result<(), Refusal> {
        self.permit_by_presets(variant)?;
        if author == Author::KeyHolder {
            return Ok(());
        }
        if self.signing.required && !variant.is_original() {
            return Err(Refusal::SignatureMissing);
        }
        if let Some((option, _)) = self.unsigned.closed_part(variant).next()
            && !self.has_preset_for(variant, self.unsigned)
        {
            return Err(Refusal::Unsigned { option: option.spec().name });
        }
        let is_closed = |option: &Name| {
            let is_word_of_queries = option.spec().place == Place::Query;
            is_word_of_queries && !self.unsigned.has(*option)
        };
        let is_proof = |option: &Name| matches!(option, Name::Expires | Name::Signature);
        match asked.options().find(|option| is_closed(option) && !is_proof(option)) {
            Some(option) => Err(Refusal::Unsigned { option: option.spec().name }),
            None => Ok(()),
        }
    }

    /// Where nothing is made but what a preset asks: whether one asks this, in a format that
    /// `auto` may choose if in no other.
    pub fn permit_by_presets(&self, variant: &Variant) -> Result<(), Refusal> {
        if !self.presets_only || variant.is_original() {
            return Ok(());
        }
        let is_auto = |format| variant.product == Some(Product::Picture(format));
        let open = match self.formats.auto.iter().any(|format| is_auto(*format)) {
            true => Unsigned::NOTHING.with(Name::Format),
            false => Unsigned::NOTHING,
        };
        if self.has_preset_for(variant, open) {
            return Ok(());
        }
        Err(Refusal::NoPreset(Found::new(&variant.to_string())))
    }

    /// Whether there is a preset that makes just this, but for what is open.
    fn has_preset_for(&self, variant: &Variant, open: Unsigned) -> bool {
        let mut expansions = self.presets.iter().flat_map(Preset::expansions);
        expansions.any(|preset| open.closed_part(preset).eq(open.closed_part(variant)))
    }
}

impl Devices {
    /// How wide the screens of a class are.
    pub fn width(&self, device: Device) -> u32 {
        match device {
            Device::Mobile => self.mobile,
            Device::Tablet => self.tablet,
            Device::Desktop => self.desktop,
        }
        .get()
    }
}

impl Default for Devices {
    fn default() -> Self {
        let pixels = |number| NonZeroU32::new(number).expect("no screen is 0 wide");
        Devices { mobile: pixels(480), tablet: pixels(1024), desktop: pixels(1920) }
    }
}
