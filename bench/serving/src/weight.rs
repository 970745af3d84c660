//! Weights: what a server has cost, with those whom it has started, as Linux counts it.

use std::fs;

/// What a server has cost since it was started.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Weight {
    /// User and system.
    pub(crate) cpu_seconds: f64,
    /// The most memory that each of its processes had, added up.
    pub(crate) peak_mib: f64,
}

/// Linux counts in hundredths of a second, whatever its own clock is.
const TICKS: f64 = 100.0;

/// What is counted of a process, in the order of `/proc/*/stat`.
#[derive(Debug, PartialEq)]
struct Stat {
    parent: u32,
    ticks: u64,
}

/// A server, with those whom it has started, and whom these have.
pub(crate) fn of(id: u32) -> Weight {
    let all = all();
    let mut family = vec![id];
    let mut at = 0;
    while let Some(&parent) = family.get(at) {
        family.extend(all.iter().filter(|(_, stat)| stat.parent == parent).map(|(id, _)| id));
        at += 1;
    }
    sum(all.iter().filter(|(id, _)| family.contains(id)))
}

/// This program, without those whom it has started.
pub(crate) fn own() -> Weight {
    let own = std::process::id();
    sum(all().iter().filter(|(id, _)| *id == own))
}

fn sum<'a>(processes: impl Iterator<Item = &'a (u32, Stat)>) -> Weight {
    processes.fold(Weight::default(), |weight, (id, stat)| Weight {
        cpu_seconds: weight.cpu_seconds + stat.ticks as f64 / TICKS,
        peak_mib: weight.peak_mib + peak(*id).unwrap_or(0.0),
    })
}

fn all() -> Vec<(u32, Stat)> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter_map(|id| {
        let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        Some((id, stat(&text)?))
    })
    .collect()
}

/// A name may hold anything, so what counts stands behind its last bracket.
fn stat(text: &str) -> Option<Stat> {
    let mut words = text.rsplit_once(')')?.1.split_ascii_whitespace();
    let parent = words.nth(1)?.parse().ok()?;
    let (user, system) = (words.nth(9)?, words.next()?);
    Some(Stat { parent, ticks: user.parse::<u64>().ok()? + system.parse::<u64>().ok()? })
}

fn peak(id: u32) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib = line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()?;
    Some(kib / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_hides_nothing() {
        let text = "42 (a) b) (c) S 7 42 42 0 -1 4194560 100 0 0 0 150 25 3 4 20 0 1 0 9 9 9";
        assert_eq!(stat(text), Some(Stat { parent: 7, ticks: 175 }));
    }

    #[test]
    fn this_program_weighs_something() {
        assert!(own().peak_mib > 0.5);
        assert!(of(std::process::id()).peak_mib > 0.5);
    }
}
