//! The interceptor that refuses every operation that changes the account in read-only mode.
//! Not here: which operations those are (api), or the words for a refusal (problem).

use std::fmt;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeSerializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

use crate::api::access::reads;

/// Refuses every operation that is not a read, before anything of it is made. Not earlier: before
/// serialization is the first moment at which a client's interceptor knows the operation.
#[derive(Debug)]
pub(crate) struct ReadOnly;

/// The refusal, found again in the SDK's error.
#[derive(Debug)]
pub(crate) struct Refused {
    /// The operation that was refused.
    pub(crate) operation: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} changes the account, and read-only mode is on", self.operation)
    }
}

impl std::error::Error for Refused {}

#[dyn_dispatch_hint]
impl Intercept for ReadOnly {
    fn name(&self) -> &'static str {
        "ReadOnly"
    }

    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let operation = cfg.load::<Metadata>().map_or("", Metadata::name);
        if reads(operation) {
            return Ok(());
        }
        Err(Refused { operation: operation.to_owned() }.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_write_is_refused_before_it_leaves_and_a_read_is_not() {
        let conf = aws_sdk_bedrock::Config::builder()
            .behavior_version(aws_config::BehaviorVersion::latest())
            .region(aws_config::Region::new("us-east-1"))
            .endpoint_url("http://127.0.0.1:1")
            .credentials_provider(aws_credential_types::Credentials::for_tests())
            .retry_config(aws_config::retry::RetryConfig::disabled())
            .interceptor(ReadOnly)
            .build();
        let client = aws_sdk_bedrock::Client::from_conf(conf);
        let refused = |error: &(dyn std::error::Error + 'static)| {
            let found = std::iter::successors(Some(error), |error| error.source());
            found.filter_map(|error| error.downcast_ref::<Refused>()).count()
        };
        let write = client.delete_imported_model().model_identifier("m").send().await.unwrap_err();
        assert_eq!(refused(&write), 1, "{write:?}");
        let read = client.list_foundation_models().send().await.unwrap_err();
        assert_eq!(refused(&read), 0, "{read:?}");
    }
}
