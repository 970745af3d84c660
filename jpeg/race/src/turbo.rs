//! libjpeg-turbo, as mozjpeg carries it along: the only file that speaks C.
#![allow(unsafe_code, reason = "libjpeg is C, and what it needs is said at each block")]

use crate::contestants::Tables;
use crate::pictures::Sampling;
use crate::plane::Plane;
use mozjpeg_sys::*;
use std::ffi::CStr;
use std::panic::{self, AssertUnwindSafe};
use std::{fmt, mem, ptr, slice};

unsafe extern "C" {
    fn jsimd_can_idct_islow() -> c_int;
    fn jsimd_can_huff_encode_one_block() -> c_int;
}

/// Whether the assembly is there and this machine can run it.
pub(crate) fn has_simd() -> bool {
    // SAFETY: both only look at the processor.
    unsafe { jsimd_can_idct_islow() != 0 && jsimd_can_huff_encode_one_block() != 0 }
}

/// Why libjpeg gave up, in its own words, without the numbers in them.
#[derive(Debug)]
pub(crate) struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a file comes in more than one scan, as progressive ones do.
pub(crate) fn is_progressive(bytes: &[u8]) -> Result<bool, Refused> {
    caught(|| {
        let decompression = Decompression::of(bytes);
        // SAFETY: the header has been read.
        unsafe { jpeg_has_multiple_scans(&decompression.state) != 0 }
    })
}

