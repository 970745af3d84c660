//! What scans say of a picture: T.81, F.1.2 and G.1.2.

use super::Picture;
use super::entropy::{Class, Word};

/// A scan: its components by index, and what it brings of them.
#[derive(Clone, Debug)]
pub(crate) struct Scan {
    pub(crate) members: Vec<usize>,
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// The bit above the lowest one; 0 in a first scan.
    pub(crate) above: u32,
    pub(crate) lowest: u32,
}

impl Scan {
    pub(crate) fn new(members: &[usize], band: (usize, usize), above: u32, lowest: u32) -> Self {
        Self { members: members.to_vec(), first: band.0, last: band.1, above, lowest }
    }

    /// Everything of these components.
    pub(crate) fn whole(members: &[usize]) -> Self {
        Self::new(members, (0, 63), 0, 0)
    }
}

/// All bits of all coefficients: means first, then bands, then what was left out of both, twice.
pub(crate) fn libjpeg_like(components: usize) -> Vec<Scan> {
    let all: Vec<usize> = (0..components).collect();
    let mut scans = vec![Scan::new(&all, (0, 0), 0, 1), Scan::new(&[0], (1, 5), 0, 2)];
    scans.extend((1..components).rev().map(|n| Scan::new(&[n], (1, 63), 0, 1)));
    scans.push(Scan::new(&[0], (6, 63), 0, 2));
    scans.push(Scan::new(&[0], (1, 63), 2, 1));
    scans.push(Scan::new(&all, (0, 0), 1, 0));
    scans.extend((0..components).rev().map(|n| Scan::new(&[n], (1, 63), 1, 0)));
    scans
}

/// Bands, all of their bits at once; means component by component.
pub(crate) fn spectral(components: usize) -> Vec<Scan> {
    let bands = [(0, 0), (1, 1), (2, 9), (10, 35), (36, 62), (63, 63)];
    let scan = |band| (0..components).map(move |n| Scan::new(&[n], band, 0, 0));
    bands.into_iter().flat_map(scan).collect()
}

/// A whole scan for each component, the last one first.
pub(crate) fn one_by_one(components: usize) -> Vec<Scan> {
    (0..components).rev().map(|n| Scan::whole(&[n])).collect()
}

/// The state of an interval.
#[derive(Default)]
struct State {
    predictors: [i32; 4],
    /// Blocks without symbols, and the correction bits that come behind their number.
    run: usize,
    corrections: Vec<u32>,
    table: u8,
}

/// The words of a scan. `table` says which code a component uses.
pub(crate) fn words(
    picture: &Picture,
    scan: &Scan,
    is_progressive: bool,
    interval: usize,
    table: fn(usize) -> u8,
) -> Vec<Word> {
    let (mut words, mut state) = (Vec::new(), State::default());
    let units = units(picture, scan);
    for (number, unit) in units.iter().enumerate() {
        if interval > 0 && number > 0 && number % interval == 0 {
            state.end_run(&mut words);
            words.push(Word::Interval);
            state = State::default();
        }
        for &(component, block) in unit {
            let block = &picture.components[component].blocks[block];
            state.table = table(component);
            if scan.first == 0 {
                state.mean(&mut words, scan, component, block[0]);
            }
            match (is_progressive, scan.last > 0) {
                (false, _) => sequential(&mut words, state.table, block),
                (true, true) if scan.above == 0 => state.first(&mut words, scan, block),
                (true, true) => state.refinement(&mut words, scan, block),
                (true, false) => {}
            }
        }
        words.push(Word::Unit);
    }
    state.end_run(&mut words);
    words.push(Word::Interval);
    words
}

/// The blocks of every unit: T.81, A.2.
fn units(picture: &Picture, scan: &Scan) -> Vec<Vec<(usize, usize)>> {
    let grid =
        |across: usize, down: usize| (0..down).flat_map(move |y| (0..across).map(move |x| (x, y)));
    if let [alone] = scan.members[..] {
        let (width, height) = picture.size(alone);
        let (columns, _) = picture.unit_blocks(alone);
        let blocks = grid(width.div_ceil(8), height.div_ceil(8));
        return blocks.map(|(x, y)| vec![(alone, y * columns + x)]).collect();
    }
    let (across, down) = picture.units();
    let unit = |(x, y): (usize, usize)| {
        let blocks = scan.members.iter().flat_map(|&n| {
            let (component, (columns, _)) = (&picture.components[n], picture.unit_blocks(n));
            let (left, top) = (x * component.across, y * component.down);
            let place = move |(x, y): (usize, usize)| (n, (top + y) * columns + left + x);
            grid(component.across, component.down).map(place)
        });
        blocks.collect()
    };
    grid(across, down).map(unit).collect()
}

