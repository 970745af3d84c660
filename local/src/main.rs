//! The `sizewise` command.

mod config;
mod stores;
mod stop;
mod serve;
mod explain;
mod render;
mod sign;
mod purge;

use clap::{Parser, Subcommand};
use sizewise::{Grammar, Policy};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Pictures in the size that is asked, made once and kept.
#[derive(Parser)]
#[command(name = "sizewise", version)]
struct Cli {
    /// Without any, it serves examples
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand)]
enum Verb {
    /// Serve pictures over HTTP. Without any originals it shows examples
    #[command(
        after_help = "Example: sizewise serve --originals folder:/srv/pictures --config sizewise.toml"
    )]
    Serve(serve::Serve),
    /// Say what a URL means: what is asked, what is made of it, where it is kept, or why it is
    /// refused. Ends with 0 where it is understood, and with 2 where it is refused.
    #[command(after_help = "Example: sizewise explain '/photos/01.jpg?width=190&style=bw'")]
    Explain(explain::Explain),
    /// Make a variant of a file. Ends with 0 where it is made, and with 2 where it is refused.
    #[command(after_help = "Example: sizewise render photo.jpg small.jpg 'width=400&style=bw'")]
    Render(render::Render),
    /// Sign a URL with the first key of a policy
    #[command(
        after_help = "Example: sizewise sign '/01.jpg?w=200&blur=5' --expires 7d --config sizewise.toml"
    )]
    Sign(sign::Sign),
    /// Forget variants of originals; with --stale, those that would be made differently today
    #[command(
        after_help = "Example: sizewise purge photos/01.jpg --originals folder:/srv/pictures"
    )]
    Purge(purge::Purge),
    /// Print the grammar's tables: options, ladder, ratios, presets
    Grammar {
        /// As JSON, the only form there is
        #[arg(long, required = true)]
        json: bool,
        #[command(flatten)]
        config: config::Config,
    },
    /// The policy, sizewise.toml
    #[command(subcommand)]
    Config(ConfigVerb),
}

#[derive(Subcommand)]
enum ConfigVerb {
    /// Print a commented policy in which every field has its default
    Default,
    /// Read a policy and say what is wrong with it, if anything is
    Check {
        /// The policy
        file: PathBuf,
    },
}

/// What a verb ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// What was asked was done.
    Done,
    /// What was asked was understood, and refused.
    Refused,
}

type Outcome = Result<End, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let verb =
        Cli::parse().verb.unwrap_or_else(|| Verb::Serve(serve::Serve::parse_from(["sizewise"])));
    match run(verb, &mut io::stdout().lock()) {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::Refused) => ExitCode::from(2),
        Err(error) if is_closed_pipe(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is gone as well, there is nobody left to tell.
            let _ = writeln!(io::stderr(), "sizewise: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(verb: Verb, out: &mut impl Write) -> Outcome {
    match verb {
        Verb::Explain(arguments) => explain::run(&arguments, out),
        Verb::Render(arguments) => render::run(&arguments, out),
        Verb::Serve(arguments) => serve::run(&arguments, out),
        Verb::Sign(arguments) => sign::run(&arguments, out),
        Verb::Purge(arguments) => purge::run(&arguments, out),
        Verb::Grammar { json: _, config } => {
            let policy = config.policy()?;
            writeln!(out, "{}", serde_json::to_string_pretty(&Grammar::new(&policy))?)?;
            Ok(End::Done)
        }
        Verb::Config(ConfigVerb::Default) => {
            out.write_all(Policy::default_text().as_bytes())?;
            Ok(End::Done)
        }
        Verb::Config(ConfigVerb::Check { file }) => {
            let policy = config::read(&file)?;
            for warning in &policy.warnings {
                writeln!(out, "warning: {warning}")?;
            }
            writeln!(out, "{}: fine", file.display())?;
            Ok(End::Done)
        }
    }
}

/// A reader such as `head` that has seen enough is no failure.
fn is_closed_pipe(error: &(dyn std::error::Error + 'static)) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
