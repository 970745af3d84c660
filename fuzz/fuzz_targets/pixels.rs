//! Any file, and any of many wishes: nothing panics, and what comes out is a picture of the size and the format
//! that it says it is, with all its frames, or facts.
//!
//! The first three bytes of an input choose the wish, the rest is the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sizewise::{Format, Key, Plan, Policy, Query, Source, SourceFormat, Steps, Variant};
use sizewise_render::{Rendered, facts, probe, render};
use std::sync::LazyLock;

/// Every size may be asked, and no picture is so large that a fuzzer gets bored.
static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let text = "sizes = \"any\"\nmax = 2000\nunsigned = \"all\"\n\
                [limits]\nsource_pixels = 1000000\noutput_side = 2000\n\
                frames = 100\nanimation_pixels = 1000000";
    Policy::read("fuzz", text, |_| Err(String::new())).expect("this is a policy")
});

const SIZES: [&str; 12] = [
    "w=40",
    "h=1",
    "w=1&h=1&fit=fill",
    "w=33&h=17&fit=cover",
    "w=24&h=31&fit=cover&focus=smart",
    "w=30&h=9&fit=cover&focus=entropy",
    "w=9&h=30&fit=cover&focus=bottom-right",
    "w=50&h=20&fit=contain&bg=f0a8",
    "w=20&h=50&fit=outside",
    "w=64&h=64&enlarge",
    "w=200&h=3&fit=fill&enlarge",
    "dpr=1",
];

const OPTIONS: [&str; 16] = [
    "q=50",
    "style=bw",
    "rotate=90",
    "rotate=270&flop",
    "crop=1_2_7_5",
    "crop=3_3_900_900&rotate=180",
    "trim=0",
    "trim=30&flip",
    "normalize",
    "negate&bg=0000",
    "tint=c80",
    "blur=0.3",
    "blur=20",
    "sharpen=1",
    "sharpen=10&style=bw&crop=0_0_1_1",
    "trim=10&crop=2_2_30_30&normalize",
];

const FORMATS: [&str; 5] = ["jpeg", "png", "webp", "gif", "json"];

fuzz_target!(|input: &[u8]| {
    let Some((&[size, option, format], file)) = input.split_first_chunk() else { return };
    let Ok(source) = probe(file) else { return };
    let variant = variant(size.into(), option.into(), format.into());
    match Plan::new(&variant, &source, &POLICY) {
        Ok(Plan::Picture(steps)) => {
            if let Ok(rendered) = render(file, &source, &steps, &POLICY.limits) {
                assert_eq!(rendered.format, steps.format);
                check(&rendered, &steps);
            }
        }
        Ok(Plan::Facts) => {
            if let Ok(facts) = facts(file, &source, &POLICY.limits) {
                assert!(facts.palette.len() <= 5 && !facts.blurhash.is_empty());
            }
        }
        _ => {}
    }
});

fn variant(size: usize, option: usize, format: usize) -> Variant {
    let size = SIZES[size % SIZES.len()];
    let option = OPTIONS[option % OPTIONS.len()];
    let query = format!("{size}&{option}&f={}", FORMATS[format % FORMATS.len()]);
    let wish = POLICY.wish(&Query(&query).asked()).expect("this can be asked");
    let key = Key::new("a.jpg").expect("a key");
    POLICY.settled(wish, &key, "").expect("this is permitted")
}

/// What is written can be read, and is what it is said to be.
fn check(rendered: &Rendered, steps: &Steps) {
    let source = probe(&rendered.bytes).expect("our own file");
    assert_eq!((source.width.get(), source.height.get()), rendered.size);
    assert_eq!(source.format, written(rendered.format));
    assert_eq!(source.frames, steps.frames);
    decode(&rendered.bytes, &source);
}

fn written(format: Format) -> SourceFormat {
    match format {
        Format::Jpeg => SourceFormat::Jpeg,
        Format::Png => SourceFormat::Png,
        Format::Webp => SourceFormat::Webp,
        Format::Gif => SourceFormat::Gif,
        other => panic!("{other:?} was not asked"),
    }
}

/// What came out goes in again.
fn decode(file: &[u8], source: &Source) {
    match Plan::new(&variant(0, 0, 0), source, &POLICY) {
        Ok(Plan::Picture(steps)) => {
            render(file, source, &steps, &POLICY.limits).expect("our own file is whole");
        }
        other => panic!("{other:?}"),
    }
}
