//! The aws floor against a scripted server, with the real SDK on the real wire.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod answers;
mod encrypted;
mod environment;
mod faults;
mod frames;
mod operations;
mod server;
mod simulated;
mod support;
