//! Whatever planes are encoded can be decoded, have their size, and are what went in as far as the quality
//! permits; every set of instructions writes the same file.
#![no_main]

use libfuzzer_sys::{arbitrary, fuzz_target};
use sizewise_jpeg::{
    Decoder, Instructions, Order, Quality, Quantiser, Sampling, Settings, Tables, View, Weak,
    encode,
};

#[derive(Debug, arbitrary::Arbitrary)]
struct Input<'a> {
    width: u8,
    height: u8,
    quality: u8,
    choices: u8,
    sampling: u8,
    samples: &'a [u8],
}

fuzz_target!(|input: Input<'_>| {
    let (width, height) = (usize::from(input.width).max(1), usize::from(input.height).max(1));
    let pick = |bit: u8| input.choices >> bit & 1 == 1;
    let settings = Settings {
        quality: Quality::new(input.quality % 100 + 1).expect("1 to 100"),
        quantiser: if pick(0) { Quantiser::AnnexK } else { Quantiser::Balanced },
        weak: if pick(1) { Weak::Kept } else { Weak::Dropped },
        order: if pick(2) { Order::Progressive } else { Order::Sequential },
        tables: if pick(3) { Tables::Stock } else { Tables::Optimised },
        ..Settings::default()
    };
    let sampling = [Sampling::Grey, Sampling::S444, Sampling::S422, Sampling::S440, Sampling::S420]
        [usize::from(input.sampling % 5)];
    let planes: Vec<(Vec<u8>, usize, usize)> = (0..sampling.planes())
        .map(|plane| {
            let (width, height) = sampling.plane_size(plane, width, height);
            let samples = input.samples.iter().copied().skip(plane).chain(std::iter::repeat(128));
            (samples.take(width * height).collect(), width, height)
        })
        .collect();
    let views: Vec<View<'_>> = planes
        .iter()
        .map(|(samples, width, height)| {
            View::new(samples, *width, *width, *height).expect("a plane")
        })
        .collect();

    let file = encode(&views, sampling, &settings).expect("legal planes");
    let portable = Settings { instructions: Instructions::Portable, ..settings };
    assert_eq!(file, encode(&views, sampling, &portable).expect("legal planes"));

    let picture = Decoder::new(&file).and_then(|decoder| decoder.decode()).expect("our own file");
    for (plane, view) in picture.planes.iter().zip(&views) {
        assert_eq!((plane.width(), plane.height()), (view.width(), view.height()));
        if settings.quality.value() == 100 && settings.weak == Weak::Kept {
            // Quantisers of one: what is lost is rounding, of 64 coefficients at worst all to one side.
            for (y, row) in view.rows().enumerate() {
                let near = |(a, b): (&u8, &u8)| a.abs_diff(*b) <= 5;
                assert!(plane.view().row(y).iter().zip(row).all(near));
            }
        }
    }
});
