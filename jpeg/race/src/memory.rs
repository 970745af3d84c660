//! How much memory a picture takes on its way from one file to a smaller one, strip by strip.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use sizewise_jpeg::{Decoder, Encoder, Sampling, Settings, View};

use crate::pictures::JpegFile;

/// The width that pictures become, if they are wider.
const WIDTH: usize = 1600;

/// An allocator that counts what is taken, and the most that has been taken at a time.
struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[expect(unsafe_code, reason = "an allocator cannot be written without")]
// SAFETY: both functions hand everything to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = NOW.fetch_add(layout.size(), Relaxed) + layout.size();
        MOST.fetch_max(now, Relaxed);
        // SAFETY: what the caller promises is what the system's allocator wants.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(place, layout) }
    }
}

/// Prints for each file that is wider than 1600 what making it that wide takes above the file itself.
pub(crate) fn measure(files: &[JpegFile]) {
    println!("| case | becomes | file KiB | most KiB above the input, strip by strip |");
    println!("|---|---|---|---|");
    for file in files {
        let before = NOW.load(Relaxed);
        MOST.store(before, Relaxed);
        let Some((width, height, length)) = smaller(&file.bytes) else { continue };
        let most = (MOST.load(Relaxed) - before).div_ceil(1024);
        println!("| {} | {width} × {height} | {} | {most} |", file.name, length.div_ceil(1024));
    }
}

/// Makes a file 1600 wide. Says its size and its length.
fn smaller(file: &[u8]) -> Option<(usize, usize, usize)> {
    let decoder = Decoder::new(file).ok()?;
    let (from_width, from_height) = (decoder.header().width(), decoder.header().height());
    if from_width <= WIDTH {
        return None;
    }
    let height = (from_height * WIDTH).div_ceil(from_width);
    let luma = (WIDTH, height);
    let chroma = (WIDTH.div_ceil(2), height.div_ceil(2));
    let sizes = match decoder.header().components().len() {
        1 => vec![luma],
        _ => vec![luma, chroma, chroma],
    };
    let sampling = if sizes.len() == 1 { Sampling::Grey } else { Sampling::S420 };
    let (wide, tall) = (u32::try_from(WIDTH).ok()?, u32::try_from(height).ok()?);
    let mut encoder = Encoder::new(wide, tall, sampling, &Settings::default()).ok()?;
    let mut strips = decoder.scale_to_cover(luma, chroma).strips().ok()?;
    let thinned = |(index, &size)| Thinned::new(strips.extent(index), size);
    let mut planes: Vec<Thinned> = sizes.iter().enumerate().map(thinned).collect();
    while let Some(strip) = strips.next().ok()? {
        for (index, plane) in planes.iter_mut().enumerate() {
            strip.view(index).rows().for_each(|row| plane.push(row));
        }
        while let Some(rows) = next(&encoder, &planes) {
            encoder.push(&rows).ok()?;
            let taken: Vec<usize> = rows.iter().map(View::height).collect();
            planes.iter_mut().zip(taken).for_each(|(plane, rows)| plane.drop(rows));
        }
    }
    Some((WIDTH, height, encoder.finish().ok()?.len()))
}

/// The rows that the encoder wants next, once all of them are there.
fn next<'p>(encoder: &Encoder, planes: &'p [Thinned]) -> Option<Vec<View<'p>>> {
    let rows = |(index, plane): (usize, &'p Thinned)| plane.rows(encoder.next_rows(index).len());
    planes.iter().enumerate().map(rows).collect()
}

/// A plane that becomes smaller row by row: each sample is the mean of the area that it stands for.
struct Thinned {
    width: usize,
    height: usize,
    /// Samples that one of ours stands for, across and down.
    step: (f64, f64),
    /// Rows that have come in.
    come: usize,
    /// Rows that have been finished, and what there is of the next one.
    finished: usize,
    sums: Vec<f64>,
    /// Finished rows that nobody has taken.
    samples: Vec<u8>,
}

impl Thinned {
    fn new(extent: (f64, f64), (width, height): (usize, usize)) -> Self {
        let step = (extent.0 / width as f64, extent.1 / height as f64);
        let sums = vec![0.0; width];
        Self { width, height, step, come: 0, finished: 0, sums, samples: Vec::new() }
    }

    fn push(&mut self, row: &[u8]) {
        let (from, to) = (self.come as f64, self.come as f64 + 1.0);
        self.come += 1;
        while self.finished < self.height {
            let end = (self.finished + 1) as f64 * self.step.1;
            let begin = self.finished as f64 * self.step.1;
            let share = (to.min(end) - from.max(begin)).max(0.0) / self.step.1;
            self.add(row, share);
            // The last one is finished by the last row, however the sums were rounded.
            if to + 1e-6 < end {
                break;
            }
            self.samples.extend(self.sums.iter().map(|&sum| (sum + 0.5) as u8));
            self.sums.fill(0.0);
            self.finished += 1;
        }
    }

    fn add(&mut self, row: &[u8], share: f64) {
        for (x, sum) in self.sums.iter_mut().enumerate() {
            let (begin, end) = (x as f64 * self.step.0, (x + 1) as f64 * self.step.0);
            let covered = &row[begin as usize..(end.ceil() as usize).min(row.len())];
            let of = |(at, &sample): (usize, &u8)| {
                let from = (begin.floor() + at as f64).max(begin);
                let to = (begin.floor() + at as f64 + 1.0).min(end);
                (to - from) * f64::from(sample)
            };
            *sum += covered.iter().enumerate().map(of).sum::<f64>() * share / self.step.0;
        }
    }

    /// The first so many finished rows, if there are so many and any.
    fn rows(&self, count: usize) -> Option<View<'_>> {
        View::new(&self.samples, self.width, self.width, count)
    }

    fn drop(&mut self, rows: usize) {
        self.samples.drain(..rows * self.width);
    }
}
