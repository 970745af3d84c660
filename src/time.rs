//! Points in time, as `expires` writes them.

use crate::number::{is_digits, whole};

/// Seconds since the beginning of 1970, from `YYYYMMDDTHHmmssZ` or from such seconds.
pub(crate) fn unix_seconds(text: &str) -> Option<u64> {
    match text.strip_suffix('Z') {
        Some(stamp) => from_stamp(stamp),
        None => is_digits(text).then(|| text.parse().unwrap_or(u64::MAX)),
    }
}

fn from_stamp(stamp: &str) -> Option<u64> {
    let (date, clock) =
        stamp.split_once('T').filter(|(date, clock)| date.len() == 8 && clock.len() == 6)?;
    let number = |text: &str, from, to| whole(text.get(from..to)?).map(u64::from);
    let (year, month, day) = (number(date, 0, 4)?, number(date, 4, 6)?, number(date, 6, 8)?);
    let (hour, minute, second) = (number(clock, 0, 2)?, number(clock, 2, 4)?, number(clock, 4, 6)?);
    let is_moment = year >= 1970 && hour < 24 && minute < 60 && second < 60;
    let is_day = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    (is_moment && is_day)
        .then(|| ((days_before(year, month) + day - 1) * 24 + hour) * 3600 + minute * 60 + second)
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400)
}

fn days_in(year: u64, month: u64) -> u64 {
    match month {
        2 => 28 + u64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from the beginning of 1970 to that of a month.
fn days_before(year: u64, month: u64) -> u64 {
    let leaps_before = |year: u64| (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400;
    let years = (year - 1970) * 365 + leaps_before(year) - leaps_before(1970);
    years + (1..month).map(|month| days_in(year, month)).sum::<u64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_are_the_same_seconds() {
        for (text, expected) in [
            ("19700101T000000Z", 0),
            ("20000229T120000Z", 951_825_600),
            ("20261121T235959Z", 1_795_305_599),
            ("99991231T235959Z", 253_402_300_799),
            ("1795305599", 1_795_305_599),
            ("99999999999999999999999", u64::MAX),
        ] {
            assert_eq!(unix_seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "Z",
            "T",
            "soon",
            "-1",
            "1.5",
            "20260101T000000",
            "20260101T0000Z",
            "20261301T000000Z",
            "20260230T000000Z",
            "20250229T000000Z",
            "20260100T000000Z",
            "20260101T240000Z",
            "20260101T006000Z",
            "20260101T000060Z",
            "19691231T235959Z",
            "2026+101T000000Z",
            "2026é01T000000Z",
            "20260101t000000Z",
        ] {
            assert_eq!(unix_seconds(text), None, "{text}");
        }
    }
}
