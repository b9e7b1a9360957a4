//! The clock and the dice of a command: now, and ids nobody else makes.
//! Not here: how a time is written (dates).

use std::hash::{BuildHasher as _, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::tz::TimeZone;

use crate::domain::conversation::UnixMs;
use crate::domain::id::Mint;

/// Now.
pub fn unix_ms() -> UnixMs {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UnixMs::try_from(since.as_millis()).unwrap_or(UnixMs::MAX)
}

/// The time zone of this machine.
pub fn zone() -> TimeZone {
    // The rules themselves, where the machine keeps them: to find their name as well, jiff reads
    // the folders of the whole zone database, which costs a start several milliseconds.
    let rules = match std::env::var_os("TZ") {
        None => std::fs::read("/etc/localtime").ok(),
        Some(_) => None,
    };
    let local = rules.and_then(|rules| TimeZone::tzif("Local", &rules).ok());
    local.unwrap_or_else(TimeZone::system)
}

/// A mint of this instance's own.
pub fn mint() -> Mint {
    // The standard library seeds its hashers from the system's randomness.
    let entropy = RandomState::new().hash_one(std::process::id());
    Mint::new(unix_ms(), entropy as u32)
}
