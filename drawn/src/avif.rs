//! AVIF, box by box, around what rav1e codes.

mod coded;
mod written;

use crate::Pixels;
pub use coded::{Coding, Sampling, coded};
pub use written::a_box;

pub type Kind = [u8; 4];

/// A file as the parts of its header, and the data of its items.
#[derive(Debug, Clone)]
pub struct Avif {
    pub brands: Vec<Kind>,
    pub primary: u32,
    pub items: Vec<Item>,
    /// Of a kind, from an item to others.
    pub references: Vec<(Kind, u32, Vec<u32>)>,
    /// The shelf of properties.
    pub properties: Vec<(Kind, Vec<u8>)>,
    pub places: Places,
    /// What stands instead of some boxes of the header.
    pub instead: Vec<(Kind, Vec<u8>)>,
}

#[derive(Debug, Clone)]
pub struct Item {
    pub id: u32,
    pub kind: Kind,
    pub data: Vec<u8>,
    /// The places on the shelf of its properties, from 1 on, and whether each is essential.
    pub properties: Vec<(u16, bool)>,
    /// Whether its data stands in the header itself.
    pub is_in_header: bool,
    /// Where its data is said to be, if not where it is.
    pub extents: Option<Vec<(u64, u64)>>,
}

/// How places are written.
#[derive(Debug, Clone, Copy)]
pub struct Places {
    pub version: u8,
    /// The bytes of a number, 4 or 8.
    pub size: u8,
    /// The parts that each item is in.
    pub parts: usize,
}

impl Item {
    pub fn new(id: u32, kind: Kind, data: Vec<u8>) -> Self {
        Self { id, kind, data, properties: Vec::new(), is_in_header: false, extents: None }
    }
}

impl Avif {
    /// A file of no items.
    pub fn empty() -> Self {
        Self {
            brands: vec![*b"avif", *b"mif1", *b"miaf"],
            primary: 1,
            items: Vec::new(),
            references: Vec::new(),
            properties: Vec::new(),
            places: Places { version: 0, size: 4, parts: 1 },
            instead: Vec::new(),
        }
    }

    /// One picture.
    pub fn draw(pixels: &Pixels, coding: &Coding) -> Self {
        Self::empty().with_picture(1, pixels, coding)
    }

    /// A picture in cells of that size, the first of which is item 2.
    pub fn grid(pixels: &Pixels, cell: (usize, usize), coding: &Coding) -> Self {
        let (columns, rows) = (pixels.width.div_ceil(cell.0), pixels.height.div_ceil(cell.1));
        let size = (pixels.width as u32, pixels.height as u32);
        let body = grid_of((columns, rows), size);
        let mut file = Self::empty().with_item(Item::new(1, *b"grid", body));
        file = file.with_property(1, *b"ispe", ispe(size));
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
        let mut ids = Vec::new();
        for (index, (column, row)) in places.enumerate() {
            let part = Pixels::draw((cell.0 as u32, cell.1 as u32), |x, y| {
                let (x, y) = (column * cell.0 + x as usize, row * cell.1 + y as usize);
                pixels.at(x.min(pixels.width - 1), y.min(pixels.height - 1))
            });
            let id = 2 + index as u32;
            file = file.with_picture(id, &part, coding);
            ids.push(id);
        }
        file.with_reference(*b"dimg", 1, &ids)
    }

    /// With another coded picture.
    pub fn with_picture(self, id: u32, pixels: &Pixels, coding: &Coding) -> Self {
        let size = (pixels.width as u32, pixels.height as u32);
        self.with_item(Item::new(id, *b"av01", coded(pixels, coding)))
            .with_property(id, *b"ispe", ispe(size))
            .with_essential(id, *b"av1C", coding.av1c())
    }

    /// With alpha for item 1, in an item of that number.
    pub fn with_alpha(self, id: u32, alpha: &Pixels, coding: &Coding) -> Self {
        self.with_picture(id, alpha, coding).with_essential(id, *b"auxC", auxc()).with_reference(
            *b"auxl",
            id,
            &[1],
        )
    }

    pub fn with_item(mut self, item: Item) -> Self {
        self.items.push(item);
        self
    }

    pub fn with_reference(mut self, kind: Kind, from: u32, to: &[u32]) -> Self {
        self.references.push((kind, from, to.to_vec()));
        self
    }

    pub fn with_property(self, id: u32, kind: Kind, body: Vec<u8>) -> Self {
        self.with_owned(id, kind, body, false)
    }

    pub fn with_essential(self, id: u32, kind: Kind, body: Vec<u8>) -> Self {
        self.with_owned(id, kind, body, true)
    }

    fn with_owned(mut self, id: u32, kind: Kind, body: Vec<u8>, is_essential: bool) -> Self {
        self.properties.push((kind, body));
        let number = self.properties.len() as u16;
        self.item(id).properties.push((number, is_essential));
        self
    }

    /// With another body of the first property of a kind.
    pub fn with_other(mut self, kind: &Kind, body: &[u8]) -> Self {
        let property = self.properties.iter_mut().find(|(other, _)| other == kind);
        property.expect("there is such a property").1 = body.to_vec();
        self
    }

    /// Without any property of a kind; what stood behind it keeps its number.
    pub fn without(mut self, kind: &Kind) -> Self {
        for (other, _) in &mut self.properties {
            if other == kind {
                *other = *b"free";
            }
        }
        let properties = &self.properties;
        for item in &mut self.items {
            item.properties
                .retain(|(number, _)| &properties[usize::from(*number) - 1].0 != b"free");
        }
        self
    }

    /// With another body of a box of the header.
    pub fn with_instead(mut self, kind: Kind, body: Vec<u8>) -> Self {
        self.instead.push((kind, body));
        self
    }

    pub fn item(&mut self, id: u32) -> &mut Item {
        self.items.iter_mut().find(|item| item.id == id).expect("there is such an item")
    }

    /// With something else about an item.
    pub fn with(mut self, id: u32, change: impl FnOnce(&mut Item)) -> Self {
        change(self.item(id));
        self
    }
}

/// Width and height.
pub fn ispe((width, height): (u32, u32)) -> Vec<u8> {
    [[0; 4], width.to_be_bytes(), height.to_be_bytes()].concat()
}

/// What a grid is of so many columns and rows, and of that size.
pub fn grid_of((columns, rows): (usize, usize), (width, height): (u32, u32)) -> Vec<u8> {
    let head = [0, 1, (rows - 1) as u8, (columns - 1) as u8];
    [head, width.to_be_bytes(), height.to_be_bytes()].concat()
}

/// Code points, and whether all of the range is used.
pub fn nclx([primaries, transfer, matrix]: [u16; 3], is_full: bool) -> Vec<u8> {
    let numbers = [primaries, transfer, matrix].map(u16::to_be_bytes).concat();
    [b"nclx", &numbers[..], &[u8::from(is_full) << 7]].concat()
}

/// What says that an item is alpha.
pub fn auxc() -> Vec<u8> {
    [&[0; 4][..], b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0"].concat()
}

/// An aperture: width, height, and how far its middle is from that of the picture, as fractions.
pub fn clap(fractions: [(i32, i32); 4]) -> Vec<u8> {
    fractions.map(|(over, under)| [over.to_be_bytes(), under.to_be_bytes()].concat()).concat()
}
