//! Any request: nothing panics, and what is written is read as it was written.
//!
//! The input is a request's target and its Accept header, each on a line of its own.

#![no_main]

use http::{HeaderValue, Request};
use libfuzzer_sys::fuzz_target;
use sizewise::{Address, Key, Plan, Policy, Profile, Source, SourceFormat, Turn, Wish};
use sizewise_viewer_request::{Decision, decide};
use std::num::NonZeroU32;
use std::sync::LazyLock;

/// The default, and what opens doors that it keeps shut.
static POLICIES: LazyLock<[Policy; 4]> = LazyLock::new(|| {
    let open = "unsigned = \"all\"\nextensions = \"any\"\n[stores.sources]\na = \"memory:\"";
    [
        String::new(),
        format!("{open}\n[presets]\nhero = \"w=333&h=77&fit=fill&blur=2&f=auto\""),
        format!("sizes = \"any\"\n{open}"),
        "presets_only = true\n[signing]\nkeys = [{ inline = \"fuzz\" }]".to_owned(),
    ]
    .map(|text| Policy::read("fuzz", &text, |_| Err(String::new())).expect("this is a policy"))
});

/// An original whose sides hang on the request, so that strips and single pixels come as well.
fn source(path: &str) -> Source {
    let side = |at: usize| {
        let byte = path.as_bytes().get(at).copied().unwrap_or_default();
        NonZeroU32::new(u32::from(byte).pow(2)).unwrap_or(NonZeroU32::MIN)
    };
    Source {
        width: side(1),
        height: side(2),
        upright: Turn::upright(path.len() as u16 % 9),
        format: if path.ends_with("svg") { SourceFormat::Svg } else { SourceFormat::Gif },
        profile: Profile::Srgb,
        has_alpha: false,
        frames: side(3),
        bytes: 5_000_000,
    }
}

fuzz_target!(|input: &str| {
    let (target, accept) = input.split_once('\n').unwrap_or((input, ""));
    let request = Request::get(target).body(());
    let (Ok(mut request), Ok(accept)) = (request, HeaderValue::from_str(accept)) else { return };
    request.headers_mut().insert("accept", accept);
    for policy in POLICIES.iter() {
        match decide(policy, &request, 1_000) {
            Decision::Pass | Decision::Original(_) => {}
            Decision::Refuse(refusal) => assert!(refusal.to_string().starts_with("expected ")),
            Decision::Rewrite(address) => check(policy, &address),
        }
    }
});

/// Written, read, settled and planned.
fn check(policy: &Policy, address: &Address) {
    let path = address.to_string();
    assert_eq!(path.parse::<Address>().as_ref(), Ok(address), "{path}");
    assert!(address.stored().len() <= 1024, "{path}");
    assert!(Key::new(address.key().as_str()).is_ok(), "{path}");
    let settled = policy.settled(Wish::from(address.variant().clone()), address.key(), "");
    assert_eq!(settled.as_ref(), Ok(address.variant()), "{path}");
    if let Ok(Plan::Picture(steps)) = Plan::new(address.variant(), &source(&path), policy) {
        let frame = steps.frame(steps.crop.size(), &policy.limits).expect("a plan has been judged");
        let (width, height) = frame.canvas;
        assert!(width > 0 && height > 0 && frame.scaled.0 > 0 && frame.scaled.1 > 0, "{path}");
        assert!(width <= policy.limits.output_side.get(), "{path}");
    }
}
