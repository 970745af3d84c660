//! Trigger 1: what a request for a picture means, decided before the cache is asked.
//!
//! A request comes in with the policy and the time; what goes out says whether it passes
//! untouched, which path it is rewritten to, or why it is refused. Nothing is fetched and nothing
//! is made here.

use http::Request;
use http::header::ACCEPT;
use sizewise::{Address, Asked, Name, Others, Path, Policy, Query, Refusal, Wish};

/// What becomes of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It goes on as it came: it is for an original, or for no picture at all.
    Pass,
    /// It goes on with this address as its path, and without its query: the path alone is the
    /// cache key.
    Rewrite(Address),
    /// It is answered with a sentence.
    Refuse(Refusal),
}

/// Decides what becomes of a request, at `now` in unix seconds.
pub fn decide<B>(policy: &Policy, request: &Request<B>, now: u64) -> Decision {
    let query = Query(request.uri().query().unwrap_or_default());
    let accepted = request.headers().get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    // Several lines of one header are one list (RFC 9110, 5.3).
    let accept = accepted.collect::<Vec<_>>().join(",");
    decided(policy, request.uri().path(), query, &accept, now).unwrap_or_else(Decision::Refuse)
}

fn decided(
    policy: &Policy,
    sent: &str,
    query: Query<'_>,
    accept: &str,
    now: u64,
) -> Result<Decision, Refusal> {
    let path = Path::read(sent);
    let name = path.as_ref().map_or(sent, Path::as_str);
    if !policy.touches(name) {
        return match policy.answers.others {
            Others::Pass => Ok(Decision::Pass),
            Others::Refuse => Err(Refusal::not_a_picture(name)),
        };
    }
    let path = path?;
    let asked = query.asked();
    let (variant, key) = path.address()?.into_parts();
    let wish = if path.is_variant_shaped() {
        refuse_options(&asked)?;
        Wish::from(variant)
    } else {
        policy.wish(&asked)?
    };
    let address = Address::new(policy.settled(wish, &key, accept)?, key)?;
    let author = policy.signing.author(sent, query, &asked, now)?;
    policy.permit(address.variant(), &asked, author)?;
    let is_original_as_it_is = address.variant().is_original() && address.to_string() == sent;
    Ok(if is_original_as_it_is { Decision::Pass } else { Decision::Rewrite(address) })
}

/// A path that holds its options already takes none beside them: one would have to give way, and
/// nobody could say which. A proof may stand there.
fn refuse_options(asked: &Asked<'_>) -> Result<(), Refusal> {
    let is_proof = |option: &Name| matches!(option, Name::Expires | Name::Signature);
    match asked.options().find(|option| !is_proof(option)) {
        Some(option) => Err(Refusal::BothForms(option.spec().name)),
        None => Ok(()),
    }
}
