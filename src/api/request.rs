//! An operation's input as an HTTP request: method, path, query, headers and body, as the facts say
//! where each member goes. Not here: sending it, or whether its values are valid (validation).

use serde_json::{Map, Value};

use crate::api::operation::Operation;
use crate::api::shape::{Location, Shape};
use crate::api::uri::encode;

/// A request, without its endpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The HTTP method.
    pub method: String,
    /// Path and query, percent-encoded.
    pub target: String,
    /// Headers that members stand in, by their wire names.
    pub headers: Vec<(String, String)>,
    /// The JSON of the members that stand in the body; none where no member does.
    pub body: Option<Value>,
}

/// A member of the path has no value, so there is no path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{operation} needs {member}")]
pub struct Missing {
    /// The operation.
    pub operation: String,
    /// The member.
    pub member: String,
}

/// The request of an operation with this input. What the input's shape does not know is left out;
/// `null` counts as not set.
///
/// # Errors
/// A member of the path is not set.
pub fn request(operation: &Operation, input: &Value) -> Result<Request, Missing> {
    let mut query = Vec::new();
    let mut headers = Vec::new();
    let mut body = Map::new();
    let mut has_body = false;
    let structure = operation.input().and_then(Shape::structure);
    for member in structure.iter().flat_map(|structure| &structure.members) {
        has_body |= member.location == Location::Body;
        let Some(value) = input.get(&member.name).filter(|value| !value.is_null()) else {
            continue;
        };
        match member.location {
            Location::Body => {
                body.insert(member.wire_name.clone(), value.clone());
            }
            Location::Header => headers.push((member.wire_name.clone(), text(value))),
            Location::Query => match value {
                // A list stands as the same parameter again and again.
                Value::Array(values) => {
                    query.extend(values.iter().map(|value| (&member.wire_name, text(value))));
                }
                value => query.push((&member.wire_name, text(value))),
            },
            Location::Path => {}
        }
    }
    let path = operation.path.filled(|label| {
        let member = structure?.members.iter().find(|member| member.wire_name == label)?;
        input.get(&member.name).filter(|value| !value.is_null()).map(text)
    });
    let path = path.map_err(|member| Missing { operation: operation.name.clone(), member })?;
    let query: Vec<String> =
        query.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    Ok(Request {
        method: operation.method.clone(),
        target: format!("{path}{mark}{}", query.join("&")),
        headers,
        body: has_body.then(|| payload(operation, body)),
    })
}

/// The body: its members, or the one that is the whole body.
fn payload(operation: &Operation, mut members: Map<String, Value>) -> Value {
    let structure = operation.input().and_then(Shape::structure);
    match structure.and_then(|structure| structure.payload.as_ref()) {
        Some(payload) => members.remove(payload).unwrap_or(Value::Null),
        None => Value::Object(members),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// An input a token was put into where the operation takes one and the input has none: the same
/// request sent again then creates nothing twice (API: `clientRequestToken`).
#[must_use]
pub fn with_token(operation: &Operation, mut input: Value, token: &str) -> Value {
    let members = operation.input().and_then(Shape::structure).map(|s| s.members.as_slice());
    let taken = members.unwrap_or_default().iter().find(|member| member.idempotency_token);
    if let (Some(member), Some(object)) = (taken, input.as_object_mut())
        && object.get(&member.name).is_none_or(Value::is_null)
    {
        object.insert(member.name.clone(), Value::String(token.to_owned()));
    }
    input
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::lookup;

    fn of(name: &str, input: &Value) -> Result<Request, Missing> {
        request(lookup::operation(name).unwrap(), input)
    }

    #[test]
    fn members_go_where_the_facts_say() {
        let list = of(
            "ListInferenceProfiles",
            &json!({"maxResults": 5, "typeEquals": "APPLICATION", "nextToken": null, "other": 1}),
        )
        .unwrap();
        assert_eq!(list.method, "GET");
        assert_eq!(list.target, "/inference-profiles?maxResults=5&type=APPLICATION");
        assert_eq!(list.body, None);
        let update = of(
            "UpdateProvisionedModelThroughput",
            &json!({"provisionedModelId": "arn:aws:b/x y", "desiredModelId": "m"}),
        )
        .unwrap();
        assert_eq!(update.method, "PATCH");
        assert_eq!(update.target, "/provisioned-model-throughput/arn%3Aaws%3Ab%2Fx%20y");
        assert_eq!(update.body, Some(json!({"desiredModelId": "m"})));
    }

    #[test]
    fn a_path_without_its_member_is_refused_by_name() {
        let missing = of("GetGuardrail", &json!({"guardrailVersion": "1"})).unwrap_err();
        assert_eq!(missing.to_string(), "GetGuardrail needs guardrailIdentifier");
    }

    #[test]
    fn a_token_is_put_in_once_and_only_where_one_is_taken() {
        let create = lookup::operation("CreateProvisionedModelThroughput").unwrap();
        let first = with_token(create, json!({"modelUnits": 1}), "t-1");
        assert_eq!(first["clientRequestToken"], "t-1");
        assert_eq!(with_token(create, first.clone(), "t-2"), first);
        let list = lookup::operation("ListGuardrails").unwrap();
        assert_eq!(with_token(list, json!({}), "t-1"), json!({}));
    }

    /// Every operation's path is found again by its own template.
    #[test]
    fn every_path_leads_back_to_its_operation() {
        for operation in lookup::operations() {
            let members = operation.input().and_then(Shape::structure).map(|s| &s.members);
            let mut input = Map::new();
            for member in members.into_iter().flatten() {
                if member.location == Location::Path {
                    input.insert(member.name.clone(), json!("a/b c:1"));
                }
            }
            let request = request(operation, &Value::Object(input)).unwrap();
            let route = lookup::route(operation.plane, &request.method, &request.target).unwrap();
            assert_eq!(route.operation.name, operation.name, "{}", request.target);
            assert!(route.labels.values().all(|value| value == "a/b c:1"), "{}", request.target);
        }
    }
}
