//! What can lie over a screen: a closed set on a stack.

pub mod confirm;
pub mod faults;
pub mod find;
pub mod help;
pub mod picker;
pub mod rescue;
pub mod search;
