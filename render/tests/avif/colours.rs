//! AVIF of other colours than those of screens.

use crate::{check, middles};
use sizewise_drawn::avif::{Avif, Coding, Sampling, nclx};
use sizewise_drawn::profile::{Primaries, delta_e, lab_of_srgb};
use sizewise_drawn::{Pixels, Rgb};

/// The primaries of sRGB and white, as Display P3 writes them. Where a channel has hardly any light, a step of it
/// is many steps of what is seen.
const IN_P3: [Rgb; 4] = [[234, 51, 35], [117, 251, 76], [0, 0, 245], [255; 3]];
const IN_SRGB: [Rgb; 4] = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255; 3]];

fn painted(colours: [Rgb; 4]) -> Pixels {
    Pixels::draw((80, 60), |x, y| colours[usize::from(x >= 40) + 2 * usize::from(y >= 30)])
}

#[test]
fn colours_of_other_screens_are_converted_by_their_numbers() {
    let coding = Coding { sampling: Sampling::Cs444, ..Coding::default() };
    let drawn = Avif::draw(&painted(IN_P3), &coding);
    let file = drawn.with_property(1, *b"colr", nclx([12, 13, 6], true)).bytes();
    check("Display P3", &file, "w=40&f=png", IN_SRGB, 10);
    let told = Some([12, 13, 6]);
    let file = Avif::draw(&painted(IN_P3), &Coding { told, ..coding }).bytes();
    check("Display P3, told within", &file, "w=40&f=png", IN_SRGB, 10);
}

#[test]
fn colours_are_converted_by_their_profile() {
    let profile = Primaries(
        [[0.60974, 0.31111, 0.01947], [0.20528, 0.62567, 0.06087], [0.14919, 0.06322, 0.74457]],
        2.2,
    );
    let colours = [[180, 140, 120], [100, 130, 110], [90, 100, 140], [220, 215, 210]];
    for sampling in [Sampling::Cs444, Sampling::Cs420] {
        let coding = Coding { sampling, ..Coding::default() };
        let icc = [&b"prof"[..], &profile.icc()].concat();
        let file = Avif::draw(&painted(colours), &coding)
            .with_property(1, *b"colr", nclx([12, 13, 6], true))
            .with_property(1, *b"colr", icc);
        for (colour, found) in colours.iter().zip(middles(&file.bytes(), "w=40&f=png")) {
            let off = delta_e(profile.lab(*colour), lab_of_srgb(found));
            assert!(off < 2.0, "{colour:?} is {found:?}, {off:.2} off");
        }
    }
}

/// Diffuse white is nearly white, and dark stays dark; nothing is brighter than white.
#[test]
fn light_of_a_wide_range_is_seen_on_a_narrow_one() {
    // Numbers of PQ for 10,000, for 203, for 20 candelas and for none.
    let grey = |value: u8| [value; 3];
    let drawn = Avif::draw(&painted([255, 148, 91, 0].map(grey)), &Coding::default());
    let file = drawn.with_property(1, *b"colr", nclx([9, 16, 6], true)).bytes();
    let [sun, white, dark, black] = middles(&file, "w=40&f=png").map(|colour| colour[1]);
    assert!(sun >= 250 && (215..245).contains(&white), "{sun} {white}");
    assert!((70..110).contains(&dark) && black < 4, "{dark} {black}");
}
