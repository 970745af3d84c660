//! A bucket that behaves as S3 does: SeaweedFS keeps the objects, and a front before it does what SeaweedFS does
//! otherwise than S3, notes what was asked and by whom, and fails as it is told.
//!
//! A signature is over the path, and the front changes paths. So it believes whoever says who he is, judges by its own
//! table what he may, and asks SeaweedFS without a signature, as nobody, who may do everything there. That requests are
//! signed rightly is proven elsewhere, without a front.

mod action;
mod deed;
mod identity;
mod record;
mod wire;
mod trouble;
mod refusal;
mod state;
mod manners;
mod front;
mod kept;

pub use action::{Action, Condition};
pub use deed::Deed;
pub(crate) use identity::claimed;
pub use identity::{CDN, FUNCTION, LISTER, READER};
pub use kept::Kept;
pub use record::{Permission, Record};
pub use trouble::Trouble;

use crate::client::Client;
use crate::seaweed::Seaweed;
use front::Front;
use http::Method;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A server, as long as this is held.
pub struct S3 {
    /// Where it listens; what `AWS_ENDPOINT_URL_S3` says.
    pub endpoint: String,
    front: Arc<Front>,
    /// It ends with the front.
    seaweed: Seaweed,
    client: Client,
}

impl S3 {
    /// A server with these buckets. It takes four seconds.
    pub async fn start(program: &OsStr, buckets: &[&str]) -> Self {
        let seaweed = Seaweed::start(program);
        for bucket in buckets {
            seaweed.made(bucket).await;
        }
        let client = Client::default();
        let front = Arc::new(Front::new(seaweed.endpoint.clone(), client.clone()));
        Self { endpoint: front.open().await, front, seaweed, client }
    }

    /// What the environment of a program must say, so that it asks this server as this identity.
    pub fn environment(&self, who: &str) -> Vec<(String, String)> {
        let pairs = [
            ("AWS_ENDPOINT_URL_S3", self.endpoint.as_str()),
            ("AWS_ACCESS_KEY_ID", who),
            ("AWS_SECRET_ACCESS_KEY", who),
            ("AWS_EC2_METADATA_DISABLED", "true"),
        ];
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
    }

    /// What was asked until now.
    pub fn record(&self) -> Record {
        self.front.state().record.clone()
    }

    /// This goes wrong with the next request that has this method.
    pub fn next(&self, method: Method, trouble: Trouble) {
        self.when(move |deed| deed.method == method, trouble);
    }

    /// This goes wrong with the next request that is such a one.
    pub fn when(&self, such: impl Fn(&Deed) -> bool + Send + Sync + 'static, trouble: Trouble) {
        self.front.state().troubles.once(Box::new(such), trouble);
    }

    /// This goes wrong with every such request, until there is calm.
    pub fn always(&self, such: impl Fn(&Deed) -> bool + Send + Sync + 'static, trouble: Trouble) {
        self.front.state().troubles.always(Box::new(such), trouble);
    }

    /// How long each request takes from now on, beside what it takes anyway.
    pub fn latency(&self, latency: Duration) {
        self.front.state().latency = latency;
    }

    /// How long connections that begin from now on may be idle before they are closed. S3 is said to wait 20 s.
    pub fn idle(&self, idle: Duration) {
        self.front.state().idle = idle;
    }

    /// Ends all connections, without a word.
    pub fn hang_up(&self) {
        self.front.hang_up();
    }

    /// From now on, this identity may do this and nothing else. One that is not known yet is known then.
    pub fn permit(&self, who: &str, actions: &[Action]) {
        self.front.state().may.insert(who.to_owned(), actions.to_vec());
    }

    /// Nothing goes wrong any more, all may do what they could at first, and nothing of what was asked is known.
    /// Fails where something was asked that nobody has thought of. What lies in the buckets stays.
    pub fn reset(&self) {
        let before = std::mem::take(&mut *self.front.state());
        before.record.all_known();
    }

    /// Writes what was needed until now as JSON; see [`Record::json`].
    pub fn write_record(&self, path: &Path, kind: impl Fn(&str, &str) -> String) {
        let text = serde_json::to_string_pretty(&self.record().json(kind)).unwrap();
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text + "\n").unwrap();
    }
}

impl Drop for S3 {
    /// What nobody has thought of must not pass unnoticed: a role would have to be permitted it.
    fn drop(&mut self) {
        self.front.close();
        if !std::thread::panicking() {
            self.record().all_known();
        }
    }
}
