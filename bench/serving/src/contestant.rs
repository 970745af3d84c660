//! Contestants: servers that are started for the race and end with it.

use crate::Outcome;
use crate::connection::Connection;
use crate::weight::{self, Weight};
use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tokio::time::timeout;

pub(crate) struct Contestant {
    pub(crate) name: &'static str,
    pub(crate) address: SocketAddr,
    child: Child,
}

/// How long one may take until it answers, and how long until it ends.
const BEGIN: Duration = Duration::from_secs(20);
const END: Duration = Duration::from_secs(5);

/// An address of this machine at which nobody listens.
pub(crate) fn free() -> Outcome<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

impl Contestant {
    /// Starts a server and waits until it answers. What it has to say goes into a file.
    pub(crate) async fn start(
        name: &'static str,
        address: SocketAddr,
        command: &mut Command,
        log: &Path,
    ) -> Outcome<Self> {
        let said = File::create(log)?;
        command.stdin(Stdio::null()).stdout(said.try_clone()?).stderr(said);
        let child = command.spawn().map_err(|error| format!("{name} does not start: {error}"))?;
        let mut contestant = Self { name, address, child };
        let until = Instant::now() + BEGIN;
        while !contestant.answers().await {
            if contestant.child.try_wait()?.is_some() || Instant::now() > until {
                let said = fs::read_to_string(log).unwrap_or_default();
                let of_error = said.lines().find(|line| line.contains("rror"));
                let line = of_error.or(said.trim().lines().last()).unwrap_or("nothing");
                return Err(format!("{name} does not answer, and says: {}", line.trim()).into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(contestant)
    }

    async fn answers(&self) -> bool {
        let mut connection = Connection::new(self.address);
        let asked = connection.ask(b"GET /_/health HTTP/1.1\r\nhost: localhost\r\n\r\n");
        matches!(timeout(Duration::from_secs(1), asked).await, Ok(Ok(_)))
    }

    /// What it has cost so far.
    pub(crate) fn weight(&self) -> Weight {
        weight::of(self.child.id())
    }
}

impl Drop for Contestant {
    /// It is asked first, so that it can end those whom it has started itself.
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(None)) {
            return;
        }
        let id = self.child.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &id]).status();
        let until = Instant::now() + END;
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < until {
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
