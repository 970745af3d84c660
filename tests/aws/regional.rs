//! Journeys through the other wiring: the CloudFront Function before the cache, the bucket first, and a function behind a
//! URL for what the bucket does not have; as the app's template has it.

use crate::pictures::{noise, photograph, size_of};
use crate::scene::{BUCKET, OPEN, Scene, rules, template};
use http::Method;
use serde_json::{Value, json};
use sizewise::{Query, SigningKey};
use sizewise_stage::cloudfront::{By, Wiring};
use sizewise_stage::s3::Trouble;
use sizewise_stage::{Distribution, Scenes, Viewer, play};

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const NEWER: &str = "fedcba9876543210fedcba9876543210";

pub(crate) async fn play(scenes: &mut Scenes, scene: &Scene) {
    play!(scenes, scene;
        the_second_origin_makes_what_the_bucket_then_has,
        however_it_is_asked_a_picture_is_kept_once,
        a_drawing_goes_the_same_way,
        every_answer_that_the_group_names_leads_to_the_function,
        an_original_is_the_buckets_and_what_is_nowhere_is_missing,
        what_cannot_be_read_reaches_no_origin,
        signatures_are_judged_by_the_keys_of_the_store,
        twenty_megabytes_need_no_redirect,
        who_asks_what_he_may_is_told_by_the_function,
        a_template_that_forgets_is_noticed,
    );
}

async fn the_second_origin_makes_what_the_bucket_then_has(scene: &Scene) {
    let regional = scene.regional(OPEN, &[]).await;
    scene.upload("regional/a b+é.jpg", photograph((160, 120))).await;
    let asked = "/regional/a%20b%2B%C3%A9.jpg?height=40&width=40&style=bw";
    let first = regional.distribution.get(asked).await;
    assert_eq!((first.status.as_u16(), &first.by), (200, &By::Second), "{first:#?}");
    assert_eq!(first.path, "/40h40w/bw/regional/a%20b%2B%C3%A9.jpg");
    assert_eq!(size_of(&first.body), (40, 30));
    let second = regional.distribution.get(asked).await;
    assert_eq!((second.status.as_u16(), &second.by), (200, &By::Origin), "{second:#?}");
    assert_eq!(second.body, first.body);
    for header in ["etag", "content-type", "cache-control", "x-amz-meta-cache-tag"] {
        assert!(!first.header(header).is_empty(), "{header}");
        assert_eq!(second.header(header), first.header(header), "{header}");
    }
}

async fn however_it_is_asked_a_picture_is_kept_once(scene: &Scene) {
    let regional = scene.regional(OPEN, &[]).await;
    let distribution = regional.distribution.caching();
    scene.upload("once/a.jpg", photograph((160, 120))).await;
    let mut made_by = Vec::new();
    for target in [
        "/once/a.jpg?width=40&style=bw",
        "/once/a.jpg?style=grayscale&utm_source=letter&w=40",
        "/40w/bw/once/a.jpg",
        "/%340w/bw/once/a.jpg",
    ] {
        let viewer = Viewer::get(target).with("Accept", &format!("image/png;q=0.{}", target.len()));
        let reply = distribution.ask(&viewer).await;
        assert_eq!(
            (reply.status.as_u16(), reply.path.as_str()),
            (200, "/40w/bw/once/a.jpg"),
            "{target}"
        );
        made_by.push(reply.by);
    }
    assert_eq!(made_by, [By::Second, By::Cache, By::Cache, By::Cache]);
}

async fn a_drawing_goes_the_same_way(scene: &Scene) {
    let regional = scene.regional(OPEN, &[]).await;
    let drawing = r#"<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60"><rect width="40" height="60"/></svg>"#;
    scene.upload("drawings/a.svg", drawing).await;
    let reply = regional.distribution.get("/drawings/a.svg?w=40&format=png").await;
    assert_eq!((reply.status.as_u16(), &reply.by), (200, &By::Second), "{reply:#?}");
    assert_eq!(
        (reply.header("content-type"), reply.path.as_str()),
        ("image/png", "/40w,format.png/default/drawings/a.svg")
    );
    assert_eq!(regional.distribution.get("/drawings/a.svg?blur=x").await.status, 400);
    let whole = regional.distribution.get("/drawings/a.svg").await;
    assert_eq!((&whole.by, whole.text().as_str()), (&By::Origin, drawing));
}

