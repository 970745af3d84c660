//! Who buckets are reached as, and where: the client that all of them share.

use super::{Bucket, Patience};
use crate::Error;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Builder, SharedHttpClient};
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_types::service_config::ServiceConfigKey;

/// The buckets that one client reaches. It is made once: it holds the connections, the credentials and the
/// certificates that are trusted.
#[derive(Debug, Clone)]
pub struct Buckets {
    client: Client,
    patience: Patience,
}

/// Where a server of one's own says nothing of regions, requests are signed for this one.
const ANY_REGION: &str = "us-east-1";

impl Buckets {
    /// Those that are reached with the region and the credentials that the tools of AWS would find too: in the
    /// environment, in profiles, from the machine. At `endpoint`, if there is one, or at `AWS_ENDPOINT_URL_S3` or
    /// `AWS_ENDPOINT_URL`, is another server than AWS's.
    pub async fn connect(endpoint: Option<&str>) -> Result<Self, Error> {
        let patience = Patience::default();
        let http = http_client(patience);
        let loader = aws_config::defaults(BehaviorVersion::v2026_01_12())
            .http_client(http.clone())
            .timeout_config(patience.timeouts());
        let loader = match endpoint {
            Some(endpoint) => loader.endpoint_url(endpoint),
            None => loader,
        };
        Self::over(http, &loader.load().await, patience)
    }

    /// Those that are reached as this says, but over connections of their own, which are not kept for long.
    pub fn of(config: &SdkConfig, patience: Patience) -> Result<Self, Error> {
        Self::over(http_client(patience), config, patience)
    }

    fn over(http: SharedHttpClient, config: &SdkConfig, patience: Patience) -> Result<Self, Error> {
        let endpoint = endpoint(config)?;
        let region = match (config.region(), &endpoint) {
            (Some(region), _) => region.clone(),
            (None, Some(_)) => Region::from_static(ANY_REGION),
            (None, None) => return Err(Error::Fault(NO_REGION.to_owned())),
        };
        let builder = Builder::from(config)
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(region)
            .http_client(http)
            .timeout_config(patience.timeouts())
            .retry_config(Patience::retries())
            // Our own bounds are stricter, and say what happened.
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            // A server of one's own seldom has a name for each bucket.
            .force_path_style(endpoint.is_some());
        Ok(Self { client: Client::from_conf(builder.build()), patience })
    }

    /// Those that are in another region, reached with the same credentials over the same connections; without one, these.
    pub fn within(&self, region: Option<&str>) -> Self {
        let Some(region) = region else { return self.clone() };
        let config = self.client.config().to_builder();
        let config = config.region(Region::new(region.to_owned())).build();
        Self { client: Client::from_conf(config), patience: self.patience }
    }

    /// One of them. All that is kept there and asked of it lies below `prefix`, which is empty or the name of a folder.
    pub fn bucket(&self, name: &str, prefix: &str) -> Result<Bucket, Error> {
        if name.is_empty() {
            return Err(Error::Fault("expected the name of a bucket, found none".to_owned()));
        }
        let mut prefix = prefix.to_owned();
        if !prefix.is_empty() && !prefix.ends_with('/') {
            prefix.push('/');
        }
        let (client, patience) = (self.client.clone(), self.patience);
        Ok(Bucket { client, patience, bucket: name.to_owned(), prefix })
    }
}

const NO_REGION: &str =
    "expected a region, found none: set AWS_REGION, or `region` in a profile, or an endpoint";

/// Where the server is, if it is not AWS's. The same that the SDK finds, which keeps it to itself.
fn endpoint(config: &SdkConfig) -> Result<Option<String>, Error> {
    let key = ServiceConfigKey::builder()
        .service_id("S3")
        .env("AWS_ENDPOINT_URL")
        .profile("endpoint_url")
        .build()
        .map_err(Error::fault)?;
    let service = config.service_config().and_then(|service| service.load_config(key));
    // What was said in so many words goes before what the environment says of S3, and that before the rest.
    let is_said = config.get_origin("endpoint_url").is_client_config();
    let endpoint = service.filter(|_| !is_said);
    match endpoint.or_else(|| config.endpoint_url().map(ToOwned::to_owned)) {
        Some(url) if !["http://", "https://"].iter().any(|scheme| url.starts_with(scheme)) => {
            Err(Error::Fault(format!("expected an endpoint such as https://host, found {url:?}")))
        }
        endpoint => Ok(endpoint),
    }
}

fn http_client(patience: Patience) -> SharedHttpClient {
    aws_smithy_http_client::Builder::new()
        .pool_idle_timeout(patience.idle)
        .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
        .build_https()
}
