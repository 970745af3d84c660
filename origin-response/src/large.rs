//! What is too large to be sent: the viewer asks again, and then it comes from where it has been kept.

use http::header::{CACHE_CONTROL, LOCATION};
use http::{HeaderValue, Response, StatusCode};
use sizewise::{Address, Author, Policy, Query};
use sizewise_fulfil::Keeping;
use sizewise_site::Problem;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long whoever is sent there may take to come, where a signature is needed.
const SIGNED_FOR: Duration = Duration::from_secs(5 * 60);

/// A CDN that has been sent back for what is kept, and comes here again after so long, cannot read it.
const READABLE_WITHIN: Duration = Duration::from_secs(60);

/// The answer in the place of a variant of so many bytes.
pub fn redirected(
    policy: &Policy,
    address: &Address,
    keeping: Option<Keeping>,
    bytes: usize,
    now: SystemTime,
) -> Result<Response<()>, Problem> {
    match keeping {
        Some(Keeping::Kept | Keeping::KeptAlready(_)) => {}
        Some(Keeping::Outdated) => {
            let sentence =
                "expected an original that stays as it is, found one that has just changed";
            return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, sentence));
        }
        Some(Keeping::Found | Keeping::NotKept | Keeping::Slow) | None => {
            return Err(Problem::new(StatusCode::BAD_GATEWAY, not_kept(bytes)));
        }
    }
    if let Some(age) = unread_for(keeping, now) {
        return Err(Problem::new(StatusCode::BAD_GATEWAY, unread(age)));
    }
    let mut response = Response::new(());
    *response.status_mut() = StatusCode::FOUND;
    let headers = response.headers_mut();
    let location = HeaderValue::from_str(&location(policy, address, now));
    headers.insert(LOCATION, location.expect("a path is visible ASCII"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// For how long a variant has been kept that the CDN asks for nevertheless, if that is too long to be chance.
pub(crate) fn unread_for(keeping: Option<Keeping>, now: SystemTime) -> Option<Duration> {
    let Some(Keeping::KeptAlready(since)) = keeping else { return None };
    let age = now.duration_since(since).unwrap_or_default();
    (age > READABLE_WITHIN).then_some(age)
}

fn not_kept(bytes: usize) -> String {
    format!(
        "expected to keep a picture of {bytes} bytes, which is too large to be sent otherwise, found a store that did \
         not take it"
    )
}

fn unread(age: Duration) -> String {
    format!(
        "expected a CDN that reads what is kept, found one that asks again for what has been kept for {} s: look at what \
         it may read",
        age.as_secs()
    )
}

/// Where it is kept, as viewers may ask for it.
fn location(policy: &Policy, address: &Address, now: SystemTime) -> String {
    let path = address.to_string();
    let is_open = policy.permit(address.variant(), &Query("").asked(), Author::Stranger).is_ok();
    match policy.signing.keys.first() {
        Some(key) if !is_open => {
            let end = now.duration_since(UNIX_EPOCH).unwrap_or_default() + SIGNED_FOR;
            let query = format!("expires={}", end.as_secs());
            let signature = key.sign(&path, Query(&query));
            format!("{path}?{query}&signature={signature}")
        }
        _ => path,
    }
}
