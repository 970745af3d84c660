//! A program that speaks the runtime API, in the fewest words: what it does is what the event says.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

const VERSION: &str = "/2018-06-01/runtime";

pub(crate) fn main(api: &str) {
    if std::env::var_os("UNFIT").is_some() {
        let error = json!({ "errorType": "Runtime.Unfit", "errorMessage": "no policy" });
        post(api, "/init/error", "", error.to_string().as_bytes());
        std::process::exit(1);
    }
    loop {
        let (id, event) = next(api);
        println!("{id}");
        answer(api, &id, &event);
    }
}

fn answer(api: &str, id: &str, event: &Value) {
    let response = format!("/invocation/{id}/response");
    match event["do"].as_str().unwrap_or_default() {
        "fail" => {
            let error = json!({ "errorType": "Made", "errorMessage": "it cannot" });
            post(api, &format!("/invocation/{id}/error"), "", error.to_string().as_bytes());
        }
        "exit" => std::process::exit(7),
        "sleep" => std::thread::sleep(Duration::from_secs(100)),
        "stream" => {
            let head = json!({ "statusCode": 200, "headers": { "content-type": "image/png" },
                "cookies": ["a=b"] });
            let head = [head.to_string().as_bytes(), &[0; 8]].concat();
            let size = event["size"].as_u64().unwrap_or_default() as usize;
            let bytes = (0..size).map(|place| place as u8).collect::<Vec<_>>();
            let trailer = event["trailer"].as_str().unwrap_or_default();
            stream(api, &response, &[&head, &bytes[..size / 2], &bytes[size / 2..]], trailer);
        }
        "size" => {
            let size = event["size"].as_u64().unwrap_or_default() as usize;
            post(api, &response, "", &vec![b'1'; size]);
        }
        "environment" => {
            let all = std::env::vars().collect::<std::collections::BTreeMap<_, _>>();
            post(api, &response, "", json!(all).to_string().as_bytes());
        }
        "base64" => {
            let answer = json!({ "statusCode": 201, "headers": { "x-number": 7 },
                "isBase64Encoded": true, "body": "/9j/4AA=" });
            post(api, &response, "", answer.to_string().as_bytes());
        }
        _ => {
            let answer = json!({ "statusCode": 200, "body": event["rawPath"] });
            post(api, &response, "", answer.to_string().as_bytes());
        }
    }
}

fn next(api: &str) -> (String, Value) {
    let mut stream = TcpStream::connect(api).unwrap();
    write!(stream, "GET {VERSION}/invocation/next HTTP/1.1\r\nhost: {api}\r\n\r\n").unwrap();
    let mut reader = BufReader::new(stream);
    let (mut id, mut length, mut deadline) = (String::new(), 0, 0_u64);
    for line in reader.by_ref().lines() {
        let line = line.unwrap();
        match line.split_once(": ") {
            Some(("lambda-runtime-aws-request-id", value)) => id = value.to_owned(),
            Some(("lambda-runtime-deadline-ms", value)) => deadline = value.parse().unwrap(),
            Some(("content-length", value)) => length = value.parse().unwrap(),
            _ if line.is_empty() => break,
            _ => {}
        }
    }
    assert!(deadline > 1_700_000_000_000);
    let mut event = vec![0; length];
    reader.read_exact(&mut event).unwrap();
    (id, serde_json::from_slice(&event).unwrap())
}

fn post(api: &str, path: &str, headers: &str, body: &[u8]) {
    let mut stream = TcpStream::connect(api).unwrap();
    let length = body.len();
    let head = format!(
        "POST {VERSION}{path} HTTP/1.1\r\nhost: {api}\r\ncontent-length: {length}\r\n{headers}\r\n"
    );
    stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
    accepted(stream);
}

fn stream(api: &str, path: &str, chunks: &[&[u8]], trailer: &str) {
    let mut stream = TcpStream::connect(api).unwrap();
    let head = format!(
        "POST {VERSION}{path} HTTP/1.1\r\nhost: {api}\r\ntransfer-encoding: chunked\r\n\
         lambda-runtime-function-response-mode: streaming\r\n\
         content-type: application/vnd.awslambda.http-integration-response\r\n\
         trailer: Lambda-Runtime-Function-Error-Type\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    for chunk in chunks.iter().filter(|chunk| !chunk.is_empty()) {
        stream.write_all(format!("{:x}\r\n", chunk.len()).as_bytes()).unwrap();
        stream.write_all(&[chunk, &b"\r\n"[..]].concat()).unwrap();
        std::thread::sleep(Duration::from_millis(20));
    }
    let trailer = match trailer {
        "" => String::new(),
        kind => format!("Lambda-Runtime-Function-Error-Type: {kind}\r\n"),
    };
    stream.write_all(format!("0\r\n{trailer}\r\n").as_bytes()).unwrap();
    accepted(stream);
}

fn accepted(stream: TcpStream) {
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    assert!(line.contains(" 202 "), "{line}");
}
