//! What a role must be granted: what was asked of S3 in all journeys, held against what is written down. The template of
//! the distribution is held against the same file.

use crate::scene::{ARCHIVE, BUCKET, Scene};
use serde_json::{Value, json};
use sizewise::Address;
use std::fs;
use std::path::Path;

/// Which kind of objects a key is one of.
pub(crate) fn kind(bucket: &str, key: &str) -> String {
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

/// The file says what was needed, nothing more and nothing less.
pub(crate) async fn hold(scene: &Scene) {
    let found = scene.needed().into_iter().filter(|permission| permission.identity != "cdn");
    let found = found.map(|permission| {
        json!({
            "function": permission.identity,
            "action": permission.action.to_string(),
            "resource": permission.resource,
        })
    });
    let found = Value::Array(found.collect());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/aws/needs.json");
    let written = fs::read_to_string(path).unwrap_or_default();
    let text = format!("{found:#}\n");
    assert_eq!(written, text, "expected tests/aws/needs.json to say what was needed:\n{text}");
    assert!(text.contains(BUCKET));
}