async fn every_answer_that_the_group_names_leads_to_the_function(scene: &Scene) {
    let regional = scene.regional(OPEN, &[]).await;
    scene.upload("turns/a.jpg", photograph((160, 120))).await;
    for (width, status) in (40..).zip([403, 404, 500, 502, 503, 504]) {
        scene.s3.next(Method::GET, Trouble::Refused(status, "Trouble"));
        let reply = regional.distribution.get(&format!("/turns/a.jpg?w={width}")).await;
        assert_eq!((reply.status.as_u16(), &reply.by), (200, &By::Second), "{status}");
    }
}

async fn an_original_is_the_buckets_and_what_is_nowhere_is_missing(scene: &Scene) {
    let regional = scene.regional(OPEN, &[]).await;
    let original = photograph((160, 120));
    scene.upload("whole/a.jpg", original.clone()).await;
    let whole = regional.distribution.get("/whole/a.jpg?utm_source=letter").await;
    assert_eq!((&whole.by, whole.body.as_ref()), (&By::Origin, original.as_slice()));
    for target in ["/whole/gone.jpg", "/whole/gone.jpg?w=40"] {
        let gone = regional.distribution.get(target).await;
        assert_eq!((gone.status.as_u16(), &gone.by), (404, &By::Second), "{target}");
        assert_eq!(gone.header("content-type"), "application/problem+json");
    }
    let head = regional.distribution.ask(&Viewer::head("/whole/a.jpg?w=40")).await;
    assert_eq!((head.status.as_u16(), &head.by, head.body.len()), (200, &By::Second, 0));
    assert!(scene.s3.kept(BUCKET, "40w/default/whole/a.jpg").await.is_some());
}

async fn what_cannot_be_read_reaches_no_origin(scene: &Scene) {
    let policy = format!("{OPEN}[answers]\nothers = \"refuse\"\n");
    let regional = scene.regional(&policy, &[]).await;
    for (target, status, sentence) in [
        ("/a.jpg?w=abc", 400, "expected a whole number of at least 1 for `width`, found `abc`"),
        ("/40w,blur.x/default/a.jpg", 400, "`blur`"),
        ("/a/../b.jpg", 400, "`..`"),
        ("/invoice.pdf", 415, "expected the name of a picture"),
    ] {
        let reply = regional.distribution.get(target).await;
        assert_eq!((reply.status.as_u16(), &reply.by), (status, &By::ViewerRequest), "{target}");
        let problem = serde_json::from_slice::<Value>(&reply.body).unwrap();
        assert_eq!(problem["status"], status);
        assert!(problem["detail"].as_str().unwrap().contains(sentence), "{problem}");
        assert_eq!(reply.header("content-type"), "application/problem+json");
    }
    assert!(scene.s3.record().deeds.is_empty());
}

async fn signatures_are_judged_by_the_keys_of_the_store(scene: &Scene) {
    let policy =
        format!("{OPEN}[signing]\nrequired = true\nkeys = [{{ env = \"SIZEWISE_KEY\" }}]\n");
    let regional = scene.regional(&policy, &[NEWER, SECRET]).await;
    scene.upload("judged/a.jpg", photograph((160, 120))).await;
    let signed = |secret: &str| {
        let signature =
            SigningKey::new(secret).unwrap().sign("/judged/a.jpg", Query("w=40&utm=a+b"));
        format!("/judged/a.jpg?w=40&utm=a+b&signature={signature}")
    };
    for target in [
        "/judged/a.jpg?w=40",
        "/40w/default/judged/a.jpg",
        &signed("another key of 32 bytes ........"),
    ] {
        let reply = regional.distribution.get(target).await;
        assert_eq!((reply.status.as_u16(), &reply.by), (403, &By::ViewerRequest), "{target}");
    }
    for (secret, by) in [(SECRET, By::Second), (NEWER, By::Origin)] {
        let reply = regional.distribution.get(&signed(secret)).await;
        assert_eq!((reply.status.as_u16(), &reply.by), (200, &by), "{reply:#?}");
    }
    let without = scene.regional(&policy, &[]).await;
    assert_eq!(without.distribution.get(&signed(SECRET)).await.status, 403);
}

