//! Cases: what is made of which original, and the class that it counts for.

use crate::class::Class;
use crate::line::{Settings, Style};
use crate::original::{Alpha, Colours, Facts, Kind, Look, Original};
use sizewise::Format;
use sizewise_jpeg::Coding;
use std::fmt;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Case {
    pub(crate) file: String,
    /// The pictures in it that follow each other.
    pub(crate) frames: u32,
    pub(crate) wish: Wish,
}

/// What is made, of whichever original.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Wish {
    pub(crate) width: u32,
    pub(crate) format: Format,
    pub(crate) style: Style,
    pub(crate) settings: Settings,
    pub(crate) class: Class,
}

/// A thumbnail, a card, a column and a screen.
const THUMBNAIL: u32 = 200;
const CARD: u32 = 400;
const COLUMN: u32 = 720;
const SCREEN: u32 = 1600;

pub(crate) fn cases(original: &Original) -> Vec<Case> {
    let frames = match original.facts.kind {
        Kind::Film { frames } => frames,
        _ => 1,
    };
    let case = |wish| Case { file: original.name.clone(), frames, wish };
    wishes(original.facts).into_iter().map(case).collect()
}

/// What is made of an original, as far as it is larger than that.
fn wishes(facts: Facts) -> Vec<Wish> {
    let mut wishes = match facts.kind {
        Kind::Jpeg { coding, colours } => of_jpeg(facts.size.0, coding, colours),
        Kind::Png { look, alpha } => of_png(look, alpha),
        Kind::Film { .. } => {
            let webps = [CARD, COLUMN].map(|width| Wish::new(width, Format::Webp, Class::FilmWebp));
            let gifs = [CARD, COLUMN].map(|width| Wish::new(width, Format::Gif, Class::FilmGif));
            [webps, gifs].concat()
        }
        Kind::Avif => [CARD, COLUMN].map(|w| Wish::new(w, Format::Webp, Class::OfAvif)).into(),
        Kind::Svg => [CARD, COLUMN].map(|w| Wish::new(w, Format::Png, Class::OfSvg)).into(),
        Kind::Other => Vec::new(),
    };
    wishes.retain(|wish| wish.width < facts.size.0);
    wishes
}

fn of_jpeg(original: u32, coding: Coding, colours: Colours) -> Vec<Wish> {
    let widths = match colours {
        Colours::Other => vec![CARD, SCREEN],
        _ => vec![THUMBNAIL, CARD, COLUMN, SCREEN],
    };
    let classed =
        |width| Wish::new(width, Format::Jpeg, Class::of_jpeg(original, width, coding, colours));
    let mut wishes = widths.into_iter().map(classed).collect::<Vec<_>>();
    // What else becomes of the others says nothing new of the encoders, and would count their decoding twice.
    if coding == Coding::Sequential && colours != Colours::Other {
        for width in [CARD, COLUMN, SCREEN] {
            let grey = Wish::new(width, Format::Jpeg, Class::Grey);
            wishes.push(Wish { style: Style::Bw, ..grey });
            for settings in [Settings::Default, Settings::Equal] {
                let webp = Wish::new(width, Format::Webp, Class::of_webp(settings));
                wishes.push(Wish { settings, ..webp });
            }
        }
        wishes.push(Wish::new(COLUMN, Format::Avif, Class::Avif));
    }
    wishes
}

fn of_png(look: Look, alpha: Alpha) -> Vec<Wish> {
    let class = match look {
        Look::Photograph => Class::PngPhotograph,
        Look::Drawn => Class::PngDrawn,
    };
    let widths = [CARD, COLUMN];
    let mut wishes = widths.map(|width| Wish::new(width, Format::Png, class)).to_vec();
    if alpha == Alpha::ShinesThrough {
        wishes.extend(widths.map(|width| Wish::new(width, Format::Webp, Class::AlphaWebp)));
    }
    wishes
}

impl Case {
    /// The frames that tell what all of them are worth: the first, one of the middle, the last.
    pub(crate) fn looked_at(&self) -> Vec<u32> {
        let mut frames = vec![0, self.frames / 2, self.frames - 1];
        frames.dedup();
        frames
    }
}

impl Wish {
    fn new(width: u32, format: Format, class: Class) -> Self {
        Self { width, format, style: Style::Default, settings: Settings::Default, class }
    }
}

impl fmt::Display for Wish {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grey = if self.style == Style::Bw { "grey " } else { "" };
        let equal = if self.settings == Settings::Equal { ", equal" } else { "" };
        write!(text, "{} {grey}{}{equal}", self.width, self.format.name())
    }
}

impl fmt::Display for Case {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(text, "{} {}", self.file, self.wish)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(size: (u32, u32), kind: Kind) -> Vec<String> {
        wishes(Facts { size, kind }).iter().map(Wish::to_string).collect()
    }

    #[test]
    fn nothing_is_made_larger_or_left_as_large_as_it_is() {
        let kind = Kind::Jpeg { coding: Coding::Progressive, colours: Colours::Untagged };
        assert_eq!(listed((720, 900), kind), ["200 jpeg", "400 jpeg"]);
        assert_eq!(listed((721, 100), kind), ["200 jpeg", "400 jpeg", "720 jpeg"]);
        assert!(listed((200, 200), kind).is_empty());
    }

    #[test]
    fn a_baseline_file_races_in_every_format() {
        let kind = Kind::Jpeg { coding: Coding::Sequential, colours: Colours::Untagged };
        let expected = ["200 jpeg", "400 jpeg", "400 grey jpeg", "400 webp", "400 webp, equal"];
        assert_eq!(listed((500, 500), kind), expected);
        assert!(listed((4000, 3000), kind).contains(&"720 avif".to_owned()));
    }

    #[test]
    fn what_has_another_profile_races_for_information() {
        let kind = Kind::Jpeg { coding: Coding::Sequential, colours: Colours::Other };
        assert_eq!(listed((4000, 3000), kind), ["400 jpeg", "1600 jpeg"]);
    }

    #[test]
    fn of_a_film_three_frames_are_looked_at() {
        let wish = Wish::new(CARD, Format::Gif, Class::FilmGif);
        let of = |frames| Case { file: "a.gif".into(), frames, wish }.looked_at();
        assert_eq!((of(1), of(2), of(30)), (vec![0], vec![0, 1], vec![0, 15, 29]));
    }

    #[test]
    fn only_what_shines_through_becomes_a_webp() {
        let png = |alpha| Kind::Png { look: Look::Drawn, alpha };
        assert_eq!(listed((800, 600), png(Alpha::Opaque)), ["400 png", "720 png"]);
        let expected = ["400 png", "720 png", "400 webp", "720 webp"];
        assert_eq!(listed((800, 600), png(Alpha::ShinesThrough)), expected);
    }
}
