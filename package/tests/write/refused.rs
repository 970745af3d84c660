//! What AWS would not take or could not start is not written.

use crate::bench::{Bench, complained, said};
use crate::elf::{ARM, Elf, addon, bootstrap};
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn a_zip_over_its_limit_says_by_how_much() {
    let bench = Bench::new("large", "");
    said(&mut bench.bootstrap());
    let bytes = fs::metadata(bench.path("out/url.zip")).unwrap().len();
    fs::remove_dir_all(bench.path("out")).unwrap();
    let at_most = |most: u64| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_package"));
        command.current_dir(&bench.folder).args(["bootstrap", "program", "--policy"]);
        command.args(["policy.toml", "--out", "out/url.zip", "--most-bytes", &most.to_string()]);
        command
    };
    let most = bytes - 7;
    let sentence = format!("expected at most {most} bytes, found {bytes}: 7 more");
    refuses(&bench, &mut at_most(most), &format!("out/url.zip: {sentence}"));
    said(&mut at_most(bytes));
}

#[test]
fn more_than_lambda_unzips_is_refused_before_it_is_zipped() {
    let bench = Bench::new("huge", "# The byte too many.");
    // A file with a hole, which takes no room here.
    let file = fs::File::options().write(true).open(bench.path("program")).unwrap();
    file.set_len(250_000_000).unwrap();
    refuses(
        &bench,
        &mut bench.bootstrap(),
        "out/url.zip: expected at most 250000000 bytes unzipped, found more",
    );
}

#[test]
fn a_glibc_that_lambda_has_not_got_is_refused() {
    let bench = Bench::new("glibc", "");
    for (version, sentence) in [
        ("GLIBC_2.35", "expected a need of glibc 2.34 at most, found 2.35"),
        ("GLIBC_3.0", "expected a need of glibc 2.34 at most, found 3.0"),
        ("GLIBC_ABI_DT_RELR", "expected a numbered glibc, found `GLIBC_ABI_DT_RELR`"),
        ("GLIBC_2.99999999999", "expected a numbered glibc, found `GLIBC_2.99999999999`"),
    ] {
        let versions = vec!["GLIBC_2.4", version, "GLIBC_2.17"];
        bench.put("lib.so", Elf { versions: versions.clone(), ..addon() }.bytes());
        bench.put("program", Elf { versions, ..bootstrap() }.bytes());
        refuses(&bench, &mut bench.addon(), &format!("lib.so: {sentence}"));
        refuses(&bench, &mut bench.bootstrap(), &format!("program: {sentence}"));
    }
    bench.put("program", Elf { versions: vec!["GLIBC_2.35"], ..bootstrap() }.bytes());
    said(bench.bootstrap().args(["--most-glibc", "2.35"]));
}

/// The tests' own program is a real one, and needs more than the glibc of 2002.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn the_glibc_of_a_real_program_is_found() {
    let bench = Bench::new("real", "");
    let program = env!("CARGO_BIN_EXE_package");
    bench.put("program", fs::read(program).unwrap());
    let complaint = complained(bench.bootstrap().args(["--most-glibc", "2.2"]));
    let sentence = "program: expected a need of glibc 2.2 at most, found 2.";
    let minor = complaint.strip_prefix(sentence).unwrap_or_else(|| panic!("{complaint}"));
    assert!(minor.parse::<u32>().unwrap() >= 17, "{complaint}");
}

#[test]
fn what_lambda_cannot_start_is_refused() {
    let bench = Bench::new("start", "");
    let register = "napi_register_module_v1";
    for (elf, sentence) in [
        (Elf { machine: ARM, ..addon() }, "expected x86-64, as the edge is, found aarch64".into()),
        (Elf { machine: 40, ..addon() }, "expected x86-64 or aarch64, found machine 40".into()),
        (
            Elf { functions: vec!["other"], ..addon() },
            format!("expected an addon with `{register}`, found none of that name"),
        ),
        (
            Elf { libraries: vec!["libc.so.6", "libssl.so.3"], ..addon() },
            "expected no need of a library but glibc's own, found `libssl.so.3`".to_owned(),
        ),
    ] {
        bench.put("lib.so", elf.bytes());
        refuses(&bench, &mut bench.addon(), &format!("lib.so: {sentence}"));
    }
    bench.put("program", addon().bytes());
    let sentence = "program: expected a program, found a library";
    refuses(&bench, &mut bench.bootstrap(), sentence);
}

