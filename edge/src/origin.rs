//! The origin of an event: which bucket CloudFront asks, and what its custom headers say beside it.
//! A trigger has no environment: this is how it learns where pictures are.

use crate::event::Event;
use crate::headers;
use serde_json::Value;
use sizewise::{Found, Location, Path};

/// Where an event's pictures are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Where variants are kept: what `x-sizewise-variants` says, else the origin itself.
    pub variants: Option<Location>,
    /// Where originals are, if `x-sizewise-originals` says it.
    pub originals: Option<Location>,
}

/// Why an origin cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unplaced {
    /// A custom header that names no bucket.
    #[error("expected `s3://bucket/prefix?region=eu-west-1` in `{header}`, found {found}")]
    Header {
        /// Which one.
        header: &'static str,
        /// What was there.
        found: Found,
    },
    /// A path of the origin that is no prefix of keys.
    #[error("expected a prefix of keys as the path of the origin, found {0}")]
    Path(Found),
}

const VARIANTS: &str = "x-sizewise-variants";
const ORIGINALS: &str = "x-sizewise-originals";

impl Event {
    /// Where the pictures of this event are.
    pub fn places(&self) -> Result<Places, Unplaced> {
        let origin = self.request.get("origin");
        let own = own(origin)?;
        let near = match &own {
            Some(Location::S3 { region, .. }) => region.clone(),
            _ => None,
        };
        let said = |header| said(origin, header, near.as_ref());
        Ok(Places { variants: said(VARIANTS)?.or(own), originals: said(ORIGINALS)? })
    }
}

/// The bucket that CloudFront itself asks. An origin that is not S3 has none.
fn own(origin: Option<&Value>) -> Result<Option<Location>, Unplaced> {
    let Some(s3) = origin.and_then(|origin| origin.get("s3")) else { return Ok(None) };
    let text = |name| s3.get(name).and_then(Value::as_str).unwrap_or_default();
    let Some((name, domains)) = bucket(text("domainName")) else { return Ok(None) };
    let path = text("path");
    // It is escaped, as every path, and it has a slash at its beginning if it is not empty.
    let unplaced = || Unplaced::Path(Found::new(path));
    let prefix = match path {
        "" => String::new(),
        path => Path::read(path).map_err(|_| unplaced())?.as_str().trim_matches('/').to_owned(),
    };
    let region = Some(text("region")).filter(|region| is_region(region)).or(domains);
    let region = region.map(str::to_owned);
    Ok(Some(Location::S3 { bucket: name.to_owned(), prefix, region }))
}

/// The bucket that a custom header names. Unless it says another Region, it is `near` the origin.
fn said(
    origin: Option<&Value>,
    header: &'static str,
    near: Option<&String>,
) -> Result<Option<Location>, Unplaced> {
    let mut origins = ["s3", "custom"].into_iter().filter_map(|kind| origin?.get(kind));
    let said = origins.find_map(|origin| headers::first(origin.get("customHeaders"), header));
    let Some(said) = said else { return Ok(None) };
    match Location::try_from(said.trim().to_owned()) {
        Ok(Location::S3 { bucket, prefix, region }) if is_bucket(&bucket) => {
            Ok(Some(Location::S3 { bucket, prefix, region: region.or_else(|| near.cloned()) }))
        }
        _ => Err(Unplaced::Header { header, found: Found::new(said) }),
    }
}

/// The bucket and the Region in a name such as `pictures.s3.eu-west-1.amazonaws.com`. A bucket's
/// name may have dots, and may look like the rest of the name: so it is read from its end.
fn bucket(domain: &str) -> Option<(&str, Option<&str>)> {
    let rest = domain.strip_suffix(".cn").unwrap_or(domain).strip_suffix(".amazonaws.com")?;
    let (before, last) = rest.rsplit_once('.')?;
    let joined = last.strip_prefix("s3-website-").or_else(|| last.strip_prefix("s3-"));
    let (name, region) = match joined {
        _ if last == "s3" => (before, None),
        // The oldest name of the oldest Region.
        Some("external-1") => (before, Some("us-east-1")),
        Some("accelerate") => (before, None),
        Some(region) if is_region(region) => (before, Some(region)),
        _ if is_region(last) => (before_service(before)?, Some(last)),
        _ if last == "dualstack" => (before.strip_suffix(".s3-accelerate")?, None),
        _ => return None,
    };
    is_bucket(name).then_some((name, region))
}

