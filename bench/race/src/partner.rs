//! A process at the other end of lines.

use crate::line::{Answer, Decode, Made, Make, Outcome, Request, Shape, Weight};
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub(crate) struct Partner {
    child: Child,
    /// None when everything has been said.
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

impl Partner {
    /// This program again, with a verb that makes it wait for lines.
    pub(crate) fn own(verb: &str) -> Outcome<Self> {
        Self::start(Command::new(env::current_exe()?).arg(verb))
    }

    pub(crate) fn start(command: &mut Command) -> Outcome<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let to = child.stdin.take();
        let from = child.stdout.take().expect("it has been piped above");
        Ok(Self { child, to, from: BufReader::new(from) })
    }

    fn ask(&mut self, request: &Request) -> Outcome<Answer> {
        let to = self.to.as_mut().expect("it is closed only when this is dropped");
        writeln!(to, "{}", serde_json::to_string(request)?)?;
        let mut line = String::new();
        self.from.read_line(&mut line)?;
        match serde_json::from_str(&line)? {
            Answer::Failed(sentence) => Err(sentence.into()),
            answer => Ok(answer),
        }
    }

    pub(crate) fn load(&mut self, name: &str, path: &Path) -> Outcome<()> {
        let request = Request::Load { name: name.to_owned(), path: path.to_owned() };
        self.ask(&request).map(|_| ())
    }

    pub(crate) fn make(&mut self, make: Make) -> Outcome<Made> {
        match self.ask(&Request::Make(make))? {
            Answer::Made(made) => Ok(made),
            other => Err(unexpected("what was made", &other)),
        }
    }

    pub(crate) fn decode(&mut self, decode: Decode) -> Outcome<Shape> {
        match self.ask(&Request::Decode(decode))? {
            Answer::Pixels(shape) => Ok(shape),
            other => Err(unexpected("pixels", &other)),
        }
    }

    pub(crate) fn run(&mut self, words: Vec<String>) -> Outcome<Weight> {
        match self.ask(&Request::Run { words })? {
            Answer::Ran(weight) => Ok(weight),
            other => Err(unexpected("what a program took", &other)),
        }
    }

    pub(crate) fn versions(&mut self) -> Outcome<String> {
        match self.ask(&Request::Versions(()))? {
            Answer::Versions(versions) => Ok(versions),
            other => Err(unexpected("versions", &other)),
        }
    }
}

fn unexpected(what: &str, found: &Answer) -> Box<dyn std::error::Error> {
    format!("expected {what}, found {found:?}").into()
}

impl Drop for Partner {
    /// Who hears nothing more, ends.
    fn drop(&mut self) {
        self.to = None;
        // Nobody is left to whom its end would matter.
        let _ = self.child.wait();
    }
}
