//! AV1 by rav1e.

use super::failed;
use crate::error::Error;
use crate::plane::Plane;
use rav1e::prelude::*;

/// As fast as it can.
const SPEED: u8 = 10;

/// The still picture that one plane or three make.
pub(super) fn coded(planes: &[&Plane], quality: u8) -> Result<Vec<u8>, Error> {
    let mut settings = EncoderConfig::with_speed_preset(SPEED);
    (settings.width, settings.height) = (planes[0].width, planes[0].height);
    settings.still_picture = true;
    settings.pixel_range = PixelRange::Full;
    settings.chroma_sampling =
        if planes.len() == 1 { ChromaSampling::Cs400 } else { ChromaSampling::Cs420 };
    // From 255, the worst, to 0: so libaom's files look as good at the same number.
    settings.quantizer = (255 * (100 - usize::from(quality)) / 80).min(255);
    let config = Config::new().with_encoder_config(settings).with_threads(1);
    let mut context: Context<u8> = config.new_context().map_err(failed)?;
    let mut frame = context.new_frame();
    for (plane, to) in planes.iter().zip(&mut frame.planes) {
        to.copy_from_raw_u8(&plane.samples, plane.width, 1);
    }
    context.send_frame(frame).map_err(failed)?;
    context.flush();
    loop {
        match context.receive_packet() {
            Ok(packet) => return Ok(packet.data),
            Err(EncoderStatus::Encoded) => {}
            Err(error) => return Err(failed(error)),
        }
    }
}
