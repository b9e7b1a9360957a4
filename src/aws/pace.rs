//! When a call may leave: requests per minute and model, and the wait before another try.
//! Not here: what is worth another try (converse).

use std::collections::hash_map::RandomState;
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The window requests are counted in.
const WINDOW: Duration = Duration::from_mins(1);
/// The first wait before another try, doubled at each.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest of our own waits.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Requests per minute and model, counted over a sliding minute, shared by all clones.
#[derive(Debug, Clone)]
pub(crate) struct Pace {
    /// Requests a minute; 0 for no limit.
    limit: usize,
    taken: Arc<Mutex<HashMap<String, VecDeque<Instant>>>>,
}

impl Pace {
    /// A limit of `per_minute` requests a minute for each model; 0 is none.
    pub(crate) fn new(per_minute: u32) -> Self {
        Self { limit: per_minute as usize, taken: Arc::default() }
    }

    /// Takes the next free moment for a request to a model. Waiting until then is up to the caller;
    /// a turn dropped before it is `used` is free again.
    pub(crate) fn turn(&self, model: &str) -> Turn {
        let now = Instant::now();
        if self.limit == 0 {
            return Turn { pace: None, at: now };
        }
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.retain(|_, turns| {
            turns.retain(|turn| *turn + WINDOW > now);
            !turns.is_empty()
        });
        let turns = taken.entry(model.to_owned()).or_default();
        let at = match turns.len().checked_sub(self.limit) {
            Some(index) => turns.get(index).map_or(now, |turn| *turn + WINDOW),
            None => now,
        };
        turns.push_back(at);
        drop(taken);
        Turn { pace: Some((self.clone(), model.to_owned())), at }
    }

    fn give_back(&self, model: &str, at: Instant) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turns) = taken.get_mut(model)
            && let Some(index) = turns.iter().rposition(|turn| *turn == at)
        {
            turns.remove(index);
        }
    }
}

/// A moment reserved for one request.
#[derive(Debug)]
pub(crate) struct Turn {
    pace: Option<(Pace, String)>,
    at: Instant,
}

impl Turn {
    /// How long until then.
    pub(crate) fn wait(&self) -> Duration {
        self.at.saturating_duration_since(Instant::now())
    }

    /// The request leaves: the turn counts.
    pub(crate) fn used(mut self) {
        self.pace = None;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some((pace, model)) = self.pace.take() {
            pace.give_back(&model, self.at);
        }
    }
}

/// The wait before attempt `attempt` (2 for the first repetition): exponential with full jitter, or
/// what the service asked for.
pub(crate) fn backoff(attempt: u32, asked: Option<Duration>) -> Duration {
    if let Some(asked) = asked {
        return asked;
    }
    let doubled = FIRST_WAIT.saturating_mul(1 << attempt.saturating_sub(2).min(16));
    doubled.min(LONGEST_WAIT).mul_f64(chance())
}

/// A random number from 0 to 1; the standard library seeds each hasher from the system.
fn chance() -> f64 {
    let bits = RandomState::new().build_hasher().finish() >> 11;
    bits as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_limit_holds_over_any_minute() {
        let pace = Pace::new(3);
        for _ in 0..3 {
            let turn = pace.turn("a");
            assert_eq!(turn.wait(), Duration::ZERO);
            turn.used();
        }
        tokio::time::advance(Duration::from_secs(20)).await;
        let fourth = pace.turn("a");
        assert_eq!(fourth.wait(), Duration::from_secs(40));
        fourth.used();
        assert_eq!(pace.turn("b").wait(), Duration::ZERO, "each model has its own minute");
        tokio::time::advance(Duration::from_secs(40)).await;
        let next = pace.turn("a");
        assert_eq!(next.wait(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn clones_share_and_a_turn_given_up_is_free_again() {
        let pace = Pace::new(1);
        pace.clone().turn("a").used();
        let second = pace.turn("a");
        let third = pace.turn("a");
        assert_eq!(second.wait(), WINDOW);
        assert_eq!(third.wait(), WINDOW * 2);
        drop(third);
        drop(second);
        assert_eq!(pace.turn("a").wait(), WINDOW);
    }

    #[tokio::test(start_paused = true)]
    async fn no_limit_never_waits() {
        let pace = Pace::new(0);
        for _ in 0..1_000 {
            let turn = pace.turn("a");
            assert_eq!(turn.wait(), Duration::ZERO);
            turn.used();
        }
    }

    #[test]
    fn waits_grow_and_jitter_within_bounds() {
        for attempt in 2..40 {
            let bound = LONGEST_WAIT.min(FIRST_WAIT * (1 << (attempt - 2).min(10)));
            for _ in 0..50 {
                assert!(backoff(attempt, None) <= bound);
            }
        }
        assert_eq!(backoff(2, Some(Duration::from_secs(7))), Duration::from_secs(7));
        let waits: Vec<Duration> = (0..50).map(|_| backoff(5, None)).collect();
        assert!(waits.iter().any(|wait| *wait != waits[0]), "jitter");
    }
}
