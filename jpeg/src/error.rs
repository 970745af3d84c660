//! What can be wrong with a file, named by what it means for the caller.

use std::fmt;

/// Why a picture cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are something else.
    #[error("not a JPEG: expected it to begin with the bytes ff d8")]
    NotJpeg,
    /// The file is in order and uses something that this decoder does not read.
    #[error("unsupported: {0}")]
    Unsupported(Feature),
    /// The file ends too early.
    #[error("truncated: the file ends at byte {at} within {within}")]
    Truncated {
        /// The length of what there is.
        at: usize,
        /// What was being read.
        within: Part,
    },
    /// The file contradicts itself or the standard.
    #[error("damaged at byte {at}: {what}")]
    Damaged {
        /// How far the file made sense.
        at: usize,
        /// What does not.
        what: Fault,
    },
    /// The picture would take more memory than the caller permits.
    #[error("too large: expected at most {limit} bytes of memory, found a need of {needed}")]
    TooLarge {
        /// What it would take.
        needed: u64,
        /// What was permitted.
        limit: u64,
    },
    /// The file has more scans than the caller permits.
    #[error("too many scans: expected at most {limit}")]
    TooManyScans {
        /// What was permitted.
        limit: u32,
    },
}

/// Parts of the standard that this decoder leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Feature {
    /// Arithmetic coding in place of Huffman codes.
    ArithmeticCoding,
    /// The lossless processes.
    Lossless,
    /// Several frames of growing size.
    Hierarchical,
    /// Samples of this many bits.
    Precision(u8),
    /// This many components.
    Components(u8),
    /// A height that is only told after the first scan.
    LateHeight,
}

impl fmt::Display for Feature {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ArithmeticCoding => text.write_str("arithmetic coding"),
            Self::Lossless => text.write_str("lossless JPEG"),
            Self::Hierarchical => text.write_str("hierarchical JPEG"),
            Self::Precision(bits) => write!(text, "{bits} bits a sample, expected 8"),
            Self::Components(count) => write!(text, "{count} components, expected 1, 3 or 4"),
            Self::LateHeight => text.write_str("a height that is told after the first scan"),
        }
    }
}

/// Parts of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// Marker segments.
    Header,
    /// Entropy-coded data.
    Scan,
}

impl fmt::Display for Part {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        text.write_str(match self {
            Self::Header => "a marker segment",
            Self::Scan => "a scan",
        })
    }
}

/// Contradictions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// A segment whose content does not fit its length.
    SegmentLength,
    /// A second frame.
    SecondFrame,
    /// A scan before any frame.
    NoFrame,
    /// A frame without any scan.
    NoScan,
    /// A picture without width or components.
    Empty,
    /// Sampling factors beyond 1 to 4.
    Sampling,
    /// More blocks in a unit than the standard's ten.
    UnitTooLarge,
    /// Two components of one name, or one component twice in a scan.
    ComponentTwice,
    /// A scan of a component that the frame does not have.
    NoSuchComponent,
    /// A number of a table beyond 0 to 3.
    TableNumber,
    /// A quantiser with a zero in it.
    ZeroQuantiser,
    /// A component without its quantiser.
    NoQuantiser,
    /// A scan without one of its Huffman tables.
    NoHuffmanTable,
    /// A Huffman table with more codes than its lengths have room for.
    Oversubscribed,
    /// A Huffman table with a symbol that cannot occur.
    Symbol,
    /// Bits that are no code, or that lead past the end of a block.
    Bits,
    /// A scan, or an interval of it, that ends before its last block.
    ShortScan,
    /// Scan parameters that cannot be.
    ScanParameters,
    /// Scans that do not build on each other.
    Progression,
    /// A component whose data never comes.
    MissingComponent,
    /// Not the restart marker that was due.
    RestartMarker,
}

impl fmt::Display for Fault {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        text.write_str(match self {
            Self::SegmentLength => "a segment that does not fit its length",
            Self::SecondFrame => "a second frame",
            Self::NoFrame => "a scan before any frame",
            Self::NoScan => "no scan",
            Self::Empty => "a picture without samples",
            Self::Sampling => "sampling factors beyond 1 to 4",
            Self::UnitTooLarge => "more than ten blocks in a unit",
            Self::ComponentTwice => "a component named twice",
            Self::NoSuchComponent => "a component that does not exist",
            Self::TableNumber => "a table number beyond 0 to 3",
            Self::ZeroQuantiser => "a quantiser of zero",
            Self::NoQuantiser => "a component without a quantiser",
            Self::NoHuffmanTable => "a scan without its Huffman table",
            Self::Oversubscribed => "a Huffman table with too many codes",
            Self::Symbol => "a Huffman table with an impossible symbol",
            Self::Bits => "bits that make no block",
            Self::ShortScan => "a scan that ends too early",
            Self::ScanParameters => "impossible scan parameters",
            Self::Progression => "scans that do not build on each other",
            Self::MissingComponent => "a component that never comes",
            Self::RestartMarker => "a restart marker out of turn",
        })
    }
}
