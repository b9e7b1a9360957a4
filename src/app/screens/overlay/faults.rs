//! The simulator's faults, to be switched on and off.
//! Not here: what a fault does (the simulator), or how it is switched (the runtime).

use crate::app::parts::chooser::Chooser;

/// Every kind of fault the simulator has, and what it does.
pub const KINDS: [(&str, &str); 35] = [
    ("throttle", "Too many requests (429), tried again by itself"),
    ("deny", "An identity policy does not allow the call"),
    ("org-deny", "A policy of the organisation forbids the call"),
    ("no-access", "Access to the model was not granted"),
    ("no-agreement", "The model's agreement was not accepted"),
    ("use-case", "The provider's use-case form was not sent"),
    ("legacy", "The model is legacy and was not in use"),
    ("expired", "The session token has expired"),
    ("expired-key", "The API key has expired"),
    ("bad-key", "The access key is unknown"),
    ("bad-signature", "The signature does not match"),
    ("wrong-region", "The request was signed for another region"),
    ("skew", "The clock is off"),
    ("validation", "The service refuses the request as invalid"),
    ("bad-field", "The service refuses the request and names a field"),
    ("too-long", "The prompt is longer than the context window"),
    ("quota", "A quota of the account is used up"),
    ("not-ready", "The model is not ready yet, tried again by itself"),
    ("unavailable", "The service is unavailable (503), tried again by itself"),
    ("internal", "The service failed (500), tried again by itself"),
    ("model-timeout", "The model took too long"),
    ("model-error", "The model failed"),
    ("slow-first-byte", "Nothing comes for a long time"),
    ("stall", "The answer stands still in the middle"),
    ("cut", "The connection is cut in the middle"),
    ("no-stop", "The answer ends without saying why"),
    ("stream-error", "An error event comes in the middle"),
    ("corrupt-frame", "A frame of the answer is damaged"),
    ("html", "A proxy's page comes instead of an answer"),
    ("garbage", "Bytes come that mean nothing"),
    ("proxy", "A proxy wants a user and a password (407)"),
    ("conflict", "A change meets a conflict"),
    ("not-found", "What is asked for is not there"),
    ("too-many-tags", "A resource would have more than 50 tags"),
    ("in-use", "What is to be deleted is in use"),
];

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultRow {
    /// The kind.
    pub kind: &'static str,
    /// What it does.
    pub about: &'static str,
    /// Whether it is on.
    pub on: bool,
}

/// The rows, those in `on` switched on.
pub fn rows(on: &[String]) -> Vec<(String, FaultRow)> {
    KINDS
        .iter()
        .map(|&(kind, about)| {
            let on = on.iter().any(|fault| kind_of(fault) == kind);
            (format!("{kind} {about}"), FaultRow { kind, about, on })
        })
        .collect()
}

/// A chooser of them.
pub fn chooser(on: &[String]) -> Chooser<FaultRow> {
    Chooser::new(rows(on))
}

/// What is on after this kind was switched.
pub fn switched(on: &[String], kind: &str) -> Vec<String> {
    if on.iter().any(|fault| kind_of(fault) == kind) {
        return on.iter().filter(|fault| kind_of(fault) != kind).cloned().collect();
    }
    on.iter().cloned().chain([kind.to_owned()]).collect()
}

/// The kind of a fault as it is written: `KIND[@PLACE][=N]`.
fn kind_of(fault: &str) -> &str {
    fault.split(['@', '=']).next().unwrap_or(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_switched_on_and_off_whatever_its_place_and_count() {
        let on = switched(&[], "stall");
        assert_eq!(on, ["stall"]);
        assert_eq!(switched(&on, "cut"), ["stall", "cut"]);
        assert_eq!(switched(&["stall@Converse=3".into(), "cut".into()], "stall"), ["cut"]);
    }

    #[test]
    fn rows_show_what_is_on() {
        let on: Vec<&str> = rows(&["deny=2".into()])
            .into_iter()
            .filter_map(|(_, row)| row.on.then_some(row.kind))
            .collect();
        assert_eq!(on, ["deny"]);
    }
}
