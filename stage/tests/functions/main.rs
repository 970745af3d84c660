//! Node and the runtime API, each with programs of this test's own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "what a program prints is its log")]

mod bootstrap;
mod in_node;
mod in_runtime;

use sizewise_stage::{Scenes, node_program, play};
use std::process::ExitCode;

fn main() -> ExitCode {
    // As this, it starts itself.
    if let Ok(api) = std::env::var("AWS_LAMBDA_RUNTIME_API") {
        bootstrap::main(&api);
        return ExitCode::SUCCESS;
    }
    tokio::runtime::Runtime::new().unwrap().block_on(played())
}

async fn played() -> ExitCode {
    let mut scenes = Scenes::default();
    in_runtime::play(&mut scenes).await;
    if let Some(node) = node_program("functions in Node") {
        use in_node::*;
        play!(scenes, &node;
            handlers_answer_events,
            packages_are_made_of_copies,
            a_thousand_events_at_once,
            what_is_thrown_is_an_error,
            what_cannot_be_written_is_an_error,
            what_is_printed_is_the_log,
            it_has_the_environment_that_it_is_given_and_no_other,
            frozen_and_thawed_it_goes_on,
            it_says_how_much_memory_it_has,
            a_package_that_cannot_be_loaded_says_why,
            who_waits_is_told_that_it_has_ended,
            it_ends_with_who_holds_it,
            a_handler_is_a_function_for_a_distribution,
        );
    }
    scenes.ended()
}
