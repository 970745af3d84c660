//! Samples of 8, 10 or 12 bits, of all of their range or of television's, become 8 bits of all of it.

/// What a plane's samples stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Light, from black on.
    Light,
    /// A difference, around a middle.
    Difference,
}

/// What each sample becomes. Nothing, if all stay as they are.
pub(super) fn table(depth: u8, is_full: bool, kind: Kind) -> Option<Vec<u8>> {
    if depth == 8 && is_full {
        return None;
    }
    let scale = f64::from(1 << (depth - 8));
    let most = f64::from((1 << depth) - 1);
    let (first, levels) = match (is_full, kind) {
        (true, Kind::Light) => (0.0, most),
        // The middle is a half more than that of all levels.
        (true, Kind::Difference) => (128.0 * scale, most),
        (false, Kind::Light) => (16.0 * scale, 219.0 * scale),
        (false, Kind::Difference) => (128.0 * scale, 224.0 * scale),
    };
    let middle = if kind == Kind::Difference { 128.0 } else { 0.0 };
    let sample = |number: u32| {
        let value = (f64::from(number) - first) * 255.0 / levels + middle;
        value.round().clamp(0.0, 255.0) as u8
    };
    Some((0..1 << depth).map(sample).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_middle_and_white_stay_what_they_are() {
        for depth in [8, 10, 12] {
            let at = |value: usize| value << (depth - 8);
            let most = (1 << depth) - 1;
            let video = table(depth, false, Kind::Light).unwrap();
            assert_eq!([video[at(16)], video[at(235)], video[0], video[most]], [0, 255, 0, 255]);
            let video = table(depth, false, Kind::Difference).unwrap();
            assert_eq!([video[at(16)], video[at(128)], video[at(240)]], [1, 128, 255]);
            if depth > 8 {
                let full = table(depth, true, Kind::Light).unwrap();
                assert_eq!([full[0], full[most]], [0, 255]);
                let full = table(depth, true, Kind::Difference).unwrap();
                assert_eq!([full[0], full[at(128)], full[most]], [0, 128, 255]);
            }
        }
        assert_eq!(table(8, true, Kind::Light), None);
    }
}
