//! `sizewise explain`: what a URL means, for people and for programs.

use crate::{End, Outcome, config};
use http::header::ACCEPT;
use http::{HeaderValue, Request};
use serde::Serialize;
use sizewise::{Address, Found, Policy, Query, Variant};
use sizewise_viewer_request::{Decision, decide};
use std::fmt::Write as _;
use std::io::Write;
use std::time::SystemTime;

#[derive(clap::Args)]
pub(crate) struct Explain {
    /// A whole URL, or its path and query
    url: String,
    /// The Accept header that comes with it
    #[arg(long, value_name = "HEADER")]
    accept: Option<HeaderValue>,
    /// One JSON object for programs
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: config::Config,
}

/// What a URL means.
#[derive(Debug, Serialize)]
struct Explanation {
    /// The canonical path; null where the request passes untouched or is refused.
    address: Option<String>,
    /// The key of the original, decoded.
    key: Option<String>,
    /// The key that the variant is kept under, decoded.
    stored: Option<String>,
    /// Why it is refused.
    refused: Option<String>,
    status: u16,
    variant: Option<Variant>,
}

pub(crate) fn run(arguments: &Explain, out: &mut impl Write) -> Outcome {
    let policy = arguments.config.policy()?;
    let mut request = Request::get(as_sent(&arguments.url)).body(()).map_err(|error| {
        format!("expected a URL, found {}: {error}", Found::new(&arguments.url))
    })?;
    request.headers_mut().extend(arguments.accept.clone().map(|accept| (ACCEPT, accept)));
    let explanation = Explanation::new(&policy, &request);
    if arguments.json {
        writeln!(out, "{}", serde_json::to_string(&explanation)?)?;
    } else {
        explanation.tell(&request, out)?;
    }
    Ok(if explanation.refused.is_none() { End::Done } else { End::Refused })
}

impl Explanation {
    fn new(policy: &Policy, request: &Request<()>) -> Self {
        let now = SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs());
        match decide(policy, request, now) {
            Decision::Pass => Explanation::default(),
            Decision::Original(key) => {
                Explanation { key: Some(key.to_string()), ..Explanation::default() }
            }
            Decision::Rewrite(address) => Explanation::of(&address),
            Decision::Refuse(refusal) => Explanation {
                status: refusal.status(),
                refused: Some(refusal.to_string()),
                ..Explanation::default()
            },
        }
    }

    fn of(address: &Address) -> Self {
        let variant = Some(address.variant()).filter(|variant| !variant.is_original());
        Explanation {
            address: Some(address.to_string()),
            key: Some(address.key().to_string()),
            stored: variant.map(|_| address.stored()),
            variant: variant.cloned(),
            ..Explanation::default()
        }
    }

    fn tell(&self, request: &Request<()>, out: &mut impl Write) -> std::io::Result<()> {
        let mut line = |name: &str, text: &str| writeln!(out, "{name:<9} {text}");
        line("path", request.uri().path())?;
        let asked = Query(request.uri().query().unwrap_or_default()).asked();
        for option in asked.options() {
            // What a stranger typed could write anything onto a terminal.
            let value = Found::new(asked.value(option).unwrap_or_default());
            line("asked", &format!("{} = {value}", option.spec().name))?;
        }
        if let Some(sentence) = &self.refused {
            return line("refused", &format!("{} {sentence}", self.status));
        }
        match (&self.variant, &self.key) {
            (Some(variant), _) => line("variant", &variant.to_string())?,
            (None, Some(_)) => line("variant", "the original itself")?,
            (None, None) => line("variant", "no picture by its name: none of our business")?,
        }
        let known = [("key", &self.key), ("address", &self.address), ("kept as", &self.stored)];
        for (name, text) in known {
            if let Some(text) = text {
                line(name, text)?;
            }
        }
        if self.address.is_none() { line("address", "as it came") } else { Ok(()) }
    }
}

/// What passes untouched.
impl Default for Explanation {
    fn default() -> Self {
        Explanation {
            address: None,
            key: None,
            stored: None,
            refused: None,
            status: 200,
            variant: None,
        }
    }
}

/// What a person typed, as a browser would send it: without scheme, host and fragment, and with
/// the characters escaped that no URL can hold.
fn as_sent(typed: &str) -> String {
    let after_host = match typed.split_once("://") {
        Some((scheme, rest))
            if ["http", "https"].iter().any(|s| scheme.eq_ignore_ascii_case(s)) =>
        {
            rest.find(['/', '?', '#']).map_or("/", |at| &rest[at..])
        }
        _ => typed,
    };
    let (target, _) = after_host.split_once('#').unwrap_or((after_host, ""));
    let mut sent = String::new();
    if !target.starts_with('/') {
        sent.push('/');
    }
    for byte in target.bytes() {
        match byte {
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | ..=b' ' | 0x7F.. => {
                write!(sent, "%{byte:02X}").expect("a string takes everything");
            }
            _ => sent.push(char::from(byte)),
        }
    }
    sent
}
