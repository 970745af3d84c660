//! What is in a package, by a reader of zips that others wrote, and that it is always the same.

use crate::bench::{Bench, SHIM, said};
use crate::elf::{ARM, Elf, addon, bootstrap};
use sizewise::{KeyPlace, SigningKey};
use sizewise_package::{key_file, policy};
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

const POLICY: &str = "answers.others = \"refuse\"\n";
const KEYS: &str = "signing.keys = [{ env = \"PACKED_KEY\" }, { file = \"key.txt\" }]\n";
const SECRET: &str = "a secret of thirty-two bytes ...";
const OTHER: &str = "another secret, in a file\n";

/// Says of every file in a zip its name, mode, day, way of packing and bytes, after it has looked at the checksums.
const LOOK: &str = "
import sys, zipfile
zip = zipfile.ZipFile(sys.argv[1])
assert zip.testzip() is None
for file in zip.infolist():
    print(file.filename, oct(file.external_attr >> 16), file.date_time[:3], file.compress_type,
          zip.read(file).hex())
";

#[test]
fn an_addon_lies_beside_its_shim_and_its_policy() {
    let bench = Bench::new("addon", POLICY);
    said(&mut bench.addon());
    let expected = [
        ("addon.node", "0o100755", addon().bytes()),
        ("index.mjs", "0o100644", SHIM.into()),
        ("sizewise.toml", "0o100644", POLICY.into()),
    ];
    check(&bench, "out/edge", &expected);
}

#[test]
fn a_grammar_is_printed_as_the_policy_has_it_and_without_its_keys() {
    let bench = Bench::new("grammar", &format!("{POLICY}signing.required = true\n{KEYS}"));
    bench.put("key.txt", OTHER);
    let printed = said(bench.grammar().env("PACKED_KEY", SECRET));
    let grammar = serde_json::from_str::<serde_json::Value>(&printed).unwrap();
    assert_eq!(grammar["others"], "refuse");
    assert_eq!(grammar["signature_required"], true);
    assert!(grammar["options"].as_array().is_some_and(|options| !options.is_empty()));
    assert!(!printed.contains("secret"), "{printed}");
}

/// Templates are tested without packages, by the grammar that packages have where no other policy is named.
#[test]
fn the_app_in_cdk_is_tested_with_the_grammar_that_is_printed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_package"));
    let printed =
        said(command.arg("grammar").arg("--policy").arg(root.join("package/sizewise.toml")));
    let file = root.join("cdk/test/grammar.json");
    if env::var_os("BLESS").is_some() {
        fs::write(&file, &printed).unwrap();
    }
    let tested = fs::read_to_string(&file).unwrap();
    assert!(tested == printed, "expected the grammar in {}; BLESS=1 writes it", file.display());
}

#[test]
fn a_bootstrap_lies_beside_its_policy_and_the_keys_that_it_names() {
    let bench = Bench::new("bootstrap", KEYS);
    bench.put("key.txt", OTHER);
    said(bench.bootstrap().env("PACKED_KEY", SECRET));
    let [env, file] = [KeyPlace::Env("PACKED_KEY"), KeyPlace::File("key.txt")].map(key_file);
    let expected = [
        ("bootstrap", "0o100755", bootstrap().bytes()),
        (env.as_str(), "0o100644", SECRET.into()),
        (file.as_str(), "0o100644", OTHER.into()),
        ("sizewise.toml", "0o100644", KEYS.into()),
    ];
    check(&bench, "out/url", &expected);
    // There is no such variable and no such file here.
    let keys = policy(&bench.path("out/url")).unwrap().signing.keys;
    assert_eq!(keys, [SECRET, OTHER.trim_end()].map(|key| SigningKey::new(key).unwrap()));
}

