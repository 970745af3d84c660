//! A client that says what it is told to say, be it HTTP or not, and reads what comes back.

use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A connection.
pub(crate) struct Client {
    stream: TcpStream,
    /// What has come and was not read yet.
    come: Vec<u8>,
}

/// What a server says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// Longer than anything here takes, also on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(50);

impl Client {
    pub(crate) async fn connect(at: SocketAddr) -> Self {
        Self { stream: TcpStream::connect(at).await.unwrap(), come: Vec::new() }
    }

    pub(crate) async fn say(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
    }

    pub(crate) async fn ask(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let lines = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let lines = lines.collect::<String>();
        self.say(format!("{method} {target} HTTP/1.1\r\nHost: pictures\r\n{lines}\r\n")).await;
        self.answer(method).await.unwrap_or_else(|| panic!("no answer to {method} {target}"))
    }

    pub(crate) async fn get(&mut self, target: &str) -> Answer {
        self.ask("GET", target, &[]).await
    }

    /// The next answer, to a request with this method; nothing, where the server hangs up instead.
    pub(crate) async fn answer(&mut self, method: &str) -> Option<Answer> {
        loop {
            let head = self.head().await?;
            let mut answer = Answer::read(&head);
            if answer.status < 200 {
                continue;
            }
            if method == "HEAD" || [204, 304].contains(&answer.status) {
                return Some(answer);
            }
            let length = answer.header("content-length")?.parse::<usize>().unwrap();
            while self.come.len() < length {
                self.more().await.then_some(())?;
            }
            answer.body = self.come.drain(..length).collect();
            return Some(answer);
        }
    }

    /// Whether the server has hung up and said nothing more.
    pub(crate) async fn is_left(&mut self) -> bool {
        !self.more().await && self.come.is_empty()
    }

    async fn head(&mut self) -> Option<String> {
        loop {
            if let Some(at) = self.come.windows(4).position(|four| four == b"\r\n\r\n") {
                return Some(String::from_utf8(self.come.drain(..at + 4).collect()).unwrap());
            }
            self.more().await.then_some(())?;
        }
    }

    /// Reads on; false at the end.
    async fn more(&mut self) -> bool {
        let read = timeout(PATIENCE, self.stream.read_buf(&mut self.come)).await;
        read.expect("an answer in time").is_ok_and(|length| length > 0)
    }
}

impl Answer {
    fn read(head: &str) -> Self {
        let mut lines = head.trim_end().split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|line| line.split_once(": ").unwrap());
        let headers = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        Self { status, headers: headers.collect(), body: Vec::new() }
    }

    /// A header; all of its lines as one.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let lines = self.headers.iter().filter(|(known, _)| known == name);
        let lines = lines.map(|(_, value)| value.as_str()).collect::<Vec<_>>();
        (!lines.is_empty()).then(|| lines.join(", "))
    }

    #[track_caller]
    pub(crate) fn told(&self, name: &str) -> String {
        self.header(name).unwrap_or_else(|| panic!("expected `{name}`, found {:?}", self.headers))
    }

    /// What of an answer must not change from one time to the next.
    pub(crate) fn lasting(&self) -> [Option<String>; 5] {
        ["etag", "last-modified", "content-type", "content-length", "cache-control"]
            .map(|name| self.header(name))
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The sentence of a refusal, which has its form.
    #[track_caller]
    pub(crate) fn problem(&self) -> String {
        assert_eq!(self.told("content-type"), "application/problem+json", "{}", self.text());
        let problem = self.json();
        assert_eq!(problem["type"], "about:blank");
        assert_eq!(problem["status"], self.status);
        assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()));
        assert_eq!(self.told("x-content-type-options"), "nosniff");
        problem["detail"].as_str().unwrap().to_owned()
    }
}
