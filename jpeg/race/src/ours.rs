//! Ours: the one place where `sizewise-jpeg` joins the race.

use crate::contestants::{Tables, Wanted};
use crate::pictures;
use crate::plane::Plane;
use sizewise_jpeg::{
    Decoder, Quality, Quantiser, Sampling, Scale, Settings, View, Weak, encode as encoded,
};

/// The number of samples that `bytes` become at a scale, which is all that the race asks for.
pub(crate) fn decode(bytes: &[u8], eighths: u8, wanted: Wanted) -> Option<usize> {
    let picture = decoder(bytes, eighths, wanted)?.decode().ok()?;
    Some(picture.planes.iter().map(|plane| plane.width() * plane.height()).sum())
}

/// The same strip by strip.
pub(crate) fn strips(bytes: &[u8], eighths: u8, wanted: Wanted) -> Option<usize> {
    let decoder = decoder(bytes, eighths, wanted)?;
    let planes = if wanted == Wanted::Luma { 1 } else { decoder.header().components().len() };
    let mut strips = decoder.strips().ok()?;
    let mut samples = 0;
    while let Some(strip) = strips.next().ok()? {
        let views = (0..planes).map(|plane| strip.view(plane));
        samples += views.map(|view| view.width() * view.height()).sum::<usize>();
    }
    Some(samples)
}

fn decoder(bytes: &[u8], eighths: u8, wanted: Wanted) -> Option<Decoder<'_>> {
    let decoder = Decoder::new(bytes).ok()?.scale(scale(eighths)?);
    Some(if wanted == Wanted::Luma { decoder.luma_only() } else { decoder })
}

fn scale(eighths: u8) -> Option<Scale> {
    Scale::ALL.into_iter().find(|scale| scale.eighths() == usize::from(eighths))
}

/// A file of quality 80 with the quantisers of Annex K, made of planes.
pub(crate) fn encode(
    planes: &[Plane],
    sampling: pictures::Sampling,
    tables: Tables,
) -> Option<Vec<u8>> {
    let settings = Settings {
        quality: Quality::new(80)?,
        quantiser: Quantiser::AnnexK,
        weak: Weak::Kept,
        tables: match tables {
            Tables::Stock => sizewise_jpeg::Tables::Stock,
            Tables::Optimised => sizewise_jpeg::Tables::Optimised,
        },
        ..Settings::default()
    };
    let sampling = match sampling {
        pictures::Sampling::Ycc420 => Sampling::S420,
        pictures::Sampling::Ycc422 => Sampling::S422,
        pictures::Sampling::Ycc444 => Sampling::S444,
        pictures::Sampling::Grey => Sampling::Grey,
    };
    let views = planes.iter().map(view).collect::<Option<Vec<_>>>()?;
    encoded(&views, sampling, &settings).ok()
}

fn view(plane: &Plane) -> Option<View<'_>> {
    View::new(&plane.samples, plane.width, plane.width, plane.height)
}

/// The planes for the judge: each as large as its component is at the scale, without the padding to whole
/// blocks. Nothing that stands for `bytes` that cannot be decoded.
pub(crate) fn planes(bytes: &[u8], eighths: u8) -> Option<Vec<Plane>> {
    let picture = Decoder::new(bytes).ok()?.scale(scale(eighths)?).decode().ok()?;
    let plane = |plane: &sizewise_jpeg::Plane| Plane {
        samples: plane.view().rows().flatten().copied().collect(),
        width: plane.width(),
        height: plane.height(),
    };
    Some(picture.planes.iter().map(plane).collect())
}
