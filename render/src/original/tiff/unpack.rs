//! Unpacking: what is stored becomes rows again, one by one.

use super::broken;
use crate::error::Error;
use fdeflate::Decompressor;
use std::borrow::Cow;
use weezl::{BitOrder, LzwStatus, decode::Decoder};

/// Gives the next bytes of a chunk.
pub(super) trait Unpack {
    /// As many as a row has.
    fn fill(&mut self, row: &mut [u8]) -> Result<(), Error>;
}

pub(super) fn ended() -> Error {
    broken("a strip or tile that ends within its pixels")
}

/// Bytes that are read one after the other.
pub(super) struct Data<'b> {
    bytes: Cow<'b, [u8]>,
    at: usize,
}

impl<'b> Data<'b> {
    pub(super) fn new(bytes: Cow<'b, [u8]>) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) fn rest(&self) -> &[u8] {
        &self.bytes[self.at..]
    }

    fn pass(&mut self, count: usize) {
        self.at += count;
    }

    fn take(&mut self, count: usize) -> Result<&[u8], Error> {
        let at = self.at;
        self.at += count;
        self.bytes.get(at..at + count).ok_or_else(ended)
    }
}

/// Nothing is made smaller.
pub(super) struct Plain<'b>(pub(super) Data<'b>);

impl Unpack for Plain<'_> {
    fn fill(&mut self, row: &mut [u8]) -> Result<(), Error> {
        row.copy_from_slice(self.0.take(row.len())?);
        Ok(())
    }
}

/// Runs of a byte, and bytes as they are.
pub(super) struct PackBits<'b> {
    data: Data<'b>,
    /// What is left of a run, and of what.
    run: usize,
    byte: Option<u8>,
}

impl<'b> PackBits<'b> {
    pub(super) fn new(data: Data<'b>) -> Self {
        Self { data, run: 0, byte: None }
    }
}

impl Unpack for PackBits<'_> {
    fn fill(&mut self, row: &mut [u8]) -> Result<(), Error> {
        let mut row = row;
        while !row.is_empty() {
            if self.run == 0 {
                let code = self.data.take(1)?[0].cast_signed();
                (self.run, self.byte) = match code {
                    0.. => (usize::from(code.unsigned_abs()) + 1, None),
                    // It says nothing.
                    i8::MIN => continue,
                    _ => (usize::from(code.unsigned_abs()) + 1, Some(self.data.take(1)?[0])),
                };
            }
            let count = self.run.min(row.len());
            let (filled, left) = row.split_at_mut(count);
            match self.byte {
                Some(byte) => filled.fill(byte),
                None => filled.copy_from_slice(self.data.take(count)?),
            }
            self.run -= count;
            row = left;
        }
        Ok(())
    }
}

/// LZW, by weezl.
pub(super) struct Lzw<'b> {
    data: Data<'b>,
    decoder: Decoder,
}

impl<'b> Lzw<'b> {
    pub(super) fn new(data: Data<'b>) -> Self {
        // Files of before TIFF 6.0 have the first bit lowest, which shows in how they begin.
        let decoder = match data.rest() {
            [0, second, ..] if second & 1 == 1 => Decoder::new(BitOrder::Lsb, 8),
            _ => Decoder::with_tiff_size_switch(BitOrder::Msb, 8),
        };
        Self { data, decoder }
    }
}

impl Unpack for Lzw<'_> {
    fn fill(&mut self, row: &mut [u8]) -> Result<(), Error> {
        let mut at = 0;
        while at < row.len() {
            let result = self.decoder.decode_bytes(self.data.rest(), &mut row[at..]);
            self.data.pass(result.consumed_in);
            at += result.consumed_out;
            match result.status {
                Ok(LzwStatus::Ok) => {}
                Ok(LzwStatus::Done | LzwStatus::NoProgress) if at < row.len() => {
                    return Err(ended());
                }
                Ok(_) => {}
                Err(error) => return Err(broken(error)),
            }
        }
        Ok(())
    }
}

/// Deflate, by fdeflate.
pub(super) struct Deflate<'b> {
    data: Data<'b>,
    decompressor: Box<Decompressor>,
    /// What was decompressed: first what may be repeated, then what has not been read yet.
    window: Vec<u8>,
    read: usize,
    filled: usize,
}

/// How far back a repetition reaches.
const LOOKBACK: usize = 32 << 10;

impl<'b> Deflate<'b> {
    pub(super) fn new(data: Data<'b>) -> Self {
        let decompressor = Box::new(Decompressor::new());
        Self { data, decompressor, window: vec![0; 2 * LOOKBACK], read: 0, filled: 0 }
    }

    fn refill(&mut self) -> Result<(), Error> {
        if self.filled == self.window.len() {
            self.window.copy_within(self.filled - LOOKBACK.., 0);
            (self.read, self.filled) = (LOOKBACK, LOOKBACK);
        }
        let (rest, window) = (self.data.rest(), &mut self.window);
        let read = self.decompressor.read(rest, window, self.filled, true);
        let (consumed, count) = read.map_err(|error| broken(format!("its pixels: {error:?}")))?;
        self.data.pass(consumed);
        self.filled += count;
        if count == 0 { Err(ended()) } else { Ok(()) }
    }
}

impl Unpack for Deflate<'_> {
    fn fill(&mut self, row: &mut [u8]) -> Result<(), Error> {
        let mut row = row;
        while !row.is_empty() {
            if self.read == self.filled {
                self.refill()?;
            }
            let count = row.len().min(self.filled - self.read);
            let (filled, left) = row.split_at_mut(count);
            filled.copy_from_slice(&self.window[self.read..self.read + count]);
            self.read += count;
            row = left;
        }
        Ok(())
    }
}
