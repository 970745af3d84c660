//! The grammar as the packages have it, which the app in `cdk/` is tested with.

use sizewise::{Grammar, Policy};
use std::env;
use std::fs;
use std::path::Path;

#[test]
fn the_app_is_tested_with_the_grammar_of_the_packages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("package/sizewise.toml")).unwrap();
    let no_key = |_: sizewise::KeyPlace<'_>| Err("this policy names no key".to_owned());
    let policy = Policy::read("sizewise.toml", &text, no_key).unwrap();
    let printed = serde_json::to_string_pretty(&Grammar::new(&policy)).unwrap() + "\n";
    let file = root.join("cdk/test/grammar.json");
    if env::var_os("BLESS").is_some() {
        fs::write(&file, &printed).unwrap();
    }
    let said = fs::read_to_string(&file).unwrap();
    assert!(said == printed, "expected the grammar in {}; BLESS=1 writes it", file.display());
}
