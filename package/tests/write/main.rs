//! Packages are written as Lambda takes them, or not at all.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod elf;
mod bench;
mod refused;
mod written;
