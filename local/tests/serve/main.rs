//! `sizewise serve` and the verbs around it, as people, scripts and supervisors meet them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
// Whoever supervises it speaks with signals.
#![cfg(unix)]

mod server;

mod serving;
mod log;
mod stopping;
mod verbs;
