//! How a template wires a distribution: of which behaviour a path is, which functions are asked there, with which answers
//! the bucket is given up for the second origin, and what of a request is the key of the cache.

use super::{Trigger, Viewer, is_read};
use http::{Method, StatusCode};
use serde_json::Value;

/// All behaviours, in the order in which they are tried.
#[derive(Debug, Clone)]
pub struct Wiring {
    behaviours: Vec<Behaviour>,
}

/// What holds for the paths of one pattern.
#[derive(Debug, Clone)]
pub struct Behaviour {
    pattern: String,
    triggers: Vec<Trigger>,
    turns_at: Vec<u16>,
    /// Whether the query is part of the key, and which headers are.
    has_query_in_key: bool,
    headers_in_key: Vec<String>,
    /// Which headers of the viewer's the origin is told, beside what it is always told.
    pub(super) hands_on: &'static [&'static str],
}

/// The policy of CloudFront's own that hands on what a preflight asks, and its headers.
const CORS_S3_ORIGIN: &str = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf";
const OF_CORS: &[&str] =
    &["origin", "access-control-request-headers", "access-control-request-method"];

/// Every answer that a template can name as a reason to turn to the second origin, but those that blame the viewer.
const ALL: [u16; 6] = [403, 404, 500, 502, 503, 504];

impl Default for Wiring {
    /// One behaviour with both functions, all reasons to turn, and the path alone as the key.
    fn default() -> Self {
        Self {
            behaviours: vec![Behaviour {
                pattern: "*".to_owned(),
                triggers: vec![Trigger::ViewerRequest, Trigger::OriginResponse],
                turns_at: ALL.to_vec(),
                has_query_in_key: false,
                headers_in_key: Vec::new(),
                hands_on: &[],
            }],
        }
    }
}

impl Wiring {
    /// That of the one distribution of a template.
    pub fn of(template: &Value) -> Self {
        let mut found = resources(template, "AWS::CloudFront::Distribution");
        let (Some(one), None) = (found.next(), found.next()) else {
            panic!("expected one distribution in the template");
        };
        let config = &one["Properties"]["DistributionConfig"];
        let named = list(&config["CacheBehaviors"]);
        let all = named.iter().chain([&config["DefaultCacheBehavior"]]);
        Self { behaviours: all.map(|told| Behaviour::of(told, config, template)).collect() }
    }

    /// The first that the path is of. CloudFront chooses by the path that the viewer sent, and stays with it.
    pub fn behaviour(&self, path: &str) -> &Behaviour {
        let mut all = self.behaviours.iter();
        all.find(|behaviour| fits(&behaviour.pattern, path)).expect("the last one is for all paths")
    }
}

impl Behaviour {
    fn of(told: &Value, config: &Value, template: &Value) -> Self {
        let functions = list(&told["FunctionAssociations"]);
        let functions = functions.iter().chain(list(&told["LambdaFunctionAssociations"]));
        let triggers = functions.filter_map(|function| match function["EventType"].as_str() {
            Some("viewer-request") => Some(Trigger::ViewerRequest),
            Some("origin-response") => Some(Trigger::OriginResponse),
            _ => None,
        });
        let policy = told["CachePolicyId"]["Ref"].as_str().expect("a cache policy of the template");
        let key = &template["Resources"][policy]["Properties"]["CachePolicyConfig"]["ParametersInCacheKeyAndForwardedToOrigin"];
        let of_key = |kind: &str, behaviour: &str| key[kind][behaviour].as_str().map(str::to_owned);
        let query = of_key("QueryStringsConfig", "QueryStringBehavior");
        Self {
            pattern: told["PathPattern"].as_str().unwrap_or("*").to_owned(),
            triggers: triggers.collect(),
            turns_at: turns_at(config, &told["TargetOriginId"]),
            has_query_in_key: query.expect("what of a query is in the key") != "none",
            headers_in_key: words(&key["HeadersConfig"]["Headers"]),
            hands_on: match told["OriginRequestPolicyId"].as_str() {
                None => &[],
                Some(CORS_S3_ORIGIN) => OF_CORS,
                Some(other) => panic!("a policy that nobody knows here: {other}"),
            },
        }
    }

    pub(super) fn asks(&self, trigger: Trigger) -> bool {
        self.triggers.contains(&trigger)
    }

    /// Whether it gives the bucket up for the second origin. Methods that change something never do.
    pub(super) fn turns(&self, method: &Method, status: StatusCode) -> bool {
        (is_read(method) || method == Method::OPTIONS) && self.turns_at.contains(&status.as_u16())
    }

    /// Under which name an answer is kept.
    pub(super) fn key(&self, viewer: &Viewer, path: &str, query: &str) -> String {
        let query = if self.has_query_in_key { query } else { "" };
        let headers = self.headers_in_key.iter().map(|name| viewer.header(name).unwrap_or(""));
        [path, query].into_iter().chain(headers).collect::<Vec<_>>().join("\n")
    }
}

/// With which answers the group of that name turns to its second origin. What is no group never does.
fn turns_at(config: &Value, target: &Value) -> Vec<u16> {
    let groups = list(&config["OriginGroups"]["Items"]);
    let group = groups.iter().find(|group| group["Id"] == *target);
    let codes = group.map(|group| list(&group["FailoverCriteria"]["StatusCodes"]["Items"]));
    let codes = codes.unwrap_or_default().iter();
    codes.map(|code| code.as_u64().and_then(|code| code.try_into().ok()).unwrap()).collect()
}

/// What a template puts into the environment of the one function that is no trigger, where all it refers to is a bucket
/// of this name.
pub fn environment(template: &Value, bucket: &str) -> Vec<(String, String)> {
    let mut functions = resources(template, "AWS::Lambda::Function");
    let variables = functions
        .find_map(|function| function["Properties"]["Environment"]["Variables"].as_object());
    let variables = variables.expect("a function with an environment").iter();
    variables.map(|(name, value)| (name.clone(), text(value, bucket))).collect()
}

/// A text, put together as CloudFormation does.
fn text(value: &Value, bucket: &str) -> String {
    match value {
        Value::String(text) => text.clone(),
        value if value["Ref"].is_string() => bucket.to_owned(),
        value => {
            let parts =
                value["Fn::Join"][1].as_array().expect("a text, a reference or a joint of them");
            parts.iter().map(|part| text(part, bucket)).collect()
        }
    }
}

fn resources<'a>(template: &'a Value, kind: &str) -> impl Iterator<Item = &'a Value> {
    let all = template["Resources"].as_object().expect("resources").values();
    all.filter(move |resource| resource["Type"] == kind)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn words(value: &Value) -> Vec<String> {
    list(value).iter().filter_map(|word| word.as_str().map(str::to_owned)).collect()
}

/// A star is any text, a question mark any one character. A pattern may leave out the slash at its beginning.
fn fits(pattern: &str, path: &str) -> bool {
    let path = if pattern.starts_with('/') { path } else { path.trim_start_matches('/') };
    let (pattern, path) = (pattern.as_bytes(), path.as_bytes());
    let mut reached = vec![false; path.len() + 1];
    reached[0] = true;
    for sign in pattern {
        let mut next = vec![false; path.len() + 1];
        for at in 0..=path.len() {
            next[at] = match sign {
                b'*' => reached[..=at].contains(&true),
                b'?' => at > 0 && reached[at - 1],
                sign => at > 0 && reached[at - 1] && path[at - 1] == *sign,
            };
        }
        reached = next;
    }
    reached[path.len()]
}
