//! A program behind a Function URL.

use std::io::{Read, Write};

/// As a program that speaks the runtime API, this answers with the events themselves.
pub(crate) fn echo(api: &str) -> ! {
    let version = format!("http://{api}/2018-06-01/runtime/invocation");
    loop {
        let (head, event) = said(api, &format!("GET {version}/next HTTP/1.1\r\nhost: a\r\n\r\n"));
        let id = head.lines().find_map(|line| line.strip_prefix("lambda-runtime-aws-request-id: "));
        let path = format!("{version}/{}/response", id.unwrap());
        let length = event.len();
        let head = format!("POST {path} HTTP/1.1\r\nhost: a\r\ncontent-length: {length}\r\n\r\n");
        said(api, &(head + &event));
    }
}

fn said(api: &str, request: &str) -> (String, String) {
    let mut stream = std::net::TcpStream::connect(api).unwrap();
    stream
        .write_all(request.replace("HTTP/1.1\r\n", "HTTP/1.1\r\nconnection: close\r\n").as_bytes())
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}
