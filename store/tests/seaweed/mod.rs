//! A SeaweedFS of this test's own: on ports that are free, in a folder that goes with it.

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) const BUCKET: &str = "pictures";

/// Who asks. Their secrets are their names.
pub(crate) const OWNER: &str = "owner";
pub(crate) const READER: &str = "reader";
const IDENTITIES: &str = r#"{"identities": [
    {"name": "owner", "credentials": [{"accessKey": "owner", "secretKey": "owner"}],
     "actions": ["Admin", "Read", "Write", "List", "Tagging"]},
    {"name": "reader", "credentials": [{"accessKey": "reader", "secretKey": "reader"}],
     "actions": ["Read:pictures", "List:pictures"]}
]}"#;

/// A server, as long as this is held.
pub(crate) struct Seaweed {
    child: Child,
    folder: PathBuf,
    pub(crate) endpoint: String,
}

impl Seaweed {
    pub(crate) fn start(program: &OsStr) -> Self {
        let name = format!("seaweed-{}", std::process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(folder.join("data")).unwrap();
        fs::write(folder.join("identities.json"), IDENTITIES).unwrap();
        let log = File::create(folder.join("log")).unwrap();
        let ports = free_ports();
        let mut command = Command::new(fs::canonicalize(program).unwrap());
        command.args(ARGUMENTS).current_dir(&folder);
        command.args(PORTS.iter().zip(ports).map(|(name, port)| format!("-{name}={port}")));
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        let child = command.spawn().unwrap();
        Self { child, folder, endpoint: format!("http://127.0.0.1:{}", ports[0]) }
    }

    pub(crate) fn config(&self, who: &str) -> SdkConfig {
        let credentials = Credentials::new(who, who, None, None, "test");
        SdkConfig::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new("us-east-1"))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .endpoint_url(&self.endpoint)
            .build()
    }

    /// Waits until there is a bucket. The server answers a while before it can keep anything.
    pub(crate) async fn made(&mut self) {
        let config = aws_sdk_s3::config::Builder::from(&self.config(OWNER)).force_path_style(true);
        let client = Client::from_conf(config.build());
        let until = Instant::now() + Duration::from_secs(30);
        loop {
            let made = client.create_bucket().bucket(BUCKET).send().await;
            let Err(error) = made else { return };
            let ended = self.child.try_wait().unwrap();
            if ended.is_some() || Instant::now() > until {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                panic!("{ended:?}, {error:?}, and its log:\n{log}");
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

impl Drop for Seaweed {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
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
