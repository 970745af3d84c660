//! A row for each class: what its cases come to on the whole.

use super::cell;
use crate::class::{Class, Target};
use crate::laps::geometric_mean;
use crate::rounds::Raced;
use crate::verdict;
use std::fmt;

pub(super) fn write(page: &mut fmt::Formatter<'_>, raced: &[Raced]) -> fmt::Result {
    writeln!(page, "The geometric mean of the cases' sharp ÷ ours, CPU.\n")?;
    writeln!(page, "| class | cases | sharp ÷ ours | least | must hold | aim | |")?;
    writeln!(page, "|---|--:|--:|--:|--:|--:|---|")?;
    for class in Class::ALL {
        let mine = raced.iter().filter(|raced| raced.case.wish.class == class);
        let ratios = mine.filter_map(ratio).collect::<Vec<_>>();
        let Some(mean) = geometric_mean(&ratios) else { continue };
        let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
        let target = class.target();
        let must = cell(target.map(|Target { must, .. }| must));
        let aim = cell(target.map(|Target { aim, .. }| aim));
        writeln!(
            page,
            "| {} | {} | {mean:.2} | {least:.2} | {must} | {aim} | {} |",
            class.title(),
            ratios.len(),
            verdict::of_ratio(target, mean)
        )?;
    }
    writeln!(page)
}

fn ratio(raced: &Raced) -> Option<f64> {
    let [Ok(ours), Ok(sharp)] = &raced.sides else { return None };
    Some(sharp.cpu_ms.ratio(&ours.cpu_ms)?.median)
}
