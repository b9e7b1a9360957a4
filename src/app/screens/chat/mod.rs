//! One conversation on the screen.

pub mod draft;
pub mod inspector;
pub mod live;
pub mod sending;
pub mod state;
