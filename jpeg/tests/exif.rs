//! The three tags of EXIF, as cameras write them and as editors break them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reference;

use reference::segments;
use sizewise_jpeg::Decoder;

const ORIENTATION: u16 = 0x0112;
const ARTIST: u16 = 0x013b;
const COPYRIGHT: u16 = 0x8298;

#[derive(Clone, Copy, Debug)]
enum Order {
    Little,
    Big,
}

impl Order {
    fn short(self, value: u16) -> [u8; 2] {
        match self {
            Self::Little => value.to_le_bytes(),
            Self::Big => value.to_be_bytes(),
        }
    }

    fn long(self, value: u32) -> [u8; 4] {
        match self {
            Self::Little => value.to_le_bytes(),
            Self::Big => value.to_be_bytes(),
        }
    }

    /// Tag, kind and value of each entry.
    fn tiff(self, entries: &[(u16, u16, &[u8])]) -> Vec<u8> {
        let start = match self {
            Self::Little => b"II*\0",
            Self::Big => b"MM\0*",
        };
        let mut tiff = [start, &self.long(8)[..], &self.short(entries.len() as u16)].concat();
        let mut values = Vec::new();
        for &(tag, kind, value) in entries {
            let size = if kind == 2 { 1 } else { value.len() };
            tiff.extend([self.short(tag), self.short(kind)].concat());
            tiff.extend(self.long((value.len() / size) as u32));
            if value.len() <= 4 {
                tiff.extend(value.iter().copied().chain([0; 4]).take(4));
            } else {
                tiff.extend(self.long((10 + 12 * entries.len() + values.len()) as u32));
                values.extend(value);
            }
        }
        [tiff, values].concat()
    }
}

/// Orientation, artist and copyright.
type Told = (Option<u8>, Option<String>, Option<String>);

fn told(tiff: &[u8]) -> Told {
    let body = [b"Exif\0\0", tiff].concat();
    let frame = [8, 0, 1, 0, 1, 1, 1, 0x11, 0];
    let file = segments(&[(0xe1, &body), (0xc0, &frame), (0xda, &[1, 1, 0, 0, 63, 0])]);
    let decoder = Decoder::new(&file).unwrap();
    let header = decoder.header();
    let owned = |text: Option<std::borrow::Cow<'_, str>>| text.map(|text| text.into_owned());
    (header.orientation(), owned(header.artist()), owned(header.copyright()))
}

#[test]
fn orientation_is_a_short_or_a_long_from_1_to_8() {
    for order in [Order::Little, Order::Big] {
        for value in 0..=12 {
            let short = order.tiff(&[(ORIENTATION, 3, &order.short(value))]);
            let long = order.tiff(&[(ORIENTATION, 4, &order.long(value.into()))]);
            let expected = u8::try_from(value).ok().filter(|value| (1..=8).contains(value));
            assert_eq!(told(&short).0, expected, "{order:?} {value}");
            assert_eq!(told(&long).0, expected, "{order:?} {value}");
        }
        let large = order.tiff(&[(ORIENTATION, 4, &order.long(0x106))]);
        let byte = order.tiff(&[(ORIENTATION, 1, &[6])]);
        assert_eq!((told(&large).0, told(&byte).0), (None, None));
    }
}

#[test]
fn texts_end_with_their_first_zero() {
    let texts: [(&[u8], Option<&str>); 8] = [
        (b"Ada Lovelace\0", Some("Ada Lovelace")),
        (b"no zero at all", Some("no zero at all")),
        (b"  blanks around \0 and behind", Some("blanks around")),
        (b"Ada\0", Some("Ada")),
        (b"A", Some("A")),
        (b"\0", None),
        (b"     \0", None),
        (b"\xffname\0", Some("\u{fffd}name")),
    ];
    for order in [Order::Little, Order::Big] {
        for (text, expected) in texts {
            let expected = expected.map(String::from);
            let artist = order.tiff(&[(ORIENTATION, 3, &order.short(6)), (ARTIST, 2, text)]);
            assert_eq!(told(&artist), (Some(6), expected.clone(), None), "{order:?} {text:?}");
            let both =
                order.tiff(&[(ARTIST, 2, text), (1, 2, b"other"), (COPYRIGHT, 2, b"(c) me")]);
            assert_eq!(told(&both), (None, expected, Some("(c) me".into())), "{order:?} {text:?}");
            // Bytes are no text.
            assert_eq!(told(&order.tiff(&[(COPYRIGHT, 7, text)])), (None, None, None));
        }
    }
}

#[test]
fn broken_exif_says_what_can_still_be_read() {
    let nothing: Told = (None, None, None);
    for order in [Order::Little, Order::Big] {
        let entries = [(ORIENTATION, 3, &order.short(3)[..]), (ARTIST, 2, b"a long name")];
        let whole = order.tiff(&entries);
        let all = (Some(3), Some("a long name".into()), None);
        assert_eq!(told(&whole), all);
        for length in 0..whole.len() {
            let expected = match length {
                // The head, the count and the value of the first entry.
                0..20 => None,
                _ => Some(3),
            };
            let (orientation, artist, copyright) = told(&whole[..length]);
            assert_eq!((orientation, artist, copyright), (expected, None, None), "{length}");
        }
        for (at, byte) in [(0, b'X'), (2, 0xee), (4, 0xff), (7, 0xff), (8, 0xff)] {
            let mut broken = whole.clone();
            broken[at] = byte;
            // More entries than there are: those that are there count.
            let is_count = at == 8;
            let (orientation, ..) = told(&broken);
            assert_eq!(orientation, is_count.then_some(3), "{order:?} {at}");
        }
    }
    assert_eq!(told(b""), nothing);
    assert_eq!(told(b"II*\0\xff\xff\xff\xff"), nothing);
}

#[test]
fn other_segments_of_the_same_number_are_no_exif() {
    let tiff = Order::Big.tiff(&[(ORIENTATION, 3, &[0, 6])]);
    let exif = [b"Exif\0\0", &tiff[..]].concat();
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>";
    let frame = [8, 0, 1, 0, 1, 1, 1, 0x11, 0];
    let list = [(0xe1, &exif[..]), (0xe1, xmp), (0xc0, &frame), (0xda, &[1, 1, 0, 0, 63, 0])];
    let file = segments(&list);
    assert_eq!(Decoder::new(&file).unwrap().header().orientation(), Some(6));
}

#[test]
fn of_several_the_first_that_can_be_read_counts() {
    let exif = |tiff: &[u8]| [b"Exif\0\0", tiff].concat();
    let [third, sixth] =
        [3, 6].map(|value| exif(&Order::Big.tiff(&[(ORIENTATION, 3, &[0, value])])));
    let broken = exif(b"MM\0*\xff\xff\xff\xff");
    let frame = [8, 0, 1, 0, 1, 1, 1, 0x11, 0];
    for exifs in [[&third, &sixth], [&broken, &third], [&third, &broken]] {
        let [first, second] = exifs.map(|body| (0xe1, &body[..]));
        let file = segments(&[first, second, (0xc0, &frame), (0xda, &[1, 1, 0, 0, 63, 0])]);
        assert_eq!(Decoder::new(&file).unwrap().header().orientation(), Some(3));
    }
}
