//! How long an animation takes: the sum of what its file says of each frame.

use crate::probe::webp::Chunks;
use sizewise::{Source, SourceFormat};

/// In milliseconds, if there is more than one frame.
pub(super) fn duration(bytes: &[u8], source: &Source) -> Option<u64> {
    if source.frames.get() < 2 {
        return None;
    }
    match source.format {
        SourceFormat::Gif => Some(gif(bytes)),
        SourceFormat::Webp => webp(bytes),
        _ => None,
    }
}

/// A frame is shown as long as the last extension in front of it says, in hundredths of a second.
fn gif(bytes: &[u8]) -> u64 {
    let colours = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let behind = |bytes: &'_ [u8], count: usize| bytes.len().min(count);
    let (mut sum, mut delay) = (0, 0);
    let flags = bytes.get(10).copied().unwrap_or_default();
    let mut rest = &bytes[behind(bytes, 13 + colours(flags))..];
    loop {
        let head = match rest {
            [0x21, 0xf9, _, _, low, high, ..] => {
                delay = u64::from(u16::from_le_bytes([*low, *high]));
                2
            }
            [0x21, ..] => 2,
            [0x2c, _, _, _, _, _, _, _, _, flags, ..] => {
                sum += std::mem::take(&mut delay) * 10;
                11 + colours(*flags)
            }
            _ => return sum,
        };
        rest = &rest[behind(rest, head)..];
        // Parts that tell their length, up to one of none.
        while let Some(length @ 1..) = rest.first() {
            rest = &rest[behind(rest, usize::from(*length) + 1)..];
        }
        rest = &rest[behind(rest, 1)..];
    }
}

/// RFC 9649, 2.7.1.1: twelve bytes of a place and a size, and three of a duration.
fn webp(bytes: &[u8]) -> Option<u64> {
    let frames = Chunks::of(bytes).ok()?.filter(|(kind, _)| *kind == b"ANMF");
    let told = frames.filter_map(|(_, body)| {
        let &[low, middle, high] = body.get(12..15)?.as_array()?;
        Some(u64::from(u32::from_le_bytes([low, middle, high, 0])))
    });
    Some(told.sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sizewise::{Profile, Turn};
    use std::num::NonZeroU32;

    fn source(format: SourceFormat, frames: u32) -> Source {
        let frames = NonZeroU32::new(frames).unwrap();
        Source {
            width: NonZeroU32::MIN,
            height: NonZeroU32::MIN,
            upright: Turn::NONE,
            format,
            profile: Profile::Srgb,
            has_alpha: false,
            frames,
            bytes: 0,
        }
    }

    /// A frame of one pixel behind what says how long it is shown.
    fn frame(delay: [u8; 2]) -> Vec<u8> {
        let control = [&[0x21, 0xf9, 4, 0][..], &delay, &[0, 0]].concat();
        let pixel = b"\x2c\0\0\0\0\x01\0\x01\0\x80\0\0\0\xff\xff\xff\x02\x02\x44\x01\0";
        [&control[..], pixel].concat()
    }

    #[test]
    fn the_frames_of_a_gif_are_added_up() {
        let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff";
        let again = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
        let file =
            [&head[..], again, &frame([10, 0]), &frame([0, 1]), &frame([0, 0]), b";"].concat();
        assert_eq!(duration(&file, &source(SourceFormat::Gif, 3)), Some(100 + 2560));
        assert_eq!(duration(&file, &source(SourceFormat::Gif, 1)), None);
        let first = head.len() + again.len() + frame([0, 0]).len();
        assert_eq!(duration(&file[..first], &source(SourceFormat::Gif, 3)), Some(100));
        for length in 0..file.len() {
            assert!(duration(&file[..length], &source(SourceFormat::Gif, 3)) <= Some(2660));
        }
    }

    #[test]
    fn the_frames_of_a_webp_are_added_up() {
        let frame = |told: [u8; 3]| {
            let body = [&[0; 12][..], &told, &[0]].concat();
            [b"ANMF\x10\0\0\0", &body[..]].concat()
        };
        let chunks = [b"WEBP", &frame([40, 0, 0])[..], &frame([0, 0, 1]), b"ANMF\x02\0\0\0\0\0"];
        let body = chunks.concat();
        let file = [b"RIFF", &(body.len() as u32).to_le_bytes()[..], &body].concat();
        assert_eq!(duration(&file, &source(SourceFormat::Webp, 2)), Some(40 + 65_536));
        assert_eq!(duration(b"RIFF", &source(SourceFormat::Webp, 2)), None);
    }
}
