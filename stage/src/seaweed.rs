//! A SeaweedFS of a test's own: on ports that are free, in a folder that goes with it.

use crate::child::Child;
use crate::client::Client;
use crate::folder::Folder;
use bytes::Bytes;
use http::{Method, Request};
use std::ffi::OsStr;
use std::fs;
use std::net::TcpListener;
use std::process::Command;
use std::time::{Duration, Instant};

/// The bucket that `reader` may read.
pub const BUCKET: &str = "pictures";

/// Who asks. Their secrets are their names. Who says nothing of himself may do everything, so that what stands before
/// this server needs no signatures of its own.
pub const OWNER: &str = "owner";
pub const READER: &str = "reader";
const IDENTITIES: &str = r#"{"identities": [
    {"name": "anonymous", "actions": ["Admin", "Read", "Write", "List", "Tagging"]},
    {"name": "owner", "credentials": [{"accessKey": "owner", "secretKey": "owner"}],
     "actions": ["Admin", "Read", "Write", "List", "Tagging"]},
    {"name": "reader", "credentials": [{"accessKey": "reader", "secretKey": "reader"}],
     "actions": ["Read:pictures", "List:pictures"]}
]}"#;

/// A server, as long as this is held.
#[derive(Debug)]
pub struct Seaweed {
    child: Child,
    pub endpoint: String,
    // It goes after the child, which writes into it.
    _folder: Folder,
}

impl Seaweed {
    pub fn start(program: &OsStr) -> Self {
        let folder = Folder::new("seaweed");
        fs::create_dir(folder.path().join("data")).unwrap();
        folder.write("identities.json", IDENTITIES);
        let ports = free_ports();
        let mut command = Command::new(fs::canonicalize(program).unwrap());
        command.args(ARGUMENTS).current_dir(folder.path());
        command.args(PORTS.iter().zip(ports).map(|(name, port)| format!("-{name}={port}")));
        let endpoint = format!("http://127.0.0.1:{}", ports[0]);
        Self { child: Child::start(&mut command), endpoint, _folder: folder }
    }

    /// Waits until there is a bucket. The server answers a while before it can keep anything.
    pub async fn made(&self, bucket: &str) {
        let client = Client::default();
        let until = Instant::now() + Duration::from_secs(30);
        loop {
            let request = Request::builder().uri(format!("{}/{bucket}", self.endpoint));
            let request = request.method(Method::PUT).body(Bytes::new()).unwrap();
            let made = client.send(request).await;
            if made.as_ref().is_ok_and(|made| made.status.is_success()) {
                return;
            }
            let ended = self.child.ended();
            if ended.is_some() || Instant::now() > until {
                panic!("{ended:?}, {made:?}, and its log:\n{}", self.child.log().join("\n"));
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// Only on this machine, only in its folder, and without a report to anybody.
const ARGUMENTS: [&str; 13] = [
    "server",
    "-filer",
    "-filer.localSocket=filer.sock",
    "-s3",
    "-s3.localSocket=s3.sock",
    "-s3.config=identities.json",
    "-s3.port.iceberg=0",
    "-s3.port.lance=0",
    "-dir=data",
    "-ip=127.0.0.1",
    "-ip.bind=127.0.0.1",
    "-master.telemetry=false",
    "-master.volumeSizeLimitMB=64",
];

const PORTS: [&str; 8] = [
    "s3.port",
    "s3.port.grpc",
    "master.port",
    "master.port.grpc",
    "volume.port",
    "volume.port.grpc",
    "filer.port",
    "filer.port.grpc",
];

/// Ports that nobody listens on. All are held until the last is found, so that they are different ones.
fn free_ports() -> [u16; PORTS.len()] {
    let held = PORTS.map(|_| TcpListener::bind("127.0.0.1:0").unwrap());
    held.map(|listener| listener.local_addr().unwrap().port())
}
