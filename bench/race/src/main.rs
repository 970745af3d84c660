//! A race of whole pictures: Sizewise against sharp, file in, file out, and the `sizewise` command against what else
//! one would type. It writes a page of Markdown.
//!
//! `race [folder] [--rounds N] [--runs N] [--only TEXT] [--home FOLDER] [--command FILE] [--out FILE]`; `make bench`
//! builds and installs what it needs. What a folder has no pictures of, it draws.
//!
//! The modules stand in the order in which a race meets them.

mod arguments;
mod drawn;
mod original;
mod class;
mod case;
mod line;
mod partner;
mod ours;
mod rounds;
mod laps;
mod pixels;
mod lanczos;
mod judge;
mod launch;
mod whole;
mod machine;
mod verdict;
mod report;

use arguments::Arguments;
use case::Case;
use judge::{Judge, Scores};
use line::Outcome;
use original::Original;
use partner::Partner;
use report::Report;
use rounds::{Contestant, Raced, Whose};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};
use whole::Programs;

fn main() -> ExitCode {
    let words = env::args().skip(1).collect::<Vec<_>>();
    // The race starts itself again for its own side, and to weigh programs.
    let outcome = match words.first().map(String::as_str) {
        Some(ours::VERB) => ours::serve(),
        Some(launch::VERB) => launch::serve(),
        _ => race(words),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("race: {error}");
            ExitCode::FAILURE
        }
    }
}

fn race(words: Vec<String>) -> Outcome<()> {
    let arguments = Arguments::read(words.into_iter()).ok_or(arguments::USAGE)?;
    // Programs are started elsewhere, so no path may hang on where this is.
    fs::create_dir_all(&arguments.home)?;
    let home = fs::canonicalize(&arguments.home)?;
    let scratch = emptied(&home.join("scratch"))?;
    let mut originals = match &arguments.folder {
        Some(folder) => {
            let folder = fs::canonicalize(folder).map_err(|error| format!("`{folder}`: {error}"));
            original::all_of(&folder?)?
        }
        None => Vec::new(),
    };
    originals.extend(original::all_of(&drawn::folder(&home, &originals)?)?);
    let mut cases = originals.iter().flat_map(case::cases).collect::<Vec<_>>();
    cases.retain(|case| case.to_string().contains(&arguments.only));

    let mut contestants = [Ok(Partner::own(ours::VERB)?), sharp(&home)];
    let versions = versions(&mut contestants, &arguments);
    load(&mut contestants, &originals, &cases)?;
    let raced = rounds::race(&mut contestants, cases, arguments.rounds, &scratch);
    let scores = judged(&mut contestants[Whose::Sharp as usize], &originals, &raced, &scratch);
    let programs = Programs { command: arguments.command.clone(), home };
    let weighing = whole::weigh(&programs, &originals, arguments.runs, &scratch)?;

    let report = Report { arguments: &arguments, versions, raced, scores, weighing };
    fs::write(&arguments.out, report.to_string())?;
    eprintln!("written: {}", arguments.out.display());
    Ok(())
}

/// A folder in which nothing is left of the race before.
fn emptied(folder: &Path) -> Outcome<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    Ok(folder.to_owned())
}

/// sharp, if it is there. Without it, nothing can be compared and nothing judged.
fn sharp(home: &Path) -> Contestant {
    let mut command = Command::new("node");
    let started = Partner::start(command.arg(home.join("peer/peer.mjs")));
    let asked = started.and_then(|mut partner| partner.versions().map(|_| partner));
    asked.map_err(|error| {
        eprintln!("NO SHARP, so there will be no ratios and no scores: {error}");
        "node with sharp does not answer".to_owned()
    })
}

/// Who races, in sentences.
fn versions(contestants: &mut [Contestant; 2], arguments: &Arguments) -> Vec<String> {
    let ours = machine::first_line(&arguments.command, &["--version"]);
    let commit = machine::first_line("git", &["describe", "--always", "--dirty", "--exclude=*"]);
    let commit = commit.map_or_else(String::new, |commit| format!(", commit {commit}"));
    let mut versions = vec![format!("{}{commit}", ours.unwrap_or_else(|| "sizewise".into()))];
    versions.extend(match &mut contestants[Whose::Sharp as usize] {
        Ok(partner) => partner.versions().ok(),
        Err(reason) => Some(format!("**NO SHARP: {reason}. There are no ratios and no scores**")),
    });
    versions.extend(machine::first_line("vipsthumbnail", &["--vips-version"]));
    let python = arguments.home.join("python/bin/python");
    let pillow =
        "import sys, PIL; print('Pillow', PIL.__version__, '/ python', sys.version.split()[0])";
    versions.extend(machine::first_line(python, &["-c", pillow]));
    versions
}

/// Files are read before any clock runs, and by each side for itself.
fn load(contestants: &mut [Contestant; 2], originals: &[Original], cases: &[Case]) -> Outcome<()> {
    for original in originals {
        if cases.iter().any(|case| case.file == original.name) {
            for contestant in contestants.iter_mut().flatten() {
                contestant.load(&original.name, &original.path)?;
            }
        }
    }
    Ok(())
}

fn judged(
    eyes: &mut Contestant,
    originals: &[Original],
    raced: &[Raced],
    scratch: &Path,
) -> Vec<Scores> {
    let Ok(eyes) = eyes else { return vec![[None; 2]; raced.len()] };
    let mut judge = Judge::new(eyes, scratch);
    let scores = raced.iter().map(|raced| {
        eprintln!("judging: {}", raced.case);
        let original = originals.iter().find(|original| original.name == raced.case.file);
        original.map_or([None; 2], |original| judge.scores(&original.path, raced))
    });
    scores.collect()
}
