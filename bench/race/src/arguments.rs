//! What the race is told.

use std::path::PathBuf;

pub(crate) const USAGE: &str = "usage: race [folder of pictures] [--rounds N] [--runs N] \
     [--only TEXT] [--home FOLDER] [--command FILE] [--out FILE]";

#[derive(Debug, PartialEq)]
pub(crate) struct Arguments {
    /// Pictures; without it, drawings.
    pub(crate) folder: Option<String>,
    /// Laps of each case on each side. Odd, so that the median is one that was run.
    pub(crate) rounds: usize,
    /// Runs of each whole program.
    pub(crate) runs: usize,
    /// Only cases whose name contains this take part.
    pub(crate) only: String,
    /// What `make bench` installed, and where what is made is put.
    pub(crate) home: PathBuf,
    /// The `sizewise` command.
    pub(crate) command: PathBuf,
    /// Where the page goes.
    pub(crate) out: PathBuf,
}

impl Default for Arguments {
    fn default() -> Self {
        Self {
            folder: None,
            rounds: 5,
            runs: 7,
            only: String::new(),
            home: "target/bench".into(),
            command: "target/release/sizewise".into(),
            out: "bench/RESULTS.md".into(),
        }
    }
}

impl Arguments {
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Option<Self> {
        let mut read = Self::default();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--rounds" => read.rounds = counted(words.next())?,
                "--runs" => read.runs = counted(words.next())?,
                "--only" => read.only = words.next()?,
                "--home" => read.home = words.next()?.into(),
                "--command" => read.command = words.next()?.into(),
                "--out" => read.out = words.next()?.into(),
                flag if flag.starts_with("--") => return None,
                _ => read.folder = Some(word),
            }
        }
        Some(read)
    }
}

fn counted(word: Option<String>) -> Option<usize> {
    word?.parse().ok().filter(|&count| count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Arguments> {
        Arguments::read(text.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn what_is_not_said_is_as_make_has_it() {
        assert_eq!(read(""), Some(Arguments::default()));
        let expected =
            Arguments { folder: Some("photos".into()), rounds: 1, ..Arguments::default() };
        assert_eq!(read("photos --rounds 1"), Some(expected));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for text in ["--rounds", "--rounds 0", "--runs many", "--fast", "--out"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
