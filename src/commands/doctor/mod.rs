//! `outcrop doctor`: looks at all this program stands on, and says what to fix.

pub mod account;
pub mod model;
pub mod report;
pub mod run;
pub mod storage;
pub mod terminal;
