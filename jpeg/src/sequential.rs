//! Sequential scans: every block comes once and whole.

use std::ops::Range;

use crate::bits::Bits;
use crate::data::{Damage, Data};
use crate::eighth::{Machine, Records, Standing, difference};
use crate::error::{Error, Fault};
use crate::frame::Frame;
use crate::huffman::{Code, Symbols};
use crate::idct::{self, factors, fill, mean};
use crate::lookup::{Ending, Sink, Skips, Values};
use crate::plane::Canvas;
use crate::scale::Scale;
use crate::scan::Scan;
use crate::simd::Kernels;
use crate::tables::Tables;
use crate::zigzag::{Block, Factors, PLACE};

/// A scan that is being read, strip by strip.
pub(crate) struct Sequential<'a> {
    data: Data<'a>,
    members: Vec<Member>,
    /// The blocks of a unit.
    unit: Vec<Place>,
    units_across: usize,
    /// Rows of units that are still to come, and how many of them make a strip.
    units_down: usize,
    units_in_strip: usize,
    dc: Vec<Symbols>,
    way: Way,
}

/// One component of the scan.
struct Member {
    component: usize,
    /// None if nobody wants it.
    scale: Option<Scale>,
    shape: Shape,
    divisor: u16,
    factors: Factors,
    predictor: i32,
}

/// How the blocks of a component lie in a unit.
#[derive(Clone, Copy)]
struct Shape {
    /// The code of their differences.
    dc: usize,
    first_block: usize,
    columns: usize,
    rows: usize,
}

/// One block of a unit.
#[derive(Clone, Copy)]
struct Place {
    member: usize,
    column: usize,
    row: usize,
    dc: usize,
    ac: usize,
}

/// What reading means needs.
struct Means {
    machine: Machine,
    standing: Standing,
    records: Records,
}

/// How blocks are read.
enum Way {
    /// Of every block its mean.
    Means(Box<Means>),
    /// With coefficients.
    Values(Vec<(Values, Skips)>),
}

impl<'a> Sequential<'a> {
    /// The scan whose data begins at `at`, with the tables that stand there.
    pub(crate) fn new(
        file: &'a [u8],
        at: usize,
        scan: &Scan,
        frame: &Frame,
        tables: &Tables,
        scales: &[Scale],
        damage: Damage,
    ) -> Result<Self, Fault> {
        let alone = scan.members.len() == 1;
        let (mut members, mut unit) = (Vec::new(), Vec::new());
        let (mut dc, mut ac) = (Chosen::default(), Chosen::default());
        for (index, member) in scan.members.iter().enumerate() {
            let component = &frame.components[member.component];
            let (columns, rows) =
                if alone { (1, 1) } else { (component.horizontal(), component.vertical()) };
            let (dc, ac) = (dc.index(member.dc, &tables.dc)?, ac.index(member.ac, &tables.ac)?);
            let shape = Shape { dc, first_block: unit.len(), columns, rows };
            members.push(Member::new(member.component, shape, frame, tables, scales)?);
            let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
            unit.extend(places.map(|(column, row)| Place { member: index, column, row, dc, ac }));
        }
        let wants_means =
            members.iter().all(|member| matches!(member.scale, None | Some(Scale::Eighth)));
        let way = if wants_means {
            let codes: Vec<_> = unit.iter().map(|place| (place.dc, place.ac)).collect();
            let machine = Machine::new(&dc.codes, &ac.codes, &codes);
            Way::Means(Box::new(Means {
                standing: Standing::default(),
                machine,
                records: Records::new(),
            }))
        } else {
            Way::Values(ac.codes.iter().map(|code| (Values::new(code), Skips::new(code))).collect())
        };
        let first = scan.members[0].component;
        let (units_across, units_down) =
            if alone { frame.own_blocks(first) } else { frame.units() };
        Ok(Self {
            data: Data::new(file, at, tables.restart_interval, damage),
            members,
            unit,
            units_across,
            units_down,
            units_in_strip: if alone { frame.components[first].vertical() } else { 1 },
            dc: dc.codes.iter().map(|code| Symbols::new(code)).collect(),
            way,
        })
    }

    /// What went wrong first.
    pub(crate) fn damage(&self) -> Option<&Error> {
        self.data.damage()
    }

