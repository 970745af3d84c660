//! Files that are broken, that lie about what they are or hold, that grow beyond all bounds, or that are only
//! strange: each comes to the end that it should, in no time, and takes no more memory than it is worth.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "hostile/avif_lies.rs"]
mod avif_lies;
#[path = "hostile/avifs.rs"]
mod avifs;
#[path = "hostile/bmp_lies.rs"]
mod bmp_lies;
#[path = "hostile/bmps.rs"]
mod bmps;
#[path = "hostile/case.rs"]
mod case;
#[path = "hostile/films.rs"]
mod films;
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
#[path = "hostile/tiff_lies.rs"]
mod tiff_lies;
#[path = "hostile/tiff_packing.rs"]
mod tiff_packing;
#[path = "hostile/tiffs.rs"]
mod tiffs;
#[path = "hostile/webps.rs"]
mod webps;

use case::check;

#[test]
fn what_is_no_picture_is_said_to_be_none() {
    check([others::no_pictures(), others::unread(), others::first_bytes_alone()]);
}

#[test]
fn a_file_that_is_cut_off_is_broken() {
    check([
        jpegs::truncated(),
        pngs::truncated(),
        webps::truncated(),
        gifs::truncated(),
        avifs::truncated(),
        bmps::truncated(),
        tiffs::truncated(),
    ]);
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
        bmps::sound(),
        bmps::rubbish(),
        tiffs::sound(),
        avifs::sound(),
        avif_lies::strangers(),
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
        bmp_lies::headers_that_lie(),
        bmp_lies::runs_that_lie(),
        tiff_lies::headers_that_lie(),
        tiff_lies::samples_that_lie(),
        tiff_packing::compressions_that_lie(),
        tiff_lies::strips_that_lie(),
        avifs::boxes_that_lie(),
        avif_lies::grids_that_lie(),
        avif_lies::places_that_lie(),
        avif_lies::properties_that_lie(),
        avif_lies::alpha_that_lies(),
        avif_lies::units_that_lie(),
    ]);
}

#[test]
fn a_flood_is_stopped_before_it_comes() {
    check([
        jpegs::floods(),
        png_lies::floods(),
        webps::floods(),
        gifs::floods(),
        bmp_lies::floods(),
        tiff_packing::floods(),
        avifs::floods(),
        png_lies::bombs(),
    ]);
}

#[test]
fn any_bit_may_be_another() {
    check([jpegs::bits(), png_lies::bits(), webps::bits(), gifs::bits()]);
    check([avifs::bits(), bmps::bits(), tiffs::bits()]);
}

#[test]
fn a_film_is_no_worse_than_its_frames() {
    check([films::gifs(), films::repeats(), films::floods(), films::cut(), films::webps()]);
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
