//! `sizewise explain`: what a URL means, for people and for programs.

use crate::stores::Stored;
use crate::{End, Outcome, config};
use http::HeaderValue;
use sizewise_site::Explanation;
use std::io::Write;

#[derive(clap::Args)]
pub(crate) struct Explain {
    /// A whole URL, or its path and query
    url: String,
    /// The Accept header that comes with it
    #[arg(long, value_name = "HEADER")]
    accept: Option<HeaderValue>,
    /// One JSON object for programs
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: config::Config,
    #[command(flatten)]
    stored: Stored,
}

pub(crate) fn run(arguments: &Explain, out: &mut impl Write) -> Outcome {
    let policy = arguments.config.policy()?;
    let (url, accept) = (&arguments.url, arguments.accept.as_ref());
    let explanation = if arguments.stored.has_originals(&policy) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let house = arguments.stored.house(policy).await?;
            Ok::<_, Box<dyn std::error::Error>>(Explanation::whole(&house, url, accept).await?)
        })?
    } else {
        Explanation::new(&policy, url, accept)?
    };
    if arguments.json {
        writeln!(out, "{}", serde_json::to_string(&explanation)?)?;
    } else {
        explanation.tell(out)?;
    }
    Ok(if explanation.is_refused() { End::Refused } else { End::Done })
}
