//! A lake in the mountains, in the evening.

use super::canvas::Picture;
use super::colour::Colour;
use super::land::{HORIZON, Land};
use super::place::{Place, at, bump};
use super::shore::{Bank, LIGHT, Spit};
use super::sky::Sky;
use super::water::{SHORE, shaken, watered};

pub struct Lake {
    sky: Sky,
    land: Land,
    spit: Spit,
    bank: Bank,
}

impl Lake {
    pub fn new() -> Self {
        Self {
            sky: Sky { horizon: HORIZON, sun: at(0.47, 0.50), seed: 3 },
            land: Land::new(1.5, 11),
            spit: Spit::new(),
            bank: Bank::new(),
        }
    }

    /// What is far away: mountains, or the sky.
    fn far(&self, place: Place) -> Colour {
        self.land.colour(place).unwrap_or_else(|| self.sky.colour(place))
    }

    fn water(&self, place: Place) -> Colour {
        let shaken = shaken(place);
        let there = place.mirrored(SHORE) + shaken;
        let far = self.far(at(there.x, there.y.clamp(0.0, SHORE - 0.001)));
        let mirrored = self.spit.mirrored(place, shaken).over(far);
        watered(mirrored, place, shaken.y).glowing(LIGHT, 0.16 * self.spit.glow(place, shaken))
    }

    fn beyond(&self, place: Place) -> Colour {
        let far = if place.y < HORIZON { Some(self.far(place)) } else { self.land.colour(place) };
        far.unwrap_or_else(|| self.water(place))
    }
}

impl Picture for Lake {
    fn colour(&self, place: Place) -> Colour {
        let bank = self.bank.colour(place);
        if bank.alpha > 0.0 {
            return darkened(bank, place);
        }
        let spit = self.spit.colour(place);
        let seen = if spit.alpha > 0.0 { spit } else { self.beyond(place) };
        let is_air = !Spit::is_water(place);
        let glow = if is_air { 0.22 * self.spit.glow(place, at(0.0, 0.0)) } else { 0.0 };
        darkened(seen.glowing(LIGHT, glow), place)
    }
}

/// A lens brings less light to the corners.
fn darkened(colour: Colour, place: Place) -> Colour {
    let light = 0.80 + 0.20 * bump(0.0, 0.95, (place - at(0.75, 0.48)).length());
    colour.lit([light; 3])
}
