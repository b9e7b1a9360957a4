//! What the simulator is told: pace, faults, how long slow is, what the account holds. Whoever keeps
//! a clone can switch the faults, read the journal and move the account's time while it serves.

use crate::simulator::fault::Fault;
use crate::simulator::faults::Faults;
use crate::simulator::journal::Journal;
use crate::simulator::pace::Pace;
use crate::simulator::resource::account::Account;
use std::time::Duration;

/// The instructions of one server. Clones share the switchboard of faults, the
/// journal and the account.
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
    /// What the account holds: empty, on a clock that stands, unless told otherwise.
    pub account: Account,
}

impl Script {
    /// A server at that pace, without faults.
    pub fn new(pace: Pace) -> Self {
        Self {
            pace,
            slow_first_byte: Duration::from_secs(90),
            faults: Faults::default(),
            journal: Journal::default(),
            account: Account::default(),
        }
    }

    /// With these faults on.
    #[must_use]
    pub fn with_faults(self, faults: Vec<Fault>) -> Self {
        self.faults.replace(faults);
        self
    }
}
