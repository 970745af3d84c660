//! Profiles for what code points say: ITU-T H.273.
//!
//! Screens of ordinary range show nothing brighter than white. Of light that is coded as such (PQ), what is
//! brighter than diffuse white fades into it; what follows the eye (HLG) was made to be looked at without
//! being converted, and so it is.

use moxcms::{CicpColorPrimaries, CicpProfile, ColorProfile, MatrixCoefficients};
use moxcms::{ToneReprCurve, TransferCharacteristics};

/// A profile of colours with these primaries, of which numbers mean so much light. Nothing, if nobody knows
/// them.
pub(crate) fn icc(primaries: u16, transfer: u16) -> Option<Vec<u8>> {
    let color_primaries = match primaries {
        // Those of screens, if nothing is said.
        2 => CicpColorPrimaries::Bt709,
        other => CicpColorPrimaries::try_from(u8::try_from(other).ok()?).ok()?,
    };
    let mut profile = ColorProfile::new_srgb();
    let curve = curve(transfer).or_else(|| profile.red_trc.clone());
    profile.update_rgb_colorimetry_from_cicp(CicpProfile {
        color_primaries,
        transfer_characteristics: TransferCharacteristics::Srgb,
        matrix_coefficients: MatrixCoefficients::Identity,
        full_range: true,
    });
    profile.cicp = None;
    profile.red_trc.clone_from(&curve);
    profile.green_trc.clone_from(&curve);
    profile.blue_trc = curve;
    profile.encode().ok()
}

/// How much light a number is, if it is another than on a screen.
fn curve(transfer: u16) -> Option<ToneReprCurve> {
    let gamma = |gamma: f64| table(|value| value.powf(gamma));
    Some(match transfer {
        4 => gamma(2.2),
        5 => gamma(2.8),
        8 => gamma(1.0),
        16 => table(|value| faded(pq(value) / WHITE)),
        _ => return None,
    })
}

fn table(light: impl Fn(f64) -> f64) -> ToneReprCurve {
    let last = 4095;
    let sample = |number| (light(f64::from(number) / f64::from(last)) * 65535.0).round() as u16;
    ToneReprCurve::Lut((0..=last).map(sample).collect())
}

/// The candelas of diffuse white: ITU-R BT.2408.
const WHITE: f64 = 203.0;

/// How many candelas a number is: SMPTE ST 2084.
fn pq(value: f64) -> f64 {
    let root = value.powf(32.0 / 2523.0);
    let (above, below) = (root - 107.0 / 128.0, 2413.0 / 128.0 - 2392.0 / 128.0 * root);
    10_000.0 * (above.max(0.0) / below).powf(16384.0 / 2610.0)
}

/// Light of which 1 is white: as it is up to a half, and then ever less, so that no light is white alone.
fn faded(light: f64) -> f64 {
    const KNEE: f64 = 0.5;
    const REST: f64 = 1.0 - KNEE;
    if light <= KNEE { light } else { 1.0 - REST * (-(light - KNEE) / REST).exp() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_light_that_the_standard_says() {
        // BT.2408, table 1: diffuse white is 58 %; ST 2084: all is 10,000 candelas.
        assert!((pq(0.580_688) - WHITE).abs() < 0.5, "{}", pq(0.580_688));
        assert!((pq(1.0) - 10_000.0).abs() < 1e-6);
        assert!(pq(0.0) < 1e-6);
        let lights = (0..=1000).map(|step| faded(f64::from(step) / 100.0));
        assert!(lights.is_sorted());
        assert!(faded(1.0) > 0.8 && faded(10.0) <= 1.0);
    }

    #[test]
    fn there_is_a_profile_for_all_that_is_known() {
        for primaries in [1, 2, 4, 5, 6, 7, 9, 11, 12, 22] {
            for transfer in [1, 2, 4, 5, 8, 13, 16, 18] {
                let icc = icc(primaries, transfer).unwrap();
                assert!(ColorProfile::new_from_slice(&icc).is_ok(), "{primaries} {transfer}");
            }
        }
        // Whoever names what is not defined means what screens have.
        assert!(icc(300, 13).is_none());
    }
}
