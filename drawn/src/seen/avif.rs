//! AVIF as rav1d sees it, which has written none of it.
#![allow(unsafe_code, reason = "rav1d speaks C")]

use rav1d::include::dav1d::data::Dav1dData;
use rav1d::include::dav1d::picture::Dav1dPicture;
use rav1d::src::lib::{
    dav1d_close, dav1d_data_create, dav1d_default_settings, dav1d_get_picture, dav1d_open,
    dav1d_picture_unref, dav1d_send_data,
};
use std::mem::MaybeUninit;
use std::ptr::NonNull;

/// Width, height, and red, green, blue and alpha of each pixel.
pub(super) fn seen(file: &[u8]) -> (usize, usize, Vec<[u8; 4]>) {
    let items = items(file);
    let colours = decoded(&items[0]);
    let alpha = items.get(1).map(|item| decoded(item));
    let (width, height) = (colours.width, colours.height);
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let pixels = places.map(|(x, y)| {
        let luma = f64::from(colours.planes[0][y * width + x]);
        let half = width.div_ceil(2);
        let difference = |plane: usize| match colours.planes.get(plane) {
            Some(plane) => f64::from(plane[y / 2 * half + x / 2]) - 128.0,
            None => 0.0,
        };
        let (blue, red) = (1.772 * difference(1), 1.402 * difference(2));
        let green = -(0.114 * blue + 0.299 * red) / 0.587;
        let [r, g, b] = [red, green, blue].map(|off| (luma + off).round().clamp(0.0, 255.0) as u8);
        [r, g, b, alpha.as_ref().map_or(255, |alpha| alpha.planes[0][y * width + x])]
    });
    (width, height, pixels.collect())
}

/// The bytes of the primary item, and of another that is coded as it is: alpha. ISO 14496-12, 8.11.
fn items(file: &[u8]) -> Vec<Vec<u8>> {
    let find = |name| file.windows(4).position(|four| four == name).unwrap() + 4;
    let short = |at: usize| u16::from_be_bytes([file[at], file[at + 1]]);
    let long = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().unwrap()) as usize;
    let primary = short(find(b"pitm") + 4);
    let places = find(b"iloc");
    assert_eq!(file[places..places + 6], [0, 0, 0, 0, 0x44, 0], "places of four bytes");
    let mut at = places + 8;
    let mut items = Vec::new();
    for _ in 0..short(places + 6) {
        let (id, extents) = (short(at), usize::from(short(at + 4)));
        let extents = (0..extents).map(|index| at + 6 + 8 * index);
        let bytes = extents.clone().map(|extent| &file[long(extent)..][..long(extent + 4)]);
        items.push((id != primary, bytes.collect::<Vec<_>>().concat()));
        at += 6 + 8 * extents.count();
    }
    items.retain(|(_, item)| !item.windows(4).any(|four| four == b"II*\0"));
    items.sort();
    items.into_iter().map(|(_, item)| item).collect()
}

struct Decoded {
    width: usize,
    height: usize,
    planes: Vec<Vec<u8>>,
}

fn decoded(item: &[u8]) -> Decoded {
    let mut settings = MaybeUninit::uninit();
    let mut context = None;
    let mut data = Dav1dData::default();
    let mut picture: Dav1dPicture = Dav1dPicture::default();
    // SAFETY: everything that is pointed to lives until the end, and is written before it is read.
    unsafe {
        dav1d_default_settings(NonNull::new(settings.as_mut_ptr()).unwrap());
        let mut settings = settings.assume_init();
        settings.n_threads = 1;
        settings.max_frame_delay = 1;
        assert_eq!(dav1d_open(NonNull::new(&mut context), NonNull::new(&mut settings)).0, 0);
        let bytes = dav1d_data_create(NonNull::new(&mut data), item.len());
        std::ptr::copy_nonoverlapping(item.as_ptr(), bytes, item.len());
        assert_eq!(dav1d_send_data(context, NonNull::new(&mut data)).0, 0);
        assert_eq!(dav1d_get_picture(context, NonNull::new(&mut picture)).0, 0);
    }
    let (width, height) = (picture.p.w as usize, picture.p.h as usize);
    let plane = |index: usize| {
        let samples = picture.data[index]?.as_ptr().cast::<u8>();
        let is_chroma = index > 0;
        let side = |length: usize| if is_chroma { length.div_ceil(2) } else { length };
        let stride = picture.stride[usize::from(is_chroma)];
        let rows = (0..side(height)).map(|y| {
            // SAFETY: a plane of a decoded picture has as many rows of as many samples as it says.
            unsafe { std::slice::from_raw_parts(samples.offset(y as isize * stride), side(width)) }
        });
        Some(rows.collect::<Vec<_>>().concat())
    };
    let planes = (0..3).map_while(plane).collect();
    // SAFETY: neither is used any more.
    unsafe {
        dav1d_picture_unref(NonNull::new(&mut picture));
        dav1d_close(NonNull::new(&mut context));
    }
    Decoded { width, height, planes }
}
