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
