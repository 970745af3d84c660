//! Keys that are awkward: each leads to its own original, or to a sentence, and never out of the store.

use crate::scene::{OPEN, Setting, folder, memory, photograph, size_of};
use sizewise_store::Folder;
use std::fs;
use std::sync::Arc;

/// Each original has a size of its own, so that one is told from another.
const AWKWARD: [(&str, &str, u32); 10] = [
    ("/a%20b.jpg", "a b.jpg", 41),
    ("/a+b.jpg", "a+b.jpg", 42),
    ("/a%2Bc.jpg", "a+c.jpg", 43),
    ("/%C3%A9t%C3%A9/%E6%9D%B1.jpg", "été/東.jpg", 44),
    ("/100%25.jpg", "100%.jpg", 45),
    ("/a%2520b.jpg", "a%20b.jpg", 46),
    ("/a%2Fc.jpg", "a/c.jpg", 47),
    ("/...jpg", "...jpg", 48),
    ("/x%3Fy%23z&w=9.jpg", "x?y#z&w=9.jpg", 49),
    ("/'\"()[].jpg", "'\"()[].jpg", 50),
];

async fn check_awkward(setting: Setting) {
    let scene = setting.open().await;
    for (target, key, width) in AWKWARD {
        let original = scene.get(target).await;
        assert_eq!(original.status, 200, "{target}: {}", String::from_utf8_lossy(&original.body));
        assert_eq!(size_of(&original.body).0, width as usize, "{target}");
        for query in ["h=30", "h=30&style=bw"] {
            let made = scene.get(&format!("{target}?{query}")).await;
            assert_eq!((made.status, size_of(&made.body).1), (200, 30), "{target}");
            // The canonical path leads to the same picture.
            let address = made.told("x-sizewise-address");
            assert_eq!(scene.get(&address).await.body, made.body, "{address}");
        }
        let url = format!("{target}?h=30");
        let escaped = url.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let explained = scene.get(&format!("/_/explain?url={escaped}")).await;
        assert_eq!(explained.json()["key"], key);
    }
    assert_eq!(scene.made(), 2 * AWKWARD.len() as u64);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_awkward_key_leads_to_its_own_original_in_memory() {
    let files = AWKWARD.map(|(_, key, width)| (key, photograph((width, 60))));
    check_awkward(Setting { originals: Arc::new(memory(files)), ..Setting::default() }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_awkward_key_leads_to_its_own_original_in_a_folder() {
    let path = folder("awkward");
    for (_, key, width) in AWKWARD {
        fs::create_dir_all(path.join(key).parent().unwrap()).unwrap();
        fs::write(path.join(key), photograph((width, 60))).unwrap();
    }
    let originals = Arc::new(Folder::open(&path).unwrap());
    let variants = Arc::new(Folder::bounded(&folder("awkward-variants"), 10_000_000).unwrap());
    check_awkward(Setting { originals, variants, ..Setting::default() }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_path_leads_out_of_the_store() {
    let path = folder("outside");
    fs::create_dir_all(path.join("inside/a")).unwrap();
    for name in ["secret.jpg", "inside/a.jpg", "inside/.env", "inside/a/.hidden.jpg"] {
        fs::write(path.join(name), photograph((40, 30))).unwrap();
    }
    let originals = Arc::new(Folder::open(&path.join("inside")).unwrap());
    let scene = Setting { originals, ..Setting::default() }.open().await;
    for query in ["", "?w=20"] {
        for (target, status) in [
            ("/../secret.jpg", 400),
            ("/a/../../secret.jpg", 400),
            ("/%2e%2e/secret.jpg", 400),
            ("/..%2Fsecret.jpg", 400),
            ("/%2E%2E%2Fsecret.jpg", 400),
            ("/a/%2e%2e/a.jpg", 400),
            ("/./a.jpg", 400),
            ("//a.jpg", 400),
            ("/a//a.jpg", 400),
            ("/a.jpg%00", 404),
            ("/a%00.jpg", 400),
            ("/a%0D%0AX-Evil:%201.jpg", 400),
            ("/%FF.jpg", 400),
            ("/a.jpg/", 404),
            ("/a", 404),
            ("/a/", 404),
            ("/..", 404),
            ("/%2e%2e/", 404),
            ("//", 404),
            ("/..%5Csecret.jpg", 404),
            ("/C:%5Csecret.jpg", 404),
            ("/20w/default/20w/default/a.jpg", 400),
        ] {
            let answer = scene.get(&format!("{target}{query}")).await;
            assert_eq!(answer.status, status, "{target}{query}");
            answer.problem();
        }
    }
    let long = scene.get(&format!("/{}.jpg?w=20", "a/".repeat(500))).await;
    assert_eq!(long.status, 404, "{}", long.problem());
    let long = scene.get(&format!("/{}.jpg?w=20", "a".repeat(900))).await;
    assert_eq!(long.status, 404, "{}", long.problem());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_link_out_of_the_folder_is_not_followed_and_one_within_is() {
    use std::os::unix::fs::symlink;
    let path = folder("links");
    fs::create_dir_all(path.join("inside")).unwrap();
    fs::create_dir_all(path.join("outside")).unwrap();
    for name in ["outside/secret.jpg", "inside/a.jpg"] {
        fs::write(path.join(name), photograph((40, 30))).unwrap();
    }
    fs::write(path.join("outside/secret.txt"), "secret").unwrap();
    symlink(path.join("outside"), path.join("inside/folder")).unwrap();
    symlink("../outside/secret.jpg", path.join("inside/out.jpg")).unwrap();
    symlink("../outside/secret.txt", path.join("inside/out.txt")).unwrap();
    symlink("a.jpg", path.join("inside/b.jpg")).unwrap();
    let originals = Arc::new(Folder::open(&path.join("inside")).unwrap());
    let scene = Setting { originals, ..Setting::default() }.open().await;
    for target in ["/out.jpg", "/out.jpg?w=20", "/folder/secret.jpg", "/out.txt"] {
        assert_eq!(scene.get(target).await.status, 404, "{target}");
    }
    for target in ["/b.jpg", "/b.jpg?w=20"] {
        assert_eq!(scene.get(target).await.status, 200, "{target}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_hidden_stays_hidden_also_where_every_name_is_a_pictures() {
    for policy in [OPEN.to_owned(), format!("extensions = \"any\"\n{OPEN}")] {
        let scene = Setting { policy, ..Setting::default() }.open().await;
        for target in ["/.env", "/a/.git/config", "/%2Eenv", "/a/%2egit/config"] {
            for method in ["GET", "HEAD"] {
                let answer = scene.ask(method, target, &[]).await;
                assert_eq!((answer.status, answer.header("etag")), (404, None), "{target}");
            }
        }
    }
}
