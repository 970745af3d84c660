//! Progressive scans: every block comes in many parts, coarse ones first.
//!
//! The coefficients are not kept as such. A first scan of a band leaves, for each block, a mask of where
//! it brought something, and a list of what; a refinement leaves masks alone. Only when a block is drawn
//! is it put together, once and in the fastest cache. That is a tenth of the memory that whole blocks
//! would take, and they would be walked through as often as there are scans.
//!
//! A mask has one bit for each coefficient, by zigzag index.

use std::collections::BTreeSet;

use crate::bits::Bits;
use crate::data::{Damage, Data};
use crate::error::{Error, Fault};
use crate::frame::Frame;
use crate::huffman::{Code, Symbols};
use crate::idct::{self, factors, fill, mean};
use crate::index::Found;
use crate::lookup::{Ending, Sink, Values};
use crate::plane::Canvas;
use crate::scale::Scale;
use crate::scan::Scan;
use crate::simd::Kernels;
use crate::zigzag::{Block, Factors, NATURAL, PLACE};

/// What the scans of one component have brought.
pub(crate) struct Coefficients {
    component: usize,
    scale: Scale,
    divisor: u16,
    factors: Factors,
    /// Blocks across, with and without those that only fill up units.
    unit_across: usize,
    across: usize,
    down: usize,
    /// Blocks of this component in a unit, which is a row of them in a strip.
    columns: usize,
    rows: usize,
    /// The coefficients that the scale needs.
    needed: u64,
    /// The lowest bit of each coefficient that has come.
    lowest: [Option<u8>; 64],
    means: Vec<i16>,
    /// Where anything has come.
    known: Vec<u64>,
    /// Where first scans have brought something that is needed.
    first: Vec<u64>,
    /// Where refinements have brought a first bit, and it is negative.
    negative: Vec<u64>,
    lists: Vec<List>,
    /// The bits that refinements have brought, higher ones first.
    bits: Vec<(u8, Vec<u64>)>,
    next_row: usize,
}

/// What a first scan has brought, block by block.
struct List {
    band: u64,
    lowest: u8,
    values: Vec<i16>,
    /// How many of them have been taken.
    taken: usize,
}

/// The mask of the coefficients from `first` to `last`.
fn band(first: u8, last: u8) -> u64 {
    u64::MAX >> (63 - last) & u64::MAX << first
}

/// Reads all scans that the wanted components need at their scales.
#[inline(always)]
pub(crate) fn read<K: Kernels>(
    kernels: K,
    file: &[u8],
    frame: &Frame,
    scans: &[Found],
    scales: &[Scale],
    policy: Damage,
) -> Result<(Vec<Coefficients>, Option<Error>), Error> {
    let mut components = Vec::new();
    for (component, &scale) in scales.iter().enumerate() {
        components.push(Coefficients::new(component, scale, frame, scans)?);
    }
    let reaches: Vec<u8> = components.iter().map(|component| component.reach(scans)).collect();
    let mut damage = None;
    for found in scans {
        let is_needed = components.iter().zip(&reaches).any(|(component, &reach)| {
            found.scan.has(component.component) && *found.scan.band.start() <= reach
        });
        if !is_needed {
            continue;
        }
        let mut data = Data::new(file, found.at, found.tables.restart_interval, policy);
        let damaged = |what| Error::Damaged { at: found.at, what };
        for component in &mut components {
            component.begin(found).map_err(damaged)?;
        }
        if found.scan.is_dc() {
            means(found, frame, &mut components, &mut data)?;
        } else {
            let alone = found.scan.members[0].component;
            let component = components.iter_mut().find(|component| component.component == alone);
            let component = component.expect("a scan that is needed is somebody's");
            let code = found.tables.ac[found.scan.members[0].ac].as_ref();
            let code = code.ok_or(Fault::NoHuffmanTable).map_err(damaged)?;
            if found.scan.is_refinement() {
                component.refine(kernels, &found.scan, code, &mut data)?;
            } else {
                component.first_pass(found, code, &mut data)?;
            }
        }
        damage = damage.or(data.damage().cloned());
    }
    Ok((components, damage))
}

