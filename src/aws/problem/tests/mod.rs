//! Errors as they come, and what each must become.

mod answers;
mod failures;
mod messages;
mod support;
