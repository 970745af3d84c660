//! Patience: how long a bucket is waited for. An answer of S3 is there within 100 ms, mostly; who waits for a picture
//! waits no longer than CloudFront, which gives up after 30 s.

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use std::time::Duration;

/// How long a bucket is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a connection. Default: 2 s, which is ten times across an ocean and back.
    pub connect: Duration,
    /// For one attempt, from its first byte to the head of the answer. Default: 5 s, in which 6 MB go up a line of
    /// 10 Mbit/s. A connection that died while a picture was made is noticed by nothing else.
    pub attempt: Duration,
    /// For the next bytes of a body. Default: 5 s.
    pub silence: Duration,
    /// For all attempts and all of a body together. Default: 20 s: three attempts fit into it, and it into the 30 s
    /// that a Lambda@Edge has.
    pub whole: Duration,
    /// For a connection that nobody uses to be used again. Default: 12 s, since S3 is said to hang up after 20 s.
    pub idle: Duration,
}

/// Two more than one, for answers of 500 and connections that break. A fourth helps nobody who is still waiting.
const ATTEMPTS: u32 = 3;

/// Before the second attempt, by chance up to this, and before the third up to twice as long.
const BACKOFF: Duration = Duration::from_millis(100);

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(2),
            attempt: Duration::from_secs(5),
            silence: Duration::from_secs(5),
            whole: Duration::from_secs(20),
            idle: Duration::from_secs(12),
        }
    }
}

impl Patience {
    pub(super) fn timeouts(&self) -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(self.connect)
            .operation_attempt_timeout(self.attempt)
            .build()
    }

    pub(super) fn retries() -> RetryConfig {
        RetryConfig::standard().with_max_attempts(ATTEMPTS).with_initial_backoff(BACKOFF)
    }
}