/// The bytes that reading will take, at most.
pub(crate) fn memory(frame: &Frame, scans: &[Found], scales: &[Scale]) -> u64 {
    let of_component = |(component, &scale): (usize, &Scale)| {
        let (across, down) = frame.unit_blocks(component);
        let blocks = (across * down) as u64;
        let means = 2 * blocks;
        if scale == Scale::Eighth {
            return means;
        }
        let of = |found: &&Found| found.scan.has(component) && !found.scan.is_dc();
        let (refinements, firsts): (Vec<&Found>, Vec<&Found>) =
            scans.iter().filter(of).partition(|found| found.scan.is_refinement());
        let levels: BTreeSet<u8> = refinements.iter().map(|found| found.scan.lowest).collect();
        let masks = 8 * blocks * (3 + levels.len() as u64);
        let values = firsts.iter().map(|found| 2 * most_values(found, blocks as usize) as u64);
        means + masks + values.sum::<u64>()
    };
    scales.iter().enumerate().map(of_component).sum()
}

/// How many values a first scan can bring: each takes two bits at least, and no block has more of them
/// than the band is wide.
fn most_values(found: &Found, blocks: usize) -> usize {
    (4 * (found.end - found.at)).min(blocks * found.scan.band.len())
}

/// Reads a scan of means: in units if there are several components.
#[inline(always)]
fn means(
    found: &Found,
    frame: &Frame,
    components: &mut [Coefficients],
    data: &mut Data<'_>,
) -> Result<(), Error> {
    let scan = &found.scan;
    let mut places = Vec::new();
    let mut codes = Vec::new();
    for member in &scan.members {
        let component = &frame.components[member.component];
        let (columns, rows) = match scan.members.len() {
            1 => (1, 1),
            _ => (component.horizontal(), component.vertical()),
        };
        let wanted = components.iter().position(|wanted| wanted.component == member.component);
        for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)))
        {
            places.push(MeanPlace { member: codes.len(), wanted, columns, rows, column, row });
        }
        codes.push(match &found.tables.dc[member.dc] {
            Some(code) => Some(Symbols::new(code)),
            None if scan.is_refinement() => None,
            None => return Err(Error::Damaged { at: found.at, what: Fault::NoHuffmanTable }),
        });
    }
    let (across, down) = match scan.members.as_slice() {
        [alone] => frame.own_blocks(alone.component),
        _ => frame.units(),
    };
    let mut predictors = vec![0i32; codes.len()];
    for y in 0..down {
        let mut x = 0;
        while x < across {
            if data.begins_interval()? {
                predictors.fill(0);
            }
            let until = x + data.units(across - x);
            if data.is_lost() {
                data.pass(until - x);
                x = until;
                continue;
            }
            let (mut bits, edge) = data.reader();
            let from = x;
            while x < until {
                for place in &places {
                    bits.refill();
                    let mean = match &codes[place.member] {
                        Some(code) if !scan.is_refinement() => {
                            let size = bits.symbol(code);
                            let predictor = &mut predictors[place.member];
                            *predictor = predictor.wrapping_add(bits.number(size.into()));
                            (*predictor as i16) << scan.lowest
                        }
                        _ => (bits.take(1) as i16) << scan.lowest,
                    };
                    if let Some(wanted) = place.wanted {
                        let component = &mut components[wanted];
                        let at = (y * place.rows + place.row) * component.unit_across
                            + x * place.columns
                            + place.column;
                        component.means[at] |= mean;
                    }
                }
                x += 1;
                if bits.position > edge {
                    break;
                }
            }
            let reader = bits.pause();
            data.attend(reader, x - from, false)?;
        }
    }
    Ok(())
}

