//! Animations come out with all their frames, at their time, and as they are seen.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use sizewise::Limits;
use sizewise_drawn::gif::{self, Cel};
use sizewise_drawn::webp::{self, Webp};
use sizewise_drawn::{
    BLUE, GREEN, Pixels, RED, Rgb, Seen, WHITE, made, seen, seen_film, seen_through,
};
use sizewise_render::{facts, probe};

const SIZE: (u16, u16) = (64, 48);
const CLEAR: [u8; 4] = [0; 4];

fn opaque([r, g, b]: Rgb) -> [u8; 4] {
    [r, g, b, 255]
}

fn whole(colour: Rgb, delay: u16) -> Cel {
    let pixels = Pixels::draw((64, 48), |_, _| colour);
    Cel { pixels, place: (0, 0), delay, disposal: 1, hidden: None }
}

/// 16 pixels wide and high.
fn small(colour: Rgb, place: (u16, u16), disposal: u8) -> Cel {
    let pixels = Pixels::draw((16, 16), |_, _| colour);
    Cel { pixels, place, delay: 5, disposal, hidden: None }
}

/// A square that moves over a ground of another colour; for some time nothing moves.
fn moving() -> Vec<Cel> {
    let mut cels = vec![whole(BLUE, 7)];
    cels.extend([(0, 0), (16, 0), (16, 16), (32, 16)].map(|place| small(RED, place, 3)));
    cels.push(small(GREEN, (40, 30), 1));
    cels.push(Cel { delay: 0, ..small(GREEN, (40, 30), 1) });
    cels.push(Cel { delay: 300, ..small(WHITE, (0, 32), 1) });
    cels
}

fn moving_gif() -> Vec<u8> {
    gif::animation(SIZE, Some(0), &moving())
}

/// The same, as a WebP without loss.
fn moving_webp(plays: u16) -> Vec<u8> {
    let colours = [BLUE, RED, GREEN, WHITE, RED];
    let cels: Vec<_> = (0..5u32)
        .map(|number| webp::Cel {
            picture: Webp::lossless(&Pixels::draw((64 - 8 * number, 48), |_, _| {
                colours[number as usize]
            })),
            size: (64 - 8 * number, 48),
            place: (8 * number, 0),
            duration: 33 + number,
            flags: (number % 2) as u8,
        })
        .collect();
    webp::animation((64, 48), plays, &cels).bytes()
}

#[track_caller]
fn check_near(found: [u8; 4], meant: [u8; 4], what: &str) {
    let is_near = found[3] == meant[3] && (0..3).all(|c| found[c].abs_diff(meant[c]) < 14);
    assert!(is_near || meant[3] == 0 && found[3] == 0, "{what}: {found:?} is not {meant:?}");
}

/// Colours of each frame at places of a canvas of that width.
#[track_caller]
fn check_places(film: &Seen, width: usize, places: &[(usize, usize)], meant: &[&[[u8; 4]]]) {
    assert_eq!(film.frames.len(), meant.len());
    for (number, ((pixels, _), meant)) in film.frames.iter().zip(meant).enumerate() {
        for (&(x, y), &meant) in places.iter().zip(*meant) {
            check_near(pixels[y * width + x], meant, &format!("frame {number} at {x}, {y}"));
        }
    }
}

