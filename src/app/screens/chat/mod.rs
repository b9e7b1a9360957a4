//! One conversation on the screen.

pub mod branching;
pub mod draft;
pub mod fates;
pub mod inspector;
pub mod live;
pub mod marked;
pub mod sending;
pub mod state;
