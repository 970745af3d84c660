//! Files that are broken, that lie about what they are or hold, that grow beyond all bounds, or that are only
//! strange: each comes to the end that it should, in no time, and takes no more memory than it is worth.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "hostile/case.rs"]
mod case;
#[path = "hostile/gifs.rs"]
mod gifs;
#[path = "hostile/jpegs.rs"]
mod jpegs;
#[path = "hostile/memory.rs"]
mod memory;
#[path = "hostile/others.rs"]
mod others;
#[path = "hostile/png_lies.rs"]
mod png_lies;
#[path = "hostile/pngs.rs"]
mod pngs;
#[path = "hostile/svg_bombs.rs"]
mod svg_bombs;
#[path = "hostile/svg_work.rs"]
mod svg_work;
#[path = "hostile/svgs.rs"]
mod svgs;
#[path = "hostile/webps.rs"]
mod webps;

use case::check;

#[test]
fn what_is_no_picture_is_said_to_be_none() {
    check([others::no_pictures(), others::unread(), others::first_bytes_alone()]);
}

#[test]
fn a_file_that_is_cut_off_is_broken() {
    check([jpegs::truncated(), pngs::truncated(), webps::truncated(), gifs::truncated()]);
}

#[test]
fn what_is_only_strange_is_shown() {
    check([
        jpegs::sound(),
        pngs::sound(),
        pngs::of_every_kind(),
        pngs::of_nothing(),
        webps::sound(),
        webps::doubled(),
        gifs::sound(),
    ]);
}

#[test]
fn a_header_that_lies_is_found_out() {
    check([
        jpegs::frames_that_lie(),
        jpegs::segments_that_lie(),
        png_lies::headers_that_lie(),
        png_lies::chunks_that_lie(),
        webps::lengths_that_lie(),
        webps::headers_that_lie(),
        webps::canvases_that_lie(),
        gifs::that_lie(),
        gifs::headers(),
    ]);
}

#[test]
fn a_flood_is_stopped_before_it_comes() {
    check([
        jpegs::floods(),
        png_lies::floods(),
        webps::floods(),
        gifs::floods(),
        png_lies::bombs(),
    ]);
}

#[test]
fn any_bit_may_be_another() {
    check([jpegs::bits(), png_lies::bits(), webps::bits(), gifs::bits()]);
}

#[test]
fn an_svg_is_one_or_none_or_broken() {
    check([svgs::sound(), svgs::no_svgs(), svgs::sizes_that_lie(), svgs::broken()]);
}

#[test]
fn an_svg_gets_nothing_from_outside() {
    check([svgs::curious(), svg_work::styles()]);
}

#[test]
fn an_svg_takes_no_more_than_it_is_worth() {
    check([
        svgs::floods(),
        svg_bombs::entities(),
        svg_bombs::references(),
        svg_bombs::circles(),
        svg_work::crowds(),
        svg_work::work(),
    ]);
}
