//! What the front knows: what was asked, what shall go wrong, and who may do what.

use super::action::Action;
use super::deed::Deed;
use super::identity::{IDENTITIES, NOBODY};
use super::record::Record;
use super::refusal::refused;
use super::trouble::Troubles;
use super::wire::Sent;
use http::Response;
use std::collections::BTreeMap;
use std::time::Duration;

/// All of it.
pub(super) struct State {
    pub(super) record: Record,
    pub(super) troubles: Troubles,
    pub(super) may: BTreeMap<String, Vec<Action>>,
    pub(super) latency: Duration,
    pub(super) idle: Duration,
}

impl Default for State {
    fn default() -> Self {
        let may = IDENTITIES.map(|(who, may)| (who.to_owned(), may.to_vec()));
        Self {
            record: Record::default(),
            troubles: Troubles::default(),
            may: may.into(),
            latency: Duration::ZERO,
            idle: IDLE,
        }
    }
}

/// S3 is said to close connections that nobody has used for so long.
const IDLE: Duration = Duration::from_secs(20);

impl State {
    /// Whether this one is told that an object is missing.
    pub(super) fn may_know(&self, who: &str) -> bool {
        self.may.get(who).is_some_and(|may| may.contains(&Action::ListBucket))
    }

    /// Why something is not done.
    pub(super) fn refusal(&self, deed: &Deed) -> Option<Response<Sent>> {
        if !deed.is_known() {
            return Some(refused(501, "NotImplemented", UNTHOUGHT, deed));
        }
        let Some(may) = self.may.get(&deed.who) else {
            let (code, message) = if deed.who == NOBODY { DENIED } else { UNKNOWN };
            return Some(refused(403, code, message, deed));
        };
        let is_permitted = deed.needs.iter().all(|need| may.contains(need));
        (!is_permitted).then(|| denied(deed))
    }
}

const UNTHOUGHT: &str = "nobody has thought of this request, so nobody is permitted it";
const DENIED: (&str, &str) = ("AccessDenied", "Access Denied");
const UNKNOWN: (&str, &str) =
    ("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");

pub(super) fn denied(deed: &Deed) -> Response<Sent> {
    refused(403, DENIED.0, DENIED.1, deed)
}
