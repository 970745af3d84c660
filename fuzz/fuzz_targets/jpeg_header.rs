//! Headers are read without a panic, and what they promise is kept by the decoder.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sizewise_jpeg::{Decoder, Header, Limits, Scale};

fuzz_target!(|file: &[u8]| {
    let Ok(header) = Header::read(file) else { return };
    assert!(header.width() > 0 && header.height() > 0);
    assert!(matches!(header.components().len(), 1 | 3 | 4));
    assert!(header.orientation().is_none_or(|value| (1..=8).contains(&value)));
    let profile = header.profile();
    assert!(profile.is_none_or(|profile| profile.len() <= file.len()));
    let _ = (header.colour(), header.artist(), header.copyright(), header.adobe_transform());

    // A header that reads can be decoded, is refused for a reason, or costs too much: never a panic.
    let limits = Limits { memory: 1 << 20, ..Limits::default() };
    let decoder = Decoder::new(file).expect("the header has been read");
    if let Ok(picture) = decoder.scale(Scale::Eighth).limits(limits).decode() {
        for (plane, component) in picture.planes.iter().zip(header.components()) {
            assert!(plane.width() <= header.width().div_ceil(8));
            assert!(component.horizontal() <= 4 && component.vertical() <= 4);
        }
    }
});
