//! What a role must be granted: what was asked of S3 in all journeys, held against what is written down. The template of
//! the distribution is held against the same file.

use crate::scene::{ARCHIVE, Scene};
use http::StatusCode;
use sizewise::Address;
use sizewise_stage::s3::CDN;
use std::fs;
use std::path::Path;

/// Which kind of objects a key is one of.
pub(crate) fn kind(bucket: &str, key: &str) -> String {
    let key = BELOW.iter().find_map(|below| key.strip_prefix(below)).unwrap_or(key);
    let kind = match key {
        key if key.starts_with("_sizewise/") => "markers",
        key if Address::of_stored(key).is_ok_and(|address| !address.variant().is_original()) => {
            "variants"
        }
        _ => "originals",
    };
    let bucket = if bucket == ARCHIVE { "originals-elsewhere" } else { bucket };
    format!("{bucket}/{kind}")
}

/// Places that a journey has below a path; what lies there is what it would be elsewhere.
const BELOW: [&str; 3] = ["below/é/", "kept/", "large/"];

/// The file says what was needed, nothing more and nothing less.
pub(crate) async fn hold(scene: &Scene) {
    let mut asked = scene.asked();
    // In one journey it may list the bucket, as some have it.
    asked.deeds.retain(|deed| deed.who != CDN || deed.status != Some(StatusCode::NOT_FOUND));
    let text = format!("{:#}\n", asked.json(kind));
    let recorded = Path::new(env!("CARGO_TARGET_TMPDIR")).join("needs.json");
    fs::write(&recorded, &text).unwrap();
    let written = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/aws/needs.json");
    let is_said = fs::read_to_string(written).is_ok_and(|written| written == text);
    assert!(is_said, "expected tests/aws/needs.json to say what {} does", recorded.display());
}