#[test]
fn frames_their_times_and_how_often_they_are_shown_stay() {
    let times = [70, 50, 50, 50, 50, 50, 0, 3000];
    let of_webp = [33, 34, 35, 36, 37];
    // Hundredths of a second, of which none is lost.
    let rounded = [30, 40, 30, 40, 40];
    for (file, repeats) in [(moving_gif(), 0), (gif::animation(SIZE, Some(4), &moving()), 5)] {
        for format in ["gif", "webp"] {
            for size in ["q=90", "w=32", "h=90&enlarge"] {
                let film = seen_film(&made(&file, &format!("{size}&f={format}")).unwrap());
                let found: Vec<u32> = film.frames.iter().map(|frame| frame.1).collect();
                assert_eq!((found, film.plays), (times.to_vec(), repeats), "{format} {size}");
            }
        }
    }
    for (plays, query, meant) in [
        (0, "w=32", of_webp),
        (7, "q=90", of_webp),
        (7, "w=32&f=gif", rounded),
        (1, "f=gif", rounded),
    ] {
        let film = seen_film(&made(&moving_webp(plays), query).unwrap());
        let found: Vec<u32> = film.frames.iter().map(|frame| frame.1).collect();
        assert_eq!((found, film.plays), (meant.to_vec(), plays.into()), "{query}");
    }
    let once = seen_film(&made(&gif::animation(SIZE, None, &moving()), "w=32").unwrap());
    assert_eq!(once.plays, 1, "what says nothing of it is shown once");
}

#[test]
fn each_frame_is_laid_on_what_those_before_it_left() {
    let [red, green, blue, white] = [RED, GREEN, BLUE, WHITE].map(opaque);
    for (query, share) in [("f=gif", 1), ("f=webp", 1), ("w=32&f=gif", 2), ("w=32&f=webp&q=95", 2)]
    {
        let film = seen_film(&made(&moving_gif(), query).unwrap());
        let places = [(8, 8), (24, 8), (24, 24), (40, 24), (48, 40), (8, 40)];
        let places = places.map(|(x, y)| (x / share, y / share));
        check_places(
            &film,
            64 / share,
            &places,
            &[
                &[blue, blue, blue, blue, blue, blue],
                &[red, blue, blue, blue, blue, blue],
                &[blue, red, blue, blue, blue, blue],
                &[blue, blue, red, blue, blue, blue],
                &[blue, blue, blue, red, blue, blue],
                &[blue, blue, blue, blue, green, blue],
                &[blue, blue, blue, blue, green, blue],
                &[blue, blue, blue, blue, green, white],
            ],
        );
    }
}

/// Each frame leaves nothing, or hides some of itself.
#[test]
fn what_is_gone_is_gone_and_what_is_hidden_shows_what_is_below() {
    let half = Pixels::draw((32, 16), |x, _| if x < 16 { GREEN } else { WHITE });
    let cels = [
        small(RED, (0, 0), 2),
        small(BLUE, (16, 0), 1),
        Cel { pixels: half, place: (0, 16), delay: 5, disposal: 3, hidden: Some(WHITE) },
        small(RED, (16, 16), 2),
        small(GREEN, (48, 32), 1),
    ];
    let file = gif::animation(SIZE, Some(0), &cels);
    let [red, green, blue] = [RED, GREEN, BLUE].map(opaque);
    for (query, share) in [("f=gif", 1), ("f=webp", 1), ("w=32&f=gif", 2), ("w=32&f=webp&q=95", 2)]
    {
        let film = seen_film(&made(&file, query).unwrap());
        let places = [(8, 8), (24, 8), (8, 24), (24, 24), (56, 40), (40, 8)];
        let places = places.map(|(x, y)| (x / share, y / share));
        check_places(
            &film,
            64 / share,
            &places,
            &[
                &[red, CLEAR, CLEAR, CLEAR, CLEAR, CLEAR],
                &[CLEAR, blue, CLEAR, CLEAR, CLEAR, CLEAR],
                &[CLEAR, blue, green, CLEAR, CLEAR, CLEAR],
                &[CLEAR, blue, CLEAR, red, CLEAR, CLEAR],
                &[CLEAR, blue, CLEAR, CLEAR, green, CLEAR],
            ],
        );
    }
}

