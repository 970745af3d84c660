//! Files that end too early.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reference;

use reference::{
    Codes, Part, Picture, Samples, Texture, Writing, by_strips, bytes, expected, one_by_one,
    samples,
};
use sizewise_jpeg as jpeg;
use sizewise_jpeg::{Damage, Decoder, Error, Scale};

const GREY: [(usize, usize); 1] = [(1, 1)];
const S420: [(usize, usize); 3] = [(2, 2), (1, 1), (1, 1)];

fn planes(decoder: &Decoder<'_>) -> Result<Vec<Samples>, Error> {
    Ok(decoder.decode()?.planes.iter().map(samples).collect())
}

/// The bytes in front of the first interval, and for each unit, how many bytes of the file hold it.
fn ends(parts: &[Part]) -> (usize, Vec<usize>) {
    let (mut at, mut first, mut ends) = (0, None, Vec::new());
    for part in parts {
        if let Part::Data(interval) = part {
            first.get_or_insert(at);
            // A byte of ones is not there without the zero that doubles it.
            let is_half = |end: usize| interval.bytes[..end].last() == Some(&0xff);
            let whole = |&end: &usize| at + end + usize::from(is_half(end));
            ends.extend(interval.ends.iter().map(whole));
        }
        at += part.bytes().len();
    }
    (first.unwrap(), ends)
}

#[test]
fn a_scan_without_its_end_is_truncated() {
    for (factors, codes, interval) in [
        (&GREY[..], Codes::Made, 0),
        (&GREY, Codes::Long, 0),
        (&S420, Codes::Stock, 0),
        (&S420, Codes::Made, 2),
        (&S420, Codes::Long, 3),
    ] {
        let picture = Picture::random(21, (30, 25), factors, Texture::Natural);
        let writing = Writing { codes, interval, ..Writing::sequential(factors.len()) };
        let parts = writing.parts(&picture);
        let (file, (start, ends)) = (bytes(&parts), ends(&parts));
        let whole = Scale::ALL.map(|scale| {
            [0, 1, 2].map(|index| (index < factors.len()).then(|| expected(&picture, index, scale)))
        });
        for length in start..file.len() {
            let is_whole = ends.iter().all(|&end| end <= length);
            for (scale, whole) in Scale::ALL.into_iter().zip(&whole) {
                let decoder = Decoder::new(&file[..length]).unwrap().scale(scale);
                match planes(&decoder) {
                    // At an eighth it does not matter how the last block ends.
                    Ok(planes) => {
                        assert!(is_whole || scale == Scale::Eighth, "{length} of {}", file.len());
                        for (plane, expected) in planes.iter().zip(whole.iter().flatten()) {
                            reference::compare(plane, expected, scale, &format!("{length}"));
                        }
                    }
                    Err(Error::Truncated { at, within: jpeg::Part::Scan }) => {
                        assert!(!is_whole, "{length}");
                        assert_eq!(at, length, "{scale:?}");
                    }
                    Err(error) => panic!("{length} of {} at {scale:?}: {error}", file.len()),
                }
            }
        }
    }
}

