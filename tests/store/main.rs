//! The store as its users see it: what is saved is found again, whatever happens in between.
//! Not here: what needs its inside (unit tests beside the code), how fast it is (benches/store.rs).

#![expect(clippy::unwrap_used, clippy::panic, reason = "what a test does not expect fails it")]

mod crash;
mod deleting;
mod faults;
mod fixtures;
mod instances;
mod marks;
mod property;
mod roundtrip;
mod search;
mod seen;
mod tree;
mod versions;
