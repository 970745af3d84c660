//! `race encode`: planes to files, stock tables and tables made for the picture.

use crate::cell;
use crate::contestants::{Tables, encoded_by_turbo, encoded_by_us};
use crate::laps::{self, Laps, Ratio};
use crate::pictures::{self, JpegFile, Picture, Sampling};

/// A thumbnail, a column and a screen.
const WIDTHS: [usize; 3] = [200, 720, 1600];

pub(crate) fn race(files: &[JpegFile], rounds: usize) {
    println!(
        "| case | sampling | turbo stock ms | turbo optimised ms | ours stock ms | ours optimised ms \
         | stock: ours ÷ turbo | optimised: ours ÷ turbo | bytes: turbo stock | turbo optimised | ours stock | ours optimised |"
    );
    println!("|---|---|{}", "---|".repeat(10));
    let mut ratios = Vec::new();
    for file in files {
        match pictures::full_planes(&file.bytes) {
            Ok(full) => ratios.extend(WIDTHS.iter().flat_map(|&width| {
                let pictures =
                    Sampling::ALL.map(|sampling| Picture::reduced(&full, width, sampling));
                let rows = pictures.into_iter().flatten();
                rows.filter_map(|picture| row(&file.name, &picture, rounds)).collect::<Vec<_>>()
            })),
            Err(refused) => println!("| {} | {refused} |", file.name),
        }
    }
    let medians = ratios.iter().map(|ratio| ratio.median).collect::<Vec<_>>();
    let mean = laps::geometric_mean(&medians).map(|mean| format!("{mean:.2}"));
    println!("\n* optimised: ours ÷ libjpeg-turbo is {} on the whole", cell(mean));
}

/// Prints a row, and tells how we did with optimised tables.
fn row(name: &str, picture: &Picture, rounds: usize) -> Option<Ratio> {
    let entries: [&dyn Fn() -> Option<Vec<u8>>; 4] = [
        &|| encoded_by_turbo(picture, Tables::Stock),
        &|| encoded_by_turbo(picture, Tables::Optimised),
        &|| encoded_by_us(picture, Tables::Stock),
        &|| encoded_by_us(picture, Tables::Optimised),
    ];
    let bytes = entries.map(|entry| cell(entry().map(|file| file.len())));
    let runs = entries.map(|entry| move || entry().map(|file| file.len()));
    let runs = runs.each_ref().map(|run| run as &dyn Fn() -> Option<usize>);
    let laps = laps::laps(rounds, &runs);
    let times = laps.iter().map(|laps| cell(laps.as_ref().map(Laps::median))).collect::<Vec<_>>();
    let ratio = |at: usize| Some(laps[at + 2].as_ref()?.ratio(laps[at].as_ref()?));
    println!(
        "| {name} {}x{} | {} | {} | {} | {} | {} |",
        picture.width,
        picture.height,
        picture.sampling.name(),
        times.join(" | "),
        cell(ratio(0)),
        cell(ratio(1)),
        bytes.join(" | ")
    );
    ratio(1)
}
