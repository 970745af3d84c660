//! A race of servers: Sizewise against ipx and a small server with sharp where a picture must be made, and against nginx
//! where it has been made already. It writes a page of Markdown.
//!
//! `serving folder [--rounds N] [--pictures N] [--seconds N] [--home FOLDER] [--command FILE] [--out FILE]`;
//! `make serving` builds and installs what it needs.
//!
//! The modules stand in the order in which a race meets them.

mod arguments;
mod photographs;
mod wish;
mod house;
mod contestant;
mod weight;
mod connection;
mod load;
mod score;
#[allow(dead_code, reason = "the other race multiplies ratios, this one has none to multiply")]
#[path = "../../race/src/laps.rs"]
mod laps;
mod misses;
mod hits;
mod crowd;
#[path = "../../race/src/machine.rs"]
mod machine;
mod report;

use arguments::Arguments;
use house::House;
use report::Report;
use std::error::Error;
use std::process::ExitCode;
use std::{env, fs};
use tokio::signal::unix::{SignalKind, signal};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("serving: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One thread asks for all connections, so that as much as possible is left to who answers.
fn run() -> Outcome<()> {
    let arguments = Arguments::read(env::args().skip(1)).ok_or(arguments::USAGE)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut terminated = signal(SignalKind::terminate())?;
        // Whoever ends the race, those who were started for it are dropped with it, and so end too.
        tokio::select! {
            outcome = race(&arguments) => outcome,
            _ = tokio::signal::ctrl_c() => Err("interrupted".into()),
            _ = terminated.recv() => Err("told to stop".into()),
        }
    })
}

async fn race(arguments: &Arguments) -> Outcome<()> {
    let photographs = photographs::all_of(&arguments.folder)?;
    let house = House::new(arguments)?;
    let misses = misses::race(&house, &photographs, arguments).await?;
    let hits = hits::race(&house, &photographs, arguments).await?;
    let crowd = crowd::run(&house, &photographs).await?;
    let versions = house.versions();
    let report = Report { arguments, versions, photographs: &photographs, misses, hits, crowd };
    fs::write(&arguments.out, report.to_string())?;
    eprintln!("written: {}", arguments.out.display());
    Ok(())
}
