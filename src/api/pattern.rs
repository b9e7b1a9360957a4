//! A regular expression of the API, compiled when it is first asked. What it is matched against,
//! and what a mismatch is called, is decided in `validation`.

use regex::{Regex, RegexBuilder};
use std::sync::OnceLock;

/// The compiled form of the longest patterns of the API is a few hundred KiB.
const SIZE_LIMIT: usize = 64 << 20;

/// A pattern as the API states it. The whole text must match, as the service does it: a model id
/// with a stray suffix is refused although a part of it would do.
#[derive(Debug)]
pub struct Pattern {
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(crate) fn new(source: String) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    /// The pattern as written in the service model.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether `text` as a whole matches. A pattern this regex engine cannot express (look-around)
    /// matches everything: the service will judge.
    pub fn matches(&self, text: &str) -> bool {
        self.compiled().is_none_or(|regex| regex.is_match(text))
    }

    /// Whether the pattern can be checked here at all.
    pub fn is_checkable(&self) -> bool {
        self.compiled().is_some()
    }

    fn compiled(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| {
                let whole = format!("^(?:{})$", self.source);
                RegexBuilder::new(&whole).size_limit(SIZE_LIMIT).build().ok()
            })
            .as_ref()
    }
}
