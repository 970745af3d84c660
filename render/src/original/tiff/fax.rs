//! Faxes: rows as the places where their colour changes. ITU-T T.4 and T.6; the codes are those of the crate
//! `fax`, whose own rows are no wider than 65,535 pixels.

use super::broken;
use super::layout::Fax as Kind;
use super::unpack::{Data, Unpack, ended};
use crate::error::Error;
use fax::maps::{Mode, black, mode, white};
use fax::{BitReader, Bits};

pub(super) struct Fax<'b> {
    kind: Kind,
    reader: Reader<'b>,
    width: usize,
    /// Where the row above changes its colour, from white on.
    above: Vec<usize>,
    /// Where this one does.
    changes: Vec<usize>,
}

impl<'b> Fax<'b> {
    pub(super) fn new(kind: Kind, data: Data<'b>, width: usize) -> Self {
        let reader = Reader { data, at: 0 };
        Self { kind, reader, width, above: Vec::new(), changes: Vec::new() }
    }

    fn row(&mut self) -> Result<(), Error> {
        std::mem::swap(&mut self.above, &mut self.changes);
        self.changes.clear();
        let is_one_dimensional = match self.kind {
            Kind::Rle => {
                self.reader.at = self.reader.at.next_multiple_of(8);
                true
            }
            Kind::T4 { is_two_dimensional } => {
                self.reader.pass_mark()?;
                !is_two_dimensional || self.reader.bit()?
            }
            Kind::T6 => false,
        };
        if is_one_dimensional { self.by_runs() } else { self.by_the_row_above() }
    }

    fn by_runs(&mut self) -> Result<(), Error> {
        let mut at = 0;
        while at < self.width {
            at = self.run(at)?;
        }
        Ok(())
    }

    /// A run of the colour that it is time for.
    fn run(&mut self, at: usize) -> Result<usize, Error> {
        let end = at + self.reader.run(self.is_black())?;
        if end > self.width {
            return Err(broken("a run beyond its row"));
        }
        self.change(end)?;
        Ok(end)
    }

    fn is_black(&self) -> bool {
        self.changes.len() % 2 == 1
    }

    /// Runs may be of nothing, but not without end.
    fn change(&mut self, at: usize) -> Result<(), Error> {
        self.changes.push(at);
        let are_too_many = self.changes.len() > self.width.saturating_mul(2) + 2;
        if are_too_many { Err(broken("runs of nothing")) } else { Ok(()) }
    }

    fn by_the_row_above(&mut self) -> Result<(), Error> {
        let (mut at, mut index) = (0, 0);
        let mut is_start = true;
        while at < self.width {
            index = self.next_above(at, is_start, index);
            let [first, second] = [index, index + 1].map(|index| self.changed_above(index));
            match self.reader.mode()? {
                Mode::Pass => at = second,
                Mode::Horizontal => {
                    at = self.run(at)?;
                    at = self.run(at)?;
                }
                Mode::Vertical(by) => {
                    let end = first.checked_add_signed(by.into());
                    let end = end.filter(|end| (at..=self.width).contains(end));
                    at = end.ok_or_else(|| broken("a change beyond its row"))?;
                    self.change(at)?;
                }
                Mode::Extension => return Err(broken("a part that is no fax")),
                Mode::EOF => return Err(ended()),
            }
            is_start = false;
        }
        Ok(())
    }

    fn changed_above(&self, index: usize) -> usize {
        self.above.get(index).copied().unwrap_or(self.width)
    }

    /// The first change of the row above, to the colour that is not this one's, that lies behind a place. Those
    /// before `index` do not.
    fn next_above(&self, at: usize, is_start: bool, index: usize) -> usize {
        let colour = usize::from(self.is_black());
        let mut index = if index % 2 == colour { index } else { index.saturating_sub(1) };
        if index % 2 != colour {
            index += 1;
        }
        while index < self.above.len()
            && self.above[index] <= at
            && !(is_start && self.above[index] == at)
        {
            index += 2;
        }
        index
    }
}

