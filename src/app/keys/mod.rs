//! From a key press to a command: keys as plain data, the command table, and who answers a key.

pub mod command;
pub mod key;
pub mod keymap;
pub mod reference;
pub mod scope;
