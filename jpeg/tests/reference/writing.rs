//! How a picture is written down.

use std::collections::BTreeMap;

use super::entropy::{Class, Table, coded, counts};
use super::huffman::Code;
use super::parts::{Part, bytes};
use super::scans::{Scan, libjpeg_like, words};
use super::{Picture, stock};

/// Which Huffman codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Codes {
    /// The standard's examples.
    Stock,
    /// The best for each scan.
    Made,
    /// With words as long as can be, for what is frequent.
    Long,
}

/// What stands between segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clutter {
    /// Nothing.
    Tidy,
    /// Fill bytes, junk, comments; each table in a segment of its own; no end.
    Cluttered,
}

/// How a picture is written down.
#[derive(Clone, Debug)]
pub(crate) struct Writing {
    pub(crate) scans: Vec<Scan>,
    pub(crate) is_progressive: bool,
    /// Units between restart markers; 0 for none.
    pub(crate) interval: usize,
    pub(crate) codes: Codes,
    pub(crate) clutter: Clutter,
}

impl Writing {
    /// All components in one scan.
    pub(crate) fn sequential(components: usize) -> Self {
        let all: Vec<usize> = (0..components).collect();
        Self {
            scans: vec![Scan::whole(&all)],
            is_progressive: false,
            interval: 0,
            codes: Codes::Made,
            clutter: Clutter::Tidy,
        }
    }

    pub(crate) fn progressive(components: usize) -> Self {
        let scans = libjpeg_like(components);
        Self { scans, is_progressive: true, ..Self::sequential(components) }
    }

    pub(crate) fn bytes(&self, picture: &Picture) -> Vec<u8> {
        bytes(&self.parts(picture))
    }

    pub(crate) fn parts(&self, picture: &Picture) -> Vec<Part> {
        let mut parts = vec![Part::Marker(0xd8)];
        self.add_clutter(&mut parts, 0xe5);
        let quantisers = picture.components.iter().map(|component| {
            let is_wide = component.quantiser.iter().any(|&divisor| divisor > 255);
            let bytes = component
                .quantiser
                .iter()
                .flat_map(|&divisor| divisor.to_be_bytes().into_iter().skip(usize::from(!is_wide)));
            let head = u8::from(is_wide) << 4 | component.table;
            std::iter::once(head).chain(bytes).collect()
        });
        self.add_tables(&mut parts, 0xdb, quantisers.collect());
        parts.push(self.frame(picture));
        if self.interval > 0 {
            parts.push(Part::Segment(0xdd, (self.interval as u16).to_be_bytes().to_vec()));
        }
        for scan in &self.scans {
            self.add_scan(&mut parts, picture, scan);
        }
        if self.clutter == Clutter::Tidy {
            parts.push(Part::Marker(0xd9));
        }
        parts
    }

    fn frame(&self, picture: &Picture) -> Part {
        let is_wide = picture.components.iter().any(|c| c.quantiser.iter().any(|&d| d > 255));
        let marker = match (self.is_progressive, is_wide) {
            (true, _) => 0xc2,
            (false, true) => 0xc1,
            (false, false) => 0xc0,
        };
        let (height, width) = (picture.height as u16, picture.width as u16);
        let mut body = [&[8], &height.to_be_bytes()[..], &width.to_be_bytes()].concat();
        body.push(picture.components.len() as u8);
        for component in &picture.components {
            let factors = (component.across << 4 | component.down) as u8;
            body.extend([component.id, factors, component.table]);
        }
        Part::Segment(marker, body)
    }

    fn add_scan(&self, parts: &mut Vec<Part>, picture: &Picture, scan: &Scan) {
        let words = words(picture, scan, self.is_progressive, self.interval, table);
        let code = |(&table, counts): (&Table, &[usize; 256])| match self.codes {
            Codes::Stock => (table, stock::code(table.0, table.1)),
            codes => (table, Code::made(codes, counts)),
        };
        let codes: BTreeMap<Table, Code> = counts(&words).iter().map(code).collect();
        let tables = codes.iter().map(|(&(class, number), code)| {
            let head = u8::from(class == Class::Ac) << 4 | number;
            [&[head], &code.counts[..], &code.symbols].concat()
        });
        self.add_tables(parts, 0xc4, tables.collect());
        let mut header = vec![scan.members.len() as u8];
        for &member in &scan.members {
            header.extend([picture.components[member].id, table(member) << 4 | table(member)]);
        }
        header.extend([scan.first as u8, scan.last as u8, (scan.above << 4 | scan.lowest) as u8]);
        parts.push(Part::Segment(0xda, header));
        for (number, interval) in coded(&words, &codes).into_iter().enumerate() {
            if number > 0 {
                self.add_fill(parts);
                parts.push(Part::Marker(0xd0 + ((number - 1) % 8) as u8));
            }
            parts.push(Part::Data(interval));
        }
        self.add_clutter(parts, 0xfe);
    }

    fn add_tables(&self, parts: &mut Vec<Part>, marker: u8, tables: Vec<Vec<u8>>) {
        if tables.is_empty() {
            return;
        }
        match self.clutter {
            Clutter::Tidy => parts.push(Part::Segment(marker, tables.concat())),
            Clutter::Cluttered => {
                for table in tables {
                    self.add_fill(parts);
                    parts.push(Part::Segment(marker, table));
                }
            }
        }
    }

    fn add_fill(&self, parts: &mut Vec<Part>) {
        if self.clutter == Clutter::Cluttered {
            parts.push(Part::Junk(vec![0xff; 2]));
        }
    }

    fn add_clutter(&self, parts: &mut Vec<Part>, marker: u8) {
        if self.clutter == Clutter::Cluttered {
            self.add_fill(parts);
            parts.push(Part::Segment(marker, b"\xff\xd9 is no end here".to_vec()));
            parts.push(Part::Junk(b"\x00junk".to_vec()));
        }
    }
}

/// Which codes a component uses: the two outer ones of four share theirs.
fn table(component: usize) -> u8 {
    u8::from(!component.is_multiple_of(3))
}