/// Interleaved samples.
pub(crate) struct Pixels {
    pub(crate) samples: Vec<u8>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

/// What pixels are made of.
#[derive(Clone, Copy)]
pub(crate) enum Space {
    Rgb,
    YCbCr,
    Grey,
}

/// Decodes as libjpeg-turbo does unless told otherwise: islow transform, colours enlarged smoothly.
pub(crate) fn pixels(bytes: &[u8], eighths: u8, space: Space) -> Result<Pixels, Refused> {
    caught(|| {
        let mut decompression = Decompression::started(bytes, eighths, space);
        let state = &mut *decompression.state;
        let (width, height) = (state.output_width as usize, state.output_height as usize);
        let row = width * state.output_components as usize;
        let mut samples = vec![0; row * height];
        let mut rows = samples.chunks_exact_mut(row).map(<[u8]>::as_mut_ptr).collect::<Vec<_>>();
        while state.output_scanline < state.output_height {
            let left = &mut rows[state.output_scanline as usize..];
            // SAFETY: there are as many rows as said, each as long as libjpeg says a row is.
            unsafe { jpeg_read_scanlines(state, left.as_mut_ptr(), left.len() as u32) };
        }
        // SAFETY: all rows have been read.
        unsafe { jpeg_finish_decompress(state) };
        Pixels { samples, width, height }
    })
}

/// Decodes like [`pixels`], but keeps no more than a row: the number of samples.
pub(crate) fn row_by_row(bytes: &[u8], eighths: u8, space: Space) -> Result<usize, Refused> {
    caught(|| {
        let mut decompression = Decompression::started(bytes, eighths, space);
        let state = &mut *decompression.state;
        let mut row = vec![0_u8; state.output_width as usize * state.output_components as usize];
        while state.output_scanline < state.output_height {
            // SAFETY: one row, as long as libjpeg says a row is.
            unsafe { jpeg_read_scanlines(state, &mut row.as_mut_ptr(), 1) };
        }
        // SAFETY: all rows have been read.
        unsafe { jpeg_finish_decompress(state) };
        row.len() * state.output_height as usize
    })
}

/// The planes as the file has them, in full size, cut to the size of their components.
pub(crate) fn planes(bytes: &[u8]) -> Result<Vec<Plane>, Refused> {
    caught(|| {
        let mut decompression = Decompression::of(bytes);
        let state = &mut *decompression.state;
        state.raw_data_out = 1;
        state.out_color_space = state.jpeg_color_space;
        // SAFETY: the header has been read.
        unsafe { jpeg_start_decompress(state) };
        // SAFETY: libjpeg keeps this many components where it says, until the decompression is finished.
        let components =
            unsafe { slice::from_raw_parts(state.comp_info, state.num_components as usize) };
        let lines = state.max_v_samp_factor as u32 * DCTSIZE as u32;
        let steps = state.output_height.div_ceil(lines) as usize;
        let padded = components.iter().map(|component| Plane {
            samples: vec![
                0;
                component.width_in_blocks as usize * DCTSIZE * strip(component) * steps
            ],
            width: component.width_in_blocks as usize * DCTSIZE,
            height: strip(component) * steps,
        });
        let mut padded = padded.collect::<Vec<_>>();
        for step in 0..steps {
            let rows = |(plane, component): (&mut Plane, &jpeg_component_info)| {
                let rows =
                    plane.samples.chunks_exact_mut(plane.width).skip(step * strip(component));
                rows.take(strip(component)).map(<[u8]>::as_mut_ptr).collect::<Vec<_>>()
            };
            let mut rows = padded.iter_mut().zip(components).map(rows).collect::<Vec<_>>();
            let mut strips = rows.iter_mut().map(Vec::as_mut_ptr).collect::<Vec<_>>();
            // SAFETY: one strip for each component, of as many rows as one call fills, in whole blocks.
            unsafe { jpeg_read_raw_data(state, strips.as_mut_ptr(), lines) };
        }
        let (width, height) = (state.image_width as usize, state.image_height as usize);
        let cut = |(plane, component): (Plane, &jpeg_component_info)| {
            let across = (width * component.h_samp_factor as usize)
                .div_ceil(state.max_h_samp_factor as usize);
            let down = (height * component.v_samp_factor as usize)
                .div_ceil(state.max_v_samp_factor as usize);
            plane.cropped(across, down)
        };
        let planes = padded.into_iter().zip(components).map(cut).collect();
        // SAFETY: all rows have been read, and nobody looks at the components any more: they are freed.
        unsafe { jpeg_finish_decompress(state) };
        planes
    })
}

/// Rows of a component that belong to one row of MCUs.
fn strip(component: &jpeg_component_info) -> usize {
    component.v_samp_factor as usize * DCTSIZE
}

/// How progressive a file is.
#[derive(Clone, Copy)]
pub(crate) enum Order {
    Baseline,
    /// libjpeg's ten scans.
    Progressive,
}

/// How a file is encoded.
#[derive(Clone, Copy)]
pub(crate) struct Settings {
    /// With the quantisers of Annex K.
    pub(crate) quality: u8,
    pub(crate) sampling: Sampling,
    pub(crate) tables: Tables,
    pub(crate) order: Order,
    /// Rows of MCUs between restart markers; none if 0.
    pub(crate) restart_rows: u8,
}

impl Settings {
    /// Quality 80, stock tables, baseline, no restarts.
    pub(crate) fn plain(sampling: Sampling) -> Self {
        Self {
            quality: 80,
            sampling,
            tables: Tables::Stock,
            order: Order::Baseline,
            restart_rows: 0,
        }
    }
}

/// Encodes pixels.
pub(crate) fn encoded_rgb(
    rgb: &[u8],
    width: usize,
    height: usize,
    settings: Settings,
) -> Result<Vec<u8>, Refused> {
    assert_eq!(rgb.len(), width * height * 3, "three samples a pixel");
    caught(|| {
        let compression = Compression::new(width, height, 3, J_COLOR_SPACE::JCS_RGB, settings);
        compression.written(|state| {
            let rows = rgb.chunks_exact(width * 3).map(<[u8]>::as_ptr).collect::<Vec<_>>();
            // SAFETY: there are as many rows as said, each of three times the width.
            unsafe { jpeg_write_scanlines(state, rows.as_ptr(), rows.len() as u32) };
        })
    })
}

/// Encodes planes as they are.
pub(crate) fn encoded(
    planes: &[Plane],
    width: usize,
    height: usize,
    settings: Settings,
) -> Result<Vec<u8>, Refused> {
    let components = settings.sampling.components();
    assert_eq!(planes.len(), components, "a plane for each component");
    let space =
        if components == 1 { J_COLOR_SPACE::JCS_GRAYSCALE } else { J_COLOR_SPACE::JCS_YCbCr };
    caught(|| {
        let mut compression = Compression::new(width, height, components, space, settings);
        compression.state.raw_data_in = 1;
        compression.written(|state| {
            let (_, down) = settings.sampling.factors();
            for step in 0..height.div_ceil(down * DCTSIZE) {
                let strip = |(at, plane)| Strip::of(plane, step, if at == 0 { down } else { 1 });
                let strips = planes.iter().enumerate().map(strip).collect::<Vec<_>>();
                let rows = strips.iter().map(|strip| strip.rows.as_ptr()).collect::<Vec<_>>();
                // SAFETY: one strip for each component, of as many rows as one call takes, in whole blocks.
                unsafe { jpeg_write_raw_data(state, rows.as_ptr(), (down * DCTSIZE) as u32) };
            }
        })
    })
}

/// The rows of a plane that one call takes.
struct Strip {
    rows: Vec<*const u8>,
    /// Where rows lie that do not end with a block and had to be lengthened.
    _lengthened: Vec<u8>,
}

impl Strip {
    fn of(plane: &Plane, step: usize, blocks: usize) -> Self {
        let rows = step * blocks * DCTSIZE..(step + 1) * blocks * DCTSIZE;
        let rows = rows.map(|y| plane.row(y.min(plane.height - 1)));
        let whole = plane.width.next_multiple_of(DCTSIZE);
        if whole == plane.width {
            return Self { rows: rows.map(<[u8]>::as_ptr).collect(), _lengthened: Vec::new() };
        }
        let mut lengthened = Vec::with_capacity(rows.len() * whole);
        for row in rows {
            lengthened.extend_from_slice(row);
            lengthened.resize(lengthened.len() + whole - plane.width, row[plane.width - 1]);
        }
        Self {
            rows: lengthened.chunks_exact(whole).map(<[u8]>::as_ptr).collect(),
            _lengthened: lengthened,
        }
    }
}

/// A decompression whose header has been read. Boxed, because libjpeg points into both.
struct Decompression<'a> {
    state: Box<jpeg_decompress_struct>,
    _errors: Box<jpeg_error_mgr>,
    _bytes: &'a [u8],
}

