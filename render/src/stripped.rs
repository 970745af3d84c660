//! The original's own coded picture, without what its file says beside it: no place, no camera, no thumbnail of
//! what was cut off.

mod gif;
mod jpeg;
mod png;
pub(crate) mod webp;

use sizewise::{
    Format, Frame, Profile, Region, Source, SourceFormat, Steps, Style, Turn, WindowPlace,
};

/// The same picture in a file that has nothing but it and `exif`. Nothing, if the format has no such thing.
pub(crate) fn stripped(bytes: &[u8], source: &Source, exif: &[u8]) -> Option<Vec<u8>> {
    match source.format {
        SourceFormat::Jpeg => jpeg::stripped(bytes, exif),
        SourceFormat::Png => png::stripped(bytes, exif),
        SourceFormat::Webp => webp::stripped(bytes, exif),
        SourceFormat::Gif => gif::stripped(bytes),
        _ => None,
    }
}

/// Whether what is asked is the original again, but perhaps for its quality.
pub(crate) fn is_asked_again(steps: &Steps, source: &Source, frame: &Frame) -> bool {
    let (width, height) = (source.width.get(), source.height.get());
    let is_own = matches!(
        (source.format, steps.format),
        (SourceFormat::Jpeg, Format::Jpeg)
            | (SourceFormat::Png, Format::Png)
            | (SourceFormat::Webp, Format::Webp)
            | (SourceFormat::Gif, Format::Gif)
    );
    let is_whole = steps.crop == Region { x: 0, y: 0, width, height }
        && frame.canvas == (width, height)
        && frame.scaled == frame.canvas
        && frame.window.place == WindowPlace::At { x: 0.0, y: 0.0 };
    let is_upright = source.upright == Turn::NONE && steps.turn == Turn::NONE;
    let is_untouched = !steps.normalize
        && !steps.negate
        && steps.style == Style::default()
        && steps.tint.is_none()
        && steps.blur.is_none()
        && steps.sharpen.is_none();
    let is_plain = source.profile == Profile::Srgb && source.frames == steps.frames;
    is_own && is_whole && is_upright && is_untouched && is_plain
}
