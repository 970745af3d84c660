//! Hits: who sends what is there already how often a second.

use super::{cell, faults, row, short, verdict};
use crate::hits::{Event, Who};
use crate::laps::Ratio;
use crate::score::Score;
use std::fmt;

const READING: &str = "\
Sizewise is asked by the URL that one types: it reads it, decides, looks whether the original is still the same, and \
answers from memory. nginx sends the very file that Sizewise has kept, by its path, from disk, with two workers, \
`sendfile`, `tcp_nopush` and nothing that remembers open files. Each once without a line for each request, and once with \
one, in a file. *Asking* is the CPU that whoever asks needs for an answer: as it shares the cores, a ratio of answers a \
second is nearer to 1 than the ratio of CPU beside it, which is nginx's over ours.";

/// How many times as many answers as nginx.
const MUST: f64 = 0.6;

/// Who is compared with whom.
const PAIRS: [(&str, Who, Who); 2] = [
    ("ours ÷ nginx", Who::Ours, Who::Nginx),
    ("both logging", Who::OursLogging, Who::NginxLogging),
];

pub(super) fn write(page: &mut fmt::Formatter<'_>, events: &[Event]) -> fmt::Result {
    writeln!(page, "## Hits\n\n{READING}\n")?;
    for event in events {
        writeln!(page, "### {}\n", event.title)?;
        of(page, event)?;
    }
    Ok(())
}

fn of(page: &mut fmt::Formatter<'_>, event: &Event) -> fmt::Result {
    for reason in event.scores.iter().filter_map(|side| side.as_ref().err()) {
        writeln!(page, "**DID NOT RACE: {reason}**\n")?;
    }
    let scores = event.scores.each_ref().map(|side| side.as_ref().ok());
    for score in scores.into_iter().flatten() {
        faults(page, score)?;
    }
    writeln!(
        page,
        "| | answers/s | CPU ms | p50 ms | p99 ms | bytes | peak MiB | wrong | asking ms |\n|---|{}",
        "--:|".repeat(8)
    )?;
    for score in scores.into_iter().flatten() {
        writeln!(page, "{} | {} |", row(score), cell(score.asking_ms.median().map(short)))?;
    }
    writeln!(page, "\n| answers a second | | | CPU |\n|---|--:|---|--:|")?;
    for (title, ours, nginx) in PAIRS {
        let (ours, nginx) = (scores[ours as usize], scores[nginx as usize]);
        let ratio = rates(ours, nginx);
        let said = match title == PAIRS[0].0 && !event.is_known {
            true => verdict(MUST, ratio),
            false => "for information".to_owned(),
        };
        writeln!(page, "| {title} | {} | {said} | {} |", cell(ratio), cell(costs(ours, nginx)))?;
    }
    writeln!(page)
}

fn rates(ours: Option<&Score>, nginx: Option<&Score>) -> Option<Ratio> {
    ours?.per_second.ratio(&nginx?.per_second)
}

fn costs(ours: Option<&Score>, nginx: Option<&Score>) -> Option<Ratio> {
    nginx?.cpu_ms.ratio(&ours?.cpu_ms)
}
