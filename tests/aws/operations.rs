//! Any operation by its name: what goes out is what was meant, what comes back is the whole body,
//! and read-only mode lets no write leave.

use outcrop::api::access::reads;
use outcrop::api::lookup;
use outcrop::api::shape::{Location, Shape};
use outcrop::aws::client::Client;
use outcrop::domain::operation::Call;
use outcrop::domain::problem::Kind;
use outcrop::domain::session::Wanted;
use outcrop::simulator::pace::Pace;
use outcrop::simulator::script::Script;
use outcrop::simulator::server;
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;

use super::support::wanted;

async fn simulator(script: Script) -> Wanted {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(server::run(listener, script, std::future::pending()));
    wanted(&url)
}

/// A call of every operation that answers whole, with what its path needs.
fn calls() -> Vec<Call> {
    lookup::operations()
        .filter(|operation| !operation.is_streaming())
        .map(|operation| {
            let members = operation.input().and_then(Shape::structure).map(|s| &s.members);
            let mut input = Map::new();
            for member in members.into_iter().flatten() {
                if member.location == Location::Path {
                    input.insert(member.name.clone(), json!("nothing/here"));
                }
            }
            Call::new(operation.name.clone(), Value::Object(input))
        })
        .collect()
}

#[tokio::test]
async fn every_operation_arrives_as_itself() {
    let script = Script::new(Pace::Max);
    let client = Client::connect(simulator(script.clone()).await);
    for call in calls() {
        let answered = client.operate(&call).await;
        let entries = script.journal.entries();
        let entry = entries.last().unwrap();
        assert_eq!(entry.operation, call.operation, "{} {}", entry.method, entry.path);
        // Whatever the simulator makes of it, the id of its answer is known.
        let id = match answered {
            Ok(answer) => answer.request_id,
            Err(problem) => {
                assert_eq!(problem.operation, call.operation);
                problem.request_id
            }
        };
        assert_eq!(id.as_ref(), Some(&entry.request_id), "{}", call.operation);
    }
}

#[tokio::test]
async fn read_only_mode_lets_no_write_leave() {
    let script = Script::new(Pace::Max);
    let client = Client::connect(Wanted { read_only: true, ..simulator(script.clone()).await });
    for call in calls() {
        let refused = client.operate(&call).await.is_err_and(|p| p.kind == Kind::ReadOnly);
        assert_eq!(refused, !reads(&call.operation), "{}", call.operation);
    }
    let sent = script.journal.entries();
    assert!(!sent.is_empty() && sent.iter().all(|entry| reads(&entry.operation)), "{sent:?}");
}

#[tokio::test]
async fn the_body_comes_back_whole_and_in_the_region_that_was_named() {
    let script = Script::new(Pace::Max);
    let client = Client::connect(simulator(script).await);
    let input = json!({"modelIdentifier": "amazon.nova-pro-v1:0"});
    let call = Call::new("GetFoundationModel", input).in_region("eu-north-1");
    let answer = client.operate(&call).await.unwrap();
    let arn = "arn:aws:bedrock:eu-north-1::foundation-model/amazon.nova-pro-v1:0";
    assert_eq!(answer.body["modelDetails"]["modelArn"], arn);
    let missing = client.operate(&Call::new("GetFoundationModel", json!({}))).await.unwrap_err();
    assert_eq!(missing.kind, Kind::Input);
    assert!(missing.what.contains("modelIdentifier"), "{missing}");
}
