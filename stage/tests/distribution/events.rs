//! What functions are told.

use crate::{distribution, untouched};
use serde_json::json;
use sizewise_stage::cloudfront::Trigger;
use sizewise_stage::{S3, Viewer};

pub(crate) async fn a_request_is_told_as_cloudfront_tells_it(s3: &S3) {
    let distribution = distribution(s3).on_viewer_request(untouched("request"));
    let viewer = Viewer::head("/a%20b+c.jpg?w=200&h=%20").with("accept", "image/webp");
    let reply = distribution.ask(&viewer.with("Accept", "*/*")).await;
    let expected = json!({ "Records": [{ "cf": {
        "config": {
            "distributionDomainName": "d111111abcdef8.cloudfront.net",
            "distributionId": "EDFDVBD6EXAMPLE",
            "eventType": "viewer-request",
            "requestId": "4TyzHTaYWb1GX1qTfsHhEqV6HUDd_BzoBZnwfnvQc_1oF26ClkoUSEQ==",
        },
        "request": {
            "clientIp": "203.0.113.178",
            "headers": {
                "host": [{ "key": "Host", "value": "d111111abcdef8.cloudfront.net" }],
                "user-agent": [{ "key": "User-Agent", "value": "Mozilla/5.0" }],
                "accept": [
                    { "key": "accept", "value": "image/webp" },
                    { "key": "Accept", "value": "*/*" },
                ],
            },
            "method": "HEAD",
            "querystring": "w=200&h=%20",
            "uri": "/a%20b+c.jpg",
        },
    } }] });
    assert_eq!(
        (reply.calls[0].trigger, &reply.calls[0].event),
        (Trigger::ViewerRequest, &expected)
    );
}

pub(crate) async fn what_the_origin_answers_is_told_as_cloudfront_tells_it(s3: &S3) {
    let mut distribution = distribution(s3).on_origin_response(untouched("response"));
    let header = ("X-Sizewise-Variants".to_owned(), "s3://pictures".to_owned());
    distribution.origin.headers = vec![header];
    for viewer in [Viewer::get("/missing.jpg?w=200"), Viewer::head("/missing.jpg")] {
        let reply = distribution.ask(&viewer).await;
        let cf = &reply.calls[0].event["Records"][0]["cf"];
        assert_eq!(cf["config"]["eventType"], "origin-response");
        let origin = json!({ "s3": {
            "authMethod": "none",
            "customHeaders": {
                "x-sizewise-variants": [{ "key": "X-Sizewise-Variants", "value": "s3://pictures" }],
            },
            "domainName": "pictures.s3.eu-west-1.amazonaws.com",
            "path": "",
            "region": "eu-west-1",
        } });
        assert_eq!(cf["request"]["origin"], origin);
        assert_eq!(cf["request"]["uri"], "/missing.jpg");
        assert_eq!(cf["request"]["querystring"], "");
        let host = json!([{ "key": "Host", "value": "pictures.s3.eu-west-1.amazonaws.com" }]);
        assert_eq!(cf["request"]["headers"]["host"], host);
        let response = &cf["response"];
        assert_eq!(
            (&response["status"], &response["statusDescription"]),
            (&json!("403"), &json!("Forbidden"))
        );
        let chunked = json!([{ "key": "Transfer-Encoding", "value": "chunked" }]);
        assert_eq!(response["headers"]["transfer-encoding"], chunked, "{}", viewer.method);
        let kind = json!([{ "key": "Content-Type", "value": "application/xml" }]);
        assert_eq!(response["headers"]["content-type"], kind);
        let server = json!([{ "key": "Server", "value": "AmazonS3" }]);
        assert_eq!(response["headers"]["server"], server);
        assert_eq!(response["headers"]["x-amz-request-id"][0]["key"], "x-amz-request-id");
        assert!(response["headers"].get("content-length").is_none());
    }
    let reply = distribution.get("/a.jpg").await;
    let headers = &reply.calls[0].event["Records"][0]["cf"]["response"]["headers"];
    assert_eq!(headers["etag"][0]["key"], "ETag");
    assert_eq!(headers["content-length"], json!([{ "key": "Content-Length", "value": "8" }]));
}
