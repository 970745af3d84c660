//! WebP, by libwebp: what is lossy comes as the planes it is stored in, anything else as pixels.
#![allow(unsafe_code, reason = "libwebp is C; each block says why it holds")]

use super::rows::{Channels, Rows};
use super::{Model, Needed, Original, Range, Strips};
use crate::colour::Matrix;
use crate::error::Error;
use crate::metadata::Notice;
use crate::probe::webp::{Chunks, NAME, is_all_there};
use crate::stripped::webp::stripped;
use libwebp_sys::{VP8StatusCode, WebPBitstreamFeatures, WebPGetFeatures};
use libwebp_sys::{WebPDecodeRGBAInto, WebPDecodeYUVInto};
use sizewise::Source;
use sizewise_jpeg::{Exif, View};
use std::borrow::Cow;
use std::ffi::c_int;
use std::mem::MaybeUninit;

pub(super) struct Webp<'b> {
    /// The picture's own chunks. libwebp would read on behind the end of one, and what is decoded could be
    /// more than what is kept of it where the original is asked again.
    bytes: Vec<u8>,
    size: (usize, usize),
    is_planar: bool,
    icc: Option<&'b [u8]>,
    exif: Option<Exif<'b>>,
}

impl<'b> Webp<'b> {
    pub(super) fn open(bytes: &'b [u8], source: &Source) -> Result<Self, Error> {
        let size = (source.width.get() as usize, source.height.get() as usize);
        if !is_all_there(bytes) {
            return Err(broken());
        }
        let own = stripped(bytes, &[]).ok_or_else(broken)?;
        let mut webp = Self { bytes: own, size, is_planar: false, icc: None, exif: None };
        for (kind, body) in Chunks::of(bytes)? {
            match kind {
                b"VP8 " => webp.is_planar = !source.has_alpha,
                b"ICCP" => webp.icc = Some(body),
                b"EXIF" => webp.exif = Exif::read(body.strip_prefix(b"Exif\0\0").unwrap_or(body)),
                _ => {}
            }
        }
        check(&webp.bytes, webp.size)?;
        Ok(webp)
    }

    fn planes(&self) -> Result<Planes, Error> {
        let (width, height) = self.size;
        let half = (width.div_ceil(2), height.div_ceil(2));
        let mut y = vec![0; width * height];
        let [mut u, mut v] = [(); 2].map(|()| vec![0; half.0 * half.1]);
        let (y_stride, uv_stride) = (width as c_int, half.0 as c_int);
        // SAFETY: the bytes are there, and so are as many samples as is said of each plane; libwebp checks
        // that its rows fit into them.
        let decoded = unsafe {
            WebPDecodeYUVInto(
                self.bytes.as_ptr(),
                self.bytes.len(),
                y.as_mut_ptr(),
                y.len(),
                y_stride,
                u.as_mut_ptr(),
                u.len(),
                uv_stride,
                v.as_mut_ptr(),
                v.len(),
                uv_stride,
            )
        };
        if decoded.is_null() {
            return Err(broken());
        }
        Ok(Planes { planes: [y, u, v], size: self.size, half, is_done: false })
    }
}

/// Sees to it that a picture is as large as was said of it, before anything is taken for it.
fn check(bytes: &[u8], size: (usize, usize)) -> Result<(), Error> {
    let mut features = MaybeUninit::<WebPBitstreamFeatures>::uninit();
    // SAFETY: the bytes are there. What libwebp writes is read only where it says that it has.
    let features = unsafe {
        match WebPGetFeatures(bytes.as_ptr(), bytes.len(), features.as_mut_ptr()) {
            VP8StatusCode::VP8_STATUS_OK => features.assume_init(),
            _ => return Err(broken()),
        }
    };
    let found = (features.width as usize, features.height as usize);
    if found == size { Ok(()) } else { Err(broken()) }
}

/// Red, green, blue and alpha of a file of one picture, which must have that size.
pub(crate) fn pixels(bytes: &[u8], (width, height): (usize, usize)) -> Result<Vec<u8>, Error> {
    check(bytes, (width, height))?;
    let mut pixels = vec![0; width * height * 4];
    let stride = (width * 4) as c_int;
    // SAFETY: the bytes are there, and so are as many samples as is said; libwebp checks that its rows fit
    // into them.
    let decoded = unsafe {
        WebPDecodeRGBAInto(bytes.as_ptr(), bytes.len(), pixels.as_mut_ptr(), pixels.len(), stride)
    };
    if decoded.is_null() { Err(broken()) } else { Ok(pixels) }
}

fn broken() -> Error {
    Error::broken(NAME, "its pixels end early, or are none")
}

impl Original for Webp<'_> {
    fn model(&self) -> Model {
        if self.is_planar { Model::Ycc(Range::Video, Matrix::Bt601) } else { Model::Rgb }
    }

    fn has_alpha(&self) -> bool {
        !self.is_planar
    }

    fn icc(&self) -> Option<Cow<'_, [u8]>> {
        self.icc.map(Cow::Borrowed)
    }

    fn notice(&self) -> Notice<'_> {
        self.exif.as_ref().map(Notice::of_exif).unwrap_or_default()
    }

    fn strips(&self, needed: Needed) -> Result<Box<dyn Strips + '_>, Error> {
        if self.is_planar {
            return Ok(Box::new(self.planes()?));
        }
        let (pixels, mut at) = (pixels(&self.bytes, self.size)?, 0);
        let next = Box::new(move |row: &mut [u8]| {
            row.copy_from_slice(&pixels[at..at + row.len()]);
            at += row.len();
            Ok(())
        });
        Ok(Box::new(Rows::new(self.size, Channels::Four, needed, next)))
    }
}

/// Luma, and blue and red at half its size: one strip.
struct Planes {
    planes: [Vec<u8>; 3],
    size: (usize, usize),
    half: (usize, usize),
    is_done: bool,
}

impl Strips for Planes {
    fn count(&self) -> usize {
        self.planes.len()
    }

    fn size(&self, plane: usize) -> (usize, usize) {
        if plane == 0 { self.size } else { self.half }
    }

    fn extent(&self, plane: usize) -> (f64, f64) {
        let share = if plane == 0 { 1.0 } else { 2.0 };
        (self.size.0 as f64 / share, self.size.1 as f64 / share)
    }

    fn next(&mut self) -> Result<Option<Vec<View<'_>>>, Error> {
        if std::mem::replace(&mut self.is_done, true) {
            return Ok(None);
        }
        let views = self.planes.iter().enumerate().map(|(index, plane)| {
            let (width, height) = self.size(index);
            View::new(plane, width, width, height)
        });
        Ok(views.collect())
    }
}
