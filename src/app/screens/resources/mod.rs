//! What the account holds, kind by kind: one screen that shows any of them.

pub mod board;
pub mod detail;
pub mod logging;
pub mod state;
