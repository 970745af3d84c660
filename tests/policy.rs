//! The policy as its operator meets it: the default, and what is said of mistakes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use sizewise::{KeyPlace, Policy, PolicyError};

fn read(text: &str) -> Result<Policy, PolicyError> {
    Policy::read("sizewise.toml", text, |source| match source {
        KeyPlace::Env("KEY") => Ok("a key of at least 16 bytes\n".to_owned()),
        elsewhere => Err(format!("expected a key, found none at {elsewhere:?}")),
    })
}

#[track_caller]
fn check(text: &str, sentence: &str) {
    assert_eq!(read(text).unwrap_err().to_string(), sentence);
}

#[test]
fn the_default_text_is_the_default_policy() {
    assert_eq!(read(Policy::default_text()), Ok(Policy::standard()));
    assert_eq!(read(""), Ok(Policy::standard()));
}

#[test]
fn the_default_text_shows_every_field() {
    let text = Policy::default_text();
    let mut fields = 0;
    for table in
        ["", "devices", "formats", "formats.quality", "signing", "limits", "answers", "stores"]
    {
        let header = if table.is_empty() { String::new() } else { format!("[{table}]\n") };
        let error = read(&format!("{header}no_such_field = 1")).unwrap_err();
        let (_, known) = error.message.split_once("expected ").unwrap();
        for field in known.split('`').skip(1).step_by(2) {
            let shown = [format!("\n{field} ="), format!("\n# {field} ="), format!("[{field}]")];
            let is_table_within = text.contains(&format!("[{table}.{field}]"));
            let is_shown = shown.iter().any(|shown| text.contains(shown)) || is_table_within;
            assert!(is_shown, "`{field}` of [{table}] is not in the default text");
            fields += 1;
        }
    }
    assert!(fields > 30, "only {fields} fields were looked for");
}

#[test]
fn an_unknown_field_is_refused_with_file_line_and_field() {
    let error = read("sizes = \"ladder\"\n\nladdr = [1]").unwrap_err();
    assert_eq!((error.line, error.field.as_str()), (3, "laddr"));
    let text = error.to_string();
    assert!(
        text.starts_with("sizewise.toml:3: `laddr`: unknown field `laddr`, expected one of "),
        "{text}"
    );
    let error = read("[formats]\n[formats.quality]\njpg = 80").unwrap_err();
    assert_eq!((error.line, error.field.as_str()), (3, "formats.quality.jpg"));
}

#[test]
fn each_mistake_names_its_line_and_its_field() {
    for (text, sentence) in MISTAKES {
        check(text, sentence);
    }
}

