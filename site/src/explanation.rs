//! Explanations: what a URL means, for people and for programs.

use http::header::ACCEPT;
use http::{HeaderValue, Request};
use serde::Serialize;
use sizewise::{
    Address, Found, Plan, Policy, Profile, Query, Refusal, Region, Source, Steps, Variant,
};
use sizewise_fulfil::{House, Known};
use sizewise_viewer_request::{Decision, decide};
use std::fmt::Write as _;
use std::io::{self, Write};
use std::time::{SystemTime, UNIX_EPOCH};

/// What a URL means.
#[derive(Debug, Serialize)]
pub struct Explanation {
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
    /// What the original's header says, where originals are at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<SourceTold>,
    /// What would be made of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<PlanTold>,
    /// The path and the options as they were asked.
    #[serde(skip)]
    asked: Vec<(String, String)>,
    #[serde(skip)]
    at: Option<Address>,
}

#[derive(Debug, Serialize)]
struct SourceTold {
    format: &'static str,
    /// As it is looked at.
    width: u32,
    height: u32,
    alpha: bool,
    frames: u32,
    bytes: u64,
    /// Whether its colours are sRGB.
    srgb: bool,
}

#[derive(Debug, Serialize)]
#[serde(tag = "makes", rename_all = "lowercase")]
enum PlanTold {
    /// The bytes as they are.
    Original,
    /// Facts as JSON.
    Facts,
    /// A picture.
    Picture {
        format: &'static str,
        width: u32,
        height: u32,
        /// Of the upright original, before it is trimmed.
        from: [u32; 4],
        frames: u32,
        quality: Option<u8>,
    },
}

impl Explanation {
    /// What a URL means by the policy alone; the error is a sentence on why it is no URL.
    pub fn new(policy: &Policy, url: &str, accept: Option<&HeaderValue>) -> Result<Self, String> {
        let mut request = Request::get(as_sent(url))
            .body(())
            .map_err(|error| format!("expected a URL, found {}: {error}", Found::new(url)))?;
        request.headers_mut().extend(accept.cloned().map(|accept| (ACCEPT, accept)));
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let explanation = match decide(policy, &request, now) {
            Decision::Pass => Explanation::default(),
            Decision::Original(key) => {
                Explanation { key: Some(key.to_string()), ..Explanation::default() }
            }
            Decision::Rewrite(address) => Explanation::of(address),
            Decision::Refuse(refusal) => Explanation::default().refuse(&refusal, refusal.status()),
        };
        Ok(Explanation { asked: asked(&request), ..explanation })
    }

    /// What a URL means through the whole journey: also what the original is, and what would be made of it.
    pub async fn whole(
        house: &House,
        url: &str,
        accept: Option<&HeaderValue>,
    ) -> Result<Self, String> {
        let explanation = Self::new(house.policy(), url, accept)?;
        let Some(address) = &explanation.at else { return Ok(explanation) };
        match house.known(address).await {
            Ok(known) => Ok(explanation.knowing(known, house.policy())),
            Err(error) => Ok(explanation.refuse(&error, error.status())),
        }
    }

    fn of(address: Address) -> Self {
        let variant = Some(address.variant()).filter(|variant| !variant.is_original());
        Explanation {
            address: Some(address.to_string()),
            key: Some(address.key().to_string()),
            stored: variant.map(|_| address.stored()),
            variant: variant.cloned(),
            at: Some(address),
            ..Explanation::default()
        }
    }

    fn refuse(self, why: &dyn std::fmt::Display, status: u16) -> Self {
        Self { refused: Some(why.to_string()), status, ..self }
    }

    fn knowing(self, known: Known, policy: &Policy) -> Self {
        let Known { source, plan } = known;
        let told = SourceTold::new(&source);
        let planned = plan.and_then(|plan| PlanTold::new(plan, policy));
        let explanation = Self { source: Some(told), ..self };
        match planned {
            Ok(plan) => Self { plan: Some(plan), ..explanation },
            Err(refusal) => explanation.refuse(&refusal, refusal.status()),
        }
    }

    /// Whether it would be refused.
    pub fn is_refused(&self) -> bool {
        self.refused.is_some()
    }

    /// Tells it line by line.
    pub fn tell(&self, out: &mut impl Write) -> io::Result<()> {
        let mut line = |name: &str, text: &str| writeln!(out, "{name:<9} {text}");
        for (name, text) in &self.asked {
            line(name, text)?;
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
        if self.address.is_none() {
            line("address", "as it came")?;
        }
        if let Some(source) = &self.source {
            line("original", &source.to_string())?;
        }
        if let Some(plan) = &self.plan {
            line("makes", &plan.to_string())?;
        }
        Ok(())
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
            source: None,
            plan: None,
            asked: Vec::new(),
            at: None,
        }
    }
}

impl SourceTold {
    fn new(source: &Source) -> Self {
        let (width, height) = source.upright_size();
        Self {
            format: source.format.name(),
            width,
            height,
            alpha: source.has_alpha,
            frames: source.frames.get(),
            bytes: source.bytes,
            srgb: source.profile == Profile::Srgb,
        }
    }
}

impl std::fmt::Display for SourceTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { format, width, height, bytes, .. } = self;
        write!(f, "{format} {width}x{height}, {bytes} bytes")?;
        if self.frames > 1 {
            write!(f, ", {} frames", self.frames)?;
        }
        f.write_str(if self.alpha { ", with alpha" } else { "" })?;
        f.write_str(if self.srgb { "" } else { ", with colours of its own" })
    }
}

impl PlanTold {
    fn new(plan: Plan, policy: &Policy) -> Result<Self, Refusal> {
        let steps = match plan {
            Plan::AsItIs => return Ok(PlanTold::Original),
            Plan::Facts => return Ok(PlanTold::Facts),
            Plan::Picture(steps) => steps,
        };
        let Steps { crop, format, quality, frames, .. } = &steps;
        let (width, height) = steps.frame(crop.size(), &policy.limits)?.canvas;
        let Region { x, y, width: across, height: down } = *crop;
        Ok(PlanTold::Picture {
            format: format.name(),
            width,
            height,
            from: [x, y, across, down],
            frames: frames.get(),
            quality: *quality,
        })
    }
}

impl std::fmt::Display for PlanTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PlanTold::Original => f.write_str("nothing: it is sent as it is"),
            PlanTold::Facts => f.write_str("facts, as JSON"),
            PlanTold::Picture { format, width, height, frames, quality, .. } => {
                write!(f, "{format} {width}x{height}")?;
                if let Some(quality) = quality {
                    write!(f, ", quality {quality}")?;
                }
                if *frames > 1 { write!(f, ", {frames} frames") } else { Ok(()) }
            }
        }
    }
}

/// The path and the options as they were asked, fit for a terminal.
fn asked(request: &Request<()>) -> Vec<(String, String)> {
    let mut lines = vec![("path".to_owned(), request.uri().path().to_owned())];
    let asked = Query(request.uri().query().unwrap_or_default()).asked();
    for option in asked.options() {
        // What a stranger typed could write anything onto a terminal.
        let value = Found::new(asked.value(option).unwrap_or_default());
        lines.push(("asked".to_owned(), format!("{} = {value}", option.spec().name)));
    }
    lines
}

/// What a person typed, as a browser would send it: without scheme, host and fragment, and with
/// the characters escaped that no URL can hold.
pub fn as_sent(typed: &str) -> String {
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
