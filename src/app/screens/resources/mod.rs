//! What the account holds, kind by kind: one screen that shows any of them.

pub mod able;
pub mod below;
pub mod board;
pub mod checking;
pub mod confirming;
pub mod detail;
pub mod dialog;
pub mod failing;
pub mod found;
pub mod input;
pub mod logging;
pub mod menu;
pub mod page;
pub mod query;
pub mod running;
pub mod state;
pub mod tags;
pub mod trial;
pub mod view;
pub mod watch;
pub mod wish;
