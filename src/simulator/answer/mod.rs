//! What the simulated models say: rich Markdown that depends on model and conversation, and exact
//! answers to the directives of tests and benches.

pub(crate) mod answered;
pub(crate) mod compose;
pub mod directive;
mod huge;
pub(crate) mod random;
mod samples;
mod small_talk;
mod standard;
mod words;
