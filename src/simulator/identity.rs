//! GetCallerIdentity of the Security Token Service, in its query protocol: who the caller is.

use crate::api::uri;
use crate::simulator::caller::{ACCOUNT, Caller, USER};
use crate::simulator::reply;
use crate::simulator::service_error::ServiceError;
use axum::body::Body;
use axum::http::{HeaderMap, Response};

const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// Answers a form posted to the root. `fault` is what goes wrong instead.
pub(crate) fn answer(
    headers: &HeaderMap,
    body: &[u8],
    request_id: &str,
    fault: Option<&ServiceError>,
) -> Response<Body> {
    let form = uri::parameters(&String::from_utf8_lossy(body));
    let action = form.iter().find(|(name, _)| name == "Action").map(|pair| pair.1.as_str());
    let refused = match (fault, Caller::read(headers), action) {
        (Some(fault), _, _) => fault.clone(),
        (_, Err(error), _) => error,
        (_, _, Some("GetCallerIdentity")) => {
            return reply::bytes(200, "text/xml", identity(request_id));
        }
        (_, _, action) => ServiceError::new(
            "InvalidAction",
            400,
            format!(
                "Could not find operation {} for version NO_VERSION_SPECIFIED",
                action.unwrap_or_default()
            ),
        ),
    };
    reply::bytes(refused.status, "text/xml", error(&refused, request_id))
}

fn identity(request_id: &str) -> String {
    format!(
        "<GetCallerIdentityResponse xmlns=\"{NAMESPACE}\">\n  <GetCallerIdentityResult>\n    \
         <Arn>{USER}</Arn>\n    <UserId>AIDACKCEVSQ6C2EXAMPLE</UserId>\n    \
         <Account>{ACCOUNT}</Account>\n  </GetCallerIdentityResult>\n  <ResponseMetadata>\n    \
         <RequestId>{request_id}</RequestId>\n  </ResponseMetadata>\n</GetCallerIdentityResponse>\n"
    )
}

fn error(error: &ServiceError, request_id: &str) -> String {
    // STS has names of its own for two of them.
    let code = match error.name {
        "ExpiredTokenException" => "ExpiredToken",
        "UnrecognizedClientException" => "InvalidClientTokenId",
        "InvalidSignatureException" => "SignatureDoesNotMatch",
        name => name,
    };
    let message = error.message.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<ErrorResponse xmlns=\"{NAMESPACE}\">\n  <Error>\n    <Type>Sender</Type>\n    \
         <Code>{code}</Code>\n    <Message>{message}</Message>\n  </Error>\n  \
         <RequestId>{request_id}</RequestId>\n</ErrorResponse>\n"
    )
}
