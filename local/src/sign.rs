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
    let sent = sizewise_site::as_sent(&arguments.url);
    let (path, query) = sent.split_once('?').unwrap_or((&sent, ""));
    if path == "/" {
        return Err("expected a URL with a path, found none".into());
    }
    let query = unsigned(query, arguments.expires.as_deref());
    let signature = format!("signature={}", key.sign(path, Query(&query)));
    let signed = [query, signature].into_iter().filter(|part| !part.is_empty());
    let signed = signed.collect::<Vec<_>>().join("&");
    // Nobody should be given a URL that is refused.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    policy.signing.author(path, Query(&signed), &Query(&signed).asked(), now)?;
    writeln!(out, "{}{path}?{signed}", host(&arguments.url))?;
    Ok(End::Done)
}

/// A query as it is signed: without a signature that it may have had, and with this end if there is one.
fn unsigned(query: &str, end: Option<&str>) -> String {
    let is_kept = |pair: &&str| {
        let name = pair.split_once('=').map_or(*pair, |(name, _)| name);
        !pair.is_empty() && name != "signature" && !(end.is_some() && name == "expires")
    };
    let end = end.map(|end| format!("expires={end}"));
    let kept = query.split('&').filter(is_kept).chain(end.as_deref());
    kept.collect::<Vec<_>>().join("&")
}

/// What stands before the path.
fn host(url: &str) -> &str {
    match url.split_once("://") {
        Some((scheme, rest)) if !scheme.contains(['/', '?', '#']) => {
            let length = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            &url[..scheme.len() + "://".len() + length]
        }
        _ => "",
    }
}

/// A time as it stands in a URL.
fn end(text: &str) -> Result<String, String> {
    let unit = match text.as_bytes().last() {
        Some(b's') => 1,
        Some(b'm') => 60,
        Some(b'h') => 60 * 60,
        Some(b'd') => 24 * 60 * 60,
        Some(_) => return Ok(text.to_owned()),
        None => 0,
    };
    let number = text.get(..text.len().saturating_sub(1)).and_then(|digits| digits.parse().ok());
    let from_now = number.and_then(|number: u64| number.checked_mul(unit));
    let end =
        from_now.and_then(|seconds| SystemTime::now().checked_add(Duration::from_secs(seconds)));
    let end = end.and_then(|end| end.duration_since(UNIX_EPOCH).ok());
    end.map(|end| end.as_secs().to_string()).ok_or_else(|| {
        format!("expected a time such as `20271231T235959Z`, `1830297599` or `7d`, found `{text}`")
    })
}