impl<'a> Decompression<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let mut errors = errors();
        // SAFETY: a C structure that begins as zeros, and whose enumerations have a zero.
        let mut state = Box::new(unsafe { mem::zeroed::<jpeg_decompress_struct>() });
        state.common.err = &raw mut *errors;
        let mut decompression = Self { state, _errors: errors, _bytes: bytes };
        // SAFETY: the errors have their place; the bytes outlive the decompression.
        unsafe {
            jpeg_create_decompress(&raw mut *decompression.state);
            jpeg_mem_src(&mut decompression.state, bytes.as_ptr(), bytes.len() as c_ulong);
            jpeg_read_header(&mut decompression.state, 1);
        }
        decompression
    }

    fn started(bytes: &'a [u8], eighths: u8, space: Space) -> Self {
        let mut decompression = Self::of(bytes);
        let state = &mut *decompression.state;
        (state.scale_num, state.scale_denom) = (eighths.into(), 8);
        state.out_color_space = match space {
            Space::Rgb => J_COLOR_SPACE::JCS_RGB,
            Space::YCbCr => J_COLOR_SPACE::JCS_YCbCr,
            Space::Grey => J_COLOR_SPACE::JCS_GRAYSCALE,
        };
        // SAFETY: the header has been read.
        unsafe { jpeg_start_decompress(state) };
        decompression
    }
}

impl Drop for Decompression<'_> {
    fn drop(&mut self) {
        // SAFETY: destroying is allowed in any state, after an error as well.
        unsafe { jpeg_destroy_decompress(&mut self.state) }
    }
}

/// A compression that knows its settings. Boxed, because libjpeg points into both.
struct Compression {
    state: Box<jpeg_compress_struct>,
    _errors: Box<jpeg_error_mgr>,
    /// More than a file can need, so that libjpeg never looks for more.
    room: usize,
}

impl Compression {
    fn new(
        width: usize,
        height: usize,
        inputs: usize,
        space: J_COLOR_SPACE,
        settings: Settings,
    ) -> Self {
        let mut errors = errors();
        // SAFETY: a C structure that begins as zeros, and whose enumerations have a zero.
        let mut state = Box::new(unsafe { mem::zeroed::<jpeg_compress_struct>() });
        state.common.err = &raw mut *errors;
        // Per pixel three samples of at most two bytes, in whole MCUs, and the headers.
        let room = width.next_multiple_of(16) * height.next_multiple_of(16) * 6 + 4096;
        let mut compression = Self { state, _errors: errors, room };
        let state = &mut *compression.state;
        // SAFETY: the errors have their place, and all is set in the order of libjpeg's manual.
        unsafe {
            jpeg_create_compress(state);
            (state.image_width, state.image_height) = (width as u32, height as u32);
            (state.input_components, state.in_color_space) = (inputs as c_int, space);
            jpeg_c_set_int_param(state, JINT_COMPRESS_PROFILE, JCP_FASTEST as c_int);
            jpeg_set_defaults(state);
            if settings.sampling == Sampling::Grey {
                jpeg_set_colorspace(state, J_COLOR_SPACE::JCS_GRAYSCALE);
            }
            jpeg_set_quality(state, settings.quality.into(), 1);
            let (across, down) = settings.sampling.factors();
            let luma = &mut *state.comp_info;
            (luma.h_samp_factor, luma.v_samp_factor) = (across as c_int, down as c_int);
            state.optimize_coding = (settings.tables == Tables::Optimised).into();
            state.restart_in_rows = settings.restart_rows.into();
            if matches!(settings.order, Order::Progressive) {
                jpeg_simple_progression(state);
            }
        }
        compression
    }

