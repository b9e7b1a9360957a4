//! The simulator as an SDK sees it: the real SDK for Rust over loopback, and raw HTTP where the SDK
//! would hide what is on the wire. What its parts do is tested beside them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "support code of tests is test code")]

mod conversations;
mod every_operation;
mod faults;
mod listings;
mod raw;
mod resources;
mod served;
mod shutdown;
mod streams;
mod words;
