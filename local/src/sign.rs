//! `sizewise sign`: a URL with a signature, by the policy's own key.

use crate::{End, Outcome, config};
use sizewise::Query;
use std::io::Write;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

#[derive(clap::Args)]
pub(crate) struct Sign {
    /// A whole URL, or its path and query
    url: String,
    /// When the URL comes to its end: 20271231T235959Z, seconds of unix time, or a time from now such as 90s, 15m, 12h
    /// or 7d
    #[arg(long, value_name = "TIME", value_parser = end)]
    expires: Option<String>,
    #[command(flatten)]
    config: config::Config,
}

pub(crate) fn run(arguments: &Sign, out: &mut impl Write) -> Outcome {
    let policy = arguments.config.policy()?;
    let key = policy.signing.keys.first();
    let key = key.ok_or(
        "expected a key among `signing.keys` of the policy, found none; give it with --config",
    )?;
    let (url, _) = arguments.url.split_once('#').unwrap_or((&arguments.url, ""));
    let path_at =
        url.find("://").map_or(Some(0), |at| url[at + 3..].find('/').map(|path| at + 3 + path));
    let path_at = path_at.ok_or("expected a URL with a path, found none")?;
    let (host, target) = url.split_at(path_at);
    let sent = sizewise_local::as_sent(target);
    let (path, query) = sent.split_once('?').unwrap_or((&sent, ""));
    let mut query = query.to_owned();
    if let Some(end) = &arguments.expires {
        let gap = if query.is_empty() { "" } else { "&" };
        query += &format!("{gap}expires={end}");
    }
    let signature = key.sign(path, Query(&query));
    let gap = if query.is_empty() { "" } else { "&" };
    writeln!(out, "{host}{path}?{query}{gap}signature={signature}")?;
    Ok(End::Done)
}

/// A time as it stands in a URL.
fn end(text: &str) -> Result<String, String> {
    let unit = match text.as_bytes().last() {
        Some(b's') => Some(1),
        Some(b'm') => Some(60),
        Some(b'h') => Some(60 * 60),
        Some(b'd') => Some(24 * 60 * 60),
        _ => None,
    };
    let Some(unit) = unit else { return Ok(text.to_owned()) };
    let from_now =
        text[..text.len() - 1].parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
    let end =
        from_now.and_then(|seconds| SystemTime::now().checked_add(Duration::from_secs(seconds)));
    let end = end.and_then(|end| end.duration_since(UNIX_EPOCH).ok());
    end.map(|end| end.as_secs().to_string()).ok_or_else(|| {
        format!("expected a time such as `20271231T235959Z`, `1830297599` or `7d`, found `{text}`")
    })
}
