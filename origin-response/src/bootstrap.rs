//! The program that Lambda starts behind a Function URL.

use sizewise_origin_response::log;
use sizewise_origin_response::runtime::Runtime;
use sizewise_origin_response::url::Function;
use sizewise_store::Buckets;
use std::env;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    log();
    // Pictures are made on threads of their own; to carry them, one is enough, and there sooner than several.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(run())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "there is no function");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error + Send + Sync>> {
    let folder = env::var_os("LAMBDA_TASK_ROOT").map_or_else(|| PathBuf::from("."), PathBuf::from);
    let policy = sizewise_package::policy(&folder)?;
    for warning in &policy.warnings {
        tracing::warn!(warning, "the policy");
    }
    let buckets = Buckets::connect(None).await?;
    let function = Function::new(policy, &buckets, |name| env::var(name).ok())?;
    let api = env::var("AWS_LAMBDA_RUNTIME_API").unwrap_or_default();
    Ok(Runtime::at(&api)?.run(function).await?)
}
