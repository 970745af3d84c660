//! Whole programs: from the moment that one is started to its end, when the picture has been written.

use crate::laps::Laps;
use crate::line::{Outcome, Weight};
use crate::original::{Colours, Kind, Original};
use crate::partner::Partner;
use sizewise_jpeg::Coding;
use std::path::{Path, PathBuf};

/// Where the programs are.
pub(crate) struct Programs {
    /// The `sizewise` command.
    pub(crate) command: PathBuf,
    /// The folder with `peer/` and `python/`.
    pub(crate) home: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    Ours,
    Sharp,
    Vips,
    Pillow,
}

impl Program {
    pub(crate) const ALL: [Self; 4] = [Self::Ours, Self::Sharp, Self::Vips, Self::Pillow];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ours => "sizewise render",
            Self::Sharp => "node + sharp",
            Self::Vips => "vipsthumbnail",
            Self::Pillow => "python + Pillow",
        }
    }

    /// What one would type.
    fn words(self, programs: &Programs, input: &Path, output: &Path, width: u32) -> Vec<String> {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let (input, written) = (text(input), text(output));
        let script = |name: &str| text(&programs.home.join("peer").join(name));
        match self {
            Self::Ours => {
                vec![text(&programs.command), "render".into(), input, written, format!("w={width}")]
            }
            Self::Sharp => {
                vec!["node".into(), script("once.mjs"), input, written, width.to_string()]
            }
            Self::Pillow => {
                let python = text(&programs.home.join("python/bin/python"));
                vec![python, script("once.py"), input, written, width.to_string()]
            }
            Self::Vips => {
                let output = format!("{written}[Q=80,strip]");
                let size = format!("{width}x");
                let words = ["vipsthumbnail", &input, "--size", &size, "--export-profile", "srgb"];
                let mut words = words.map(str::to_owned).to_vec();
                words.extend(["--vips-concurrency=1".into(), "-o".into(), output]);
                words
            }
        }
    }
}

pub(crate) struct Weighed {
    pub(crate) file: String,
    pub(crate) width: u32,
    pub(crate) is_progressive: bool,
    /// In the order of the programs. None where one did not run.
    pub(crate) scales: [Option<Scale>; 4],
}

/// What a program took, run by run.
#[derive(Default)]
pub(crate) struct Scale {
    pub(crate) wall_ms: Laps,
    pub(crate) cpu_ms: Laps,
    pub(crate) peak_mib: Laps,
}

/// All files and widths that are weighed, and the reason why a program is not there, said once.
pub(crate) struct Weighing {
    pub(crate) rows: Vec<Weighed>,
    pub(crate) missing: Vec<(Program, String)>,
}

const WIDTHS: [u32; 3] = [200, 720, 1600];

pub(crate) fn weigh(
    programs: &Programs,
    originals: &[Original],
    runs: usize,
    scratch: &Path,
) -> Outcome<Weighing> {
    let mut launcher = Partner::own(crate::launch::VERB)?;
    let mut weighing = Weighing { rows: Vec::new(), missing: Vec::new() };
    for (original, width) in chosen(originals) {
        eprintln!("whole programs: {} to {width}", original.name);
        // The first run only finds out who is there, and brings files and programs into the memory.
        let mut scales = Program::ALL.map(|program| weighing.expects(program));
        for run in 0..=runs {
            for (program, scale) in Program::ALL.into_iter().zip(&mut scales) {
                let Some(running) = scale else { continue };
                let output = scratch.join(format!("{program:?}.jpg"));
                match launcher.run(program.words(programs, &original.path, &output, width)) {
                    Ok(weight) if run > 0 => running.push(weight),
                    Ok(_) => {}
                    Err(error) => {
                        weighing.miss(program, error.to_string());
                        *scale = None;
                    }
                }
            }
        }
        weighing.rows.push(Weighed::new(original, width, scales));
    }
    Ok(weighing)
}

impl Weighing {
    /// An empty scale for a program that has not been missed yet.
    fn expects(&self, program: Program) -> Option<Scale> {
        let is_missing = self.missing.iter().any(|(missing, _)| *missing == program);
        (!is_missing).then(Scale::default)
    }

    fn miss(&mut self, program: Program, reason: String) {
        eprintln!("NOT THERE: {}: {reason}", program.name());
        self.missing.push((program, reason));
    }
}

impl Weighed {
    fn new(original: &Original, width: u32, scales: [Option<Scale>; 4]) -> Self {
        let is_progressive =
            matches!(original.facts.kind, Kind::Jpeg { coding: Coding::Progressive, .. });
        Self { file: original.name.clone(), width, is_progressive, scales }
    }
}

/// The smallest and the largest baseline JPEG without a profile at every width, and the largest progressive one at
/// the largest: what costs least, and what costs most.
fn chosen(originals: &[Original]) -> Vec<(&Original, u32)> {
    let pixels =
        |original: &&Original| u64::from(original.facts.size.0) * u64::from(original.facts.size.1);
    let are = |kinds: fn(Kind) -> bool| {
        let mut found =
            originals.iter().filter(|original| kinds(original.facts.kind)).collect::<Vec<_>>();
        found.sort_by_key(pixels);
        found
    };
    let plain =
        are(|kind| kind == Kind::Jpeg { coding: Coding::Sequential, colours: Colours::Untagged });
    let progressive = are(
        |kind| matches!(kind, Kind::Jpeg { coding: Coding::Progressive, colours } if colours != Colours::Other),
    );
    let mut ends = plain.first().into_iter().chain(plain.last()).copied().collect::<Vec<_>>();
    ends.dedup_by_key(|original| original.path.clone());
    let all = ends.into_iter().flat_map(|original| WIDTHS.map(|width| (original, width)));
    let all = all.chain(progressive.last().map(|original| (*original, WIDTHS[2])));
    all.filter(|(original, width)| *width < original.facts.size.0).collect()
}

impl Scale {
    fn push(&mut self, weight: Weight) {
        self.wall_ms.push(weight.wall_ms);
        self.cpu_ms.push(weight.cpu_ms);
        self.peak_mib.push(weight.peak_bytes as f64 / f64::from(1 << 20));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::original::Facts;

    fn original(name: &str, width: u32, coding: Coding, colours: Colours) -> Original {
        let facts = Facts { size: (width, width), kind: Kind::Jpeg { coding, colours } };
        Original { name: name.into(), path: name.into(), facts }
    }

    #[test]
    fn the_cheapest_and_the_dearest_are_weighed() {
        let originals = [
            original("middle", 2000, Coding::Sequential, Colours::Untagged),
            original("large", 6000, Coding::Sequential, Colours::Untagged),
            original("small", 1000, Coding::Sequential, Colours::Untagged),
            original("profile", 9000, Coding::Sequential, Colours::Srgb),
            original("progressive", 4000, Coding::Progressive, Colours::Srgb),
        ];
        let names = chosen(&originals).into_iter().map(|(it, width)| (it.name.as_str(), width));
        let expected = [
            ("small", 200),
            ("small", 720),
            ("large", 200),
            ("large", 720),
            ("large", 1600),
            ("progressive", 1600),
        ];
        assert_eq!(names.collect::<Vec<_>>(), expected);
        assert!(chosen(&[]).is_empty());
    }
}
