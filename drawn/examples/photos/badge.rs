//! A badge: an enamelled ring with ribbons around a pane of glass, and its shadow. What is behind shines through.

use super::canvas::Picture;
use super::colour::{Colour, NOTHING, ink};
use super::place::{Place, at, bump, eased};
use std::f64::consts::TAU;

pub struct Badge;

const MIDDLE: Place = at(0.5, 0.44);
/// Radii: of the glass, of what lies around it, and how far its scallops swing.
const GLASS: f64 = 0.285;
const INNER: f64 = 0.305;
const OUTER: f64 = 0.385;
const SCALLOP: f64 = 0.011;
const SCALLOPS: f64 = 28.0;

const GOLD: [Colour; 3] = [ink(0x8f5f22), ink(0xd9a441), ink(0xfff0b8)];
const ENAMEL: [Colour; 2] = [ink(0x0e4a5c), ink(0x1c8290)];
const RIBBON: [Colour; 2] = [ink(0x8c2232), ink(0xd5485a)];
const PANE: Colour = ink(0x9fdcf0);
const SUN: Colour = ink(0xffc84f);
const ROCK: [Colour; 2] = [ink(0x35597a), ink(0x1f3955)];
const SNOW: [Colour; 2] = [ink(0xffffff), ink(0xc3d6e6)];
const FIRS: Colour = ink(0x14523f);
const WATER: Colour = ink(0x2b8fb3);
const WHITE: Colour = ink(0xffffff);
const BLACK: Colour = ink(0x071320);

impl Picture for Badge {
    fn colour(&self, place: Place) -> Colour {
        let from = place - MIDDLE;
        let away = from.length();
        let layers = [
            gleam(from),
            ring(from, away),
            if away < GLASS + 0.01 { scene(from).over(pane(from, away)) } else { NOTHING },
            if away > INNER { ribbons(from) } else { NOTHING },
            if away > GLASS { shadow(place) } else { NOTHING },
        ];
        layers.into_iter().rev().fold(NOTHING, |below, layer| layer.over(below))
    }
}

fn edge(angle: f64) -> f64 {
    OUTER + SCALLOP * (angle * SCALLOPS).cos()
}

/// What polished metal mirrors, by the way that it looks.
fn gold(angle: f64, bevel: f64) -> Colour {
    let light = 0.5 + 0.34 * (2.0 * angle + 2.2).cos() + 0.16 * (5.0 * angle).sin();
    let light = (light + bevel * -(angle + 0.9).sin()).clamp(0.0, 1.0);
    let [dark, plain, bright] = GOLD;
    if light < 0.5 {
        dark.mixed(plain, 2.0 * light)
    } else {
        plain.mixed(bright, 2.0 * light - 1.0)
    }
}

fn ring(from: Place, away: f64) -> Colour {
    let angle = from.y.atan2(from.x);
    let edge = edge(angle);
    if !(GLASS..edge).contains(&away) {
        return NOTHING;
    }
    let bevel = |inner: f64, outer: f64| 1.6 * ((away - inner) / (outer - inner) - 0.5);
    if away < INNER {
        return gold(angle, -bevel(GLASS, INNER));
    }
    if away > edge - 0.014 {
        return gold(angle, bevel(edge - 0.014, edge));
    }
    pearl(from).unwrap_or_else(|| {
        let light = 0.5 - 0.5 * (angle - 0.7).sin();
        let dip = eased(INNER, INNER + 0.012, away);
        ENAMEL[0].mixed(ENAMEL[1], light * dip)
    })
}

/// A string of small beads of gold, one for each scallop.
fn pearl(from: Place) -> Option<Colour> {
    let turn = TAU / SCALLOPS;
    let angle = (from.y.atan2(from.x) / turn).round() * turn;
    let inner = (from - at(0.346, 0.0).turned(angle)) * (1.0 / 0.0125);
    (inner.length() < 1.0).then(|| {
        let light = 0.62 - 0.5 * inner.along(at(0.6, 0.8));
        GOLD[0].mixed(GOLD[2], light.clamp(0.0, 1.0))
    })
}

