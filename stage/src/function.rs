//! A function that CloudFront calls: one of the test's own process, or one in Node.

use async_trait::async_trait;
use serde_json::Value;

/// Answers events.
#[async_trait]
pub trait Function: Send + Sync {
    /// What CloudFront is told, or what was thrown instead.
    async fn call(&self, event: &Value) -> Result<Value, String>;
}

#[async_trait]
impl<F: Fn(&Value) -> Result<Value, String> + Send + Sync> Function for F {
    async fn call(&self, event: &Value) -> Result<Value, String> {
        self(event)
    }
}

/// A function of this process that waits for something: `awaited(|event| async move { … })`.
pub fn awaited<F, W>(function: F) -> impl Function
where
    F: Fn(Value) -> W + Send + Sync,
    W: Future<Output = Result<Value, String>> + Send,
{
    Awaited(function)
}

struct Awaited<F>(F);

#[async_trait]
impl<F, W> Function for Awaited<F>
where
    F: Fn(Value) -> W + Send + Sync,
    W: Future<Output = Result<Value, String>> + Send,
{
    async fn call(&self, event: &Value) -> Result<Value, String> {
        (self.0)(event.clone()).await
    }
}
