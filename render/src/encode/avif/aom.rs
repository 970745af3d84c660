//! AV1 by libaom.
#![allow(unsafe_code, reason = "libaom is C; each block says why it holds")]

use super::failed;
use crate::error::Error;
use crate::plane::Plane;
use libaom_sys::*;
use std::ffi::{CStr, c_int};
use std::mem::MaybeUninit;
use std::ptr;

/// How fast it is to be, of 9. At 5 it takes five times as long for a twentieth less; at 7 half as long for
/// a twentieth more; at 9 a tenth, for a fifth more.
const SPEED: c_int = 6;

/// What makes a fifth less of a picture that looks as good: bits go where they are seen, and weights of
/// frequencies count in every choice.
const TUNING: [(&CStr, &CStr); 3] =
    [(c"tune", c"ssim"), (c"enable-qm", c"1"), (c"dist-metric", c"qm-psnr")];

/// The still picture that one plane or three make.
pub(super) fn coded(planes: &[&Plane], quality: u8) -> Result<Vec<u8>, Error> {
    let mut encoder = Encoder::new(planes, level(quality))?;
    encoder.control(AOME_SET_CPUUSED, SPEED)?;
    encoder.control(AOME_SET_CQ_LEVEL, c_int::from(level(quality)))?;
    encoder.control(AV1E_SET_COLOR_RANGE, AOM_CR_FULL_RANGE as c_int)?;
    for (name, value) in TUNING {
        encoder.set(name, value)?;
    }
    encoder.coded(planes)
}

/// libaom's quantiser, of 63, where 0 is the best.
fn level(quality: u8) -> u8 {
    ((100 - u32::from(quality)) * 63 / 100) as u8
}

struct Encoder(Box<aom_codec_ctx_t>);

impl Encoder {
    fn new(planes: &[&Plane], level: u8) -> Result<Self, Error> {
        // SAFETY: this returns a table that lives forever.
        let interface = unsafe { aom_codec_av1_cx() };
        let mut settings = MaybeUninit::uninit();
        // SAFETY: the table is libaom's own, and the settings have room for what is written.
        let status = unsafe {
            aom_codec_enc_config_default(interface, settings.as_mut_ptr(), AOM_USAGE_ALL_INTRA)
        };
        checked(status)?;
        // SAFETY: libaom has written them, since it says so.
        let mut settings: aom_codec_enc_cfg_t = unsafe { settings.assume_init() };
        let side = |length: usize| u32::try_from(length).map_err(failed);
        (settings.g_w, settings.g_h) = (side(planes[0].width)?, side(planes[0].height)?);
        settings.g_threads = 1;
        settings.g_limit = 1;
        settings.monochrome = u32::from(planes.len() == 1);
        settings.rc_end_usage = AOM_Q;
        (settings.rc_min_quantizer, settings.rc_max_quantizer) = (level.into(), level.into());
        let version = AOM_ENCODER_ABI_VERSION as c_int;
        // SAFETY: a context is plain old data, of which zeros are the state before it is begun.
        let mut context: Box<aom_codec_ctx_t> = Box::new(unsafe { std::mem::zeroed() });
        // SAFETY: all three live until this returns; the context stays where it is from now on.
        let status =
            unsafe { aom_codec_enc_init_ver(&mut *context, interface, &settings, 0, version) };
        checked(status)?;
        Ok(Self(context))
    }

    /// One of the controls that take a whole number.
    fn control(&mut self, control: aome_enc_control_id, value: c_int) -> Result<(), Error> {
        // SAFETY: the context has been begun, and what is asked for takes a whole number.
        checked(unsafe { aom_codec_control(&mut *self.0, control as c_int, value) })
    }

    fn set(&mut self, name: &CStr, value: &CStr) -> Result<(), Error> {
        // SAFETY: the context has been begun, and both texts end with a zero byte.
        checked(unsafe { aom_codec_set_option(&mut *self.0, name.as_ptr(), value.as_ptr()) })
    }

    fn coded(mut self, planes: &[&Plane]) -> Result<Vec<u8>, Error> {
        let luma = planes[0];
        let mut image = MaybeUninit::uninit();
        let samples = luma.samples.as_ptr().cast_mut();
        let (width, height) = (luma.width as u32, luma.height as u32);
        // SAFETY: the image has room for what is written; the samples are only looked at.
        let wrapped = unsafe {
            aom_img_wrap(image.as_mut_ptr(), AOM_IMG_FMT_I420, width, height, 1, samples)
        };
        if wrapped.is_null() {
            return Err(failed("too large"));
        }
        // SAFETY: libaom has written it, since it says so.
        let mut image: aom_image_t = unsafe { image.assume_init() };
        image.range = AOM_CR_FULL_RANGE;
        image.monochrome = c_int::from(planes.len() == 1);
        for (index, plane) in planes.iter().enumerate() {
            image.planes[index] = plane.samples.as_ptr().cast_mut();
            image.stride[index] = plane.width as c_int;
        }
        let mut file = Vec::new();
        // SAFETY: the planes have as many rows of as many samples as the image says, chroma half as many
        // rounded up, and live until this function ends. libaom reads none of what is monochrome.
        checked(unsafe { aom_codec_encode(&mut *self.0, &image, 0, 1, 0) })?;
        self.take(&mut file);
        // SAFETY: no picture means that none will follow.
        checked(unsafe { aom_codec_encode(&mut *self.0, ptr::null(), 0, 1, 0) })?;
        self.take(&mut file);
        Ok(file)
    }

    /// Takes what has been coded.
    fn take(&mut self, file: &mut Vec<u8>) {
        let mut place = ptr::null();
        loop {
            // SAFETY: the context has been begun, and the place is where the last call left it.
            let Some(packet) =
                (unsafe { aom_codec_get_cx_data(&mut *self.0, &mut place).as_ref() })
            else {
                return;
            };
            if packet.kind == AOM_CODEC_CX_FRAME_PKT {
                // SAFETY: a packet of this kind has a frame, whose bytes are there until the next call.
                let bytes = unsafe {
                    let frame = packet.data.frame;
                    std::slice::from_raw_parts(frame.buf.cast::<u8>(), frame.sz)
                };
                file.extend_from_slice(bytes);
            }
        }
    }
}

impl Drop for Encoder {
    fn drop(&mut self) {
        // SAFETY: the context has been begun and is not used any more.
        unsafe { aom_codec_destroy(&mut *self.0) };
    }
}

fn checked(status: aom_codec_err_t) -> Result<(), Error> {
    if status == AOM_CODEC_OK { Ok(()) } else { Err(failed(format!("libaom says {status}"))) }
}