#[test]
fn what_is_no_elf_file_is_refused_wherever_it_ends() {
    let bench = Bench::new("cut", "");
    let whole = addon().bytes();
    for length in (0..whole.len()).step_by(61) {
        bench.put("lib.so", &whole[..length]);
        let complaint = complained(&mut bench.addon());
        let start = "lib.so: expected an ELF file for 64 bits, found none: ";
        assert!(complaint.starts_with(start), "{length} bytes: {complaint}");
    }
    assert!(!bench.path("out").exists());
}

#[test]
fn a_key_that_is_not_there_is_named_and_none_is_shown() {
    const PLACE: &str = "policy.toml:1: `signing.keys`: ";
    let bench = Bench::new("key", "signing.keys = [{ env = \"PACKED_KEY\" }]");
    let sentence = "expected the environment variable `PACKED_KEY`, found ";
    let long = "hunter2".repeat(2000);
    for (key, found) in [(None, "none"), (Some(long.as_str()), "one that is too long for a key")] {
        let mut command = bench.addon();
        command.env_remove("PACKED_KEY").envs(key.map(|key| ("PACKED_KEY", key)));
        refuses(&bench, &mut command, &format!("{PLACE}{sentence}{found}"));
    }
    let mut command = bench.addon();
    refuses(
        &bench,
        command.env("PACKED_KEY", ""),
        &format!("{PLACE}expected a key, found nothing"),
    );
    refuses(
        &bench,
        command.env("PACKED_KEY", no_text()),
        &format!("{PLACE}{sentence}one that is not UTF-8"),
    );
    bench.put("policy.toml", "signing.keys = [{ file = \"key.txt\" }]");
    let sentence = "expected a key in the file `key.txt`, found no such file";
    refuses(&bench, &mut bench.addon(), &format!("{PLACE}{sentence}"));
}

#[test]
fn a_policy_that_does_not_hold_is_refused() {
    let bench = Bench::new("policy", "\nwidth = 3");
    let complaint = complained(&mut bench.addon());
    assert!(complaint.starts_with("policy.toml:2: `width`: unknown field"), "{complaint}");
    fs::remove_file(bench.path("policy.toml")).unwrap();
    let sentence = "policy.toml: expected a policy, found no such file";
    refuses(&bench, &mut bench.addon(), sentence);
}

#[test]
fn a_folder_that_is_no_package_is_left_alone() {
    let bench = Bench::new("sources", "");
    fs::create_dir_all(bench.path("out/edge/src")).unwrap();
    fs::write(bench.path("out/edge/src/lib.rs"), "").unwrap();
    let complaint = complained(&mut bench.addon());
    let sentence = "out/edge: expected a package or nothing, found `src`";
    assert_eq!(complaint, sentence);
    assert_eq!(bench.names("out"), ["out/edge/src/lib.rs"]);
    for name in ["out/edge", "edge.tar", ".zip", "out/.."] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_package"));
        command.current_dir(&bench.folder).args(["bootstrap", "program", "--policy"]);
        command.args(["policy.toml", "--most-bytes", "10000", "--out", name]);
        let sentence = "expected a name such as `viewer-request.zip`";
        assert_eq!(complained(&mut command), format!("{sentence}, found `{name}`"));
    }
}

#[test]
fn a_failure_leaves_the_last_package_as_it_was() {
    let bench = Bench::new("last", "");
    said(&mut bench.addon());
    let zip = fs::read(bench.path("out/edge.zip")).unwrap();
    let names = bench.names("out");
    bench.put("policy.toml", "sizes = 3");
    complained(&mut bench.addon());
    bench.put("policy.toml", "# A comment that does not compress.".repeat(2));
    bench.put("lib.so", "no library");
    complained(&mut bench.addon());
    assert!(fs::read(bench.path("out/edge.zip")).unwrap() == zip);
    assert_eq!(bench.names("out"), names);
}

/// The command fails with this sentence, and nothing is written.
fn refuses(bench: &Bench, command: &mut Command, expected: &str) {
    assert_eq!(complained(command), expected);
    assert!(!Path::new(&bench.path("out")).exists(), "{expected}");
}

fn no_text() -> std::ffi::OsString {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(b"hunter2\xff".to_vec())
}
