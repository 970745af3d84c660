//! AWS without AWS: what journeys through it are played on. There is a bucket that behaves as S3 does and can be told
//! to fail, a distribution that asks functions as CloudFront does, Node with what Lambda@Edge would load, and the API
//! by which Lambda speaks with a `bootstrap`. Everything listens on the loopback, waits only so long, and ends with who
//! holds it. Nothing that is shipped depends on this.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod needed;
mod folder;
mod child;
mod client;
mod seaweed;
pub mod s3;
mod function;
pub mod cloudfront;
pub mod node;
pub mod runtime;
mod scenes;

pub use child::Child;
pub use client::Answer;
pub use cloudfront::{Distribution, Viewer, Wiring};
pub use folder::Folder;
pub use function::{Function, awaited};
pub use needed::{node_program, weed_program};
pub use node::{Node, Package};
pub use runtime::{Program, Runtime};
pub use s3::S3;
pub use scenes::Scenes;
pub use seaweed::{BUCKET, OWNER, READER, Seaweed};
