//! The one font: Noto Sans, which has the letters of Europe (Latin, Greek, Cyrillic) and is free (Apache-2.0).
//! Whatever family is asked for, it is this, so a picture looks the same wherever it is made.

use resvg::usvg::FontResolver;
use resvg::usvg::fontdb::{Database, ID, Source};
use std::sync::{Arc, LazyLock};

/// What it calls itself.
pub(super) const FAMILY: &str = "Noto Sans";
/// From this weight on, letters are bold.
const BOLD: u16 = 600;

struct Fonts {
    all: Arc<Database>,
    regular: Option<ID>,
    bold: Option<ID>,
}

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let mut all = Database::new();
    let mut load =
        |font: &'static [u8]| all.load_font_source(Source::Binary(Arc::new(font))).first().copied();
    let (regular, bold) = (load(ttf_noto_sans::REGULAR), load(ttf_noto_sans::BOLD));
    Fonts { all: Arc::new(all), regular, bold }
});

pub(super) fn fonts() -> Arc<Database> {
    Arc::clone(&FONTS.all)
}

/// Answers every question with the one font. What it has no letter for is shown as a box.
pub(super) fn resolver() -> FontResolver<'static> {
    FontResolver {
        select_font: Box::new(
            |font, _| {
                if font.weight() >= BOLD { FONTS.bold } else { FONTS.regular }
            },
        ),
        select_fallback: Box::new(|_, _, _| None),
    }
}
