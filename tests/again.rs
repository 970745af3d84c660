//! What is decided once more behind a CDN, where the path is all that is left of a request.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use http::Request;
use sizewise::{Policy, Refusal};
use sizewise_viewer_request::{Decision, decide, decide_again};

fn policy(text: &str) -> Policy {
    Policy::read("test", text, |_| unreachable!()).unwrap()
}

fn again(policy: &Policy, target: &str) -> Decision {
    decide_again(policy, &Request::get(target).body(()).unwrap())
}

#[test]
fn what_was_rewritten_is_the_same_address_again() {
    let policy = policy("unsigned = \"all\"");
    for target in [
        "/a.jpg?w=190&style=bw",
        "/a%20b/%C3%A9+1.jpg?w=64&blur=2.5&bg=ff0000",
        "/a.jpg?w=350&h=350&fit=cover&focus=smart&f=webp&q=73",
        "/9999h9999w/default/x.jpg",
    ] {
        let request = Request::get(target).body(()).unwrap();
        let Decision::Rewrite(address) = decide(&policy, &request, 0) else {
            panic!("{target}");
        };
        assert_eq!(again(&policy, &address.to_string()), Decision::Rewrite(address), "{target}");
    }
}

#[test]
fn a_query_is_not_looked_at() {
    let standard = Policy::standard();
    let Decision::Original(key) = again(&standard, "/a.jpg?w=200&signature=x") else { panic!() };
    assert_eq!(key.as_str(), "a.jpg");
}

#[test]
fn sizes_presets_and_grammar_are_judged_again() {
    let Decision::Rewrite(address) = again(&Policy::standard(), "/9999w/default/a.jpg") else {
        panic!()
    };
    assert_eq!(address.to_string(), "/2000w/default/a.jpg");
    let presets = policy("presets_only = true");
    let refused = again(&presets, "/64w/default/a.jpg");
    assert!(matches!(refused, Decision::Refuse(Refusal::NoPreset(_))), "{refused:?}");
    let broken = again(&presets, "/64w,blur.x/default/a.jpg");
    assert!(matches!(broken, Decision::Refuse(Refusal::Value { .. })), "{broken:?}");
}

#[test]
fn what_needs_a_signature_had_one_if_there_are_keys_at_all() {
    let target = "/64w,blur.2/default/a.jpg";
    let refused = again(&Policy::standard(), target);
    assert!(matches!(refused, Decision::Refuse(Refusal::Unsigned { .. })), "{refused:?}");
    let signed = policy(
        "[signing]\nrequired = true\nkeys = [{ inline = \"0123456789abcdef0123456789abcdef\" }]",
    );
    assert!(matches!(again(&signed, target), Decision::Rewrite(_)));
}