async fn twenty_megabytes_need_no_redirect(scene: &Scene) {
    let regional = scene.regional(OPEN, &[]).await;
    scene.upload("large/regional.png", noise((2700, 2500))).await;
    let reply = regional.distribution.get("/large/regional.png?w=2699&format=png").await;
    assert_eq!((reply.status.as_u16(), &reply.by), (200, &By::Second), "{}", reply.text());
    assert!(reply.body.len() > 20_000_000, "{}", reply.body.len());
}

/// As the app has it where pages of other sites may read pixels.
async fn who_asks_what_he_may_is_told_by_the_function(scene: &Scene) {
    let policy = format!("{OPEN}[answers]\ncors_origins = [\"https://shop.example\"]\n");
    let regional = scene.regional(&policy, &[]).await;
    scene.upload("cors/a.jpg", photograph((160, 120))).await;
    let preflight = Viewer::new(Method::OPTIONS, "/cors/a.jpg?w=40")
        .with("Origin", "https://shop.example")
        .with("Access-Control-Request-Method", "GET");
    // A bucket that is not told who asks does not understand the question.
    let reply = regional.distribution.ask(&preflight).await;
    assert_eq!((reply.status.as_u16(), &reply.by), (400, &By::Origin));
    let mut template = template("regional");
    for resource in template["Resources"].as_object_mut().unwrap().values_mut() {
        if let Some(behaviour) =
            resource.pointer_mut("/Properties/DistributionConfig/DefaultCacheBehavior")
        {
            behaviour["OriginRequestPolicyId"] = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf".into();
        }
    }
    let distribution = regional.distribution.wired(Wiring::of(&template));
    let reply = distribution.ask(&preflight).await;
    assert_eq!((reply.status.as_u16(), &reply.by), (204, &By::Second), "{reply:#?}");
    assert_eq!(reply.header("access-control-allow-origin"), "https://shop.example");
    assert_eq!(reply.header("access-control-allow-methods"), "GET, HEAD, OPTIONS");
    let picture = distribution.ask(&Viewer { method: Method::GET, ..preflight }).await;
    assert_eq!((picture.status.as_u16(), &picture.by), (200, &By::Second));
}

/// The journeys above are of the template and not of what somebody believes of it: without what it says, they end
/// elsewhere.
async fn a_template_that_forgets_is_noticed(scene: &Scene) {
    scene.upload("forgets/a.jpg", photograph((160, 120))).await;
    scene.upload("forgets/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").await;
    let without = |topology: &str, pointer: &str, value: Value| {
        let mut template = template(topology);
        let resources = template["Resources"].as_object_mut().unwrap();
        let forgets = resources.values_mut().filter(|resource| resource.pointer(pointer).is_some());
        let found = forgets.map(|resource| *resource.pointer_mut(pointer).unwrap() = value.clone());
        assert!(found.count() > 0, "{topology}: nothing at {pointer}");
        Wiring::of(&template)
    };
    const CONFIG: &str = "/Properties/DistributionConfig";
    let codes = format!("{CONFIG}/OriginGroups/Items/0/FailoverCriteria/StatusCodes/Items");
    let regional = scene.regional(OPEN, &[]).await;
    let distribution = regional.distribution.wired(without("regional", &codes, json!([404])));
    assert_eq!(distribution.get("/forgets/a.jpg?w=40").await.status, 403);

    let judges = format!("{CONFIG}/CacheBehaviors/0/FunctionAssociations");
    let distribution = distribution.wired(without("regional", &judges, json!([])));
    let svg = distribution.get("/forgets/a.svg?w=x").await;
    assert_eq!((svg.status.as_u16(), &svg.by), (200, &By::Origin));

    let edge = scene.edge(OPEN).await;
    let makers = format!("{CONFIG}/DefaultCacheBehavior/LambdaFunctionAssociations");
    let distribution = edge.distribution.wired(without("edge", &makers, json!([])));
    assert_eq!(distribution.get("/forgets/a.jpg?w=41").await.path, "/forgets/a.jpg");

    let queries = "/Properties/CachePolicyConfig/ParametersInCacheKeyAndForwardedToOrigin/QueryStringsConfig/QueryStringBehavior";
    let wiring = without("edge", queries, json!("all"));
    let keeping = Distribution::new(&scene.s3, BUCKET, rules).wired(wiring).caching();
    for target in ["/forgets/a.jpg?v=1", "/forgets/a.jpg?v=2"] {
        assert_eq!(keeping.get(target).await.by, By::Origin, "{target}");
    }
}
