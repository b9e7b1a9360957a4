//! Subcommands that work without a screen, one file each, and what they share: streams (console),
//! ends (exit, fault), settings in other words (setup), stored answers (recording).

pub mod ask;
pub mod batch;
pub mod completions;
pub mod config;
pub mod console;
mod dates;
mod deletion;
pub mod doctor;
pub mod exit;
mod export;
pub mod fault;
mod ground;
pub mod history;
pub mod interrupt;
pub mod models;
pub mod moment;
mod parameters;
mod plain;
mod reception;
mod recording;
pub mod resources;
pub mod setup;
mod table;
