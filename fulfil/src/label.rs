//! What is written on a variant: what tells it from an original, of which original's state it is, and by which recipe
//! it was made.

use bytes::Bytes;
use sha2::{Digest, Sha256};
use sizewise::{Key, Policy};
use sizewise_store::{ETag, Label, Object, hex};
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A picture as a viewer gets it.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The file.
    pub bytes: Bytes,
    /// What is in it.
    pub media_type: String,
    /// Its tag, wherever it is kept.
    pub etag: ETag,
    /// When it was made.
    pub modified: SystemTime,
    /// The tag of the original that it was made of.
    pub original: ETag,
}

/// Says that it was made, whatever its name is.
pub(crate) const KIND: (&str, &str) = ("sizewise", "variant");
/// The tag of the original.
pub(crate) const ORIGINAL: &str = "sizewise-original";
/// What it was made by.
pub(crate) const RECIPE: &str = "sizewise-recipe";
/// When it was made, in seconds of unix time. A store knows only when it was put, which may be a second later, and the
/// first viewer has been told the other.
const MADE: &str = "sizewise-made";
/// By what a CDN invalidates all variants of an original at once.
const CACHE_TAG: &str = "cache-tag";
/// The name that S3 has for a cache tag when it answers. Who answers in its place says the same.
pub const CACHE_TAG_HEADER: &str = "x-amz-meta-cache-tag";

impl Picture {
    /// What was kept, if it is a variant whole and with all that must be known of it.
    pub(crate) fn kept(object: Object) -> Option<Self> {
        let Object { bytes, meta } = object;
        let original = ETag::new(meta.label.notes.get(ORIGINAL)?);
        let media_type = meta.label.media_type.filter(|_| !bytes.is_empty())?;
        let made = meta.label.notes.get(MADE).and_then(|seconds| seconds.parse().ok());
        let made = made.and_then(|made| UNIX_EPOCH.checked_add(Duration::from_secs(made)));
        let modified = made.unwrap_or(meta.modified);
        Some(Self { bytes, media_type, etag: meta.etag, modified, original })
    }

    pub(crate) fn label(&self, key: &Key, policy: &Policy, recipe: &str) -> Label {
        let made = self.modified.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let notes = [
            (KIND.0, KIND.1.to_owned()),
            (ORIGINAL, self.original.to_string()),
            (RECIPE, recipe.to_owned()),
            (MADE, made.to_string()),
            (CACHE_TAG, cache_tag(key)),
        ];
        Label {
            media_type: Some(self.media_type.clone()),
            cache_control: Some(policy.answers.cache_control.as_str().to_owned()),
            notes: notes.map(|(name, note)| (name.to_owned(), note)).into(),
            tags: tags(),
        }
    }
}

/// By these, a rule of a bucket can forget variants and leave originals alone.
pub(crate) fn tags() -> BTreeMap<&'static str, &'static str> {
    BTreeMap::from([KIND])
}

/// What would have to change for the pixels of a variant to change, though its original does not.
pub(crate) fn recipe(policy: &Policy) -> String {
    let text = format!("{} {}", sizewise_render::ENGINE, policy.pixels());
    hex(&Sha256::digest(text)[..8])
}

/// One word for all variants of an original, whatever characters its key has.
pub fn cache_tag(key: &Key) -> String {
    hex(&Sha256::digest(key.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sizewise_store::Meta;

    #[test]
    fn a_recipe_changes_with_what_changes_pixels_and_with_nothing_else() {
        let recipe_of =
            |text: &str| recipe(&Policy::read("test", text, |_| unreachable!()).unwrap());
        let standard = recipe(&Policy::standard());
        assert_eq!(recipe_of("sizes = \"any\"\n[answers]\nothers = \"refuse\""), standard);
        for other in ["jpeg = 81", "webp = 79", "avif = 56"] {
            assert_ne!(recipe_of(&format!("[formats.quality]\n{other}")), standard, "{other}");
        }
    }

    #[test]
    fn a_picture_that_was_kept_is_of_the_second_in_which_it_was_made() {
        let made = UNIX_EPOCH + Duration::from_millis(1_790_000_000_999);
        let picture = Picture {
            bytes: Bytes::from_static(b"picture"),
            media_type: "image/jpeg".to_owned(),
            etag: ETag::new("a"),
            modified: made,
            original: ETag::new("b"),
        };
        let key = Key::new("a.jpg").unwrap();
        let label = picture.label(&key, &Policy::standard(), "recipe");
        let put = made + Duration::from_secs(3);
        let meta = Meta { etag: picture.etag.clone(), modified: put, length: 7, label };
        let kept = Picture::kept(Object { bytes: picture.bytes, meta }).unwrap();
        assert_eq!(kept.modified, UNIX_EPOCH + Duration::from_secs(1_790_000_000));
    }
}
