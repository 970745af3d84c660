//! The index: beside each variant stands an empty marker, `_sizewise/{key}//{size,options}/{style}`, so that all
//! variants of an original are one listing, though each has its options before its key. No key has an empty segment,
//! so no marker is taken for a picture.

use sizewise::{Address, Key, Refusal};

/// Below which all markers stand.
pub(crate) const ROOT: &str = "_sizewise/";

/// A name that no object has, to ask a store whether it answers.
pub(crate) const ROOT_ITSELF: &str = "_sizewise/_";

/// Stands between a key and what was made of it.
const BETWEEN: &str = "//";

/// Below which the markers of an original stand.
pub(crate) fn prefix(key: &Key) -> String {
    format!("{ROOT}{key}{BETWEEN}")
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
    let (key, made) = marker.strip_prefix(ROOT)?.rsplit_once(BETWEEN)?;
    let name = format!("{made}/{key}");
    // Where both are in one bucket, what may be an original is not taken for a variant, whatever stands in the index.
    matches!(Key::new(&name), Err(Refusal::VariantOfVariant(_))).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_tells_its_variant() {
        for (path, expected) in [
            ("/400h200w/bw/01.jpg", "_sizewise/01.jpg//400h200w/bw"),
            (
                "/64w,format.webp/default/a%20b/%C3%A9+1.jpg",
                "_sizewise/a b/é+1.jpg//64w,format.webp/default",
            ),
        ] {
            let address = path.parse::<Address>().unwrap();
            assert_eq!(marker(&address), expected);
            assert_eq!(marked(expected).unwrap(), address.stored());
        }
    }

    #[test]
    fn nothing_stands_for_what_may_be_an_original() {
        for name in
            ["_sizewise/01.jpg", "_sizewise/01.jpg//photos", "_sizewise/01.jpg//", "a//400w/bw"]
        {
            assert_eq!(marked(name), None, "{name}");
        }
    }
}
