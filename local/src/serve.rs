//! `sizewise serve`: pictures over HTTP, from one machine.

use crate::stop::Stop;
use crate::stores::{Stored, bytes, cores};
use crate::{End, Outcome, config};
use clap::ValueEnum;
use sizewise::{Location, Policy};
use sizewise_fulfil::{House, Patience, Room};
use sizewise_local::{
    Drained, EXAMPLE_POLICY, EXAMPLE_URLS, Opened, Places, Server, example_originals,
};
use sizewise_site::{Door, Site};
use std::error::Error;
use std::io::{self, IsTerminal, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tracing::level_filters::LevelFilter;

#[derive(clap::Parser)]
pub(crate) struct Serve {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// Where to answer /_/metrics and /_/explain, which then are not answered to everybody
    #[arg(long, value_name = "ADDRESS")]
    inside: Option<SocketAddr>,
    #[command(flatten)]
    config: config::Config,
    #[command(flatten)]
    stored: Stored,
    /// The bytes of pictures that are remembered
    #[arg(long, value_name = "BYTES", default_value = "128M", value_parser = bytes)]
    memory: u64,
    /// Pictures that are made at once; without it, as many as there are cores
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..))]
    workers: Option<u16>,
    /// Requests that may wait for one to be made, before others are sent away with 503
    #[arg(long, value_name = "NUMBER")]
    queue: Option<u16>,
    /// How long requests may take when the server is told to stop
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    drain: u16,
    /// What is worth a line on standard error
    #[arg(long, value_enum, default_value_t = Log::Info)]
    log: Log,
}

/// What is worth a line.
#[derive(Clone, Copy, ValueEnum)]
enum Log {
    /// What somebody must look at now
    Error,
    /// What somebody should look at
    Warn,
    /// Every request as well
    Info,
}

pub(crate) fn run(arguments: &Serve, out: &mut impl Write) -> Outcome {
    log(arguments.log);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let drained = runtime.block_on(serve(arguments, out));
    // What nobody waits for any more is not worth waiting for.
    runtime.shutdown_background();
    drained
}

async fn serve(arguments: &Serve, out: &mut impl Write) -> Outcome {
    let shown = Shown::new(arguments)?;
    let Shown { policy, places, is_example } = &shown;
    let own = is_example.then(example_originals);
    let Opened { originals, variants, kept_at } = places.open(&policy.stores, own).await?;
    let (room, patience) = (room(arguments), Patience::default());
    let house = House::new(Arc::new(policy.clone()), originals, variants, room, patience);
    let site = Arc::new(Site::new(Arc::new(house), arguments.memory));
    // Who reads that it runs may tell it to stop at once.
    let stop = Stop::new()?;
    let mut listeners = Vec::new();
    let door = if arguments.inside.is_some() { Door::Outer } else { Door::Inner };
    for (address, door) in [(Some(arguments.listen), door), (arguments.inside, Door::Inner)] {
        let Some(address) = address else { continue };
        let listener = TcpListener::bind(address).await;
        let listener = listener.map_err(|error| format!("cannot listen on {address}: {error}"))?;
        listeners.push((listener, door));
    }
    let addresses = listeners.iter().map(|(listener, _)| listener.local_addr());
    let addresses = addresses.collect::<io::Result<Vec<_>>>()?;
    // Where nobody reads it, there may still be some who want pictures.
    let _ = shown.tell(&addresses, &kept_at, out);
    let server = Server::new(site, Duration::from_secs(arguments.drain.into()));
    match server.run(listeners, told_to_stop(stop)).await {
        Drained::Whole => tracing::info!("stopped, and everybody has an answer"),
        Drained::Late => tracing::warn!("stopped, though some were still waiting"),
    }
    Ok(End::Done)
}

/// What is served.
struct Shown {
    policy: Policy,
    places: Places,
    is_example: bool,
}

impl Shown {
    fn new(arguments: &Serve) -> Result<Self, Box<dyn Error>> {
        let own = arguments.config.policy_or(EXAMPLE_POLICY)?;
        let policy = arguments.config.policy()?;
        match arguments.stored.location(&policy) {
            Some(originals) => {
                let places = arguments.stored.places(&policy, originals);
                Ok(Self { policy, places, is_example: false })
            }
            None => {
                let places = arguments.stored.places(&own, Location::Memory);
                Ok(Self { policy: own, places, is_example: true })
            }
        }
    }

    /// What a person wants to know who has just started it.
    fn tell(
        &self,
        addresses: &[SocketAddr],
        kept_at: &Location,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let at = addresses[0];
        writeln!(out, "sizewise {} listens on http://{at}", env!("CARGO_PKG_VERSION"))?;
        if let Some(inside) = addresses.get(1) {
            writeln!(out, "  inside     http://{inside}/_/metrics")?;
        }
        match self.is_example {
            true => writeln!(out, "  originals  examples, since no --originals are given")?,
            false => writeln!(out, "  originals  {}", self.places.originals)?,
        }
        writeln!(out, "  variants   {kept_at}")?;
        for warning in &self.policy.warnings {
            writeln!(out, "  warning    {warning}")?;
        }
        if self.is_example {
            writeln!(out, "\nTo look at (and http://{at}/ shows them all):")?;
            for (url, what) in EXAMPLE_URLS {
                writeln!(out, "  http://{at}{url}\n      {what}")?;
            }
        }
        out.flush()
    }
}

fn room(arguments: &Serve) -> Room {
    let room = Room::for_cores(arguments.workers.map_or_else(cores, usize::from));
    Room { waiting: arguments.queue.map_or(room.waiting, usize::from), ..room }
}

/// Lines for people on a terminal, and JSON for whatever else reads them.
fn log(level: Log) {
    let level = match level {
        Log::Error => LevelFilter::ERROR,
        Log::Warn => LevelFilter::WARN,
        Log::Info => LevelFilter::INFO,
    };
    let lines = tracing_subscriber::fmt().with_max_level(level).with_writer(io::stderr);
    // Where standard error is gone, an error about that has nowhere to go, and would end the request it is about.
    let lines = lines.log_internal_errors(false);
    if io::stderr().is_terminal() {
        lines.with_target(false).init();
    } else {
        lines.json().flatten_event(true).with_target(false).with_ansi(false).init();
    }
}

/// Comes to its end when somebody asks this program to stop. Who asks twice does not want to wait.
async fn told_to_stop(mut stop: Stop) {
    stop.asked().await;
    tracing::info!("told to stop: whoever waits for an answer gets it");
    tokio::spawn(async move {
        stop.asked().await;
        std::process::exit(130);
    });
}
