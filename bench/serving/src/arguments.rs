//! What the race is told.

use std::path::PathBuf;

pub(crate) const USAGE: &str = "usage: serving <folder of photographs> [--rounds N] [--pictures N] \
     [--seconds N] [--home FOLDER] [--command FILE] [--out FILE]";

#[derive(Debug, PartialEq)]
pub(crate) struct Arguments {
    /// Photographs. No drawing costs what a photograph costs, so there is nothing in their place.
    pub(crate) folder: PathBuf,
    /// Laps of each contestant. Odd, so that the median is one that was run.
    pub(crate) rounds: usize,
    /// Pictures that are made in a lap.
    pub(crate) pictures: usize,
    /// How long a lap takes in which nothing is made.
    pub(crate) seconds: u64,
    /// What `make serving` installed, and where what is made is put.
    pub(crate) home: PathBuf,
    /// The `sizewise` command.
    pub(crate) command: PathBuf,
    /// The policy that it races by.
    pub(crate) config: PathBuf,
    /// Where the page goes.
    pub(crate) out: PathBuf,
}

impl Arguments {
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Option<Self> {
        let mut read = Self {
            folder: PathBuf::new(),
            rounds: 5,
            pictures: 256,
            seconds: 3,
            home: "target/serving".into(),
            command: "target/release/sizewise".into(),
            config: "bench/sizewise.toml".into(),
            out: "bench/SERVING.md".into(),
        };
        while let Some(word) = words.next() {
            match word.as_str() {
                "--rounds" => read.rounds = counted(words.next())?,
                "--pictures" => read.pictures = counted(words.next())?,
                "--seconds" => read.seconds = counted(words.next())?.try_into().ok()?,
                "--home" => read.home = words.next()?.into(),
                "--command" => read.command = words.next()?.into(),
                "--config" => read.config = words.next()?.into(),
                "--out" => read.out = words.next()?.into(),
                flag if flag.starts_with("--") => return None,
                _ => read.folder = word.into(),
            }
        }
        (!read.folder.as_os_str().is_empty()).then_some(read)
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
        let read = read("photos --rounds 1").unwrap();
        assert_eq!((read.rounds, read.pictures, read.seconds), (1, 256, 3));
        assert_eq!(read.folder, PathBuf::from("photos"));
        assert_eq!(read.out, PathBuf::from("bench/SERVING.md"));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for text in
            ["", "--rounds 1", "photos --rounds 0", "photos --seconds many", "photos --fast"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
