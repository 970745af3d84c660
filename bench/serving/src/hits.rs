//! Hits: what has been made already, from Sizewise and from nginx, which sends the very file that Sizewise has kept.

use crate::Outcome;
use crate::arguments::Arguments;
use crate::connection::Connection;
use crate::contestant::Contestant;
use crate::house::{House, Log};
use crate::load::{Ask, End, Expected};
use crate::photographs::Photographs;
use crate::score::Score;
use crate::wish::Wish;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// What is asked again and again, and what came of it from each, in the order of `Who`; a reason where one did not run.
pub(crate) struct Event {
    pub(crate) title: String,
    /// Whether one says that one has it already.
    pub(crate) is_known: bool,
    pub(crate) scores: [Result<Score, String>; 4],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Ours,
    Nginx,
    OursLogging,
    NginxLogging,
}

impl Who {
    pub(crate) const ALL: [Self; 4] =
        [Self::Ours, Self::Nginx, Self::OursLogging, Self::NginxLogging];
}

/// A picture that is kept: by which path one types, and by which it is kept.
struct Kept {
    asked: String,
    path: String,
    etag: String,
    length: usize,
}

const LARGE: u16 = 512;
/// Sides of which one has a file of about five kilobytes.
const SMALL: [u16; 8] = [64, 96, 112, 128, 144, 160, 192, 256];
const FIVE_KILOBYTES: usize = 5_000;

pub(crate) async fn race(
    house: &House,
    photographs: &Photographs,
    arguments: &Arguments,
) -> Outcome<Vec<Event>> {
    let ours = house.sizewise(photographs, "hits", Log::Quiet).await?;
    let logging = house.sizewise(photographs, "hits-logging", Log::Requests).await?;
    let kept = house.variants("hits");
    let runners = [
        Ok(ours),
        house.nginx(&kept, Log::Quiet).await.map_err(|reason| reason.to_string()),
        Ok(logging),
        house.nginx(&kept, Log::Requests).await.map_err(|reason| reason.to_string()),
    ];
    let Ok(ours) = &runners[Who::Ours as usize] else { return Err("nobody to race".into()) };
    let name = &photographs.names[0];
    let large = self::kept(ours.address, Wish::square(name, LARGE)).await?;
    let mut small = Vec::new();
    for side in SMALL {
        small.push(self::kept(ours.address, Wish::square(name, side)).await?);
    }
    small.sort_by_key(|kept| kept.length.abs_diff(FIVE_KILOBYTES));
    let mut events = Vec::new();
    for (kept, is_known) in [(&large, false), (&small[0], false), (&large, true)] {
        events.push(event(&runners, kept, is_known, arguments).await?);
    }
    Ok(events)
}

/// A picture that is there from now on.
async fn kept(address: SocketAddr, wish: Wish<'_>) -> Outcome<Kept> {
    let asked = wish.to_sizewise();
    let request = format!("GET {asked} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    let mut connection = Connection::new(address);
    let answer = connection.ask(request.as_bytes()).await?;
    let header = |name: &str| {
        let value = answer.header(name).map(str::to_owned);
        value.ok_or(format!("expected `{name}` on `{asked}`, found status {}", answer.status))
    };
    let (path, etag) = (header("x-sizewise-address")?, header("etag")?);
    Ok(Kept { path, etag, length: answer.body.len(), asked })
}

async fn event(
    runners: &[Result<Contestant, String>; 4],
    kept: &Kept,
    is_known: bool,
    arguments: &Arguments,
) -> Outcome<Event> {
    let title = match is_known {
        false => format!("a file of {} bytes", kept.length),
        true => format!("the file of {} bytes, which one has already: 304", kept.length),
    };
    eprintln!("hits: {title}");
    let mut scores = runners.each_ref().map(|runner| match runner {
        Ok(contestant) => Ok(Score::new(contestant.name)),
        Err(reason) => Err(reason.clone()),
    });
    let mut asks = Vec::new();
    for (who, runner) in Who::ALL.into_iter().zip(runners) {
        asks.push(match runner {
            Ok(contestant) => self::asks(contestant, who, kept, is_known).await?,
            Err(_) => Arc::default(),
        });
    }
    for round in 0..=arguments.rounds {
        for turn in 0..Who::ALL.len() {
            let who = (round + turn) % Who::ALL.len();
            let (Ok(score), Ok(contestant)) = (&mut scores[who], &runners[who]) else { continue };
            if round == 0 {
                let mut warm = Score::new(contestant.name);
                warm.lap(contestant, &asks[who], End::After(Duration::from_millis(300))).await;
                continue;
            }
            let end = End::After(Duration::from_secs(arguments.seconds));
            score.lap(contestant, &asks[who], end).await;
        }
    }
    Ok(Event { title, is_known, scores })
}

/// What one is asked. nginx has tags of its own.
async fn asks(
    contestant: &Contestant,
    who: Who,
    kept: &Kept,
    is_known: bool,
) -> Outcome<Arc<Vec<Ask>>> {
    let path = match who {
        Who::Ours | Who::OursLogging => &kept.asked,
        Who::Nginx | Who::NginxLogging => &kept.path,
    };
    if !is_known {
        return Ok(Arc::new(vec![Ask::new(path, Expected::Bytes(kept.length))]));
    }
    let etag = match who {
        Who::Ours | Who::OursLogging => kept.etag.clone(),
        Who::Nginx | Who::NginxLogging => {
            let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n");
            let mut connection = Connection::new(contestant.address);
            let answer = connection.ask(request.as_bytes()).await?;
            answer.header("etag").ok_or("expected nginx to have tags, found none")?.to_owned()
        }
    };
    let header = format!("if-none-match: {etag}\r\n");
    Ok(Arc::new(vec![Ask::with(path, &header, Expected::NotModified)]))
}
