//! A bucket of a real server, SeaweedFS, keeps what every store promises. `WEED` is the path of its program, which
//! `make test` installs; where it is not set, this says that nothing was run.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "it is a harness of its own")]

mod laws;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use bytes::Bytes;
use sizewise_stage::{BUCKET, OWNER, READER, Seaweed, weed_program};
use sizewise_store::{Buckets, Error, Label, Only, Patience, Store};
use std::process::Command;
use std::time::Instant;

/// What this says to itself when it starts itself.
const CONNECT: &str = "connect";

fn main() {
    if std::env::args().nth(1).as_deref() == Some(CONNECT) {
        return tokio::runtime::Runtime::new().unwrap().block_on(connect());
    }
    let Some(program) = weed_program("what a bucket of SeaweedFS keeps of what stores promise")
    else {
        return;
    };
    let since = Instant::now();
    let server = Seaweed::start(&program);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        server.made(BUCKET).await;
        println!("\nSeaweedFS keeps objects after {:?}", since.elapsed());
        let owner = Buckets::of(&config(&server, OWNER), Patience::default()).unwrap();
        laws::hold(&owner.bucket(BUCKET, "").unwrap()).await;
        laws::hold(&owner.bucket(BUCKET, "deep/é/below").unwrap()).await;
        println!("a bucket of SeaweedFS keeps what stores promise ... ok");
        who_may_only_read_only_reads(&server).await;
        println!("who may only read only reads ... ok");
        who_is_not_known_is_told_so(&server).await;
        println!("who is not known is told so ... ok");
        a_missing_bucket_is_no_missing_object(&server).await;
        println!("a missing bucket is no missing object ... ok");
    });
    who_is_told_by_the_environment_connects(&server);
    println!("who is told by the environment connects ... ok");
    println!("all of it within {:?}\n", since.elapsed());
}

fn config(server: &Seaweed, who: &str) -> SdkConfig {
    let credentials = Credentials::new(who, who, None, None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .endpoint_url(&server.endpoint)
        .build()
}

async fn who_may_only_read_only_reads(server: &Seaweed) {
    let owner = Buckets::of(&config(server, OWNER), Patience::default()).unwrap();
    let reader = Buckets::of(&config(server, READER), Patience::default()).unwrap();
    let [owner, reader] = [owner, reader].map(|who| who.bucket(BUCKET, "").unwrap());
    let (bytes, label) = (Bytes::from_static(b"read"), Label::default());
    owner.put("only/a", bytes.clone(), &label, &Only::Always).await.unwrap();
    assert_eq!(reader.get("only/a", 10).await.unwrap().bytes, bytes);
    assert_eq!(reader.list("only/", None).await.unwrap().names, ["only/a"]);
    for only in [Only::Always, Only::Absent] {
        let put = reader.put("only/b", bytes.clone(), &label, &only).await;
        assert!(matches!(put, Err(Error::Denied(_))), "{put:?}");
    }
    let deleted = reader.delete("only/a").await;
    assert!(matches!(deleted, Err(Error::Denied(_))), "{deleted:?}");
    assert_eq!(owner.get("only/a", 10).await.unwrap().bytes, bytes);
}

async fn who_is_not_known_is_told_so(server: &Seaweed) {
    let stranger = Buckets::of(&config(server, "stranger"), Patience::default()).unwrap();
    let read = stranger.bucket(BUCKET, "").unwrap().get("only/a", 10).await;
    assert!(
        matches!(&read, Err(Error::Fault(why)) if why.contains("InvalidAccessKeyId")),
        "{read:?}"
    );
}

async fn a_missing_bucket_is_no_missing_object(server: &Seaweed) {
    let owner = Buckets::of(&config(server, OWNER), Patience::default()).unwrap();
    let read = owner.bucket("no-such", "").unwrap().get("a", 10).await;
    assert!(matches!(&read, Err(Error::Fault(why)) if why.contains("`no-such`")), "{read:?}");
}

/// Nobody can change the environment of a process that has begun, so another one begins.
fn who_is_told_by_the_environment_connects(server: &Seaweed) {
    let mut child = Command::new(std::env::current_exe().unwrap());
    // Neither this machine's own settings nor a cloud that it may be in.
    for name in ["AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"] {
        child.env_remove(name);
    }
    for name in ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"] {
        child.env(name, "/dev/null");
    }
    child.env("AWS_EC2_METADATA_DISABLED", "true").env("AWS_ENDPOINT_URL_S3", &server.endpoint);
    child.env("AWS_ACCESS_KEY_ID", OWNER).env("AWS_SECRET_ACCESS_KEY", OWNER);
    assert!(child.arg(CONNECT).status().unwrap().success());
}

async fn connect() {
    let bucket = Buckets::connect(None).await.unwrap().bucket(BUCKET, "connected").unwrap();
    let bytes = Bytes::from_static(b"connected");
    bucket.put("a", bytes.clone(), &Label::default(), &Only::Absent).await.unwrap();
    assert_eq!(bucket.get("a", 10).await.unwrap().bytes, bytes);
}
