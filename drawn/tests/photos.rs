//! The pictures that a newcomer sees are what they are meant to be, and what the program draws.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../examples/photos/main.rs"]
#[allow(dead_code, reason = "what draws whole files into a folder is the program's")]
mod photos;

use photos::{DELAY, FRAMES, POST, Still};
use sizewise::{Limits, Source, SourceFormat};
use sizewise_drawn::{made, seen, seen_film, seen_through};
use sizewise_render::{facts, probe};

/// A file, the most bytes that it may have, and its size as it is looked at.
struct Photo {
    name: &'static str,
    bytes: &'static [u8],
    most: usize,
    size: (u32, u32),
}

const PHOTOS: [Photo; 5] = [
    Photo {
        name: "01.jpg",
        bytes: include_bytes!("../../examples/photos/01.jpg"),
        most: 700_000,
        size: (2400, 1600),
    },
    Photo {
        name: "02.jpg",
        bytes: include_bytes!("../../examples/photos/02.jpg"),
        most: 350_000,
        size: (1200, 1800),
    },
    Photo {
        name: "badge.png",
        bytes: include_bytes!("../../examples/photos/badge.png"),
        most: 150_000,
        size: (800, 800),
    },
    Photo {
        name: "waves.gif",
        bytes: include_bytes!("../../examples/photos/waves.gif"),
        most: 250_000,
        size: POST,
    },
    Photo {
        name: "logo.svg",
        bytes: include_bytes!("../../examples/photos/logo.svg"),
        most: 4_000,
        size: (640, 240),
    },
];

fn photo(name: &str) -> &'static [u8] {
    PHOTOS.iter().find(|photo| photo.name == name).unwrap().bytes
}

fn source(name: &str) -> Source {
    probe(photo(name)).unwrap()
}

#[test]
fn each_has_the_size_that_it_is_to_be_seen_in() {
    for Photo { name, bytes, size, .. } in PHOTOS {
        assert_eq!(probe(bytes).unwrap().upright_size(), size, "{name}");
    }
}

#[test]
fn together_they_are_small_enough_to_be_carried_along() {
    for Photo { name, bytes, most, .. } in PHOTOS {
        assert!(bytes.len() <= most, "{name} has {} bytes", bytes.len());
    }
    let all: usize = PHOTOS.iter().map(|photo| photo.bytes.len()).sum();
    assert!(all < 1_500_000, "together they have {all} bytes");
}

/// What does not change from frame to frame is left out of them, so its header says that something shines through.
#[test]
fn each_shows_something_else_of_what_originals_may_be() {
    let found = PHOTOS.map(|photo| {
        let source = source(photo.name);
        (source.format, source.has_alpha, source.frames.get())
    });
    let meant = [
        (SourceFormat::Jpeg, false, 1),
        (SourceFormat::Jpeg, false, 1),
        (SourceFormat::Png, true, 1),
        (SourceFormat::Gif, true, FRAMES),
        (SourceFormat::Svg, true, 1),
    ];
    assert_eq!(found, meant);
}

#[test]
fn the_second_is_stored_lying_on_its_side_and_comes_out_upright() {
    let lying = source("02.jpg");
    assert_eq!((lying.width.get(), lying.height.get()), (1800, 1200));
    let upright = seen(&made(photo("02.jpg"), "w=200&f=png").unwrap());
    assert_eq!((upright.width, upright.height), (200, 300));
    // The sky is above, and it is lighter than the wood.
    let light = |y: usize| {
        let row = (0..200).map(|x| upright.at(x, y).map(u32::from).iter().sum::<u32>());
        row.sum::<u32>()
    };
    assert!(light(90) > 2 * light(290), "{} is above {}", light(90), light(290));
}

#[test]
fn the_film_has_no_end_and_every_frame_its_time() {
    let film = seen_film(&made(photo("waves.gif"), "f=gif").unwrap());
    assert_eq!((film.frames.len() as u32, film.plays), (FRAMES, 0));
    assert!(film.frames.iter().all(|frame| frame.1 == u32::from(DELAY) * 10));
    let told = facts(photo("waves.gif"), &source("waves.gif"), &Limits::default()).unwrap();
    assert_eq!(told.duration, Some(u64::from(FRAMES * u32::from(DELAY)) * 10));
    assert_eq!(told.frames, FRAMES);
}

