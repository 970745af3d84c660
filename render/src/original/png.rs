//! PNG: row by row where it is stored so, whole where it is interlaced.

use super::rows::{Channels, Rows, afford, afford_bytes, narrowed, too_much};
use super::{Model, Needed, Original, Strips};
use crate::error::Error;
use crate::metadata::Notice;
use crate::probe;
use png::{BitDepth, ColorType, Decoder, DecodingError, Limits, Reader, Transformations};
use sizewise::Source;
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
    pub(super) fn open(bytes: &'b [u8], source: &Source, memory: u64) -> Result<Self, Error> {
        afford(source, memory)?;
        let reader = read(decoder(bytes, memory), memory)?;
        Ok(Self { bytes, memory, reader })
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
        let utf8 = || {
            let mut text = info.utf8_text.iter().find(|text| text.keyword == keyword)?.clone();
            text.decompress_text_with_limit(LONGEST_TEXT).ok()?;
            text.get_text().ok()
        };
        text.map(Cow::Borrowed).or_else(|| utf8().map(Cow::Owned))
    }
}

/// The longest text that is decompressed: of one that is longer than this, nobody reads the end, and a
/// megabyte in a file could become a gigabyte in memory.
const LONGEST_TEXT: usize = 64 << 10;

/// What makes channels of whole bytes of whatever is stored. It leaves profiles alone, since it would
/// decompress one to as much as it may take for all.
fn decoder(bytes: &[u8], memory: u64) -> Decoder<Cursor<&[u8]>> {
    let limits = Limits { bytes: usize::try_from(memory).unwrap_or(usize::MAX) };
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(Transformations::EXPAND);
    decoder.set_ignore_iccp_chunk(true);
    decoder
}

/// Reads what stands in front of the pixels.
fn read(decoder: Decoder<Cursor<&[u8]>>, memory: u64) -> Result<Reader<Cursor<&[u8]>>, Error> {
    decoder.read_info().map_err(|error| match error {
        // It counts no further than that.
        DecodingError::LimitsExceeded => too_much(memory.saturating_add(1), memory),
        error => broken(error),
    })
}

fn broken(error: DecodingError) -> Error {
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
        probe::png::icc(self.bytes).map(Cow::Owned)
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
        let mut decoder = decoder(self.bytes, self.memory);
        decoder.set_ignore_text_chunk(true);
        let mut reader = read(decoder, self.memory)?;
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
    afford_bytes(size as u64, memory)?;
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
        *sample = narrowed(u16::from_be_bytes([high, low]));
    }
}
