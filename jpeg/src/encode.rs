//! Planes to JPEG: strip by strip, in one pass over the samples.
//!
//! What comes in is transformed, quantised and turned into tokens at once; the samples are not needed
//! again. When the last strip has come, the tokens have been counted, so the Huffman codes that are made
//! for the picture cost no second pass, and there is no reason to do without them.

mod error;
mod quantiser;
mod settings;
mod sampling;
mod block_row;
mod fdct;
mod token;
mod huffman;
mod stock;
mod bits;
mod sequential;
mod kept;
mod progressive;
mod segments;

pub use error::EncodeError;
pub use quantiser::{Quality, Quantiser};
pub use sampling::Sampling;
pub use settings::{Metadata, Order, Settings, Tables, Weak};

use crate::plane::View;
use crate::simd::{Chosen, Kernels, Work};
use fdct::Divisors;
pub(crate) use fdct::Quantise;
use progressive::Progressive;
use sampling::Frame;
use sequential::Sequential;
use std::fmt;
use std::ops::Range;

/// Encodes whole planes: luma, and unless the picture is grey, blue and red chroma (JFIF).
///
/// ```
/// use sizewise_jpeg::{Sampling, Settings, View, encode};
///
/// let samples: Vec<u8> = (0..24 * 16).map(|k| (k % 256) as u8).collect();
/// let luma = View::new(&samples, 24, 24, 16).expect("so many samples there are");
/// let file = encode(&[luma], Sampling::Grey, &Settings::default())?;
/// assert!(file.starts_with(&[0xff, 0xd8]));
/// # Ok::<(), sizewise_jpeg::EncodeError>(())
/// ```
pub fn encode<'a>(
    planes: &[View<'a>],
    sampling: Sampling,
    settings: &Settings<'_>,
) -> Result<Vec<u8>, EncodeError> {
    let [luma, ..] = planes else {
        return Err(EncodeError::Planes { expected: sampling.planes(), found: 0 });
    };
    let side = |length| u32::try_from(length).unwrap_or(u32::MAX);
    let (width, height) = (side(luma.width()), side(luma.height()));
    let mut encoder = Encoder::new(width, height, sampling, settings)?;
    encoder.frame.check_picture(planes)?;
    for _ in 0..encoder.frame.strips() {
        let band = |(plane, view): (usize, &View<'a>)| {
            let rows = encoder.next_rows(plane);
            view.band(rows.start, rows.len()).expect("the planes are as large as the picture")
        };
        let rows: Vec<View<'_>> = planes.iter().enumerate().map(band).collect();
        encoder.push(&rows)?;
    }
    encoder.finish()
}

/// An encoder that takes a picture in strips, so that nobody has to hold all of it.
pub struct Encoder {
    frame: Frame,
    divisors: [Divisors; 2],
    set: Chosen,
    /// How many have been taken.
    strips: usize,
    body: Body,
    file: Vec<u8>,
}

/// What is in the making.
enum Body {
    Sequential(Sequential),
    Progressive(Progressive),
}

impl Encoder {
    /// An encoder for a picture of this size.
    pub fn new(
        width: u32,
        height: u32,
        sampling: Sampling,
        settings: &Settings<'_>,
    ) -> Result<Self, EncodeError> {
        let frame = Frame::new(width, height, sampling)?;
        let steps = settings.quantiser.steps(settings.quality);
        let mut file = Vec::new();
        segments::write_head(&mut file, &frame, &steps, settings.order, settings.metadata)?;
        let body = match settings.order {
            Order::Sequential => {
                Body::Sequential(Sequential::new(settings.tables, &frame, &mut file))
            }
            Order::Progressive => Body::Progressive(Progressive::new(&frame)),
        };
        let divisors = steps.map(|steps| Divisors::new(&steps, settings.weak));
        Ok(Self { frame, divisors, set: settings.instructions.chosen(), strips: 0, body, file })
    }

    /// How many rows of luma a strip has, if it is not the last: 8 or 16.
    pub fn strip_height(&self) -> usize {
        self.frame.strip_height(0)
    }

    /// Which rows of a plane the next strip has; none, if all have been taken.
    pub fn next_rows(&self, plane: usize) -> Range<usize> {
        self.frame.strip_rows(plane, self.strips)
    }

    /// Takes the next strip: of each plane the rows that are next.
    pub fn push(&mut self, rows: &[View<'_>]) -> Result<(), EncodeError> {
        self.frame.check_strip(self.strips, rows)?;
        self.strips += 1;
        self.set.run(Push { encoder: self, rows });
        Ok(())
    }

    /// The file, once all strips have been taken.
    pub fn finish(self) -> Result<Vec<u8>, EncodeError> {
        let Self { frame, strips, body, mut file, set, .. } = self;
        if strips != frame.strips() {
            return Err(EncodeError::Strips { expected: frame.strips(), found: strips });
        }
        set.run(Finish { frame: &frame, body, file: &mut file });
        segments::write_end(&mut file);
        Ok(file)
    }
}

impl fmt::Debug for Encoder {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(text, "Encoder({} of {} strips)", self.strips, self.frame.strips())
    }
}

/// Taking a strip.
struct Push<'a> {
    encoder: &'a mut Encoder,
    rows: &'a [View<'a>],
}

impl Work for Push<'_> {
    type Output = ();

    #[inline(always)]
    fn with<K: Kernels>(self, kernels: K) {
        let Encoder { frame, divisors, body, file, .. } = self.encoder;
        match body {
            Body::Sequential(scan) => scan.push(kernels, frame, self.rows, divisors, file),
            Body::Progressive(planes) => planes.push(kernels, self.rows, divisors),
        }
    }
}

/// Writing what was waiting for the last strip.
struct Finish<'a> {
    frame: &'a Frame,
    body: Body,
    file: &'a mut Vec<u8>,
}

impl Work for Finish<'_> {
    type Output = ();

    #[inline(always)]
    fn with<K: Kernels>(self, _: K) {
        match self.body {
            Body::Sequential(scan) => scan.finish(self.frame, self.file),
            Body::Progressive(planes) => planes.finish(self.frame, self.file),
        }
    }
}
