//! Writing an answer to HTTP: JSON, errors, streams, headers. What is answered is decided elsewhere.

use crate::simulator::service_error::ServiceError;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use serde_json::Value;

/// The media type of an event stream.
pub(crate) const EVENT_STREAM: &str = "application/vnd.amazon.eventstream";
/// What the service appends to the name of an error in the header; SDKs cut it off at the colon.
const NAMESPACE: &str = ":http://internal.amazon.com/coral/com.amazon.bedrock/";

/// An answer with a JSON body.
pub(crate) fn json(status: u16, body: &Value) -> Response<Body> {
    bytes(status, "application/json", body.to_string())
}

/// An answer with that body.
pub(crate) fn bytes(
    status: u16,
    media_type: &'static str,
    body: impl Into<Body>,
) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    set(&mut response, "content-type", media_type);
    response
}

/// An error as the service writes it.
pub(crate) fn error(error: &ServiceError) -> Response<Body> {
    let mut response = json(error.status, &error.body());
    set(&mut response, "x-amzn-errortype", &format!("{}{NAMESPACE}", error.name));
    response
}

/// Sets a header. A value that cannot stand in a header is left out.
pub(crate) fn set(response: &mut Response<Body>, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
}
