//! The boxes of a file, one behind the other and within each other.

use super::{Avif, Item, Kind, Places};

impl Avif {
    pub fn bytes(&self) -> Vec<u8> {
        let ftyp = [&self.brands[0][..], &[0; 4], &self.brands.concat()].concat();
        let ftyp = a_box(*b"ftyp", &ftyp);
        // How long the header is does not hang on the places that it tells.
        let length = self.meta(0).len();
        let meta = self.meta(ftyp.len() + length + 8);
        let data = self.items.iter().filter(|item| !item.is_in_header);
        let data: Vec<u8> = data.flat_map(|item| item.data.clone()).collect();
        [ftyp, meta, a_box(*b"mdat", &data)].concat()
    }

    /// The header of a file in which data begins at a place.
    fn meta(&self, begin: usize) -> Vec<u8> {
        let is_in_header = |item: &&Item| item.is_in_header;
        let within = self.items.iter().filter(is_in_header).flat_map(|item| item.data.clone());
        let boxes = [
            (*b"hdlr", [&[0; 8][..], b"pict", &[0; 13]].concat()),
            (*b"pitm", [&[1, 0, 0, 0][..], &self.primary.to_be_bytes()].concat()),
            (*b"iloc", self.iloc(begin)),
            (*b"iinf", self.iinf()),
            (*b"iref", self.iref()),
            (*b"iprp", self.iprp()),
            (*b"idat", within.collect()),
        ];
        let own = |(kind, body): &(Kind, Vec<u8>)| {
            let instead = self.instead.iter().find(|(other, _)| other == kind);
            a_box(*kind, instead.map_or(body, |(_, body)| body))
        };
        let boxes: Vec<u8> = boxes.iter().flat_map(own).collect();
        a_box(*b"meta", &[&[0; 4], &boxes[..]].concat())
    }

    fn iloc(&self, begin: usize) -> Vec<u8> {
        let Places { version, size, parts } = self.places;
        let mut body = vec![version, 0, 0, 0, size << 4 | size, 0];
        let id = |id: u32| if version == 2 { id.to_be_bytes().to_vec() } else { short(id) };
        body.extend(id(self.items.len() as u32));
        let (mut in_file, mut in_header) = (begin, 0);
        for item in &self.items {
            body.extend(id(item.id));
            if version > 0 {
                body.extend([0, u8::from(item.is_in_header)]);
            }
            body.extend([0, 0]);
            let at = if item.is_in_header { &mut in_header } else { &mut in_file };
            let part = item.data.len().div_ceil(parts).max(1);
            let parts = item.data.chunks(part).map(|part| {
                *at += part.len();
                ((*at - part.len()) as u64, part.len() as u64)
            });
            let found: Vec<_> = parts.collect();
            let extents = item.extents.as_ref().unwrap_or(&found);
            body.extend((extents.len() as u16).to_be_bytes());
            for number in extents.iter().flat_map(|&(offset, length)| [offset, length]) {
                body.extend(&number.to_be_bytes()[8 - usize::from(size)..]);
            }
        }
        body
    }

    fn iinf(&self) -> Vec<u8> {
        let mut body = [&[1, 0, 0, 0][..], &(self.items.len() as u32).to_be_bytes()].concat();
        for item in &self.items {
            let id = item.id.to_be_bytes();
            body.extend(a_box(
                *b"infe",
                &[&[3, 0, 0, 0][..], &id, &[0; 2], &item.kind, &[0]].concat(),
            ));
        }
        body
    }

    fn iref(&self) -> Vec<u8> {
        let mut body = vec![1, 0, 0, 0];
        for (kind, from, to) in &self.references {
            let to: Vec<u8> = to.iter().flat_map(|id| id.to_be_bytes()).collect();
            let count = short(to.len() as u32 / 4);
            body.extend(a_box(*kind, &[&from.to_be_bytes()[..], &count, &to].concat()));
        }
        body
    }

    fn iprp(&self) -> Vec<u8> {
        let shelf: Vec<u8> =
            self.properties.iter().flat_map(|(kind, body)| a_box(*kind, body)).collect();
        let mut owners = [&[1, 0, 0, 1][..], &(self.items.len() as u32).to_be_bytes()].concat();
        for item in &self.items {
            owners.extend(item.id.to_be_bytes());
            owners.push(item.properties.len() as u8);
            for &(number, is_essential) in &item.properties {
                owners.extend((number | u16::from(is_essential) << 15).to_be_bytes());
            }
        }
        [a_box(*b"ipco", &shelf), a_box(*b"ipma", &owners)].concat()
    }
}

fn short(number: u32) -> Vec<u8> {
    (number as u16).to_be_bytes().to_vec()
}

pub fn a_box(kind: Kind, body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32 + 8).to_be_bytes()[..], &kind, body].concat()
}
