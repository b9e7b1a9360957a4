//! The doing: terminal, the loop, effects to tasks to replies, pacing.

pub mod backend;
mod browser;
pub mod clipboard;
pub mod event;
pub mod hands;
pub mod highlighting;
pub mod input;
pub mod keeper;
pub mod keyboard;
pub mod lent;
pub mod notification;
pub mod priority;
pub mod records;
pub mod run;
pub mod signals;
pub mod terminal;
pub mod tui;
pub mod written;
