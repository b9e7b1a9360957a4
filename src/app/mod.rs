//! The decisions: pure state and `update`. No tokio, AWS, SQLite, frame or clock.

pub mod effect;
pub mod keys;
pub mod layout;
pub mod model;
pub mod parts;
pub mod screens;
pub mod theme;
pub mod update;
