//! Misses: pictures that nobody has asked before, made by Sizewise, ipx and sharp in turns. In each round all make the
//! same pictures.

use crate::Outcome;
use crate::arguments::Arguments;
use crate::contestant::Contestant;
use crate::house::{House, Log};
use crate::load::{Ask, CONNECTIONS, End, Expected};
use crate::photographs::Photographs;
use crate::score::Score;
use crate::wish::{self, Wish};
use std::sync::Arc;

/// In the order of `Who`; a reason where one did not run.
pub(crate) type Misses = [Result<Score, String>; 3];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Ours,
    Ipx,
    Sharp,
}

impl Who {
    pub(crate) const ALL: [Self; 3] = [Self::Ours, Self::Ipx, Self::Sharp];

    fn spelled(self, wish: Wish<'_>) -> String {
        match self {
            Self::Ours => wish.to_sizewise(),
            Self::Ipx => wish.to_ipx(),
            Self::Sharp => wish.to_sharp(),
        }
    }
}

pub(crate) async fn race(
    house: &House,
    photographs: &Photographs,
    arguments: &Arguments,
) -> Outcome<Misses> {
    let started = [
        house.sizewise(photographs, "misses", Log::Quiet).await,
        house.ipx(photographs).await,
        house.sharp(photographs).await,
    ];
    let mut runners = started.map(|started| match started {
        Ok(contestant) => Ok((Score::new(contestant.name), contestant)),
        Err(reason) => {
            eprintln!("NOT THERE: {reason}");
            Err(reason.to_string())
        }
    });
    // What is made first only finds out who is there, and brings files and programs into the memory.
    let mut begin = 0;
    for round in 0..=arguments.rounds {
        eprintln!("misses, round {round} of {}", arguments.rounds);
        let count = if round == 0 { CONNECTIONS } else { arguments.pictures };
        for turn in 0..Who::ALL.len() {
            let who = Who::ALL[(round + turn) % Who::ALL.len()];
            let Ok((score, contestant)) = &mut runners[who as usize] else { continue };
            let asks = asks(photographs, who, begin, count)?;
            match round {
                0 => warm(contestant, &asks).await?,
                _ => score.lap(contestant, &asks, End::Once).await,
            }
        }
        begin += count;
    }
    Ok(runners.map(|runner| runner.map(|(score, _)| score)))
}

/// A lap that does not count; but who gives wrong answers should do so before he is raced with.
async fn warm(contestant: &Contestant, asks: &Arc<Vec<Ask>>) -> Outcome<()> {
    let mut score = Score::new(contestant.name);
    score.lap(contestant, asks, End::Once).await;
    match score.faults.first {
        Some(fault) => Err(format!("{}: {fault}", contestant.name).into()),
        None => Ok(()),
    }
}

/// So many wishes from a number on, as one is asked for them.
fn asks(photographs: &Photographs, who: Who, begin: usize, count: usize) -> Outcome<Arc<Vec<Ask>>> {
    let asks = (begin..begin + count).map(|number| {
        let wish = wish::nth(photographs, number)?;
        Ok(Ask::new(&who.spelled(wish), Expected::Jpeg(wish.width, wish.height)))
    });
    Ok(Arc::new(asks.collect::<Outcome<_>>()?))
}
