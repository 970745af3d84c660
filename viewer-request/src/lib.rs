//! Trigger 1: what a request for a picture means, decided before the cache is asked.
//!
//! A request comes in with the policy and the time; what goes out says whether it passes
//! untouched, which path it is rewritten to, or why it is refused. Nothing is fetched and nothing
//! is made here.
//!
//! With the feature `edge` it answers events of CloudFront, and with `addon` it does so within
//! Node, which is how a function of Lambda@Edge is written in Rust.

#[cfg(feature = "edge")]
mod answer;
#[cfg(feature = "addon")]
pub mod addon;

#[cfg(feature = "edge")]
pub use answer::{Answered, answered};

use http::header::ACCEPT;
use http::{Method, Request};
use sizewise::{Address, Asked, Author, Found, Key, Others, Path, Policy, Query, Refusal, Wish};

/// What becomes of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It goes on as it came: it is for no picture.
    Pass,
    /// It goes on as it came: it is for this original, untouched and by its canonical path.
    Original(Key),
    /// It goes on with this address as its path, and without its query: the path alone is the
    /// cache key.
    Rewrite(Address),
    /// It is answered with a sentence.
    Refuse(Refusal),
}

/// Decides what becomes of a request, at `now` in unix seconds.
pub fn decide<B>(policy: &Policy, request: &Request<B>, now: u64) -> Decision {
    let (sent, query) = (request.uri().path(), Query(request.uri().query().unwrap_or_default()));
    let judged = |path: &Path<'_>| {
        let asked = query.asked();
        let address = address(policy, path, &asked, &accepted(request))?;
        let author = policy.signing.author(sent, query, &asked, now)?;
        policy.permit(address.variant(), &asked, author)?;
        Ok(address)
    };
    decided(policy, request, judged).unwrap_or_else(Decision::Refuse)
}

/// Decides once more, where a path has come through the first decision and is all that is left: the query and its
/// signature are gone. Grammar, sizes, presets and permissions are judged again. What needs a signature had one, or
/// would not have come so far; where no key could have signed anything, it is refused here as well.
pub fn decide_again<B>(policy: &Policy, request: &Request<B>) -> Decision {
    let nothing = Query("").asked();
    let author = match policy.signing.keys.is_empty() {
        true => Author::Stranger,
        false => Author::KeyHolder,
    };
    let judged = |path: &Path<'_>| {
        let (variant, key) = path.parts()?;
        let address = Address::new(policy.settled(Wish::from(variant), &key, "")?, key)?;
        policy.permit(address.variant(), &nothing, author)?;
        Ok(address)
    };
    decided(policy, request, judged).unwrap_or_else(Decision::Refuse)
}

fn decided<'r, B>(
    policy: &Policy,
    request: &'r Request<B>,
    judged: impl FnOnce(&Path<'r>) -> Result<Address, Refusal>,
) -> Result<Decision, Refusal> {
    let sent = request.uri().path();
    let path = Path::read(sent);
    let name = path.as_ref().map_or(sent, Path::as_str);
    if !policy.touches(name) {
        return match policy.answers.others {
            Others::Pass => Ok(Decision::Pass),
            Others::Refuse => Err(Refusal::NotAPicture(Found::new(name))),
        };
    }
    match *request.method() {
        Method::GET | Method::HEAD => {}
        // What a page may do is asked of the origin, which knows about pages.
        Method::OPTIONS => return Ok(Decision::Pass),
        ref other => return Err(Refusal::Method(Found::new(other.as_str()))),
    }
    let address = judged(&path?)?;
    if address.variant().is_original() && address.to_string() == sent {
        let (_, key) = address.into_parts();
        return Ok(Decision::Original(key));
    }
    Ok(Decision::Rewrite(address))
}

/// What is asked through either door, settled by the policy.
fn address(
    policy: &Policy,
    path: &Path<'_>,
    asked: &Asked<'_>,
    accept: &str,
) -> Result<Address, Refusal> {
    let (variant, key) = path.parts()?;
    let wish = if path.is_variant_shaped() {
        refuse_options(asked)?;
        Wish::from(variant)
    } else {
        policy.wish(asked)?
    };
    Address::new(policy.settled(wish, &key, accept)?, key)
}

/// A path that holds its options already takes none beside them: one would have to give way, and
/// nobody could say which. A proof may stand there.
fn refuse_options(asked: &Asked<'_>) -> Result<(), Refusal> {
    match asked.options().find(|option| !option.is_proof()) {
        Some(option) => Err(Refusal::BothForms(option.spec().name)),
        None => Ok(()),
    }
}

/// The Accept header. Several lines of one header are one list (RFC 9110, 5.3).
fn accepted<B>(request: &Request<B>) -> String {
    let lines = request.headers().get_all(ACCEPT).iter();
    lines.filter_map(|line| line.to_str().ok()).collect::<Vec<_>>().join(",")
}