/// How many bits a number takes, and these.
fn number(value: i32) -> (u32, Word) {
    let size = 32 - value.unsigned_abs().leading_zeros();
    let bits = if value < 0 { value - 1 } else { value };
    (size, Word::Bits(bits as u32 & ((1 << size) - 1), size))
}

fn sequential(words: &mut Vec<Word>, table: u8, block: &[i32; 64]) {
    let mut zeros = 0;
    for &value in &block[1..] {
        if value == 0 {
            zeros += 1;
            continue;
        }
        coefficient(words, table, zeros, value);
        zeros = 0;
    }
    if zeros > 0 {
        words.push(Word::Symbol((Class::Ac, table), 0));
    }
}

fn coefficient(words: &mut Vec<Word>, table: u8, zeros: u32, value: i32) {
    for _ in 0..zeros / 16 {
        words.push(Word::Symbol((Class::Ac, table), 0xf0));
    }
    let (size, bits) = number(value);
    words.push(Word::Symbol((Class::Ac, table), ((zeros % 16) << 4 | size) as u8));
    words.push(bits);
}

impl State {
    fn mean(&mut self, words: &mut Vec<Word>, scan: &Scan, component: usize, mean: i32) {
        let mean = mean >> scan.lowest;
        if scan.above > 0 {
            words.push(Word::Bits(mean as u32 & 1, 1));
            return;
        }
        let difference = mean - std::mem::replace(&mut self.predictors[component], mean);
        let (size, bits) = number(difference);
        words.push(Word::Symbol((Class::Dc, self.table), size as u8));
        words.push(bits);
    }

    fn first(&mut self, words: &mut Vec<Word>, scan: &Scan, block: &[i32; 64]) {
        let mut zeros = 0;
        for &value in &block[scan.first..=scan.last] {
            let value = value.signum() * (value.abs() >> scan.lowest);
            if value == 0 {
                zeros += 1;
                continue;
            }
            self.end_run(words);
            coefficient(words, self.table, zeros, value);
            zeros = 0;
        }
        if zeros > 0 {
            self.lengthen_run(words);
        }
    }

    fn refinement(&mut self, words: &mut Vec<Word>, scan: &Scan, block: &[i32; 64]) {
        let at = |k: usize| block[k].abs() >> scan.lowest;
        let last_fresh = (scan.first..=scan.last).rev().find(|&k| at(k) == 1);
        let (mut zeros, mut corrections) = (0, Vec::new());
        for (k, &value) in block.iter().enumerate().take(scan.last + 1).skip(scan.first) {
            if at(k) == 0 {
                zeros += 1;
                continue;
            }
            while zeros > 15 && Some(k) <= last_fresh {
                self.symbol_and_corrections(words, 0xf0, None, &mut corrections);
                zeros -= 16;
            }
            if at(k) > 1 {
                corrections.push(at(k) as u32 & 1);
                continue;
            }
            let sign = Word::Bits(u32::from(value > 0), 1);
            self.symbol_and_corrections(words, zeros << 4 | 1, Some(sign), &mut corrections);
            zeros = 0;
        }
        if zeros > 0 || !corrections.is_empty() {
            self.corrections.append(&mut corrections);
            self.lengthen_run(words);
        }
    }

    fn symbol_and_corrections(
        &mut self,
        words: &mut Vec<Word>,
        symbol: u8,
        sign: Option<Word>,
        corrections: &mut Vec<u32>,
    ) {
        self.end_run(words);
        words.push(Word::Symbol((Class::Ac, self.table), symbol));
        words.extend(sign);
        words.extend(corrections.drain(..).map(|bit| Word::Bits(bit, 1)));
    }

    fn lengthen_run(&mut self, words: &mut Vec<Word>) {
        self.run += 1;
        if self.run == 32767 {
            self.end_run(words);
        }
    }

    fn end_run(&mut self, words: &mut Vec<Word>) {
        if self.run > 0 {
            let size = self.run.ilog2();
            words.push(Word::Symbol((Class::Ac, self.table), (size << 4) as u8));
            words.push(Word::Bits(self.run as u32 & ((1 << size) - 1), size));
            words.extend(self.corrections.drain(..).map(|bit| Word::Bits(bit, 1)));
            self.run = 0;
        }
    }
}
