//! `sizewise purge`: forgetting variants, all of an original or all that would be made differently today.

use crate::stores::Stored;
use crate::{End, Outcome, config};
use sizewise::Key;
use sizewise_fulfil::{House, Purged, Which};
use std::error::Error;
use std::io::Write;

#[derive(clap::Args)]
pub(crate) struct Purge {
    /// Originals, by their keys: photos/01.jpg
    #[arg(value_name = "KEY", required_unless_present = "stale", value_parser = key)]
    keys: Vec<Key>,
    /// All variants that this version and this policy would make differently, and those whose originals have changed or
    /// are gone
    #[arg(long, conflicts_with = "keys")]
    stale: bool,
    #[command(flatten)]
    config: config::Config,
    #[command(flatten)]
    stored: Stored,
}

pub(crate) fn run(arguments: &Purge, out: &mut impl Write) -> Outcome {
    let policy = arguments.config.policy()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let purged = runtime.block_on(async {
        let house = arguments.stored.house(policy).await?;
        purge(arguments, &house, out).await
    })?;
    writeln!(out, "{} looked at, {} deleted", purged.looked_at, purged.deleted)?;
    Ok(End::Done)
}

async fn purge(
    arguments: &Purge,
    house: &House,
    out: &mut impl Write,
) -> Result<Purged, Box<dyn Error>> {
    let mut told = |variant: &str| {
        // A name may hold what no terminal should see.
        let _ = writeln!(out, "{}", variant.escape_debug());
    };
    if arguments.stale {
        return Ok(house.purge(Which::Stale, told).await?);
    }
    let mut all = Purged::default();
    for key in &arguments.keys {
        let Purged { looked_at, deleted } = house.purge(Which::Of(key), &mut told).await?;
        all.looked_at += looked_at;
        all.deleted += deleted;
    }
    Ok(all)
}

fn key(text: &str) -> Result<Key, String> {
    Key::new(text.trim_start_matches('/')).map_err(|refusal| refusal.to_string())
}
