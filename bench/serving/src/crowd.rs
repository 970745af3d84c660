//! A crowd: 2,000 requests for 200 variants that nobody has asked before, at once and across each other. Each is made
//! once, memory stays small, and the gauges tell the truth.

use crate::Outcome;
use crate::connection::Connection;
use crate::contestant::Contestant;
use crate::house::{House, Log};
use crate::load::{self, Ask, CONNECTIONS, End, Expected};
use crate::photographs::Photographs;
use crate::score::Faults;
use crate::wish;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

pub(crate) const REQUESTS: usize = 2_000;
pub(crate) const VARIANTS: usize = 200;

/// Brings requests for one variant together, though not one behind the other.
const STRIDE: usize = 881;

/// What came of it.
pub(crate) struct Crowd {
    pub(crate) seconds: f64,
    pub(crate) answered: usize,
    pub(crate) faults: Faults,
    pub(crate) peak_mib: f64,
    pub(crate) cpu_seconds: f64,
    /// What the server says of itself when all is over.
    pub(crate) made: f64,
    pub(crate) not_kept: f64,
    pub(crate) counted: f64,
    pub(crate) stage_seconds: f64,
    pub(crate) left: Gauges,
    /// The most that was seen of each gauge meanwhile.
    pub(crate) most: Gauges,
}

/// How many wait, sit and work.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Gauges {
    pub(crate) waiting: f64,
    pub(crate) seated: f64,
    pub(crate) working: f64,
}

pub(crate) async fn run(house: &House, photographs: &Photographs) -> Outcome<Crowd> {
    eprintln!("a crowd");
    let contestant = house.sizewise(photographs, "crowd", Log::Quiet).await?;
    let asks = (0..REQUESTS).map(|number| {
        let wish = wish::nth(photographs, number * STRIDE % REQUESTS * VARIANTS / REQUESTS)?;
        Ok(Ask::new(&wish.to_sizewise(), Expected::Jpeg(wish.width, wish.height)))
    });
    let asks = Arc::new(asks.collect::<Outcome<Vec<_>>>()?);
    let mut most = Gauges::default();
    let lap = tokio::select! {
        lap = load::run(contestant.address, &asks, End::Once) => lap,
        error = watch(&contestant, &mut most) => return Err(error),
    };
    let page = Page::of(&contestant).await?;
    let weight = contestant.weight();
    let (seconds, answered) = (lap.seconds, lap.answered());
    let mut faults = Faults::default();
    faults.add(lap);
    Ok(Crowd {
        seconds,
        answered,
        faults,
        peak_mib: weight.peak_mib,
        cpu_seconds: weight.cpu_seconds,
        made: page.sum("sizewise_made_total"),
        not_kept: page.sum("sizewise_not_kept_total"),
        counted: page.sum("sizewise_request_seconds_count") - page.inside(),
        stage_seconds: ["decode", "finish", "encode"]
            .map(|stage| page.sum(&format!("sizewise_stage_seconds_total{{stage=\"{stage}\"}}")))
            .iter()
            .sum(),
        left: page.gauges(),
        most,
    })
}

/// Looks at the gauges until it is dropped; an error, where there are none.
async fn watch(contestant: &Contestant, most: &mut Gauges) -> Box<dyn std::error::Error> {
    loop {
        let seen = match Page::of(contestant).await {
            Ok(page) => page.gauges(),
            Err(error) => return error,
        };
        most.waiting = most.waiting.max(seen.waiting);
        most.seated = most.seated.max(seen.seated);
        most.working = most.working.max(seen.working);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

impl Crowd {
    /// What the server says of itself, where it is not so.
    pub(crate) fn untruths(&self) -> Vec<String> {
        let cores = thread::available_parallelism().map_or(1, usize::from) as f64;
        let waiters = CONNECTIONS as f64 + 1.0;
        let claims = [
            ("variants made", self.made, VARIANTS as f64, self.made == VARIANTS as f64),
            ("variants not kept", self.not_kept, 0.0, self.not_kept == 0.0),
            ("requests counted", self.counted, REQUESTS as f64, self.counted == REQUESTS as f64),
            ("left waiting", self.left.waiting, 0.0, self.left.waiting == 0.0),
            ("left seated", self.left.seated, 0.0, self.left.seated == 0.0),
            ("left working", self.left.working, 0.0, self.left.working == 0.0),
            ("most working", self.most.working, cores, self.most.working <= cores),
            ("most waiting", self.most.waiting, waiters, self.most.waiting <= waiters),
            (
                "seconds of making",
                self.stage_seconds,
                self.seconds * cores,
                self.stage_seconds <= self.seconds * cores,
            ),
        ];
        let untrue = claims.into_iter().filter(|(.., holds)| !holds);
        untrue
            .map(|(name, found, bound, _)| format!("{name}: {found:.0} beside {bound:.0}"))
            .collect()
    }
}

/// What Prometheus would read.
struct Page(String);

impl Page {
    async fn of(contestant: &Contestant) -> Outcome<Self> {
        let mut connection = Connection::new(contestant.address);
        let request = b"GET /_/metrics HTTP/1.1\r\nhost: localhost\r\n\r\n";
        let answer = connection.ask(request).await?;
        Ok(Self(String::from_utf8_lossy(answer.body).into_owned()))
    }

    /// All values together whose names begin so.
    fn sum(&self, name: &str) -> f64 {
        let lines = self.0.lines().filter(|line| line.starts_with(name));
        lines.filter_map(|line| line.rsplit_once(' ')?.1.parse::<f64>().ok()).sum()
    }

    /// Requests that were for no picture.
    fn inside(&self) -> f64 {
        self.sum("sizewise_request_seconds_count{outcome=\"inside\"}")
    }

    fn gauges(&self) -> Gauges {
        let [waiting, seated, working] = ["waiting", "seated", "working"]
            .map(|at| self.sum(&format!("sizewise_crowd{{at=\"{at}\"}}")));
        Gauges { waiting, seated, working }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_by_the_names_on_it() {
        let page = Page(
            "# HELP sizewise_made_total Variants.\nsizewise_made_total 200\n\
             sizewise_request_seconds_count{outcome=\"made\"} 5\n\
             sizewise_request_seconds_count{outcome=\"inside\"} 3\n\
             sizewise_crowd{at=\"working\"} 2\n"
                .into(),
        );
        assert_eq!(page.sum("sizewise_made_total"), 200.0);
        assert_eq!(page.sum("sizewise_request_seconds_count") - page.inside(), 5.0);
        assert_eq!(page.gauges(), Gauges { working: 2.0, ..Gauges::default() });
    }

    #[test]
    fn every_variant_is_asked_ten_times() {
        let mut counts = [0; VARIANTS];
        for number in 0..REQUESTS {
            counts[number * STRIDE % REQUESTS * VARIANTS / REQUESTS] += 1;
        }
        assert_eq!(counts, [REQUESTS / VARIANTS; VARIANTS]);
    }
}
