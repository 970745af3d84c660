//! The README's table of damaged files: what each of them gets is tried here.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reference;

use reference::{Part, Picture, Samples, Texture, Writing, bytes, one_by_one, samples};
use sizewise_jpeg::{Damage, Decoder, Picture as Decoded};

const S420: [(usize, usize); 3] = [(2, 2), (1, 1), (1, 1)];
const INTERVAL: usize = 4;

/// What may happen to a file, and its name.
type Damages = Vec<(&'static str, fn(&mut Vec<Part>))>;

/// A kind of file, and what may happen to it.
struct File {
    writing: Writing,
    damages: Damages,
}

fn segment(parts: &mut [Part], marker: u8) -> &mut Vec<u8> {
    let body = parts.iter_mut().find_map(|part| match part {
        Part::Segment(found, body) if *found == marker => Some(body),
        _ => None,
    });
    body.unwrap()
}

fn remove(parts: &mut Vec<Part>, marker: u8) {
    let at =
        parts.iter().position(|part| matches!(part, Part::Segment(found, _) if *found == marker));
    parts.remove(at.unwrap());
}

/// Changes the marker of the frame.
fn other_process(parts: &mut [Part], marker: u8) {
    for part in parts {
        if let Part::Segment(found @ 0xc0, _) = part {
            *found = marker;
        }
    }
}

/// The file as one part, cut after so many hundredths.
fn cut(parts: &mut Vec<Part>, hundredths: usize) {
    let mut whole = bytes(parts);
    whole.truncate(whole.len() * hundredths / 100);
    *parts = vec![Part::Junk(whole)];
}

/// Where each scan's segment stands.
fn scans(parts: &[Part]) -> Vec<usize> {
    let is_scan = |(_, part): &(usize, &Part)| matches!(part, Part::Segment(0xda, _));
    parts.iter().enumerate().filter(is_scan).map(|(at, _)| at).collect()
}

/// Changes two bytes of the data that comes `nth`.
fn hit(parts: &mut [Part], nth: usize) {
    let data = parts.iter_mut().filter_map(|part| match part {
        Part::Data(interval) => Some(&mut interval.bytes),
        _ => None,
    });
    let data = data.into_iter().nth(nth).unwrap();
    let at = data.len() / 4;
    data[at..at + 2].copy_from_slice(&[0x0f, 0xee]);
}

fn restart(parts: &[Part], nth: usize) -> usize {
    let markers = parts.iter().enumerate().filter(|(_, part)| part.is_restart());
    markers.map(|(at, _)| at).nth(nth).unwrap()
}

fn baseline() -> File {
    let damages: Damages = vec![
        ("an empty file", |parts| parts.clear()),
        ("another format", |parts| parts[0] = Part::Junk(b"\x89PNG\r\n\x1a\n".to_vec())),
        ("junk and fill bytes between segments", |parts| {
            parts.insert(2, Part::Junk(vec![0, 1, 2, 0xff, 0xff]));
        }),
        ("no end marker", |parts| drop(parts.pop())),
        ("junk behind the end", |parts| parts.push(Part::Junk(vec![0xab; 999]))),
        ("cut within the header", |parts| {
            let header = bytes(&parts[..scans(parts)[0]]).len();
            *parts = vec![Part::Junk(bytes(parts)[..header - 9].to_vec())];
        }),
        ("a segment shorter than its length", |parts| {
            let at = scans(parts)[0];
            parts.insert(at, Part::Junk(vec![0xff, 0xc4, 0, 30, 0]));
        }),
        ("a segment of length 1", |parts| parts.insert(1, Part::Junk(vec![0xff, 0xe0, 0, 1]))),
        ("no quantisers", |parts| remove(parts, 0xdb)),
        ("a quantiser of zero", |parts| segment(parts, 0xdb)[5] = 0),
        ("no Huffman tables", |parts| remove(parts, 0xc4)),
        ("a Huffman table with too many words", |parts| segment(parts, 0xc4)[1] = 3),
        ("no width", |parts| segment(parts, 0xc0)[3..5].fill(0)),
        ("65,535 × 65,535 samples", |parts| segment(parts, 0xc0)[1..5].fill(0xff)),
        ("a scan of a component that does not exist", |parts| segment(parts, 0xda)[1] = 9),
        ("sampling factors of 0", |parts| segment(parts, 0xc0)[7] = 0),
        ("a second frame", |parts| {
            let frame = parts.iter().position(|p| matches!(p, Part::Segment(0xc0, _))).unwrap();
            parts.insert(frame, parts[frame].clone());
        }),
        ("12 bits a sample", |parts| segment(parts, 0xc0)[0] = 12),
        ("arithmetic coding", |parts| other_process(parts, 0xc9)),
        ("lossless", |parts| other_process(parts, 0xc3)),
        ("hierarchical", |parts| other_process(parts, 0xc5)),
        ("cut in the middle", |parts| cut(parts, 60)),
        ("two wrong bytes", |parts| hit(parts, 0)),
    ];
    File { writing: Writing::sequential(3), damages }
}

fn with_restarts() -> File {
    let damages: Damages = vec![
        ("two wrong bytes, with restart markers", |parts| hit(parts, 2)),
        ("a restart marker gone", |parts| drop(parts.remove(restart(parts, 1)))),
        ("an interval gone, with its marker", |parts| {
            let at = restart(parts, 1);
            parts.drain(at..at + 2);
        }),
        ("a restart marker twice", |parts| {
            let at = restart(parts, 1);
            parts.insert(at, parts[at].clone());
        }),
    ];
    File { writing: Writing { interval: INTERVAL, ..Writing::sequential(3) }, damages }
}

fn one_component_a_scan() -> File {
    let damages: Damages = vec![("a scan of its own gone, that of red", |parts| {
        let at = scans(parts)[0];
        parts.drain(at - 1..at + 2);
    })];
    File { writing: Writing { scans: one_by_one(3), ..Writing::sequential(3) }, damages }
}

fn progressive() -> File {
    let damages: Damages = vec![
        ("progressive, cut in the middle", |parts| cut(parts, 60)),
        ("progressive, cut between two scans", |parts| {
            let at = scans(parts)[5];
            parts.truncate(at - 1);
        }),
        ("progressive, a scan twice", |parts| {
            let at = scans(parts)[1];
            let scan = parts[at - 1..at + 2].to_vec();
            parts.splice(at + 2..at + 2, scan);
        }),
        ("progressive, 5,000 scans", |parts| {
            let at = scans(parts)[0];
            let scan = parts[at..at + 2].to_vec();
            parts.pop();
            parts.extend(std::iter::repeat_n(scan, 5000).flatten());
        }),
    ];
    File { writing: Writing::progressive(3), damages }
}

/// How much of luma is as it was.
fn share(found: &Decoded, whole: &Samples) -> String {
    let luma = samples(&found.planes[0]);
    let same = luma.samples.iter().zip(&whole.samples).filter(|(a, b)| a == b).count();
    format!("{} % as it was", 100 * same / whole.samples.len())
}

fn row(what: &str, file: &[u8], whole: &Samples) -> String {
    let decoded = |damage| Decoder::new(file).and_then(|decoder| decoder.damage(damage).decode());
    let refused = match decoded(Damage::Refused) {
        Ok(picture) => share(&picture, whole),
        Err(error) => format!("`{error}`"),
    };
    let filled = match decoded(Damage::Filled) {
        Ok(picture) => share(&picture, whole),
        Err(_) => "the same".to_owned(),
    };
    format!("| {what} | {refused} | {filled} |")
}

#[test]
fn damaged_files_get_what_the_readme_says() {
    let picture = Picture::random(71, (160, 120), &S420, Texture::Natural);
    let mut table = vec![
        "| damage | by default | where damage is filled |".to_owned(),
        "|---|---|---|".to_owned(),
    ];
    for File { writing, damages } in
        [baseline(), with_restarts(), one_component_a_scan(), progressive()]
    {
        let whole = writing.parts(&picture);
        let file = bytes(&whole);
        let luma = samples(&Decoder::new(&file).unwrap().decode().unwrap().planes[0]);
        for (what, happen) in damages {
            let mut parts = whole.clone();
            happen(&mut parts);
            table.push(row(what, &bytes(&parts), &luma));
        }
    }
    let table = table.join("\n");
    assert!(include_str!("../README.md").contains(&table), "expected in the README:\n\n{table}\n");
}
