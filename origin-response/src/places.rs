//! Places: the buckets that a function on AWS works with, and the house over them.

use http::StatusCode;
use sizewise::{Location, Policy};
use sizewise_fulfil::{House, Originals, Patience, Place, Room};
use sizewise_site::Problem;
use sizewise_store::{self as store, Bucket, Buckets};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// Where originals are and where variants are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Originals.
    pub originals: Location,
    /// Variants.
    pub variants: Location,
}

/// Why there is no house.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no disk on AWS that would outlast a function.
    #[error("expected a bucket such as s3://bucket/prefix, found `{0}`")]
    NoBucket(Location),
    /// A bucket cannot be reached.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Keeping gets its time: what is too large to be sent must be kept, and what is not done when the answer goes out stands
/// still until the next event.
const PATIENCE: Patience = Patience {
    kept: Duration::from_secs(2),
    original: Duration::from_secs(9),
    keep: Duration::from_secs(8),
};

/// All of it together. A Lambda@Edge is ended after 30 s, and CloudFront waits no longer for a Function URL; who is ended
/// says nothing, neither to the viewer nor to the log. A picture that takes longer is made to its end, for nobody.
pub(crate) const IN_TIME: Duration = Duration::from_secs(26);

/// It did not come to its end in time.
pub(crate) fn late() -> Problem {
    let sentence = format!("expected an answer within {} s, found none yet", IN_TIME.as_secs());
    Problem::new(StatusCode::GATEWAY_TIMEOUT, sentence)
}

/// A function has one event at a time. Where it is given many, it does not send any away, since nobody else would have
/// been asked in its place.
const WAITING: usize = 100_000;

impl Places {
    /// A house over these.
    pub fn house(&self, policy: Arc<Policy>, buckets: &Buckets) -> Result<House, Error> {
        let fresh_for = Duration::from_secs(policy.stores.fresh_for.into());
        let originals = |location: &Location| -> Result<Place, Error> {
            Ok(Place { store: Arc::new(bucket(buckets, location)?), fresh_for })
        };
        let mut named = BTreeMap::new();
        for (name, location) in &policy.stores.sources {
            named.insert(name.clone(), originals(location)?);
        }
        let originals = Originals::new(originals(&self.originals)?, named);
        let variants = Arc::new(bucket(buckets, &self.variants)?);
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let room = Room { waiting: WAITING, ..Room::for_cores(cores) };
        Ok(House::new(policy, originals, variants, room, PATIENCE))
    }
}

fn bucket(buckets: &Buckets, location: &Location) -> Result<Bucket, Error> {
    match location {
        Location::S3 { bucket, prefix, region } => {
            Ok(buckets.within(region.as_deref()).bucket(bucket, prefix)?)
        }
        Location::Folder(_) | Location::Memory => Err(Error::NoBucket(location.clone())),
    }
}
