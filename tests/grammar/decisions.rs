//! What is decided of some two hundred thousand requests under every policy of the vectors, written into
//! `target/tmp/decisions.json` with the grammar of each policy: what a reader in another language must come to, request
//! by request, and what its tests are run on.

#![allow(
    clippy::disallowed_methods,
    reason = "the words write no files, but what they decide is written into one here"
)]

use super::{Grammar, OptionRow, doors, grammar, policy};
use crate::chance::Chance;
use crate::requests::{self, Asked};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sizewise::{Policy, Query, SigningKey};
use sizewise_edge::Event;
use sizewise_viewer_request::{Decision, decide};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// How many requests are made up for each policy.
const MADE_UP: usize = 5_000;

/// What one policy says of its requests. The keys are those of the tests.
#[derive(Serialize)]
struct Told<'a> {
    policy: &'a str,
    keys: Vec<&'a str>,
    grammar: sizewise::Grammar<'a>,
    cases: Vec<Case>,
}

/// Method, path, query, Accept, the time, and what is decided.
#[derive(Serialize)]
struct Case(String, String, String, String, u64, Decided);

/// What is decided.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Decided {
    Pass,
    /// It goes on with this path and no query.
    Go(String),
    Refuse(u16, String),
}

impl Case {
    fn of(policy: &Policy, asked: Asked, keys: &[&str]) -> Self {
        let asked = if asked.signed { signed(asked, keys) } else { asked };
        let decided = decided(policy, &asked);
        Case(asked.method, asked.path, asked.query, asked.accept, asked.now, decided)
    }
}

/// The request as CloudFront tells it, so that what an event does to it is done here too.
fn event(asked: &Asked) -> Event {
    let lines = asked.accept.split('\n').map(|line| json!({ "key": "Accept", "value": line }));
    let text = json!({ "Records": [{ "cf": {
        "config": { "eventType": "viewer-request" },
        "request": {
            "method": asked.method, "uri": asked.path, "querystring": asked.query,
            "headers": { "accept": lines.collect::<Vec<_>>() },
        },
    } }] });
    Event::read(&text.to_string()).unwrap()
}

fn decided(policy: &Policy, asked: &Asked) -> Decided {
    let request = match event(asked).request() {
        Ok(request) => request,
        Err(unfit) => return Decided::Refuse(unfit.status(), unfit.to_string()),
    };
    match decide(policy, &request, asked.now) {
        Decision::Pass => Decided::Pass,
        Decision::Original(_) => Decided::Go(request.uri().path().to_owned()),
        Decision::Rewrite(address) => Decided::Go(address.to_string()),
        Decision::Refuse(refusal) => Decided::Refuse(refusal.status(), refusal.to_string()),
    }
}

fn signed(asked: Asked, keys: &[&str]) -> Asked {
    let Some(key) = keys.get(asked.query.len() % keys.len().max(1)) else { return asked };
    let Ok(request) = event(&asked).request() else { return asked };
    let query = request.uri().query().unwrap_or_default();
    let signature = SigningKey::new(key).unwrap().sign(request.uri().path(), Query(query));
    let between = if asked.query.is_empty() { "" } else { "&" };
    Asked { query: format!("{}{between}signature={signature}", asked.query), ..asked }
}