    /// The file, once `write` has handed over all rows.
    fn written(mut self, write: impl FnOnce(&mut jpeg_compress_struct)) -> Vec<u8> {
        let mut file = Vec::<u8>::with_capacity(self.room);
        let (mut start, mut length) = (file.as_mut_ptr(), self.room as c_ulong);
        // SAFETY: there is as much room as said, and all three outlive the compression.
        unsafe {
            jpeg_mem_dest(&mut self.state, &raw mut start, &raw mut length);
            jpeg_start_compress(&mut self.state, 1);
        }
        write(&mut self.state);
        // SAFETY: all rows have been written.
        unsafe { jpeg_finish_compress(&mut self.state) };
        assert!(ptr::eq(start, file.as_ptr()), "libjpeg found too little room");
        // SAFETY: libjpeg has written this many bytes.
        unsafe { file.set_len(length as usize) };
        file.shrink_to_fit();
        file
    }
}

impl Drop for Compression {
    fn drop(&mut self) {
        // SAFETY: destroying is allowed in any state, after an error as well.
        unsafe { jpeg_destroy_compress(&mut self.state) }
    }
}

/// Errors that unwind, and warnings that are kept quiet.
fn errors() -> Box<jpeg_error_mgr> {
    // SAFETY: a C structure of numbers and optional functions.
    let mut errors = Box::new(unsafe { mem::zeroed::<jpeg_error_mgr>() });
    // SAFETY: it fills in the structure.
    unsafe { jpeg_std_error(&mut errors) };
    errors.error_exit = Some(refuse);
    errors.output_message = Some(keep_quiet);
    errors
}

/// Unwinds through libjpeg, which is compiled for it, to [`caught`].
extern "C-unwind" fn refuse(common: &mut jpeg_common_struct) {
    // SAFETY: libjpeg names the message, which is in its table, before it gives up.
    let message = unsafe {
        let errors = &*common.err;
        CStr::from_ptr((*errors.jpeg_message_table.add(errors.msg_code as usize)).cast())
    };
    panic::resume_unwind(Box::new(Refused(message.to_string_lossy().into_owned())));
}

extern "C-unwind" fn keep_quiet(_: &mut jpeg_common_struct) {}

fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Refused> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|cause| match cause.downcast() {
        Ok(refused) => *refused,
        Err(cause) => panic::resume_unwind(cause),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{drawn, judge};

    #[test]
    fn the_first_plane_is_what_libjpeg_decodes_to_grey() {
        let files = drawn::small();
        assert_eq!(files.len(), 16, "four samplings, two orders, with restarts and without");
        let progressive = files.iter().filter(|file| is_progressive(&file.bytes).unwrap());
        assert_eq!(progressive.count(), 8, "one order of two");
        for file in files {
            let grey = pixels(&file.bytes, 8, Space::Grey).unwrap();
            let planes = planes(&file.bytes).unwrap();
            assert_eq!(planes[0].samples, grey.samples, "{}", file.name);
        }
    }

    #[test]
    fn planes_are_as_large_as_their_components_and_survive_encoding() {
        // Neither whole MCUs nor whole blocks.
        let (width, height) = (101_usize, 51_usize);
        for sampling in Sampling::ALL {
            let (across, down) = sampling.factors();
            let plane = |component: usize| {
                let (across, down) = if component == 0 { (1, 1) } else { (across, down) };
                let (width, height) = (width.div_ceil(across), height.div_ceil(down));
                let samples =
                    (0..width * height).map(|at| (at % width + at / width + 40 * component) as u8);
                Plane { samples: samples.collect(), width, height }
            };
            let given = (0..sampling.components()).map(plane).collect::<Vec<_>>();
            for tables in [Tables::Stock, Tables::Optimised] {
                let settings = Settings { tables, ..Settings::plain(sampling) };
                let file = encoded(&given, width, height, settings).unwrap();
                let decoded = planes(&file).unwrap();
                assert_eq!(decoded.len(), given.len());
                for (given, decoded) in given.iter().zip(&decoded) {
                    let psnr = judge::psnr(given, decoded).expect("planes of one size");
                    assert!(psnr > 35.0, "{} {tables:?}: {psnr} dB", sampling.name());
                }
            }
        }
    }

    #[test]
    fn what_is_no_jpeg_is_refused_in_words() {
        let refused = planes(b"GIF89a").expect_err("no JPEG");
        assert!(refused.to_string().starts_with("Not a JPEG file"), "{refused}");
    }
}
