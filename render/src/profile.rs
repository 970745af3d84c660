//! ICC profiles: which of them are sRGB.
//!
//! Cameras and editors write dozens of profiles that all say the same. They are known by their numbers,
//! so that a picture of theirs need not be converted. ICC.1:2022, chapters 7 to 10.

/// Whether a profile says what is taken for granted where there is none: for colours sRGB, for greys its
/// curve.
pub(crate) fn is_srgb(icc: &[u8]) -> bool {
    let Some(profile) = Profile::read(icc) else { return false };
    match profile.space {
        b"RGB " => profile.has_primaries() && CURVES.iter().all(|tag| profile.has_curve(tag)),
        b"GRAY" => profile.has_curve(b"kTRC"),
        _ => false,
    }
}

/// The columns of the matrix from sRGB to the profile's own space, which is lit by D50.
const PRIMARIES: [(&[u8; 4], [f64; 3]); 3] = [
    (b"rXYZ", [0.4361, 0.2225, 0.0139]),
    (b"gXYZ", [0.3851, 0.7169, 0.0971]),
    (b"bXYZ", [0.1431, 0.0606, 0.7141]),
];
const CURVES: [&[u8; 4]; 3] = [b"rTRC", b"gTRC", b"bTRC"];

/// How far a number may be off: writers have rounded in many ways. A difference of this size moves no
/// channel by more than one level of 255.
const TOLERANCE: f64 = 0.002;

struct Profile<'i> {
    icc: &'i [u8],
    space: &'i [u8; 4],
}

impl<'i> Profile<'i> {
    fn read(icc: &'i [u8]) -> Option<Self> {
        let space = icc.get(16..)?.first_chunk()?;
        (icc.get(36..40)? == b"acsp").then_some(Self { icc, space })
    }

    /// The bytes of a tag, from its type on. 1,000 tags are more than any profile has.
    fn tag(&self, name: &[u8; 4]) -> Option<&'i [u8]> {
        let count = number(self.icc, 128)?.min(1000) as usize;
        let entries = self.icc.get(132..)?.chunks_exact(12).take(count);
        let entry = entries.into_iter().find(|entry| entry.starts_with(name))?;
        let (at, length) = (number(entry, 4)? as usize, number(entry, 8)? as usize);
        self.icc.get(at..at.checked_add(length)?)
    }

    fn has_primaries(&self) -> bool {
        // A profile with tables goes by them, whatever its matrix says.
        self.tag(b"A2B0").is_none()
            && PRIMARIES.iter().all(|(name, meant)| {
                let found = self.tag(name).and_then(xyz);
                found.is_some_and(|found| {
                    found.iter().zip(meant).all(|(a, b)| (a - b).abs() < TOLERANCE)
                })
            })
    }

    fn has_curve(&self, name: &[u8; 4]) -> bool {
        let Some(curve) = self.tag(name).and_then(Curve::read) else { return false };
        (0..=32).map(|step| f64::from(step) / 32.0).all(|encoded| {
            // Compared as what it looks like: dark tones are seen more finely than light says.
            (encoded_srgb(curve.light(encoded)) - encoded).abs() < 2.0 * TOLERANCE
        })
    }
}

/// How bright a number is.
enum Curve<'t> {
    Gamma(f64),
    /// Samples of 16 bits, evenly spaced.
    Table(&'t [u8]),
    /// g, a, b, c, d, e and f of a curve that is straight below d.
    Parts([f64; 7]),
}

impl<'t> Curve<'t> {
    fn read(tag: &'t [u8]) -> Option<Self> {
        match tag.first_chunk()? {
            b"curv" => match number(tag, 8)? as usize {
                0 => Some(Self::Gamma(1.0)),
                1 => Some(Self::Gamma(f64::from(short(tag, 12)?) / 256.0)),
                count => Some(Self::Table(tag.get(12..)?.get(..count.checked_mul(2)?)?)),
            },
            b"para" => {
                let count = match short(tag, 8)? {
                    0 => return Some(Self::Gamma(fixed(tag, 12)?)),
                    3 => 5,
                    4 => 7,
                    _ => return None,
                };
                let mut parts = [0.0; 7];
                for (index, part) in parts[..count].iter_mut().enumerate() {
                    *part = fixed(tag, 12 + 4 * index)?;
                }
                Some(Self::Parts(parts))
            }
            _ => None,
        }
    }

    fn light(&self, encoded: f64) -> f64 {
        match *self {
            Self::Gamma(gamma) => encoded.powf(gamma),
            Self::Table(table) => {
                let last = table.len() / 2 - 1;
                let place = encoded * last as f64;
                let (below, share) = (place.floor(), place.fract());
                let at = |index: usize| {
                    f64::from(short(table, 2 * index.min(last)).unwrap_or_default()) / 65535.0
                };
                let below = below as usize;
                at(below) * (1.0 - share) + at(below + 1) * share
            }
            Self::Parts([g, a, b, c, d, e, f]) => {
                if encoded >= d {
                    (a * encoded + b).powf(g) + e
                } else {
                    c * encoded + f
                }
            }
        }
    }
}

