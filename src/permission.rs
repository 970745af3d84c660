//! Permission: what a stranger may vary without a signature.

use crate::list::WordOrList;
use crate::option::{Name, OPTIONS};
use crate::variant::{Value, Variant};
use serde::Deserialize;

/// The options that a stranger may vary. Each has few values; a crop or a blur has thousands and
/// needs a signature or a preset. What can be asked of one picture is bounded that way, by some
/// twelve million variants, since sizes, formats, qualities and turns multiply. Whoever wants a
/// tight bound permits presets only, or requires signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "WordOrList")]
pub struct Unsigned {
    /// A bit for each option, at its place in the table.
    options: u32,
    /// Whether a focus may be a point that has no name.
    coordinates: bool,
}

impl Default for Unsigned {
    fn default() -> Self {
        Unsigned::of(askable().filter(|option| option.spec().open), false)
    }
}

impl Unsigned {
    fn of(options: impl IntoIterator<Item = Name>, coordinates: bool) -> Self {
        let options = options.into_iter().fold(0, |bits, option| bits | bit(option));
        Unsigned { options, coordinates }
    }

    /// Whether this option may be varied at all.
    pub(crate) fn has(self, option: Name) -> bool {
        self.options & bit(option) != 0
    }

    /// The same, with one option more.
    pub(crate) fn with(self, option: Name) -> Self {
        Unsigned { options: self.options | bit(option), ..self }
    }

    /// What of a variant is not open.
    pub(crate) fn closed_part(self, variant: &Variant) -> impl Iterator<Item = (Name, Value<'_>)> {
        variant.options().filter(move |(option, value)| {
            let is_point = matches!(value, Value::Focus(focus) if focus.name().is_none());
            let is_open = self.has(*option) && (self.coordinates || !is_point);
            // A source is open by being named in the policy.
            !is_open && *option != Name::From
        })
    }

    /// The names as the policy lists them.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let options = askable().filter(move |option| self.has(*option));
        options.map(|o| o.spec().name).chain(self.coordinates.then_some(COORDINATES))
    }
}

const fn bit(option: Name) -> u32 {
    1 << option as u32
}

/// What the policy calls a focus that is a point without a name.
const COORDINATES: &str = "coordinates";

/// The options that a policy can open or close.
fn askable() -> impl Iterator<Item = Name> {
    let options = OPTIONS.iter().map(|spec| spec.option);
    options.filter(|option| *option != Name::From && !option.is_proof())
}

impl TryFrom<WordOrList> for Unsigned {
    type Error = String;

    fn try_from(open: WordOrList) -> Result<Self, String> {
        let Some(words) = open.list("all")? else {
            return Ok(Unsigned::of(askable(), true));
        };
        let mut unsigned = Unsigned::of([], false);
        for word in words {
            match askable().find(|option| option.spec().name == word) {
                Some(option) => unsigned = unsigned.with(option),
                None if word == COORDINATES => unsigned.coordinates = true,
                None => {
                    let names = askable().map(|option| option.spec().name).collect::<Vec<_>>();
                    let names = names.join(", ");
                    return Err(format!("expected one of {names}, {COORDINATES}, found `{word}`"));
                }
            }
        }
        Ok(unsigned)
    }
}
