//! Geometry: how a picture of one size becomes one of another.

use crate::fit::Fit;
use crate::focus::Focus;
use crate::number::scaled;
use crate::variant::{Sides, Size};

/// What of a picture is taken, to which size that is scaled, and where it then lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// The part of the picture that is taken.
    pub window: Window,
    /// The size that part is scaled to.
    pub scaled: (u32, u32),
    /// The size of the result, which is larger where `contain` adds a border.
    pub canvas: (u32, u32),
    /// Where the scaled part lies on the canvas, from the top left corner.
    pub offset: (u32, u32),
}

/// A rectangle of a picture, which need not begin or end at a pixel's edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Where it is.
    pub place: WindowPlace,
}

/// Where a window is, or how its place is found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WindowPlace {
    /// Its top left corner.
    At {
        /// From the left edge.
        x: f64,
        /// From the top edge.
        y: f64,
    },
    /// Where the most skin, edges and saturation are.
    Smart,
    /// Where the most detail is.
    Entropy,
}

type Pair = (u32, u32);

impl Frame {
    /// How a picture of `from` pixels goes into the size that is asked.
    pub fn new(size: Option<Size>, from: Pair) -> Self {
        let Some(Size { sides, enlarge }) = size else {
            return Frame::whole(from, from);
        };
        let (width, height) = from;
        match sides {
            Sides::Width(asked) if enlarge || asked < width => {
                Frame::whole(from, (asked, scaled(height, asked, width)))
            }
            Sides::Height(asked) if enlarge || asked < height => {
                Frame::whole(from, (scaled(width, asked, height), asked))
            }
            Sides::Width(_) | Sides::Height(_) => Frame::whole(from, from),
            Sides::Both { width, height, fit } => {
                let asked = (width, height);
                match fit {
                    Fit::Inside => Frame::whole(from, inside(asked, from, enlarge)),
                    Fit::Outside => Frame::whole(from, outside(asked, from, enlarge)),
                    Fit::Fill => Frame::whole(from, shape_held(asked, from, enlarge)),
                    Fit::Cover(focus) => {
                        Frame::cover(from, shape_held(asked, from, enlarge), focus)
                    }
                    Fit::Contain => Frame::contain(from, inside(asked, from, enlarge), asked),
                }
            }
        }
    }

    fn whole(from: Pair, to: Pair) -> Self {
        let (width, height) = (f64::from(from.0), f64::from(from.1));
        let window = Window { width, height, place: WindowPlace::At { x: 0.0, y: 0.0 } };
        Frame { window, scaled: to, canvas: to, offset: (0, 0) }
    }

    fn cover(from: Pair, to: Pair, focus: Focus) -> Self {
        let (from_width, from_height) = (f64::from(from.0), f64::from(from.1));
        let scale = (f64::from(to.0) / from_width).max(f64::from(to.1) / from_height);
        let width = (f64::from(to.0) / scale).min(from_width);
        let height = (f64::from(to.1) / scale).min(from_height);
        // The window lies around its focus as well as it can without leaving the picture.
        let around = |share: f64, window: f64, whole: f64| {
            (share * whole - window / 2.0).clamp(0.0, whole - window)
        };
        let place = match focus {
            Focus::Smart => WindowPlace::Smart,
            Focus::Entropy => WindowPlace::Entropy,
            Focus::Point { x, y } => WindowPlace::At {
                x: around(x.into(), width, from_width),
                y: around(y.into(), height, from_height),
            },
        };
        Frame { window: Window { width, height, place }, ..Frame::whole(from, to) }
    }

    fn contain(from: Pair, to: Pair, canvas: Pair) -> Self {
        let offset = ((canvas.0 - to.0) / 2, (canvas.1 - to.1) / 2);
        Frame { canvas, offset, ..Frame::whole(from, to) }
    }
}

/// As large as fits into the box.
fn inside(asked: Pair, from: Pair, enlarge: bool) -> Pair {
    if !enlarge && asked.0 >= from.0 && asked.1 >= from.1 {
        return from;
    }
    if is_wider(from, asked) {
        (asked.0, scaled(from.1, asked.0, from.0))
    } else {
        (scaled(from.0, asked.1, from.1), asked.1)
    }
}

/// As small as covers the box.
fn outside(asked: Pair, from: Pair, enlarge: bool) -> Pair {
    if !enlarge && (asked.0 >= from.0 || asked.1 >= from.1) {
        return from;
    }
    if is_wider(from, asked) {
        (scaled(from.0, asked.1, from.1), asked.1)
    } else {
        (asked.0, scaled(from.1, asked.0, from.0))
    }
}

/// The shape that was asked, as large as it was asked if the picture holds as much.
fn shape_held(asked: Pair, from: Pair, enlarge: bool) -> Pair {
    if enlarge || (asked.0 <= from.0 && asked.1 <= from.1) {
        return asked;
    }
    if is_wider(from, asked) {
        (scaled(asked.0, from.1, asked.1).min(from.0), from.1)
    } else {
        (from.0, scaled(asked.1, from.0, asked.0).min(from.1))
    }
}

