//! The command as people and scripts meet it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn sizewise(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sizewise")).args(arguments).output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// A file of this test's own.
fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap();
    path
}

#[track_caller]
fn explained(arguments: &[&str]) -> (Value, Option<i32>) {
    let output = sizewise(&[&["explain", "--json"], arguments].concat());
    let text = stdout(&output);
    let object = serde_json::from_str(text).unwrap_or_else(|_| panic!("{text}{}", stderr(&output)));
    (object, output.status.code())
}

#[test]
fn a_variant_is_explained_for_programs() {
    let expected = json!({
        "address": "/400h200w/bw/a%20b/01.jpg",
        "key": "a b/01.jpg",
        "stored": "400h200w/bw/a b/01.jpg",
        "refused": null,
        "status": 200,
        "variant": { "height": 400, "style": "bw", "width": 200 },
    });
    for url in [
        "/a%20b/01.jpg?width=190&height=400&style=bw",
        "/a b/01.jpg?w=190&h=400&style=greyscale",
        "https://cdn.example.com/a%20b/01.jpg?w=190&h=400&style=bw#top",
        "/399h190w/greyscale/a%20b/01.jpg",
    ] {
        assert_eq!(explained(&[url]), (expected.clone(), Some(0)), "{url}");
    }
}

#[test]
fn a_refusal_is_explained_and_ends_with_2() {
    let (object, code) = explained(&["/01.jpg?width=abc"]);
    assert_eq!(code, Some(2));
    assert_eq!(
        object,
        json!({
            "address": null,
            "key": null,
            "stored": null,
            "refused": "expected a whole number of at least 1 for `width`, found `abc`",
            "status": 400,
            "variant": null,
        })
    );
    let output = sizewise(&["explain", "/01.jpg?blur=5"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stdout(&output).contains("refused   403 expected a `signature` for `blur`, or a `preset`")
    );
}

#[test]
fn nothing_that_was_typed_reaches_the_terminal_as_it_is() {
    let output = sizewise(&["explain", "/01.jpg?w=%1b[31mred%0Akey       forged"]);
    assert!(!output.stdout.contains(&0x1b));
    assert!(
        !stdout(&output).lines().any(|line| line.contains("forged") && line.starts_with("key"))
    );
}

#[test]
fn what_passes_has_no_address() {
    for (url, key) in [("/a%20b.jpg", json!("a b.jpg")), ("/style.css?w=5", json!(null))] {
        let (object, code) = explained(&[url]);
        assert_eq!(
            (&object["address"], &object["key"], code),
            (&json!(null), &key, Some(0)),
            "{url}"
        );
    }
}

#[test]
fn the_accept_header_is_heard() {
    let (object, _) = explained(&["/01.jpg?w=200&f=auto", "--accept", "image/webp,*/*"]);
    assert_eq!(object["address"], "/200w,format.webp/default/01.jpg");
}

#[test]
fn people_read_each_step() {
    let output = sizewise(&["explain", "/photos/01.jpg?width=190&style=bw&utm_source=x"]);
    assert_eq!(
        stdout(&output),
        "path      /photos/01.jpg\n\
         asked     width = `190`\n\
         asked     style = `bw`\n\
         variant   style bw, width 200\n\
         key       photos/01.jpg\n\
         address   /200w/bw/photos/01.jpg\n\
         kept as   200w/bw/photos/01.jpg\n"
    );
    let output = sizewise(&["explain", "/photos/01.jpg"]);
    assert!(stdout(&output).ends_with(
        "variant   the original itself\nkey       photos/01.jpg\naddress   as it came\n"
    ));
}

/// The vectors that every reader of the grammar must agree on, through the command. Those that
/// depend on the time are for readers who can be told it.
#[test]
fn the_command_agrees_with_every_vector() {
    let grammar: Value = serde_json::from_str(include_str!("../../tests/grammar.json")).unwrap();
    let policies = grammar["policies"].as_object().unwrap();
    let is_timeless = |vector: &&Value| vector.get("now").is_none();
    let mut tried = 0;
    for (name, text) in policies {
        let config = file(&format!("{}.toml", name.replace(' ', "-")), text.as_str().unwrap());
        let config = config.to_str().unwrap();
        let vectors = grammar["vectors"].as_array().unwrap().iter().filter(is_timeless);
        let is_own = |vector: &&Value| vector["policy"].as_str().unwrap_or("standard") == name;
        for vector in vectors.filter(is_own) {
            let url = vector["url"].as_str().unwrap();
            let accept = vector["accept"].as_str().unwrap_or_default();
            let (object, code) = explained(&[url, "--accept", accept, "--config", config]);
            for field in ["address", "stored", "refused", "key"] {
                assert_eq!(object[field], vector[field], "{field}: {}", vector["claim"]);
            }
            assert_eq!(object["status"], *vector.get("status").unwrap_or(&json!(200)));
            assert_eq!(code, Some(if vector["refused"].is_null() { 0 } else { 2 }));
            tried += 1;
        }
    }
    assert!(tried > 300, "only {tried} vectors");
}

#[test]
fn the_grammar_is_printed_as_the_parser_has_it() {
    let output = sizewise(&["grammar", "--json"]);
    let grammar: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(grammar["sizes"]["ladder"]["rungs"][9], 2000);
    assert_eq!(grammar["sizes"]["ladder"]["ratios"][6], "1.91:1");
    assert_eq!(grammar["presets"]["square"], "width=1080&height=1080&fit=cover");
    assert_eq!(grammar["options"].as_array().unwrap().len(), sizewise::OPTIONS.len());
    let option = |name| grammar["options"].as_array().unwrap().iter().find(|o| o["name"] == name);
    let blur = option("blur").unwrap();
    assert_eq!(blur["takes"], json!({ "kind": "decimal", "min": 0.3, "max": 100.0, "places": 2 }));
    assert_eq!(grammar["formats"]["quality_step"], 5);
    let unsigned = grammar["unsigned"].as_array().unwrap();
    assert_eq!(
        (unsigned.len(), &unsigned[0], &unsigned[13]),
        (14, &json!("width"), &json!("device"))
    );
    let style = option("style").unwrap();
    assert_eq!(style["takes"]["words"]["greyscale"], "bw");
    assert_eq!((&style["query"], &style["path"]), (&json!(true), &json!(true)));
}

#[test]
fn the_default_policy_can_be_printed_and_read() {
    let output = sizewise(&["config", "default"]);
    let config = file("default.toml", stdout(&output));
    let output = sizewise(&["config", "check", config.to_str().unwrap()]);
    assert_eq!(
        (stdout(&output), output.status.code()),
        (&*format!("{}: fine\n", config.display()), Some(0))
    );
}

#[test]
fn a_faulty_policy_is_named_with_its_line_and_its_field() {
    let config = file("faulty.toml", "presets_only = true\nlader = [1]\n");
    let config = config.to_str().unwrap();
    for arguments in [&["config", "check", config][..], &["explain", "/a.jpg", "--config", config]]
    {
        let output = sizewise(arguments);
        let start =
            format!("sizewise: {config}:2: `lader`: unknown field `lader`, expected one of ");
        assert!(stderr(&output).starts_with(&start), "{}", stderr(&output));
        assert_eq!((stdout(&output), output.status.code()), ("", Some(1)));
    }
    let output = sizewise(&["config", "check", "/no/such/sizewise.toml"]);
    assert!(stderr(&output).starts_with("sizewise: /no/such/sizewise.toml: "));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_key_comes_from_the_environment_or_a_file() {
    let secret = file("key", "0123456789abcdef\n");
    let text =
        format!("[signing]\nkeys = [{{ env = \"SIZEWISE_TEST_KEY\" }}, {{ file = {secret:?} }}]");
    let config = file("keys.toml", &text);
    let check = |key: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sizewise"));
        command.args(["config", "check", config.to_str().unwrap()]).env_remove("SIZEWISE_TEST_KEY");
        command.envs(key.map(|key| ("SIZEWISE_TEST_KEY", key))).output().unwrap()
    };
    assert_eq!(stdout(&check(Some("0123456789abcdef"))), format!("{}: fine\n", config.display()));
    assert!(stdout(&check(Some("short"))).starts_with("warning: a signing key is shorter than"));
    let missing = check(None);
    let expected = "`signing.keys`: expected the environment variable `SIZEWISE_TEST_KEY`, ";
    assert!(stderr(&missing).contains(expected), "{}", stderr(&missing));
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sizewise"))
        .args(["config", "default"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
}

#[test]
fn what_is_no_verb_is_refused_with_a_hint() {
    let output = sizewise(&["explian", "/a.jpg"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("a similar subcommand exists: 'explain'"),
        "{}",
        stderr(&output)
    );
}

/// A drawn photograph of 64 × 48.
fn photograph(name: &str) -> PathBuf {
    let samples: Vec<u8> = (0..64 * 48).map(|n| (n % 64 * 4) as u8).collect();
    let grey = sizewise_jpeg::View::new(&samples, 64, 64, 48).unwrap();
    let settings = sizewise_jpeg::Settings::default();
    let jpeg = sizewise_jpeg::encode(&[grey], sizewise_jpeg::Sampling::Grey, &settings).unwrap();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, jpeg).unwrap();
    path
}

fn size_of(jpeg: &[u8]) -> (usize, usize) {
    let header = sizewise_jpeg::Header::read(jpeg).unwrap();
    (header.width(), header.height())
}

#[test]
fn a_file_is_rendered_and_a_line_says_what_it_took() {
    let original = photograph("rendered.jpg");
    let variant = original.with_file_name("rendered-variant.jpg");
    let paths = [&original, &variant].map(|path| path.to_str().unwrap());
    let output = sizewise(&["render", paths[0], paths[1], "w=31&rotate=90"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let made = fs::read(&variant).unwrap();
    assert_eq!(size_of(&made), (31, 41));
    let line = stdout(&output);
    let expected = format!("-> Jpeg 31x41, {} bytes: decode ", made.len());
    assert!(line.starts_with("Jpeg 64x48, ") && line.contains(&expected), "{line}");
}

#[test]
fn a_dash_is_standard_input_and_standard_output() {
    let original = fs::File::open(photograph("piped.jpg")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_sizewise"));
    let command = command.args(["render", "-", "-", "w=16"]).stdin(Stdio::from(original));
    let output = command.output().unwrap();
    assert_eq!(size_of(&output.stdout), (16, 12));
    assert!(stderr(&output).starts_with("Jpeg 64x48, "), "{}", stderr(&output));
}

#[test]
fn facts_are_told_where_json_is_asked_or_named() {
    let original = photograph("told.jpg");
    let [named, asked] = ["told.json", "told.txt"].map(|name| original.with_file_name(name));
    for (path, query) in [(&named, ""), (&asked, "format=json")] {
        let paths = [&original, path].map(|path| path.to_str().unwrap());
        let output = sizewise(&["render", paths[0], paths[1], query]);
        let line = stdout(&output);
        assert!(line.starts_with("jpeg 64x48, ") && line.ends_with(" -> facts\n"), "{line}");
        let text = fs::read_to_string(path).unwrap();
        assert!(text.ends_with("}\n") && text.lines().count() == 1, "{text}");
        let facts: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&facts["width"], &facts["height"]), (&json!(64), &json!(48)));
        assert_eq!(
            (&facts["format"], &facts["media_type"]),
            (&json!("jpeg"), &json!("image/jpeg"))
        );
        assert_eq!(facts["bytes"], fs::metadata(&original).unwrap().len());
        assert_eq!((&facts["duration"], &facts["frames"]), (&json!(null), &json!(1)));
    }
    let picture = original.with_file_name("told.jpeg.json");
    let paths = [&original, &picture].map(|path| path.to_str().unwrap());
    assert_eq!(sizewise(&["render", paths[0], paths[1], "w=16&f=jpeg"]).status.code(), Some(0));
    assert_eq!(size_of(&fs::read(&picture).unwrap()), (16, 12));
    let output = sizewise(&["render", paths[0], "-", "f=json"]);
    let facts: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(facts["orientation"], 1);
    assert!(stderr(&output).ends_with(" -> facts\n"), "{}", stderr(&output));
}

#[test]
fn a_vector_is_drawn_and_stays_as_it_is_where_only_a_size_is_asked() {
    let text = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'><circle r='3'/></svg>";
    let original = file("drawn.svg", text);
    let [same, drawn] = ["drawn-same.svg", "drawn.jpg"].map(|name| original.with_file_name(name));
    for (path, query) in [(&same, "w=90"), (&drawn, "w=90")] {
        let paths = [&original, path].map(|path| path.to_str().unwrap());
        let output = sizewise(&["render", paths[0], paths[1], query]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
    assert_eq!(fs::read_to_string(&same).unwrap(), text);
    assert_eq!(size_of(&fs::read(&drawn).unwrap()), (90, 68));
}

#[test]
fn what_cannot_be_rendered_ends_with_2_and_leaves_no_file() {
    let original = photograph("refused.jpg");
    let variant = original.with_file_name("refused-variant.jpg");
    // A run that failed may have left one.
    if variant.exists() {
        fs::remove_file(&variant).unwrap();
    }
    let text = file("refused.txt", "no picture");
    let gif = file("refused.gif", "GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\0;");
    let heic = file("refused.heic", "\0\0\0\x18ftypheic\0\0\0\0mif1heic");
    for (input, query, sentence) in [
        (&original, "w=abc", "expected a whole number of at least 1 for `width`, found `abc`"),
        (&original, "crop=64_0_1_1", "expected a `crop` within the 64x48 pixels of the picture"),
        (&text, "w=9", "expected a picture, found other bytes"),
        (&gif, "w=9", "broken GIF: "),
        (&heic, "w=9", "expected a picture that can be read, found HEIC"),
    ] {
        let paths = [input, &variant].map(|path| path.to_str().unwrap());
        let output = sizewise(&["render", paths[0], paths[1], query]);
        assert_eq!(output.status.code(), Some(2), "{query}");
        assert!(stderr(&output).contains(sentence), "{}", stderr(&output));
        assert!(!variant.exists());
    }
    let nowhere = sizewise(&["render", "no-such-file.jpg", "x.jpg"]);
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(stderr(&nowhere).contains("`no-such-file.jpg`"), "{}", stderr(&nowhere));
}
