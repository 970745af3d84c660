//! WebP: what we write ourselves, and the chunks of its RIFF file.

use crate::png::{Kind, Order, Png};
use crate::{Pixels, grey, made, number};
use image_webp::{ColorType, WebPEncoder};

/// A file as its chunks.
#[derive(Clone)]
pub struct Webp(pub Vec<([u8; 4], Vec<u8>)>);

impl Webp {
    pub fn of(file: &[u8]) -> Self {
        let mut chunks = Vec::new();
        let mut rest = &file[12..];
        while let [k0, k1, k2, k3, l0, l1, l2, l3, behind @ ..] = rest {
            let length = u32::from_le_bytes([*l0, *l1, *l2, *l3]) as usize;
            chunks.push(([*k0, *k1, *k2, *k3], behind[..length].to_vec()));
            rest = &behind[length + length % 2..];
        }
        Self(chunks)
    }

    /// Lossy, as we write it.
    pub fn lossy(pixels: &Pixels) -> Self {
        let png = Png::draw(pixels, Kind::Rgb, 8, Order::Rows).bytes();
        Self::of(&made(&png, "f=webp&q=95").unwrap().bytes)
    }

    /// Lossy and extended, with nothing where it is blue.
    pub fn with_alpha(pixels: &Pixels) -> Self {
        let png = Png::draw(pixels, Kind::Rgba, 8, Order::Rows).bytes();
        let webp = Self::of(&made(&png, "f=webp&q=95").unwrap().bytes);
        assert_eq!(&webp.0[1].0, b"ALPH");
        webp
    }

    pub fn lossless(pixels: &Pixels) -> Self {
        let samples = pixels.pixels.concat();
        Self::without_loss(pixels, &samples, ColorType::Rgb8)
    }

    pub fn lossless_alpha(pixels: &Pixels) -> Self {
        let sample = |&[r, g, b]: &[u8; 3]| [r, g, b, if number([r, g, b]) == 2 { 0 } else { 255 }];
        let samples: Vec<_> = pixels.pixels.iter().flat_map(sample).collect();
        Self::without_loss(pixels, &samples, ColorType::Rgba8)
    }

    pub fn lossless_grey(pixels: &Pixels) -> Self {
        let samples: Vec<_> = pixels.pixels.iter().map(|&colour| grey(colour)).collect();
        Self::without_loss(pixels, &samples, ColorType::L8)
    }

    fn without_loss(pixels: &Pixels, samples: &[u8], colours: ColorType) -> Self {
        let mut file = Vec::new();
        let (width, height) = (pixels.width as u32, pixels.height as u32);
        WebPEncoder::new(&mut file).encode(samples, width, height, colours).unwrap();
        Self::of(&file)
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut body = b"WEBP".to_vec();
        for (name, chunk) in &self.0 {
            body.extend(name);
            body.extend((chunk.len() as u32).to_le_bytes());
            body.extend(chunk);
            body.extend(&[0][..chunk.len() % 2]);
        }
        [b"RIFF", &(body.len() as u32).to_le_bytes()[..], &body].concat()
    }

    /// The same with an extended header.
    pub fn extended(&self, flags: u8, size: (u32, u32)) -> Self {
        let mut webp = self.clone();
        webp.0.retain(|(name, _)| name != b"VP8X");
        webp.0.insert(0, (*b"VP8X", extended(flags, size)));
        webp
    }

    /// With another chunk at a place among the others.
    pub fn with_chunk(&self, at: usize, name: [u8; 4], body: Vec<u8>) -> Self {
        let mut webp = self.clone();
        webp.0.insert(at, (name, body));
        webp
    }

    /// With other bytes in the body of a chunk.
    pub fn altered(&self, name: &[u8; 4], at: usize, bytes: &[u8]) -> Self {
        let mut webp = self.clone();
        let chunk = webp.0.iter_mut().find(|(other, _)| other == name);
        chunk.expect("there is such a chunk").1[at..at + bytes.len()].copy_from_slice(bytes);
        webp
    }

    pub fn without(&self, name: &[u8; 4]) -> Self {
        Self(self.0.iter().filter(|(other, _)| other != name).cloned().collect())
    }
}

/// A frame of an animation.
#[derive(Clone)]
pub struct Cel {
    pub picture: Webp,
    pub size: (u32, u32),
    /// Even numbers.
    pub place: (u32, u32),
    /// Thousandths of a second.
    pub duration: u32,
    /// 1 leaves nothing when it has been shown, 2 lets nothing through.
    pub flags: u8,
}

/// Frames on a canvas, shown so often; 0 is without end.
pub fn animation(size: (u32, u32), plays: u16, cels: &[Cel]) -> Webp {
    let plays = plays.to_le_bytes();
    let mut chunks =
        vec![(*b"VP8X", extended(0x12, size)), (*b"ANIM", vec![0, 0, 0, 0, plays[0], plays[1]])];
    chunks.extend(cels.iter().map(|cel| (*b"ANMF", cel.body())));
    Webp(chunks)
}

impl Cel {
    pub fn body(&self) -> Vec<u8> {
        let (place, size) = (self.place, self.size);
        let numbers = [place.0 / 2, place.1 / 2, size.0 - 1, size.1 - 1, self.duration];
        let mut body: Vec<u8> =
            numbers.iter().flat_map(|number| number.to_le_bytes()[..3].to_vec()).collect();
        body.push(self.flags);
        let file = self.picture.bytes();
        let picture = Webp::of(&file).0.into_iter().filter(|(name, _)| name != b"VP8X");
        // What stands in front of the chunks of a file does not stand in a frame.
        body.extend(&Webp(picture.collect()).bytes()[12..]);
        body
    }
}

/// Flags and a canvas.
pub fn extended(flags: u8, (width, height): (u32, u32)) -> Vec<u8> {
    let side = |length: u32| (length - 1).to_le_bytes()[..3].to_vec();
    [vec![flags, 0, 0, 0], side(width), side(height)].concat()
}
