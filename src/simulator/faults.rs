//! The switchboard of faults: which are on, and how often yet. Shared between the server and
//! whoever runs it, so that they are switched while it serves.

use crate::api::operation::Operation;
use crate::simulator::fault::{Fault, FaultKind, Reach, Target};
use std::sync::{Arc, Mutex, PoisonError};

/// The faults that are on. Clones share one switchboard.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    armed: Arc<Mutex<Vec<Fault>>>,
}

/// What a fault is matched against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call<'a> {
    pub(crate) operation: &'a str,
    /// The facts of the operation, when it is one of the API's.
    pub(crate) facts: Option<&'a Operation>,
    /// The call invokes a model.
    pub(crate) invokes: bool,
    /// The call answers with a stream.
    pub(crate) streams: bool,
    /// The ids the model goes by: as asked for, its profile, itself.
    pub(crate) models: &'a [&'a str],
}

impl Faults {
    /// Switches these on and all others off.
    pub fn replace(&self, faults: Vec<Fault>) {
        *self.armed.lock().unwrap_or_else(PoisonError::into_inner) = faults;
    }

    /// Those that are on, with what is left of their counts.
    pub fn list(&self) -> Vec<Fault> {
        self.armed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The fault that happens to this call: the first that matches. It counts.
    pub(crate) fn take(&self, call: &Call<'_>) -> Option<FaultKind> {
        let mut armed = self.armed.lock().unwrap_or_else(PoisonError::into_inner);
        let at = armed.iter().position(|fault| matches(fault, call))?;
        let kind = armed[at].kind;
        match &mut armed[at].times {
            Some(1) => {
                armed.remove(at);
            }
            Some(times) => *times -= 1,
            None => {}
        }
        Some(kind)
    }
}

fn matches(fault: &Fault, call: &Call<'_>) -> bool {
    let reached = match fault.kind.reach() {
        Reach::Any => true,
        Reach::Models => call.invokes,
        Reach::Streams => call.streams,
        Reach::Declaring(error) => {
            call.facts.is_some_and(|facts| facts.errors().any(|declared| declared.name == error))
        }
    };
    reached
        && match &fault.target {
            None => true,
            Some(Target::Operation(name)) => name == call.operation,
            Some(Target::Model(id)) => call.models.contains(&id.as_str()),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: Call<'_> = Call {
        operation: "ListFoundationModels",
        facts: None,
        invokes: false,
        streams: false,
        models: &[],
    };
    const CHAT: Call<'_> = Call {
        operation: "ConverseStream",
        facts: None,
        invokes: true,
        streams: true,
        models: &["us.a.b", "a.b"],
    };

    fn board(faults: &[&str]) -> Faults {
        let board = Faults::default();
        board.replace(faults.iter().map(|fault| fault.parse().unwrap()).collect());
        board
    }

    #[test]
    fn a_count_runs_out_and_without_one_it_stays() {
        let board = board(&["throttle=2", "internal"]);
        assert_eq!(board.take(&LIST), Some(FaultKind::Throttle));
        assert_eq!(board.list()[0].to_string(), "throttle=1");
        assert_eq!(board.take(&LIST), Some(FaultKind::Throttle));
        for _ in 0..3 {
            assert_eq!(board.take(&LIST), Some(FaultKind::Internal));
        }
        board.replace(Vec::new());
        assert_eq!(board.take(&LIST), None);
    }

    #[test]
    fn a_target_and_a_reach_limit_it() {
        let board = board(&["no-stop", "deny@ConverseStream=1", "not-ready@a.b"]);
        assert_eq!(board.take(&LIST), None);
        assert_eq!(board.take(&CHAT), Some(FaultKind::NoStop));
        board.replace(board.list().split_off(1));
        assert_eq!(board.take(&CHAT), Some(FaultKind::Deny));
        assert_eq!(board.take(&CHAT), Some(FaultKind::NotReady));
        assert_eq!(board.take(&Call { models: &["c.d"], ..CHAT }), None);
    }
}
