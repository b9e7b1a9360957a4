//! What each kind of fault answers, in the service's words. What happens in mid-stream is in
//! `stream`.

use crate::api::operation::Operation;
use crate::simulator::caller::{Caller, USER};
use crate::simulator::fault::{FaultKind, Reach};
use crate::simulator::reply;
use crate::simulator::service_error::ServiceError;
use aws_smithy_types::date_time::{DateTime, Format};
use axum::body::Body;
use axum::http::{HeaderMap, Response};
use serde_json::json;

const UNEXPECTED: &str =
    "The system encountered an unexpected error during processing. Try your request again.";

const ORGANISATION: &str = "with an explicit deny in a service control policy: \
    arn:aws:organizations::123456789012:policy/o-demo/service_control_policy/p-demo";

const LEGACY: &str = "Access denied. This Model is marked by provider as Legacy and you have not been \
    actively using the model in the last 15 days. Please upgrade to an active model on Amazon Bedrock";

const SIGNATURE: &str = "The request signature we calculated does not match the signature you \
    provided. Check your AWS Secret Access Key and signing method. Consult the service documentation \
    for details.";

const BAD_FIELD: &str = "1 validation error detected: Value '1.5' at 'inferenceConfig.temperature' \
    failed to satisfy constraint: Member must have value less than or equal to 1";

/// Where a fault happens.
pub(crate) struct Place<'a> {
    pub(crate) operation: &'a str,
    /// The facts of the operation; none for STS.
    pub(crate) facts: Option<&'a Operation>,
    pub(crate) headers: &'a HeaderMap,
    /// The model as the caller named it.
    pub(crate) model: Option<&'a str>,
}

/// The error a kind answers; none for the kinds that are no error answer.
pub(crate) fn error(kind: FaultKind, place: &Place<'_>) -> Option<ServiceError> {
    let error = |name, status, message: &str| ServiceError::new(name, status, message);
    if let Some(refusal) = refusal(kind, place) {
        return Some(refusal);
    }
    Some(match kind {
        FaultKind::Throttle => {
            error("ThrottlingException", 429, "Too many requests, please wait before trying again.")
        }
        FaultKind::Validation => ServiceError::validation(
            "Malformed input request: 2 schema violations found, please reformat your input and try \
             again.",
        ),
        FaultKind::BadField => ServiceError::validation(BAD_FIELD),
        FaultKind::TooLong => ServiceError::validation("Input is too long for requested model."),
        FaultKind::Quota => quota(place),
        FaultKind::NotReady => error(
            "ModelNotReadyException",
            429,
            "Model is not ready for inference. Wait and try your request again.",
        ),
        FaultKind::Unavailable => {
            error("ServiceUnavailableException", 503, "Bedrock is unable to process your request.")
        }
        FaultKind::Internal => error("InternalServerException", 500, UNEXPECTED),
        FaultKind::ModelTimeout => error(
            "ModelTimeoutException",
            408,
            "Model has timed out in processing the request. Try your request again.",
        ),
        FaultKind::ModelError => error("ModelErrorException", 424, UNEXPECTED)
            .with("originalStatusCode", json!(500))
            .with("resourceName", json!(place.model.unwrap_or_default())),
        FaultKind::Conflict | FaultKind::NotFound | FaultKind::TooManyTags | FaultKind::InUse => {
            return declared(kind, place);
        }
        // Refusals are told above; the others are no error answers.
        _ => return None,
    })
}

/// An error that only operations answer that declare it, in the words of the API reference.
fn declared(kind: FaultKind, place: &Place<'_>) -> Option<ServiceError> {
    let Reach::Declaring(name) = kind.reach() else { return None };
    let status = place.facts?.errors().find(|error| error.name == name)?.status;
    let message = match kind {
        FaultKind::Conflict => {
            "Error occurred because of a conflict while performing an operation."
        }
        FaultKind::NotFound => {
            "The specified resource ARN was not found. Check the ARN and try your request again."
        }
        FaultKind::TooManyTags => {
            "The request contains more tags than can be associated with a resource (50 tags per \
             resource)."
        }
        _ => "The resource is in use and can't be deleted.",
    };
    Some(ServiceError::new(name, status, message))
}

/// The error of a caller who is not known, or may not.
fn refusal(kind: FaultKind, place: &Place<'_>) -> Option<ServiceError> {
    let error = |name, message: &str| ServiceError::new(name, 403, message);
    let signature = |message: &str| error("InvalidSignatureException", message);
    Some(match kind {
        FaultKind::Deny => ServiceError::denied(denial(place)),
        FaultKind::OrgDeny => {
            ServiceError::denied(format!("{} {ORGANISATION}", attempt(place).said))
        }
        FaultKind::NoAccess => ServiceError::no_access(),
        FaultKind::NoAgreement => ServiceError::no_agreement(),
        FaultKind::UseCase => ServiceError::no_use_case(),
        FaultKind::Legacy => ServiceError::not_found(LEGACY),
        FaultKind::Expired => {
            error("ExpiredTokenException", "The security token included in the request is expired")
        }
        FaultKind::ExpiredKey => ServiceError::denied("Bearer Token has expired"),
        FaultKind::BadKey => error(
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
        ),
        FaultKind::BadSignature => signature(SIGNATURE),
        FaultKind::WrongRegion => signature("Credential should be scoped to a valid region."),
        FaultKind::Skew => signature(&skew(place.headers)),
        _ => return None,
    })
}

