//! The colours of a picture, as a person would name them.
//!
//! They are weighed in Oklab, where what looks as different is as far apart: colours that are nearly the same
//! make a heap, heaps gather around the most different of them, and of each crowd its largest heap is shown.

use super::small::{Small, lights, value};
use std::collections::BTreeMap;

/// The most that are told.
const MOST: usize = 5;
/// Crowds that are told apart before the most important are chosen.
const CROWDS: usize = 12;
/// How wide a heap is. Half of it cannot be seen side by side.
const HEAP: f64 = 0.025;
/// Colours nearer than that are one to a person.
const NEAR: f64 = 0.075;
/// The lightness from which on a colour is dark.
const DARK: f64 = 0.35;
/// Less of a picture than that is no colour of it.
const LEAST: f64 = 0.004;
/// What a pixel counts that is unlike both its neighbours: it is the edge of something, and a mixture.
const MIXTURE: f64 = 0.1;
/// What is seen through more than that is not seen.
const COVERS: u8 = 64;
/// How often crowds are gathered anew.
const ROUNDS: usize = 8;

/// Lightness, from green to red, from blue to yellow.
type Lab = [f64; 3];

/// The most important colours, as `#rrggbb`, the first before all others.
pub(super) fn palette(small: &Small) -> Vec<String> {
    let heaps = heaps(small);
    let all: f64 = heaps.iter().map(|heap| heap.weight).sum();
    let crowds = joined(gathered(&heaps));
    let crowds: Vec<_> = crowds.into_iter().filter(|it| it.weight >= all * LEAST).collect();
    chosen(crowds).into_iter().map(hex).collect()
}

/// Pixels that look the same, or what has gathered around one.
#[derive(Debug, Clone, Copy)]
struct Heap {
    colour: Lab,
    weight: f64,
}

impl Heap {
    /// Strong colours count for more than they cover.
    fn importance(&self) -> f64 {
        let [_, a, b] = self.colour;
        self.weight * (1.0 + (a.hypot(b) / 0.06).min(2.5))
    }
}

fn heaps(small: &Small) -> Vec<Heap> {
    let table = lights();
    let colours: Vec<_> =
        small.pixels.iter().map(|&[r, g, b, _]| oklab([r, g, b], &table)).collect();
    let mut heaps: BTreeMap<[i32; 3], (Lab, f64)> = BTreeMap::new();
    for (at, (&colour, pixel)) in colours.iter().zip(&small.pixels).enumerate() {
        if pixel[3] < COVERS {
            continue;
        }
        let share = if is_mixed(&colours, at, small.width) { MIXTURE } else { 1.0 };
        let weight = share * f64::from(pixel[3]) / 255.0;
        let place = colour.map(|part| (part / HEAP).round() as i32);
        let (sum, whole) = heaps.entry(place).or_default();
        sum.iter_mut().zip(colour).for_each(|(sum, part)| *sum += part * weight);
        *whole += weight;
    }
    let heaps = heaps.into_values();
    heaps.map(|(sum, weight)| Heap { colour: sum.map(|part| part / weight), weight }).collect()
}

/// Whether a pixel is unlike those on both sides of it, or above and below.
fn is_mixed(colours: &[Lab], at: usize, width: usize) -> bool {
    let is_unlike =
        |other: Option<&Lab>| other.is_some_and(|&other| distance(other, colours[at]) > NEAR);
    let before = |step: usize| at.checked_sub(step).and_then(|at| colours.get(at));
    let is_inside = (1..width.saturating_sub(1)).contains(&(at % width));
    is_inside && is_unlike(before(1)) && is_unlike(colours.get(at + 1))
        || is_unlike(before(width)) && is_unlike(colours.get(at + width))
}

/// Crowds of heaps: each begins with the one that is farthest from all others for its weight.
fn gathered(heaps: &[Heap]) -> Vec<Heap> {
    let heaviest = heaps.iter().max_by(|a, b| a.weight.total_cmp(&b.weight));
    let mut centres: Vec<Lab> = heaviest.map(|heap| heap.colour).into_iter().collect();
    while centres.len() < CROWDS.min(heaps.len()) {
        let worth = |heap: &Heap| heap.weight.sqrt() * nearest(&centres, heap.colour).1;
        let next = heaps.iter().max_by(|a, b| worth(a).total_cmp(&worth(b)));
        centres.extend(next.map(|heap| heap.colour));
    }
    for _ in 0..ROUNDS {
        centres = crowds(heaps, &centres).into_iter().map(|crowd| mean(&crowd)).collect();
    }
    crowds(heaps, &centres).iter().map(|crowd| shown(crowd)).collect()
}

/// The heaps that are nearest to each centre, where there are some.
fn crowds(heaps: &[Heap], centres: &[Lab]) -> Vec<Vec<Heap>> {
    let mut crowds = vec![Vec::new(); centres.len()];
    heaps.iter().for_each(|heap| crowds[nearest(centres, heap.colour).0].push(*heap));
    crowds.retain(|crowd| !crowd.is_empty());
    crowds
}

fn mean(crowd: &[Heap]) -> Lab {
    let whole: f64 = crowd.iter().map(|heap| heap.weight).sum();
    let part = |index: usize| {
        crowd.iter().map(|heap| heap.colour[index] * heap.weight).sum::<f64>() / whole
    };
    [part(0), part(1), part(2)]
}

