//! The fit: how a picture of one shape goes into a box of another.

use crate::focus::Focus;
use crate::word::Word;
use std::mem::discriminant;

/// The five fits, as CSS and sharp name them. They differ only where both sides are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Fit {
    /// As large as fits into the box; the ratio is kept.
    #[default]
    Inside,
    /// Fills the box; the ratio is kept, what overflows is cut, and the focus stays.
    Cover(Focus),
    /// As large as fits into the box, on a background that fills it.
    Contain,
    /// Fills the box; the ratio is not kept.
    Fill,
    /// As small as covers the box; the ratio is kept, nothing is cut.
    Outside,
}

impl Fit {
    /// The same fit with that focus, if it has one.
    pub(crate) fn focused(self, focus: Focus) -> Self {
        if let Fit::Cover(_) = self { Fit::Cover(focus) } else { self }
    }

    /// What is kept of a picture that stands over; the middle where nothing does.
    pub fn focus(self) -> Focus {
        if let Fit::Cover(focus) = self { focus } else { Focus::CENTER }
    }

    /// Whether the result has just the shape that was asked, so that the ratio of the sides is
    /// what counts and not each side for itself.
    pub(crate) fn has_asked_shape(self) -> bool {
        matches!(self, Fit::Cover(_) | Fit::Contain | Fit::Fill)
    }

    /// Whether both are the same fit, wherever their focus is.
    pub(crate) fn is_like(self, other: Fit) -> bool {
        discriminant(&self) == discriminant(&other)
    }
}

impl Word for Fit {
    const SPELLINGS: &'static [(&'static str, Self)] = &[
        ("inside", Fit::Inside),
        ("cover", Fit::Cover(Focus::CENTER)),
        ("contain", Fit::Contain),
        ("fill", Fit::Fill),
        ("outside", Fit::Outside),
    ];

    /// The focus is an option of its own.
    fn spelling(self) -> &'static str {
        let mut spellings = Self::SPELLINGS.iter();
        spellings.find(|(_, fit)| fit.is_like(self)).expect("every fit has a spelling").0
    }
}
