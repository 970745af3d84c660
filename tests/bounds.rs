//! How much a stranger can have made of one picture under the default policy: the number that the
//! documents name, counted.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use sizewise::{Fit, Focus, Format, Key, Policy, Sides, Size, Turn, Variant, Wish, Word};
use std::collections::HashSet;

/// Every size that comes out, whatever is wished.
fn sizes(policy: &Policy, key: &Key) -> HashSet<Sides> {
    let settled = |sides| {
        let size = Some(Size { sides, enlarge: false });
        let wish = Wish::from(Variant { size, ..Variant::default() });
        policy.settled(wish, key, "").unwrap().size.unwrap().sides
    };
    // Every third pixel finds all that every pixel finds.
    let wishes = || (1..2100).step_by(3);
    let lone = wishes().flat_map(|side| [Sides::Width(side), Sides::Height(side)]);
    let mut sizes = lone.map(settled).collect::<HashSet<_>>();
    let mut fits = Fit::SPELLINGS.iter().map(|(_, fit)| *fit).collect::<Vec<_>>();
    fits.extend(Focus::SPELLINGS.iter().map(|(_, focus)| Fit::Cover(*focus)));
    let presets = policy.presets.iter().filter_map(|preset| {
        let wish = policy.wish(&sizewise::Query(&preset.query).asked()).unwrap();
        let sides = wish.variant.size?.sides;
        Some((sides.width()?, sides.height()?))
    });
    let presets =
        presets.flat_map(|(width, height)| (1..=3).map(move |dpr| (width * dpr, height * dpr)));
    let boxes = wishes().flat_map(|width| wishes().map(move |height| (width, height)));
    for (width, height) in boxes.chain(presets) {
        // Where the focus is changes no side, so what one focus makes, each makes.
        for fit in &fits[..5] {
            sizes.insert(settled(Sides::Both { width, height, fit: *fit }));
        }
    }
    let covers = sizes.iter().filter_map(|sides| match *sides {
        Sides::Both { width, height, fit: Fit::Cover(_) } => Some((width, height)),
        _ => None,
    });
    let focused = covers.collect::<Vec<_>>().into_iter().flat_map(|(width, height)| {
        fits[5..].iter().map(move |fit| Sides::Both { width, height, fit: *fit })
    });
    let focused = focused.collect::<Vec<_>>();
    sizes.extend(focused.into_iter().map(settled));
    sizes
}

#[test]
fn what_strangers_can_have_made_of_one_picture_is_counted() {
    let policy = Policy::standard();
    let key = Key::new("a.jpg").unwrap();
    let sizes = sizes(&policy, &key).len();
    let qualities =
        (1..=100).map(|quality| policy.formats.quality(quality)).collect::<HashSet<_>>();
    let turns = (1..=8).map(Turn::upright).collect::<HashSet<_>>();
    // Each size enlarges or does not; the format and the quality may be left unsaid.
    let variants =
        (2 * sizes + 1) * 2 * (Format::ALL.len() + 1) * (qualities.len() + 1) * turns.len();
    assert_eq!((sizes, variants), (SIZES, VARIANTS));
    for document in [include_str!("../README.md"), include_str!("../src/permission.rs")] {
        assert!(document.contains("twelve million"), "a document names another number");
    }
}

const SIZES: usize = 3_038;
const VARIANTS: usize = 12_251_232;
