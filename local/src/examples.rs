//! The pictures that are shown where nobody says which: they are part of the program, so that there is something to see
//! wherever it runs.

use bytes::Bytes;
use sizewise_store::Memory;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The policy that they are shown by; it opens every option.
pub const POLICY: &str = include_str!("../../examples/sizewise.toml");

/// What to look at first.
pub const URLS: [(&str, &str); 5] = [
    ("/photos/01.jpg?width=200&height=400&style=bw", "a landscape, made small and grey"),
    ("/photos/01.jpg?w=600&h=600&fit=cover&focus=smart&format=auto", "the part of it that matters"),
    ("/photos/02.jpg?w=400", "a photograph that lay on its side"),
    ("/photos/badge.png?w=300&bg=ffd9a0&format=jpeg", "what shines through, on a colour"),
    ("/photos/waves.gif?w=320&format=webp", "an animation, in another format"),
];

/// When they were drawn: it stays the same, and so does what is made of them.
const DRAWN: Duration = Duration::from_secs(1_795_000_000);

const PHOTOS: [(&str, &[u8]); 5] = [
    ("photos/01.jpg", include_bytes!("../../examples/photos/01.jpg")),
    ("photos/02.jpg", include_bytes!("../../examples/photos/02.jpg")),
    ("photos/badge.png", include_bytes!("../../examples/photos/badge.png")),
    ("photos/logo.svg", include_bytes!("../../examples/photos/logo.svg")),
    ("photos/waves.gif", include_bytes!("../../examples/photos/waves.gif")),
];

/// A page that shows some of what can be asked.
const PAGE: &str = include_str!("../../examples/index.html");

/// The store that they are in.
pub fn originals() -> Memory {
    let photos = PHOTOS.map(|(name, bytes)| (name.to_owned(), Bytes::from_static(bytes)));
    let page = ("index.html".to_owned(), Bytes::from_static(PAGE.as_bytes()));
    let modified: SystemTime = UNIX_EPOCH + DRAWN;
    Memory::of(photos.into_iter().chain([page]), modified)
}