/// Policies with one mistake, and what is said of it.
const MISTAKES: &[(&str, &str)] = &[
    ("ladder = 5", "sizewise.toml:1: `ladder`: invalid type: integer `5`, expected a sequence"),
    ("ladder = []", "sizewise.toml:1: `ladder`: expected at least one side length, found none"),
    (
        "\nladder = [100, 64]",
        "sizewise.toml:2: `ladder`: expected ascending side lengths, found 64 after 100",
    ),
    ("ladder = [0, 64]", "sizewise.toml:1: `ladder`: expected side lengths of at least 1, found 0"),
    (
        "ladder = [64, 64]",
        "sizewise.toml:1: `ladder`: expected ascending side lengths, found 64 after 64",
    ),
    ("ladder = [-1]", "sizewise.toml:1: `ladder`: invalid value: integer `-1`, expected u32"),
    (
        "ratios = [\"3:2\",\n\"3x2\"]",
        "sizewise.toml:1: `ratios`: expected a ratio such as \"3:2\", found `3x2`",
    ),
    (
        "ratios = [\"1:0\"]",
        "sizewise.toml:1: `ratios`: expected a ratio such as \"3:2\", found `1:0`",
    ),
    ("ratios = []", "sizewise.toml:1: `ratios`: expected at least one ratio, found none"),
    ("ratios = \"all\"", "sizewise.toml:1: `ratios`: expected \"any\" or a list, found `all`"),
    (
        "ratios = 5",
        "sizewise.toml:1: `ratios`: expected a word or a list of words, found something else",
    ),
    (
        "ladder = [64, 20000]",
        "sizewise.toml:1: `ladder`: expected sides of at most `limits.output_side`, 16383, found 20000",
    ),
    (
        "sizes = \"any\"\nmax = 20000",
        "sizewise.toml:2: `max`: expected sides of at most `limits.output_side`, 16383, found 20000",
    ),
    (
        "[limits]\noutput_side = 50",
        "sizewise.toml:1: `limits`: expected a `ladder` of sides of at most 50, found none",
    ),
    (
        "sizes = \"all\"",
        "sizewise.toml:1: `sizes`: unknown variant `all`, expected `ladder` or `any`",
    ),
    (
        "sizes = \"any\"\nladder = [5]",
        "sizewise.toml:2: `ladder`: expected no ladder where `sizes` is \"any\", found one",
    ),
    (
        "sizes = \"any\"\nratios = \"any\"",
        "sizewise.toml:2: `ratios`: expected no ladder where `sizes` is \"any\", found one",
    ),
    ("max = 50", "sizewise.toml:1: `max`: expected `sizes = \"any\"` beside it, found a ladder"),
    (
        "sizes = \"any\"\nmax = 0",
        "sizewise.toml:2: `max`: invalid value: integer `0`, expected a nonzero u32",
    ),
    (
        "unsigned = \"none\"",
        "sizewise.toml:1: `unsigned`: expected \"all\" or a list, found `none`",
    ),
    (
        "presets_only = 1",
        "sizewise.toml:1: `presets_only`: invalid type: integer `1`, expected a boolean",
    ),
    (
        "extensions = []",
        "sizewise.toml:1: `extensions`: expected at least one extension, found none",
    ),
    (
        "extensions = [\".jpg\"]",
        "sizewise.toml:1: `extensions`: expected an extension without its dot, found `.jpg`",
    ),
    (
        "[presets]\na = 1",
        "sizewise.toml:2: `presets.a`: invalid type: integer `1`, expected a string",
    ),
    (
        "[presets]\na = \"w=0\"",
        "sizewise.toml:2: `presets.a`: expected a whole number of at least 1 for `width`, found `0`",
    ),
    (
        "[presets]\nA = \"w=1\"",
        "sizewise.toml:2: `presets.A`: expected a name of a-z, 0-9 and -, found `A`",
    ),
    (
        "[presets]\na = \"fit=cover\"",
        "sizewise.toml:2: `presets.a`: expected a preset that asks for something, found `fit=cover`",
    ),
    (
        "[presets]\na = \"\"",
        "sizewise.toml:2: `presets.a`: expected a preset that asks for something, found ``",
    ),
    (
        "[presets]\na = \"w=20000\"",
        "sizewise.toml:2: `presets.a`: expected sides of at most 16383, found `w=20000`",
    ),
    (
        "[devices]\nmobile = 0",
        "sizewise.toml:2: `devices.mobile`: invalid value: integer `0`, expected a nonzero u32",
    ),
    (
        "[formats]\nauto = [\"json\"]",
        "sizewise.toml:2: `formats.auto`: expected one of jpeg, png, webp, avif, gif, found `json`",
    ),
    (
        "[formats.quality]\njpeg = 101",
        "sizewise.toml:2: `formats.quality.jpeg`: expected a quality from 1 to 100, found 101",
    ),
    (
        "[formats.quality]\njpeg = 0",
        "sizewise.toml:2: `formats.quality.jpeg`: expected a quality from 1 to 100, found 0",
    ),
    (
        "[signing]\nkeys = [{ inline = \"\" }]",
        "sizewise.toml:2: `signing.keys`: expected a key, found nothing",
    ),
    (
        "[signing]\nkeys = [{ env = \"NO\" }]",
        "sizewise.toml:2: `signing.keys`: expected a key, found none at Env(\"NO\")",
    ),
    (
        "[signing]\nkeys = [{ file = \"f\" }]",
        "sizewise.toml:2: `signing.keys`: expected a key, found none at File(\"f\")",
    ),
    (
        "[signing]\nrequired = true",
        "sizewise.toml:2: `signing.required`: expected a key beside it in `signing.keys`, found none",
    ),
    (
        "[signing]\nkeys = [\"hunter2\"]",
        "sizewise.toml:2: `signing.keys`: expected one of { env = \"NAME\" }, { file = \"PATH\" } or { inline = \"KEY\" }",
    ),
    (
        "[signing]\nkeys = [{ hunter2 = \"hunter2\" }]",
        "sizewise.toml:2: `signing.keys`: expected one of { env = \"NAME\" }, { file = \"PATH\" } or { inline = \"KEY\" }",
    ),
    (
        "[signing]\nkeys = [{ env = \"KEY\", inline = \"x\" }]",
        "sizewise.toml:2: `signing.keys`: expected one of { env = \"NAME\" }, { file = \"PATH\" } or { inline = \"KEY\" }",
    ),
    (
        "[formats]\nquality_step = 0",
        "sizewise.toml:2: `formats.quality_step`: expected a quality from 1 to 100, found 0",
    ),
    (
        "[answers]\ncache_control = \"a\\nSet-Cookie: b\"",
        "sizewise.toml:2: `answers.cache_control`: expected visible ASCII, found U+000A",
    ),
    (
        "[answers]\ncors_origins = [\"example.com\"]",
        "sizewise.toml:2: `answers.cors_origins`: expected an origin such as `https://example.com`, or `*`, found `example.com`",
    ),
    (
        "[answers]\nfallback = \"../a.png\"",
        "sizewise.toml:2: `answers.fallback`: expected no `.` or `..` as a segment of the path, found `..`",
    ),
    (
        "[limits]\nframes = 0",
        "sizewise.toml:2: `limits.frames`: invalid value: integer `0`, expected a nonzero u32",
    ),
    (
        "[answers]\nothers = \"drop\"",
        "sizewise.toml:2: `answers.others`: unknown variant `drop`, expected `pass` or `refuse`",
    ),
    (
        "[stores]\noriginals = \"/srv\"",
        "sizewise.toml:2: `stores.originals`: expected `s3://bucket/prefix`, `folder:PATH` or `memory:`, found `/srv`",
    ),
    (
        "[stores.sources]\na = \"x\"",
        "sizewise.toml:2: `stores.sources.a`: expected `s3://bucket/prefix`, `folder:PATH` or `memory:`, found `x`",
    ),
];