#[test]
fn a_ground_shines_through_the_badge_and_its_shadow() {
    let (width, _, pixels) = seen_through(&made(photo("badge.png"), "f=png").unwrap());
    let alpha = |x: usize, y: usize| pixels[y * width + x][3];
    assert_eq!(alpha(4, 4), 0, "there is nothing in the corner");
    let count = |alphas: std::ops::Range<u8>| {
        pixels.iter().filter(|pixel| alphas.contains(&pixel[3])).count()
    };
    assert!(count(1..128) > 20_000, "{} pixels of shadow", count(1..128));
    assert!(count(60..220) > 20_000, "{} pixels of glass", count(60..220));
    let (_, _, pixels) = seen_through(&made(photo("badge.png"), "f=jpeg&q=95&bg=ff0000").unwrap());
    let [r, g, b, _] = pixels[4 * width + 4];
    assert!(r > 250 && g < 8 && b < 8, "behind it is {r}, {g}, {b} and not red");
}

#[test]
fn each_can_be_had_in_400_pixels_and_every_format() {
    for Photo { name, bytes, size, .. } in PHOTOS {
        for format in ["jpeg", "png", "webp"] {
            let small = made(bytes, &format!("w=400&f={format}")).unwrap();
            let height = (400.0 * f64::from(size.1) / f64::from(size.0)).round() as u32;
            assert_eq!(small.size, (400, height), "{name} as {format}");
            if small.format != sizewise::Format::Webp || source(name).frames.get() == 1 {
                let (_, _, pixels) = seen_through(&small);
                let is_clear = pixels.iter().any(|pixel| pixel[3] == 0);
                let may_be = ["badge.png", "logo.svg"].contains(&name) && format != "jpeg";
                assert_eq!(is_clear, may_be, "{name} as {format}");
            } else {
                assert_eq!(seen_film(&small).frames.len() as u32, FRAMES);
            }
        }
    }
}

/// Every so many rows and columns, one is drawn and looked at: each pixel has nothing to do with its neighbours.
const SPARSE: usize = 13;
/// What a sample may differ by on the average: JPEG loses some, and machines need not agree about sines.
const MEAN: f64 = 3.0;

fn difference(still: &Still) -> f64 {
    let (width, _, stored) = seen_through(&made(photo(still.name), "f=png").unwrap());
    let canvas = still.canvas();
    let rows = (SPARSE / 2..still.size.1 as usize).step_by(SPARSE);
    let places = rows.flat_map(|y| (SPARSE / 2..width).step_by(SPARSE).map(move |x| (x, y)));
    let differences: Vec<f64> = places
        .flat_map(|(x, y)| {
            let drawn = canvas.pixel(x as u32, y as u32).bytes();
            let stored = stored[y * width + x];
            // What cannot be seen has no colour.
            let seen = |[r, g, b, a]: [u8; 4]| [r, g, b, 255].map(|part| mul(part, a));
            seen(drawn).into_iter().zip(seen(stored)).map(|(a, b)| f64::from(a.abs_diff(b)))
        })
        .collect();
    differences.iter().sum::<f64>() / differences.len() as f64
}

fn mul(value: u8, alpha: u8) -> u8 {
    (u16::from(value) * u16::from(alpha) / 255) as u8
}

#[test]
fn the_program_draws_the_stills_that_lie_in_the_folder() {
    for still in photos::stills() {
        let found = difference(&still);
        assert!(found < MEAN, "{} differs by {found:.2} from what is drawn", still.name);
    }
}

#[test]
fn the_program_draws_the_film_that_lies_in_the_folder() {
    let drawn = seen_film(&made(&photos::film().unwrap(), "f=gif").unwrap());
    let stored = seen_film(&made(photo("waves.gif"), "f=gif").unwrap());
    assert_eq!(drawn.frames.len(), stored.frames.len());
    for (drawn, stored) in drawn.frames.iter().zip(&stored.frames) {
        let parts = drawn.0.iter().flatten().zip(stored.0.iter().flatten());
        let sum: u64 = parts.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        let mean = sum as f64 / (4 * drawn.0.len()) as f64;
        assert!(mean < 1.0, "a frame differs by {mean:.2}");
    }
}
