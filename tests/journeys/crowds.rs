//! Crowds: many who want the same, and many who want different things.

use crate::client::Client;
use crate::scene::{Setting, folder, size_of};
use futures_util::future::join_all;
use sizewise_store::Folder;
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_who_want_one_variant_at_once_have_it_made_once() {
    let scene = Setting::default().open().await;
    let clients = join_all((0..200).map(|_| scene.connect())).await;
    let asked =
        clients.into_iter().map(|mut client| async move { client.get("/a.jpg?w=50").await });
    let answers = join_all(asked).await;
    let first = &answers[0];
    assert_eq!((answers.len(), first.status, size_of(&first.body)), (200, 200, (50, 38)));
    for answer in &answers {
        assert_eq!((&answer.body, answer.lasting()), (&first.body, first.lasting()));
    }
    assert_eq!(scene.made(), 1);
}

/// Asks for what each of these numbers stands for, one after the other.
async fn asked(mut client: Client, numbers: impl Iterator<Item = usize>) {
    for number in numbers {
        let width = 10 + number % 200 / 2;
        let style = ["default", "bw"][number % 2];
        let answer = client.get(&format!("/a.jpg?w={width}&style={style}")).await;
        assert_eq!(answer.status, 200, "{number}: {}", String::from_utf8_lossy(&answer.body));
        assert_eq!(size_of(&answer.body).0, width);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_requests_for_two_hundred_variants_at_once_are_all_answered() {
    let variants = Arc::new(Folder::bounded(&folder("crowd"), 100_000_000).unwrap());
    let scene = Setting { variants, ..Setting::default() }.open().await;
    let clients = join_all((0..64).map(|_| scene.connect())).await;
    // Neighbours want the same things at nearly the same time.
    let asking = clients.into_iter().enumerate().map(|(index, client)| {
        tokio::spawn(asked(client, (index..2000).step_by(64).map(|number| number * 7)))
    });
    for one in join_all(asking).await {
        one.unwrap();
    }
    assert_eq!(scene.made(), 200);
    assert_eq!(scene.site.house().tally().not_kept, 0);
}
