//! Whole programs: what one waits for, and what memory it takes.

use super::{cell, short};
use crate::class::Target;
use crate::laps::{Laps, Ratio};
use crate::verdict;
use crate::whole::{Program, Scale, Weighed, Weighing};
use std::fmt;

const READING: &str = "\
From the start of a program to its end, when the file has been written: the medians of runs that took turns, after one \
that did not count. The peak is the resident memory that the system counts for the process; no program can show less \
than the three megabytes of the small one that starts it. Each reads a JPEG, makes it upright, reduces it and \
writes a JPEG of quality 80; all but Pillow convert colours to sRGB. One thread each.";

/// A table of one measure.
struct Table {
    title: &'static str,
    of: fn(&Scale) -> &Laps,
    /// The target of a width, where there is one.
    target: fn(u32) -> Option<Target>,
}

const TABLES: [Table; 3] = [
    Table {
        title: "Wall ms",
        of: |scale| &scale.wall_ms,
        target: |width| (width == THUMBNAIL).then_some(WALL),
    },
    Table { title: "CPU ms", of: |scale| &scale.cpu_ms, target: |_| None },
    Table { title: "Peak MiB", of: |scale| &scale.peak_mib, target: |_| Some(PEAK) },
];

/// How many times less time from start to end than node with sharp, for a thumbnail, where starting is most of it.
const WALL: Target = Target { must: 12.0, aim: 20.0 };
const THUMBNAIL: u32 = 200;
/// How many times less memory.
const PEAK: Target = Target { must: 2.5, aim: 8.0 };

pub(super) fn write(page: &mut fmt::Formatter<'_>, weighing: &Weighing) -> fmt::Result {
    writeln!(page, "{READING}\n")?;
    for (program, reason) in &weighing.missing {
        writeln!(page, "**NOT THERE: {}. Its columns are empty: {reason}**\n", program.name())?;
    }
    for Table { title, of, target } in TABLES {
        let names = Program::ALL.map(Program::name).join(" | ");
        writeln!(page, "| {title} | {names} | sharp ÷ ours | |\n|---|{}---|", "--:|".repeat(5))?;
        for weighed in &weighing.rows {
            writeln!(page, "{}", row(weighed, of, target(weighed.width)))?;
        }
        writeln!(page)?;
    }
    Ok(())
}

fn row(weighed: &Weighed, of: fn(&Scale) -> &Laps, target: Option<Target>) -> String {
    let laps = weighed.scales.each_ref().map(|scale| scale.as_ref().map(of));
    let medians = laps.map(|laps| cell(laps.and_then(Laps::median).map(short)));
    let of_program = |program: Program| laps[program as usize];
    let ratio: Option<Ratio> = match (of_program(Program::Ours), of_program(Program::Sharp)) {
        (Some(ours), Some(sharp)) => sharp.ratio(ours),
        _ => None,
    };
    let said = ratio.map(|ratio| verdict::of_ratio(target, ratio.median));
    let progressive = if weighed.is_progressive { " (progressive)" } else { "" };
    format!(
        "| {}{progressive} to {} | {} | {} | {} |",
        weighed.file,
        weighed.width,
        medians.join(" | "),
        cell(ratio),
        cell(said)
    )
}
