//! The root element: whether there is one that is an SVG's, and how large it says that it is.

use super::broken;
use crate::error::Error;
use sizewise::Refusal;
use std::str::FromStr;
use svgtypes::{Length, LengthUnit, ViewBox};

/// The longest side of a picture. Whoever draws a map of a kilometre at its size has 4 million pixels, and
/// draws it at another.
const LONGEST: f64 = 1_000_000.0;
/// The shortest. Below it, numbers of 32 bits no longer tell what lies where.
const SHORTEST: f64 = 0.001;

/// The size of what does not say any, as in browsers.
pub(crate) const UNSAID: (f64, f64) = (300.0, 150.0);
/// The pixels of an `em` where nobody has chosen another.
pub(crate) const EM: f64 = 16.0;
const INCH: f64 = 96.0;

/// A root element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Root {
    width: Option<Length>,
    height: Option<Length>,
    /// The part of its own coordinates that is shown.
    shown: Option<ViewBox>,
}

impl Root {
    /// The root of a text that is an SVG's, so far.
    pub(crate) fn find(text: &str) -> Option<Self> {
        let mut rest = text.trim_start_matches('\u{feff}');
        loop {
            rest = rest.trim_start();
            rest = match rest.strip_prefix('<')? {
                comment if comment.starts_with("!--") => behind(comment, "-->")?,
                declaration if declaration.starts_with('?') => behind(declaration, "?>")?,
                doctype if doctype.starts_with("!DOCTYPE") => behind_doctype(doctype)?,
                tag => {
                    let end = tag.find(|c: char| c.is_whitespace() || "/>".contains(c))?;
                    let local = tag[..end].rsplit(':').next();
                    return (local == Some("svg")).then(|| Self::of(&tag[end..]));
                }
            };
        }
    }

    /// What its attributes say, and whatever is behind them.
    fn of(rest: &str) -> Self {
        let mut root = Self { width: None, height: None, shown: None };
        for (name, value) in (Attributes { rest }) {
            match name {
                "width" => root.width = Length::from_str(value).ok(),
                "height" => root.height = Length::from_str(value).ok(),
                "viewBox" => root.shown = ViewBox::from_str(value).ok().filter(is_there),
                _ => {}
            }
        }
        root
    }

    /// Whether it says what is shown of what is drawn.
    pub(crate) fn shows(&self) -> bool {
        self.shown.is_some()
    }

    /// Width and height in pixels of 1/96 inch, which need not be whole.
    pub(crate) fn size(&self) -> Result<(f64, f64), Error> {
        let Self { width, height, shown } = *self;
        let whole = shown.map_or(UNSAID, |shown| (shown.w, shown.h));
        let (mut across, mut down) = (pixels(width, whole.0), pixels(height, whole.1));
        if shown.is_some() {
            // Of a side that is not told, the other one tells the length.
            match (width, height) {
                (Some(_), None) => down = across * whole.1 / whole.0,
                (None, Some(_)) => across = down * whole.0 / whole.1,
                _ => {}
            }
        }
        let longest = across.max(down);
        if !(across >= SHORTEST && down >= SHORTEST) {
            return Err(broken(format!("a picture of {across} x {down} pixels")));
        }
        if longest > LONGEST {
            let (most, found) = (LONGEST as u64, longest as u64);
            return Err(Refusal::TooMuch { of: "pixels of a picture's side", most, found }.into());
        }
        Ok((across, down))
    }
}

/// Whether there is anything in it for those who count with 32 bits.
fn is_there(shown: &ViewBox) -> bool {
    let is_long = |start: f64, length: f64| start as f32 + length as f32 > start as f32;
    is_long(shown.x, shown.w) && is_long(shown.y, shown.h)
}

/// A length in pixels, and all of what there is where nothing is said.
fn pixels(length: Option<Length>, whole: f64) -> f64 {
    let Some(Length { number, unit }) = length else { return whole };
    number
        * match unit {
            LengthUnit::None | LengthUnit::Px => 1.0,
            LengthUnit::Em => EM,
            LengthUnit::Ex => EM / 2.0,
            LengthUnit::In => INCH,
            LengthUnit::Cm => INCH / 2.54,
            LengthUnit::Mm => INCH / 25.4,
            LengthUnit::Pt => INCH / 72.0,
            LengthUnit::Pc => INCH / 6.0,
            LengthUnit::Percent => whole / 100.0,
        }
}

/// What follows an end.
pub(crate) fn behind<'t>(text: &'t str, end: &str) -> Option<&'t str> {
    text.find(end).map(|at| &text[at + end.len()..])
}

/// What follows a doctype, which may have declarations of its own in brackets.
fn behind_doctype(text: &str) -> Option<&str> {
    let mut rest = text;
    let mut is_inside = false;
    loop {
        rest = &rest[rest.find(['"', '\'', '[', ']', '<', '>'])?..];
        let mark = rest.chars().next()?;
        rest = match mark {
            '"' | '\'' => behind(&rest[1..], if mark == '"' { "\"" } else { "'" })?,
            '<' if rest.starts_with("<!--") => behind(rest, "-->")?,
            '<' if rest.starts_with("<?") => behind(rest, "?>")?,
            '>' if !is_inside => return Some(&rest[1..]),
            _ => {
                is_inside = (is_inside || mark == '[') && mark != ']';
                &rest[1..]
            }
        };
    }
}

/// The attributes of a tag.
struct Attributes<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Attributes<'t> {
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| c.is_whitespace() || "=/>".contains(c))?;
        let (name, rest) = rest.split_at(end);
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|c| "\"'".contains(*c))?;
        let (value, rest) = rest[1..].split_once(quote)?;
        self.rest = rest;
        Some((name, value))
    }
}
