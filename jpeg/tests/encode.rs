//! What is encoded is read by decoders that others wrote.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod drawn;

use drawn::{Drawing, SAMPLINGS};
use jpeg_decoder::Decoder;
use sizewise_jpeg::{
    Metadata, Order, Quality, Quantiser, Sampling, Settings, Tables, View, Weak, encode,
};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;

const SIZES: [(usize, usize); 9] =
    [(1, 1), (1, 17), (17, 1), (7, 9), (8, 8), (16, 16), (17, 33), (33, 16), (100, 75)];
const ORDERS: [Order; 2] = [Order::Sequential, Order::Progressive];

/// Width, height and samples: luma, or red, green and blue side by side.
type Picture = (usize, usize, Vec<u8>);

fn by_jpeg_decoder(file: &[u8]) -> Picture {
    let mut decoder = Decoder::new(file);
    let samples = decoder.decode().unwrap();
    let info = decoder.info().unwrap();
    (info.width.into(), info.height.into(), samples)
}

fn by_zune(file: &[u8]) -> Picture {
    let mut decoder = JpegDecoder::new(ZCursor::new(file));
    let samples = decoder.decode().unwrap();
    let (width, height) = decoder.dimensions().unwrap();
    (width, height, samples)
}

fn luma(pixel: &[u8]) -> f64 {
    match *pixel {
        [red, green, blue] => {
            0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue)
        }
        [luma] => luma.into(),
        _ => panic!("expected one or three samples, found {pixel:?}"),
    }
}

/// How far luma is from what was drawn, in decibels: the more, the nearer.
fn likeness(picture: &Picture, drawn: View<'_>) -> f64 {
    let (width, height, samples) = picture;
    let pixels = samples.chunks(samples.len() / (width * height));
    let squares = pixels
        .zip(drawn.rows().flatten())
        .map(|(found, &drawn)| (luma(found) - f64::from(drawn)).powi(2));
    // Without the least of errors, the likeness of equal pictures would be infinite.
    let error = squares.sum::<f64>() / (width * height) as f64 + 1e-3;
    10.0 * (255.0 * 255.0 / error).log10()
}

#[test]
fn others_read_every_file() {
    for (quality, least) in [(1, 12.0), (50, 18.0), (80, 23.0), (100, 50.0)] {
        let quality = Quality::new(quality).unwrap();
        for (order, sampling) in ORDERS.into_iter().flat_map(|o| SAMPLINGS.map(|s| (o, s))) {
            let settings = Settings { quality, order, ..Settings::default() };
            for (drawing, size) in Drawing::ALL.into_iter().flat_map(|d| SIZES.map(|s| (d, s))) {
                let planes = drawing.planes(sampling, size.0, size.1);
                let file = encode(&planes.views(), sampling, &settings).unwrap();
                for picture in [by_jpeg_decoder(&file), by_zune(&file)] {
                    let what = format!("{drawing:?} {size:?} {sampling:?} {order:?} {quality:?}");
                    assert_eq!((picture.0, picture.1), size, "{what}");
                    let likeness = likeness(&picture, planes.views()[0]);
                    assert!(likeness > least, "{what}: {likeness}");
                }
            }
        }
    }
}

#[test]
fn colours_come_back_too() {
    // JFIF: red and blue as chroma says, green what is left of luma.
    let (colours, rgb) = ([100, 90, 160], [145_u8, 90, 33]);
    let planes = colours.map(|colour| [colour; 20 * 12]);
    let views = planes.each_ref().map(|plane| View::new(plane, 20, 20, 12).unwrap());
    for order in ORDERS {
        let quality = Quality::new(100).unwrap();
        let settings = Settings { quality, order, ..Settings::default() };
        let file = encode(&views, Sampling::S444, &settings).unwrap();
        for (_, _, samples) in [by_jpeg_decoder(&file), by_zune(&file)] {
            let is_near = |(found, &meant): (&u8, &u8)| found.abs_diff(meant) <= 1;
            assert_eq!(samples.len(), 3 * 20 * 12);
            assert!(samples.iter().zip(rgb.iter().cycle()).all(is_near), "{:?}", &samples[..3]);
        }
    }
}

