//! What the simulator is told: pace, faults, how long slow is. Whoever keeps a clone can switch the
//! faults and read the journal while the server runs.

use crate::simulator::fault::Fault;
use crate::simulator::faults::Faults;
use crate::simulator::journal::Journal;
use crate::simulator::pace::Pace;
use std::time::Duration;

/// The instructions of one server. Clones share the switchboard of faults and the journal.
#[derive(Debug, Clone)]
pub struct Script {
    /// How fast answers stream.
    pub pace: Pace,
    /// How long `slow-first-byte` waits.
    pub slow_first_byte: Duration,
    /// The faults that are on; switch them at any time.
    pub faults: Faults,
    /// The last requests.
    pub journal: Journal,
}

impl Script {
    /// A server at that pace, without faults.
    pub fn new(pace: Pace) -> Self {
        Self {
            pace,
            slow_first_byte: Duration::from_secs(90),
            faults: Faults::default(),
            journal: Journal::default(),
        }
    }

    /// With these faults on.
    #[must_use]
    pub fn with_faults(self, faults: Vec<Fault>) -> Self {
        self.faults.replace(faults);
        self
    }
}