#[test]
fn frames_of_a_webp_replace_or_let_through() {
    let pixels = |colour| Pixels::draw((32, 24), |_, _| colour);
    let cel =
        |picture, place, flags| webp::Cel { picture, size: (32, 24), place, duration: 50, flags };
    let cels = [
        cel(Webp::lossless(&pixels(RED)), (0, 0), 0),
        // What is blue is not there.
        cel(Webp::lossless_alpha(&pixels(BLUE)), (0, 0), 0),
        cel(Webp::lossless_alpha(&pixels(BLUE)), (0, 0), 2),
        cel(Webp::lossless(&pixels(GREEN)), (32, 24), 1),
        cel(Webp::lossless(&pixels(WHITE)), (0, 24), 0),
    ];
    let file = webp::animation((64, 48), 0, &cels).bytes();
    let [red, green, white] = [RED, GREEN, WHITE].map(opaque);
    for (query, share) in
        [("flop&rotate=180", 1), ("f=gif&flop&rotate=180", 1), ("w=32&flop&rotate=180", 2)]
    {
        // The lower half is the upper one then.
        let film = seen_film(&made(&file, query).unwrap());
        let places = [(8, 40), (40, 8), (8, 8), (40, 40)].map(|(x, y)| (x / share, y / share));
        check_places(
            &film,
            64 / share,
            &places,
            &[
                &[red, CLEAR, CLEAR, CLEAR],
                &[red, CLEAR, CLEAR, CLEAR],
                &[CLEAR, CLEAR, CLEAR, CLEAR],
                &[CLEAR, green, CLEAR, CLEAR],
                &[CLEAR, CLEAR, white, CLEAR],
            ],
        );
    }
}

#[test]
fn options_are_for_every_frame() {
    let grey = |[r, g, b]: Rgb| {
        let luma = 0.299 * f64::from(r) + 0.587 * f64::from(g) + 0.114 * f64::from(b);
        opaque([luma.round() as u8; 3])
    };
    let corner = |query: &str| {
        let rendered = made(&moving_gif(), query).unwrap();
        let film = seen_film(&rendered);
        (rendered.size, film.frames.iter().map(|(pixels, _)| pixels[0]).collect::<Vec<_>>())
    };
    for format in ["gif", "webp"] {
        let check = |query: &str, size: (u32, u32), meant: [[u8; 4]; 8]| {
            let (found_size, found) = corner(&format!("{query}&f={format}"));
            assert_eq!(found_size, size, "{query}");
            found.iter().zip(meant).for_each(|(&found, meant)| check_near(found, meant, query));
        };
        let [red, green, blue, white] = [RED, GREEN, BLUE, WHITE].map(opaque);
        let seen = [blue, red, blue, blue, blue, blue, blue, blue];
        check("w=32", (32, 24), seen);
        check("style=bw", (64, 48), [BLUE, RED, BLUE, BLUE, BLUE, BLUE, BLUE, BLUE].map(grey));
        check("rotate=90", (48, 64), [blue, blue, blue, blue, blue, blue, blue, white]);
        check("crop=40_30_16_16", (16, 16), [blue, blue, blue, blue, red, green, green, green]);
        check("w=24&h=24&fit=cover&focus=left", (24, 24), seen);
        check("w=24&h=24&fit=cover&focus=smart", (24, 24), seen);
        check("w=64&h=64&fit=contain&bg=c81e28", (64, 64), [red; 8]);
    }
}

/// What any frame shows within a border stays, in all of them.
#[test]
fn a_film_is_trimmed_to_what_moves() {
    let cels = [whole(BLUE, 5), small(RED, (16, 0), 3), small(RED, (24, 16), 3)];
    let rendered = made(&gif::animation(SIZE, None, &cels), "trim=10").unwrap();
    assert_eq!(rendered.size, (24, 32));
    let film = seen_film(&rendered);
    let [red, blue] = [RED, BLUE].map(opaque);
    check_places(&film, 24, &[(0, 0), (20, 20)], &[&[blue, blue], &[red, blue], &[blue, red]]);
}