#[test]
fn the_same_files_give_the_same_bytes_and_others_do_not() {
    let bench = Bench::new("same", POLICY);
    let written = |bench: &Bench| {
        said(&mut bench.addon());
        fs::read(bench.path("out/edge.zip")).unwrap()
    };
    let first = written(&bench);
    // As they would be on another machine: written later, with other permissions.
    let later = Bench::new("same-elsewhere", POLICY);
    let old = fs::File::open(later.path("lib.so")).unwrap();
    old.set_modified(std::time::UNIX_EPOCH).unwrap();
    permit(&later.path("policy.toml"), 0o600);
    assert!(written(&later) == first);
    assert!(written(&later) == first, "over a package that was there");
    later.put("policy.toml", "answers.others = \"pass\"\n");
    assert!(written(&later) != first);
}

#[test]
fn one_line_says_what_was_written() {
    let bench = Bench::new("line", POLICY);
    let line = said(&mut bench.addon());
    let bytes = fs::metadata(bench.path("out/edge.zip")).unwrap().len();
    let unzipped = addon().bytes().len() + SHIM.len() + POLICY.len();
    let expected = format!(
        "out/edge.zip: {bytes} of 10000 bytes, {unzipped} unzipped, x86-64, glibc 2.34 of 2.34\n"
    );
    assert_eq!(line, expected);
    bench.put("program", Elf { machine: ARM, versions: vec![], ..bootstrap() }.bytes());
    let line = said(&mut bench.bootstrap());
    assert!(line.ends_with(" unzipped, aarch64, no glibc of 2.34\n"), "{line}");
}

#[test]
fn a_package_is_its_owners_alone_and_leaves_nothing_beside_it() {
    let bench = Bench::new("own", POLICY);
    said(&mut bench.addon());
    assert_eq!(mode(&bench.path("out/edge")), 0o700);
    assert_eq!(mode(&bench.path("out/edge.zip")), 0o600);
    let names = ["out/edge.zip", "out/edge/addon.node", "out/edge/index.mjs"];
    assert_eq!(bench.names("out"), [&names[..], &["out/edge/sizewise.toml"]].concat());
}

#[test]
fn what_a_package_no_longer_has_is_gone() {
    let bench = Bench::new("gone", KEYS);
    bench.put("key.txt", OTHER);
    said(bench.bootstrap().env("PACKED_KEY", SECRET));
    bench.put("policy.toml", POLICY);
    said(&mut bench.bootstrap());
    let names = ["out/url.zip", "out/url/bootstrap", "out/url/sizewise.toml"];
    assert_eq!(bench.names("out"), names);
}

#[test]
fn what_is_unwise_in_a_policy_is_said_and_packed() {
    let bench = Bench::new("unwise", "signing.keys = [{ inline = \"short\" }]");
    let output = bench.bootstrap().output().unwrap();
    assert!(output.status.success());
    let expected = "\
        warning: policy.toml: a signing key stands in the policy, for everybody to read\n\
        warning: policy.toml: a signing key is shorter than 16 bytes, and can be guessed\n";
    assert_eq!(String::from_utf8(output.stderr).unwrap(), expected);
}

/// Compares a zip with what should be in it, and with the folder beside it.
fn check(bench: &Bench, name: &str, expected: &[(&str, &str, Vec<u8>)]) {
    let zip = bench.path(&format!("{name}.zip"));
    let mut python = Command::new("python3");
    let mut lines = Vec::new();
    for (file, mode, bytes) in expected {
        let hex = bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        lines.push(format!("{file} {mode} (1980, 1, 1) 8 {hex}"));
        let path = bench.path(name).join(file);
        assert_eq!(fs::read(&path).unwrap(), *bytes, "{file}");
        assert_eq!(format!("{:#o}", 0o100_000 | self::mode(&path)), **mode, "{file}");
    }
    let seen = said(python.args(["-c", LOOK]).arg(zip));
    assert_eq!(seen.lines().collect::<Vec<_>>(), lines);
    let names = expected.iter().map(|(file, ..)| format!("{name}/{file}"));
    assert_eq!(bench.names(name), names.collect::<Vec<_>>());
}

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn permit(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}
