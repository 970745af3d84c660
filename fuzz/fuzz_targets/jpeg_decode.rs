//! What can be decoded comes out the same from every set of instructions, whole or in strips, means with
//! or without the rest of their blocks, and where zune-jpeg reads the file too, nearly the same from it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sizewise_jpeg::{Colour, Damage, Decoder, Error, Instructions, Limits, Picture, Plane, Scale};
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

fuzz_target!(|file: &[u8]| {
    let limits = Limits { memory: 4 << 20, scans: 64 };
    let Ok(decoder) = Decoder::new(file) else { return };
    let decoder = decoder.limits(limits);
    // The length of a file says nothing about it, so it may choose.
    let scale = Scale::ALL[file.len() % 4];
    let damage = [Damage::Refused, Damage::Filled][file.len() / 4 % 2];
    let chosen = decoder.clone().scale(scale).damage(damage);
    let whole = chosen.decode();
    let portable = chosen.clone().instructions(Instructions::Portable).decode();
    assert_eq!(whole, portable, "{scale:?} {damage:?}");
    if matches!(whole, Err(Error::TooLarge { .. })) {
        return;
    }
    assert_eq!(whole.is_ok(), strips(&chosen, whole.as_ref().ok()), "{scale:?} {damage:?}");
    if let (Ok(picture), Damage::Refused) = (whole, damage) {
        match scale {
            Scale::Eighth => compare_means(&decoder, &picture),
            Scale::Full => compare_luma(file, &decoder, &picture),
            _ => {}
        }
    }
});

/// Where chroma is wanted as it is, means come from whole blocks, and are the same.
fn compare_means(decoder: &Decoder<'_>, picture: &Picture) {
    let luma_only_small = decoder.clone().scale_to_cover((0, 0), (usize::MAX, usize::MAX));
    if let Ok(other) = luma_only_small.decode() {
        assert_eq!(other.planes[0], picture.planes[0]);
    }
}

/// Whether all strips can be decoded; if the whole picture can be, they are its parts.
fn strips(decoder: &Decoder<'_>, whole: Option<&Picture>) -> bool {
    let Ok(mut strips) = decoder.strips() else { return false };
    loop {
        match strips.next() {
            Ok(None) => return true,
            Err(_) => return false,
            Ok(Some(strip)) => {
                for (index, plane) in whole.iter().flat_map(|whole| &whole.planes).enumerate() {
                    for (y, row) in strip.view(index).rows().enumerate() {
                        assert_eq!(row, plane.view().row(strip.top(index) + y));
                    }
                }
            }
        }
    }
}

/// Luma is the one plane that comes out of both decoders untouched by colours.
fn compare_luma(file: &[u8], decoder: &Decoder<'_>, picture: &Picture) {
    if !matches!(decoder.header().colour(), Colour::Grey | Colour::YCbCr) {
        return;
    }
    let options =
        DecoderOptions::default().set_strict_mode(true).jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut theirs = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(file), options);
    let Ok(samples) = theirs.decode() else { return };
    let Some(info) = theirs.info() else { return };
    let luma = &picture.planes[0];
    let size = (usize::from(info.width), usize::from(info.height));
    // Luma that is sampled less than something else is enlarged there.
    if size != (luma.width(), luma.height()) || samples.len() != size.0 * size.1 {
        return;
    }
    // What is damaged in ways that both take for sound is nobody's picture; what is far off is a bug.
    let far = far_off(luma, &samples);
    assert!(far * 50 <= samples.len(), "{far} of {} samples are far off", samples.len());
}

/// Coefficients that no picture has make samples far beyond black and white, where whole numbers run over:
/// there zune-jpeg may turn the one into the other.
fn far_off(luma: &Plane, samples: &[u8]) -> usize {
    let rows = luma.view().rows().zip(samples.chunks_exact(luma.width()));
    rows.flat_map(|(ours, theirs)| ours.iter().zip(theirs))
        .filter(|(ours, theirs)| ours.abs_diff(**theirs) > 4)
        .filter(|(ours, theirs)| ![ours, theirs].iter().all(|sample| matches!(***sample, 0 | 255)))
        .count()
}
