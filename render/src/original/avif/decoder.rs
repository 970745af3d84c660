//! AV1 by rav1d.
#![allow(unsafe_code, reason = "rav1d speaks C; each block says why it holds")]

use crate::error::Error;
use crate::probe::avif::{Layout, NAME};
use rav1d::include::dav1d::data::Dav1dData;
use rav1d::include::dav1d::dav1d::{Dav1dContext, Dav1dLogger, Dav1dSettings};
use rav1d::include::dav1d::headers::{
    DAV1D_PIXEL_LAYOUT_I400, DAV1D_PIXEL_LAYOUT_I420, DAV1D_PIXEL_LAYOUT_I422,
    DAV1D_PIXEL_LAYOUT_I444,
};
use rav1d::include::dav1d::picture::Dav1dPicture;
use rav1d::src::lib::{
    dav1d_close, dav1d_data_create, dav1d_data_unref, dav1d_default_settings, dav1d_flush,
    dav1d_get_picture, dav1d_open, dav1d_picture_unref, dav1d_send_data,
};
use std::mem::MaybeUninit;
use std::ptr::NonNull;

/// A decoder for pictures of one size.
pub(super) struct Decoder {
    context: Option<Dav1dContext>,
}

impl Decoder {
    /// For pictures of at most so many pixels.
    pub(super) fn new(pixels: u32) -> Result<Self, Error> {
        let mut settings = MaybeUninit::<Dav1dSettings>::uninit();
        let place = NonNull::from(&mut settings).cast();
        // SAFETY: there is room for what is written.
        unsafe { dav1d_default_settings(place) };
        // SAFETY: rav1d has just written them.
        let mut settings = unsafe { settings.assume_init() };
        settings.n_threads = 1;
        settings.max_frame_delay = 1;
        // Of several layers only the best is wanted.
        settings.all_layers = 0;
        settings.frame_size_limit = pixels;
        // SAFETY: without a function, none is called.
        settings.logger = unsafe { Dav1dLogger::new(None, None) };
        let mut decoder = Self { context: None };
        let context = NonNull::from(&mut decoder.context);
        // SAFETY: both live until this returns.
        let status = unsafe { dav1d_open(Some(context), Some(NonNull::from(&mut settings))) };
        if status.0 == 0 { Ok(decoder) } else { Err(broken()) }
    }

    /// The one picture that is coded.
    pub(super) fn picture(&mut self, item: &[u8]) -> Result<Picture, Error> {
        let context = self.context.ok_or_else(broken)?;
        // SAFETY: the context has been opened and is closed when this is dropped. What another picture has
        // left behind is none of this one's business.
        unsafe { dav1d_flush(context) };
        let mut data = Data(Dav1dData::default());
        let place = NonNull::from(&mut data.0);
        // SAFETY: there is room for what is written.
        let bytes = unsafe { dav1d_data_create(Some(place), item.len()) };
        if bytes.is_null() {
            return Err(broken());
        }
        // SAFETY: as many bytes as were asked for have been made there, and nobody else knows of them.
        unsafe { std::ptr::copy_nonoverlapping(item.as_ptr(), bytes, item.len()) };
        // SAFETY: the context has been opened, and the data lives until it is dropped. With one thread, all of it is
        // taken.
        let status = unsafe { dav1d_send_data(Some(context), Some(place)) };
        if status.0 != 0 {
            return Err(broken());
        }
        let mut picture = Picture(Dav1dPicture::default());
        let out = NonNull::from(&mut picture.0);
        // SAFETY: the context has been opened, and the picture lives until it is dropped.
        let status = unsafe { dav1d_get_picture(Some(context), Some(out)) };
        if status.0 == 0 { Ok(picture) } else { Err(broken()) }
    }
}

fn broken() -> Error {
    Error::broken(NAME, "its pixels end early, or are none")
}

impl Drop for Decoder {
    fn drop(&mut self) {
        // SAFETY: the context has been opened, or there is none.
        unsafe { dav1d_close(Some(NonNull::from(&mut self.context))) };
    }
}

/// What has been handed to rav1d and not been taken yet.
struct Data(Dav1dData);

impl Drop for Data {
    fn drop(&mut self) {
        // SAFETY: rav1d has made it, or it is empty.
        unsafe { dav1d_data_unref(Some(NonNull::from(&mut self.0))) };
    }
}

/// A row of samples, of 8 bits or of more.
pub(super) enum Row<'p> {
    Bytes(&'p [u8]),
    Deep(&'p [u16]),
}

/// A picture that has been decoded.
pub(super) struct Picture(Dav1dPicture);

impl Picture {
    pub(super) fn size(&self) -> (u32, u32) {
        (self.0.p.w as u32, self.0.p.h as u32)
    }

    pub(super) fn depth(&self) -> u8 {
        self.0.p.bpc as u8
    }

    pub(super) fn layout(&self) -> Option<Layout> {
        match self.0.p.layout {
            DAV1D_PIXEL_LAYOUT_I400 => Some(Layout::Grey),
            DAV1D_PIXEL_LAYOUT_I420 => Some(Layout::Quarters),
            DAV1D_PIXEL_LAYOUT_I422 => Some(Layout::Halves),
            DAV1D_PIXEL_LAYOUT_I444 => Some(Layout::Full),
            _ => None,
        }
    }

    /// A row of a plane, if there is one.
    pub(super) fn row(&self, plane: usize, y: usize) -> Option<Row<'_>> {
        let width = self.width(plane, y)?;
        let start = self.start(plane, y)?;
        if self.depth() == 8 {
            // SAFETY: rav1d has made a plane of so many rows, each of so many samples of this depth, and keeps it
            // until the picture is dropped.
            return Some(Row::Bytes(unsafe { std::slice::from_raw_parts(start, width) }));
        }
        let start = start.cast::<u16>();
        // SAFETY: as above; samples of two bytes stand where they may.
        start.is_aligned().then(|| Row::Deep(unsafe { std::slice::from_raw_parts(start, width) }))
    }

    /// How many samples a row of a plane has, if there is such a row.
    fn width(&self, plane: usize, y: usize) -> Option<usize> {
        let layout = self.layout().filter(|layout| plane < layout.count())?;
        let (across, down) = if plane == 0 { (1, 1) } else { layout.shares() };
        let (width, height) = self.size();
        (y < height.div_ceil(down) as usize).then_some(width.div_ceil(across) as usize)
    }

    fn start(&self, plane: usize, y: usize) -> Option<*const u8> {
        let start = self.0.data[plane]?.as_ptr().cast::<u8>().cast_const();
        let stride = self.0.stride[usize::from(plane > 0)];
        // Rows may stand in the file's order or the other way round; either way this is where one begins.
        Some(start.wrapping_offset(stride * y as isize))
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        // SAFETY: rav1d has made it, or it is empty.
        unsafe { dav1d_picture_unref(Some(NonNull::from(&mut self.0))) };
    }
}
