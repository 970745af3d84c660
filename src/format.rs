//! The formats that can be asked for.

use crate::word::Word;

/// A picture format that variants are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
    /// AVIF.
    Avif,
    /// GIF.
    Gif,
}

/// What is made: a picture in a format, or facts about one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Product {
    /// A picture.
    Picture(Format),
    /// Size, format, orientation, dominant colour and a thumbhash, as JSON.
    Facts,
}

/// What `format` can be asked to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WantedFormat {
    /// Just this.
    Exactly(Product),
    /// The best that the viewer accepts. Never written into a path.
    Auto,
}

const fn picture(format: Format) -> WantedFormat {
    WantedFormat::Exactly(Product::Picture(format))
}

impl Word for WantedFormat {
    const SPELLINGS: &'static [(&'static str, Self)] = &[
        ("jpeg", picture(Format::Jpeg)),
        ("jpg", picture(Format::Jpeg)),
        ("png", picture(Format::Png)),
        ("webp", picture(Format::Webp)),
        ("avif", picture(Format::Avif)),
        ("gif", picture(Format::Gif)),
        ("auto", WantedFormat::Auto),
        ("json", WantedFormat::Exactly(Product::Facts)),
    ];
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 5] =
        [Format::Jpeg, Format::Png, Format::Webp, Format::Avif, Format::Gif];

    /// The name, which is also the subtype of the media type.
    pub fn name(self) -> &'static str {
        Product::Picture(self).name()
    }

    /// Whether it can hold pictures that follow each other.
    pub const fn holds_frames(self) -> bool {
        matches!(self, Format::Gif | Format::Webp)
    }

    /// Whether something may shine through.
    pub const fn holds_alpha(self) -> bool {
        !matches!(self, Format::Jpeg)
    }

    /// What a file is by the extension of its name, in either case.
    pub fn of_extension(extension: &str) -> Option<Self> {
        Some(match extension.to_ascii_lowercase().as_str() {
            "jpeg" | "jpg" | "jfif" => Format::Jpeg,
            "png" => Format::Png,
            "webp" => Format::Webp,
            "avif" => Format::Avif,
            "gif" => Format::Gif,
            _ => return None,
        })
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
            Format::Webp => "image/webp",
            Format::Avif => "image/avif",
            Format::Gif => "image/gif",
        }
    }
}

impl Product {
    /// The word in the path.
    pub fn name(self) -> &'static str {
        WantedFormat::Exactly(self).spelling()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_format_is_the_subtype_of_its_media_type() {
        for format in Format::ALL {
            assert_eq!(format.media_type(), format!("image/{}", format.name()));
        }
    }
}
