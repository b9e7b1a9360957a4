//! One conversation on the screen.

pub mod draft;
pub mod live;
pub mod sending;
pub mod state;
