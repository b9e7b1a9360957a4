//! The prompt cache: which prefixes, up to a cache point, the server has seen. It steers the cache
//! figures of the usage and nothing else.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

/// The prefixes seen since the server started.
#[derive(Debug, Default)]
pub(crate) struct PromptCache {
    seen: Mutex<HashSet<u64>>,
}

/// How the input of a call splits, in tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Cached {
    pub(crate) read: u64,
    pub(crate) written: u64,
}

impl PromptCache {
    /// Takes the prefixes of a prompt that end at its cache points, shortest first, each as its
    /// text and its length in tokens. The longest one seen before is read; what follows up to the
    /// last point is written.
    pub(crate) fn look_up(&self, model: &str, prefixes: &[(String, u64)]) -> Cached {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut cached = Cached::default();
        for (text, tokens) in prefixes {
            let mut hasher = DefaultHasher::new();
            (model, text).hash(&mut hasher);
            if seen.insert(hasher.finish()) {
                cached.written = tokens - cached.read;
            } else {
                cached = Cached { read: *tokens, written: 0 };
            }
        }
        cached
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_time_is_written_and_the_next_read() {
        let cache = PromptCache::default();
        let one = [("system".to_owned(), 100)];
        let two = [("system".to_owned(), 100), ("system, turn".to_owned(), 160)];
        assert_eq!(cache.look_up("m", &one), Cached { read: 0, written: 100 });
        assert_eq!(cache.look_up("m", &two), Cached { read: 100, written: 60 });
        assert_eq!(cache.look_up("m", &two), Cached { read: 160, written: 0 });
        assert_eq!(cache.look_up("other", &one), Cached { read: 0, written: 100 });
        assert_eq!(cache.look_up("m", &[]), Cached::default());
    }
}
