//! Every operation of the API, served or not: it is validated, it is answered, it never hangs.

use crate::raw::{self, Answer};
use crate::served::Served;
use outcrop::api::lookup;
use outcrop::api::operation::Operation;
use outcrop::api::shape::Location;
use serde_json::{Value, json};

/// The path of an operation with its labels filled.
fn path(operation: &Operation, label: &str) -> String {
    let parts = operation.path.source().split('/');
    let filled: Vec<&str> =
        parts.map(|part| if part.starts_with('{') { label } else { part }).collect();
    filled.join("/")
}

async fn send(served: &Served, operation: &Operation, label: &str, body: &Value) -> Answer {
    let body = if operation.method == "GET" { String::new() } else { body.to_string() };
    raw::send(served.address, &operation.method, &path(operation, label), body.as_bytes()).await
}

#[tokio::test]
async fn each_is_answered_with_a_request_id() {
    let served = Served::with(&[]).await;
    for operation in lookup::operations() {
        let answer = send(&served, operation, "x", &json!({})).await;
        let name = &operation.name;
        assert_eq!(answer.headers["x-amzn-requestid"].len(), 36, "{name}");
        if answer.status >= 300 {
            assert_eq!(answer.headers["content-type"], "application/json", "{name}");
            assert!(answer.json()["message"].is_string(), "{name}");
            let known = ["ValidationException", "ResourceNotFoundException"];
            assert!(known.contains(&answer.error()), "{name}: {}", answer.error());
        }
    }
    let recorded = served.script.journal.entries();
    assert_eq!(recorded.last().unwrap().operation, "StartAsyncInvoke");
}

#[tokio::test]
async fn each_refuses_what_its_facts_forbid() {
    let served = Served::with(&[]).await;
    let mut checked = 0;
    for operation in lookup::operations() {
        let input = operation.input().and_then(|shape| shape.structure());
        // Where the body is one member by itself, an empty object is that member.
        let input = input.filter(|input| input.payload.is_none());
        let required = input.into_iter().flat_map(|input| &input.members).find(|member| {
            member.required && member.location == Location::Body && !member.idempotency_token
        });
        let Some(member) = required.filter(|_| operation.method != "GET") else {
            continue;
        };
        let answer = send(&served, operation, "x", &json!({})).await;
        assert_eq!(
            (answer.status, answer.error()),
            (400, "ValidationException"),
            "{}",
            operation.name
        );
        let message = answer.json()["message"].as_str().unwrap().to_owned();
        assert!(
            message.contains(&format!(
                "'{}' failed to satisfy constraint: Member must not be null",
                member.name
            )),
            "{}: {message}",
            operation.name
        );
        checked += 1;
    }
    assert!(checked > 30, "{checked}");
}

#[tokio::test]
async fn what_is_not_served_says_so() {
    let served = Served::with(&[]).await;
    let answer = raw::send(served.address, "GET", "/automated-reasoning-policies", b"").await;
    assert_eq!((answer.status, answer.error()), (400, "ValidationException"));
    assert_eq!(
        answer.json()["message"],
        "The simulator does not serve ListAutomatedReasoningPolicies yet."
    );
}

#[tokio::test]
async fn what_is_no_operation_is_unknown() {
    let served = Served::with(&[]).await;
    for (method, path) in [("GET", "/"), ("GET", "/nonsense"), ("DELETE", "/foundation-models")] {
        let answer = raw::send(served.address, method, path, b"").await;
        assert_eq!(
            (answer.status, answer.error()),
            (404, "UnknownOperationException"),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let served = Served::with(&[]).await;
    let converse = "/model/amazon.nova-pro-v1%3A0/converse";
    for body in ["{", "[]", r#"{"messages": 5}"#, r#"{"messages": [{"role": 1, "content": []}]}"#] {
        let answer = raw::send(served.address, "POST", converse, body.as_bytes()).await;
        assert_eq!((answer.status, answer.error()), (400, "SerializationException"), "{body}");
    }
    let huge = vec![b' '; 25_000_001];
    let answer = raw::send(served.address, "POST", converse, &huge).await;
    assert_eq!(answer.status, 413);
}
