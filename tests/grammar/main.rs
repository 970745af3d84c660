//! The grammar as data: `grammar.json` holds what every reader of the grammar must agree on, and
//! is read here and by readers in other languages.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod chance;
mod decisions;
mod requests;

use http::Request;
use serde::Deserialize;
use sizewise::{Address, Policy, Query, SigningKey, Spec};
use sizewise_viewer_request::{Decision, decide};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Grammar {
    #[serde(rename = "about")]
    _about: String,
    policies: BTreeMap<String, String>,
    options: Vec<OptionRow>,
    vectors: Vec<Vector>,
}

/// A request, and what becomes of it: it passes, it has an address, or it is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    claim: String,
    url: String,
    #[serde(default = "standard")]
    policy: String,
    #[serde(default)]
    accept: String,
    #[serde(default)]
    now: u64,
    #[serde(default)]
    passes: bool,
    address: Option<String>,
    key: Option<String>,
    stored: Option<String>,
    refused: Option<String>,
    status: Option<u16>,
}

/// An option, and what its values become.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionRow {
    option: String,
    /// What must be asked beside it so that it matters, as a query and as the head of a path.
    query: String,
    head: String,
    /// Each value that is read, with the one that is written; null where nothing is.
    reads: BTreeMap<String, Option<String>>,
    refuses: Vec<String>,
}

impl OptionRow {
    /// All of them, those that are read and those that are not.
    fn values(&self) -> Vec<String> {
        self.reads.keys().chain(&self.refuses).cloned().collect()
    }
}

fn standard() -> String {
    "standard".to_owned()
}

fn grammar() -> Grammar {
    serde_json::from_str(include_str!("../grammar.json")).unwrap()
}

fn policy(text: &str) -> Policy {
    Policy::read("grammar.json", text, |_| Err("keys are inline here".to_owned())).unwrap()
}

/// What became of a request, in the words of a vector.
#[derive(Debug, PartialEq)]
struct Found {
    address: Option<String>,
    key: Option<String>,
    stored: Option<String>,
    refused: Option<String>,
    status: u16,
}

fn found(policy: &Policy, url: &str, accept: &str, now: u64) -> Found {
    let request = Request::get(url).header("accept", accept).body(()).unwrap();
    let nothing = Found { address: None, key: None, stored: None, refused: None, status: 200 };
    match decide(policy, &request, now) {
        Decision::Pass => nothing,
        Decision::Original(key) => Found { key: Some(key.to_string()), ..nothing },
        Decision::Rewrite(address) => Found {
            address: Some(address.to_string()),
            key: Some(address.key().to_string()),
            stored: Some(address.stored()).filter(|_| !address.variant().is_original()),
            ..nothing
        },
        Decision::Refuse(refusal) => {
            Found { refused: Some(refusal.to_string()), status: refusal.status(), ..nothing }
        }
    }
}

#[test]
fn every_vector_holds() {
    let Grammar { policies, vectors, .. } = grammar();
    let policies =
        policies.iter().map(|(name, text)| (name, policy(text))).collect::<BTreeMap<_, _>>();
    assert!(vectors.len() >= 150, "only {} vectors", vectors.len());
    let mut wrong = Vec::new();
    for vector in vectors {
        let found = found(&policies[&vector.policy], &vector.url, &vector.accept, vector.now);
        let expected = Found {
            address: vector.address,
            key: vector.key,
            stored: vector.stored,
            refused: vector.refused,
            status: vector.status.unwrap_or(200),
        };
        if found != expected {
            wrong.push(format!("{}\n  {}\n  {expected:?}\n  {found:?}", vector.claim, vector.url));
        }
    }
    assert!(wrong.is_empty(), "{} vectors do not hold:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_vector_makes_a_claim_of_its_own_and_says_what_it_expects() {
    let vectors = grammar().vectors;
    let claims = vectors.iter().map(|vector| &vector.claim).collect::<BTreeSet<_>>();
    assert_eq!(claims.len(), vectors.len());
    for vector in &vectors {
        let outcomes = [vector.passes, vector.address.is_some(), vector.refused.is_some()];
        assert_eq!(outcomes.iter().filter(|is_it| **is_it).count(), 1, "{}", vector.claim);
        assert_eq!(vector.refused.is_some(), vector.status.is_some(), "{}", vector.claim);
    }
}

#[test]
fn a_refusal_says_what_was_expected_and_what_was_found() {
    for refused in grammar().vectors.into_iter().filter_map(|vector| vector.refused) {
        assert!(refused.starts_with("expected ") && refused.contains(", found "), "{refused}");
        assert!(!refused.ends_with('.'), "{refused}");
    }
}

#[test]
fn every_option_that_paths_can_name_has_its_row() {
    let rows = grammar().options;
    let rows = rows.iter().map(|row| row.option.as_str()).collect::<BTreeSet<_>>();
    let is_word_of_both = |spec: &&Spec| spec.is_in_queries() && spec.is_named_in_paths();
    let names = sizewise::OPTIONS.iter().filter(is_word_of_both).map(|spec| spec.name);
    assert_eq!(rows, names.collect());
}

/// Every option that paths name × every value × both doors × every name × canonical and not.
#[test]
fn a_value_means_the_same_through_both_doors() {
    let policy = policy("unsigned = \"all\"");
    let mut tried = 0;
    for row in grammar().options {
        for (value, written) in &row.reads {
            let expected = expected_address(&row, written.as_deref());
            for url in doors(&row, value) {
                let found = found(&policy, &url, "", 0);
                assert_eq!(found.refused, None, "{url}");
                // What passes keeps the path it came with.
                assert_eq!(found.address.as_deref().unwrap_or("/a.jpg"), expected, "{url}");
                tried += 1;
            }
        }
    }
    assert!(tried > 400, "only {tried} requests");
}

#[test]
fn a_refused_value_is_refused_in_the_same_words_through_both_doors() {
    let policy = policy("unsigned = \"all\"");
    let mut tried = 0;
    for row in grammar().options {
        let expected = &spec(&row).takes;
        for value in &row.refuses {
            let sentence = format!("expected {expected} for `{}`, found `{value}`", row.option);
            for url in doors(&row, value) {
                let found = found(&policy, &url, "", 0);
                assert_eq!((found.refused, found.status), (Some(sentence.clone()), 400), "{url}");
                tried += 1;
            }
        }
    }
    assert!(tried > 200, "only {tried} requests");
}

fn spec(row: &OptionRow) -> &'static Spec {
    Spec::named(&row.option).unwrap()
}

