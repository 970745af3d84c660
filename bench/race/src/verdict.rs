//! Verdicts: whether what must be is so.

use crate::class::{Class, Target};
use crate::judge::Scores;
use crate::rounds::{Raced, Whose};

/// How much larger a file may be before it is said: hundredths.
const MORE_BYTES: f64 = 1.0;
/// How much lower a score may be before it is said. Half a point is what nobody sees.
const LOWER_SCORE: f64 = 0.5;

/// What becomes of a ratio.
pub(crate) fn of_ratio(target: Option<Target>, ratio: f64) -> String {
    match target {
        None => "for information".to_owned(),
        Some(Target { must, .. }) if ratio < must => format!("**MISSED: must be {must}**"),
        Some(Target { aim, .. }) if ratio < aim => "holds".to_owned(),
        Some(_) => "aim reached".to_owned(),
    }
}

/// What becomes of a class: the mean of its ratios, and for drawn art the bytes of every case, ours over sharp's.
pub(crate) fn of_class(class: Class, mean: f64, bytes: &[f64]) -> String {
    let verdict = of_ratio(class.target(), mean);
    let larger = bytes.iter().filter(|&&ratio| ratio > 1.0).count();
    match class {
        Class::PngDrawn if larger > 0 => {
            format!("{verdict}; **MISSED: more bytes in {larger} of {}**", bytes.len())
        }
        _ => verdict,
    }
}

/// What becomes of a case: its ratio, and whether it was paid for in bytes or in quality.
pub(crate) fn of_case(raced: &Raced, scores: Scores) -> String {
    let [Ok(ours), Ok(sharp)] = &raced.sides else {
        let said = |(whose, side): (Whose, &Result<_, String>)| match side {
            Err(reason) => Some(format!("**{whose:?} did not race: {reason}**")),
            Ok(_) => None,
        };
        let reasons = Whose::ALL.into_iter().zip(&raced.sides).filter_map(said);
        return reasons.collect::<Vec<_>>().join("; ");
    };
    let class = raced.case.wish.class;
    let ratio =
        sharp.cpu_ms.ratio(&ours.cpu_ms).map(|ratio| of_ratio(class.target(), ratio.median));
    let remarks = [ratio, of_bytes(class, ours.bytes, sharp.bytes), of_scores(scores)];
    remarks.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn of_bytes(class: Class, ours: u64, sharp: u64) -> Option<String> {
    let more = (ours as f64 / sharp as f64 - 1.0) * 100.0;
    let said = format!("{more:.1} % more bytes");
    match class {
        Class::PngDrawn if more > 0.0 => Some(format!("**MISSED: {said}**")),
        _ => (more > MORE_BYTES).then_some(said),
    }
}

fn of_scores(scores: Scores) -> Option<String> {
    let [Some(ours), Some(sharp)] = scores else { return None };
    let lower = sharp - ours;
    (lower > LOWER_SCORE).then(|| format!("score {lower:.1} lower"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missed_is_said_plainly() {
        let target = Some(Target { must: 2.0, aim: 3.0 });
        for (target, ratio, expected) in [
            (target, 1.99, "**MISSED: must be 2**"),
            (target, 2.0, "holds"),
            (target, 3.0, "aim reached"),
            (None, 0.1, "for information"),
        ] {
            assert_eq!(of_ratio(target, ratio), expected);
        }
    }

    #[test]
    fn drawn_art_may_have_no_more_bytes_at_all() {
        let said = |class, ours| of_bytes(class, ours, 1000);
        assert_eq!(said(Class::Webp, 1009), None);
        assert_eq!(said(Class::Webp, 1020), Some("2.0 % more bytes".into()));
        assert_eq!(said(Class::PngDrawn, 1000), None);
        assert_eq!(said(Class::PngDrawn, 1005), Some("**MISSED: 0.5 % more bytes**".into()));
    }

    #[test]
    fn a_class_of_drawn_art_is_missed_by_bytes_alone() {
        let said = |class| of_class(class, 1.5, &[0.9, 1.1]);
        assert_eq!(said(Class::PngDrawn), "holds; **MISSED: more bytes in 1 of 2**");
        assert_eq!(said(Class::WebpEqual), "aim reached");
    }

    #[test]
    fn half_a_point_is_nothing() {
        assert_eq!(of_scores([Some(70.0), Some(70.5)]), None);
        assert_eq!(of_scores([Some(70.0), Some(71.0)]), Some("score 1.0 lower".into()));
        assert_eq!(of_scores([None, Some(71.0)]), None);
    }
}
