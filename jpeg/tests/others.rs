//! Decoders that others wrote read what the reference writes: it writes JPEG.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reference;

use jpeg_decoder::PixelFormat;
use reference::{Codes, Picture, Samples, Scan, Texture, Writing, expected, spectral};
use sizewise_jpeg::Scale;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

const SIZES: [(usize, usize); 5] = [(1, 1), (8, 8), (9, 17), (31, 15), (70, 50)];

fn writings(components: usize) -> [Writing; 5] {
    let (sequential, progressive) =
        (Writing::sequential(components), Writing::progressive(components));
    [
        Writing {
            scans: (0..components).map(|n| Scan::whole(&[n])).collect(),
            ..sequential.clone()
        },
        Writing { interval: 3, codes: Codes::Stock, ..sequential.clone() },
        Writing { scans: spectral(components), interval: 2, ..progressive.clone() },
        progressive,
        Writing { codes: Codes::Long, ..sequential },
    ]
}

/// With names that keep decoders from converting colours.
fn named_rgb(mut picture: Picture) -> Picture {
    picture.components.iter_mut().zip(*b"RGB").for_each(|(component, id)| component.id = id);
    picture
}

fn by_jpeg_decoder(file: &[u8]) -> (usize, usize, Vec<u8>) {
    let mut decoder = jpeg_decoder::Decoder::new(file);
    let samples = decoder.decode().unwrap();
    let info = decoder.info().unwrap();
    assert!([PixelFormat::L8, PixelFormat::RGB24].contains(&info.pixel_format));
    (info.width.into(), info.height.into(), samples)
}

fn by_zune(file: &[u8], is_grey: bool) -> (usize, usize, Vec<u8>) {
    let space = if is_grey { ColorSpace::Luma } else { ColorSpace::YCbCr };
    let options = DecoderOptions::default().jpeg_set_out_colorspace(space);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file), options);
    let samples = decoder.decode().unwrap();
    let (width, height) = decoder.dimensions().unwrap();
    (width, height, samples)
}

/// Without what no picture has: others may compute with 16 bits.
fn tame(mut picture: Picture) -> Picture {
    for component in &mut picture.components {
        component.quantiser = [5; 64];
        for value in component.blocks.iter_mut().flatten() {
            *value = (*value).clamp(-60, 60);
        }
    }
    picture
}

#[test]
fn others_read_what_the_reference_writes() {
    let mut compared = 0;
    for factors in [&[(1, 1)][..], &[(1, 1); 3], &[(2, 2), (1, 1), (1, 1)]] {
        for (size, writing) in
            SIZES.into_iter().flat_map(|size| writings(factors.len()).map(|w| (size, w)))
        {
            let picture = tame(Picture::random(12, size, factors, Texture::Natural));
            let mut others = vec![by_jpeg_decoder(&writing.bytes(&named_rgb(picture.clone())))];
            // A sequential file with several scans must have all its tables in front of the first one.
            if writing.scans.len() == 1 || writing.is_progressive {
                others.push(by_zune(&writing.bytes(&picture), factors.len() == 1));
            }
            for (width, height, samples) in others {
                assert_eq!((width, height), size);
                // Chroma that is coarser than luma is made larger by everybody in another way.
                let planes = if factors[0] == (1, 1) { factors.len() } else { 1 };
                for n in 0..planes {
                    let Samples { samples: plane, .. } = expected(&picture, n, Scale::Full);
                    let found: Vec<u8> =
                        samples.iter().skip(n).step_by(factors.len()).copied().collect();
                    assert_eq!(found.len(), plane.len());
                    let farthest = found.iter().zip(&plane).map(|(a, b)| a.abs_diff(*b)).max();
                    assert!(farthest <= Some(2), "{farthest:?}: {size:?} {n} {writing:?}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 150, "{compared}");
}