#[test]
fn progressive_files_show_what_sequential_ones_show() {
    for sampling in SAMPLINGS {
        for (drawing, size) in Drawing::ALL.into_iter().flat_map(|d| SIZES.map(|s| (d, s))) {
            let planes = drawing.planes(sampling, size.0, size.1);
            let [sequential, progressive] = ORDERS.map(|order| {
                let settings = Settings { order, ..Settings::default() };
                by_jpeg_decoder(&encode(&planes.views(), sampling, &settings).unwrap())
            });
            assert!(sequential == progressive, "{drawing:?} {size:?} {sampling:?}");
        }
    }
}

#[test]
fn the_longest_runs_of_empty_blocks_are_read() {
    // 65 × 128 blocks: two full runs and a rest.
    for (width, height) in [(520, 1024), (512, 512)] {
        let planes = Drawing::Flat.planes(Sampling::Grey, width, height);
        let settings = Settings { order: Order::Progressive, ..Settings::default() };
        let file = encode(&planes.views(), Sampling::Grey, &settings).unwrap();
        let picture = by_jpeg_decoder(&file);
        assert_eq!((picture.0, picture.1), (width, height));
        assert!(likeness(&picture, planes.views()[0]) > 40.0);
        assert!(file.len() < 2500, "{}", file.len());
    }
}

#[test]
fn codes_made_for_the_picture_cost_no_more_than_their_description() {
    // The stock codes describe 12 and 162 symbols each for luma and for chroma.
    const DESCRIPTIONS: usize = 2 * (12 + 162);
    for (drawing, size) in Drawing::ALL.into_iter().flat_map(|d| SIZES.map(|s| (d, s))) {
        for sampling in SAMPLINGS {
            let planes = drawing.planes(sampling, size.0, size.1);
            let [optimised, stock] = [Tables::Optimised, Tables::Stock].map(|tables| {
                let settings = Settings { tables, ..Settings::default() };
                encode(&planes.views(), sampling, &settings).unwrap()
            });
            assert!(optimised.len() <= stock.len() + DESCRIPTIONS, "{drawing:?} {size:?}");
            assert!(by_jpeg_decoder(&optimised) == by_jpeg_decoder(&stock), "{drawing:?} {size:?}");
        }
    }
}

#[test]
fn progressive_files_have_no_stock_codes() {
    let planes = Drawing::Gradient.planes(Sampling::S420, 100, 75);
    let [optimised, stock] = [Tables::Optimised, Tables::Stock].map(|tables| {
        let settings = Settings { tables, order: Order::Progressive, ..Settings::default() };
        encode(&planes.views(), Sampling::S420, &settings).unwrap()
    });
    assert!(optimised == stock);
}

#[test]
fn settings_do_what_they_say() {
    let planes = Drawing::Edges.planes(Sampling::S420, 200, 150);
    let length = |settings| encode(&planes.views(), Sampling::S420, &settings).unwrap().len();
    let defaults = Settings::default();
    let kept = Settings { weak: Weak::Kept, ..defaults };
    let annex_k = Settings { quantiser: Quantiser::AnnexK, ..kept };
    assert!(length(defaults) < length(kept));
    assert!(length(kept) < length(annex_k));
    let qualities = [1, 20, 50, 80, 95, 100]
        .map(|quality| length(Settings { quality: Quality::new(quality).unwrap(), ..defaults }));
    assert!(qualities.is_sorted_by(|worse, better| worse < better), "{qualities:?}");
}

#[test]
fn metadata_comes_back() {
    let planes = Drawing::Gradient.planes(Sampling::S420, 17, 33);
    let icc: Vec<u8> = (0..200_000u32).map(|k| (k.wrapping_mul(k) >> 7) as u8).collect();
    let exif: Vec<u8> = b"II*\0".iter().copied().chain((0..65523u32).map(|k| k as u8)).collect();
    for (icc, exif) in [(&icc[..], &exif[..]), (&icc[..65519], &[]), (&icc[..65520], &exif[..8])] {
        for order in ORDERS {
            let metadata = Metadata { icc, exif };
            let settings = Settings { metadata, order, ..Settings::default() };
            let file = encode(&planes.views(), Sampling::S420, &settings).unwrap();
            let mut decoder = Decoder::new(&file[..]);
            decoder.decode().unwrap();
            assert!(decoder.icc_profile().as_deref() == Some(icc), "{}", icc.len());
            assert!(decoder.exif_data().unwrap_or_default() == exif, "{}", exif.len());
            let mut decoder = JpegDecoder::new(ZCursor::new(&file));
            decoder.decode().unwrap();
            assert!(decoder.icc_profile().as_deref() == Some(icc), "{}", icc.len());
        }
    }
}
