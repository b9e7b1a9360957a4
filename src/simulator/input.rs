//! The input of an operation, put together from path, query, headers and body as the API's facts
//! say, and held against them. What a body of bytes means is left to the operation.

use crate::api::constraint::{self, Constraint, Fault};
use crate::api::lookup::{self, Route};
use crate::api::operation::Operation;
use crate::api::shape::{Kind, Location, Member, Shape};
use crate::api::{uri, validation};
use crate::simulator::service_error::ServiceError;
use axum::http::HeaderMap;
use serde_json::{Map, Value, json};

/// The parts of a request an input is read from.
pub(crate) struct Parts<'a> {
    pub(crate) route: &'a Route,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

/// The input as one JSON object with the members' own names, valid by the facts.
pub(crate) fn read(parts: &Parts<'_>) -> Result<Value, ServiceError> {
    let operation = parts.route.operation;
    let Some(shape) = operation.input() else {
        return Ok(json!({}));
    };
    let Some(structure) = shape.structure() else {
        return Ok(json!({}));
    };
    let mut input = match &structure.payload {
        Some(payload) => payload_member(operation, payload, parts.body)?,
        None => body_members(parts.body)?,
    };
    let query = uri::parameters(parts.query);
    for member in &structure.members {
        let text = match member.location {
            Location::Body => continue,
            Location::Path => parts.route.labels.get(&member.wire_name).cloned(),
            Location::Query => {
                query.iter().find(|(name, _)| *name == member.wire_name).map(|pair| pair.1.clone())
            }
            Location::Header => parts
                .headers
                .get(member.wire_name.as_str())
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned),
        };
        if let Some(text) = text {
            input.insert(member.name.clone(), typed(operation, member, text));
        }
    }
    let input = Value::Object(input);
    let faults = faults(operation, shape, &input);
    if let Some(wrong) = faults.iter().find_map(|fault| match &fault.constraint {
        Constraint::Type { found, expected } => Some((found, expected)),
        _ => None,
    }) {
        return Err(ServiceError::serialization(format!(
            "{} can not be converted to a {}",
            wrong.0, wrong.1
        )));
    }
    if faults.is_empty() {
        Ok(input)
    } else {
        Err(ServiceError::validation(constraint::message(&faults)))
    }
}

/// What the facts have against an input. Of the ARNs of an account's own prompt routers the control
/// plane's facts know only those of the default ones; the runtime's know both.
pub(crate) fn faults(operation: &Operation, shape: &Shape, input: &Value) -> Vec<Fault> {
    let own = |fault: &Fault| {
        let arn = fault.value.as_deref().is_some_and(|value| value.contains(":prompt-router/"));
        arn && fault.place().ends_with("promptRouterArn")
    };
    let mut faults = validation::validate(lookup::service(operation.plane), shape, input);
    faults.retain(|fault| !own(fault));
    faults
}

fn body_members(body: &[u8]) -> Result<Map<String, Value>, ServiceError> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => {
            Err(ServiceError::serialization("Start of structure or map found where not expected."))
        }
        Err(error) => {
            Err(ServiceError::serialization(format!("Unable to parse the body: {error}")))
        }
    }
}

/// A body that is one member by itself: JSON of a structure; bytes stay with the operation.
fn payload_member(
    operation: &Operation,
    payload: &str,
    body: &[u8],
) -> Result<Map<String, Value>, ServiceError> {
    let member = operation.input().and_then(|s| s.structure()).and_then(|s| s.member(payload));
    let kind = member
        .and_then(|member| lookup::service(operation.plane).shape(&member.shape))
        .map(|shape| &shape.kind);
    match kind {
        Some(Kind::Structure(structure)) if !structure.event_stream && !body.is_empty() => {
            let members = body_members(body)?;
            Ok(Map::from_iter([(payload.to_owned(), Value::Object(members))]))
        }
        _ => Ok(Map::new()),
    }
}

/// The text of a header, a label or a parameter as the JSON value its shape asks for.
fn typed(operation: &Operation, member: &Member, text: String) -> Value {
    let shape = lookup::service(operation.plane).shape(&member.shape);
    let parsed = match shape.map(|shape| &shape.kind) {
        Some(Kind::Integer | Kind::Long) => text.parse::<i64>().ok().map(Value::from),
        Some(Kind::Float | Kind::Double) => text.parse::<f64>().ok().map(Value::from),
        Some(Kind::Boolean) => text.parse::<bool>().ok().map(Value::from),
        Some(Kind::List(_)) => Some(json!([text])),
        _ => None,
    };
    parsed.unwrap_or(Value::String(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_request(
        method: &str,
        path: &str,
        query: &str,
        body: &str,
    ) -> Result<Value, ServiceError> {
        let route = lookup::route_any(method, path).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("accept", "application/json".parse().unwrap());
        read(&Parts { route: &route, query, headers: &headers, body: body.as_bytes() })
    }

    #[test]
    fn members_come_from_everywhere() {
        let input = read_request("GET", "/inference-profiles", "maxResults=5&type=APPLICATION", "")
            .unwrap();
        assert_eq!(input, json!({"maxResults": 5, "typeEquals": "APPLICATION"}));
        let input = read_request("POST", "/model/a.b%3A0/invoke", "", "{not json").unwrap();
        assert_eq!(input, json!({"accept": "application/json", "modelId": "a.b:0"}));
    }

    #[test]
    fn what_is_wrong_is_said_as_the_service_does() {
        let error = read_request("GET", "/inference-profiles", "maxResults=0", "").unwrap_err();
        assert_eq!(error.name, "ValidationException");
        assert_eq!(
            error.message,
            "1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: Member must \
             have value greater than or equal to 1"
        );
        let error = read_request("GET", "/inference-profiles", "maxResults=many", "").unwrap_err();
        assert_eq!(error.name, "SerializationException");
        assert_eq!(error.message, "STRING_VALUE can not be converted to a Integer");
        let error = read_request("POST", "/model/a.b/converse", "", "{oops").unwrap_err();
        assert_eq!(error.name, "SerializationException");
    }
}
