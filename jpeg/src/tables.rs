//! What the segments between frames and scans define.

use crate::error::{Error, Fault};
use crate::huffman::{Class, Code};
use crate::marker::{DHT, DQT, DRI, Segment};
use crate::zigzag::NATURAL;

/// The divisors of the 64 coefficients, row by row.
pub(crate) type Quantiser = [u16; 64];

/// All tables as they stand at some place in a file.
#[derive(Clone, Default)]
pub(crate) struct Tables {
    pub(crate) quantisers: [Option<Quantiser>; 4],
    pub(crate) dc: [Option<Code>; 4],
    pub(crate) ac: [Option<Code>; 4],
    /// Units between restart markers; 0 where there are none.
    pub(crate) restart_interval: u32,
}

impl Tables {
    /// Takes in a segment if it defines a table.
    pub(crate) fn read(&mut self, segment: &Segment<'_>) -> Result<(), Error> {
        match segment.marker {
            DQT => self.read_quantisers(segment.body),
            DHT => self.read_codes(segment.body),
            DRI => self.read_restart_interval(segment.body),
            _ => Ok(()),
        }
        .map_err(|what| segment.damaged(what))
    }

    fn read_quantisers(&mut self, mut body: &[u8]) -> Result<(), Fault> {
        while let Some((&head, rest)) = body.split_first() {
            let bytes_each = match head >> 4 {
                0 => 1,
                1 => 2,
                _ => return Err(Fault::TableNumber),
            };
            let (values, rest) =
                rest.split_at_checked(64 * bytes_each).ok_or(Fault::SegmentLength)?;
            let values = values.chunks_exact(bytes_each).map(big_endian);
            let mut quantiser = [0; 64];
            for (value, place) in values.zip(NATURAL) {
                quantiser[usize::from(place)] = value;
            }
            if quantiser.contains(&0) {
                return Err(Fault::ZeroQuantiser);
            }
            *slot(&mut self.quantisers, head)? = Some(quantiser);
            body = rest;
        }
        Ok(())
    }

    fn read_codes(&mut self, mut body: &[u8]) -> Result<(), Fault> {
        while let Some((&head, rest)) = body.split_first() {
            let (class, slots) = match head >> 4 {
                0 => (Class::Dc, &mut self.dc),
                1 => (Class::Ac, &mut self.ac),
                _ => return Err(Fault::TableNumber),
            };
            let (code, rest) = Code::read(rest, class)?;
            *slot(slots, head)? = Some(code);
            body = rest;
        }
        Ok(())
    }

    fn read_restart_interval(&mut self, body: &[u8]) -> Result<(), Fault> {
        let bytes: [u8; 2] = body.try_into().map_err(|_| Fault::SegmentLength)?;
        self.restart_interval = u16::from_be_bytes(bytes).into();
        Ok(())
    }
}

fn big_endian(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |value, &byte| value << 8 | u16::from(byte))
}

fn slot<T>(slots: &mut [T; 4], head: u8) -> Result<&mut T, Fault> {
    slots.get_mut(usize::from(head & 15)).ok_or(Fault::TableNumber)
}
