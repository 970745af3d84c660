//! `sizewise render`: a variant of a file, made at once and kept nowhere but where it is asked.

use crate::{End, Outcome};
use sizewise::{Format, Key, Plan, Policy, Product, Query, Refusal, Source, Variant};
use sizewise_render::{Error, Facts, Rendered, facts, probe, render};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

#[derive(clap::Args)]
pub(crate) struct Render {
    /// The original; - is standard input
    input: PathBuf,
    /// Where the variant goes; - is standard output. Its name tells the format, unless the query does;
    /// `.json` are facts
    output: PathBuf,
    /// What is asked, as behind the question mark of a URL: 'width=400&style=bw'. Any size and every
    /// option is open
    #[arg(default_value = "")]
    query: String,
}

/// The operator is no stranger.
const POLICY: &str = "sizes = \"any\"\nmax = 16383\nunsigned = \"all\"\n";

pub(crate) fn run(arguments: &Render, out: &mut impl Write) -> Outcome {
    let bytes = read(&arguments.input)?;
    let made = match make(arguments, &bytes) {
        Ok(made) => made,
        Err(error) => {
            writeln!(io::stderr(), "sizewise: {error}")?;
            return Ok(End::Refused);
        }
    };
    let is_to_stdout = is_dash(&arguments.output);
    match &made {
        Made::Same => write(&arguments.output, &bytes, out)?,
        Made::Picture(_, rendered) => write(&arguments.output, &rendered.bytes, out)?,
        Made::Facts(facts) => write(&arguments.output, facts.to_json().as_bytes(), out)?,
    }
    let line = summary(&bytes, &made);
    // What is written to standard output is the picture, or what is known of it.
    if is_to_stdout {
        writeln!(io::stderr(), "{line}")?
    } else {
        writeln!(out, "{line}")?
    }
    Ok(End::Done)
}

/// What came of it.
enum Made {
    /// Nothing was asked.
    Same,
    Picture(Source, Rendered),
    Facts(Facts),
}

fn make(arguments: &Render, bytes: &[u8]) -> Result<Made, Error> {
    let policy = Policy::read("render", POLICY, |_| Err(String::new()))
        .expect("the policy is written above");
    let variant = variant(arguments, &policy)?;
    let source = probe(bytes)?;
    match Plan::new(&variant, &source, &policy)? {
        Plan::AsItIs => Ok(Made::Same),
        Plan::Facts => Ok(Made::Facts(facts(bytes, &source, &policy.limits)?)),
        Plan::Picture(steps) => {
            let rendered = render(bytes, &source, &steps, &policy.limits)?;
            Ok(Made::Picture(source, rendered))
        }
    }
}

fn variant(arguments: &Render, policy: &Policy) -> Result<Variant, Refusal> {
    let wish = policy.wish(&Query(&arguments.query).asked())?;
    let key = Key::new("picture")?;
    let variant = policy.settled(wish, &key, "")?;
    let named = arguments.output.extension().and_then(|extension| extension.to_str());
    let product = variant.product.or_else(|| named.and_then(product));
    Ok(Variant { product, ..variant })
}

/// What is made for a file of that extension.
fn product(extension: &str) -> Option<Product> {
    if extension.eq_ignore_ascii_case("json") {
        return Some(Product::Facts);
    }
    Format::of_extension(extension).map(Product::Picture)
}

/// One line: what came in, what went out, and what it took.
fn summary(bytes: &[u8], made: &Made) -> String {
    let (source, rendered) = match made {
        Made::Same => return format!("as it is, {} bytes", bytes.len()),
        Made::Facts(facts) => {
            let Facts { format, width, height, .. } = facts;
            return format!("{format} {width}x{height}, {} bytes -> facts", bytes.len());
        }
        Made::Picture(source, rendered) => (source, rendered),
    };
    let (width, height) = source.upright_size();
    let stages = rendered.stages;
    format!(
        "{:?} {width}x{height}, {} bytes -> {:?} {}x{}, {} bytes: decode {}, finish {}, encode {}",
        source.format,
        bytes.len(),
        rendered.format,
        rendered.size.0,
        rendered.size.1,
        rendered.bytes.len(),
        milliseconds(stages.decode),
        milliseconds(stages.finish),
        milliseconds(stages.encode),
    )
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

fn read(path: &Path) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut bytes = Vec::new();
    if is_dash(path) {
        io::stdin().lock().read_to_end(&mut bytes)?;
    } else {
        bytes = fs::read(path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    }
    Ok(bytes)
}

fn write(
    path: &Path,
    bytes: &[u8],
    out: &mut impl Write,
) -> Result<(), Box<dyn std::error::Error>> {
    if is_dash(path) {
        return Ok(out.write_all(bytes)?);
    }
    fs::write(path, bytes).map_err(|error| format!("`{}`: {error}", path.display()).into())
}

fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}
