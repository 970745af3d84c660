//! The metrics, read as Prometheus reads them.

use crate::scene::{Scene, Setting};
use std::collections::BTreeMap;

/// The values by their names and labels, on a page that has its form.
async fn metrics(scene: &Scene) -> BTreeMap<String, f64> {
    let page = scene.get("/_/metrics").await;
    assert_eq!(page.told("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    let (mut values, mut family) = (BTreeMap::new(), String::new());
    let mut lines = page.text().lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, help) = help.split_once(' ').unwrap();
            assert!(help.ends_with('.'), "{help}");
            let kind = lines.next().unwrap().strip_prefix(&format!("# TYPE {name} ")).unwrap();
            assert!(["counter", "gauge", "histogram"].contains(&kind), "{kind}");
            assert_eq!(kind == "counter", name.ends_with("_total"), "{name}");
            family = name.to_owned();
            continue;
        }
        assert!(line.starts_with(&family), "{line} stands below {family}");
        let (name, value) = line.rsplit_once(' ').unwrap();
        let is_new = values.insert(name.to_owned(), value.parse::<f64>().unwrap()).is_none();
        assert!(is_new, "{name} stands there twice");
    }
    assert!(page.text().ends_with('\n') && values.len() > 100, "{} values", values.len());
    values
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_has_been_counted() {
    let scene = Setting::default().open().await;
    let mut bytes = 0;
    for (method, target) in [
        ("GET", "/a.jpg?w=20"),
        ("GET", "/a.jpg?w=20"),
        ("HEAD", "/a.jpg?w=20"),
        ("GET", "/a.jpg?w=21"),
        ("GET", "/a.jpg"),
        ("HEAD", "/large.jpg"),
        ("GET", "/large.jpg"),
        ("GET", "/index.html"),
        ("GET", "/no.jpg"),
        ("GET", "/a.jpg?w=abc"),
        ("OPTIONS", "/a.jpg"),
        ("GET", "/_/health"),
    ] {
        bytes += scene.ask(method, target, &[]).await.body.len();
    }
    let found = metrics(&scene).await;
    let count = |name: &str| found[name];
    for (outcome, expected) in [
        ("made", 2.0),
        ("remembered", 2.0),
        ("kept", 0.0),
        ("original", 3.0),
        ("passed", 2.0),
        ("refused", 2.0),
        ("outdated", 0.0),
        ("inside", 1.0),
    ] {
        let of = |name: &str| {
            count(&format!("sizewise_request_seconds_{name}{{outcome=\"{outcome}\"}}"))
        };
        assert_eq!(of("count"), expected, "{outcome}");
        assert_eq!(of("sum") > 0.0, expected > 0.0, "{outcome}");
    }
    for (status, expected) in [(200, 9.0), (204, 1.0), (404, 1.0), (400, 1.0), (503, 0.0)] {
        let name = format!("sizewise_responses_total{{status=\"{status}\"}}");
        assert_eq!(count(&name), expected, "{status}");
    }
    assert_eq!(count("sizewise_response_bytes_total"), bytes as f64);
    assert_eq!(count("sizewise_made_total"), 2.0);
    assert_eq!(count("sizewise_not_kept_total"), 0.0);
    assert_eq!(count("sizewise_memory_pictures"), 2.0);
    assert_eq!(count("sizewise_crowd{at=\"working\"}"), 0.0);
    assert!(count("sizewise_stage_seconds_total{stage=\"encode\"}") > 0.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_buckets_of_a_histogram_hold_each_other() {
    let scene = Setting::default().open().await;
    for width in 20..40 {
        scene.get(&format!("/a.jpg?w={width}")).await;
    }
    let found = metrics(&scene).await;
    for outcome in ["made", "remembered", "kept", "original", "passed", "refused", "inside"] {
        let start = format!("sizewise_request_seconds_bucket{{outcome=\"{outcome}\",le=\"");
        let buckets = found.iter().filter_map(|(name, count)| {
            let bound = name.strip_prefix(&start)?.strip_suffix("\"}")?;
            Some((bound.replace("+Inf", "inf").parse::<f64>().unwrap(), *count))
        });
        let mut buckets = buckets.collect::<Vec<_>>();
        buckets.sort_by(|one, other| one.0.total_cmp(&other.0));
        assert!(buckets.len() > 10 && buckets.is_sorted_by_key(|(_, count)| *count), "{buckets:?}");
        let all = found[&format!("sizewise_request_seconds_count{{outcome=\"{outcome}\"}}")];
        assert_eq!(buckets.last(), Some(&(f64::INFINITY, all)));
    }
}
