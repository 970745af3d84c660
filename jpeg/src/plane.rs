//! Planes: the samples of one component, and looks at them.

use crate::frame::Frame;
use crate::scale::Scale;

/// Rows of samples that belong to somebody else.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub(crate) samples: &'a [u8],
    pub(crate) stride: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl<'a> View<'a> {
    /// `height` rows of `width` samples, of which each begins `stride` after the one before. Nothing,
    /// if that is more than there are samples, if a row is longer than the stride, or if there is no
    /// sample at all.
    pub fn new(samples: &'a [u8], stride: usize, width: usize, height: usize) -> Option<Self> {
        let last_row = height.checked_sub(1)?.checked_mul(stride)?;
        let end = last_row.checked_add(width)?;
        (0 < width && width <= stride && end <= samples.len()).then_some(Self {
            samples,
            stride,
            width,
            height,
        })
    }

    /// Samples in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The samples of row `y`.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn row(&self, y: usize) -> &'a [u8] {
        assert!(y < self.height, "row {y} of {}", self.height);
        &self.samples[y * self.stride..][..self.width]
    }

    /// `height` of the rows, from row `top` on. Nothing, if there are not so many or none.
    pub fn band(&self, top: usize, height: usize) -> Option<Self> {
        let end = top.checked_add(height)?;
        (0 < height && end <= self.height).then(|| Self {
            samples: &self.samples[top * self.stride..],
            height,
            ..*self
        })
    }

    /// All rows, from the top.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &'a [u8]> + use<'a> {
        let view = *self;
        (0..self.height).map(move |y| view.row(y))
    }
}

/// The samples of one component at the scale that it was decoded at.
#[derive(Clone, PartialEq)]
pub struct Plane {
    pub(crate) samples: Vec<u8>,
    pub(crate) stride: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) extent: (f64, f64),
    /// Rows in a strip.
    pub(crate) strip_rows: usize,
}

impl Plane {
    /// What component `index` is at a scale, without its samples.
    pub(crate) fn outline(frame: &Frame, index: usize, scale: Scale) -> Self {
        let (width, height) = frame.size(index);
        Self {
            samples: Vec::new(),
            stride: frame.unit_blocks(index).0 * scale.eighths(),
            width: scale.of(width),
            height: scale.of(height),
            extent: frame.extent(index, scale),
            strip_rows: frame.components[index].vertical() * scale.eighths(),
        }
    }

    /// Bytes of a strip.
    pub(crate) fn strip(&self) -> usize {
        self.strip_rows * self.stride
    }

    /// Where strip number `strip` of the samples is drawn.
    pub(crate) fn canvas(&mut self, strip: usize) -> Canvas<'_> {
        let (bytes, stride) = (self.strip(), self.stride);
        Canvas { samples: &mut self.samples[strip * bytes..][..bytes], stride }
    }

    /// Samples in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// How many samples the picture covers across and down. The last column and the last row may stand
    /// for less than a whole sample: 17 columns at half size are 8.5 samples in 9.
    pub fn extent(&self) -> (f64, f64) {
        self.extent
    }

    /// A look at all samples.
    pub fn view(&self) -> View<'_> {
        View { samples: &self.samples, stride: self.stride, width: self.width, height: self.height }
    }
}

impl std::fmt::Debug for Plane {
    fn fmt(&self, text: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(text, "Plane({} × {} of {:?})", self.width, self.height, self.extent)
    }
}

/// Where a strip of one component is drawn.
pub(crate) struct Canvas<'p> {
    pub(crate) samples: &'p mut [u8],
    pub(crate) stride: usize,
}
