//! Something that is fetched: not asked for, on its way, here, or failed. What was here stays to be
//! shown while it is fetched again. Not here: who fetches.

use crate::domain::problem::Problem;

/// Something that is fetched, and how far that is.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Remote<T> {
    /// Nobody asked yet.
    #[default]
    NotAsked,
    /// On its way.
    Loading {
        /// The question; an answer to any other is late.
        id: u64,
        /// What was here before.
        old: Option<T>,
    },
    /// Here.
    Ready(T),
    /// It did not come.
    Failed {
        /// Why.
        problem: Problem,
        /// What was here before.
        old: Option<T>,
    },
}

impl<T> Remote<T> {
    /// Notes that it is asked for; what is here stays as what was here before.
    pub fn ask(&mut self, id: u64) {
        let old = self.forget();
        *self = Self::Loading { id, old };
    }

    /// Takes the answer to a question. False, and nothing happens, where the answer is late: another
    /// question was asked since, or none is open.
    pub fn answer(&mut self, id: u64, answer: Result<T, Problem>) -> bool {
        if !matches!(self, Self::Loading { id: open, .. } if *open == id) {
            return false;
        }
        let old = self.forget();
        *self = match answer {
            Ok(value) => Self::Ready(value),
            Err(problem) => Self::Failed { problem, old },
        };
        true
    }

    /// What there is to show: what came last, however old.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Loading { old, .. } | Self::Failed { old, .. } => old.as_ref(),
            Self::NotAsked => None,
        }
    }

    /// The same, to be changed in place.
    pub fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Loading { old, .. } | Self::Failed { old, .. } => old.as_mut(),
            Self::NotAsked => None,
        }
    }

    /// Why it did not come.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Failed { problem, .. } => Some(problem),
            Self::NotAsked | Self::Loading { .. } | Self::Ready(_) => None,
        }
    }

    /// Whether it is on its way.
    pub fn is_loading(&self) -> bool {
        matches!(self, Self::Loading { .. })
    }

    /// Gives away what is here; as if nobody had asked.
    pub fn forget(&mut self) -> Option<T> {
        match std::mem::take(self) {
            Self::Ready(value) => Some(value),
            Self::Loading { old, .. } | Self::Failed { old, .. } => old,
            Self::NotAsked => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::problem::Kind;

    fn problem() -> Problem {
        Problem::new(Kind::Throttled, "ListFoundationModels", "Too many requests.")
    }

    #[test]
    fn what_was_here_stays_while_it_is_fetched_again() {
        let mut remote = Remote::default();
        assert_eq!((remote.value(), remote.is_loading()), (None, false));
        remote.ask(1);
        assert_eq!((remote.value(), remote.is_loading()), (None, true));
        assert!(remote.answer(1, Ok("first")));
        assert_eq!(remote, Remote::Ready("first"));
        remote.ask(2);
        assert_eq!((remote.value(), remote.is_loading()), (Some(&"first"), true));
        assert!(remote.answer(2, Err(problem())));
        assert_eq!((remote.value(), remote.problem()), (Some(&"first"), Some(&problem())));
        remote.ask(3);
        assert_eq!((remote.value(), remote.problem()), (Some(&"first"), None));
    }

    #[test]
    fn a_late_answer_changes_nothing() {
        let mut remote = Remote::default();
        assert!(!remote.answer(1, Ok(1)));
        remote.ask(1);
        remote.ask(2);
        assert!(!remote.answer(1, Ok(1)) && !remote.answer(1, Err(problem())));
        assert_eq!(remote, Remote::Loading { id: 2, old: None });
        assert!(remote.answer(2, Ok(2)) && !remote.answer(2, Ok(3)));
        assert_eq!(remote.value_mut().map(|value| std::mem::replace(value, 9)), Some(2));
        assert_eq!(remote.forget(), Some(9));
        assert_eq!(remote, Remote::NotAsked);
    }
}
