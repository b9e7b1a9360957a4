//! The screens: each a small state machine that is told what happened and says what it wants.

pub mod chat;
pub mod conversations;
pub mod explorer;
pub mod overlay;
pub mod resources;
