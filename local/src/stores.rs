//! Where bytes are, for every verb that needs to know.

use clap::builder::ValueParser;
use sizewise::{Location, Policy};
use sizewise_fulfil::{House, Patience, Room};
use sizewise_local::{Opened, Places};
use std::error::Error;
use std::sync::Arc;
use std::thread;

/// Where originals are and where variants are kept.
#[derive(clap::Args)]
pub(crate) struct Stored {
    /// Where originals are: folder:PATH or s3://bucket/prefix
    #[arg(long, value_name = "STORE", value_parser = location())]
    pub(crate) originals: Option<Location>,
    /// Where variants are kept: folder:PATH, s3://bucket/prefix or memory:; without it, a folder in your cache
    #[arg(long, value_name = "STORE", value_parser = location())]
    pub(crate) variants: Option<Location>,
    /// An S3 that is not at AWS, such as http://127.0.0.1:9000
    #[arg(long, value_name = "URL")]
    pub(crate) s3_endpoint: Option<String>,
    /// The bytes of variants, before those go that nobody has used for long; without it, 10G in a folder and 500M in
    /// memory
    #[arg(long, value_name = "BYTES", value_parser = bytes)]
    pub(crate) room: Option<u64>,
}

impl Stored {
    /// Whether somebody said where originals are.
    pub(crate) fn has_originals(&self, policy: &Policy) -> bool {
        self.location(policy).is_some()
    }

    /// Where originals are, by the flag or by the policy.
    pub(crate) fn location(&self, policy: &Policy) -> Option<Location> {
        self.originals.clone().or_else(|| policy.stores.originals.clone())
    }

    /// The places that are asked, with these originals.
    pub(crate) fn places(&self, policy: &Policy, originals: Location) -> Places {
        Places {
            originals,
            variants: self.variants.clone().or_else(|| policy.stores.variants.clone()),
            most: self.room,
            endpoint: self.s3_endpoint.clone(),
        }
    }

    /// A house for a verb that does one thing.
    pub(crate) async fn house(&self, policy: Policy) -> Result<House, Box<dyn Error>> {
        let originals = self.location(&policy).ok_or("expected --originals, found none")?;
        let Opened { originals, variants, .. } =
            self.places(&policy, originals).open(&policy.stores, None).await?;
        let room = Room::for_cores(cores());
        Ok(House::new(Arc::new(policy), originals, variants, room, Patience::default()))
    }
}

/// How many pictures can be made at once.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

fn location() -> ValueParser {
    ValueParser::new(|text: &str| Location::try_from(text.to_owned()))
}

/// A number of bytes: `500M`, `10G`, `1500000`.
pub(crate) fn bytes(text: &str) -> Result<u64, String> {
    let lower = text.to_ascii_lowercase();
    let plain = lower.trim_end_matches('b');
    let (digits, unit) = match plain.find(|c: char| !c.is_ascii_digit()) {
        Some(at) => plain.split_at(at),
        None => (plain, ""),
    };
    let times = match unit {
        "" => Some(1),
        "k" => Some(1_000),
        "m" => Some(1_000_000),
        "g" => Some(1_000_000_000),
        "t" => Some(1_000_000_000_000),
        _ => None,
    };
    let number = digits.parse::<u64>().ok();
    let bytes = times.zip(number).and_then(|(times, number)| number.checked_mul(times));
    bytes.ok_or_else(|| {
        format!("expected a number of bytes such as `500M` or `10G`, found `{text}`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_people_write_them() {
        for (text, expected) in [
            ("0", 0),
            ("1500", 1500),
            ("2k", 2000),
            ("500M", 500_000_000),
            ("10GB", 10_000_000_000),
        ] {
            assert_eq!(bytes(text), Ok(expected));
        }
        for text in ["", "G", "1.5G", "10 GB", "-1", "99999999999999999999", "9999999999T"] {
            let expected = "expected a number of bytes such as `500M` or `10G`";
            assert!(bytes(text).unwrap_err().starts_with(expected), "{text}");
        }
    }
}
