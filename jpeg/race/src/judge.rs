//! `race judge`: is what we decode what libjpeg decodes?

use crate::pictures::JpegFile;
use crate::plane::Plane;
use crate::turbo::{self, Refused, Space};
use crate::{cell, ours};

pub(crate) fn judge(files: &[JpegFile]) {
    println!(
        "At 8/8 the largest difference to libjpeg's planes (islow); at 1/8 whether luma is libjpeg's."
    );
    println!(
        "At 2/8 and 4/8 decibels to the means of libjpeg's full planes; of libjpeg's own luma in brackets.\n"
    );
    println!(
        "| case | 8/8: Y Cb Cr | 1/8 luma | 2/8: Y Cb Cr (libjpeg's Y) | 4/8: Y Cb Cr (libjpeg's Y) |"
    );
    println!("|---|---|---|---|---|");
    for file in files {
        match Verdict::of(&file.bytes) {
            Ok(verdict) => println!("| {} | {verdict} |", file.name),
            Err(refused) => println!("| {} | libjpeg: {refused} | - | - | - |", file.name),
        }
    }
}

/// The cells of a row.
struct Verdict {
    differences: String,
    eighth: String,
    quarter: String,
    half: String,
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} | {} | {} | {}", self.differences, self.eighth, self.quarter, self.half)
    }
}

impl Verdict {
    fn of(bytes: &[u8]) -> Result<Self, Refused> {
        let full = turbo::planes(bytes)?;
        let luma = turbo_luma(bytes, 1)?;
        let eighth = ours::planes(bytes, 1).map(|planes| {
            match planes.first().and_then(|plane| max_difference(plane, &luma)) {
                Some(0) => "identical".to_owned(),
                difference => format!("differs by {}", cell(difference)),
            }
        });
        let means = |eighths: u8| {
            let means = full.iter().map(|plane| plane.box_reduced(8 / usize::from(eighths)));
            let means = means.collect::<Vec<_>>();
            let libjpegs = psnr(&turbo_luma(bytes, eighths)?, &means[0]).map(decibels);
            let ours =
                compared(ours::planes(bytes, eighths), &means, |a, b| psnr(a, b).map(decibels));
            Ok(format!("{ours} ({})", cell(libjpegs)))
        };
        Ok(Self {
            differences: compared(ours::planes(bytes, 8), &full, max_difference),
            eighth: cell(eighth),
            quarter: means(2)?,
            half: means(4)?,
        })
    }
}

fn turbo_luma(bytes: &[u8], eighths: u8) -> Result<Plane, Refused> {
    let pixels = turbo::pixels(bytes, eighths, Space::Grey)?;
    Ok(Plane { samples: pixels.samples, width: pixels.width, height: pixels.height })
}

/// One result for each plane of libjpeg's; a `-` for a plane of ours that is missing or of another size.
fn compared<T: std::fmt::Display>(
    ours: Option<Vec<Plane>>,
    libjpegs: &[Plane],
    compare: impl Fn(&Plane, &Plane) -> Option<T>,
) -> String {
    let ours = ours.unwrap_or_default();
    let pairs = libjpegs.iter().enumerate().map(|(at, plane)| compare(ours.get(at)?, plane));
    pairs.map(cell).collect::<Vec<_>>().join(" ")
}

fn decibels(psnr: f64) -> String {
    format!("{psnr:.1}")
}

/// Nothing, if the planes are not of one size.
pub(crate) fn max_difference(a: &Plane, b: &Plane) -> Option<u8> {
    pairs(a, b)?.map(|(a, b)| a.abs_diff(b)).max()
}

/// Decibels, endless for what is identical. Nothing, if the planes are not of one size.
pub(crate) fn psnr(a: &Plane, b: &Plane) -> Option<f64> {
    let squares = pairs(a, b)?.map(|(a, b)| u64::from(a.abs_diff(b)).pow(2)).sum::<u64>();
    let mean = squares as f64 / a.samples.len() as f64;
    Some(10.0 * (255.0 * 255.0 / mean).log10())
}

fn pairs<'a>(a: &'a Plane, b: &'a Plane) -> Option<impl Iterator<Item = (u8, u8)> + use<'a>> {
    let is_one_size = (a.width, a.height) == (b.width, b.height);
    is_one_size.then(|| a.samples.iter().copied().zip(b.samples.iter().copied()))
}
