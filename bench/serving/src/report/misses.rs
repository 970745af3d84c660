//! Misses: who makes how many pictures a second.

use super::{cell, faults, row, verdict};
use crate::laps::Ratio;
use crate::misses::{Misses, Who};
use crate::score::Score;
use std::fmt;

const READING: &str = "\
A photograph becomes a JPEG of about 512 by 512 pixels that is covered by it, of quality 80. Each request is for another \
photograph than the one before and for a size that nobody has asked yet, from 480 to 544 on either side; in a round all \
contestants make the same pictures. Sizewise keeps each in a folder, with what is written on it, as it does for \
anybody; ipx and the small server keep nothing. ipx writes progressive files, which is its way. `sharp` is \
`bench/serving/peer/sharp.mjs`: node's own server, and what sharp does by default. The ratio of CPU, theirs over ours, says what a machine \
with nobody else on it would show: on a busy one, whoever runs more threads gets more of it.";

/// How many times as many pictures as ipx.
const MUST: f64 = 2.5;

pub(super) fn write(page: &mut fmt::Formatter<'_>, misses: &Misses) -> fmt::Result {
    writeln!(page, "## Misses\n\n{READING}\n")?;
    for reason in misses.iter().filter_map(|side| side.as_ref().err()) {
        writeln!(page, "**DID NOT RACE: {reason}**\n")?;
    }
    let scores = misses.each_ref().map(|side| side.as_ref().ok());
    for score in scores.into_iter().flatten() {
        faults(page, score)?;
    }
    writeln!(
        page,
        "| | answers/s | CPU ms | p50 ms | p99 ms | bytes | peak MiB | wrong |\n|---|{}",
        "--:|".repeat(7)
    )?;
    for score in scores.into_iter().flatten() {
        writeln!(page, "{} |", row(score))?;
    }
    let [ours, ipx, sharp] = Who::ALL.map(|who| scores[who as usize]);
    let to_ipx = ratio(ours, ipx);
    writeln!(page, "\n| pictures a second | | | CPU |\n|---|--:|---|--:|")?;
    let (ipx_costs, sharp_costs) = (cell(costs(ours, ipx)), cell(costs(ours, sharp)));
    let verdict = verdict(MUST, to_ipx);
    writeln!(page, "| ours ÷ ipx | {} | {verdict} | {ipx_costs} |", cell(to_ipx))?;
    let to_sharp = cell(ratio(ours, sharp));
    writeln!(page, "| ours ÷ sharp | {to_sharp} | for information | {sharp_costs} |\n")
}

fn costs(ours: Option<&Score>, other: Option<&Score>) -> Option<Ratio> {
    other?.cpu_ms.ratio(&ours?.cpu_ms)
}

fn ratio(ours: Option<&Score>, other: Option<&Score>) -> Option<Ratio> {
    ours?.per_second.ratio(&other?.per_second)
}
