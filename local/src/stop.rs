//! Stopping: what the system says when somebody wants this program to end.

use std::io;

/// Listens for the wish that this program stops, from its beginning on, so that none is lost.
#[cfg(unix)]
pub(crate) struct Stop {
    terminated: tokio::signal::unix::Signal,
    interrupted: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Stop {
    pub(crate) fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let terminated = signal(SignalKind::terminate())?;
        Ok(Self { terminated, interrupted: signal(SignalKind::interrupt())? })
    }

    /// Comes to its end when somebody asks, once for each time.
    pub(crate) async fn asked(&mut self) {
        tokio::select! {
            _ = self.terminated.recv() => {}
            _ = self.interrupted.recv() => {}
        }
    }
}

/// Listens for the wish that this program stops, from its beginning on, so that none is lost.
#[cfg(windows)]
pub(crate) struct Stop(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Stop {
    pub(crate) fn new() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    /// Comes to its end when somebody asks, once for each time.
    pub(crate) async fn asked(&mut self) {
        self.0.recv().await;
    }
}
