//! AV1 as rav1e codes it.

use crate::{Pixels, Rgb};
use rav1e::prelude::*;

pub use rav1e::prelude::ChromaSampling as Sampling;

/// How a picture is coded.
#[derive(Debug, Clone, Copy)]
pub struct Coding {
    pub depth: u8,
    pub sampling: Sampling,
    pub is_full: bool,
    /// The matrix that luma and differences are made by, by its code point.
    pub matrix: u8,
    /// Code points that the header tells: primaries, transfer and matrix. Nothing, if it tells none.
    pub told: Option<[u8; 3]>,
}

impl Default for Coding {
    fn default() -> Self {
        Self { depth: 8, sampling: Sampling::Cs420, is_full: true, matrix: 6, told: None }
    }
}

impl Coding {
    pub fn grey() -> Self {
        Self { sampling: Sampling::Cs400, ..Self::default() }
    }

    /// What `av1C` says of it.
    pub fn av1c(&self) -> Vec<u8> {
        let profile = match (self.depth, self.sampling) {
            (12, _) | (_, Sampling::Cs422) => 2,
            (_, Sampling::Cs444) => 1,
            _ => 0,
        };
        let sampling = match self.sampling {
            Sampling::Cs400 => 0x1c,
            Sampling::Cs420 => 0x0c,
            Sampling::Cs422 => 0x08,
            Sampling::Cs444 => 0,
        };
        let depth = match self.depth {
            8 => 0,
            10 => 0x40,
            _ => 0x60,
        };
        vec![0x81, profile << 5, depth | sampling, 0]
    }

    /// A colour in levels of its planes.
    fn stored(&self, colour: Rgb) -> [u16; 3] {
        let [r, g, b] = colour.map(f64::from);
        let (red, blue) = match self.matrix {
            0 => return [g, b, r].map(|value| self.level(value, false)),
            1 => (0.2126, 0.0722),
            9 => (0.2627, 0.0593),
            8 => {
                let (green, rest) = (0.5 * g, 0.25 * (r + b));
                let values = [green + rest, green - rest, 0.5 * (r - b)];
                return [0, 1, 2].map(|plane| self.level(values[plane], plane > 0));
            }
            _ => (0.299, 0.114),
        };
        let y = red * r + (1.0 - red - blue) * g + blue * b;
        let (cb, cr) = (0.5 * (b - y) / (1.0 - blue), 0.5 * (r - y) / (1.0 - red));
        [self.level(y, false), self.level(cb, true), self.level(cr, true)]
    }

    /// A value of 0 to 255, or a difference of -127.5 to 127.5.
    fn level(&self, value: f64, is_difference: bool) -> u16 {
        let scale = f64::from(1 << (self.depth - 8));
        let most = f64::from((1 << self.depth) - 1);
        let level = match (self.is_full, is_difference) {
            (true, false) => value / 255.0 * most,
            (true, true) => value / 255.0 * most + 128.0 * scale,
            (false, false) => (value / 255.0 * 219.0 + 16.0) * scale,
            (false, true) => (value / 255.0 * 224.0 + 128.0) * scale,
        };
        level.round().clamp(0.0, most) as u16
    }

    fn settings(&self, pixels: &Pixels) -> EncoderConfig {
        let mut settings = EncoderConfig::with_speed_preset(10);
        (settings.width, settings.height) = (pixels.width, pixels.height);
        settings.still_picture = true;
        settings.bit_depth = self.depth.into();
        settings.chroma_sampling = self.sampling;
        settings.pixel_range = if self.is_full { PixelRange::Full } else { PixelRange::Limited };
        settings.quantizer = 20;
        settings.color_description =
            self.told.map(|[primaries, transfer, matrix]| ColorDescription {
                color_primaries: match primaries {
                    1 => ColorPrimaries::BT709,
                    9 => ColorPrimaries::BT2020,
                    12 => ColorPrimaries::SMPTE432,
                    _ => ColorPrimaries::Unspecified,
                },
                transfer_characteristics: match transfer {
                    13 => TransferCharacteristics::SRGB,
                    _ => TransferCharacteristics::Unspecified,
                },
                matrix_coefficients: match matrix {
                    0 => MatrixCoefficients::Identity,
                    1 => MatrixCoefficients::BT709,
                    6 => MatrixCoefficients::BT601,
                    9 => MatrixCoefficients::BT2020NCL,
                    10 => MatrixCoefficients::BT2020CL,
                    _ => MatrixCoefficients::Unspecified,
                },
            });
        settings
    }
}

/// The still picture that pixels make.
pub fn coded(pixels: &Pixels, coding: &Coding) -> Vec<u8> {
    if coding.depth > 8 { coded_as::<u16>(pixels, coding) } else { coded_as::<u8>(pixels, coding) }
}

fn coded_as<S: Pixel>(pixels: &Pixels, coding: &Coding) -> Vec<u8> {
    let config = Config::new().with_encoder_config(coding.settings(pixels)).with_threads(1);
    let mut context: Context<S> = config.new_context().unwrap();
    let mut frame = context.new_frame();
    let stored: Vec<_> = pixels.pixels.iter().map(|&colour| coding.stored(colour)).collect();
    let shares = match coding.sampling {
        Sampling::Cs400 | Sampling::Cs444 => (1, 1),
        Sampling::Cs422 => (2, 1),
        Sampling::Cs420 => (2, 2),
    };
    let count = if coding.sampling == Sampling::Cs400 { 1 } else { 3 };
    for (number, to) in frame.planes.iter_mut().take(count).enumerate() {
        let (across, down) = if number == 0 { (1, 1) } else { shares };
        let at = |x: usize, y: usize| stored[y * pixels.width + x][number];
        let mut samples = Vec::new();
        for y in (0..pixels.height).step_by(down) {
            for x in (0..pixels.width).step_by(across) {
                let (right, below) =
                    ((x + across).min(pixels.width), (y + down).min(pixels.height));
                let block = (y..below).flat_map(|y| (x..right).map(move |x| at(x, y)));
                let count = (right - x) * (below - y);
                let sum: usize = block.map(usize::from).sum();
                let mean = ((sum + count / 2) / count) as u16;
                samples.extend(&mean.to_le_bytes()[..size_of::<S>()]);
            }
        }
        let stride = pixels.width.div_ceil(across) * size_of::<S>();
        to.copy_from_raw_u8(&samples, stride, size_of::<S>());
    }
    context.send_frame(frame).unwrap();
    context.flush();
    loop {
        match context.receive_packet() {
            // In a file of items no delimiter is in front of a picture.
            Ok(packet) => return packet.data.strip_prefix(&[0x12, 0]).map(<[u8]>::to_vec).unwrap(),
            Err(EncoderStatus::Encoded) => {}
            Err(error) => panic!("rav1e: {error}"),
        }
    }
}
