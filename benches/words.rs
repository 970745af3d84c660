//! How long the words take: from a query to a path, and from a path to an address.

use divan::{AllocProfiler, Bencher, black_box};
use http::Request;
use sizewise::{Address, Policy, Query};
use sizewise_viewer_request::{Decision, decide};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// What sites ask, from the least to the most.
const QUERIES: [&str; 4] = [
    "/photos/01.jpg?width=200",
    "/photos/01.jpg?width=200&height=400&style=bw",
    "/photos/2024/summer%20house/01.jpg?w=350&h=350&fit=cover&focus=smart&format=webp&q=73",
    "/01.jpg?w=200&h=200&fit=cover&focus=top&enlarge&format=png&q=50&rotate=90&flip&style=bw",
];

const PATHS: [&str; 4] = [
    "/200w/default/photos/01.jpg",
    "/400h200w/bw/photos/01.jpg",
    "/400h400w,fit.cover,focus.smart,format.webp,quality.75/default/photos/summer%20house/01.jpg",
    "/200h200w,enlarge,fit.cover,flip,focus.top,format.png,quality.50,rotate.90/bw/01.jpg",
];

/// The words alone: the query understood, settled and written.
#[divan::bench(args = QUERIES)]
fn query_to_path(bencher: Bencher<'_, '_>, url: &str) {
    let policy = Policy::standard();
    let (path, query) = url.split_once('?').expect("a query");
    bencher.bench(|| {
        let (_, key) = black_box(path).parse::<Address>().expect("a path").into_parts();
        let wish = policy.wish(&Query(black_box(query)).asked()).expect("a wish");
        let variant = policy.settled(wish, &key, "").expect("a variant");
        Address::new(variant, key).expect("an address").to_string()
    });
}

#[divan::bench(args = PATHS)]
fn path_to_address(bencher: Bencher<'_, '_>, path: &str) {
    bencher.bench(|| black_box(path).parse::<Address>().expect("an address"));
}

/// What viewer-request does for a request, permission and all.
#[divan::bench(args = [QUERIES[0], QUERIES[3], PATHS[0], PATHS[3], "/photos/01.jpg", "/style.css"])]
fn decision(bencher: Bencher<'_, '_>, url: &str) {
    let policy = Policy::standard();
    let request = Request::get(url).body(()).expect("a request");
    bencher.bench(|| match decide(&policy, black_box(&request), 0) {
        Decision::Rewrite(address) => address.to_string(),
        _ => String::new(),
    });
}
