//! GIF: frames, what is said of their time, and how often they are shown.

use crate::probe::gif::{Block, Blocks};

pub(super) fn stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut blocks = Blocks::of(bytes).ok()?;
    let mut file = blocks.header().to_vec();
    while let Some(block) = blocks.next().ok()? {
        let (Block::Frame(part) | Block::Control(part) | Block::Repeats(part)) = block else {
            continue;
        };
        file.extend(part);
    }
    file.push(0x3b);
    Some(file)
}
