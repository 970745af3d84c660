//! Headers, as CloudFront has them: an object of lists, `{"accept": [{"key": "Accept", "value":
//! "*/*"}]}`.

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value, json};

/// CloudFront's headers as HTTP has them. What HTTP cannot hold is left out: nothing is decided by
/// it, and in the event itself it stays as it came.
pub(crate) fn read(headers: Option<&Value>) -> HeaderMap {
    let mut read = HeaderMap::new();
    for (name, value) in lines(headers) {
        let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else { continue };
        let Ok(value) = HeaderValue::from_str(value) else { continue };
        // A map can be full, at 32,768 lines; CloudFront sends no such request.
        if read.try_append(name, value).is_err() {
            break;
        }
    }
    read
}

/// Every line of CloudFront's headers: the name that it is listed under, and its value.
pub(crate) fn lines(headers: Option<&Value>) -> impl Iterator<Item = (&str, &str)> {
    let headers = headers.and_then(Value::as_object).into_iter().flatten();
    headers.flat_map(|(name, lines)| {
        let lines = lines.as_array().into_iter().flatten();
        lines.filter_map(|line| Some((name.as_str(), line.get("value")?.as_str()?)))
    })
}

/// The first value of a header.
pub(crate) fn first<'h>(headers: Option<&'h Value>, name: &str) -> Option<&'h str> {
    lines(headers).find_map(|(own, value)| own.eq_ignore_ascii_case(name).then_some(value))
}

/// HTTP's headers as CloudFront has them, added to what is there. A value that is no text is left
/// out.
pub(crate) fn write(headers: &HeaderMap, into: &mut Map<String, Value>) {
    for name in headers.keys() {
        let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        let lines = values.map(|value| json!({ "key": name.as_str(), "value": value }));
        let lines = lines.collect::<Vec<_>>();
        if !lines.is_empty() {
            into.insert(name.as_str().to_owned(), Value::Array(lines));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_with_and_without_their_own_spelling() {
        let headers = json!({
            "accept": [{ "key": "Accept", "value": "image/avif" }, { "value": "image/webp" }],
            "x-one": [{ "key": "X-One", "value": "café" }],
        });
        let read = read(Some(&headers));
        let accept = read.get_all("accept").iter().collect::<Vec<_>>();
        assert_eq!(accept, ["image/avif", "image/webp"]);
        assert_eq!(read["x-one"].as_bytes(), "café".as_bytes());
    }

    #[test]
    fn what_http_cannot_hold_is_left_out() {
        let headers = json!({
            "a b": [{ "value": "a name with a space" }],
            "": [{ "value": "no name" }],
            "control": [{ "value": "a\r\nb: c" }, { "value": "whole" }],
            "numbers": [1, { "value": 2 }, {}, null],
            "text": "no list",
        });
        let read = read(Some(&headers));
        let left = read.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        assert_eq!(left.collect::<Vec<_>>(), [("control", &b"whole"[..])]);
        assert!(super::read(Some(&json!([]))).is_empty());
        assert!(super::read(None).is_empty());
    }

    #[test]
    fn more_headers_than_a_map_can_hold_are_left_out() {
        let names = (0..40_000).map(|n| (format!("x-{n}"), json!([{ "value": "" }])));
        let headers = Value::Object(names.collect());
        assert!(read(Some(&headers)).len() > 20_000);
    }

    #[test]
    fn headers_are_written_by_their_lower_case_names_with_all_their_values() {
        let mut headers = HeaderMap::new();
        headers.append("Vary", HeaderValue::from_static("accept"));
        headers.append("vary", HeaderValue::from_static("origin"));
        headers.append("x-latin", HeaderValue::from_bytes(&[0xe9]).unwrap());
        let mut written = Map::new();
        write(&headers, &mut written);
        let vary =
            json!([{ "key": "vary", "value": "accept" }, { "key": "vary", "value": "origin" }]);
        assert_eq!(Value::Object(written), json!({ "vary": vary }));
    }
}
