//! Lines: what is said to a process that waits for work, and what it answers. Each line is one JSON value.

use serde::{Deserialize, Serialize};
use std::error::Error;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;

/// A result, or a sentence that says why there is none.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Request {
    /// Read a file, once, and keep it under a name.
    Load { name: String, path: PathBuf },
    /// Make a variant of a file that is kept.
    Make(Make),
    /// Write the upright pixels of a file, eight bits a sample.
    Decode(Decode),
    /// Start a program, wait for its end, and say what it took.
    Run { words: Vec<String> },
    /// Say what you are.
    Versions(()),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Make {
    pub(crate) file: String,
    pub(crate) width: u32,
    /// A name that both sides know: `jpeg`, `png`, `webp`, `avif` or `gif`.
    pub(crate) format: String,
    pub(crate) style: Style,
    pub(crate) settings: Settings,
    pub(crate) frames: Frames,
    /// How often; what is told is the mean.
    pub(crate) count: u32,
    /// Where the last of them is written, when the clock has stopped.
    pub(crate) keep: Option<PathBuf>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Decode {
    pub(crate) from: PathBuf,
    pub(crate) style: Style,
    pub(crate) background: Background,
    /// Which of the pictures that follow each other.
    pub(crate) frame: u32,
    pub(crate) to: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Style {
    Default,
    Bw,
}

/// How hard the encoders try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Settings {
    /// Each as it does when it is told nothing.
    Default,
    /// sharp as hard as we.
    Equal,
}

/// How many of the pictures that follow each other are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Frames {
    First,
    All,
}

/// What is behind a picture that things shine through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Background {
    None,
    White,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Answer {
    Loaded,
    Made(Made),
    Pixels(Shape),
    Ran(Weight),
    Versions(String),
    Failed(String),
}

/// What making a variant took.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Made {
    pub(crate) cpu_ms: f64,
    pub(crate) wall_ms: f64,
    pub(crate) bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shape {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) channels: usize,
}

/// What a program took, from its start to its end.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Weight {
    pub(crate) wall_ms: f64,
    pub(crate) cpu_ms: f64,
    pub(crate) peak_bytes: u64,
}

/// Answers every line of standard input, until there are no more.
pub(crate) fn answer_all(mut answer: impl FnMut(Request) -> Outcome<Answer>) -> Outcome<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let answered = serde_json::from_str(&line?).map_err(Into::into).and_then(&mut answer);
        let said = answered.unwrap_or_else(|error| Answer::Failed(error.to_string()));
        writeln!(out, "{}", serde_json::to_string(&said)?)?;
        out.flush()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_what_the_other_language_reads() {
        let make = Make {
            file: "a.jpg".into(),
            width: 400,
            format: "webp".into(),
            style: Style::Bw,
            settings: Settings::Equal,
            frames: Frames::All,
            count: 3,
            keep: None,
        };
        let line = serde_json::to_string(&Request::Make(make)).unwrap();
        let expected = concat!(
            r#"{"make":{"file":"a.jpg","width":400,"format":"webp","style":"bw","#,
            r#""settings":"equal","frames":"all","count":3,"keep":null}}"#
        );
        assert_eq!(line, expected);
        assert_eq!(serde_json::to_string(&Request::Versions(())).unwrap(), r#"{"versions":null}"#);
        let answer = serde_json::from_str(r#"{"pixels":{"width":2,"height":3,"channels":4}}"#);
        let shape = Shape { width: 2, height: 3, channels: 4 };
        assert!(matches!(answer.unwrap(), Answer::Pixels(found) if found == shape));
        assert!(matches!(serde_json::from_str(r#""loaded""#).unwrap(), Answer::Loaded));
    }
}
