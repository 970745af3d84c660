//! A race of JPEG codecs, and a judge of the results.
//!
//! `race decode`, `race encode`, `race judge` and `race memory` take a folder of photographs and print Markdown tables.
//! Pictures drawn by the program race along, so that none needs a folder.

mod contestants;
mod decode;
mod drawn;
mod encode;
mod judge;
mod laps;
mod memory;
mod ours;
mod pictures;
mod plane;
mod turbo;

use pictures::JpegFile;
use std::process::ExitCode;
use std::{env, fmt};

const USAGE: &str =
    "usage: race decode|encode|judge|memory [folder of *.jpg] [--rounds N] [--only TEXT]";

/// Odd, so that the median is a lap that was run.
const ROUNDS: usize = 9;

fn main() -> ExitCode {
    // Where nasm is missing, mozjpeg-sys builds all the same, and then takes twice as long at 8/8.
    if !turbo::has_simd() {
        eprintln!(
            "libjpeg-turbo was built without SIMD: install nasm, `cargo clean`, and build again"
        );
        return ExitCode::FAILURE;
    }
    let Some(arguments) = Arguments::read(env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    let files = arguments.files();
    match arguments.event {
        Event::Decode => decode::race(&files, arguments.rounds),
        Event::Encode => encode::race(&files, arguments.rounds),
        Event::Judge => judge::judge(&files),
        Event::Memory => memory::measure(&files),
    }
    ExitCode::SUCCESS
}

#[derive(Clone, Copy)]
enum Event {
    Decode,
    Encode,
    Judge,
    Memory,
}

struct Arguments {
    event: Event,
    folder: Option<String>,
    rounds: usize,
    /// Only pictures whose name contains this take part.
    only: String,
}

impl Arguments {
    fn read(mut words: impl Iterator<Item = String>) -> Option<Self> {
        let event = match words.next()?.as_str() {
            "decode" => Event::Decode,
            "encode" => Event::Encode,
            "judge" => Event::Judge,
            "memory" => Event::Memory,
            _ => return None,
        };
        let mut read = Self { event, folder: None, rounds: ROUNDS, only: String::new() };
        while let Some(word) = words.next() {
            match word.as_str() {
                "--rounds" => {
                    read.rounds = words.next()?.parse().ok().filter(|&rounds| rounds > 0)?
                }
                "--only" => read.only = words.next()?,
                flag if flag.starts_with("--") => return None,
                _ => read.folder = Some(word),
            }
        }
        Some(read)
    }

    fn files(&self) -> Vec<JpegFile> {
        let mut files = self.folder.as_deref().map(pictures::photographs).unwrap_or_default();
        // Two drawings are enough to encode from, for they are taken apart and put together anew.
        files.extend(match self.event {
            Event::Encode => drawn::plain(),
            Event::Decode | Event::Judge => drawn::all(),
            Event::Memory => drawn::plain(),
        });
        files.retain(|file| file.name.contains(&self.only));
        files
    }
}

/// A cell of a table: `-` where there is nothing to tell.
fn cell(value: Option<impl fmt::Display>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}