fn pane(from: Place, away: f64) -> Colour {
    // Glass is thicker at its rim, and dark where the ring throws its shadow.
    let rim = eased(0.74, 1.0, away / GLASS);
    let shade = eased(0.03, -0.09, (from - at(0.0, 0.045)).length() - GLASS);
    let tint = PANE.mixed(ENAMEL[0], 0.55 * rim).mixed(BLACK, 0.35 * (1.0 - shade));
    tint.thin(0.30 + 0.35 * rim)
}

/// Mountains at a lake.
fn scene(from: Place) -> Colour {
    let shore = 0.085;
    if from.y > shore {
        let wave = 0.004 * (from.x * 60.0).sin();
        let is_crest = ((from.y + wave - shore) * 34.0).rem_euclid(1.0) < 0.42;
        let seen = eased(0.33, 0.10, from.y);
        return WATER
            .mixed(WHITE, if is_crest { 0.30 } else { 0.0 })
            .thin((0.35 + 0.45 * seen) * 0.9);
    }
    let wood =
        0.052 + 0.022 * ((from.x * 46.0).rem_euclid(1.0) * 2.0 - 1.0).abs() - 0.05 * from.x.abs();
    if from.y > wood {
        return FIRS.mixed(BLACK, 0.35 * eased(wood, shore, from.y));
    }
    let peaks = [(0.035, -0.155, 0.98), (-0.115, -0.052, 0.86), (0.165, -0.035, 0.90)];
    let peak = peaks.into_iter().find(|&(x, top, steep)| from.y - top > steep * (from.x - x).abs());
    match peak {
        Some((x, top, _)) => mountain(from - at(x, top)),
        None if (from - at(-0.10, -0.125)).length() < 0.052 => SUN,
        None => NOTHING,
    }
}

/// A mountain below its top. The left side is in the light.
fn mountain(from: Place) -> Colour {
    let ridge = 0.018 * (from.y * 42.0).sin() + 0.10 * from.y;
    let side = usize::from(from.x > ridge);
    let melts = 0.058 + 0.016 * ((from.x * 38.0).rem_euclid(1.0) * 2.0 - 1.0).abs();
    if from.y < melts { SNOW[side] } else { ROCK[side] }
}

/// Light on the glass.
fn gleam(from: Place) -> Colour {
    let is_arc =
        from.length() < GLASS - 0.016 && (from - at(0.085, 0.125)).length() > GLASS + 0.035;
    let fade = eased(0.22, -0.22, from.x + 0.6 * from.y + 0.05);
    if is_arc { WHITE.thin(0.10 + 0.42 * fade) } else { NOTHING }
}

fn ribbons(from: Place) -> Colour {
    let ribbon = |turn: f64| {
        let inner = from.turned(turn);
        let notch = 0.475 - 0.42 * (0.075 - inner.x.abs());
        let is_on = inner.x.abs() < 0.075 && (0.2..notch + 0.03).contains(&inner.y);
        let stripe = if (inner.x.abs() - 0.05).abs() < 0.008 { GOLD[1] } else { NOTHING };
        let light = 0.5 + 0.3 * (inner.x * 30.0).cos() + 0.5 * eased(0.36, 0.46, inner.y) - 0.4;
        let cloth = RIBBON[0].mixed(RIBBON[1], light.clamp(0.0, 1.0));
        if is_on { stripe.over(cloth) } else { NOTHING }
    };
    ribbon(0.42).over(ribbon(-0.42))
}

/// Dark where much of what is above is near, in a light that comes from above.
fn shadow(place: Place) -> Colour {
    let from = place - MIDDLE - at(0.0, 0.028);
    let disc = eased(OUTER + 0.06, OUTER - 0.05, from.length());
    let tail = |turn: f64| {
        let inner = from.turned(turn);
        bump(0.0, 0.075, inner.x) * eased(0.53, 0.43, inner.y) * eased(0.1, 0.3, inner.y)
    };
    let dark = 1.0 - (1.0 - disc) * (1.0 - 0.8 * tail(0.42)) * (1.0 - 0.8 * tail(-0.42));
    BLACK.thin(0.42 * dark)
}
