//! The page that a race ends with.

mod crowd;
mod hits;
mod misses;

use crate::arguments::Arguments;
use crate::crowd::Crowd;
use crate::hits::Event;
use crate::laps::{Laps, Ratio};
use crate::load::CONNECTIONS;
use crate::machine;
use crate::misses::Misses;
use crate::photographs::Photographs;
use crate::score::Score;
use std::fmt;

pub(crate) struct Report<'r> {
    pub(crate) arguments: &'r Arguments,
    pub(crate) versions: Vec<String>,
    pub(crate) photographs: &'r Photographs,
    pub(crate) misses: Misses,
    pub(crate) hits: Vec<Event>,
    pub(crate) crowd: Crowd,
}

const READING: &str = "\
Every contestant is a server on this machine with all of its cores, and whoever asks is on the same machine: one \
thread with 64 connections that stay open, each of which asks anew when it has its answer. Every answer is looked at: \
its status, and whether it is the file, or a JPEG of the size, that was asked. Contestants take turns, and who goes \
first changes with the round. A figure is the median of the rounds. A ratio is the median of those that were taken \
within a round, with the least and the most of them in brackets: where these are far apart, the machine was busy, and \
the row says little. CPU is user and system of a server and of those whom it has started, for one answer; a peak is the \
most resident memory that the system has counted for each of them, added up.";

impl fmt::Display for Report<'_> {
    fn fmt(&self, page: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = &self.photographs.names;
        writeln!(page, "# The race of servers\n")?;
        writeln!(page, "Written by `make serving`, over {} photographs.\n", names.len())?;
        writeln!(page, "* machine: {}", machine::processor())?;
        for version in &self.versions {
            writeln!(page, "* {version}")?;
        }
        let Arguments { rounds, pictures, seconds, .. } = self.arguments;
        writeln!(
            page,
            "* connections: {CONNECTIONS}, rounds: {rounds}, pictures in a lap of misses: {pictures}, seconds of a lap \
             of hits: {seconds}\n"
        )?;
        writeln!(page, "## How to read this\n\n{READING}\n")?;
        misses::write(page, &self.misses)?;
        hits::write(page, &self.hits)?;
        crowd::write(page, &self.crowd)
    }
}

/// A row of what one came to. Ratios follow in the caller's own columns.
fn row(score: &Score) -> String {
    let middle = |laps: &Laps| cell(laps.median().map(short));
    let cells = [
        score.name.to_owned(),
        middle(&score.per_second),
        middle(&score.cpu_ms),
        middle(&score.p50_ms),
        middle(&score.p99_ms),
        cell(score.bytes.median().map(|bytes| format!("{bytes:.0}"))),
        short(score.peak_mib),
        score.faults.count.to_string(),
    ];
    format!("| {}", cells.join(" | "))
}

/// What must hold, and whether it does.
fn verdict(must: f64, ratio: Option<Ratio>) -> String {
    match ratio {
        None => format!("**NOT MEASURED: must be {must}**"),
        Some(ratio) if ratio.median < must => format!("**MISSED: must be {must}**"),
        Some(_) => format!("holds (must be {must})"),
    }
}

/// Faults, so that nobody takes them for answers.
fn faults(page: &mut fmt::Formatter<'_>, score: &Score) -> fmt::Result {
    match &score.faults.first {
        None => Ok(()),
        Some(first) => {
            let (name, count) = (score.name, score.faults.count);
            writeln!(page, "**WRONG ANSWERS: {name} gave {count}, the first: {first}**\n")
        }
    }
}

/// A cell: `-` where there is nothing to tell.
fn cell(value: Option<impl fmt::Display>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

/// Three figures are more than a shared machine can hold to.
fn short(value: f64) -> String {
    let decimals = match value {
        value if value < 1.0 => 3,
        value if value < 10.0 => 2,
        value => usize::from(value < 100.0),
    };
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_figures_are_shown() {
        assert_eq!([0.0123, 1.234, 12.34, 123.4].map(short), ["0.012", "1.23", "12.3", "123"]);
        assert_eq!(cell(None::<u8>), "-");
    }

    #[test]
    fn what_is_missed_or_not_measured_is_said_plainly() {
        let laps = |values: [f64; 2]| {
            let mut laps = Laps::default();
            values.into_iter().for_each(|value| laps.push(value));
            laps
        };
        let ratio = |times: f64| laps([times, times]).ratio(&laps([1.0, 1.0]));
        assert_eq!(verdict(2.5, ratio(2.4)), "**MISSED: must be 2.5**");
        assert_eq!(verdict(2.5, ratio(2.5)), "holds (must be 2.5)");
        assert_eq!(verdict(2.5, None), "**NOT MEASURED: must be 2.5**");
    }
}
