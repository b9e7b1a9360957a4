//! From an SDK error to a problem with words: what came (evidence), the table of the service's
//! errors (table), credentials and connections (local), and what to try (advice).

pub(crate) mod account;
pub(crate) mod advice;
pub(crate) mod evidence;
pub(crate) mod local;
pub(crate) mod make;
pub(crate) mod table;

#[cfg(test)]
mod tests;
