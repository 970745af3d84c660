//! How many instructions a call takes, counted by callgrind: the same number on every run, so
//! that growth is noticed that a clock would miss.
//!
//! `cargo bench -p sizewise --bench instructions` counts, and fails where a call has grown by more
//! than a twentieth of what `instructions.txt` records, or is not recorded. `BLESS=1` before it
//! records anew.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    reason = "it starts valgrind, and keeps a record beside itself"
)]

use sizewise::{Address, Policy, Query};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::{env, fs};

const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions.txt");

/// The calls that are counted: a name, and a request that is answered again and again.
const CALLS: [(&str, &str); 4] = [
    ("query to path, one option", "/photos/01.jpg?width=200"),
    (
        "query to path, ten options",
        "/01.jpg?w=200&h=200&fit=cover&focus=top&enlarge&format=png&q=50&rotate=90&flip&style=bw",
    ),
    ("path to address, one option", "/200w/default/photos/01.jpg"),
    (
        "path to address, ten options",
        "/200h200w,enlarge,fit.cover,flip,focus.top,format.png,quality.50,rotate.90/bw/01.jpg",
    ),
];

fn main() -> ExitCode {
    let arguments = env::args().collect::<Vec<_>>();
    if let [_, flag, url, times] = &arguments[..]
        && flag == "--call"
    {
        call(url, times.parse().expect("a number"));
        return ExitCode::SUCCESS;
    }
    let counted = CALLS.map(|(name, url)| (name, instructions(url)));
    if env::var_os("BLESS").is_some() {
        let lines = counted.map(|(name, now)| format!("{now:>7}  {name}\n"));
        fs::write(RECORD, lines.concat()).expect("the record can be written");
    }
    let recorded = recorded();
    let mut is_as_recorded = true;
    for (name, now) in counted {
        let before = recorded.get(name).copied();
        let verdict = match before {
            Some(before) if now <= before + before / 20 => "",
            Some(_) => "  GROWN",
            None => "  NOT RECORDED",
        };
        is_as_recorded &= verdict.is_empty();
        println!("{name:<32} {now:>7}  (recorded: {}){verdict}", before.unwrap_or_default());
    }
    if is_as_recorded { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn recorded() -> BTreeMap<String, u64> {
    let text = fs::read_to_string(RECORD).unwrap_or_default();
    let line = |line: &str| {
        let (count, name) = line.trim().split_once("  ")?;
        Some((name.to_owned(), count.parse().ok()?))
    };
    text.lines().filter_map(line).collect()
}

fn call(url: &str, times: u32) {
    let policy = Policy::standard();
    for _ in 0..times {
        match black_box(url).split_once('?') {
            Some((path, query)) => {
                let (_, key) = path.parse::<Address>().expect("a path").into_parts();
                let wish = policy.wish(&Query(query).asked()).expect("a wish");
                let variant = policy.settled(wish, &key, "").expect("a variant");
                black_box(Address::new(variant, key).expect("an address").to_string());
            }
            None => {
                black_box(url.parse::<Address>().expect("an address"));
            }
        }
    }
}

/// The difference between two thousand calls and one thousand leaves nothing but calls.
fn instructions(url: &str) -> u64 {
    (collected(url, 2000) - collected(url, 1000)) / 1000
}

/// What callgrind counts in a process of its own.
fn collected(url: &str, times: u32) -> u64 {
    let myself = env::current_exe().expect("a path to this program");
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    let output = valgrind.arg(myself).args(["--call", url, &times.to_string()]).output();
    let output = output.expect("valgrind is installed");
    let log = String::from_utf8_lossy(&output.stderr);
    let collected = log.lines().find_map(|line| line.split_once("Collected :"));
    let (_, count) = collected.unwrap_or_else(|| panic!("valgrind failed:\n{log}"));
    count.trim().parse().expect("a number of instructions")
}
