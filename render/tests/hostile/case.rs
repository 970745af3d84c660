//! A case: a file, and what must become of it.

use crate::memory::most;
use sizewise::Refusal;
use sizewise_drawn::{Rgb, made, seen, seen_film};
use sizewise_render::{Error, Rendered};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// What must become of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// It is no picture.
    NotAPicture,
    /// It is a picture of a format or a process that is not read; the sentence names it.
    Unreadable(&'static str),
    /// It is a broken picture.
    Broken,
    /// It would cost more than is permitted.
    TooMuch,
    /// It is in order, and these are the colours of its quarters.
    Fine([Rgb; 4]),
    /// It is in order, and has so many frames.
    Frames(usize),
    /// Nothing in it tells whether it is whole, so it may be broken or show anything.
    Anything,
}

pub(crate) struct Case {
    claim: String,
    file: Vec<u8>,
    kind: Kind,
    /// What is asked of it.
    query: &'static str,
    /// The most bytes of memory that it may take.
    memory: u64,
}

/// Small enough for a strip, and large enough that a quarter has a middle.
const QUERY: &str = "w=32&h=32&q=95&f=jpeg";
/// Pictures of a thousand pixels take a millisecond; what takes so long is endless work.
const LONGEST: Duration = Duration::from_secs(2);
/// What a name or a size costs that is looked at and refused: a policy is read on the way.
const LOOK: u64 = 1 << 20;
/// What a small picture costs, if nothing in it is believed that its data does not bear out.
const WORK: u64 = 16 << 20;

pub(crate) fn case(claim: impl Into<String>, file: Vec<u8>, kind: Kind) -> Case {
    let memory = match kind {
        Kind::NotAPicture | Kind::Unreadable(_) | Kind::TooMuch => LOOK,
        Kind::Broken | Kind::Fine(_) | Kind::Frames(_) | Kind::Anything => WORK,
    };
    Case { claim: claim.into(), file, kind, query: QUERY, memory }
}

impl Case {
    /// The same, with so many bytes of memory.
    pub(crate) fn within(self, memory: u64) -> Self {
        Self { memory, ..self }
    }

    /// The same, asked otherwise.
    pub(crate) fn asked(self, query: &'static str) -> Self {
        Self { query, ..self }
    }

    /// What is wrong with what became of it.
    fn complaint(&self) -> Option<String> {
        let start = Instant::now();
        let (memory, result) =
            most(|| catch_unwind(AssertUnwindSafe(|| made(&self.file, self.query))));
        let time = start.elapsed();
        let complaint = match result {
            Err(_) => Some("a panic".to_owned()),
            Ok(_) if time > LONGEST => Some(format!("{time:?}")),
            Ok(_) if memory > self.memory => Some(format!("{memory} of {} bytes", self.memory)),
            Ok(result) => self.kind.complaint(&result),
        };
        complaint
            .map(|complaint| format!("{}: expected {:?}, found {complaint}", self.claim, self.kind))
    }
}

impl Kind {
    fn complaint(self, result: &Result<Rendered, Error>) -> Option<String> {
        let is_met = match (self, result) {
            (Kind::Fine(colours), Ok(rendered)) => return strange(colours, rendered),
            (Kind::Frames(count), Ok(rendered)) => seen_film(rendered).frames.len() == count,
            (Kind::NotAPicture, Err(error @ Error::NotAPicture(_))) => error.status() == 415,
            (Kind::Unreadable(name), Err(error @ Error::Unreadable(_))) => {
                error.status() == 415 && error.to_string().contains(name)
            }
            (Kind::Broken, Err(error @ Error::Broken { .. })) => error.status() == 422,
            (Kind::TooMuch, Err(error @ Error::Refused(Refusal::TooMuch { .. }))) => {
                error.status() == 413
            }
            (Kind::Anything, Ok(rendered)) => !rendered.bytes.is_empty(),
            (Kind::Anything, Err(error)) => matches!(error.status(), 413 | 415 | 422),
            _ => false,
        };
        let found = || match result {
            Ok(rendered) => format!("a picture of {:?}", rendered.size),
            Err(error) => format!("{}, {error}", error.status()),
        };
        (!is_met).then(found)
    }
}

/// What is strange about the quarters of a picture.
fn strange(colours: [Rgb; 4], rendered: &Rendered) -> Option<String> {
    let pixels = seen(rendered);
    let (width, height) = (pixels.width, pixels.height);
    let places = [(1, 1), (3, 1), (1, 3), (3, 3)];
    let found = places.map(|(x, y)| pixels.at(width * x / 4, height * y / 4));
    let is_near = |(a, b): (&Rgb, &Rgb)| a.iter().zip(b).all(|(a, b)| a.abs_diff(*b) < 14);
    (!found.iter().zip(&colours).all(is_near)).then(|| format!("{found:?}"))
}

/// Every case of all tables must come out as it says.
pub(crate) fn check<const N: usize>(tables: [Vec<Case>; N]) {
    assert!(tables.iter().all(|table| !table.is_empty()));
    let cases: Vec<_> = tables.into_iter().flatten().collect();
    let complaints: Vec<_> = cases.iter().filter_map(Case::complaint).collect();
    let all = complaints.join("\n");
    assert!(complaints.is_empty(), "{} of {} cases:\n{all}", complaints.len(), cases.len());
}

/// A file cut off at every tenth of it.
pub(crate) fn cuts(name: &str, file: &[u8], kind: Kind) -> Vec<Case> {
    let cut = |tenth| {
        case(format!("{name}, {tenth}0 % of it"), file[..file.len() * tenth / 10].to_vec(), kind)
    };
    (1..10).map(cut).collect()
}