#[test]
fn what_is_there_is_drawn_where_damage_is_filled() {
    for (factors, interval) in [(&GREY[..], 0), (&S420, 0), (&S420, 2)] {
        let picture = Picture::random(22, (30, 25), factors, Texture::Natural);
        let writing = Writing { interval, ..Writing::sequential(factors.len()) };
        let parts = writing.parts(&picture);
        let (file, (start, ends)) = (bytes(&parts), ends(&parts));
        let whole =
            Scale::ALL.map(|scale| planes(&Decoder::new(&file).unwrap().scale(scale)).unwrap());
        let means = expected(&picture, 0, Scale::Eighth);
        for length in start..file.len() {
            let there = ends.iter().take_while(|&&end| end <= length).count();
            for (scale, whole) in Scale::ALL.into_iter().zip(&whole) {
                let decoder = Decoder::new(&file[..length]).unwrap().scale(scale);
                let found = decoder.damage(Damage::Filled).decode().unwrap();
                assert!(found.damage.is_some() || there + 1 >= ends.len());
                for (index, (found, whole)) in found.planes.iter().zip(whole).enumerate() {
                    let unit = &picture.components[index];
                    let (columns, rows) = (unit.across, unit.down);
                    let n = scale.eighths();
                    let across = picture.units().0;
                    let found = samples(found);
                    // Alone in its scan, a component comes block by block.
                    for at in 0..whole.samples.len() {
                        let (x, y) = (at % whole.width / n, at / whole.width / n);
                        let number = match factors.len() {
                            1 => y * whole.width.div_ceil(n) + x,
                            _ => y / rows * across + x / columns,
                        };
                        let is_right = found.samples[at] == whole.samples[at];
                        assert!(number >= there || is_right, "{length}: {x}, {y} at {scale:?}");
                        // All others look like the last one; at an eighth that may be the next one.
                        if factors.len() == 1 && there > 0 && number > there {
                            let means = &means.samples[there - 1..=there];
                            assert!(means.contains(&found.samples[at]), "{length}: {x}, {y}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn scans_that_are_there_are_a_picture() {
    let sequential = Writing { scans: one_by_one(3), ..Writing::sequential(3) };
    for (writing, interval) in [
        (Writing::progressive(3), 0),
        (Writing::progressive(3), 2),
        (sequential.clone(), 0),
        (sequential, 3),
    ] {
        let picture = Picture::random(23, (30, 20), &S420, Texture::Natural);
        let parts = Writing { interval, ..writing }.parts(&picture);
        let (file, (start, _)) = (bytes(&parts), ends(&parts));
        let mut refused = 0;
        for length in start..file.len() {
            let cut = &file[..length];
            let scale = Scale::ALL[length % 4];
            let strict = Decoder::new(cut).unwrap().scale(scale);
            let filled = strict.clone().damage(Damage::Filled);
            match (planes(&strict), filled.decode()) {
                (Ok(planes), Ok(filled)) => {
                    assert_eq!(filled.damage, None);
                    assert!(filled.planes.iter().map(samples).eq(planes.iter().cloned()));
                    assert!(by_strips(&strict, 3).unwrap() == planes);
                }
                (Err(error), Ok(filled)) => {
                    assert_eq!(filled.damage, Some(error.clone()), "{length}");
                    let is_truncated = matches!(error, Error::Truncated { .. });
                    assert!(is_truncated, "{length}: {error}");
                    refused += 1;
                }
                // Without a scan of the first component there is nothing to show.
                (Err(_), Err(Error::Damaged { what: jpeg::Fault::MissingComponent, .. })) => {
                    refused += 1;
                }
                other => panic!("{length}: {other:?}"),
            }
        }
        assert!(refused > 100, "{refused}");
        assert_eq!(planes(&Decoder::new(&file).unwrap()).unwrap().len(), 3);
    }
}

#[test]
fn a_file_that_ends_between_two_scans_is_told_from_a_picture_that_has_no_more() {
    let picture = Picture::random(24, (30, 20), &S420, Texture::Natural);
    let mut parts = Writing::progressive(3).parts(&picture);
    let last_scan = parts.iter().rposition(|part| matches!(part, Part::Segment(0xda, _))).unwrap();
    let end = parts.pop().unwrap();
    // All scans and no end: nobody misses anything.
    assert_eq!(planes(&Decoder::new(&bytes(&parts)).unwrap()).unwrap().len(), 3);
    // Its tables and the last scan gone.
    parts.truncate(last_scan - 1);
    let cut = bytes(&parts);
    let truncated = Error::Truncated { at: cut.len(), within: jpeg::Part::Header };
    let decoder = Decoder::new(&cut).unwrap();
    assert_eq!(planes(&decoder).err(), Some(truncated.clone()));
    let filled = decoder.clone().damage(Damage::Filled).decode().unwrap();
    assert_eq!(filled.damage, Some(truncated));
    // The means are there.
    assert!(planes(&decoder.scale(Scale::Eighth)).is_ok());
    // Somebody meant it to end there.
    parts.push(end);
    assert_eq!(planes(&Decoder::new(&bytes(&parts)).unwrap()).unwrap().len(), 3);
}
