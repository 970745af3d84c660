//! Journeys: what somebody asks of the server over a socket, and what comes back.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the words know no files, but a journey goes through the whole house"
)]

mod client;
mod scene;

mod answers;
mod conditions;
mod negotiation;
mod refusals;
mod keys;
mod passing;
mod inside;
mod metrics;
mod crowds;
mod uploads;
mod faults;
mod rude;
mod closing;
