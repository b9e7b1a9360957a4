//! What the tests and benches that drive the program in a pty share. What does not belong here:
//! anything about one screen or one figure.

pub(crate) mod place;
pub(crate) mod pty;
pub(crate) mod seen;

use std::error::Error;

/// Success, or what went wrong in words.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;
