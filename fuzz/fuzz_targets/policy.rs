//! Any text of a policy: it is read or refused, and whatever is read can be asked and printed.

#![no_main]

use http::Request;
use libfuzzer_sys::fuzz_target;
use sizewise::{Address, Grammar, Policy};
use sizewise_viewer_request::{Decision, decide};

const TARGETS: [&str; 4] = [
    "/a.jpg?w=300&h=200&fit=cover&q=73&device=mobile&f=auto",
    "/a.jpg?preset=a&dpr=3",
    "/300h200w,fit.cover,blur.2,from.a/bw/a.jpg",
    "/a.jpg?w=1&expires=2000&signature=00",
];

fuzz_target!(|text: &str| {
    match Policy::read("fuzz", text, |_| Ok("a key for the fuzzer".to_owned())) {
        Err(error) => assert!(error.line > 0 && !error.message.is_empty()),
        Ok(policy) => {
            let _ = format!("{:?}", Grammar::new(&policy));
            for target in TARGETS {
                if let Decision::Rewrite(address) = decided(&policy, target) {
                    check_again(&policy, &address);
                }
            }
        }
    }
});

fn decided(policy: &Policy, target: &str) -> Decision {
    let request = Request::get(target).body(()).expect("a request");
    decide(policy, &request, 1_000)
}

/// What has been settled once stays, if strangers may ask for it as a path at all.
fn check_again(policy: &Policy, address: &Address) {
    let again = decided(policy, &address.to_string());
    let is_same = match &again {
        Decision::Original(key) => key == address.key(),
        Decision::Rewrite(other) => other == address,
        Decision::Pass | Decision::Refuse(_) => false,
    };
    assert!(is_same, "{address} became {again:?}");
}
