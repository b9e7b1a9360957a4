//! What all calls of one server share: the script, the request ids, the prompt cache, and the word
//! that it is time to close.

use crate::simulator::prompt_cache::PromptCache;
use crate::simulator::script::Script;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio_util::sync::CancellationToken;

/// The state of one server.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) script: Script,
    pub(crate) prompt_cache: PromptCache,
    /// Cancelled when the server closes: open streams end, waiting calls give up.
    pub(crate) closing: CancellationToken,
    requests: AtomicU64,
}

impl World {
    pub(crate) fn new(script: Script) -> Self {
        Self {
            script,
            prompt_cache: PromptCache::default(),
            closing: CancellationToken::new(),
            requests: AtomicU64::new(0),
        }
    }

    /// The id of the next request, in the form of a UUID. The n-th request of a server always has
    /// the same.
    pub(crate) fn request_id(&self) -> String {
        let count = self.requests.fetch_add(1, Ordering::Relaxed);
        let (high, low) = (scatter(count), scatter(count ^ u64::MAX));
        format!(
            "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xfff,
            low >> 52,
            low & 0xffff_ffff_ffff,
        )
    }
}

/// The finaliser of splitmix64: neighbours end far apart.
fn scatter(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::pace::Pace;
    use std::collections::BTreeSet;

    #[test]
    fn request_ids_are_uuids_and_never_twice() {
        let world = World::new(Script::new(Pace::Max));
        let ids: BTreeSet<String> = (0..1000).map(|_| world.request_id()).collect();
        assert_eq!(ids.len(), 1000);
        for id in ids {
            let lengths: Vec<usize> = id.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
        }
    }
}