#[test]
fn what_is_no_option_is_refused_by_lists_and_presets() {
    for (text, start, end) in [
        (
            "unsigned = [\"width\", \"colour\"]",
            "sizewise.toml:1: `unsigned`: expected one of width, height, ",
            "coordinates, found `colour`",
        ),
        (
            "unsigned = [\"expires\"]",
            "sizewise.toml:1: `unsigned`: expected one of width, height, ",
            "coordinates, found `expires`",
        ),
        (
            "[presets]\na = \"width=5&heigth=5\"",
            "sizewise.toml:2: `presets.a`: expected one of width, height, ",
            "normalize, found `heigth`",
        ),
        (
            "[presets]\na = \"w=5&device=mobile\"",
            "sizewise.toml:2: `presets.a`: expected one of width, height, ",
            "normalize, found `device`",
        ),
        (
            "[presets]\na = \"preset=square\"",
            "sizewise.toml:2: `presets.a`: expected one of width, height, ",
            "normalize, found `preset`",
        ),
    ] {
        let sentence = read(text).unwrap_err().to_string();
        assert!(sentence.starts_with(start) && sentence.ends_with(end), "{sentence}");
    }
}

#[test]
fn what_is_no_toml_is_refused_with_its_line() {
    let error = read("ladder = [64]\nratios = [").unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("sizewise.toml", 2));
    assert_eq!(read("a = 1\na = 2").unwrap_err().line, 2);
}

#[test]
fn a_key_that_is_unwise_is_a_warning() {
    let warnings = |text: &str| read(text).unwrap().warnings;
    assert_eq!(warnings("[signing]\nkeys = [{ env = \"KEY\" }]"), [""; 0]);
    assert_eq!(
        warnings("[signing]\nkeys = [{ inline = \"short\" }]"),
        [
            "a signing key stands in the policy, for everybody to read",
            "a signing key is shorter than 16 bytes, and can be guessed",
        ]
    );
    let names = ["open-graph", "square", "twitter-card"];
    let removed = names.map(|name| format!("{name} = \"\"\n")).concat();
    assert_eq!(
        warnings(&format!("presets_only = true\n[presets]\n{removed}")),
        ["nothing is permitted but presets, and there are none"]
    );
}

#[test]
fn a_limit_below_a_built_in_preset_takes_the_preset_away() {
    let policy = read("[limits]\noutput_side = 1100").unwrap();
    let names = policy.presets.iter().map(|preset| preset.name.as_str()).collect::<Vec<_>>();
    assert_eq!(names, ["square"]);
}
