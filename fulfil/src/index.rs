//! The index: beside each variant stands an empty marker, `_sizewise/{key}/{size,options}/{style}`, so that all variants
//! of an original are one listing, though each has its options before its key. Of a marker the last two segments are
//! what was made, and all before them is the key.

use sizewise::{Address, Key, Refusal};

/// Below which all markers stand.
pub(crate) const ROOT: &str = "_sizewise/";

/// A name that no object has, to ask a store whether it answers.
pub(crate) const ROOT_ITSELF: &str = "_sizewise/_";

/// Below which the markers of an original stand, and those of others whose keys begin with this one and a slash.
pub(crate) fn prefix(key: &Key) -> String {
    format!("{ROOT}{key}/")
}

/// The marker of a variant.
pub(crate) fn marker(address: &Address) -> String {
    let stored = address.stored();
    let made = stored.strip_suffix(address.key().as_str()).unwrap_or(&stored);
    prefix(address.key()) + made.trim_end_matches('/')
}

/// The name of the variant that a marker is of. A store that forgets what is not used may know by it what stands for
/// what.
pub fn marked(marker: &str) -> Option<String> {
    let mut parts = marker.strip_prefix(ROOT)?.rsplitn(3, '/');
    let (style, made, key) = (parts.next()?, parts.next()?, parts.next()?);
    let name = format!("{made}/{style}/{key}");
    // Where both are in one bucket, what may be an original is not taken for a variant, whatever stands in the index.
    matches!(Key::new(&name), Err(Refusal::VariantOfVariant(_))).then_some(name)
}

/// Whether a variant is one of this original.
pub(crate) fn is_of(variant: &str, key: &Key) -> bool {
    variant.splitn(3, '/').nth(2) == Some(key.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_tells_its_variant() {
        for (path, expected) in [
            ("/400h200w/bw/01.jpg", "_sizewise/01.jpg/400h200w/bw"),
            (
                "/64w,format.webp/default/a%20b/%C3%A9+1.jpg",
                "_sizewise/a b/é+1.jpg/64w,format.webp/default",
            ),
        ] {
            let address = path.parse::<Address>().unwrap();
            assert_eq!(marker(&address), expected);
            assert_eq!(marked(expected).unwrap(), address.stored());
        }
    }

    #[test]
    fn nothing_stands_for_what_may_be_an_original() {
        for name in [
            "_sizewise/01.jpg",
            "_sizewise/01.jpg/photos/2024",
            "_sizewise/400w/bw",
            "a/b.jpg/400w/bw",
        ] {
            assert_eq!(marked(name), None, "{name}");
        }
    }

    #[test]
    fn a_listing_may_hold_variants_of_others() {
        let [folder, file] = ["a.jpg", "a.jpg/b.png"].map(|key| Key::new(key).unwrap());
        let marker = "_sizewise/a.jpg/b.png/400w/bw";
        assert!(marker.starts_with(&prefix(&folder)));
        let variant = marked(marker).unwrap();
        assert!(is_of(&variant, &file) && !is_of(&variant, &folder));
    }
}
