//! The control requests, for tests and for whoever runs the simulator by hand: `GET
//! /_simulator/health`, `GET` and `PUT /_simulator/faults`, `GET` and `DELETE /_simulator/requests`.

use crate::simulator::fault::Fault;
use crate::simulator::journal::Entry;
use crate::simulator::reply;
use crate::simulator::script::Script;
use axum::body::Body;
use axum::http::Response;
use serde_json::{Value, json};

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
        _ => reply::json(
            404,
            &json!({"message": format!(
                "no control request {method} {PREFIX}{path}; there are GET health, GET and PUT faults, \
                 GET and DELETE requests"
            )}),
        ),
    }
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
