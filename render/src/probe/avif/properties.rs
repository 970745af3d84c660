//! Properties: what is said of items. They stand on a shelf, and items have some of it, in an order.
//! ISO/IEC 23008-12, 9.3.

use super::boxes::{Boxes, Full, Kind, Table, count};
use super::{NAME, broken, unreadable};
use crate::error::Error;
use crate::probe::Bytes;

pub(super) struct Shelf<'b> {
    all: Vec<(Kind, &'b [u8])>,
    owned: Table<Owned<'b>>,
}

/// Which of them an item has, as it is written.
struct Owned<'b> {
    numbers: &'b [u8],
    /// Whether a number has two bytes.
    are_short: bool,
}

/// Those of one item.
pub(super) struct Properties<'b>(Vec<(Kind, &'b [u8])>);

impl<'b> Shelf<'b> {
    pub(super) fn read(iprp: &'b [u8]) -> Result<Self, Error> {
        let (mut all, mut owned) = (Vec::new(), Vec::new());
        for found in Boxes::of(iprp) {
            match found? {
                (kind, body) if &kind == b"ipco" => {
                    all.extend(Boxes::of(body).collect::<Result<Vec<_>, _>>()?);
                }
                (kind, body) if &kind == b"ipma" => owners(body, &mut owned)?,
                _ => {}
            }
        }
        Ok(Self { all, owned: Table::of(owned) })
    }

    pub(super) fn properties(&self, id: u32) -> Result<Properties<'b>, Error> {
        let Some(owned) = self.owned.get(id) else { return Ok(Properties(Vec::new())) };
        let mut properties = Vec::new();
        let (size, flag) = if owned.are_short { (2, 0x8000) } else { (1, 0x80) };
        for number in owned.numbers.chunks_exact(size) {
            let number = number.iter().fold(0, |all, &byte| all << 8 | usize::from(byte));
            // None has the number 0.
            let Some(index) = (number & !flag).checked_sub(1) else { continue };
            let nowhere = || broken("an item with a property that is not there");
            let &(kind, body) = self.all.get(index).ok_or_else(nowhere)?;
            if number & flag != 0 {
                understood(&kind, body)?;
            }
            properties.push((kind, body));
        }
        Ok(Properties(properties))
    }
}

/// Which item has which, of a box that says it.
fn owners<'b>(ipma: &'b [u8], owned: &mut Vec<(u32, Owned<'b>)>) -> Result<(), Error> {
    let Full { version, flags, mut body } = Full::read(ipma)?;
    let are_short = flags & 1 == 1;
    let entries = count(body.long()?)?;
    count((owned.len() + entries) as u32)?;
    for _ in 0..entries {
        let id = body.id(version > 0)?;
        let [length] = body.array()?;
        let length = usize::from(length) * if are_short { 2 } else { 1 };
        owned.push((id, Owned { numbers: body.take(length)?, are_short }));
    }
    Ok(())
}

/// Whoever does not understand an essential property may not show the item: ISO/IEC 23008-12, 9.3.1.
fn understood(kind: &Kind, body: &[u8]) -> Result<(), Error> {
    match kind {
        // The first operating point is that of any decoder, and all layers make the best picture.
        b"a1op" if body == [0] => Ok(()),
        b"lsel" if body == [0xff, 0xff] => Ok(()),
        b"a1op" | b"lsel" => Err(unreadable("of layers")),
        b"ispe" | b"pixi" | b"av1C" | b"colr" | b"irot" | b"imir" | b"clap" | b"auxC" | b"pasp"
        | b"a1lx" | b"clli" | b"mdcv" | b"cclv" | b"amve" => Ok(()),
        _ => Err(unreadable(format!("with the property `{}`", kind.escape_ascii()))),
    }
}

impl<'b> Properties<'b> {
    pub(super) fn iter(&self) -> impl Iterator<Item = &(Kind, &'b [u8])> {
        self.0.iter()
    }

    /// The first of a kind.
    pub(super) fn body(&self, kind: &Kind) -> Option<&'b [u8]> {
        self.0.iter().find(|property| &property.0 == kind).map(|property| property.1)
    }

    /// Width and height.
    pub(super) fn size(&self) -> Result<(u32, u32), Error> {
        let missing = || broken("a picture that does not say its size");
        let mut body = Full::read(self.body(b"ispe").ok_or_else(missing)?)?.body;
        Ok((body.long()?, body.long()?))
    }

    /// How AV1 is configured.
    pub(super) fn configuration(&self) -> Result<[u8; 4], Error> {
        let missing = || broken("a picture that does not say how it is coded");
        Bytes::new(NAME, self.body(b"av1C").ok_or_else(missing)?).array()
    }
}
