//! The policy: what this installation permits. It is read once, from the text of
//! `sizewise.toml`, and asked by every request.

mod file;

pub use file::PolicyError;

use crate::answers::Answers;
use crate::device::Device;
use crate::extensions::Extensions;
use crate::format::{Format, Product, WantedFormat};
use crate::formats::Formats;
use crate::key::{Key, extension};
use crate::ladder::Sizes;
use crate::limits::Limits;
use crate::number::Decimal;
use crate::option::{Name, Place};
use crate::permission::Unsigned;
use crate::preset::Preset;
use crate::query::Asked;
use crate::refusal::{Found, Refusal};
use crate::signature::{Author, KeyPlace, Signing};
use crate::stores::Stores;
use crate::variant::{Sides, Size, Variant};
use crate::wish::Wish;
use crate::word::Word;
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
        Policy::read("", "", |_| Err("there is none".to_owned()))
            .expect("every field has a default")
    }

    /// Reads the text of a policy; `file` is what errors call it. Keys that are not in the text
    /// itself are asked of `secret`, since this room reads no files and no environment.
    pub fn read(
        file: &str,
        text: &str,
        secret: impl FnMut(KeyPlace<'_>) -> Result<String, String>,
    ) -> Result<Self, PolicyError> {
        file::read(file, text, secret)
    }

    /// The commented text of a policy in which every field has its default.
    pub fn default_text() -> &'static str {
        include_str!("policy/default.toml")
    }

    /// Whether a decoded path is a picture's by its name. A folder's is none.
    pub fn touches(&self, path: &str) -> bool {
        if path.is_empty() || path.ends_with('/') {
            return false;
        }
        self.extensions.has(extension(path).unwrap_or_default())
    }

    /// What of this policy changes the pixels of a variant that is asked by its path: one text for all policies that
    /// make the same ones.
    pub fn pixels(&self) -> String {
        self.formats.pixels()
    }

    /// What a query wishes, with its preset spelled out.
    pub fn wish(&self, asked: &Asked<'_>) -> Result<Wish, Refusal> {
        let Some(name) = asked.value(Name::Preset) else {
            return Wish::read(asked);
        };
        let preset = self.presets.iter().find(|preset| preset.name == name);
        let preset = preset.ok_or_else(|| Refusal::value(Name::Preset, name))?;
        let mut wish = Wish::read(&preset.under(asked))?;
        if wish.auto_format {
            // Where nothing better is accepted, the preset's own format it is.
            wish.variant.product = preset.product();
        }
        Ok(wish)
    }

    /// What is made of a wish: its sides on the ladder, its quality and format settled. A variant
    /// that has been settled once stays as it is.
    pub fn settled(&self, wish: Wish, key: &Key, accept: &str) -> Result<Variant, Refusal> {
        let Wish { mut variant, dpr, device, auto_format } = wish;
        let screen = device.map(|device| self.devices.width(device));
        variant.size = match (variant.size, screen) {
            (Some(size), _) => {
                Some(Size { sides: self.settled_sides(size.sides, dpr, screen), ..size })
            }
            (None, Some(screen)) => {
                let width = self.sizes.widest_for(screen);
                Some(Size { sides: Sides::Width(width), enlarge: false })
            }
            (None, None) => None,
        };
        variant.quality = variant.quality.map(|quality| self.settled_quality(quality));
        if auto_format {
            let sides = variant.size.map(|size| size.sides);
            variant.product = self.formats.best(accept, key, sides).or(variant.product);
        }
        match &variant.from {
            Some(name) if !self.stores.sources.contains_key(&**name) => {
                Err(Refusal::value(Name::From, name))
            }
            _ => Ok(variant.without_what_cannot_matter()),
        }
    }

    /// The operator's own sides stand as they are; all others go through the ladder.
    fn settled_sides(&self, sides: Sides, dpr: Decimal, screen: Option<u32>) -> Sides {
        let widest = screen.map_or(u32::MAX, |screen| self.sizes.widest_for(screen));
        let exact = sides.map(|side| dpr.times(side));
        let is_narrow = screen.is_none() || exact.width().is_some_and(|width| width <= widest);
        if is_narrow && self.presets.iter().any(|preset| preset.makes(exact)) {
            return exact;
        }
        self.sizes.settled(sides, dpr, screen)
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
        if self.signing.required && !variant.is_untouched() {
            return Err(Refusal::SignatureMissing);
        }
        match self.closed_word(asked).or_else(|| self.closed_option(variant)) {
            Some(option) => Err(Refusal::Unsigned { option: option.spec().name }),
            None => Ok(()),
        }
    }

    /// What was asked that strangers may not ask, of the words that no path holds: a path can be
    /// judged by what it says, but these are gone by then.
    fn closed_word(&self, asked: &Asked<'_>) -> Option<Name> {
        let is_auto = asked.value(Name::Format).and_then(Word::read) == Some(WantedFormat::Auto);
        let is_gone = |option: Name| match option {
            Name::Format => is_auto,
            _ => option.spec().place == Place::Query && !option.is_proof(),
        };
        // At which dpr and in which formats a preset is made, `presets_only` says itself.
        let is_free = |option| self.presets_only && matches!(option, Name::Dpr | Name::Format);
        let is_closed = |option| is_gone(option) && !is_free(option) && !self.unsigned.has(option);
        asked.options().find(|option| is_closed(*option))
    }

    /// What a variant has that strangers may not vary, unless a preset has it as well.
    fn closed_option(&self, variant: &Variant) -> Option<Name> {
        let (option, _) = self.unsigned.closed_part(variant).next()?;
        if !self.unsigned.has(Name::Preset) {
            return Some(option);
        }
        // Where nothing but presets is permitted, one has been found already.
        let is_permitted = self.presets_only || self.has_preset_for(variant);
        (!is_permitted).then_some(option)
    }

    /// Where nothing is made but what a preset asks: whether one asks this. The format may be the
    /// preset's or any that `auto` can choose.
    pub fn permit_by_presets(&self, variant: &Variant) -> Result<(), Refusal> {
        if !self.presets_only || variant.is_untouched() {
            return Ok(());
        }
        let is_auto = |format: &Format| variant.product == Some(Product::Picture(*format));
        let is_negotiated = self.formats.auto.iter().any(is_auto);
        let is_asked_by = |preset: &Variant| {
            let product = if is_negotiated { variant.product } else { preset.product };
            *variant == Variant { product, from: variant.from.clone(), ..preset.clone() }
        };
        if self.presets.iter().flat_map(Preset::expansions).any(is_asked_by) {
            return Ok(());
        }
        Err(Refusal::NoPreset(Found::new(&variant.to_string())))
    }

    /// Whether there is a preset that asks all that strangers may not vary. Of the rest they may
    /// ask what they like, as they may without a preset. Sides that are closed are closed as a
    /// pair: half a box is another wish.
    fn has_preset_for(&self, variant: &Variant) -> bool {
        let closed = |variant| self.unsigned.closed_part(variant);
        let sides = |variant: &Variant| {
            let sides = variant.size.map(|size| size.sides);
            (sides.and_then(Sides::width), sides.and_then(Sides::height))
        };
        let is_side = |option| matches!(option, Name::Width | Name::Height);
        let are_sides_closed = closed(variant).any(|(option, _)| is_side(option));
        let mut expansions = self.presets.iter().flat_map(Preset::expansions);
        expansions.any(|preset| {
            let has = |asked| closed(preset).any(|own| own == asked);
            closed(variant).all(has) && (!are_sides_closed || sides(preset) == sides(variant))
        })
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
