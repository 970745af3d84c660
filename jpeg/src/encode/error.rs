//! Errors: what cannot be encoded.

/// Why there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// A picture of a size that no file can state.
    #[error("expected sides of 1 to 65535, found {width}×{height}")]
    Size {
        /// Of luma.
        width: u32,
        /// Of luma.
        height: u32,
    },
    /// Too many planes or too few.
    #[error("expected {expected} planes, found {found}")]
    Planes {
        /// What the sampling has.
        expected: usize,
        /// What was given.
        found: usize,
    },
    /// A plane, or the rows of a plane in a strip, of another size than the picture's.
    #[error(
        "expected {}×{} samples of plane {plane}, found {}×{}",
        .expected.0, .expected.1, .found.0, .found.1
    )]
    PlaneSize {
        /// Which plane; 0 is luma.
        plane: usize,
        /// Width and height.
        expected: (usize, usize),
        /// Width and height.
        found: (usize, usize),
    },
    /// More strips than the picture has, or an end before the last.
    #[error("expected {expected} strips, found {found}")]
    Strips {
        /// What the picture has.
        expected: usize,
        /// What was given.
        found: usize,
    },
    /// A colour profile that no file can hold.
    #[error("expected an ICC profile of at most {most} bytes, found {found}")]
    Icc {
        /// The limit.
        most: usize,
        /// The length.
        found: usize,
    },
    /// An Exif block that no file can hold.
    #[error("expected an Exif block of at most {most} bytes, found {found}")]
    Exif {
        /// The limit.
        most: usize,
        /// The length.
        found: usize,
    },
}