/// IEC 61966-2-1: the number of so much light.
fn encoded_srgb(light: f64) -> f64 {
    if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

fn xyz(tag: &[u8]) -> Option<[f64; 3]> {
    (tag.first_chunk()? == b"XYZ ").then_some(())?;
    Some([fixed(tag, 8)?, fixed(tag, 12)?, fixed(tag, 16)?])
}

/// 16 bits in front of the point and 16 behind it.
fn fixed(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from(number(bytes, at)? as i32) / 65536.0)
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A profile with these tags, and of a space.
    fn profile(space: &[u8; 4], tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
        let mut icc = vec![0; 128];
        icc[16..20].copy_from_slice(space);
        icc[36..40].copy_from_slice(b"acsp");
        icc.extend((tags.len() as u32).to_be_bytes());
        let mut at = icc.len() + 12 * tags.len();
        for (name, body) in tags {
            icc.extend(*name);
            icc.extend((at as u32).to_be_bytes());
            icc.extend((body.len() as u32).to_be_bytes());
            at += body.len();
        }
        tags.iter().for_each(|(_, body)| icc.extend(body));
        icc
    }

    fn xyz(values: [f64; 3]) -> Vec<u8> {
        let fixed = |value: f64| ((value * 65536.0).round() as i32).to_be_bytes();
        [b"XYZ \0\0\0\0".to_vec(), values.map(fixed).concat()].concat()
    }

    fn table(count: u32, light: impl Fn(f64) -> f64) -> Vec<u8> {
        let sample = |n: u32| (light(f64::from(n) / f64::from(count - 1)) * 65535.0).round() as u16;
        let samples: Vec<u8> = (0..count).flat_map(|n| sample(n).to_be_bytes()).collect();
        [b"curv\0\0\0\0".to_vec(), count.to_be_bytes().to_vec(), samples].concat()
    }

    fn parts(kind: u16, values: &[f64]) -> Vec<u8> {
        let fixed = |value: &f64| ((value * 65536.0).round() as i32).to_be_bytes();
        let values: Vec<u8> = values.iter().flat_map(fixed).collect();
        [b"para\0\0\0\0".to_vec(), kind.to_be_bytes().to_vec(), vec![0; 2], values].concat()
    }

    fn srgb(encoded: f64) -> f64 {
        if encoded <= 0.04045 { encoded / 12.92 } else { ((encoded + 0.055) / 1.055).powf(2.4) }
    }

    fn gamma(gamma: f64) -> Vec<u8> {
        let fixed = ((gamma * 256.0).round() as u16).to_be_bytes();
        [&b"curv\0\0\0\0\0\0\0\x01"[..], &fixed].concat()
    }

    fn with_curve(primaries: [[f64; 3]; 3], curve: &[u8]) -> Vec<u8> {
        let [r, g, b] = primaries.map(xyz);
        let curve = || curve.to_vec();
        let tags: [(&[u8; 4], _); 6] = [
            (b"rXYZ", r),
            (b"gXYZ", g),
            (b"bXYZ", b),
            (b"rTRC", curve()),
            (b"gTRC", curve()),
            (b"bTRC", curve()),
        ];
        profile(b"RGB ", &tags)
    }

    const SRGB: [[f64; 3]; 3] =
        [[0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.7141]];
    const DISPLAY_P3: [[f64; 3]; 3] =
        [[0.51512, 0.2412, -0.00105], [0.29198, 0.69225, 0.04189], [0.1571, 0.06657, 0.78407]];
    const ADOBE_RGB: [[f64; 3]; 3] =
        [[0.60974, 0.31111, 0.01947], [0.20528, 0.62567, 0.06087], [0.14919, 0.06322, 0.74457]];
    const SRGB_PARTS: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];

    #[test]
    fn srgb_is_known_however_its_curve_is_written() {
        for curve in [
            table(1024, srgb),
            table(4096, srgb),
            table(26, srgb),
            parts(3, &SRGB_PARTS),
            parts(4, &[&SRGB_PARTS[..], &[0.0; 2]].concat()),
        ] {
            assert!(is_srgb(&with_curve(SRGB, &curve)));
        }
        assert!(is_srgb(&profile(b"GRAY", &[(b"kTRC", table(256, srgb))])));
    }

    #[test]
    fn others_are_not_srgb() {
        let curve = table(1024, srgb);
        for icc in [
            with_curve(DISPLAY_P3, &curve),
            with_curve(ADOBE_RGB, &gamma(2.2)),
            // The colours of sRGB, and darker or lighter in between.
            with_curve(SRGB, &gamma(1.8)),
            with_curve(SRGB, &gamma(2.2)),
            with_curve(SRGB, &parts(0, &[1.0])),
            // Red and blue have changed places.
            with_curve([SRGB[2], SRGB[1], SRGB[0]], &curve),
            profile(b"GRAY", &[(b"kTRC", gamma(2.2))]),
            profile(b"CMYK", &[]),
            profile(b"RGB ", &[]),
            Vec::new(),
        ] {
            assert!(!is_srgb(&icc));
        }
    }

    #[test]
    fn a_profile_may_end_anywhere() {
        let icc = with_curve(SRGB, &table(64, srgb));
        assert!((0..icc.len()).all(|end| !is_srgb(&icc[..end])));
        assert!(is_srgb(&icc));
    }
}
