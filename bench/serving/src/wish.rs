//! Wishes: pictures of about 512 pixels, each of them another one, and how each contestant spells them.

use crate::Outcome;
use crate::photographs::Photographs;

/// A picture that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wish<'a> {
    name: &'a str,
    pub(crate) width: u16,
    pub(crate) height: u16,
}

/// Sides are from 480 to 544: what is asked is never the same, what it costs is.
const LEAST: u16 = 480;
const SIDES: usize = 65;
pub(crate) const MOST: u16 = LEAST + SIDES as u16 - 1;

/// All sizes, in an order in which small and large ones follow each other. It shares no factor with their number, so
/// none is met twice.
const STRIDE: usize = 1637;

/// The wish of that number; neighbours are for different photographs.
pub(crate) fn nth(photographs: &Photographs, number: usize) -> Outcome<Wish<'_>> {
    let names = &photographs.names;
    let (name, lap) = (&names[number % names.len()], number / names.len());
    if lap >= SIDES * SIDES {
        return Err("expected more photographs, for all sizes of these have been asked".into());
    }
    let size = lap * STRIDE % (SIDES * SIDES);
    let side = |steps: usize| LEAST + u16::try_from(steps).expect("there are 65 of them");
    Ok(Wish { name, width: side(size % SIDES), height: side(size / SIDES) })
}

impl<'a> Wish<'a> {
    pub(crate) fn square(name: &'a str, side: u16) -> Self {
        Self { name, width: side, height: side }
    }

    pub(crate) fn to_sizewise(self) -> String {
        let Self { name, width, height } = self;
        format!("/{name}?w={width}&h={height}&fit=cover&format=jpeg&q=80")
    }

    pub(crate) fn to_ipx(self) -> String {
        let Self { name, width, height } = self;
        format!("/fit_cover,s_{width}x{height},f_jpeg,q_80/{name}")
    }

    pub(crate) fn to_sharp(self) -> String {
        let Self { name, width, height } = self;
        format!("/{name}?w={width}&h={height}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_wish_comes_twice_and_when_there_are_no_more_that_is_said() {
        let names = ["a.jpg", "b.jpg"].map(str::to_owned).to_vec();
        let photographs = Photographs { folder: "/".into(), names };
        let all = 2 * SIDES * SIDES;
        let urls = (0..all).map(|number| nth(&photographs, number).unwrap().to_ipx());
        assert_eq!(urls.collect::<HashSet<_>>().len(), all);
        assert!(nth(&photographs, all).is_err());
    }

    #[test]
    fn everybody_is_asked_for_the_same() {
        let wish = Wish { name: "a.jpg", width: 500, height: 512 };
        assert_eq!(wish.to_sizewise(), "/a.jpg?w=500&h=512&fit=cover&format=jpeg&q=80");
        assert_eq!(wish.to_ipx(), "/fit_cover,s_500x512,f_jpeg,q_80/a.jpg");
        assert_eq!(wish.to_sharp(), "/a.jpg?w=500&h=512");
    }
}
