//! What shines through an AVIF.

use sizewise_drawn::avif::{Avif, Coding, Sampling, auxc};
use sizewise_drawn::{COLOURS, GREEN, Pixels, RED, Rgb, grey, made, quarters, seen_through};

/// Opaque on the left, and nothing on the right.
fn half_hidden(size: (u32, u32)) -> Pixels {
    Pixels::draw(size, |x, _| if x < size.0 / 2 { [255; 3] } else { [0; 3] })
}

pub(crate) fn drawn(coding: &Coding) -> Avif {
    // What is hidden is of another colour.
    let colours = Pixels::draw((64, 48), |x, _| if x < 32 { RED } else { GREEN });
    Avif::draw(&colours, coding).with_alpha(2, &half_hidden((64, 48)), &Coding::grey())
}

#[test]
fn what_is_hidden_does_not_come_to_light() {
    for sampling in [Sampling::Cs444, Sampling::Cs420] {
        for depth in [8, 10] {
            let coding = Coding { sampling, depth, ..Coding::default() };
            let file = drawn(&coding).bytes();
            for query in ["w=21&f=png", "w=17&q=95&f=webp"] {
                let (_, _, pixels) = seen_through(&made(&file, query).unwrap());
                for [r, g, b, alpha] in pixels {
                    // Coded chroma bleeds a little over the edge, but green never shows.
                    let is_red = r.abs_diff(RED[0]) < 60 && g < 80 && b < 90;
                    assert!(alpha < 40 || is_red, "{query}: {:?}", [r, g, b, alpha]);
                }
            }
            let (width, _, pixels) = seen_through(&made(&file, "w=32&f=png").unwrap());
            assert_eq!((pixels[12 * width + 5][3], pixels[12 * width + 27][3]), (255, 0));
            let [r, g, b, _] = pixels[12 * width + 5];
            assert!(r.abs_diff(RED[0]) < 6 && g.abs_diff(RED[1]) < 6 && b.abs_diff(RED[2]) < 6);
        }
    }
}

#[test]
fn alpha_has_a_range_and_a_depth_of_its_own() {
    for (depth, is_full) in [(8, true), (8, false), (10, true), (10, false), (12, false)] {
        let alpha = Pixels::draw((64, 48), |x, _| if x < 32 { [255; 3] } else { [100; 3] });
        let grey = Coding { depth, is_full, ..Coding::grey() };
        let file = Avif::draw(&quarters((64, 48), 1), &Coding::default());
        let file = file.with_alpha(2, &alpha, &grey).bytes();
        let (_, _, pixels) = seen_through(&made(&file, "f=png").unwrap());
        let found = [pixels[64 * 10 + 10][3], pixels[64 * 10 + 50][3]];
        assert!(found[0] >= 254 && found[1].abs_diff(100) <= 2, "{depth} {is_full}: {found:?}");
    }
}

#[test]
fn colours_that_were_multiplied_are_divided() {
    let half = |[r, g, b]: Rgb| [r, g, b].map(|value| value / 2);
    let colours = quarters((64, 48), 1);
    let dark = Pixels::draw((64, 48), |x, y| half(colours.at(x as usize, y as usize)));
    let alpha = Pixels::draw((64, 48), |_, _| [128; 3]);
    for sampling in [Sampling::Cs444, Sampling::Cs420] {
        let coding = Coding { sampling, ..Coding::default() };
        let file = Avif::draw(&dark, &coding).with_alpha(2, &alpha, &Coding::grey());
        let file = file.with_reference(*b"prem", 1, &[2]).bytes();
        for query in ["f=png", "w=32&f=png"] {
            let (width, height, pixels) = seen_through(&made(&file, query).unwrap());
            for ((x, y), meant) in [(1, 1), (3, 1), (1, 3), (3, 3)].into_iter().zip(COLOURS) {
                let [r, g, b, alpha] = pixels[height * y / 4 * width + width * x / 4];
                let is_near = [r, g, b].iter().zip(meant).all(|(a, b)| a.abs_diff(b) < 12);
                assert!(is_near && alpha.abs_diff(128) < 2, "{query}: {:?}", [r, g, b, alpha]);
            }
        }
    }
}

#[test]
fn grey_may_shine_through_as_well() {
    let file = Avif::draw(&quarters((64, 48), 1), &Coding::grey());
    let file = file.with_alpha(2, &half_hidden((64, 48)), &Coding::grey()).bytes();
    let (width, _, pixels) = seen_through(&made(&file, "w=32&f=png").unwrap());
    let [r, g, b, alpha] = pixels[6 * width + 8];
    assert!(r == g && g == b && r.abs_diff(grey(RED)) < 4 && alpha == 255);
    assert_eq!(pixels[6 * width + 24][3], 0);
}

#[test]
fn alpha_may_be_a_grid_too() {
    let coding = Coding::default();
    let mut file = Avif::grid(&quarters((160, 120), 1), (96, 64), &coding);
    let alpha = Avif::grid(&half_hidden((160, 120)), (96, 64), &Coding::grey());
    // Its items and its properties come behind those of the colours.
    let (items, properties) = (10, file.properties.len() as u16);
    for mut item in alpha.items {
        item.id += items;
        item.properties.iter_mut().for_each(|(number, _)| *number += properties);
        file.items.push(item);
    }
    file.properties.extend(alpha.properties);
    let cells: Vec<u32> = (2..6).map(|id| id + items).collect();
    let file = file
        .with_reference(*b"dimg", 1 + items, &cells)
        .with_essential(1 + items, *b"auxC", auxc())
        .with_reference(*b"auxl", 1 + items, &[1])
        .bytes();
    let (width, _, pixels) = seen_through(&made(&file, "w=80&f=png").unwrap());
    assert_eq!((pixels[30 * width + 20][3], pixels[30 * width + 60][3]), (255, 0));
}

#[test]
fn each_cell_may_have_an_alpha_of_its_own() {
    let coding = Coding::default();
    let mut file = Avif::grid(&quarters((160, 120), 1), (96, 64), &coding);
    for cell in 2..6 {
        let alpha = if cell % 2 == 0 { [255; 3] } else { [0; 3] };
        let alpha = Pixels::draw((96, 64), |_, _| alpha);
        file = file
            .with_picture(cell + 10, &alpha, &Coding::grey())
            .with_essential(cell + 10, *b"auxC", auxc())
            .with_reference(*b"auxl", cell + 10, &[cell]);
    }
    let (width, _, pixels) = seen_through(&made(&file.bytes(), "w=80&f=png").unwrap());
    assert_eq!((pixels[30 * width + 20][3], pixels[30 * width + 60][3]), (255, 0));
}