impl Unpack for Fax<'_> {
    fn fill(&mut self, row: &mut [u8]) -> Result<(), Error> {
        self.row()?;
        row.fill(0);
        for run in self.changes.chunks(2) {
            let end = run.get(1).copied().unwrap_or(self.width);
            blacken(row, run[0], end);
        }
        Ok(())
    }
}

/// Sets the bits from one up to another.
fn blacken(row: &mut [u8], start: usize, end: usize) {
    let (first, last) = (start / 8, end / 8);
    let (head, tail) = (0xff >> (start % 8), !(0xff >> (end % 8)));
    match row.get_mut(first..last) {
        Some([byte, between @ ..]) => {
            *byte |= head;
            between.fill(0xff);
            if let Some(byte) = row.get_mut(last) {
                *byte |= tail;
            }
        }
        _ => {
            if let Some(byte) = row.get_mut(first) {
                *byte |= head & tail;
            }
        }
    }
}

/// Bits, the highest first. Behind the end are zeros, which no code has so many of.
struct Reader<'b> {
    data: Data<'b>,
    /// In bits.
    at: usize,
}

impl Reader<'_> {
    fn run(&mut self, is_black: bool) -> Result<usize, Error> {
        let mut length = 0;
        loop {
            let code = if is_black { black::decode(self) } else { white::decode(self) };
            let code = usize::from(code.ok_or_else(|| self.complaint())?);
            length += code;
            if code < 64 {
                return Ok(length);
            }
        }
    }

    fn mode(&mut self) -> Result<Mode, Error> {
        mode::decode(self).ok_or_else(|| self.complaint())
    }

    fn bit(&mut self) -> Result<bool, Error> {
        let bit = self.peek(1) == Some(1);
        self.consume(1)?;
        Ok(bit)
    }

    /// Passes over the end of a row, if it is marked: eleven zeros or more, and a one.
    fn pass_mark(&mut self) -> Result<(), Error> {
        if self.peek(11) != Some(0) {
            return Ok(());
        }
        while !self.bit()? {}
        Ok(())
    }

    fn complaint(&self) -> Error {
        if self.at + 13 > 8 * self.data.rest().len() { ended() } else { broken("codes of no fax") }
    }
}

impl BitReader for Reader<'_> {
    type Error = Error;

    fn peek(&self, bits: u8) -> Option<u16> {
        let rest = self.data.rest().get(self.at / 8..).unwrap_or_default();
        let bytes = [0, 1, 2].map(|at| rest.get(at).copied().unwrap_or(0));
        let held = u32::from_be_bytes([0, bytes[0], bytes[1], bytes[2]]);
        let shift = 24_usize.checked_sub(self.at % 8 + usize::from(bits))?;
        Some((held >> shift) as u16 & u16::MAX.checked_shr(16 - u32::from(bits)).unwrap_or(0))
    }

    fn consume(&mut self, bits: u8) -> Result<(), Error> {
        self.at += usize::from(bits);
        if self.at > 8 * self.data.rest().len() { Err(ended()) } else { Ok(()) }
    }

    fn expect(&mut self, bits: Bits) -> Result<(), Option<Bits>> {
        let data = self.peek(bits.len).ok_or(None)?;
        if data == bits.data { Ok(()) } else { Err(Some(Bits { data, len: bits.len })) }
    }

    fn bits_to_byte_boundary(&self) -> u8 {
        (8 - self.at % 8) as u8 % 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_set_from_one_up_to_another() {
        for start in 0..24 {
            for end in start..=24 {
                let mut row = [0; 3];
                blacken(&mut row, start, end);
                let held = u32::from_be_bytes([0, row[0], row[1], row[2]]);
                let meant =
                    (0..24).fold(0, |held, bit| held << 1 | u32::from((start..end).contains(&bit)));
                assert_eq!(held, meant, "{start} to {end}");
            }
        }
    }
}