/// One block of a unit.
struct MeanPlace {
    member: usize,
    /// Which of the wanted components it belongs to, if any.
    wanted: Option<usize>,
    columns: usize,
    rows: usize,
    column: usize,
    row: usize,
}

impl Coefficients {
    fn new(component: usize, scale: Scale, frame: &Frame, scans: &[Found]) -> Result<Self, Error> {
        let at = scans.iter().find(|found| found.scan.has(component));
        let at = at.ok_or(Error::Damaged { at: scans[0].at, what: Fault::MissingComponent })?;
        let factor = &frame.components[component];
        let quantiser = at.tables.quantisers[usize::from(factor.quantiser)].as_ref();
        let quantiser = quantiser.ok_or(Error::Damaged { at: at.at, what: Fault::NoQuantiser })?;
        let (across, down) = frame.own_blocks(component);
        let (unit_across, unit_down) = frame.unit_blocks(component);
        let n = scale.eighths() as u8;
        let is_needed =
            |k: &u8| NATURAL[usize::from(*k)] % 8 < n && NATURAL[usize::from(*k)] / 8 < n;
        Ok(Self {
            component,
            scale,
            divisor: quantiser[0],
            factors: factors(quantiser, scale),
            unit_across,
            across,
            down,
            columns: factor.horizontal(),
            rows: factor.vertical(),
            needed: (1..64).filter(is_needed).fold(0, |mask, k| mask | 1 << k),
            lowest: [None; 64],
            means: vec![0; unit_across * unit_down],
            known: Vec::new(),
            first: Vec::new(),
            negative: Vec::new(),
            lists: Vec::new(),
            bits: Vec::new(),
            next_row: 0,
        })
    }

    /// The last coefficient that matters: what the scale needs, and what must be known to read that. A
    /// refinement can only be read by who knows what came before it, in all of its band.
    fn reach(&self, scans: &[Found]) -> u8 {
        let mut reach = 63 - (self.needed | 1).leading_zeros() as u8;
        loop {
            let before = reach;
            for Found { scan, .. } in scans {
                let (first, last) = (*scan.band.start(), *scan.band.end());
                if scan.has(self.component) && scan.is_refinement() && first <= reach {
                    reach = reach.max(last);
                }
            }
            if reach == before {
                return reach;
            }
        }
    }

    /// Checks that a scan goes on where those before it have left off.
    fn begin(&mut self, found: &Found) -> Result<(), Fault> {
        let scan = &found.scan;
        if !scan.has(self.component) {
            return Ok(());
        }
        let before = scan.is_refinement().then_some(scan.above);
        for k in scan.band.clone() {
            let lowest = &mut self.lowest[usize::from(k)];
            if *lowest != before {
                return Err(Fault::Progression);
            }
            *lowest = Some(scan.lowest);
        }
        Ok(())
    }

    fn blocks(&self) -> usize {
        self.across * self.down
    }

    /// Reads a scan that brings a band for the first time.
    #[inline(always)]
    fn first_pass(&mut self, found: &Found, code: &Code, data: &mut Data<'_>) -> Result<(), Error> {
        let blocks = self.blocks();
        self.known.resize(blocks, 0);
        self.first.resize(blocks, 0);
        let (first, last) = (*found.scan.band.start(), *found.scan.band.end());
        let values = Values::new(code);
        let mut list = List {
            band: band(first, last),
            lowest: found.scan.lowest,
            values: vec![0; most_values(found, blocks)],
            taken: 0,
        };
        let mut sink =
            ListSink { mask: 0, needed: self.needed, values: &mut list.values, found: 0 };
        let mut x = 0;
        // Blocks that have no part in this scan any more.
        let mut run = 0;
        while x < blocks {
            if data.begins_interval()? {
                run = 0;
            }
            let until = x + data.units(blocks - x);
            if data.is_lost() {
                data.pass(until - x);
                x = until;
                continue;
            }
            let (mut bits, edge) = data.reader();
            let from = x;
            while x < until {
                if run > 0 {
                    let passed = run.min(until - x);
                    run -= passed;
                    x += passed;
                    continue;
                }
                sink.mask = 0;
                if let Ending::Rest(size) =
                    values.read(&mut bits, first.into(), last.into(), &mut sink)
                {
                    bits.refill();
                    run = (1 << size) - 1 + bits.take(size) as usize;
                }
                self.known[x] |= sink.mask;
                self.first[x] |= sink.mask & self.needed;
                x += 1;
                if bits.position > edge {
                    break;
                }
            }
            let reader = bits.pause();
            data.attend(reader, x - from, false)?;
        }
        self.lists.push(list);
        Ok(())
    }

