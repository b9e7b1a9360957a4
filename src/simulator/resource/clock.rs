//! The time of an account: the wall clock's, or one that stands until it is moved by hand. Points
//! in time are milliseconds since the epoch; how they are written is in `moment`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A clock that can be set forward.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    /// When it stands: the moment it stands at.
    stopped: Option<i64>,
    /// How far it was set forward.
    ahead: i64,
}

impl Clock {
    /// It goes with the wall clock.
    pub(crate) fn running() -> Self {
        Self { stopped: None, ahead: 0 }
    }

    /// It stands at this moment of the wall clock.
    pub(crate) fn stopped() -> Self {
        Self { stopped: Some(wall()), ahead: 0 }
    }

    pub(crate) fn now(&self) -> i64 {
        self.stopped.unwrap_or_else(wall) + self.ahead
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        self.ahead += i64::try_from(by.as_millis()).unwrap_or(i64::MAX / 4);
    }
}

fn wall() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or_default()
}
