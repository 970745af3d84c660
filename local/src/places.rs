//! Places: stores by the locations that people write.

use sizewise::{Location, Stores};
use sizewise_fulfil::{Originals, Place, marked};
#[cfg(feature = "s3")]
use sizewise_store::Buckets;
use sizewise_store::{Folder, Memory, Store};
use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Where bytes live, as it was asked.
#[derive(Debug, Clone)]
pub struct Places {
    /// Originals.
    pub originals: Location,
    /// Variants; nothing, where nobody said.
    pub variants: Option<Location>,
    /// The most bytes of variants in a folder or in memory; nothing, where nobody said.
    pub most: Option<u64>,
    /// Where S3 is, if it is not at AWS.
    pub endpoint: Option<String>,
}

/// Stores that can be used.
#[derive(Debug)]
pub struct Opened {
    /// Where originals are.
    pub originals: Originals,
    /// Where variants are kept.
    pub variants: Arc<dyn Store>,
    /// Where that is.
    pub kept_at: Location,
}

/// Some 200,000 variants of 50 kB.
const MOST_IN_FOLDER: u64 = 10_000_000_000;

/// Some 10,000 of them, since a machine has less memory than disk.
const MOST_IN_MEMORY: u64 = 500_000_000;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

impl Places {
    /// Opens all stores; `own` is what the originals are where they are part of this program.
    pub async fn open(&self, stores: &Stores, own: Option<Memory>) -> Result<Opened> {
        let fresh_for = Duration::from_secs(stores.fresh_for.into());
        let opener = Opener {
            places: self,
            fresh_for,
            #[cfg(feature = "s3")]
            buckets: tokio::sync::OnceCell::new(),
        };
        let main = match own {
            Some(own) => Place { store: Arc::new(own), fresh_for: Duration::ZERO },
            None => opener.originals(&self.originals).await?,
        };
        let mut named = BTreeMap::new();
        for (name, location) in &stores.sources {
            named.insert(name.clone(), opener.originals(location).await?);
        }
        let asked = self.variants.clone();
        let at = asked.clone().unwrap_or_else(|| default_variants(&self.originals));
        refuse_originals_within(&at, stores.sources.values().chain([&self.originals]))?;
        let (kept_at, variants) = match opener.variants(&at).await {
            Err(error) if asked.is_none() => {
                // A program without a home can show pictures as well.
                tracing::warn!(%error, "variants are kept in memory, since there is no cache");
                (Location::Memory, opener.variants(&Location::Memory).await?)
            }
            variants => (at, variants?),
        };
        Ok(Opened { originals: Originals::new(main, named), variants, kept_at })
    }
}

/// Opens stores, and connects to S3 once if any of them is there.
struct Opener<'p> {
    places: &'p Places,
    fresh_for: Duration,
    #[cfg(feature = "s3")]
    buckets: tokio::sync::OnceCell<Buckets>,
}

impl Opener<'_> {
    async fn originals(&self, location: &Location) -> Result<Place> {
        Ok(match location {
            Location::Folder(path) => {
                let folder = Folder::open(Path::new(path));
                let folder = folder.map_err(|error| format!("`{location}`: {error}"))?;
                Place { store: Arc::new(folder), fresh_for: Duration::ZERO }
            }
            Location::Memory => {
                return Err("expected originals in a folder or in S3, found `memory:`".into());
            }
            Location::S3 { bucket, prefix, region } => {
                let store = self.bucket(bucket, prefix, region.as_deref()).await?;
                Place { store, fresh_for: self.fresh_for }
            }
        })
    }

    async fn variants(&self, location: &Location) -> Result<Arc<dyn Store>> {
        let most = self.places.most;
        Ok(match location {
            Location::Folder(path) => {
                let most = most.unwrap_or(MOST_IN_FOLDER);
                let folder = Folder::bounded_with_marks(Path::new(path), most, marked);
                Arc::new(folder.map_err(|error| format!("`{location}`: {error}"))?)
            }
            Location::Memory => Arc::new(Memory::bounded(most.unwrap_or(MOST_IN_MEMORY))),
            Location::S3 { bucket, prefix, region } => {
                self.bucket(bucket, prefix, region.as_deref()).await?
            }
        })
    }

    #[cfg(feature = "s3")]
    async fn bucket(
        &self,
        bucket: &str,
        prefix: &str,
        region: Option<&str>,
    ) -> Result<Arc<dyn Store>> {
        let connect = || Buckets::connect(self.places.endpoint.as_deref());
        let buckets = self.buckets.get_or_try_init(connect).await?;
        Ok(Arc::new(buckets.within(region).bucket(bucket, prefix)?))
    }

    #[cfg(not(feature = "s3"))]
    async fn bucket(&self, _: &str, _: &str, _: Option<&str>) -> Result<Arc<dyn Store>> {
        Err("expected a folder, found S3, which this program was built without".into())
    }
}

/// A folder of variants forgets what nobody has used for long. It must never come across originals.
fn refuse_originals_within<'a>(
    variants: &Location,
    originals: impl Iterator<Item = &'a Location>,
) -> Result<()> {
    let folder = |location: &Location| match location {
        // One that is not there yet holds nothing.
        Location::Folder(path) => fs::canonicalize(path).ok(),
        Location::Memory | Location::S3 { .. } => None,
    };
    let Some(within) = folder(variants) else { return Ok(()) };
    for location in originals {
        if folder(location).is_some_and(|originals| originals.starts_with(&within)) {
            let found = format!("found `{variants}`, where those of `{location}` are");
            return Err(format!("expected a folder for variants without originals, {found}").into());
        }
    }
    Ok(())
}

/// Where variants are kept if nobody says: in the user's cache, in a folder named after the originals. Where there is no
/// cache, in memory.
fn default_variants(originals: &Location) -> Location {
    match cache() {
        Some(cache) => {
            let folder = cache.join("sizewise").join(name(originals));
            Location::Folder(folder.to_string_lossy().into_owned())
        }
        None => Location::Memory,
    }
}

/// The user's cache, where the system has it.
fn cache() -> Option<PathBuf> {
    let folder = |name| env::var_os(name).filter(|path| !path.is_empty()).map(PathBuf::from);
    let home = || folder("HOME");
    if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Caches"))
    } else if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else {
        folder("XDG_CACHE_HOME").or_else(|| home().map(|home| home.join(".cache")))
    }
}

/// A folder's name that tells people whose variants are in it, and tells two locations apart that look alike.
fn name(originals: &Location) -> String {
    let location = match originals {
        // The same folder may be named from elsewhere.
        Location::Folder(path) => match fs::canonicalize(path) {
            Ok(path) => format!("folder:{}", path.display()),
            Err(_) => originals.to_string(),
        },
        Location::Memory | Location::S3 { .. } => originals.to_string(),
    };
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let last = location.rsplit(['/', ':']).find(|part| !part.is_empty()).unwrap_or_default();
    let told = last.chars().map(plain).take(40).collect::<String>();
    let digest = sizewise_store::tag(location.as_bytes());
    format!("{told}-{}", &digest.as_str()[..12])
}
