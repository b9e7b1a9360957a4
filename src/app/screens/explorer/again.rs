//! Access to a model that was asked for or given back: when it is looked at again, and until when.
//! Not here: looking at it (detail), or asking for it (access).

use serde_json::Value;

use crate::domain::resource::text;

/// Milliseconds until it is looked at again at first, and at most; twice as long each time.
const SOON: u64 = 2_000;
const SELDOM: u64 = 30_000;
/// Times it is looked at by itself.
const LOOKS: u32 = 12;

/// Statuses of an agreement that was asked for and is made no further.
pub const MADE: &[&str] = &["AVAILABLE", "ERROR"];
/// Those of one that was given back.
pub const GIVEN_BACK: &[&str] = &["NOT_AVAILABLE", "ERROR"];

/// What is waited for.
#[derive(Debug)]
pub struct Again {
    until: &'static [&'static str],
    /// When it is looked at next, in milliseconds of the program's time.
    pub due: u64,
    wait: u64,
    left: u32,
}

impl Again {
    /// Looks again until the agreement has one of these statuses.
    pub fn new(until: &'static [&'static str], now: u64) -> Self {
        Self { until, due: now + SOON, wait: SOON, left: LOOKS }
    }

    /// Takes what the service says of access; false where that is what was waited for, or there were
    /// looks enough.
    pub fn goes_on(&mut self, body: Option<&Value>, now: u64) -> bool {
        let status = body.map(|body| text(body, "agreementAvailability/status"));
        self.left = self.left.saturating_sub(1);
        self.wait = (self.wait * 2).min(SELDOM);
        self.due = now + self.wait;
        self.left > 0 && status.is_none_or(|status| !self.until.contains(&status))
    }
}
