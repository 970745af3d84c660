//! WebP, lossy, by libwebp: planes go in as they are.
#![allow(unsafe_code, reason = "libwebp is C; each block says why it holds")]

use crate::error::Error;
use crate::plane::Plane;
use crate::planes::{NEUTRAL, Planes};
use libwebp_sys::{WebPConfig, WebPEncode, WebPPicture, WebPPictureFree};
use std::ffi::{c_int, c_void};

/// How hard libwebp tries, of 6. At 2 a picture takes a third of the time that it takes at 4, and at the
/// same score has 2 to 4 % more bytes; 3 takes as long as 4.
const EFFORT: c_int = 2;
const USUAL_QUALITY: u8 = 80;

pub(super) fn encode(planes: Planes, quality: Option<u8>, exif: &[u8]) -> Result<Vec<u8>, Error> {
    let Planes { luma, chroma } = planes;
    let (width, height) = (luma.width, luma.height);
    let (half_width, half_height) = (width.div_ceil(2), height.div_ceil(2));
    let chroma =
        chroma.unwrap_or_else(|| [(); 2].map(|()| Plane::filled(half_width, half_height, NEUTRAL)));
    let mut y = narrowed(luma, 16, 219);
    let [mut u, mut v] = chroma.map(|plane| narrowed(plane, 16, 224));
    let file = lossy([&mut y, &mut u, &mut v], quality.unwrap_or(USUAL_QUALITY))?;
    Ok(with_exif(file, (width, height), exif))
}

/// From all of 0 to 255 to the part of it that video has: BT.601.
fn narrowed(mut plane: Plane, first: u32, levels: u32) -> Plane {
    let table: [u8; 256] =
        std::array::from_fn(|level| (first + (level as u32 * levels + 127) / 255) as u8);
    plane.samples.iter_mut().for_each(|sample| *sample = table[usize::from(*sample)]);
    plane
}

fn lossy([y, u, v]: [&mut Plane; 3], quality: u8) -> Result<Vec<u8>, Error> {
    let failed = |what: &str| Error::Unwritable(format!("a picture that fits a WebP: {what}"));
    let mut config = WebPConfig::new().map_err(|()| failed("another version of libwebp"))?;
    config.quality = f32::from(quality);
    config.method = EFFORT;
    let mut picture = WebPPicture::new().map_err(|()| failed("another version of libwebp"))?;
    let side = |length: usize| c_int::try_from(length).map_err(|_| failed("too large"));
    (picture.width, picture.height) = (side(y.width)?, side(y.height)?);
    (picture.y_stride, picture.uv_stride) = (side(y.width)?, side(u.width)?);
    (picture.y, picture.u, picture.v) =
        (y.samples.as_mut_ptr(), u.samples.as_mut_ptr(), v.samples.as_mut_ptr());
    let mut file: Vec<u8> = Vec::new();
    picture.custom_ptr = (&raw mut file).cast::<c_void>();
    picture.writer = Some(append);
    // SAFETY: the planes have as many rows of as many samples as is said, chroma half as many rounded up,
    // and live until the end of this function, as `file` does, which nobody else touches meanwhile.
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

/// The header of a RIFF file.
const RIFF: usize = 12;
const HAS_EXIF: u8 = 0x08;

/// The same file with EXIF behind its picture: RFC 9649, 2.7.
fn with_exif(file: Vec<u8>, (width, height): (usize, usize), exif: &[u8]) -> Vec<u8> {
    if exif.is_empty() {
        return file;
    }
    let mut body = b"WEBPVP8X\x0a\0\0\0".to_vec();
    body.extend([HAS_EXIF, 0, 0, 0]);
    for side in [width, height] {
        body.extend(&(side as u32 - 1).to_le_bytes()[..3]);
    }
    body.extend_from_slice(&file[RIFF..]);
    body.extend(b"EXIF");
    body.extend((exif.len() as u32).to_le_bytes());
    body.extend(exif);
    body.extend(&[0][..exif.len() % 2]);
    [b"RIFF", &(body.len() as u32).to_le_bytes()[..], &body].concat()
}
