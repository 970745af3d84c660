//! A connection: one request after the other, each when the one before has its answer. It is as cheap as it can be, for
//! it takes its time from those who race.

use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) struct Connection {
    address: SocketAddr,
    stream: Option<TcpStream>,
    /// An answer as it came.
    buffer: Vec<u8>,
}

/// An answer.
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    /// As it came, without the empty line.
    pub(crate) head: &'a str,
    pub(crate) body: &'a [u8],
}

/// How the end of an answer is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Known(usize),
    Chunked,
}

struct Head {
    status: u16,
    length: Length,
    is_last: bool,
    /// Where the body begins.
    ends: usize,
}

/// As much as is read at once at least.
const ROOM: usize = 64 * 1024;

impl Connection {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, stream: None, buffer: Vec::with_capacity(ROOM) }
    }

    /// Sends a request for something with GET, and waits for the answer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => connected(self.address).await?,
        };
        stream.write_all(request).await?;
        self.buffer.clear();
        let head = loop {
            if let Some(head) = head(&self.buffer)? {
                break head;
            }
            self.more(&mut stream).await?;
        };
        match head.length {
            Length::Known(length) => {
                while self.buffer.len() < head.ends + length {
                    self.more(&mut stream).await?;
                }
            }
            Length::Chunked => {
                while !self.joined(head.ends)? {
                    self.more(&mut stream).await?;
                }
            }
        }
        self.stream = Some(stream).filter(|_| !head.is_last);
        let (head_text, body) = self.buffer.split_at(head.ends);
        let head_text = std::str::from_utf8(head_text).map_err(|_| broken())?;
        Ok(Answer { status: head.status, head: head_text, body })
    }

    async fn more(&mut self, stream: &mut TcpStream) -> Result<()> {
        self.buffer.reserve(ROOM);
        match stream.read_buf(&mut self.buffer).await? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    /// Whether all chunks are there; then they stand one behind the other.
    fn joined(&mut self, begins: usize) -> Result<bool> {
        let mut at = begins;
        let mut chunks = Vec::new();
        loop {
            let Some(line) = find(&self.buffer[at..], b"\r\n") else { return Ok(false) };
            let length = std::str::from_utf8(&self.buffer[at..at + line]).map_err(|_| broken())?;
            let length = usize::from_str_radix(length, 16).map_err(|_| broken())?;
            at += line + 2;
            if self.buffer.len() < at + length + 2 {
                return Ok(false);
            }
            if length == 0 {
                break;
            }
            chunks.push(at..at + length);
            at += length + 2;
        }
        let mut end = begins;
        for chunk in chunks {
            let length = chunk.len();
            self.buffer.copy_within(chunk, end);
            end += length;
        }
        self.buffer.truncate(end);
        Ok(true)
    }
}

async fn connected(address: SocketAddr) -> Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// The head of an answer, once it is there.
fn head(buffer: &[u8]) -> Result<Option<Head>> {
    let Some(ends) = find(buffer, b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&buffer[..ends]).map_err(|_| broken())?;
    let status = text.get(9..12).and_then(|status| status.parse().ok()).ok_or_else(broken)?;
    let mut length = Length::Known(0);
    let mut is_last = false;
    for line in text.lines().skip(1) {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        if name.eq_ignore_ascii_case("content-length") && status != 304 {
            length = Length::Known(value.parse().map_err(|_| broken())?);
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            length = Length::Chunked;
        } else if name.eq_ignore_ascii_case("connection") {
            is_last = value.eq_ignore_ascii_case("close");
        }
    }
    Ok(Some(Head { status, length, is_last, ends: ends + 4 }))
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

fn broken() -> Error {
    Error::new(ErrorKind::InvalidData, "expected an answer of HTTP/1.1, found something else")
}

impl Answer<'_> {
    /// What a header says.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    /// Says the same to everybody, in two parts, and then hangs up.
    fn say(parts: [&'static str; 2]) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                stream.read_exact(&mut [0; 3]).unwrap();
                for part in parts {
                    stream.write_all(part.as_bytes()).unwrap();
                    std::thread::sleep(std::time::Duration::from_millis(5));
                }
            }
        });
        address
    }

    async fn check(parts: [&'static str; 2], expected: (u16, &[u8])) {
        let mut connection = Connection::new(say(parts));
        let answer = connection.ask(b"ask").await.unwrap();
        assert_eq!((answer.status, answer.body), expected, "{parts:?}");
    }

    #[tokio::test]
    async fn an_answer_ends_where_it_says() {
        check(["HTTP/1.1 200 OK\r\nContent-Len", "gth: 3\r\n\r\nabc"], (200, b"abc")).await;
        check(["HTTP/1.1 304 Not\r\ncontent-length: 3\r\n", "\r\n"], (304, b"")).await;
        let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n";
        check([chunked, "10\r\n0123456789abcdef\r\n0\r\n\r\n"], (200, b"abc0123456789abcdef"))
            .await;
    }

    #[tokio::test]
    async fn what_ends_too_early_or_is_something_else_is_an_error() {
        for parts in
            [["HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n", "abc"], ["SSH-2.0\r\n\r\n", ""]]
        {
            assert!(Connection::new(say(parts)).ask(b"ask").await.is_err(), "{parts:?}");
        }
    }
}
