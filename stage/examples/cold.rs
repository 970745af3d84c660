//! How long a function takes from its start to its first answer: ours, and two that one would write with sharp, in turns.
//!
//!     cargo run --release --example cold -- BOOTSTRAP PEER PHOTO ROUNDS
//!
//! `WEED` is SeaweedFS, PEER a folder with `sharp.mjs` and what it needs, PHOTO the original. Each start is a process of its
//! own, and each answer a variant that nobody has asked for before: the original is read, the variant made and kept.
//! It fails where ours is not eight times as fast as the quicker of the others.

#![allow(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

use sizewise_stage::runtime::url_event;
use sizewise_stage::s3::FUNCTION;
use sizewise_stage::{Program, Runtime, S3, node_program, weed_program};
use std::env;
use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

/// What is asked eight times as fast.
const FASTER: f64 = 8.0;

struct Contestant {
    name: &'static str,
    program: Program,
    next: Vec<Duration>,
    response: Vec<Duration>,
    warm: Vec<Duration>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = env::args_os().skip(1).collect::<Vec<_>>();
    let [bootstrap, peer, photo, rounds] = &arguments[..] else {
        return said("expected BOOTSTRAP PEER PHOTO ROUNDS");
    };
    let rounds = rounds.to_str().and_then(|text| text.parse::<usize>().ok()).unwrap_or(15);
    let (Some(weed), Some(node)) = (weed_program("the race"), node_program("the race")) else {
        return ExitCode::FAILURE;
    };
    let s3 = S3::start(&weed, &["pictures"]).await;
    s3.upload("pictures", "a.jpg", std::fs::read(photo).unwrap(), "image/jpeg").await;
    // Each is started in a folder of its own.
    let at = |path: &OsStr| Path::new(path).canonicalize().unwrap();
    let sharp = at(peer).join("sharp.mjs");
    let ours = Program::new(at(bootstrap))
        .with("SIZEWISE_ORIGINALS", "s3://pictures")
        .with("SIZEWISE_FRONT", "cloudfront");
    let mut contestants = [
        Contestant::new("Sizewise", ours, &s3),
        Contestant::new("node and sharp", node_with(&node, &sharp, &[]), &s3),
        Contestant::new("node, sharp and the SDK", node_with(&node, &sharp, &["sdk"]), &s3),
    ];
    for round in 0..rounds {
        for (place, contestant) in contestants.iter_mut().enumerate() {
            contestant.run(100 + 3 * round + place).await;
        }
    }
    report(&contestants)
}

impl Contestant {
    fn new(name: &'static str, program: Program, s3: &S3) -> Self {
        let program = program.with_all(s3.environment(FUNCTION));
        Self { name, program, next: Vec::new(), response: Vec::new(), warm: Vec::new() }
    }

    async fn run(&mut self, width: usize) {
        let runtime = Runtime::start(&self.program).await;
        for (width, is_first) in [(width, true), (width + 1000, false)] {
            let event = url_event("GET", &format!("/{width}w/default/a.jpg"), &[]);
            let answer = runtime.invoke(&event).await;
            assert_eq!(answer.status, 200, "{}: {answer:?}", self.name);
            assert_eq!(answer.body[..2], [0xff, 0xd8], "{}", self.name);
            if !is_first {
                self.warm.push(answer.took);
            }
        }
        let times = runtime.times();
        self.next.push(times.next.unwrap());
        self.response.push(times.response.unwrap());
    }
}

fn node_with(node: &OsStr, script: &Path, arguments: &[&str]) -> Program {
    let mut program = Program::new(node);
    program.arguments = vec![script.display().to_string()];
    program.arguments.extend(arguments.iter().map(ToString::to_string));
    program
}

fn report(contestants: &[Contestant]) -> ExitCode {
    let ours = median(&contestants[0].response);
    let mut page = format!(
        "Medians of {} starts each, in milliseconds from the start of the process.\n\n\
         | | asks for its first event | has answered it | of ours | the next one takes |\n\
         |---|---|---|---|---|\n",
        contestants[0].response.len()
    );
    for contestant in contestants {
        let [next, response, warm] =
            [&contestant.next, &contestant.response, &contestant.warm].map(|times| median(times));
        let name = contestant.name;
        let times = response / ours;
        page += &format!("| {name} | {next:.1} | {response:.1} | {times:.1} | {warm:.1} |\n");
    }
    let others = contestants[1..].iter().map(|contestant| median(&contestant.response));
    let faster = others.fold(f64::INFINITY, f64::min) / ours;
    page +=
        &format!("\n{faster:.1} times as fast as the quicker of the others ({FASTER} asked).\n");
    let _ = std::io::stdout().write_all(page.as_bytes());
    if faster < FASTER { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn median(times: &[Duration]) -> f64 {
    let mut times = times.to_vec();
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e3
}

fn said(line: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "{line}");
    ExitCode::FAILURE
}
