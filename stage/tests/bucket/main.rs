//! The bucket behaves as S3 does, tells afterwards what was asked of it, and fails as it is told.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod manners;
mod record;
mod troubles;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use http::Method;
use manners::*;
use record::*;
use sizewise_stage::s3::FUNCTION;
use sizewise_stage::{Answer, S3, Scenes, play, weed_program};
use sizewise_store::{Bucket, Buckets, Patience};
use std::process::ExitCode;
use troubles::*;

const BUCKET: &str = "pictures";

#[tokio::main]
async fn main() -> ExitCode {
    let Some(weed) = weed_program("a bucket that behaves as S3 does") else {
        return ExitCode::SUCCESS;
    };
    let s3 = S3::start(&weed, &[BUCKET]).await;
    let mut scenes = Scenes::default();
    play!(scenes, &s3;
        a_plus_in_a_path_is_a_space,
        who_may_not_list_is_not_told_what_is_missing,
        who_is_not_known_is_told_so,
        who_may_not_tag_may_not_put_with_tags,
        what_is_not_there_cannot_be_replaced,
        answers_have_what_s3_says_and_nothing_else,
        a_store_does_all_of_its_deeds,
        the_record_says_what_a_role_needs,
        a_request_that_nobody_has_thought_of_fails_the_test,
        what_is_refused_is_not_done,
        connections_are_cut_before_and_after,
        answers_do_not_come,
        bodies_end_in_their_middle,
        troubles_come_once_or_until_there_is_calm,
        everything_takes_longer,
        idle_connections_are_closed,
        hundreds_ask_at_once,
    );
    scenes.ended()
}

async fn get(s3: &S3, who: &str, target: &str) -> Answer {
    s3.ask(who, Method::GET, target, &[], "").await.unwrap()
}

async fn put(s3: &S3, target: &str, headers: &[(&str, &str)]) -> Result<Answer, String> {
    s3.ask(FUNCTION, Method::PUT, target, headers, "new").await
}

fn store(s3: &S3, who: &str) -> Bucket {
    let credentials = Credentials::new(who, who, None, None, "test");
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("eu-west-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .endpoint_url(&s3.endpoint)
        .build();
    Buckets::of(&config, Patience::default()).unwrap().bucket(BUCKET, "").unwrap()
}
