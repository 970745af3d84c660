//! The range of television, which WebP has: luma from 16 to 235, differences from 16 to 240.

use crate::plane::Plane;

/// What samples of a kind use of 0 to 255.
#[derive(Debug, Clone, Copy)]
pub(crate) struct VideoRange {
    /// How many steps there are from black to white, or from blue's opposite to blue.
    levels: u32,
}

pub(crate) const LUMA: VideoRange = VideoRange { levels: 219 };
pub(crate) const CHROMA: VideoRange = VideoRange { levels: 224 };

/// Luma, and colour differences if there are some, in all of 0 to 255.
pub(crate) fn widened(planes: Vec<Plane>) -> Vec<Plane> {
    let ranges = [LUMA, CHROMA, CHROMA];
    planes.into_iter().zip(ranges).map(|(plane, range)| range.widened(plane)).collect()
}

/// What black is.
const FIRST: u32 = 16;

impl VideoRange {
    /// From all of 0 to 255 to this part of it.
    pub(crate) fn narrowed(self, plane: Plane) -> Plane {
        let narrowed = |sample: u32| FIRST + (sample * self.levels + 127) / 255;
        plane.mapped(std::array::from_fn(|sample| narrowed(sample as u32) as u8))
    }

    /// From this part to all of it.
    fn widened(self, plane: Plane) -> Plane {
        let half = self.levels / 2;
        let widened = |sample: u32| (sample.saturating_sub(FIRST) * 255 + half) / self.levels;
        plane.mapped(std::array::from_fn(|sample| widened(sample as u32).min(255) as u8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_narrowed_is_what_it_was() {
        for range in [LUMA, CHROMA] {
            let samples: Vec<u8> = (0..=255).collect();
            let plane = Plane { samples, width: 256, height: 1 };
            let narrow = range.narrowed(plane.clone());
            assert_eq!((narrow.samples[0], narrow.samples[255]), (16, 16 + range.levels as u8));
            let wide = range.widened(narrow);
            assert!(wide.samples.iter().zip(&plane.samples).all(|(a, b)| a.abs_diff(*b) <= 1));
        }
        let neutral = CHROMA.widened(CHROMA.narrowed(Plane::filled(1, 1, 128)));
        assert_eq!(neutral.samples, [128]);
    }
}
