//! What journeys are played on: one server for all, and what a journey starts for itself.

use serde_json::{Value, json};
use sizewise::{Grammar, Policy};
use sizewise_edge::{Event, broken};
use sizewise_stage::cloudfront::environment;
use sizewise_stage::node::printed;
use sizewise_stage::s3::{Action, Record};
use sizewise_stage::{Distribution, Node, Package, Program, Runtime, S3, Wiring};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// The bucket of originals and variants, as AWS has it by default.
pub(crate) const BUCKET: &str = "pictures";
/// Another one, for who keeps originals elsewhere.
pub(crate) const ARCHIVE: &str = "archive";
/// Everything is open, so that a journey is about the way and not about permissions.
pub(crate) const OPEN: &str = "sizes = \"any\"\nmax = 4000\nunsigned = \"all\"\n";
/// Who the functions are to S3.
pub(crate) const EDGE: &str = "origin-response";
pub(crate) const URL: &str = "function-url";

/// Everything that is set up once.
pub(crate) struct Scene {
    pub(crate) s3: S3,
    pub(crate) node: OsString,
    addons: PathBuf,
    pub(crate) bootstrap: PathBuf,
    /// What prints the CloudFront Function of a grammar.
    function: PathBuf,
    /// What was asked in journeys that are over.
    asked: Mutex<Record>,
}

/// A distribution with the two triggers, in a process of Node of their own.
pub(crate) struct Edge {
    pub(crate) node: Arc<Node>,
    pub(crate) distribution: Distribution,
    _packages: [Package; 2],
}

/// A distribution with the CloudFront Function before the cache, and a function behind a URL for what the bucket does
/// not have.
pub(crate) struct Regional {
    pub(crate) distribution: Distribution,
    _package: Package,
    _url: Package,
}

/// A function behind a URL.
pub(crate) struct Url {
    pub(crate) runtime: Runtime,
    _package: Package,
}

const TRIGGERS: [&str; 2] = ["viewer-request", "origin-response"];

impl Scene {
    pub(crate) async fn set(
        weed: &OsStr,
        node: OsString,
        addons: PathBuf,
        bootstrap: PathBuf,
        function: PathBuf,
    ) -> Self {
        let s3 = S3::start(weed, &[BUCKET, ARCHIVE]).await;
        let scene = Self { s3, node, addons, bootstrap, function, asked: Mutex::default() };
        scene.clear();
        scene
    }

    /// Begins a journey: nothing goes wrong, and nobody has asked anything. Objects stay, so each journey has its own.
    pub(crate) fn clear(&self) {
        let record = self.s3.record();
        self.asked.lock().unwrap().deeds.extend(record.deeds);
        self.s3.reset();
        for who in [EDGE, URL] {
            self.s3.permit(who, &Action::ALL);
        }
    }

    /// What was asked, in all journeys together.
    pub(crate) fn asked(&self) -> Record {
        self.clear();
        self.asked.lock().unwrap().clone()
    }

    pub(crate) async fn upload(&self, key: &str, bytes: impl Into<Vec<u8>>) {
        self.s3.upload(BUCKET, key, bytes.into(), "application/octet-stream").await;
    }

    /// A distribution before the bucket.
    pub(crate) async fn edge(&self, policy: &str) -> Edge {
        self.clear();
        self.edge_with(policy, &[]).await
    }

    /// The same, with signing keys in its packages, by the names of variables that the policy has.
    pub(crate) async fn edge_with(&self, policy: &str, keys: &[(&str, &str)]) -> Edge {
        let packages = TRIGGERS.map(|trigger| {
            keys.iter().fold(self.package(trigger, policy), |package, (name, key)| {
                package.file(&sizewise_package::key_file(sizewise::KeyPlace::Env(name)), key)
            })
        });
        let folders = [(TRIGGERS[0], packages[0].path()), (TRIGGERS[1], packages[1].path())];
        let environment = self.s3.environment(EDGE);
        let node = Arc::new(Node::start(&self.node, &folders, &environment).await.unwrap());
        let distribution = Distribution::new(&self.s3, BUCKET, rules)
            .on_viewer_request(node.handler(TRIGGERS[0]))
            .on_origin_response(node.handler(TRIGGERS[1]))
            .wired(Wiring::of(&template("edge")));
        Edge { node, distribution, _packages: packages }
    }

    /// What lies in the zip of a trigger.
    pub(crate) fn package(&self, trigger: &str, policy: &str) -> Package {
        let addon = self.addons.join(trigger).with_extension("node");
        Package::new(trigger).policy(policy).shim(&shim()).addon(&addon)
    }

    /// A distribution that turns to a function beside the bucket, with these signing keys in its store of keys.
    pub(crate) async fn regional(&self, policy: &str, keys: &[&str]) -> Regional {
        self.clear();
        let package = Package::new("viewer-function").file("grammar.json", grammar(policy));
        let store = json!({ "signing-keys": json!(keys).to_string() });
        let code = printed(&self.node, &self.function, &package.path().join("grammar.json"));
        let package = package.viewer_function(&code, &store);
        let node = Node::start(&self.node, &[(TRIGGERS[0], package.path())], &[]).await.unwrap();
        let template = template("regional");
        let told = environment(&template, BUCKET);
        let told = told.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        // A package has the key that its policy names, though nobody asks it there.
        let told = told.chain(keys.first().map(|key| ("SIZEWISE_KEY", *key)));
        let Url { runtime, _package: url } = self.url(policy, &told.collect::<Vec<_>>()).await;
        let distribution = Distribution::new(&self.s3, BUCKET, rules)
            .on_viewer_request(Arc::new(node).handler(TRIGGERS[0]))
            .second(&Arc::new(runtime))
            .wired(Wiring::of(&template));
        Regional { distribution, _package: package, _url: url }
    }

    /// A function with this policy and this in its environment.
    pub(crate) async fn url(&self, policy: &str, environment: &[(&str, &str)]) -> Url {
        self.clear();
        let package = Package::new("function-url").policy(policy);
        let mut program = Program::new(&self.bootstrap);
        program.folder = Some(package.path().to_owned());
        program.environment = self.s3.environment(URL);
        let program =
            environment.iter().fold(program, |program, (name, value)| program.with(name, value));
        Url { runtime: Runtime::start(&program).await, _package: package }
    }
}

/// What the app in `cdk/` writes for a topology, where nothing is chosen; a test there holds it to be so.
pub(crate) fn template(topology: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("cdk/test/snapshots").join(topology);
    let text = fs::read_to_string(path.with_extension("json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// What no key stands in.
fn grammar(policy: &str) -> String {
    let policy = Policy::read("sizewise.toml", policy, |_| Ok("0".repeat(32))).unwrap();
    serde_json::to_string(&Grammar::new(&policy)).unwrap()
}

/// The one that ships.
pub(crate) fn shim() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("edge/index.mjs")
}

/// Which rules of CloudFront's an answer breaks.
pub(crate) fn rules(event: &Value, answer: &Value) -> Vec<String> {
    let event = Event::read(&event.to_string()).unwrap();
    broken(&event, answer).iter().map(|broken| format!("{broken:?}")).collect()
}
