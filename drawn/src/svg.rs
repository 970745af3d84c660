//! SVG, as text.

use crate::{COLOURS, Rgb};

/// What is drawn on 40 x 30 pixels.
pub fn svg(content: &str) -> String {
    with_root("width='40' height='30'", content)
}

/// What is drawn in a root element with these attributes.
pub fn with_root(attributes: &str, content: &str) -> String {
    let namespaces =
        "xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'";
    format!("<svg {namespaces} {attributes}>{content}</svg>")
}

/// A rectangle.
pub fn rect([x, y, width, height]: [f64; 4], [r, g, b]: Rgb) -> String {
    let place = format!("x='{x}' y='{y}' width='{width}' height='{height}'");
    format!("<rect {place} fill='#{r:02x}{g:02x}{b:02x}'/>")
}

/// The four quarters of a picture of that size.
pub fn quarters((width, height): (f64, f64)) -> String {
    let (across, down) = (width / 2.0, height / 2.0);
    let corners = [(0.0, 0.0), (across, 0.0), (0.0, down), (across, down)];
    let quarter = |((x, y), colour)| rect([x, y, across, down], colour);
    corners.into_iter().zip(COLOURS).map(quarter).collect()
}

/// Text in the same text, so often.
pub fn nested(before: &str, inner: &str, after: &str, times: usize) -> String {
    [&before.repeat(times), inner, &after.repeat(times)].concat()
}

/// A file of gzip.
pub fn gzip(data: &[u8]) -> Vec<u8> {
    let mut compressor = libdeflater::Compressor::new(libdeflater::CompressionLvl::fastest());
    let mut file = vec![0; compressor.gzip_compress_bound(data.len())];
    let length = compressor.gzip_compress(data, &mut file).unwrap();
    file.truncate(length);
    file
}

/// Text of two bytes for each character, with the mark that says in which order.
pub fn utf16(text: &str, from: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(from).collect()
}
