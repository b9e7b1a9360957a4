//! What can lie over a screen: a closed set on a stack.

pub mod confirm;
pub mod faults;
pub mod find;
pub mod help;
pub mod parameters;
pub mod picker;
pub mod places;
pub mod rename;
pub mod request;
pub mod rescue;
pub mod search;
pub mod session;
pub mod shelf;
pub mod system;
