//! `race decode`: files to samples, at every scale.

use crate::cell;
use crate::contestants::{Contestant, DECODERS, Wanted};
use crate::laps::{self, Laps};
use crate::pictures::JpegFile;
use crate::turbo;

/// A scale, and whether colours are wanted.
type Event = (u8, Wanted);

const EVENTS: [Event; 8] = [
    (1, Wanted::Colours),
    (2, Wanted::Colours),
    (4, Wanted::Colours),
    (8, Wanted::Colours),
    (1, Wanted::Luma),
    (2, Wanted::Luma),
    (4, Wanted::Luma),
    (8, Wanted::Luma),
];

/// A median of ours ÷ libjpeg-turbo's: the picture in memory, and strip by strip ÷ row by row.
type Ratios = [f64; 2];

struct Outcome {
    event: Event,
    is_progressive: bool,
    ratios: Ratios,
}

pub(crate) fn race(files: &[JpegFile], rounds: usize) {
    let names = DECODERS.map(|decoder| format!("{} ms", decoder.name()));
    println!("| case | scale | {} | ours ÷ turbo | strips ÷ row by row |", names.join(" | "));
    println!("|---|---|{}", "---|".repeat(DECODERS.len() + 2));
    let mut results = Vec::new();
    for file in files {
        let is_progressive = turbo::is_progressive(&file.bytes).unwrap_or_default();
        for event in EVENTS {
            let ratios = row(file, event, rounds);
            results.extend(ratios.map(|ratios| Outcome { event, is_progressive, ratios }));
        }
    }
    print_means(&results);
}

/// Prints a row, and tells how we did.
fn row(file: &JpegFile, event: Event, rounds: usize) -> Option<Ratios> {
    let (eighths, wanted) = event;
    let run =
        |decoder: &'static dyn Contestant| move || decoder.decode(&file.bytes, eighths, wanted);
    let runs = DECODERS.map(run);
    let runs = runs.each_ref().map(|run| run as &dyn Fn() -> Option<usize>);
    let laps = laps::laps(rounds, &runs);
    let times = laps.iter().map(|laps| cell(laps.as_ref().map(Laps::median))).collect::<Vec<_>>();
    let ratios = match &laps[..] {
        [Some(turbo), Some(rows), .., Some(strips), Some(ours)] => {
            Some([ours.ratio(turbo), strips.ratio(rows)])
        }
        _ => None,
    };
    let [turbo, rows] = [0, 1].map(|at| cell(ratios.map(|ratios| ratios[at])));
    println!("| {} | {} | {} | {turbo} | {rows} |", file.name, scale(event), times.join(" | "));
    Some(ratios?.map(|ratio| ratio.median))
}

/// Baseline and progressive apart: of a progressive file, whoever may leave out scans has done nearly nothing.
fn print_means(results: &[Outcome]) {
    println!(
        "\n| ours ÷ libjpeg-turbo, on the whole | baseline | row by row | progressive | row by row |"
    );
    println!("|---|---|---|---|---|");
    for event in EVENTS {
        let mean = |(is_progressive, at): (bool, usize)| {
            let mine = results.iter().filter(|result| result.event == event);
            let mine = mine.filter(|result| result.is_progressive == is_progressive);
            let ratios = mine.map(|result| result.ratios[at]).collect::<Vec<_>>();
            cell(laps::geometric_mean(&ratios).map(|mean| format!("{mean:.2}")))
        };
        let means = [(false, 0), (false, 1), (true, 0), (true, 1)].map(mean);
        println!("| {} | {} |", scale(event), means.join(" | "));
    }
}

fn scale((eighths, wanted): Event) -> String {
    match wanted {
        Wanted::Colours => format!("{eighths}/8"),
        Wanted::Luma => format!("{eighths}/8 luma"),
    }
}
