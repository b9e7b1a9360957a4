//! A session and an answer to test with.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;

use crate::aws::setting::{Setting, Source};

pub(super) fn setting() -> Setting {
    Setting {
        source: Source::Chain,
        profile: Some("dev".into()),
        mfa: None,
        region: Some("eu-central-1".into()),
        proxy: None,
        bundle: None,
        endpoint: false,
        notice: None,
    }
}

pub(super) fn response(status: u16, headers: &[(&'static str, &str)], body: &str) -> HttpResponse {
    let mut response = HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body));
    for (name, value) in headers {
        response.headers_mut().insert(*name, (*value).to_owned());
    }
    response
}
