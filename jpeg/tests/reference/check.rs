//! Decoding in every way there is, and comparing.

use sizewise_jpeg::{Damage, Decoder, Error, Instructions, Plane, Scale};

use super::{Picture, Samples, expected};

/// The plane as it is expected to be compared.
pub(crate) fn samples(plane: &Plane) -> Samples {
    let samples = plane.view().rows().flatten().copied().collect();
    Samples { width: plane.width(), height: plane.height(), samples }
}

/// All planes, put together from strips.
pub(crate) fn by_strips(decoder: &Decoder<'_>, planes: usize) -> Result<Vec<Samples>, Error> {
    let mut strips = decoder.strips()?;
    let mut whole = vec![Samples { width: 0, height: 0, samples: Vec::new() }; planes];
    while let Some(strip) = strips.next()? {
        for (index, plane) in whole.iter_mut().enumerate() {
            assert_eq!(strip.top(index), plane.height);
            let view = strip.view(index);
            plane.width = view.width();
            plane.height += view.height();
            plane.samples.extend(view.rows().flatten());
        }
    }
    assert_eq!(strips.damage(), None);
    // Behind the end there is nothing, however often one asks.
    assert!(strips.next()?.is_none());
    Ok(whole)
}

/// Whether a plane is what the coefficients say: exactly, where only means are left of them, and within
/// one, where floats are rounded.
pub(crate) fn compare(found: &Samples, expected: &Samples, scale: Scale, what: &str) {
    assert_eq!((found.width, found.height), (expected.width, expected.height), "{what}");
    let tolerance = if scale == Scale::Eighth { 0 } else { 1 };
    let is_off = |(a, b): (&u8, &u8)| a.abs_diff(*b) > tolerance;
    let off = found.samples.iter().zip(&expected.samples).position(is_off);
    if let Some(at) = off {
        let (x, y) = (at % found.width, at / found.width);
        let (is, should) = (found.samples[at], expected.samples[at]);
        panic!("{what} at {scale:?}: expected {should} at {x}, {y}, found {is}");
    }
}

/// Decodes at every scale, with all instructions, whole, in strips, and luma alone.
pub(crate) fn check(file: &[u8], picture: &Picture, what: &str) {
    let decoder = Decoder::new(file).unwrap_or_else(|error| panic!("{what}: {error}"));
    let count = picture.components.len();
    for scale in Scale::ALL {
        let what = format!("{what} at {scale:?}");
        let fail = |error: Error| -> ! { panic!("{what}: {error}") };
        let decoder = decoder.clone().scale(scale);
        let best = decoder.decode().unwrap_or_else(|error| fail(error));
        assert_eq!((best.planes.len(), &best.damage), (count, &None), "{what}");
        for (index, plane) in best.planes.iter().enumerate() {
            compare(&samples(plane), &expected(picture, index, scale), scale, &what);
            check_extent(plane, picture, index, scale);
        }
        let best: Vec<Samples> = best.planes.iter().map(samples).collect();
        let plain = decoder.clone().instructions(Instructions::Portable);
        let portable = plain.decode().unwrap_or_else(|error| fail(error));
        assert!(portable.planes.iter().map(samples).eq(best.iter().cloned()), "{what}: portable");
        let strips = by_strips(&decoder, count).unwrap_or_else(|error| fail(error));
        assert!(strips == best, "{what}: strips");
        let luma = plain.luma_only().damage(Damage::Filled);
        let luma = luma.decode().unwrap_or_else(|error| fail(error));
        assert_eq!((luma.planes.len(), luma.damage), (1, None), "{what}");
        assert!(samples(&luma.planes[0]) == best[0], "{what}: luma only");
    }
}

fn check_extent(plane: &Plane, picture: &Picture, index: usize, scale: Scale) {
    let (component, unit) = (&picture.components[index], picture.unit());
    let part = |length: usize, factor: usize, largest: usize| {
        length as f64 * factor as f64 / largest as f64 * scale.eighths() as f64 / 8.0
    };
    let (width, height) = plane.extent();
    assert!((width - part(picture.width, component.across, unit.0)).abs() < 1e-9);
    assert!((height - part(picture.height, component.down, unit.1)).abs() < 1e-9);
}
