//! A zip, as PKWARE's APPNOTE has it, of a few small files: no encryption, no comments, no 64-bit
//! sizes. The same files give the same bytes, so that what has not changed is not deployed anew:
//! every file is of the first day that a zip can name.

use crate::parcel::Item;
use libdeflater::{CompressionLvl, Compressor, crc32};

/// The first of January 1980: seven bits of years since then, four of the month, five of the day.
const FIRST_DAY: u16 = 1 << 5 | 1;

/// Version 2.0, the first with deflate.
const VERSION: u16 = 20;

/// Made on Unix: the upper half of a file's attributes is what Unix calls its mode.
const MADE_ON_UNIX: u16 = 3 << 8 | VERSION;

const DEFLATED: u16 = 8;

/// In a mode, what is no folder, link or device.
const REGULAR: u32 = 0o100_000;

/// The zip of these files, in their order. A parcel is far smaller than 4 GB, so that every size
/// and every place has room in 32 bits.
pub(crate) fn zipped(items: &[Item]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for item in items {
        let deflated = deflated(&item.bytes);
        let (place, facts) = (bits(zip.len()), facts(item, &deflated));
        zip.extend_from_slice(b"PK\x03\x04");
        zip.extend_from_slice(&facts);
        zip.extend_from_slice(item.name.as_bytes());
        zip.extend_from_slice(&deflated);
        directory.extend_from_slice(b"PK\x01\x02");
        directory.extend_from_slice(&MADE_ON_UNIX.to_le_bytes());
        directory.extend_from_slice(&facts);
        // No comment, on the first disk, and nothing that only the sender's machine would know.
        directory.extend_from_slice(&[0; 6]);
        directory.extend_from_slice(&((REGULAR | item.mode) << 16).to_le_bytes());
        directory.extend_from_slice(&place.to_le_bytes());
        directory.extend_from_slice(item.name.as_bytes());
    }
    let end = end(items.len(), &directory, zip.len());
    zip.append(&mut directory);
    zip.extend_from_slice(&end);
    zip
}

/// What is said of a file twice: before it and in the directory.
fn facts(item: &Item, deflated: &[u8]) -> Vec<u8> {
    const NO_FLAGS: u16 = 0;
    const MIDNIGHT: u16 = 0;
    const NO_EXTRA: u16 = 0;
    let name = u16::try_from(item.name.len()).expect("names of the layout are short");
    let mut facts = Vec::new();
    for number in [VERSION, NO_FLAGS, DEFLATED, MIDNIGHT, FIRST_DAY] {
        facts.extend_from_slice(&number.to_le_bytes());
    }
    for number in [crc32(&item.bytes), bits(deflated.len()), bits(item.bytes.len())] {
        facts.extend_from_slice(&number.to_le_bytes());
    }
    for number in [name, NO_EXTRA] {
        facts.extend_from_slice(&number.to_le_bytes());
    }
    facts
}

fn end(files: usize, directory: &[u8], place: usize) -> Vec<u8> {
    let files = u16::try_from(files).expect("a policy has no room to name so many keys");
    let mut end = b"PK\x05\x06".to_vec();
    // This disk and the one with the directory, which is the first and only one.
    end.extend_from_slice(&[0; 4]);
    end.extend_from_slice(&files.to_le_bytes());
    end.extend_from_slice(&files.to_le_bytes());
    end.extend_from_slice(&bits(directory.len()).to_le_bytes());
    end.extend_from_slice(&bits(place).to_le_bytes());
    // No comment.
    end.extend_from_slice(&[0; 2]);
    end
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut compressor = Compressor::new(CompressionLvl::best());
    let mut deflated = vec![0; compressor.deflate_compress_bound(bytes.len())];
    let written = compressor.deflate_compress(bytes, &mut deflated);
    deflated.truncate(written.expect("the bound is room enough"));
    deflated
}

fn bits(number: usize) -> u32 {
    u32::try_from(number).expect("a parcel is smaller than 4 GB")
}
