//! The options: one table that the reader of queries, the reader of paths, the policy and the
//! printed grammar all go by.

use crate::device::Device;
use crate::fit::Fit;
use crate::focus::Focus;
use crate::format::WantedFormat;
use crate::number::Decimal;
use crate::style::Style;
use crate::word::{Spellings, Word};
use std::fmt::{self, Display};

/// An option's identity, and its place in [`OPTIONS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Name {
    /// The width of the result.
    Width,
    /// The height of the result.
    Height,
    /// Colour or grey.
    Style,
    /// How a picture of one shape goes into a box of another.
    Fit,
    /// What `cover` keeps.
    Focus,
    /// Whether a small original is made larger.
    Enlarge,
    /// Device pixels to one pixel of the page.
    Dpr,
    /// What is made.
    Format,
    /// How well a lossy format is written.
    Quality,
    /// What stands behind a picture that does not fill its box, or shines through.
    Background,
    /// The rectangle of the original that is used.
    Crop,
    /// How much a border may vary and still be cut off.
    Trim,
    /// Clockwise degrees.
    Rotate,
    /// Whether top and bottom change places.
    Flip,
    /// Whether left and right change places.
    Flop,
    /// How wide a blur is.
    Blur,
    /// How strong edges are made.
    Sharpen,
    /// The colour that greys become.
    Tint,
    /// Whether light becomes dark.
    Negate,
    /// Whether contrast is stretched to the full range.
    Normalize,
    /// A name for options that the policy holds.
    Preset,
    /// A class of screens, which caps the width.
    Device,
    /// Which source the original is in.
    From,
    /// When a signed URL ends.
    Expires,
    /// The proof that the owner of a key wrote this URL.
    Signature,
}

/// How many options there are.
pub(crate) const COUNT: usize = OPTIONS.len();

/// What there is to know about an option.
#[derive(Debug)]
pub struct Spec {
    /// Which one it is.
    pub option: Name,
    /// Its name, in queries and in paths.
    pub name: &'static str,
    /// Other names that are read.
    pub aliases: &'static [&'static str],
    /// What its values are.
    pub takes: Takes,
    /// The value that is meant where none is given, if there is one that could be given.
    pub default: Option<&'static str>,
    /// Where it stands.
    pub place: Place,
    /// Whether a stranger may vary it, unless the policy says otherwise.
    pub open: bool,
}

/// Where an option stands in a query and in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In queries; in paths it has a fixed place and no name.
    Segment,
    /// In queries, and by its name in paths.
    Everywhere,
    /// In queries only: a path is what comes out of it.
    Query,
    /// In paths only.
    Path,
}

/// What the values of an option are.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// A whole number; `u32::MAX` is no limit.
    Whole {
        /// The least.
        min: u32,
        /// The greatest.
        max: u32,
    },
    /// A number of at most two decimals.
    Decimal {
        /// The least.
        min: Decimal,
        /// The greatest.
        max: Decimal,
    },
    /// On or off.
    Flag,
    /// One of some words.
    Words(fn() -> Spellings),
    /// One of some words, or a point.
    Focus(fn() -> Spellings),
    /// Degrees.
    QuarterTurns,
    /// A colour that may be transparent.
    Colour,
    /// A colour.
    OpaqueColour,
    /// A rectangle.
    Crop,
    /// A name that the policy knows.
    Known(&'static str),
    /// A point in time.
    Time,
    /// A signature.
    Signature,
}

/// What a flag is when it is on. Bare, it is the first.
pub(crate) const ON: [&str; 2] = ["1", "true"];

/// What a flag is when it is off.
pub(crate) const OFF: [&str; 2] = ["0", "false"];

const fn decimal(min: u32, max: u32) -> Takes {
    Takes::Decimal { min: Decimal::from_hundredths(min), max: Decimal::from_hundredths(max) }
}

const SIDE: Takes = Takes::Whole { min: 1, max: u32::MAX };

/// Every option, in the order of [`Name`].
#[rustfmt::skip]
pub static OPTIONS: [Spec; 25] = [
    Spec::new(Name::Width, "width", &["w"], SIDE, None).at(Place::Segment),
    Spec::new(Name::Height, "height", &["h"], SIDE, None).at(Place::Segment),
    Spec::new(Name::Style, "style", &[], Takes::Words(Style::spellings), Some("default")).at(Place::Segment),
    Spec::new(Name::Fit, "fit", &[], Takes::Words(Fit::spellings), Some("inside")),
    Spec::new(Name::Focus, "focus", &["position", "gravity"], Takes::Focus(Focus::spellings), Some("center")),
    Spec::new(Name::Enlarge, "enlarge", &[], Takes::Flag, Some("0")),
    Spec::new(Name::Dpr, "dpr", &[], decimal(100, 400), Some("1")).at(Place::Query),
    Spec::new(Name::Format, "format", &["f", "fm"], Takes::Words(WantedFormat::spellings), None),
    Spec::new(Name::Quality, "quality", &["q"], Takes::Whole { min: 1, max: 100 }, None),
    Spec::new(Name::Background, "background", &["bg"], Takes::Colour, Some("ffffff")).closed(),
    Spec::new(Name::Crop, "crop", &[], Takes::Crop, None).closed(),
    Spec::new(Name::Trim, "trim", &[], Takes::Whole { min: 0, max: 100 }, None).closed(),
    Spec::new(Name::Rotate, "rotate", &[], Takes::QuarterTurns, Some("0")),
    Spec::new(Name::Flip, "flip", &[], Takes::Flag, Some("0")),
    Spec::new(Name::Flop, "flop", &[], Takes::Flag, Some("0")),
    Spec::new(Name::Blur, "blur", &[], decimal(30, 10_000), None).closed(),
    Spec::new(Name::Sharpen, "sharpen", &[], decimal(10, 1_000), None).closed(),
    Spec::new(Name::Tint, "tint", &[], Takes::OpaqueColour, None).closed(),
    Spec::new(Name::Negate, "negate", &[], Takes::Flag, Some("0")).closed(),
    Spec::new(Name::Normalize, "normalize", &[], Takes::Flag, Some("0")).closed(),
    Spec::new(Name::Preset, "preset", &["dimensions"], Takes::Known("a preset of this installation"), None).at(Place::Query),
    Spec::new(Name::Device, "device", &["device-type"], Takes::Words(Device::spellings), None).at(Place::Query),
    Spec::new(Name::From, "from", &[], Takes::Known("a source of this installation"), None).at(Place::Path),
    Spec::new(Name::Expires, "expires", &[], Takes::Time, None).at(Place::Query),
    Spec::new(Name::Signature, "signature", &[], Takes::Signature, None).at(Place::Query),
];

