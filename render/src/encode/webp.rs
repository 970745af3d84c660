//! WebP, lossy, by libwebp: planes go in as they are.
#![allow(unsafe_code, reason = "libwebp is C; each block says why it holds")]

mod changes;
mod reel;

use crate::colour::{Halves, video, ycc};
use crate::error::Error;
use crate::picture::Picture;
use crate::plane::Plane;
use crate::stripped::webp::stripped;
use libwebp_sys::WebPEncCSP::WEBP_YUV420A;
use libwebp_sys::{WebPConfig, WebPEncode, WebPPicture, WebPPictureFree};
use std::ffi::{c_int, c_void};

pub(super) use reel::Reel;

/// How hard libwebp tries, of 6. At 2 a picture takes a third of the time that it takes at 4, and at the
/// same score has 2 to 4 % more bytes; 3 takes as long as 4.
const EFFORT: c_int = 2;
const USUAL_QUALITY: u8 = 80;

/// What libwebp is told of a picture.
#[derive(Debug, Clone, Copy)]
struct Manner {
    /// How much noise may hide in what is busy anyway, of 100.
    noise_shaping: c_int,
    /// What is taken from a quality: less is lost on the way to it, so that files look as good as others' at the same
    /// number do, and have their size.
    less: f32,
}

impl Manner {
    /// At 80, where libwebp has 50, files are 1 to 6 % smaller at the same score.
    const STILL: Self = Self { noise_shaping: 80, less: 0.5 };
    /// What comes from a GIF has grain of its own, which 80 makes 10 % larger at the same score.
    const FILM: Self = Self { noise_shaping: 50, less: 1.5 };

    /// libwebp's number for a quality.
    fn level(self, quality: u8) -> f32 {
        match quality {
            100 => 100.0,
            quality => (f32::from(quality) - self.less).max(0.0),
        }
    }
}

pub(super) fn encode(picture: Picture, quality: Option<u8>, exif: &[u8]) -> Result<Vec<u8>, Error> {
    let file = lossy(&mut Planes::of(picture), quality, Manner::STILL)?;
    if exif.is_empty() {
        return Ok(file);
    }
    stripped(&file, exif).ok_or_else(|| failed("no picture came of it"))
}

fn failed(what: &str) -> Error {
    Error::Unwritable(format!("a picture that fits a WebP: {what}"))
}

/// What is stored.
struct Planes {
    y: Plane,
    u: Plane,
    v: Plane,
    a: Option<Plane>,
}

impl Planes {
    fn of(picture: Picture) -> Self {
        let Halves { luma, chroma, alpha } = picture.in_halves();
        let half = (luma.width.div_ceil(2), luma.height.div_ceil(2));
        let none = || [(); 2].map(|()| Plane::filled(half.0, half.1, ycc::NEUTRAL));
        let [u, v] = chroma.unwrap_or_else(none).map(|plane| video::CHROMA.narrowed(plane));
        Self { y: video::LUMA.narrowed(luma), u, v, a: alpha }
    }
}

/// A file of one picture. libwebp takes pointers to what it may change, and changes nothing.
fn lossy(planes: &mut Planes, quality: Option<u8>, manner: Manner) -> Result<Vec<u8>, Error> {
    let Planes { y, u, v, a } = planes;
    let mut config = WebPConfig::new().map_err(|()| failed("another version of libwebp"))?;
    config.quality = manner.level(quality.unwrap_or(USUAL_QUALITY));
    config.method = EFFORT;
    config.sns_strength = manner.noise_shaping;
    // To look for a filter takes a third of the time of all, and what is found is mostly none.
    config.alpha_filtering = 0;
    let mut picture = WebPPicture::new().map_err(|()| failed("another version of libwebp"))?;
    let side = |length: usize| c_int::try_from(length).map_err(|_| failed("too large"));
    (picture.width, picture.height) = (side(y.width)?, side(y.height)?);
    (picture.y_stride, picture.uv_stride) = (side(y.width)?, side(u.width)?);
    (picture.y, picture.u, picture.v) =
        (y.samples.as_mut_ptr(), u.samples.as_mut_ptr(), v.samples.as_mut_ptr());
    if let Some(alpha) = a {
        picture.colorspace = WEBP_YUV420A;
        (picture.a, picture.a_stride) = (alpha.samples.as_mut_ptr(), side(alpha.width)?);
    }
    let mut file: Vec<u8> = Vec::new();
    picture.custom_ptr = (&raw mut file).cast::<c_void>();
    picture.writer = Some(append);
    // SAFETY: the planes have as many rows of as many samples as is said, chroma half as many rounded up,
    // alpha as many as luma, and live until the end of this function, as `file` does, which nobody else
    // touches meanwhile.
    let is_done = unsafe { WebPEncode(&config, &mut picture) } != 0;
    let error = picture.error_code;
    // SAFETY: the picture has been initialised. What it frees is its own; the planes are ours.
    unsafe { WebPPictureFree(&mut picture) };
    if is_done { Ok(file) } else { Err(failed(&format!("{error:?}"))) }
}

/// Takes the next bytes of a file.
unsafe extern "C" fn append(data: *const u8, size: usize, picture: *const WebPPicture) -> c_int {
    // SAFETY: libwebp calls this with the picture that it was given, whose pointer is that of a `Vec` that
    // nobody else touches, and with bytes that are there.
    let (file, bytes) = unsafe {
        let file = &mut *(*picture).custom_ptr.cast::<Vec<u8>>();
        (file, std::slice::from_raw_parts(data, size))
    };
    file.extend_from_slice(bytes);
    1
}
