//! The addon: the trigger as Node loads it.

use crate::edge::Edge;
use crate::log;
use crate::told::{now, unreadable};
use napi::{Error, Result};
use napi_derive::napi;
use sizewise_edge::{Event, guarded};
use std::path::Path;
use std::sync::OnceLock;

static EDGE: OnceLock<Edge> = OnceLock::new();

/// Reads the policy in a package's folder. What is wrong with it is thrown, and no event is answered.
#[napi]
pub fn open(folder: String) -> Result<()> {
    let opened = guarded(|| {
        log();
        let policy = sizewise_package::policy(Path::new(&folder)).map_err(thrown)?;
        for warning in &policy.warnings {
            tracing::warn!(warning, "the policy");
        }
        EDGE.get_or_init(|| Edge::new(policy));
        Ok(())
    });
    opened.map_err(thrown)?
}

/// The answer to an event, both as JSON. A panic in it is thrown as an error, and the next event finds all in order.
#[napi]
pub async fn handle(event: String) -> Result<String> {
    let edge = EDGE.get().ok_or_else(|| thrown("expected an opened package, found none"))?;
    let event = match Event::read(&event) {
        Ok(event) => event,
        Err(error) => {
            unreadable(&error.to_string()).tell(now());
            return Err(thrown(error));
        }
    };
    #[cfg(feature = "rehearsal")]
    rehearse(&event);
    Ok(edge.answer(event).await.to_string())
}

fn thrown(error: impl ToString) -> Error {
    Error::from_reason(error.to_string())
}

#[cfg(feature = "rehearsal")]
fn rehearse(event: &Event) {
    if event.uri().ends_with("/panic.jpg") {
        std::panic::panic_any("as it was asked");
    }
}
