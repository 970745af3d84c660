//! The page that a race ends with.

mod cases;
mod classes;
mod programs;

use crate::arguments::Arguments;
use crate::judge::Scores;
use crate::machine;
use crate::rounds::Raced;
use crate::whole::Weighing;
use std::fmt;

pub(crate) struct Report<'r> {
    pub(crate) arguments: &'r Arguments,
    pub(crate) versions: Vec<String>,
    pub(crate) raced: Vec<Raced>,
    /// One for each that raced.
    pub(crate) scores: Vec<Scores>,
    pub(crate) weighing: Weighing,
}

const READING: &str = "\
Both sides are processes that stay, each with one thread and with the files in its memory; bytes go in and bytes come \
out. They take turns: in every round each case runs for about 150 ms on one side and then on the other, and who goes \
first changes with the round. A time is the median of the rounds, for one picture; CPU is user and system together. \
**sharp ÷ ours** is the median of the ratios that were taken within a round, with the least and the most of them in \
brackets: where these are far apart, the machine was busy, and the row says little. Targets are held to CPU.

The score is SSIMULACRA2, where 100 is the original. Both results are decoded by the same decoder (sharp's) and \
compared with a full decode that was reduced by Lanczos in 64-bit floats and, where there is alpha, laid on white. For \
grey pictures each side is compared with what it takes for grey: we the luma of the file, sharp a mix of linear \
light. A row says when our file is more than 1 % larger or our score more than 0.5 lower than sharp's, so that no \
speed is bought unseen. *Defaults* are what each does when it is told nothing but quality 80 for JPEG and WebP; *equal* \
is sharp's WebP at effort 2, which is ours.";

impl fmt::Display for Report<'_> {
    fn fmt(&self, page: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pictures = match self.arguments.folder {
            Some(_) => "a folder of pictures",
            None => "pictures that it drew itself, which are no photographs",
        };
        let Arguments { rounds, runs, .. } = self.arguments;
        writeln!(page, "# The race\n\nWritten by `make bench`, over {pictures}.\n")?;
        writeln!(page, "* machine: {}", machine::processor())?;
        for version in &self.versions {
            writeln!(page, "* {version}")?;
        }
        writeln!(page, "* rounds: {rounds}, runs of whole programs: {runs}\n")?;
        writeln!(page, "## How to read this\n\n{READING}\n")?;
        writeln!(page, "## Case by case\n")?;
        cases::write(page, &self.raced, &self.scores)?;
        writeln!(page, "## Class by class\n")?;
        classes::write(page, &self.raced, &self.scores)?;
        writeln!(page, "## Whole programs\n")?;
        programs::write(page, &self.weighing)
    }
}

/// A cell: `-` where there is nothing to tell.
fn cell(value: Option<impl fmt::Display>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

/// Three figures are more than a shared machine can hold to.
fn short(value: f64) -> String {
    let decimals = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_figures_are_shown() {
        assert_eq!([1.234, 12.34, 123.4].map(short), ["1.23", "12.3", "123"]);
        assert_eq!(cell(None::<u8>), "-");
    }
}