    /// Reads a scan that brings one more bit of a band.
    #[inline(always)]
    fn refine<K: Kernels>(
        &mut self,
        kernels: K,
        scan: &Scan,
        code: &Code,
        data: &mut Data<'_>,
    ) -> Result<(), Error> {
        let blocks = self.blocks();
        let symbols = Symbols::new(code);
        let mask = band(*scan.band.start(), *scan.band.end());
        self.negative.resize(blocks, 0);
        let at = match self.bits.iter().position(|bits| bits.0 == scan.lowest) {
            Some(at) => at,
            None => {
                self.bits.push((scan.lowest, vec![0; blocks]));
                self.bits.len() - 1
            }
        };
        let plane = &mut self.bits[at].1;
        let mut x = 0;
        let mut run = 0;
        while x < blocks {
            if data.begins_interval()? {
                run = 0;
            }
            let until = x + data.units(blocks - x);
            if data.is_lost() {
                data.pass(until - x);
                x = until;
                continue;
            }
            let (mut bits, edge) = data.reader();
            let from = x;
            while x < until {
                let known = self.known[x] & mask;
                let mut block = Refined { left: mask, known, gathered: 0, new: 0, negative: 0 };
                if run == 0 {
                    run = block.read(kernels, &mut bits, &symbols);
                }
                if run > 0 {
                    run -= 1;
                    block.gather(&mut bits, known & block.left);
                }
                plane[x] |= block.bits(kernels);
                self.known[x] |= block.new;
                self.negative[x] |= block.negative;
                x += 1;
                if bits.position > edge {
                    break;
                }
            }
            let reader = bits.pause();
            data.attend(reader, x - from, false)?;
        }
        Ok(())
    }

    /// Draws the next strip.
    #[inline(always)]
    pub(crate) fn strip<K: Kernels>(&mut self, kernels: K, canvases: &mut [Canvas<'_>]) {
        self.bits.sort_by_key(|&(lowest, _)| std::cmp::Reverse(lowest));
        let canvas = &mut canvases[self.component];
        let n = self.scale.eighths();
        for row in 0..self.rows {
            let y = self.next_row + row;
            for x in 0..self.unit_across {
                let at = row * n * canvas.stride + x * n;
                let samples = &mut canvas.samples[at..];
                let value = self.means[y * self.unit_across + x];
                let mut block = Block::ZERO;
                let has_values = x < self.across
                    && y < self.down
                    && self.put_together(&mut block, y * self.across + x);
                block.0[0] = value;
                let stride = canvas.stride;
                let flat = mean(value, self.divisor);
                match (self.scale, has_values) {
                    (Scale::Eighth, _) => samples[0] = flat,
                    (Scale::Quarter, false) => fill::<2>(flat, samples, stride),
                    (Scale::Half, false) => fill::<4>(flat, samples, stride),
                    (Scale::Full, false) => fill::<8>(flat, samples, stride),
                    (Scale::Quarter, true) => {
                        idct::two_points(&block, &self.factors, samples, stride)
                    }
                    (Scale::Half, true) => kernels.idct4(&block, &self.factors, samples, stride),
                    (Scale::Full, true) => kernels.idct8(&block, &self.factors, samples, stride),
                }
            }
        }
        self.next_row += self.rows;
    }

    /// Puts the AC coefficients of a block together. Says whether there are any.
    #[inline(always)]
    fn put_together(&mut self, block: &mut Block, index: usize) -> bool {
        let mut any = 0;
        if let Some(&first) = self.first.get(index) {
            any |= first;
            for list in &mut self.lists {
                let mut left = first & list.band;
                while left != 0 {
                    let k = left.trailing_zeros();
                    left &= left - 1;
                    block.0[usize::from(PLACE[(k & 63) as usize]) & 63] =
                        list.values.get(list.taken).map_or(0, |value| value << list.lowest);
                    list.taken += 1;
                }
            }
        }
        for (lowest, bits) in &self.bits {
            let mut left = bits[index] & self.needed;
            any |= left;
            while left != 0 {
                let k = left.trailing_zeros();
                left &= left - 1;
                let value = &mut block.0[usize::from(PLACE[(k & 63) as usize]) & 63];
                let is_negative =
                    if *value == 0 { self.negative[index] >> k & 1 != 0 } else { *value < 0 };
                let bit = 1 << lowest;
                *value += if is_negative { -bit } else { bit };
            }
        }
        any != 0
    }
}

/// Takes what a first scan brings to a block.
struct ListSink<'l> {
    mask: u64,
    needed: u64,
    values: &'l mut [i16],
    found: usize,
}