/// A crowd in the colour of its largest heap and all that is close to it, so that it is one that is there.
fn shown(crowd: &[Heap]) -> Heap {
    let weight = crowd.iter().map(|heap| heap.weight).sum();
    let largest = crowd.iter().max_by(|a, b| a.weight.total_cmp(&b.weight));
    let colour = largest.map_or([0.0; 3], |heap| heap.colour);
    Heap { colour, weight }
}

/// Crowds that a person would not tell apart are one.
fn joined(mut crowds: Vec<Heap>) -> Vec<Heap> {
    crowds.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let mut joined: Vec<Heap> = Vec::new();
    for crowd in crowds {
        match joined.iter_mut().find(|other| are_near(other.colour, crowd.colour)) {
            Some(other) => other.weight += crowd.weight,
            None => joined.push(crowd),
        }
    }
    joined
}

/// Where it is dark, more looks the same than Oklab says.
fn are_near(a: Lab, b: Lab) -> bool {
    let light = (a[0] + b[0]) / 2.0;
    distance(a, b) < NEAR * (1.0 + 2.0 * (1.0 - light / DARK).max(0.0))
}

/// First the most important, then whatever is important and unlike those before.
fn chosen(mut crowds: Vec<Heap>) -> Vec<Lab> {
    let mut chosen: Vec<Lab> = Vec::new();
    while chosen.len() < MOST && !crowds.is_empty() {
        let worth = |crowd: &Heap| {
            let unlike = if chosen.is_empty() { 1.0 } else { nearest(&chosen, crowd.colour).1 };
            crowd.importance() * unlike.min(0.3)
        };
        let best =
            (0..crowds.len()).max_by(|&a, &b| worth(&crowds[a]).total_cmp(&worth(&crowds[b])));
        chosen.extend(best.map(|best| crowds.remove(best).colour));
    }
    chosen
}

/// Which of some colours is the nearest, and how far it is.
fn nearest(colours: &[Lab], colour: Lab) -> (usize, f64) {
    let distances = colours.iter().map(|&other| distance(other, colour)).enumerate();
    distances.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, f64::INFINITY))
}

fn distance(a: Lab, b: Lab) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

/// Oklab, by Björn Ottosson. <https://bottosson.github.io/posts/oklab/>
fn oklab(colour: [u8; 3], lights: &[f64; 256]) -> Lab {
    let [r, g, b] = colour.map(|part| lights[usize::from(part)]);
    let long = 0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b;
    let medium = 0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b;
    let short = 0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b;
    let [l, m, s] = [long, medium, short].map(f64::cbrt);
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

fn hex([light, a, b]: Lab) -> String {
    let long = light + 0.396_337_777_4 * a + 0.215_803_757_3 * b;
    let medium = light - 0.105_561_345_8 * a - 0.063_854_172_8 * b;
    let short = light - 0.089_484_177_5 * a - 1.291_485_548_0 * b;
    let [l, m, s] = [long, medium, short].map(|cone| cone.powi(3));
    let colour = [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ];
    let [r, g, b] = colour.map(|light| (value(light) * 255.0).round() as u8);
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of pixels, each so often.
    fn of(pixels: &[([u8; 4], usize)]) -> Small {
        let pixels: Vec<_> = pixels.iter().flat_map(|&(pixel, count)| vec![pixel; count]).collect();
        Small { width: pixels.len(), height: 1, pixels }
    }

    #[test]
    fn there_and_back_is_where_one_was() {
        let table = lights();
        let levels = [0, 1, 17, 64, 128, 200, 254, 255];
        for r in levels {
            for (g, b) in levels.iter().flat_map(|&g| levels.map(|b| (g, b))) {
                assert_eq!(hex(oklab([r, g, b], &table)), format!("#{r:02x}{g:02x}{b:02x}"));
            }
        }
    }

    #[test]
    fn there_are_as_many_colours_as_there_are() {
        let (red, green) = ([200, 30, 40, 255], [20, 160, 60, 255]);
        assert_eq!(palette(&of(&[(red, 9)])), ["#c81e28"]);
        assert_eq!(palette(&of(&[(red, 10), (green, 90)])), ["#14a03c", "#c81e28"]);
        let nearly = [202, 33, 40, 255];
        assert_eq!(palette(&of(&[(red, 60), (nearly, 40)])), ["#c81e28"]);
        let speck = of(&[(red, 1000), (green, 1)]);
        assert_eq!(palette(&speck), ["#c81e28"]);
        let all = (0..=255).step_by(15).map(|step| ([step, 255 - step, step / 2, 255], 9));
        assert_eq!(palette(&of(&all.collect::<Vec<_>>())).len(), 5);
    }

    #[test]
    fn what_shines_through_has_no_colour() {
        assert!(palette(&of(&[([200, 30, 40, 0], 9)])).is_empty());
        let veiled = of(&[([200, 30, 40, 20], 90), ([20, 160, 60, 200], 9)]);
        assert_eq!(palette(&veiled), ["#14a03c"]);
    }

    #[test]
    fn a_strong_colour_comes_before_a_larger_grey() {
        let found = palette(&of(&[([128, 128, 128, 255], 60), ([230, 20, 20, 255], 40)]));
        assert_eq!(found, ["#e61414", "#808080"]);
    }
}
