//! The `package` command: a program or an addon comes in, with a policy; what goes out is the zip
//! that AWS takes, and beside it the folder that it is the zip of. What AWS would not take or
//! could not start is refused here, with a sentence. For a CloudFront Function, which carries no
//! file, it prints the grammar that the function is made of.

mod program;
mod parcel;
mod zip;
mod place;

use clap::{Parser, Subcommand};
use parcel::{Item, Parcel};
use place::Place;
use program::{Glibc, Program, Role};
use sizewise::Grammar;
use sizewise_package::{ADDON, BOOTSTRAP, SHIM, contents};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Write a package for AWS Lambda: a zip, and beside it its folder
#[derive(Parser)]
#[command(name = "package", version)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// For a trigger of Lambda@Edge, which Node runs
    #[command(
        after_help = "Example: package addon libsizewise_viewer_request.so --shim edge/index.mjs --policy sizewise.toml --most-bytes 1000000 --out viewer-request.zip"
    )]
    Addon {
        /// The library, for x86-64
        addon: PathBuf,
        /// What loads it
        #[arg(long, value_name = "FILE")]
        shim: PathBuf,
        #[command(flatten)]
        order: Order,
    },
    /// For a Function URL, without Node
    #[command(
        after_help = "Example: package bootstrap bootstrap --policy sizewise.toml --most-bytes 20000000 --out bootstrap.zip"
    )]
    Bootstrap {
        /// The program, for x86-64 or aarch64
        bootstrap: PathBuf,
        #[command(flatten)]
        order: Order,
    },
    /// Print what a CloudFront Function goes by: the grammar under a policy, as JSON, without any key
    #[command(after_help = "Example: package grammar --policy sizewise.toml > grammar.json")]
    Grammar {
        /// The policy that the other packages are made with
        #[arg(long, value_name = "FILE")]
        policy: PathBuf,
    },
}

/// What every package needs.
#[derive(clap::Args)]
struct Order {
    /// The policy; the keys that it names by environment variable or file are put beside it
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,
    /// Where the zip goes, and without `.zip` the folder
    #[arg(long, value_name = "FILE.zip")]
    out: PathBuf,
    /// The most bytes that the zip may have
    #[arg(long, value_name = "NUMBER")]
    most_bytes: u64,
    /// The newest glibc that may be needed; Amazon Linux 2023 has 2.34
    #[arg(long, value_name = "VERSION", default_value = "2.34")]
    most_glibc: Glibc,
}

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    match run(&Cli::parse().verb, &mut io::stdout().lock(), &mut io::stderr().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is gone as well, there is nobody left to tell.
            let _ = writeln!(io::stderr(), "package: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(verb: &Verb, out: &mut impl Write, warnings: &mut impl Write) -> Outcome<()> {
    match verb {
        Verb::Addon { addon, shim, order } => {
            order.pack(Role::Addon, addon, Some(shim), out, warnings)
        }
        Verb::Bootstrap { bootstrap, order } => {
            order.pack(Role::Bootstrap, bootstrap, None, out, warnings)
        }
        Verb::Grammar { policy } => print_grammar(policy, out),
    }
}

fn print_grammar(policy: &Path, out: &mut impl Write) -> Outcome<()> {
    let contents = contents(policy)?;
    serde_json::to_writer_pretty(&mut *out, &Grammar::new(&contents.policy))?;
    Ok(writeln!(out)?)
}

impl Order {
    fn pack(
        &self,
        role: Role,
        file: &Path,
        shim: Option<&PathBuf>,
        out: &mut impl Write,
        warnings: &mut impl Write,
    ) -> Outcome<()> {
        let place = Place::new(&self.out)?;
        let contents = contents(&self.policy)?;
        for warning in &contents.policy.warnings {
            writeln!(warnings, "warning: {}: {warning}", self.policy.display())?;
        }
        let bytes = read(file)?;
        let program = Program::read(&bytes);
        let program = program.and_then(|program| program.checked(role, self.most_glibc));
        let program = program.map_err(|sentence| named(file, sentence))?;
        let name = match role {
            Role::Addon => ADDON,
            Role::Bootstrap => BOOTSTRAP,
        };
        let mut items = vec![Item::program(name, bytes)];
        if let Some(shim) = shim {
            items.push(Item::data(SHIM, read(shim)?));
        }
        items.extend(parcel::carried(&contents));
        let parcel = Parcel::new(items).map_err(|sentence| named(&self.out, sentence))?;
        let zip = self.zipped(&parcel)?;
        place.put(&zip, &parcel, &contents.policy).map_err(|error| named(&self.out, error))?;
        self.tell(&program, &parcel, &zip, out)
    }

    fn zipped(&self, parcel: &Parcel) -> Outcome<Vec<u8>> {
        let zip = zip::zipped(parcel.items());
        let (bytes, most) = (zip.len() as u64, self.most_bytes);
        match bytes.checked_sub(most) {
            None | Some(0) => Ok(zip),
            Some(more) => {
                let found = format!("expected at most {most} bytes, found {bytes}: {more} more");
                Err(named(&self.out, found))
            }
        }
    }

    fn tell(
        &self,
        program: &Program,
        parcel: &Parcel,
        zip: &[u8],
        out: &mut impl Write,
    ) -> Outcome<()> {
        let (name, most, most_glibc) = (self.out.display(), self.most_bytes, self.most_glibc);
        let (bytes, unzipped) = (zip.len(), parcel.bytes());
        writeln!(
            out,
            "{name}: {bytes} of {most} bytes, {unzipped} unzipped, {program} of {most_glibc}"
        )?;
        Ok(())
    }
}

/// All of a file, if a package can hold it.
fn read(file: &Path) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    let read =
        File::open(file).and_then(|file| file.take(parcel::MOST_BYTES + 1).read_to_end(&mut bytes));
    read.map_err(|error| named(file, format!("expected a readable file, found {error}")))?;
    Ok(bytes)
}

fn named(file: &Path, sentence: impl std::fmt::Display) -> Box<dyn std::error::Error> {
    format!("{}: {sentence}", file.display()).into()
}