/// Contrast that is stretched in each frame by itself flickers.
#[test]
fn contrast_is_stretched_alike_in_all_frames() {
    let film = seen_film(&made(&moving_gif(), "normalize&style=bw&f=webp").unwrap());
    let at = |frame: usize, x: usize, y: usize| film.frames[frame].0[y * 64 + x][0];
    let ground = at(0, 60, 4);
    assert!((1..8).all(|frame| at(frame, 60, 4).abs_diff(ground) < 6));
    assert!(at(7, 8, 40) > 240, "white is lightest");
}

#[test]
fn a_still_format_takes_the_first_frame() {
    for file in [moving_gif(), moving_webp(0)] {
        for format in ["png", "jpeg"] {
            let pixels = seen(&made(&file, &format!("w=32&f={format}")).unwrap());
            assert_eq!((pixels.width, pixels.height), (32, 24));
            check_near(opaque(pixels.at(16, 12)), opaque(BLUE), format);
        }
    }
    let hidden = gif::animation(SIZE, None, &[small(RED, (16, 16), 1), whole(BLUE, 5)]);
    let (width, _, pixels) = seen_through(&made(&hidden, "f=png").unwrap());
    assert_eq!((pixels[0], pixels[20 * width + 20]), (CLEAR, opaque(RED)));
}

/// An animation of one frame is one still, and a GIF of one is a still GIF.
#[test]
fn one_frame_is_no_animation() {
    let cels = [webp::Cel {
        picture: Webp::lossless(&Pixels::draw((64, 48), |_, _| RED)),
        size: (64, 48),
        place: (0, 0),
        duration: 100,
        flags: 0,
    }];
    let file = webp::animation((64, 48), 0, &cels).bytes();
    for format in ["gif", "png", "webp"] {
        let pixels = seen(&made(&file, &format!("w=32&f={format}")).unwrap());
        check_near(opaque(pixels.at(5, 5)), opaque(RED), format);
    }
    let still = made(&gif::animation(SIZE, None, &[whole(GREEN, 5)]), "w=32").unwrap();
    assert_eq!(seen_film(&still).frames.len(), 1);
}

#[test]
fn what_is_asked_again_does_not_grow() {
    for file in [moving_gif(), moving_webp(3)] {
        let again = made(&file, "q=100").unwrap();
        assert!(again.bytes.len() <= file.len());
        let (before, after) = (made(&file, "w=32").unwrap(), made(&again.bytes, "w=32").unwrap());
        assert_eq!(seen_film(&before).plays, seen_film(&after).plays);
        let times = |film: &Seen| film.frames.iter().map(|frame| frame.1).collect::<Vec<_>>();
        assert_eq!(times(&seen_film(&before)), times(&seen_film(&after)));
    }
}

#[test]
fn a_film_that_ends_early_is_broken() {
    for file in [moving_gif(), moving_webp(0)] {
        let cut = &file[..file.len() * 2 / 3];
        let error = made(cut, "w=32").unwrap_err();
        assert_eq!(error.status(), 422, "{error}");
    }
}

#[test]
fn facts_are_those_of_the_first_frame_and_of_the_time_of_all() {
    for (file, frames, duration) in [(moving_gif(), 8, 3320), (moving_webp(2), 5, 175)] {
        let source = probe(&file).unwrap();
        let facts = facts(&file, &source, &Limits::default()).unwrap();
        assert_eq!((facts.frames, facts.duration), (frames, Some(duration)));
        assert_eq!((facts.width, facts.height), (64, 48));
        assert_eq!(facts.dominant.as_deref(), Some("#1e3cbe"));
    }
}

#[test]
fn what_begins_with_nothing_goes_on() {
    let nothing = Cel { hidden: Some(RED), ..small(RED, (0, 0), 1) };
    let file = gif::animation(SIZE, Some(0), &[nothing, small(BLUE, (16, 0), 1)]);
    for query in ["f=gif", "w=32&f=gif", "f=webp"] {
        let film = seen_film(&made(&file, query).unwrap());
        assert!(film.frames[0].0.iter().all(|pixel| pixel[3] == 0), "{query}");
        assert!(film.frames[1].0.iter().any(|pixel| pixel[3] == 255), "{query}");
    }
}