/// What stands before `.s3`, where the Region has a label of its own.
fn before_service(text: &str) -> Option<&str> {
    let text = text.strip_suffix(".dualstack").unwrap_or(text);
    let (before, service) = text.rsplit_once('.')?;
    matches!(service, "s3" | "s3-fips" | "s3-website").then_some(before)
}

/// What S3 takes for a bucket's name, and nothing that means more in a URL.
fn is_bucket(name: &str) -> bool {
    let is_of_buckets = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b);
    (3..=63).contains(&name.len())
        && name.bytes().all(is_of_buckets)
        && !name.starts_with('.')
        && !name.ends_with('.')
}

/// Words and a number: `eu-west-1`, `us-gov-east-1`. It becomes part of a host's name.
fn is_region(text: &str) -> bool {
    let Some((words, number)) = text.rsplit_once('-') else { return false };
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    let is_number = (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    text.len() <= 32 && is_number && words.contains('-') && words.split('-').all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Trigger;
    use serde_json::json;

    fn places(origin: Value) -> Result<Places, Unplaced> {
        let request = json!({ "origin": origin });
        let request = request.as_object().unwrap().clone();
        Event { trigger: Trigger::OriginResponse, request, response: None }.places()
    }

    fn at(name: &str, prefix: &str, region: Option<&str>) -> Option<Location> {
        let (bucket, prefix) = (name.to_owned(), prefix.to_owned());
        Some(Location::S3 { bucket, prefix, region: region.map(str::to_owned) })
    }

    #[test]
    fn a_bucket_is_read_from_every_name_that_s3_has() {
        for (domain, name, region) in [
            ("pictures.s3.amazonaws.com", "pictures", None),
            ("pictures.s3.eu-west-1.amazonaws.com", "pictures", Some("eu-west-1")),
            ("pictures.s3-eu-west-1.amazonaws.com", "pictures", Some("eu-west-1")),
            ("pictures.s3.dualstack.eu-west-1.amazonaws.com", "pictures", Some("eu-west-1")),
            ("pictures.s3-fips.us-gov-west-1.amazonaws.com", "pictures", Some("us-gov-west-1")),
            ("pictures.s3-fips.dualstack.us-east-2.amazonaws.com", "pictures", Some("us-east-2")),
            ("pictures.s3-website-us-east-1.amazonaws.com", "pictures", Some("us-east-1")),
            ("pictures.s3-website.eu-central-1.amazonaws.com", "pictures", Some("eu-central-1")),
            ("pictures.s3-external-1.amazonaws.com", "pictures", Some("us-east-1")),
            ("pictures.s3-accelerate.amazonaws.com", "pictures", None),
            ("pictures.s3-accelerate.dualstack.amazonaws.com", "pictures", None),
            ("pictures.s3.cn-north-1.amazonaws.com.cn", "pictures", Some("cn-north-1")),
            ("cdn.example.com.s3.amazonaws.com", "cdn.example.com", None),
            ("a.s3.eu-west-1.b.s3.us-east-2.amazonaws.com", "a.s3.eu-west-1.b", Some("us-east-2")),
            ("eu-west-1.s3.us-east-2.amazonaws.com", "eu-west-1", Some("us-east-2")),
            ("my.s3.s3.amazonaws.com", "my.s3", None),
            // No bucket stands in these.
            ("s3.amazonaws.com", "", None),
            ("s3.eu-west-1.amazonaws.com", "", None),
            ("d111111abcdef8.cloudfront.net", "", None),
            ("x.lambda-url.eu-west-1.on.aws", "", None),
            ("pictures.s3.eu-west-1.amazonaws.com.evil.example", "", None),
            ("pictures.ec2.eu-west-1.amazonaws.com", "", None),
            ("PICTURES/../x.s3.amazonaws.com", "", None),
            (".s3.amazonaws.com", "", None),
            ("", "", None),
        ] {
            let found = bucket(domain);
            let expected = (!name.is_empty()).then_some((name, region));
            assert_eq!(found, expected, "{domain}");
        }
    }

    #[test]
    fn variants_are_where_the_origin_is() {
        let domain = "pictures.s3.amazonaws.com";
        for (origin, expected) in [
            (json!({ "domainName": domain }), at("pictures", "", None)),
            (
                json!({ "domainName": domain, "path": "/a%20b/c", "region": "eu-west-1" }),
                at("pictures", "a b/c", Some("eu-west-1")),
            ),
            (
                json!({ "domainName": "pictures.s3.us-east-2.amazonaws.com", "region": "" }),
                at("pictures", "", Some("us-east-2")),
            ),
            (json!({ "domainName": "example.com" }), None),
            (json!({}), None),
        ] {
            let places = places(json!({ "s3": origin })).unwrap();
            assert_eq!(places, Places { variants: expected, originals: None });
        }
    }

    #[test]
    fn custom_headers_say_it_better() {
        let headers = json!({
            "x-sizewise-variants": [{ "key": "X-Sizewise-Variants", "value": "s3://kept/v" }],
            "x-sizewise-originals": [{ "value": "s3://originals?region=ap-southeast-2" }],
        });
        let s3 = json!({
            "domainName": "pictures.s3.eu-west-1.amazonaws.com",
            "customHeaders": headers,
        });
        let found = places(json!({ "s3": s3 })).unwrap();
        assert_eq!(found.variants, at("kept", "v", Some("eu-west-1")));
        assert_eq!(found.originals, at("originals", "", Some("ap-southeast-2")));
        let custom = json!({ "domainName": "images.example.com", "customHeaders": headers });
        let found = places(json!({ "custom": custom })).unwrap();
        assert_eq!(found.variants, at("kept", "v", None));
    }

    #[test]
    fn a_custom_origin_has_no_bucket_of_its_own() {
        let custom = json!({ "domainName": "pictures.s3.eu-west-1.amazonaws.com" });
        for origin in [json!({ "custom": custom }), json!({}), json!(null), json!("s3")] {
            assert_eq!(places(origin).unwrap(), Places { variants: None, originals: None });
        }
    }

    #[test]
    fn a_header_that_names_no_bucket_is_a_mistake_that_is_told() {
        for said in [
            "",
            "pictures",
            "memory:",
            "s3://",
            "s3://a b",
            "s3://kept?region=",
            "s3://kept?x=1",
            "s3://kept?region=eu-west-1&x=1",
            "s3://kept?region=evil.example",
            "s3://KEPT",
        ] {
            let headers = json!({ "x-sizewise-originals": [{ "value": said }] });
            let error = places(json!({ "custom": { "customHeaders": headers } })).unwrap_err();
            let sentence = format!(
                "expected `s3://bucket/prefix?region=eu-west-1` in `x-sizewise-originals`, found {}",
                Found::new(said)
            );
            assert_eq!(error.to_string(), sentence);
        }
    }

    #[test]
    fn a_path_that_is_no_prefix_is_a_mistake_that_is_told() {
        for path in ["no-slash", "/%zz", "/%FF"] {
            let s3 = json!({ "domainName": "pictures.s3.amazonaws.com", "path": path });
            let error = places(json!({ "s3": s3 })).unwrap_err();
            assert_eq!(error, Unplaced::Path(Found::new(path)));
        }
    }
}
