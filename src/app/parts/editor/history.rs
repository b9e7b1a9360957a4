//! Undo and redo: what was replaced by what, in steps a person would call one.
//! Not here: carrying a change out (the editor).

use std::collections::VecDeque;

/// Steps that are remembered.
const DEPTH: usize = 1_000;

/// At `at`, `removed` became `inserted`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// The byte it happened at.
    pub(super) at: usize,
    /// What stood there before.
    pub(super) removed: String,
    /// What stands there since.
    pub(super) inserted: String,
    /// Where the caret was before.
    pub(super) caret: usize,
}

/// Whether a change may be one step with the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A character typed or deleted: joins a neighbour of its kind, up to the end of a word.
    Small,
    /// A step of its own.
    Whole,
}

/// What can be undone and done again.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    undo: VecDeque<Change>,
    redo: Vec<Change>,
    /// Whether the last change of `undo` may still grow.
    open: bool,
}

impl History {
    /// Remembers a change that was just made; what was undone before can no longer be redone.
    pub(super) fn record(&mut self, change: Change, step: Step) {
        self.redo.clear();
        let joined = self.open
            && step == Step::Small
            && self.undo.back_mut().is_some_and(|last| join(last, &change));
        if !joined {
            self.undo.push_back(change);
            if self.undo.len() > DEPTH {
                self.undo.pop_front();
            }
        }
        self.open = step == Step::Small;
    }

    /// The caret went elsewhere: what comes is another step.
    pub(super) fn seal(&mut self) {
        self.open = false;
    }

    /// The last step, to be taken back; from now on it can be redone.
    pub(super) fn undo(&mut self) -> Option<Change> {
        self.open = false;
        let change = self.undo.pop_back()?;
        self.redo.push(change.clone());
        Some(change)
    }

    /// The step undone last, to be made again.
    pub(super) fn redo(&mut self) -> Option<Change> {
        self.open = false;
        let change = self.redo.pop()?;
        self.undo.push_back(change.clone());
        Some(change)
    }
}

/// Adds a change to the one before where both are typing, or both deleting, at one place.
fn join(last: &mut Change, change: &Change) -> bool {
    let typing = last.removed.is_empty() && change.removed.is_empty();
    let deleting = last.inserted.is_empty() && change.inserted.is_empty();
    if typing && last.at + last.inserted.len() == change.at {
        let new_word = last.inserted.ends_with(char::is_whitespace)
            && !change.inserted.starts_with(char::is_whitespace);
        if new_word || last.inserted.ends_with('\n') {
            return false;
        }
        last.inserted.push_str(&change.inserted);
    } else if deleting && change.at == last.at {
        last.removed.push_str(&change.removed);
    } else if deleting && change.at + change.removed.len() == last.at {
        last.removed.insert_str(0, &change.removed);
        last.at = change.at;
    } else {
        return false;
    }
    true
}
