//! Journeys: keys go in, the screen comes out; between them the real loop, the real SDK, the real
//! store, and the simulator on loopback. Not here: what single parts do (unit tests beside them).

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod apart;
mod batching;
mod bedrock;
mod branching;
mod conversing;
mod declared;
mod endings;
mod errors;
mod exploring;
mod faults;
mod filling;
mod glass;
mod instances;
mod keeping;
mod lives;
mod managing;
mod outside;
mod planes;
mod reading;
#[path = "../support/reference.rs"]
mod reference;
mod refusing;
mod requesting;
mod resting;
mod roads;
mod runner;
mod searching;
mod sessions;
mod settings;
mod sizes;
mod steering;
mod typing;
