//! Any policy and any request: nothing panics, and what is written is read as it was written.
//!
//! The input is a request's target, its Accept header and a policy, each on lines of its own:
//! the first line, the second, and the rest.

#![no_main]

use http::{HeaderValue, Request};
use libfuzzer_sys::fuzz_target;
use sizewise::{Address, Grammar, Key, Plan, Policy, Profile, Source, SourceFormat, Turn, Wish};
use sizewise_viewer_request::{Decision, decide};
use std::sync::LazyLock;

static STANDARD: LazyLock<Policy> = LazyLock::new(Policy::standard);

static OPEN: LazyLock<Policy> = LazyLock::new(|| {
    let text = "unsigned = \"all\"\nextensions = \"any\"\n\
                [stores.sources]\na = \"memory:\"\n\
                [signing]\nkeys = [{ inline = \"fuzz\" }]\n\
                [presets]\nhero = \"w=333&h=77&fit=fill&blur=2\"";
    Policy::read("open", text, |_| Err(String::new())).expect("this is a policy")
});

fuzz_target!(|input: &str| {
    let mut lines = input.splitn(3, '\n');
    let (target, accept) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let request = Request::get(target).body(());
    let (Ok(mut request), Ok(accept)) = (request, HeaderValue::from_str(accept)) else { return };
    request.headers_mut().insert("accept", accept);
    check(&STANDARD, &request);
    check(&OPEN, &request);
    let read = Policy::read("own", lines.next().unwrap_or_default(), |_| Err(String::new()));
    if let Ok(policy) = read {
        check(&policy, &request);
        let _ = Grammar::new(&policy);
    }
});

fn check(policy: &Policy, request: &Request<()>) {
    match decide(policy, request, 1_000) {
        Decision::Pass => {}
        Decision::Refuse(refusal) => assert!(!refusal.to_string().is_empty()),
        Decision::Rewrite(address) => check_address(policy, address),
    }
}

/// Written, read, settled and planned.
fn check_address(policy: &Policy, address: Address) {
    let path = address.to_string();
    assert_eq!(path.parse::<Address>().as_ref(), Ok(&address), "{path}");
    assert!(address.stored().len() <= 1024, "{path}");
    assert!(Key::new(address.key.as_str()).is_ok(), "{path}");
    let settled = policy.settled(Wish::from(address.variant.clone()), &address.key, "");
    assert_eq!(settled.as_ref(), Ok(&address.variant), "{path}");
    let source = Source {
        width: 4032,
        height: 3024,
        upright: Turn::upright(6),
        format: SourceFormat::Jpeg,
        profile: Profile::Srgb,
        has_alpha: false,
        frames: 1,
        bytes: 5_000_000,
    };
    if let Ok(Plan::Picture(steps)) = Plan::new(&address.variant, &source, policy) {
        let frame = steps.frame(steps.crop.size()).expect("a plan has been judged");
        let (width, height) = frame.canvas;
        assert!(width > 0 && height > 0 && frame.scaled.0 > 0 && frame.scaled.1 > 0, "{path}");
        assert!(width <= policy.limits.output_side.get(), "{path}");
    }
}
