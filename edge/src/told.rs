//! Log lines that CloudWatch counts, in its [embedded metric format]: one line of JSON, which says
//! of itself what in it is a number to be kept. Where nobody counts, it is still a line that a
//! person and a program can read.
//!
//! [embedded metric format]: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html

use crate::out;
use serde_json::{Map, Value, json};

/// A line of the log.
///
/// ```
/// use sizewise_edge::{Told, Unit};
///
/// let told = Told::by("origin-response")
///     .counted("Rendered", Unit::Count, 1.0)
///     .counted("RenderTime", Unit::Milliseconds, 12.5)
///     .with("path", "/200w/default/01.jpg");
/// assert!(told.line(1_764_000_000_000).starts_with('{'));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    function: &'static str,
    numbers: Vec<(&'static str, Unit, f64)>,
    properties: Map<String, Value>,
}

/// What a number is a number of. CloudWatch knows more units; these are the ones that are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "units say themselves what they are")]
pub enum Unit {
    Count,
    Bytes,
    Microseconds,
    Milliseconds,
    Seconds,
    Percent,
    None,
}

/// Which of CloudWatch's shelves the numbers stand on.
const NAMESPACE: &str = "Sizewise";

/// By what they are told apart. Each further name here would be a metric of its own for each of its
/// values, and billed.
const DIMENSION: &str = "Function";

/// As many letters of a text as stand in a line. With three of them, it fits into what a pipe takes at once.
const LONGEST: usize = 400;

/// As many metrics as one directive may hold.
const MOST_METRICS: usize = 100;

impl Told {
    /// A line without numbers, told by this function.
    pub fn by(function: &'static str) -> Self {
        Told { function, numbers: Vec::new(), properties: Map::new() }
    }

    /// With a number that is counted. What is no number, as 0/0, is told as zero, since CloudWatch
    /// takes no other.
    pub fn counted(mut self, name: &'static str, unit: Unit, value: f64) -> Self {
        let value = if value.is_finite() { value } else { 0.0 };
        match self.numbers.iter_mut().find(|(own, ..)| *own == name) {
            Some(number) => *number = (name, unit, value),
            None => self.numbers.push((name, unit, value)),
        }
        self
    }

    /// With something that can be searched for, and is not counted.
    /// A long text is cut: who asks for a path of eight thousand letters does not fill the log.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = match value.into() {
            Value::String(text) if text.chars().nth(LONGEST).is_some() => {
                json!(text.chars().take(LONGEST).chain(['…']).collect::<String>())
            }
            value => value,
        };
        self.properties.insert(name.to_owned(), value);
        self
    }

    /// The line without its end, at `now` in milliseconds of unix time.
    pub fn line(&self, now: u64) -> String {
        let directives = self.numbers.chunks(MOST_METRICS).map(|numbers| {
            let metrics =
                numbers.iter().map(|(name, unit, _)| json!({ "Name": name, "Unit": unit.name() }));
            json!({
                "Namespace": NAMESPACE,
                "Dimensions": [[DIMENSION]],
                "Metrics": metrics.collect::<Vec<_>>(),
            })
        });
        // What is counted stands above what is only said, should both have one name.
        let mut line = self.properties.clone();
        for (name, _, value) in &self.numbers {
            line.insert((*name).to_owned(), number(*value));
        }
        line.insert(DIMENSION.to_owned(), json!(self.function));
        let directives = directives.collect::<Vec<_>>();
        line.insert(
            "_aws".to_owned(),
            json!({ "Timestamp": now, "CloudWatchMetrics": directives }),
        );
        Value::Object(line).to_string()
    }

    /// Writes the line to where Lambda reads, past all buffers: none may be left over when the
    /// process is frozen. A line that nobody takes for long is lost; no viewer waits for it.
    pub fn tell(&self, now: u64) {
        out::write(self.line(now));
    }
}

