//! A row for each class: what its cases come to on the whole.

use super::cell;
use crate::class::{Class, Target};
use crate::judge::Scores;
use crate::laps::geometric_mean;
use crate::rounds::Raced;
use crate::verdict;
use std::fmt;

const READING: &str = "\
The geometric means of the cases' sharp ÷ ours in CPU, with the least of them, and of ours ÷ sharp in bytes; the \
mean of how much higher our score is.";

pub(super) fn write(
    page: &mut fmt::Formatter<'_>,
    raced: &[Raced],
    scores: &[Scores],
) -> fmt::Result {
    writeln!(page, "{READING}\n")?;
    writeln!(page, "| class | cases | sharp ÷ ours | least | must hold | aim | | bytes | score |")?;
    writeln!(page, "|---|--:|--:|--:|--:|--:|---|--:|--:|")?;
    for class in Class::ALL {
        let mine = raced.iter().zip(scores).filter(|(raced, _)| raced.case.wish.class == class);
        let sums = mine.filter_map(|(raced, scores)| Sum::of(raced, *scores)).collect::<Vec<_>>();
        if let Some(row) = row(class, &sums) {
            writeln!(page, "{row}")?;
        }
    }
    writeln!(page)
}

/// What counts of a case in which both sides raced.
struct Sum {
    ratio: f64,
    bytes: f64,
    /// Ours less sharp's.
    score: Option<f64>,
}

impl Sum {
    fn of(raced: &Raced, scores: Scores) -> Option<Self> {
        let [Ok(ours), Ok(sharp)] = &raced.sides else { return None };
        let ratio = sharp.cpu_ms.ratio(&ours.cpu_ms)?.median;
        let score = match scores {
            [Some(ours), Some(sharp)] => Some(ours - sharp),
            _ => None,
        };
        Some(Self { ratio, bytes: ours.bytes as f64 / sharp.bytes as f64, score })
    }
}

/// None of a class that has no cases.
fn row(class: Class, sums: &[Sum]) -> Option<String> {
    let ratios = sums.iter().map(|sum| sum.ratio).collect::<Vec<_>>();
    let bytes = sums.iter().map(|sum| sum.bytes).collect::<Vec<_>>();
    let higher = sums.iter().filter_map(|sum| sum.score).collect::<Vec<_>>();
    let mean = geometric_mean(&ratios)?;
    let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let score = higher.iter().sum::<f64>() / higher.len() as f64;
    let target = class.target();
    let cells = [
        class.title().to_owned(),
        sums.len().to_string(),
        format!("{mean:.2}"),
        format!("{least:.2}"),
        cell(target.map(|Target { must, .. }| must)),
        cell(target.map(|Target { aim, .. }| aim)),
        verdict::of_class(class, mean, &bytes),
        cell(geometric_mean(&bytes).map(|mean| format!("{mean:.3}"))),
        cell((!higher.is_empty()).then(|| format!("{score:+.1}"))),
    ];
    Some(format!("| {} |", cells.join(" | ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_the_mean_of_its_cases() {
        let sum = |ratio, bytes, score| Sum { ratio, bytes, score: Some(score) };
        let sums = [sum(2.0, 0.5, 1.0), sum(8.0, 2.0, -2.0)];
        let expected =
            "| JPEG to WebP, defaults | 2 | 4.00 | 2.00 | 2 | 3 | aim reached | 1.000 | -0.5 |";
        assert_eq!(row(Class::Webp, &sums).as_deref(), Some(expected));
        assert_eq!(row(Class::Webp, &[]), None);
    }
}
