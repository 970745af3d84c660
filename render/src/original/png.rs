//! PNG: row by row where it is stored so, whole where it is interlaced.

use super::rows::{Channels, Rows};
use super::{Model, Needed, Original, Strips};
use crate::error::Error;
use crate::metadata::Notice;
use png::{BitDepth, ColorType, Decoder, Limits, Reader, Transformations};
use sizewise_jpeg::Exif;
use std::borrow::Cow;
use std::io::Cursor;

const NAME: &str = "PNG";

pub(super) struct Png<'b> {
    bytes: &'b [u8],
    memory: u64,
    /// What stands in front of the pixels.
    reader: Reader<Cursor<&'b [u8]>>,
}

impl<'b> Png<'b> {
    pub(super) fn open(bytes: &'b [u8], memory: u64) -> Result<Self, Error> {
        Ok(Self { bytes, memory, reader: reader(bytes, memory)? })
    }

    fn channels(&self) -> Channels {
        match self.reader.output_color_type().0 {
            ColorType::Grayscale => Channels::One,
            ColorType::GrayscaleAlpha => Channels::Two,
            ColorType::Rgb | ColorType::Indexed => Channels::Three,
            ColorType::Rgba => Channels::Four,
        }
    }

    /// The text of a keyword.
    fn text(&self, keyword: &str) -> Option<Cow<'_, str>> {
        let info = self.reader.info();
        let latin = info.uncompressed_latin1_text.iter().find(|text| text.keyword == keyword);
        let text = latin.map(|text| text.text.as_str());
        let utf8 = || info.utf8_text.iter().find(|text| text.keyword == keyword)?.get_text().ok();
        text.map(Cow::Borrowed).or_else(|| utf8().map(Cow::Owned))
    }
}

/// A reader behind the header, which makes channels of whole bytes of whatever is stored.
fn reader(bytes: &[u8], memory: u64) -> Result<Reader<Cursor<&[u8]>>, Error> {
    let limits = Limits { bytes: usize::try_from(memory).unwrap_or(usize::MAX) };
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(Transformations::EXPAND);
    decoder.read_info().map_err(broken)
}

fn broken(error: png::DecodingError) -> Error {
    Error::broken(NAME, error)
}

impl Original for Png<'_> {
    fn model(&self) -> Model {
        if self.channels().are_grey() { Model::Grey } else { Model::Rgb }
    }

    fn has_alpha(&self) -> bool {
        self.channels().have_alpha()
    }

    fn icc(&self) -> Option<Cow<'_, [u8]>> {
        self.reader.info().icc_profile.as_deref().map(Cow::Borrowed)
    }

    fn notice(&self) -> Notice<'_> {
        let exif = self.reader.info().exif_metadata.as_deref().and_then(Exif::read);
        let named = exif.as_ref().map(Notice::of_exif).unwrap_or_default();
        Notice {
            artist: named.artist.or_else(|| self.text("Author")),
            copyright: named.copyright.or_else(|| self.text("Copyright")),
        }
    }

    fn strips(&self, needed: Needed) -> Result<Box<dyn Strips + '_>, Error> {
        let mut reader = reader(self.bytes, self.memory)?;
        let info = reader.info();
        let size = (info.width as usize, info.height as usize);
        let is_interlaced = info.interlaced;
        let is_deep = reader.output_color_type().1 == BitDepth::Sixteen;
        let line = reader.output_line_size(info.width).ok_or_else(too_large)?;
        let channels = self.channels();
        if is_interlaced {
            let whole = whole(&mut reader, self.memory)?;
            let mut rows = whole.into_iter();
            let mut buffer = Vec::with_capacity(line);
            let next = Box::new(move |row: &mut [u8]| {
                buffer.clear();
                buffer.extend(rows.by_ref().take(line));
                narrow(&buffer, is_deep, row);
                Ok(())
            });
            return Ok(Box::new(Rows::new(size, channels, needed, next)));
        }
        let (mut buffer, mut left) = (vec![0; line], size.1);
        let next = Box::new(move |row: &mut [u8]| {
            let ended = || Error::broken(NAME, "a file that ends within its pixels");
            reader.read_row(&mut buffer).map_err(broken)?.ok_or_else(ended)?;
            narrow(&buffer, is_deep, row);
            left -= 1;
            if left == 0 {
                // Only behind the last row stands whether all of them were right.
                reader.read_row(&mut buffer).map_err(broken)?;
            }
            Ok(())
        });
        Ok(Box::new(Rows::new(size, channels, needed, next)))
    }
}

/// All rows of a picture that cannot be had one by one.
fn whole(reader: &mut Reader<Cursor<&[u8]>>, memory: u64) -> Result<Vec<u8>, Error> {
    let size = reader.output_buffer_size().ok_or_else(too_large)?;
    if size as u64 > memory {
        let (of, found) = ("bytes of memory", size as u64);
        return Err(sizewise::Refusal::TooMuch { of, most: memory, found }.into());
    }
    let mut whole = vec![0; size];
    reader.next_frame(&mut whole).map_err(broken)?;
    Ok(whole)
}

fn too_large() -> Error {
    Error::broken(NAME, "a picture that no memory could hold")
}

/// Samples of 16 bits become the nearest of 8.
fn narrow(samples: &[u8], is_deep: bool, row: &mut [u8]) {
    if !is_deep {
        row.copy_from_slice(samples);
        return;
    }
    for (&[high, low], sample) in samples.as_chunks().0.iter().zip(row) {
        let value = u32::from(u16::from_be_bytes([high, low]));
        *sample = ((value * 255 + 32_895) >> 16) as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_bits_are_rounded_to_eight() {
        for value in 0..=u16::MAX {
            let mut row = [0];
            narrow(&value.to_be_bytes(), true, &mut row);
            assert_eq!(row[0], (f64::from(value) / 257.0).round() as u8, "{value}");
        }
    }
}