    /// Reads the next strip.
    #[inline(always)]
    pub(crate) fn strip<K: Kernels>(
        &mut self,
        kernels: K,
        canvases: &mut [Canvas<'_>],
    ) -> Result<(), Error> {
        let rows = self.units_in_strip.min(self.units_down);
        self.units_down -= rows;
        for row in 0..rows {
            self.row(kernels, row, canvases)?;
        }
        Ok(())
    }

    #[inline(always)]
    fn row<K: Kernels>(
        &mut self,
        kernels: K,
        row: usize,
        canvases: &mut [Canvas<'_>],
    ) -> Result<(), Error> {
        let mut x = 0;
        while x < self.units_across {
            if self.data.begins_interval()? {
                self.begin();
            }
            let until = x + self.data.units(self.units_across - x);
            if self.data.is_lost() {
                self.fill(row, x..until, canvases);
                self.data.pass(until - x);
                x = until;
                continue;
            }
            x = match self.way {
                Way::Means(_) => self.means(row, x, until, canvases)?,
                Way::Values(_) => self.values(kernels, row, x, until, canvases)?,
            };
        }
        Ok(())
    }

    /// Begins a restart interval.
    fn begin(&mut self) {
        for member in &mut self.members {
            member.predictor = 0;
        }
        if let Way::Means(means) = &mut self.way {
            means.standing = Standing::default();
            means.records.found = 0;
        }
    }

    /// Draws units that could not be read.
    fn fill(&self, row: usize, units: Range<usize>, canvases: &mut [Canvas<'_>]) {
        for (x, place) in units.flat_map(|x| self.unit.iter().map(move |place| (x, place))) {
            let member = &self.members[place.member];
            let Some(n) = member.scale.map(Scale::eighths) else { continue };
            let (column, row) = (x * member.shape.columns + place.column, row + place.row);
            let Canvas { samples, stride } = &mut canvases[member.component];
            for line in samples[row * n * *stride..].chunks_mut(*stride).take(n) {
                line[column * n..][..n].fill(mean(member.predictor as i16, member.divisor));
            }
        }
    }

    /// Reads units from `x` on, at most to `until`, as far as the window goes. Says how far.
    #[inline(always)]
    fn means(
        &mut self,
        row: usize,
        x: usize,
        until: usize,
        canvases: &mut [Canvas<'_>],
    ) -> Result<usize, Error> {
        let Way::Means(means) = &mut self.way else { return Ok(until) };
        let Means { machine, standing, records } = &mut **means;
        let unit = self.unit.len();
        let wanted = (until - x).min(Records::ROOM / unit);
        let (mut bits, edge) = self.data.reader();
        machine.run(&mut bits, standing, records, wanted * unit, edge);
        let reader = bits.pause();
        let units = wanted.min(records.found / unit);
        for member in &mut self.members {
            let list = records.list(member.shape.first_block, unit, units);
            member.draw_means(list, &self.dc[member.shape.dc], row, x, canvases);
        }
        records.drop(units * unit);
        self.data.attend(reader, units, units == wanted)?;
        Ok(x + units)
    }

    /// The same with coefficients.
    #[inline(always)]
    fn values<K: Kernels>(
        &mut self,
        kernels: K,
        row: usize,
        x: usize,
        until: usize,
        canvases: &mut [Canvas<'_>],
    ) -> Result<usize, Error> {
        let Way::Values(ac) = &self.way else { return Ok(until) };
        let (mut bits, edge) = self.data.reader();
        let mut block = Block::ZERO;
        let from = x;
        let mut x = x;
        while x < until {
            for place in &self.unit {
                let member = &mut self.members[place.member];
                let (values, skips) = &ac[place.ac];
                bits.refill();
                let size = bits.symbol(&self.dc[place.dc]);
                member.predictor = member.predictor.wrapping_add(bits.number(size.into()));
                let column = x * member.shape.columns + place.column;
                member.block(
                    kernels,
                    &mut bits,
                    values,
                    skips,
                    &mut block,
                    canvases,
                    column,
                    row + place.row,
                );
            }
            x += 1;
            if bits.position > edge {
                break;
            }
        }
        let reader = bits.pause();
        self.data.attend(reader, x - from, false)?;
        Ok(x)
    }
}

impl Member {
    fn new(
        component: usize,
        shape: Shape,
        frame: &Frame,
        tables: &Tables,
        scales: &[Scale],
    ) -> Result<Self, Fault> {
        let quantiser = usize::from(frame.components[component].quantiser);
        let quantiser = tables.quantisers[quantiser].as_ref().ok_or(Fault::NoQuantiser)?;
        let scale = scales.get(component).copied();
        Ok(Self {
            component,
            scale,
            shape,
            divisor: quantiser[0],
            factors: factors(quantiser, scale.unwrap_or_default()),
            predictor: 0,
        })
    }

    /// Turns differences into samples, from unit `x` on.
    #[inline(always)]
    fn draw_means<'r>(
        &mut self,
        units: impl Iterator<Item = &'r [u64]>,
        code: &Symbols,
        row: usize,
        x: usize,
        canvases: &mut [Canvas<'_>],
    ) {
        if self.scale.is_none() {
            return;
        }
        let Shape { columns, rows, .. } = self.shape;
        let Canvas { samples, stride } = &mut canvases[self.component];
        let mut left = row * *stride + x * columns;
        for records in units {
            for (y, line) in records[..rows * columns].chunks_exact(columns).enumerate() {
                let samples = &mut samples[left + y * *stride..][..columns];
                for (sample, &record) in samples.iter_mut().zip(line) {
                    self.predictor = self.predictor.wrapping_add(difference(record, code));
                    *sample = mean(self.predictor as i16, self.divisor);
                }
            }
            left += columns;
        }
    }

    /// Reads the coefficients of a block whose difference has been read, and draws it.
    #[inline(always)]
    #[expect(
        clippy::too_many_arguments,
        reason = "the hot loop keeps these in registers, each by itself"
    )]
    fn block<K: Kernels>(
        &self,
        kernels: K,
        bits: &mut Bits<'_>,
        values: &Values,
        skips: &Skips,
        block: &mut Block,
        canvases: &mut [Canvas<'_>],
        column: usize,
        row: usize,
    ) {
        let Some(scale) = self.scale else { return skips.pass(bits, 1) };
        let canvas = &mut canvases[self.component];
        let n = scale.eighths();
        let stride = canvas.stride;
        let samples = &mut canvas.samples[row * n * stride + column * n..];
        let flat = || mean(self.predictor as i16, self.divisor);
        let ending = match scale {
            Scale::Eighth => {
                skips.pass(bits, 1);
                samples[0] = flat();
                return;
            }
            Scale::Quarter => values.read(bits, 1, 63, &mut Kept::<4>(block)),
            Scale::Half | Scale::Full => values.read(bits, 1, 63, &mut Kept::<63>(block)),
        };
        if let Ending::Enough(k) = ending {
            skips.pass(bits, k);
        }
        if !matches!(ending, Ending::Empty) {
            block.0[0] = self.predictor as i16;
            match scale {
                Scale::Full => kernels.idct8(block, &self.factors, samples, stride),
                Scale::Half => kernels.idct4(block, &self.factors, samples, stride),
                _ => idct::two_points(block, &self.factors, samples, stride),
            }
            *block = Block::ZERO;
        } else {
            match scale {
                Scale::Full => fill::<8>(flat(), samples, stride),
                Scale::Half => fill::<4>(flat(), samples, stride),
                _ => fill::<2>(flat(), samples, stride),
            }
        }
    }
}

/// A block of which the coefficients up to `ENOUGH` are kept.
struct Kept<'b, const ENOUGH: u32>(&'b mut Block);

impl<const ENOUGH: u32> Sink for Kept<'_, ENOUGH> {
    const ENOUGH: u32 = ENOUGH;

    /// Where there is no second value, the first one is written over it.
    #[inline(always)]
    fn two(&mut self, at: (u32, u32), values: (i16, i16)) {
        self.one(at.1, values.1);
        self.one(at.0, values.0);
    }

    #[inline(always)]
    fn one(&mut self, at: u32, value: i16) {
        self.0.0[usize::from(PLACE[(at & 63) as usize]) & 63] = value;
    }
}

/// The codes that a scan uses, each once.
#[derive(Default)]
struct Chosen<'t> {
    numbers: Vec<usize>,
    codes: Vec<&'t Code>,
}

impl<'t> Chosen<'t> {
    fn index(&mut self, number: usize, slots: &'t [Option<Code>; 4]) -> Result<usize, Fault> {
        if let Some(index) = self.numbers.iter().position(|&known| known == number) {
            return Ok(index);
        }
        self.codes.push(slots[number].as_ref().ok_or(Fault::NoHuffmanTable)?);
        self.numbers.push(number);
        Ok(self.codes.len() - 1)
    }
}