/// Whether one has a larger share of width than the other.
fn is_wider(one: Pair, other: Pair) -> bool {
    u64::from(one.0) * u64::from(other.1) > u64::from(other.0) * u64::from(one.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::Word;

    #[track_caller]
    fn both(fit: &str, asked: Pair, from: Pair, enlarge: bool) -> Frame {
        let fit = Fit::read(fit).unwrap();
        let sides = Sides::Both { width: asked.0, height: asked.1, fit };
        Frame::new(Some(Size { sides, enlarge }), from)
    }

    #[test]
    fn each_fit_gives_its_size_when_made_smaller() {
        for (fit, from, scaled, canvas) in [
            ("inside", (400, 300), (200, 150), (200, 150)),
            ("inside", (300, 400), (150, 200), (150, 200)),
            ("outside", (400, 300), (267, 200), (267, 200)),
            ("outside", (300, 400), (200, 267), (200, 267)),
            ("cover", (400, 300), (200, 200), (200, 200)),
            ("fill", (400, 300), (200, 200), (200, 200)),
            ("contain", (400, 300), (200, 150), (200, 200)),
        ] {
            let frame = both(fit, (200, 200), from, false);
            assert_eq!((frame.scaled, frame.canvas), (scaled, canvas), "{fit} {from:?}");
        }
    }

    #[test]
    fn nothing_is_enlarged_unless_it_is_asked() {
        for (fit, asked, small, large) in [
            ("inside", (200, 200), (40, 30), (200, 150)),
            ("outside", (200, 200), (40, 30), (267, 200)),
            ("outside", (20, 200), (40, 30), (267, 200)),
            ("cover", (200, 100), (40, 20), (200, 100)),
            ("cover", (100, 200), (15, 30), (100, 200)),
            ("fill", (200, 100), (40, 20), (200, 100)),
            ("fill", (10, 200), (2, 30), (10, 200)),
        ] {
            assert_eq!(both(fit, asked, (40, 30), false).canvas, small, "{fit} {asked:?}");
            assert_eq!(both(fit, asked, (40, 30), true).canvas, large, "{fit} {asked:?}");
        }
        let frame = both("contain", (200, 100), (40, 31), false);
        assert_eq!((frame.scaled, frame.canvas, frame.offset), ((40, 31), (200, 100), (80, 34)));
    }

    #[test]
    fn a_lone_side_keeps_the_ratio() {
        let lone = |sides, enlarge| Frame::new(Some(Size { sides, enlarge }), (400, 300)).canvas;
        assert_eq!(lone(Sides::Width(200), false), (200, 150));
        assert_eq!(lone(Sides::Height(100), false), (133, 100));
        assert_eq!(lone(Sides::Width(800), false), (400, 300));
        assert_eq!(lone(Sides::Width(800), true), (800, 600));
        assert_eq!(lone(Sides::Height(600), true), (800, 600));
        assert_eq!(Frame::new(None, (400, 300)).canvas, (400, 300));
    }

    #[test]
    fn no_side_is_ever_nothing() {
        for fit in ["inside", "cover", "contain", "fill", "outside"] {
            for from in [(1, 65_535), (65_535, 1), (1, 1)] {
                for enlarge in [false, true] {
                    let frame = both(fit, (64, 64), from, enlarge);
                    assert!(frame.scaled.0 > 0 && frame.scaled.1 > 0, "{fit} {from:?}");
                    assert!(frame.window.width > 0.0 && frame.window.height > 0.0);
                }
            }
        }
    }

    #[test]
    fn the_window_lies_around_its_focus_and_within_the_picture() {
        for (focus, x, y) in [
            ("center", 50.0, 0.0),
            ("left", 0.0, 0.0),
            ("top-left", 0.0, 0.0),
            ("right", 100.0, 0.0),
            ("bottom-right", 100.0, 0.0),
            ("0.4_0.9", 30.0, 0.0),
            ("0.1_0.5", 0.0, 0.0),
        ] {
            let fit = Fit::Cover(Focus::read(focus).unwrap());
            let sides = Sides::Both { width: 50, height: 50, fit };
            let frame = Frame::new(Some(Size { sides, enlarge: false }), (200, 100));
            let place = WindowPlace::At { x, y };
            assert_eq!(frame.window, Window { width: 100.0, height: 100.0, place }, "{focus}");
        }
    }

    #[test]
    fn a_window_need_not_end_at_a_pixel() {
        let window = both("cover", (200, 200), (401, 300), false).window;
        assert_eq!((window.width, window.height), (300.0, 300.0));
        assert_eq!(window.place, WindowPlace::At { x: 50.5, y: 0.0 });
        let window = both("cover", (267, 400), (1000, 1000), false).window;
        assert_eq!((window.width, window.height), (667.5, 1000.0));
    }
}