/// A whole number without a fraction, where it is one.
fn number(value: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT { json!(value as i64) } else { json!(value) }
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Unit::Count => "Count",
            Unit::Bytes => "Bytes",
            Unit::Microseconds => "Microseconds",
            Unit::Milliseconds => "Milliseconds",
            Unit::Seconds => "Seconds",
            Unit::Percent => "Percent",
            Unit::None => "None",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// CloudWatch's own list, all of it.
    const UNITS: &str = "Seconds Microseconds Milliseconds Bytes Kilobytes Megabytes Gigabytes Terabytes Bits Kilobits \
        Megabits Gigabits Terabits Percent Count Bytes/Second Kilobytes/Second Megabytes/Second Gigabytes/Second \
        Terabytes/Second Bits/Second Kilobits/Second Megabits/Second Gigabits/Second Terabits/Second Count/Second None";

    /// Holds a line against the specification, point by point, and says how many metrics it has.
    fn check(line: &str) -> usize {
        assert!(!line.contains('\n'));
        assert!(line.len() < 256 * 1024);
        let root = serde_json::from_str::<Value>(line).unwrap();
        let aws = root["_aws"].as_object().unwrap();
        assert_eq!(aws.keys().collect::<Vec<_>>(), ["CloudWatchMetrics", "Timestamp"]);
        assert!(aws["Timestamp"].is_u64());
        let directives = aws["CloudWatchMetrics"].as_array().unwrap();
        directives.iter().map(|directive| check_directive(&root, directive)).sum()
    }

    fn check_directive(root: &Value, directive: &Value) -> usize {
        let fields = directive.as_object().unwrap().keys().collect::<Vec<_>>();
        assert_eq!(fields, ["Dimensions", "Metrics", "Namespace"]);
        assert!((1..=255).contains(&directive["Namespace"].as_str().unwrap().len()));
        let sets = directive["Dimensions"].as_array().unwrap();
        assert!(!sets.is_empty());
        for set in sets.iter().map(|set| set.as_array().unwrap()) {
            assert!(set.len() <= 9);
            assert!(set.iter().all(|name| root[name.as_str().unwrap()].is_string()));
        }
        let metrics = directive["Metrics"].as_array().unwrap();
        assert!((1..=100).contains(&metrics.len()));
        for metric in metrics {
            let name = metric["Name"].as_str().unwrap();
            assert!((1..=255).contains(&name.len()));
            assert!(root[name].is_number(), "{name} has no number");
            assert!(UNITS.split(' ').any(|unit| metric["Unit"] == unit), "{metric}");
        }
        metrics.len()
    }

    #[test]
    fn a_line_is_as_cloudwatch_wants_it() {
        let told = Told::by("viewer-request").counted("Refused", Unit::Count, 1.0);
        let line = told.with("path", "/a\n\"b\".jpg").with("status", 400).line(1_764_000_000_123);
        assert_eq!(check(&line), 1);
        let expected = r#"{"Function":"viewer-request","Refused":1,"_aws":{"CloudWatchMetrics":[{"Dimensions":[["Function"]],"Metrics":[{"Name":"Refused","Unit":"Count"}],"Namespace":"Sizewise"}],"Timestamp":1764000000123},"path":"/a\n\"b\".jpg","status":400}"#;
        assert_eq!(line, expected);
    }

    #[test]
    fn every_unit_is_one_of_cloudwatchs() {
        let units = [
            ("a", Unit::Count),
            ("b", Unit::Bytes),
            ("c", Unit::Microseconds),
            ("d", Unit::Milliseconds),
            ("e", Unit::Seconds),
            ("f", Unit::Percent),
            ("g", Unit::None),
        ];
        let told = Told::by("f");
        let told = units.iter().fold(told, |told, (name, unit)| told.counted(name, *unit, 0.5));
        assert_eq!(check(&told.line(1)), units.len());
    }

    #[test]
    fn more_metrics_than_a_directive_holds_stand_in_several() {
        let names = (0..250).map(|n| &*format!("Stage{n}").leak());
        let told = names.fold(Told::by("f"), |told, name| told.counted(name, Unit::Count, 1.0));
        assert_eq!(check(&told.line(1)), 250);
    }

    #[test]
    fn nothing_that_is_said_takes_the_place_of_what_is_counted() {
        let told = Told::by("f").with("_aws", 1).with("Function", 2).with("Kept", "no");
        let line = told.counted("Kept", Unit::Count, 0.0).counted("Kept", Unit::Count, 7.0).line(1);
        assert_eq!(check(&line), 1);
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["Kept"], 7);
    }

    proptest! {
        // Nothing is written into the source tree.
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_number_and_no_text_breaks_a_line(value: f64, name: String, text: String, now: u64) {
            let told = Told::by("f").counted("Number", Unit::None, value).with(&name, text);
            prop_assert_eq!(check(&told.line(now)), 1);
        }
    }
}
