//! A crowd: whether everybody was answered, in how much memory, and whether the gauges told the truth.

use super::short;
use crate::crowd::{Crowd, Gauges, REQUESTS, VARIANTS};
use crate::load::CONNECTIONS;
use std::fmt;

/// What all of it may take at its largest.
const MOST_MIB: f64 = 600.0;

pub(super) fn write(page: &mut fmt::Formatter<'_>, crowd: &Crowd) -> fmt::Result {
    writeln!(
        page,
        "## A crowd\n\n{REQUESTS} requests for {VARIANTS} variants over {CONNECTIONS} connections, from a server that \
         has made none of them yet. Requests for one variant come at different times, also while it is being made.\n"
    )?;
    let Crowd { seconds, cpu_seconds, answered, made, most, left, .. } = crowd;
    let peak = short(crowd.peak_mib);
    let memory = held(crowd.peak_mib < MOST_MIB, || format!("{peak} MiB"));
    let errors = held(crowd.faults.count == 0, || crowd.faults.first.clone().unwrap_or_default());
    let untruths = crowd.untruths();
    let truth = held(untruths.is_empty(), || untruths.join("; "));
    writeln!(page, "| | | |\n|---|--:|---|")?;
    writeln!(page, "| right answers | {answered} in {} s | {errors} |", short(*seconds))?;
    writeln!(page, "| peak MiB, below {MOST_MIB} | {peak} | {memory} |")?;
    writeln!(page, "| made, by its own count | {made} | {truth} |")?;
    writeln!(page, "| waiting, seated, working: the most that was seen | {} | |", told(*most))?;
    writeln!(page, "| the same when all is over | {} | |", told(*left))?;
    let stages = short(crowd.stage_seconds);
    writeln!(
        page,
        "| CPU seconds, and of making by its own count | {}, {stages} | |",
        short(*cpu_seconds)
    )
}

fn held(holds: bool, why_not: impl FnOnce() -> String) -> String {
    if holds { "holds".to_owned() } else { format!("**MISSED: {}**", why_not()) }
}

fn told(gauges: Gauges) -> String {
    let Gauges { waiting, seated, working } = gauges;
    format!("{waiting}, {seated}, {working}")
}
