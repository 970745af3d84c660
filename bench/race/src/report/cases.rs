//! A table for each class, and in it a row for each case.

use super::{cell, short};
use crate::class::Class;
use crate::judge::Scores;
use crate::laps::{Laps, Ratio};
use crate::rounds::{Raced, Side, Whose};
use crate::verdict;
use std::fmt;

const HEAD: &str = "| original | becomes | CPU ms: ours | sharp | sharp ÷ ours | wall ms: ours | sharp \
     | sharp ÷ ours | bytes: ours | sharp | score: ours | sharp | |";

pub(super) fn write(
    page: &mut fmt::Formatter<'_>,
    raced: &[Raced],
    scores: &[Scores],
) -> fmt::Result {
    for class in Class::ALL {
        let mut rows = raced.iter().zip(scores).filter(|(raced, _)| raced.case.wish.class == class);
        let Some(first) = rows.next() else { continue };
        writeln!(page, "### {}\n\n{HEAD}\n|---|---|{}", class.title(), "--:|".repeat(10) + "---|")?;
        for (raced, scores) in std::iter::once(first).chain(rows) {
            writeln!(page, "{}", row(raced, *scores))?;
        }
        writeln!(page)?;
    }
    Ok(())
}

fn row(raced: &Raced, scores: Scores) -> String {
    let sides = Whose::ALL.map(|whose| raced.side(whose));
    let bytes = sides.map(|side| cell(side.map(|side| side.bytes)));
    let scores_told = scores.map(|score| cell(score.map(|score| format!("{score:.1}"))));
    let cells = [
        times(sides, |side| &side.cpu_ms),
        times(sides, |side| &side.wall_ms),
        bytes.join(" | "),
        scores_told.join(" | "),
        verdict::of_case(raced, scores),
    ];
    format!("| {} | {} | {} |", raced.case.file, raced.case.wish, cells.join(" | "))
}

/// Ours, sharp's, and what that is to ours.
fn times(sides: [Option<&Side>; 2], of: fn(&Side) -> &Laps) -> String {
    let laps = sides.map(|side| side.map(of));
    let ratio: Option<Ratio> = match laps {
        [Some(ours), Some(sharp)] => sharp.ratio(ours),
        _ => None,
    };
    let medians = laps.map(|laps| cell(laps.and_then(Laps::median).map(short)));
    format!("{} | {}", medians.join(" | "), cell(ratio))
}
