//! Our side of the race: a process that keeps files in memory and makes variants of them, words and all, as a
//! service does that has just fetched an original.

use crate::line::{Answer, Made, Make, Outcome, Request, Settings, Style, answer_all};
use cpu_time::ProcessTime;
use sizewise::{Key, Plan, Policy, Query};
use sizewise_render::{probe, render};
use std::collections::HashMap;
use std::fs;
use std::hint::black_box;
use std::time::Instant;

/// The verb that the race starts itself with.
pub(crate) const VERB: &str = "contestant";

/// The race asks for sizes that are on no ladder.
const POLICY: &str = "sizes = \"any\"\nmax = 16383\nunsigned = \"all\"\n";

struct Ours {
    files: HashMap<String, Vec<u8>>,
    policy: Policy,
}

pub(crate) fn serve() -> Outcome<()> {
    let policy = Policy::read("race", POLICY, |_| Err(String::new()))?;
    let mut ours = Ours { files: HashMap::new(), policy };
    answer_all(|request| ours.answer(request))
}

impl Ours {
    fn answer(&mut self, request: Request) -> Outcome<Answer> {
        match request {
            Request::Load { name, path } => {
                self.files.insert(name, fs::read(path)?);
                Ok(Answer::Loaded)
            }
            Request::Make(make) => self.make(&make).map(Answer::Made),
            other => Err(format!("expected a file or a wish, found {other:?}").into()),
        }
    }

    fn make(&self, make: &Make) -> Outcome<Made> {
        let missing = || format!("expected a file that was loaded, found `{}`", make.file);
        let bytes = self.files.get(&make.file).ok_or_else(missing)?;
        let query = query(make);
        let (cpu, wall) = (ProcessTime::now(), Instant::now());
        let mut file = Vec::new();
        for _ in 0..make.count {
            file = black_box(self.rendered(bytes, &query)?);
        }
        let (cpu, wall) = (cpu.elapsed(), wall.elapsed());
        if let Some(path) = &make.keep {
            fs::write(path, &file)?;
        }
        let mean = |time: std::time::Duration| time.as_secs_f64() * 1e3 / f64::from(make.count);
        Ok(Made { cpu_ms: mean(cpu), wall_ms: mean(wall), bytes: file.len() as u64 })
    }

    fn rendered(&self, bytes: &[u8], query: &str) -> Outcome<Vec<u8>> {
        let wish = self.policy.wish(&Query(query).asked())?;
        let variant = self.policy.settled(wish, &Key::new("picture")?, "")?;
        let source = probe(bytes)?;
        match Plan::new(&variant, &source, &self.policy)? {
            Plan::Picture(steps) => Ok(render(bytes, &source, &steps, &self.policy.limits)?.bytes),
            other => Err(format!("expected a picture to make, found {other:?}").into()),
        }
    }
}

/// What is asked, as a page would. Our effort is always the same, so equal settings are our defaults.
fn query(make: &Make) -> String {
    let style = match make.style {
        Style::Default => "",
        Style::Bw => "&style=bw",
    };
    match make.settings {
        Settings::Default | Settings::Equal => {
            format!("width={}&format={}{style}", make.width, make.format)
        }
    }
}