/// The keys that stand in the text of a policy.
fn keys(policy: &str) -> Vec<&str> {
    policy.split("inline = \"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The vectors of this policy.
fn vectors(grammar: &Grammar, name: &str) -> Vec<Asked> {
    let own = grammar.vectors.iter().filter(|vector| vector.policy == name);
    own.map(|vector| Asked { now: vector.now, ..Asked::get(&vector.url).accepting(&vector.accept) })
        .collect()
}

/// Every option that paths name × every value × both doors × every name × escaped or not.
fn product(grammar: &Grammar) -> Vec<Asked> {
    let doors = |row: &OptionRow| {
        row.values().iter().flat_map(|value| doors(row, value)).collect::<Vec<_>>()
    };
    let urls = grammar.options.iter().flat_map(doors);
    urls.map(|url| Asked::get(&url)).collect()
}

/// Every bit of every byte of two signed URLs, changed.
fn changed_bits(policy: &Policy, keys: &[&str]) -> Vec<Asked> {
    if keys.is_empty() {
        return Vec::new();
    }
    let mut all = Vec::new();
    for url in ["/a.jpg?blur=5&expires=2000&w=200", "/200w,blur.5/default/a.jpg?expires=2000"] {
        let good = signed(Asked { now: 1000, ..Asked::get(url) }, keys);
        let is_good = matches!(decided(policy, &good), Decided::Go(_));
        assert!(is_good || policy.presets_only, "{}", good.path);
        all.extend(requests::with_each_bit_changed(&good));
    }
    all
}

/// An event of `tests/events`, with the policy that it is decided by.
#[derive(Deserialize)]
struct Beside {
    #[serde(default)]
    policy: String,
    #[serde(default)]
    now: u64,
}

fn events() -> BTreeMap<String, Vec<Asked>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/events");
    let mut by_policy = BTreeMap::<String, Vec<Asked>>::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.to_str().unwrap();
        let Some(twist) = name.strip_suffix(".json").filter(|name| !name.ends_with(".decision"))
        else {
            continue;
        };
        let text = fs::read_to_string(&path).unwrap();
        let beside = fs::read_to_string(format!("{twist}.decision.json")).unwrap();
        let beside = serde_json::from_str::<Beside>(&beside).unwrap();
        let asked = Asked { now: beside.now, ..Asked::of_event(&text) };
        by_policy.entry(beside.policy).or_default().push(asked);
    }
    by_policy
}

#[test]
fn what_is_decided_is_written_down_for_readers_in_other_languages() {
    let grammar = grammar();
    let mut texts = grammar
        .policies
        .iter()
        .map(|(name, text)| (text.clone(), vectors(&grammar, name)))
        .collect::<Vec<_>>();
    texts.extend(events());
    texts.extend(requests::POLICIES.iter().map(|text| ((*text).to_owned(), Vec::new())));
    let policies = texts.iter().map(|(text, _)| policy(text)).collect::<Vec<_>>();
    let words = requests::Words::of(&grammar);
    let mut chance = Chance::seeded(8);
    let mut written = Vec::new();
    for (policy, (text, asked)) in policies.iter().zip(&texts) {
        let keys = keys(text);
        let mut all = asked.clone();
        all.extend(product(&grammar));
        all.extend(changed_bits(policy, &keys));
        all.extend(requests::ODD.iter().map(|url| Asked::get(url)));
        all.extend((0..MADE_UP).map(|_| words.request(&mut chance)));
        let cases = all.into_iter().map(|asked| Case::of(policy, asked, &keys)).collect();
        written.push(Told { policy: text, keys, grammar: sizewise::Grammar::new(policy), cases });
    }
    let count = written.iter().map(|told| told.cases.len()).sum::<usize>();
    assert!(count > 200_000, "only {count} requests");
    check_that_all_kinds_come_up(&written);
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("decisions.json");
    fs::write(place, serde_json::to_vec(&written).unwrap()).unwrap();
}

/// A mass of requests of which most are refused at the door would prove little.
fn check_that_all_kinds_come_up(written: &[Told<'_>]) {
    let mut counts = BTreeMap::<u16, usize>::new();
    for case in written.iter().flat_map(|told| &told.cases) {
        let kind = match &case.5 {
            Decided::Pass => 0,
            Decided::Go(_) => 200,
            Decided::Refuse(status, _) => *status,
        };
        *counts.entry(kind).or_default() += 1;
    }
    for (kind, fewest) in
        [(0, 1_000), (200, 50_000), (400, 20_000), (403, 5_000), (405, 100), (414, 100), (415, 50)]
    {
        let found = counts.get(&kind).copied().unwrap_or_default();
        assert!(found >= fewest, "expected {fewest} of {kind}, found {counts:?}");
    }
}
