//! What a file may cost is what it costs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(unsafe_code, reason = "an allocator that counts has no other way to be one")]

mod reference;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use reference::{
    Codes, Picture, Scan, Texture, Writing, libjpeg_like, one_by_one, segments, spectral,
};
use sizewise_jpeg::{Damage, Decoder, Error, Limits, Scale};

const S420: [(usize, usize); 3] = [(2, 2), (1, 1), (1, 1)];
/// What a decoder takes for itself, whatever the file.
const ITSELF: u64 = 1 << 19;

thread_local! {
    static NOW: Cell<i64> = const { Cell::new(0) };
    static MOST: Cell<i64> = const { Cell::new(0) };
}

/// Counts the bytes of each thread, so that tests do not disturb each other.
struct Counting;

fn count(bytes: i64) {
    NOW.set(NOW.get() + bytes);
    MOST.set(MOST.get().max(NOW.get()));
}

// SAFETY: the system's allocator does all the work.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as i64);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as i64);
        // SAFETY: as the caller promises.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        count(-(layout.size() as i64));
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most bytes that were taken at any time while working.
fn most<T>(work: impl FnOnce() -> T) -> (u64, T) {
    let before = NOW.get();
    MOST.set(before);
    let result = work();
    ((MOST.get() - before) as u64, result)
}

fn limited<'a>(file: &'a [u8], scale: Scale, memory: u64) -> Decoder<'a> {
    let limits = Limits { memory, ..Limits::default() };
    Decoder::new(file).unwrap().scale(scale).limits(limits)
}

/// The least limit that suffices, by what the refusals say. Checks that one byte less does not.
fn need<T>(run: impl Fn(u64) -> Result<T, Error>) -> u64 {
    let mut memory = 0;
    loop {
        match run(memory) {
            Err(Error::TooLarge { needed, limit }) => {
                assert_eq!(limit, memory);
                assert!(needed > limit);
                memory = needed;
            }
            Err(error) => panic!("{error}"),
            Ok(_) => break,
        }
    }
    let refused = Error::TooLarge { needed: memory, limit: memory - 1 };
    assert_eq!(run(memory - 1).err(), Some(refused));
    memory
}

fn writings() -> [Writing; 5] {
    let (sequential, progressive) = (Writing::sequential(3), Writing::progressive(3));
    [
        sequential.clone(),
        Writing { scans: one_by_one(3), ..sequential },
        Writing { scans: spectral(3), interval: 3, ..progressive.clone() },
        Writing { codes: Codes::Long, ..progressive.clone() },
        progressive,
    ]
}

#[test]
fn no_more_memory_is_taken_than_was_permitted() {
    for texture in [Texture::Plain, Texture::Natural, Texture::Noise] {
        let picture = Picture::random(51, (700, 300), &S420, texture);
        for writing in writings() {
            let file = writing.bytes(&picture);
            for scale in Scale::ALL {
                let what = format!("{texture:?} at {scale:?}, {writing:?}");
                let needed = need(|memory| limited(&file, scale, memory).decode());
                let (taken, _) = most(|| limited(&file, scale, needed).decode().unwrap());
                assert!(taken <= needed + ITSELF, "{taken} of {needed}: {what}");
                let needed = need(|memory| limited(&file, scale, memory).strips());
                let (taken, _) = most(|| {
                    let mut strips = limited(&file, scale, needed).strips().unwrap();
                    while strips.next().unwrap().is_some() {}
                });
                assert!(taken <= needed + ITSELF, "{taken} of {needed}: {what}, strips");
            }
        }
    }
}

#[test]
fn samples_and_coefficients_count_together() {
    // So large that what a decoder takes for itself hides neither of them.
    let picture = Picture::random(53, (1600, 1000), &S420, Texture::Plain);
    let file = Writing::progressive(3).bytes(&picture);
    let needed = need(|memory| limited(&file, Scale::Full, memory).decode());
    let (taken, _) = most(|| limited(&file, Scale::Full, needed).decode().unwrap());
    assert!(taken <= needed + ITSELF, "{taken} of {needed}");
}

#[test]
fn many_scans_with_many_tables_are_within_it() {
    // As many scans as there may be, with long codes made for each of them.
    let picture = Picture::random(52, (64, 64), &S420, Texture::Noise);
    let mut scans = libjpeg_like(3)[..1].to_vec();
    let band = |n, k| Scan::new(&[n], (k, k), 0, 0);
    scans.extend((1..64).flat_map(|k| (0..3).map(move |n| band(n, k))));
    let writing = Writing { scans, codes: Codes::Long, ..Writing::progressive(3) };
    let file = writing.bytes(&picture);
    let needed = need(|memory| limited(&file, Scale::Full, memory).decode());
    let (taken, _) = most(|| limited(&file, Scale::Full, needed).decode().unwrap());
    assert!(taken <= needed + ITSELF, "{taken} of {needed}");
}

#[test]
fn the_need_is_known_before_anything_is_taken() {
    let (sequential, progressive) = ([1, 1, 0, 0, 63, 0], [1, 1, 0, 0, 0, 0]);
    for (marker, scan) in [(0xc0, sequential), (0xc2, progressive)] {
        let mut table = [0; 18];
        table[1] = 1;
        let mut other = table;
        other[0] = 0x10;
        let quantiser: Vec<u8> = std::iter::once(0).chain([1; 64]).collect();
        let frame = [8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0];
        let tables = [(0xdb, &quantiser[..]), (0xc4, &table), (0xc4, &other)];
        let file = segments(&[&tables[..], &[(marker, &frame), (0xda, &scan)]].concat());
        let blocks = 8192 * 8192;
        for damage in [Damage::Refused, Damage::Filled] {
            let limits = Limits { memory: 64 * blocks - 1, ..Limits::default() };
            let decoder = Decoder::new(&file).unwrap().limits(limits).damage(damage);
            let (taken, result) = most(|| decoder.decode());
            let expected = Error::TooLarge { needed: 64 * blocks, limit: 64 * blocks - 1 };
            assert_eq!(result, Err(expected));
            assert!(taken < 4096, "{taken}");
            let limits = Limits { memory: 64 * 8192 - 1, ..Limits::default() };
            let (taken, result) = most(|| decoder.limits(limits).strips());
            assert!(matches!(result.err(), Some(Error::TooLarge { .. })));
            assert!(taken < 4096, "{taken}");
        }
    }
}