impl Sink for ListSink<'_> {
    const ENOUGH: u32 = 63;

    #[inline(always)]
    fn two(&mut self, at: (u32, u32), values: (i16, i16)) {
        self.one(at.0, values.0);
        // Where the index is the same, there is no second one: its value is zero.
        self.one(at.1, values.1);
    }

    #[inline(always)]
    fn one(&mut self, at: u32, value: i16) {
        let bit = u64::from(value != 0) << (at & 63);
        self.mask |= bit;
        if let Some(place) = self.values.get_mut(self.found) {
            *place = value;
        }
        self.found += usize::from(bit & self.needed != 0);
    }
}

/// A block that is being refined.
struct Refined {
    /// What is still to come of the band.
    left: u64,
    known: u64,
    /// The bits of known coefficients in their order, the last one lowest.
    gathered: u64,
    new: u64,
    negative: u64,
}

impl Refined {
    /// Reads symbols until the band's end. Says for how many blocks, this one included, there are none
    /// any more.
    #[inline(always)]
    fn read<K: Kernels>(&mut self, kernels: K, bits: &mut Bits<'_>, symbols: &Symbols) -> usize {
        while self.left != 0 {
            bits.refill();
            let symbol = bits.symbol(symbols);
            let (zeros, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
            if size == 0 && zeros < 15 {
                return (1 << zeros) + bits.take(zeros) as usize;
            }
            let is_negative = size > 0 && bits.take(1) == 0;
            // The coefficient behind so many that are still zero; none if the band has fewer.
            let place = kernels.deposit(1 << zeros, self.left & !self.known);
            let passed = self.left & place.wrapping_sub(1);
            self.gather(bits, passed & self.known);
            self.left &= !(passed | place);
            if size > 0 {
                if place == 0 {
                    bits.fail();
                }
                self.new |= place;
                self.negative |= if is_negative { place } else { 0 };
            }
        }
        0
    }

    /// Reads a bit for each of these known coefficients.
    #[inline(always)]
    fn gather(&mut self, bits: &mut Bits<'_>, known: u64) {
        let mut count = known.count_ones();
        while count > 0 {
            bits.refill();
            let part = count.min(32);
            self.gathered = self.gathered << part | u64::from(bits.take(part));
            count -= part;
        }
    }

    /// All bits that have come, each in its place.
    #[inline(always)]
    fn bits<K: Kernels>(&self, kernels: K) -> u64 {
        let count = self.known.count_ones();
        let ordered = self.gathered.reverse_bits().unbounded_shr(64 - count);
        kernels.deposit(ordered, self.known) | self.new
    }
}
