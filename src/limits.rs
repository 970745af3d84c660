//! Limits: what one request may cost, each with its arithmetic.

use serde::Deserialize;
use std::num::{NonZeroU32, NonZeroU64};

/// What is refused before it costs anything.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The bytes of an original. Default: 50,000,000, since a 24-megapixel JPEG of a camera has 5
    /// to 15 MB and an original is held in memory whole.
    pub source_bytes: NonZeroU64,
    /// The pixels of an original or a result, judged by the header before anything is decoded.
    /// Default: 100,000,000, which are 300 MB as RGB and 400 MB with transparency.
    pub source_pixels: NonZeroU64,
    /// The longest side of a result. Default: 16,383, the most that a WebP can have.
    pub output_side: NonZeroU32,
    /// The frames of an animation. Default: 1,000, half a minute at 30 frames a second.
    pub frames: NonZeroU32,
    /// The pixels of all frames of an animation together. Default: 200,000,000, twice what a
    /// still picture may have, since a frame is forgotten when it is written.
    pub animation_pixels: NonZeroU64,
    /// How long one picture may take, in seconds. Default: 20, two thirds of what Lambda@Edge
    /// allows, which leaves the rest for reading and keeping.
    pub render_seconds: NonZeroU32,
}

impl Default for Limits {
    fn default() -> Self {
        const fn whole(number: u32) -> NonZeroU32 {
            NonZeroU32::new(number).expect("no limit is 0")
        }
        const fn large(number: u64) -> NonZeroU64 {
            NonZeroU64::new(number).expect("no limit is 0")
        }
        Limits {
            source_bytes: const { large(50_000_000) },
            source_pixels: const { large(100_000_000) },
            output_side: const { whole(16_383) },
            frames: const { whole(1_000) },
            animation_pixels: const { large(200_000_000) },
            render_seconds: const { whole(20) },
        }
    }
}
