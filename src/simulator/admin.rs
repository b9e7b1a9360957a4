//! The control requests, for tests and for whoever runs the simulator by hand: `GET
//! /_simulator/health`, `GET` and `PUT /_simulator/faults`, `GET` and `DELETE /_simulator/requests`,
//! `GET` and `POST /_simulator/clock`, `POST /_simulator/resources`.

use crate::simulator::fault::Fault;
use crate::simulator::journal::Entry;
use crate::simulator::reply;
use crate::simulator::script::Script;
use axum::body::Body;
use axum::http::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;

/// The paths under which control requests come.
pub(crate) const PREFIX: &str = "/_simulator/";

/// Answers a control request; `path` is what follows the prefix.
pub(crate) fn answer(script: &Script, method: &str, path: &str, body: &[u8]) -> Response<Body> {
    match (method, path) {
        ("GET", "health") => {
            reply::json(200, &json!({"status": "ok", "pace": script.pace.to_string()}))
        }
        ("GET", "faults") => reply::json(200, &faults(script)),
        ("PUT", "faults") => match read_faults(body) {
            Ok(wanted) => {
                script.faults.replace(wanted);
                reply::json(200, &faults(script))
            }
            Err(message) => reply::json(400, &json!({ "message": message })),
        },
        ("GET", "requests") => {
            let entries: Vec<Value> = script.journal.entries().iter().map(Entry::json).collect();
            reply::json(200, &json!(entries))
        }
        ("DELETE", "requests") => {
            script.journal.clear();
            reply::json(200, &json!([]))
        }
        ("GET", "clock") => reply::json(200, &clock(script)),
        ("POST", "clock") => done(script, move_clock(script, body)),
        ("POST", "resources") => done(script, make(script, body)),
        _ => reply::json(
            404,
            &json!({"message": format!(
                "no control request {method} {PREFIX}{path}; there are GET health, GET and PUT faults, \
                 GET and DELETE requests, GET and POST clock, POST resources"
            )}),
        ),
    }
}

/// What was asked is done; the clock says when.
fn done(script: &Script, outcome: Result<(), String>) -> Response<Body> {
    match outcome {
        Ok(()) => reply::json(200, &clock(script)),
        Err(message) => reply::json(400, &json!({ "message": message })),
    }
}

/// The account's time, and how long a state lasts, in milliseconds.
fn clock(script: &Script) -> Value {
    let lasting = u64::try_from(script.account.lasting().as_millis()).unwrap_or(u64::MAX);
    json!({"unixMs": script.account.unix_ms(), "stepMs": lasting})
}

/// `{"seconds": 90}` or `{"steps": 1}`.
fn move_clock(script: &Script, body: &[u8]) -> Result<(), String> {
    let wanted: Forward = read(body)?;
    let lasting = script.account.lasting();
    script.account.advance(Duration::from_secs(wanted.seconds) + lasting * wanted.steps);
    Ok(())
}

/// `{"demo": true}` for the demo's resources, `{"kind": "provisioned-model", "count": 5000}` for
/// many of one kind.
fn make(script: &Script, body: &[u8]) -> Result<(), String> {
    let wanted: Made = read(body)?;
    if wanted.demo {
        script.account.seed()?;
    }
    match wanted.kind {
        Some(kind) => script.account.fill(&kind, wanted.count),
        None => Ok(()),
    }
}

fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| error.to_string())
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Forward {
    seconds: u64,
    steps: u32,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Made {
    demo: bool,
    kind: Option<String>,
    count: usize,
}

fn faults(script: &Script) -> Value {
    script.faults.list().iter().map(ToString::to_string).collect()
}

fn read_faults(body: &[u8]) -> Result<Vec<Fault>, String> {
    let texts: Vec<String> = serde_json::from_slice(body).map_err(|error| {
        format!("write a JSON array of strings such as [\"throttle=2\"]: {error}")
    })?;
    texts.iter().map(|text| text.parse().map_err(|error| format!("{error}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::pace::Pace;

    #[test]
    fn faults_are_replaced_whole_or_not_at_all() {
        let script = Script::new(Pace::Max);
        let put = |body: &str| answer(&script, "PUT", "faults", body.as_bytes()).status();
        assert_eq!(put(r#"["throttle=2", "deny@Converse"]"#), 200);
        assert_eq!(faults(&script), json!(["throttle=2", "deny@Converse"]));
        assert_eq!(put(r#"["html", "nonsense"]"#), 400);
        assert_eq!(put("throttle"), 400);
        assert_eq!(faults(&script), json!(["throttle=2", "deny@Converse"]));
        assert_eq!(put("[]"), 200);
        assert_eq!(faults(&script), json!([]));
    }

    #[test]
    fn what_is_no_control_request_says_what_is() {
        let script = Script::new(Pace::Max);
        assert_eq!(answer(&script, "GET", "health", b"").status(), 200);
        assert_eq!(answer(&script, "POST", "health", b"").status(), 404);
    }
}
