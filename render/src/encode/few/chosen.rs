//! Choosing a palette: parts of the count are cut in two, always the one that is farthest from being one colour,
//! and then every colour goes to the nearest middle and the middles move there.

use super::Rgba;
use super::counted::{Cell, Counted};
use super::nearest::Nearest;
use super::space::{Point, colour, distance};

/// How often the middles move. The first time is worth as much as all others.
const MOVES: usize = 3;

/// At most so many colours, and no more than it takes that they are off by no more than `enough` in the mean, squared.
pub(crate) fn chosen(counted: &Counted, most: usize, enough: f32) -> Vec<Rgba> {
    let mut cells = counted.0.clone();
    let parts = parts(&mut cells, most, enough);
    let mut middles: Vec<Point> = parts.iter().map(|part| part.middle).collect();
    for _ in 0..MOVES {
        middles = moved(&middles, &cells);
    }
    let mut colours: Vec<Rgba> = middles.into_iter().map(rounded).collect();
    colours.sort_unstable();
    colours.dedup();
    colours
}

fn rounded(point: Point) -> Rgba {
    let colour = colour(point).map(|value| value.round().clamp(0.0, 255.0) as u8);
    if colour[3] == 0 { [0; 4] } else { colour }
}

/// How far off colours may be in the mean, squared, at a quality of less than 100. At 80 one hardly sees it, at 20
/// one sees nothing else.
pub(crate) fn enough(quality: u8) -> f32 {
    let lost = f32::from(100_u8.saturating_sub(quality)) / 10.0;
    lost * lost * 0.6
}

/// A part of the count.
struct Part {
    start: usize,
    end: usize,
    middle: Point,
    /// How far its colours are from its middle, squared, all together, along each axis.
    spread: Point,
}

impl Part {
    fn of(cells: &[Cell], start: usize, end: usize) -> Self {
        let sums = cells[start..end].iter().fold(Sums::default(), Sums::with);
        Self { start, end, middle: sums.middle(), spread: sums.spread() }
    }

    fn whole_spread(&self) -> f32 {
        self.spread.iter().sum()
    }

    /// The two parts that are closest to being one colour each.
    fn cut(&self, cells: &mut [Cell]) -> [Self; 2] {
        let axis = (0..4).max_by(|&a, &b| self.spread[a].total_cmp(&self.spread[b])).unwrap_or(0);
        let own = &mut cells[self.start..self.end];
        own.sort_unstable_by(|a, b| a.point[axis].total_cmp(&b.point[axis]));
        let all = own.iter().fold(Sums::default(), Sums::with);
        let mut before = Sums::default();
        let mut best = (f64::MIN, 1);
        for (at, cell) in own.iter().enumerate().take(own.len() - 1) {
            before = before.with(cell);
            // What is gained by a cut is how far the middles of both sides are from the middle of all.
            let gain = before.gain() + all.less(&before).gain();
            if gain > best.0 {
                best = (gain, at + 1);
            }
        }
        let middle = self.start + best.1;
        [Self::of(cells, self.start, middle), Self::of(cells, middle, self.end)]
    }
}

fn parts(cells: &mut [Cell], most: usize, enough: f32) -> Vec<Part> {
    let all: f32 = cells.iter().map(|cell| cell.count).sum();
    let mut parts = vec![Part::of(cells, 0, cells.len())];
    while parts.len() < most {
        let spread: f32 = parts.iter().map(Part::whole_spread).sum();
        let can_be_cut = |part: &Part| part.end - part.start > 1;
        let widest = parts.iter().enumerate().filter(|(_, part)| can_be_cut(part));
        let widest = widest.max_by(|a, b| a.1.whole_spread().total_cmp(&b.1.whole_spread()));
        let Some((at, _)) = widest.filter(|_| spread > enough * all) else { break };
        let [one, other] = parts.swap_remove(at).cut(cells);
        parts.extend([one, other]);
    }
    parts
}

/// Sums over cells.
#[derive(Debug, Default, Clone, Copy)]
struct Sums {
    count: f64,
    points: [f64; 4],
    squares: [f64; 4],
}

impl Sums {
    fn with(mut self, cell: &Cell) -> Self {
        let count = f64::from(cell.count);
        self.count += count;
        for axis in 0..4 {
            let place = f64::from(cell.point[axis]);
            self.points[axis] += count * place;
            self.squares[axis] += count * place * place;
        }
        self
    }

    fn less(mut self, other: &Self) -> Self {
        self.count -= other.count;
        for axis in 0..4 {
            self.points[axis] -= other.points[axis];
            self.squares[axis] -= other.squares[axis];
        }
        self
    }

    fn middle(&self) -> Point {
        self.points.map(|sum| (sum / self.count.max(1.0)) as f32)
    }

    fn spread(&self) -> Point {
        let spread = |axis: usize| {
            let sum = self.points[axis];
            (self.squares[axis] - sum * sum / self.count.max(1.0)).max(0.0) as f32
        };
        [0, 1, 2, 3].map(spread)
    }

    fn gain(&self) -> f64 {
        self.points.iter().map(|sum| sum * sum).sum::<f64>() / self.count.max(1.0)
    }
}

/// Where the middles are of what is nearest to each.
fn moved(middles: &[Point], cells: &[Cell]) -> Vec<Point> {
    let nearest = Nearest::to_points(middles);
    let mut sums = vec![Sums::default(); middles.len()];
    for cell in cells {
        let sum = &mut sums[nearest.number_of(cell.point)];
        *sum = sum.with(cell);
    }
    let moved = sums.iter().zip(middles);
    moved.map(|(sum, &old)| if sum.count > 0.0 { sum.middle() } else { old }).collect()
}

/// How far, squared and in the mean, colours are from the nearest of a palette.
pub(crate) fn off(counted: &Counted, nearest: &Nearest) -> f32 {
    let off = |cell: &Cell| {
        let found = nearest.point(cell.point);
        found.map_or(f32::MAX, |found| distance(found, cell.point) * cell.count)
    };
    let all: f32 = counted.0.iter().map(|cell| cell.count).sum();
    counted.0.iter().map(off).sum::<f32>() / all.max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_colours_are_all_chosen() {
        let colours = [[0, 0, 0, 255], [255, 255, 255, 255], [200, 30, 40, 255], [0; 4]];
        let counted = Counted::of(colours.into_iter().cycle().take(400));
        let mut sorted = colours;
        sorted.sort_unstable();
        assert_eq!(chosen(&counted, 256, 0.0), sorted);
    }

    #[test]
    fn what_occurs_often_is_met_better() {
        let ramp = (0..=255u8).map(|grey| [grey, grey, grey, 255]);
        let often = std::iter::repeat_n([100, 100, 100, 255], 10_000);
        let counted = Counted::of(ramp.chain(often));
        let palette = chosen(&counted, 8, 0.0);
        assert_eq!(palette.len(), 8);
        assert!(palette.iter().any(|colour| colour[0].abs_diff(100) <= 1), "{palette:?}");
    }

    #[test]
    fn no_more_colours_are_chosen_than_are_enough() {
        let counted = Counted::of((0..=255u8).map(|grey| [grey, grey, grey, 255]));
        let few = chosen(&counted, 256, 100.0);
        let many = chosen(&counted, 256, 10.0);
        assert!(few.len() < many.len() && many.len() < 100, "{} {}", few.len(), many.len());
        assert!(off(&counted, &Nearest::to(&few)) <= 100.0);
    }
}
