//! Journeys through AWS without AWS: the real addons in Node, asked by a small CloudFront, and the real `bootstrap` behind
//! the Lambda Runtime API, over a real S3 server that behaves as S3 does. `make test` builds and installs what they need;
//! where it is not there, this says that nothing was run.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "the words know no clock, but their journeys do")]
#![allow(clippy::print_stderr, reason = "it is a harness of its own")]

mod pictures;
mod scene;
mod needs;
mod edge;
mod url;
mod regional;

use scene::Scene;
use sizewise_stage::{Scenes, node_program, weed_program};
use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

const WHAT: &str = "journeys through AWS";

#[tokio::main]
async fn main() -> ExitCode {
    let program = |name| {
        let path = env::var_os(name).map(PathBuf::from);
        if path.is_none() {
            eprintln!(
                "\nNOT RUN: {WHAT}. They need {name}: `make test` builds it and runs this.\n"
            );
        }
        path
    };
    let programs = (
        weed_program(WHAT),
        node_program(WHAT),
        program("ADDONS"),
        program("BOOTSTRAP"),
        program("FUNCTION"),
    );
    let (Some(weed), Some(node), Some(addons), Some(bootstrap), Some(function)) = programs else {
        return ExitCode::SUCCESS;
    };
    let scene = Scene::set(&weed, node, addons, bootstrap, function).await;
    let mut scenes = Scenes::default();
    edge::play(&mut scenes, &scene).await;
    url::play(&mut scenes, &scene).await;
    regional::play(&mut scenes, &scene).await;
    if scenes.are_all() {
        scenes.play("what_was_asked_of_s3_is_what_a_role_is_granted", needs::hold(&scene)).await;
    }
    scenes.ended()
}
