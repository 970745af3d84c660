//! Rounds: each case once on one side and once on the other, round after round, so that a slow minute of the machine
//! meets all of them.

use crate::case::Case;
use crate::laps::Laps;
use crate::line::{Frames, Made, Make, Outcome};
use crate::partner::Partner;
use std::path::{Path, PathBuf};

/// Who takes part, in the order of every pair below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    Ours,
    Sharp,
}

impl Whose {
    pub(crate) const ALL: [Self; 2] = [Self::Ours, Self::Sharp];

    fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Sharp => "sharp",
        }
    }
}

/// A contestant, or why there is none.
pub(crate) type Contestant = Result<Partner, String>;

pub(crate) struct Raced {
    pub(crate) case: Case,
    /// What each did, or why it did not.
    pub(crate) sides: [Result<Side, String>; 2],
}

/// What one contestant did of one case.
pub(crate) struct Side {
    /// How often in a round.
    count: u32,
    pub(crate) bytes: u64,
    /// What was made.
    pub(crate) kept: PathBuf,
    pub(crate) cpu_ms: Laps,
    pub(crate) wall_ms: Laps,
}

/// A lap is about as long as this, for the clock and the caches to be calm.
const LAP_MS: f64 = 150.0;
/// No case is so short that it would need more.
const MOST: f64 = 100.0;

pub(crate) fn race(
    contestants: &mut [Contestant; 2],
    cases: Vec<Case>,
    rounds: usize,
    scratch: &Path,
) -> Vec<Raced> {
    let mut raced = Vec::new();
    for case in cases {
        eprintln!("warming up: {case}");
        let place = scratch.join(raced.len().to_string());
        raced.push(Raced::warmed_up(case, contestants, &place));
    }
    for round in 0..rounds {
        let count = raced.len();
        for (at, raced) in raced.iter_mut().enumerate() {
            eprintln!("round {} of {rounds}, {} of {count}: {}", round + 1, at + 1, raced.case);
            // Who went first goes second in the next round.
            for turn in 0..Whose::ALL.len() {
                raced.lap(Whose::ALL[(round + turn) % Whose::ALL.len()], contestants);
            }
        }
    }
    raced
}

impl Raced {
    fn warmed_up(case: Case, contestants: &mut [Contestant; 2], place: &Path) -> Self {
        let sides = Whose::ALL.map(|whose| {
            let kept =
                place.with_extension(format!("{}.{}", whose.name(), case.wish.format.name()));
            let partner = contestants[whose as usize].as_mut().map_err(|reason| reason.clone())?;
            Side::warmed_up(&case, partner, kept).map_err(|error| error.to_string())
        });
        Self { case, sides }
    }

    fn lap(&mut self, whose: Whose, contestants: &mut [Contestant; 2]) {
        let (side, contestant) =
            (&mut self.sides[whose as usize], &mut contestants[whose as usize]);
        let (Ok(running), Ok(partner)) = (side.as_mut(), contestant) else { return };
        match make(partner, &self.case, running.count, None) {
            Ok(made) => {
                running.cpu_ms.push(made.cpu_ms);
                running.wall_ms.push(made.wall_ms);
            }
            Err(error) => *side = Err(error.to_string()),
        }
    }

    pub(crate) fn side(&self, whose: Whose) -> Option<&Side> {
        self.sides[whose as usize].as_ref().ok()
    }
}

impl Side {
    /// The first time does not count; what it makes is kept for the judge.
    fn warmed_up(case: &Case, partner: &mut Partner, kept: PathBuf) -> Outcome<Self> {
        let made = make(partner, case, 1, Some(kept.clone()))?;
        let count = (LAP_MS / made.wall_ms).ceil().clamp(1.0, MOST) as u32;
        let (cpu_ms, wall_ms) = (Laps::default(), Laps::default());
        Ok(Self { count, bytes: made.bytes, kept, cpu_ms, wall_ms })
    }
}

fn make(partner: &mut Partner, case: &Case, count: u32, keep: Option<PathBuf>) -> Outcome<Made> {
    partner.make(Make {
        file: case.file.clone(),
        width: case.wish.width,
        format: case.wish.format.name().to_owned(),
        style: case.wish.style,
        settings: case.wish.settings,
        frames: if case.frames > 1 { Frames::All } else { Frames::First },
        count,
        keep,
    })
}
