//! A small CloudFront on one machine: requests come in over a socket, pictures go out. Everything is decided by the same
//! functions that run on AWS; here is only the way to them.
//!
//! The modules stand in the order in which a server meets them.

mod places;
mod examples;
mod wire;
mod server;

pub use examples::{
    POLICY as EXAMPLE_POLICY, URLS as EXAMPLE_URLS, originals as example_originals,
};
pub use places::{Opened, Places};
pub use server::{Drained, Server};