impl Spec {
    /// An option that stands everywhere, and that strangers may vary.
    const fn new(
        option: Name,
        name: &'static str,
        aliases: &'static [&'static str],
        takes: Takes,
        default: Option<&'static str>,
    ) -> Self {
        Spec { option, name, aliases, takes, default, place: Place::Everywhere, open: true }
    }

    const fn closed(self) -> Self {
        Spec { open: false, ..self }
    }

    const fn at(self, place: Place) -> Self {
        Spec { place, ..self }
    }

    /// The option that has this name or alias.
    pub fn named(text: &str) -> Option<&'static Spec> {
        OPTIONS.iter().find(|spec| spec.name == text || spec.aliases.contains(&text))
    }

    /// Whether a query can hold it.
    pub fn is_in_queries(&self) -> bool {
        self.place != Place::Path
    }

    /// Whether a path can hold it by its name.
    pub fn is_named_in_paths(&self) -> bool {
        matches!(self.place, Place::Everywhere | Place::Path)
    }
}

impl Name {
    /// What there is to know about it.
    pub fn spec(self) -> &'static Spec {
        &OPTIONS[self as usize]
    }

    /// Whether it proves who wrote a URL, and asks nothing of a picture.
    pub fn is_proof(self) -> bool {
        matches!(self, Name::Expires | Name::Signature)
    }
}

/// What is expected, as it stands in a refusal.
impl Display for Takes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Takes::Whole { min, max: u32::MAX } => write!(f, "a whole number of at least {min}"),
            Takes::Whole { min, max } => write!(f, "a whole number from {min} to {max}"),
            Takes::Decimal { min, max } => write!(f, "a number from {min} to {max}"),
            Takes::Flag => f.write_str("`1`, `true`, `0`, `false` or nothing"),
            Takes::Words(words) => write_words(f, &words()),
            Takes::Focus(words) => {
                write_words(f, &words())?;
                f.write_str(", or a point such as `0.5_0.3`")
            }
            Takes::QuarterTurns => f.write_str("a multiple of 90"),
            Takes::Colour => f.write_str("a hex colour such as `ff8800`"),
            Takes::OpaqueColour => f.write_str("an opaque hex colour such as `ff8800`"),
            Takes::Crop => f.write_str("`x_y_w_h` in whole pixels, with `w` and `h` of at least 1"),
            Takes::Known(what) => f.write_str(what),
            Takes::Time => f.write_str("`YYYYMMDDTHHmmssZ` or unix seconds"),
            Takes::Signature => f.write_str("64 hex digits"),
        }
    }
}

fn write_words(f: &mut fmt::Formatter<'_>, spellings: &Spellings) -> fmt::Result {
    let canonical = spellings.iter().filter(|(spelling, written)| spelling == written);
    let words = canonical.map(|(word, _)| word).collect::<Vec<_>>();
    let (last, others) = words.split_last().expect("a vocabulary has words");
    for (index, word) in others.iter().enumerate() {
        write!(f, "{}`{word}`", if index == 0 { "" } else { ", " })?;
    }
    write!(f, " or `{last}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_stands_at_its_own_place_in_the_table() {
        for (index, spec) in OPTIONS.iter().enumerate() {
            assert_eq!(spec.option as usize, index, "{}", spec.name);
        }
    }

    #[test]
    fn no_name_means_two_options() {
        let names = OPTIONS.iter().flat_map(|spec| spec.aliases.iter().chain([&spec.name]));
        for name in names.clone() {
            assert_eq!(names.clone().filter(|other| *other == name).count(), 1, "{name}");
        }
    }

    #[test]
    fn what_is_expected_reads_as_a_phrase() {
        for (option, phrase) in [
            (Name::Width, "a whole number of at least 1"),
            (Name::Quality, "a whole number from 1 to 100"),
            (Name::Blur, "a number from 0.3 to 100"),
            (Name::Style, "`default` or `bw`"),
            (Name::Device, "`mobile`, `tablet` or `desktop`"),
        ] {
            assert_eq!(option.spec().takes.to_string(), phrase);
        }
    }
}
