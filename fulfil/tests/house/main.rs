//! A house between its stores: what is made and kept, found again, changed in the meantime, and what happens where a
//! store fails.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod rooms;

mod changed;
mod crowd;
mod faults;
mod kept;
mod purged;
mod races;
mod storm;