/// The requests that ask a value: by query and by path, under each name, escaped and not.
fn doors(row: &OptionRow, value: &str) -> Vec<String> {
    let spec = spec(row);
    let mut urls = Vec::new();
    for name in spec.aliases.iter().chain([&spec.name]) {
        let escaped = value.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
        for value in [value, &escaped] {
            urls.push(format!("/a.jpg?{}&{name}={value}", row.query));
            urls.push(format!("/a.jpg?{name}={value}&{}&utm=1", row.query));
            urls.push(format!("/{},{name}.{value}/default/a.jpg", row.head));
            let (size, options) = row.head.split_once(',').unwrap_or((&row.head, ""));
            let options = if options.is_empty() { "" } else { &format!(",{options}") };
            urls.push(format!("/{size},{name}.{value}{options}/default/a.jpg"));
        }
    }
    urls
}

/// The canonical path.
fn expected_address(row: &OptionRow, written: Option<&str>) -> String {
    match written {
        Some("") => format!("/{},{}/default/a.jpg", row.head, row.option),
        Some(value) => format!("/{},{}.{value}/default/a.jpg", row.head, row.option),
        None if row.head == "default" => "/a.jpg".to_owned(),
        None => format!("/{}/default/a.jpg", row.head),
    }
}

#[test]
fn what_is_written_is_read_as_it_was_written() {
    for address in grammar().vectors.into_iter().filter_map(|vector| vector.address) {
        assert_eq!(address.parse::<Address>().unwrap().to_string(), address);
    }
}

/// What the table says of an option that is not given, and what is done, are the same.
#[test]
fn the_default_in_the_table_is_what_is_meant_without_a_value() {
    let policy = policy("unsigned = \"all\"");
    for spec in sizewise::OPTIONS.iter() {
        let Some(default) = spec.default else { continue };
        let base = if spec.name == "fit" { "w=400&h=400" } else { "w=400&h=400&fit=cover" };
        let without = found(&policy, &format!("/a.jpg?{base}"), "", 0);
        let with = found(&policy, &format!("/a.jpg?{base}&{}={default}", spec.name), "", 0);
        assert_eq!(with, without, "{}={default}", spec.name);
    }
}

#[test]
fn every_option_of_queries_is_in_the_readme() {
    let readme = include_str!("../../README.md");
    for spec in sizewise::OPTIONS.iter().filter(|spec| spec.is_in_queries()) {
        for name in spec.aliases.iter().chain([&spec.name]) {
            assert!(readme.contains(&format!("`{name}`")), "`{name}` is not in the README");
        }
    }
}

#[test]
fn only_what_asks_for_a_picture_is_judged() {
    let policy = policy("");
    let decided = |method: &str, url: &str| {
        decide(&policy, &Request::builder().method(method).uri(url).body(()).unwrap(), 0)
    };
    assert_eq!(decided("HEAD", "/a.jpg?w=64"), decided("GET", "/a.jpg?w=64"));
    assert_eq!(decided("OPTIONS", "/a.jpg?w=abc"), Decision::Pass);
    assert_eq!(decided("POST", "/form"), Decision::Pass);
    let Decision::Refuse(refusal) = decided("DELETE", "/a.jpg?w=64") else { panic!("not refused") };
    assert_eq!(refusal.to_string(), "expected GET or HEAD, found `DELETE`");
    assert_eq!(refusal.status(), 405);
}

/// Every byte of path, options, expiry and signature, changed by every bit, through both doors.
#[test]
fn a_signed_url_is_worth_nothing_when_any_byte_changes() {
    let secret = "a key that nobody knows";
    let policy = policy(&format!("[signing]\nkeys = [{{ inline = \"{secret}\" }}]"));
    let query_form = ("/a.jpg", "blur=5&expires=2000&w=200");
    let path_form = ("/200w,blur.5/default/a.jpg", "expires=2000");
    for (path, query) in [query_form, path_form] {
        let signature = SigningKey::new(secret).unwrap().sign(path, Query(query));
        let signed = format!("{path}?{query}&signature={signature}");
        let good = found(&policy, &signed, "", 1000).address;
        assert_eq!(good.as_deref(), Some("/200w,blur.5/default/a.jpg"));
        for (at, bit) in (1..signed.len()).flat_map(|at| (0..7).map(move |bit| (at, bit))) {
            let mut bytes = signed.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            let url = String::from_utf8(bytes).unwrap();
            // Hex digits may be in either case, and not everything is a URL.
            let is_other_case = url.to_lowercase() == signed && at > signed.len() - 64;
            if url.parse::<http::Uri>().is_ok() && !is_other_case {
                assert_ne!(found(&policy, &url, "", 1000).address, good, "{url}");
            }
        }
    }
}
