//! Presets: names for options that the operator has chosen, exactly as they were chosen.

use crate::format::{Format, Product};
use crate::number::Decimal;
use crate::option::{Name, OPTIONS, Spec};
use crate::percent::decoded_query;
use crate::query::{Asked, Query};
use crate::variant::{Sides, Size, Variant};
use crate::wish::Wish;

/// A name, and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    /// The name.
    pub name: String,
    /// What it stands for, as a query.
    pub query: String,
    asked: Asked<'static>,
    /// What it makes: for an ordinary screen, and for finer ones.
    expansions: Vec<Variant>,
}

/// The finer screens that presets are made for: browsers ask `srcset` for these.
pub(crate) const SCREENS: [Decimal; 3] =
    [Decimal::ONE, Decimal::from_hundredths(200), Decimal::from_hundredths(300)];

/// What every installation has, unless it gives the name another meaning: what the large sites
/// show of a linked page, and a square.
pub(crate) const BUILT_IN: [(&str, &str); 3] = [
    ("open-graph", "width=1200&height=630&fit=cover"),
    ("square", "width=1080&height=1080&fit=cover"),
    ("twitter-card", "width=1200&height=628&fit=cover"),
];

impl Preset {
    /// A preset with sides of at most `longest`, in a format of `auto` if it asks for that; the
    /// sentence says what is wrong with it.
    pub(crate) fn new(
        name: &str,
        query: &str,
        longest: u32,
        auto: &[Format],
    ) -> Result<Self, String> {
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || !name.chars().all(is_name) {
            return Err(format!("expected a name of a-z, 0-9 and -, found `{name}`"));
        }
        refuse_unknown(query)?;
        let asked = Query(query).asked().into_owned();
        let wish = Wish::read(&asked).map_err(|refusal| refusal.to_string())?;
        if wish.variant.is_original() && !wish.auto_format {
            return Err(format!("expected a preset that asks for something, found `{query}`"));
        }
        let expansions = expansions(&wish, longest, auto);
        if expansions.is_empty() {
            return Err(format!("expected sides of at most {longest}, found `{query}`"));
        }
        Ok(Preset { name: name.to_owned(), query: query.to_owned(), asked, expansions })
    }

    /// What is asked by a query that names this preset: explicit options win.
    pub(crate) fn under<'b>(&'b self, asked: &'b Asked<'_>) -> Asked<'b> {
        asked.or(&self.asked)
    }

    /// What it makes, if it says so.
    pub(crate) fn product(&self) -> Option<Product> {
        self.expansions.first().and_then(|variant| variant.product)
    }

    /// Every variant that it stands for.
    pub(crate) fn expansions(&self) -> impl Iterator<Item = &Variant> {
        self.expansions.iter()
    }

    /// Whether it makes just these sides, wherever the focus is.
    pub(crate) fn makes(&self, sides: Sides) -> bool {
        let own = self.expansions.iter().filter_map(|variant| variant.size);
        own.into_iter().any(|size| is_like(size.sides, sides))
    }

    /// Whether it makes this quality.
    pub(crate) fn makes_quality(&self, quality: u8) -> bool {
        self.expansions.iter().any(|variant| variant.quality == Some(quality))
    }
}

/// A word that is no option would be passed over in a viewer's query, but in an operator's it is
/// a mistake, and so is one that has no place in a preset.
fn refuse_unknown(query: &str) -> Result<(), String> {
    let is_elsewhere =
        |option: Name| matches!(option, Name::Preset | Name::Device) || option.is_proof();
    for pair in Query(query).pairs() {
        let name = decoded_query(pair.name);
        let spec = Spec::named(&name).filter(|spec| spec.is_in_queries());
        if spec.is_none_or(|spec| is_elsewhere(spec.option)) {
            let known = OPTIONS.iter().filter(|spec| spec.is_in_queries());
            let known = known.filter(|spec| !is_elsewhere(spec.option));
            let names = known.map(|spec| spec.name).collect::<Vec<_>>().join(", ");
            return Err(format!("expected one of {names}, found `{name}`"));
        }
    }
    Ok(())
}

/// What a wish makes at its own dpr and for each screen, as far as its sides permit; and, if it
/// asks for `auto`, all that again in each format that it may get.
fn expansions(wish: &Wish, longest: u32, auto: &[Format]) -> Vec<Variant> {
    let is_small =
        |variant: &Variant| variant.size.is_none_or(|size| size.sides.longest() <= longest);
    let factors = [wish.dpr].into_iter().chain(SCREENS);
    let magnified = factors.map(|factor| magnified(&wish.variant, factor));
    let mut expansions = magnified.filter(is_small).collect::<Vec<_>>();
    if wish.auto_format {
        for variant in expansions.clone() {
            let chosen = auto.iter().map(|format| Some(Product::Picture(*format)));
            expansions.extend(chosen.map(|product| Variant { product, ..variant.clone() }));
        }
    }
    expansions
}

fn magnified(variant: &Variant, factor: Decimal) -> Variant {
    let grown = |size: Size| Size { sides: size.sides.map(|side| factor.times(side)), ..size };
    Variant { size: variant.size.map(grown), ..variant.clone() }
}

fn is_like(one: Sides, other: Sides) -> bool {
    match (one, other) {
        (
            Sides::Both { width, height, fit },
            Sides::Both { width: other_width, height: other_height, fit: other_fit },
        ) => (width, height) == (other_width, other_height) && fit.is_like(other_fit),
        _ => one == other,
    }
}