/// What was tried, as IAM says it.
struct Attempt {
    action: String,
    said: String,
}

/// The message of IAM, from which the missing policy statement can be made.
fn denial(place: &Place<'_>) -> String {
    let Attempt { action, said } = attempt(place);
    format!("{said} because no identity-based policy allows the {action} action")
}

fn attempt(place: &Place<'_>) -> Attempt {
    let action = match place.operation {
        "GetCallerIdentity" => "sts:GetCallerIdentity".to_owned(),
        "Converse" => "bedrock:InvokeModel".to_owned(),
        "ConverseStream" => "bedrock:InvokeModelWithResponseStream".to_owned(),
        name => format!("bedrock:{name}"),
    };
    let resource = place.model.map_or(String::new(), |model| {
        let arn = match Caller::read(place.headers) {
            Ok(caller) if !model.starts_with("arn:") => {
                match crate::simulator::profiles::find(model) {
                    Some(profile) => caller.profile_arn(&profile.id),
                    None => caller.model_arn(model),
                }
            }
            _ => model.to_owned(),
        };
        format!(" on resource: {arn}")
    });
    let said = format!("User: {USER} is not authorized to perform: {action}{resource}");
    Attempt { action, said }
}

/// Operations that know ServiceQuotaExceededException answer it; the others are throttled for the
/// rest of the day.
fn quota(place: &Place<'_>) -> ServiceError {
    const NAME: &str = "ServiceQuotaExceededException";
    let declared = place.facts.and_then(|facts| facts.errors().find(|error| error.name == NAME));
    match declared {
        Some(declared) => ServiceError::new(
            NAME,
            declared.status,
            "Your request exceeds the service quota for your account. To view your quotas, or to \
             request a quota increase, see the Service Quotas console.",
        ),
        None => ServiceError::new(
            "ThrottlingException",
            429,
            "Too many tokens per day, please wait before trying again.",
        ),
    }
}

/// The caller's clock as it signed, against one a quarter of an hour ahead.
fn skew(headers: &HeaderMap) -> String {
    let signed = headers.get("x-amz-date").and_then(|value| value.to_str().ok());
    let signed = signed.unwrap_or("20260101T000000Z");
    let now = spread(signed)
        .and_then(|text| DateTime::from_str(&text, Format::DateTime).ok())
        .map_or(0, |time| time.secs() + 15 * 60);
    let earliest = compact(now - 5 * 60);
    format!(
        "Signature expired: {signed} is now earlier than {earliest} ({} - 5 min.)",
        compact(now)
    )
}

/// `20260102T030405Z` with its separators.
fn spread(basic: &str) -> Option<String> {
    let part = |from: usize, to: usize| basic.get(from..to);
    Some(format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4)?,
        part(4, 6)?,
        part(6, 8)?,
        part(9, 11)?,
        part(11, 13)?,
        part(13, 15)?
    ))
}

fn compact(seconds: i64) -> String {
    DateTime::from_secs(seconds).fmt(Format::DateTime).unwrap_or_default().replace(['-', ':'], "")
}

/// The page of a proxy that lost the service.
pub(crate) fn html() -> Response<Body> {
    reply::bytes(
        502,
        "text/html",
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad \
         Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
    )
}

/// Bytes of something else, with a good status.
pub(crate) fn garbage() -> Response<Body> {
    reply::bytes(
        200,
        "application/octet-stream",
        b"\x7fELF\x02\x01\x01\0\xff\xfe garbage".as_slice(),
    )
}

/// A proxy that wants to know who asks.
pub(crate) fn proxy() -> Response<Body> {
    let mut response =
        reply::bytes(407, "text/html", "<html><body>Proxy authentication required</body></html>");
    reply::set(&mut response, "proxy-authenticate", "Basic realm=\"corporate\"");
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::lookup;
    use crate::simulator::fault::KINDS;

    #[test]
    fn every_error_has_the_status_of_the_facts() {
        for (kind, name, reach, _) in KINDS {
            let operations =
                ["ConverseStream", "InvokeModel", "ListFoundationModels", "DeleteGuardrail"];
            for operation in operations {
                let facts = lookup::operation(operation).unwrap();
                let headers = HeaderMap::new();
                let place = Place { operation, facts: Some(facts), headers: &headers, model: None };
                let Some(error) = error(kind, &place) else {
                    continue;
                };
                assert!(error.status >= 400 && !error.message.is_empty(), "{name}");
                if let Some(declared) = facts.errors().find(|known| known.name == error.name) {
                    assert_eq!(declared.status, error.status, "{name} of {operation}");
                }
                assert_ne!(reach, Reach::Streams, "{name} happens in the stream");
            }
        }
    }

    #[test]
    fn the_clocks_are_compared_as_the_service_does() {
        let mut headers = HeaderMap::new();
        headers.insert("x-amz-date", "20260102T030405Z".parse().unwrap());
        assert_eq!(
            skew(&headers),
            "Signature expired: 20260102T030405Z is now earlier than 20260102T031405Z (20260102T031905Z - 5 min.)"
        );
    }
}
