//! Negotiation: how much a viewer likes a format, by its Accept header.

use crate::format::Format;

/// How much a viewer likes a format, 0 to 1000, by its Accept header (RFC 9110, 12.5.1).
pub(crate) fn liking(accept: &str, format: Format) -> u32 {
    let is_old = !matches!(format, Format::Avif | Format::Webp);
    // The more exactly a range names the format, the more its weight counts.
    let mut best = (0, 0);
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let media_type = parts.next().unwrap_or_default();
        let is = |name| media_type.eq_ignore_ascii_case(name);
        let exactness = match () {
            () if is(format.media_type()) => 3,
            () if is("image/*") && is_old => 2,
            () if is("*/*") && is_old => 1,
            () => continue,
        };
        let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
        best = best.max((exactness, weight.map_or(1000, thousandths)));
    }
    best.1
}

/// A weight of `0` to `1` with at most three decimals; what cannot be read is no liking.
fn thousandths(weight: &str) -> u32 {
    let (units, places) = weight.split_once('.').unwrap_or((weight, ""));
    let is_weight = places.len() <= 3 && places.bytes().all(|byte| byte.is_ascii_digit());
    match units {
        "1" if is_weight && places.bytes().all(|place| place == b'0') => 1000,
        "0" if is_weight => format!("{places:0<3}").parse().unwrap_or(0),
        _ => 0,
    }
}
