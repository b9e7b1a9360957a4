//! When text typed and not sent is kept.
//! Not here: the text itself (editor).

use crate::app::effect::QuestionId;
use crate::domain::id::MessageId;

/// Milliseconds after a key until the draft is kept; further keys do not put it off.
const DELAY: u64 = 400;

/// A prompt that is being edited, to be sent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editing {
    /// The prompt.
    pub prompt: MessageId,
    /// What it says.
    pub original: String,
    /// What was typed before; it comes back when the edit ends.
    pub typed_before: String,
}

/// What is known of the kept draft.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    due: Option<u64>,
    kept: String,
    saving: Option<QuestionId>,
    refused: bool,
}

impl Draft {
    /// This text is kept already.
    pub fn kept(text: &str) -> Self {
        Self { kept: text.to_owned(), ..Self::default() }
    }

    /// The text has changed.
    pub fn touch(&mut self, now: u64) {
        self.due.get_or_insert(now + DELAY);
    }

    /// It is not to be kept.
    pub fn leave(&mut self) {
        self.due = None;
    }

    /// When it is to be kept.
    pub fn due(&self) -> Option<u64> {
        self.due
    }

    /// Whether that time has come.
    pub fn is_due(&self, now: u64) -> bool {
        self.due.is_some_and(|due| due <= now)
    }

    /// The text to keep now, unless it is kept already.
    pub fn take(&mut self, text: String) -> Option<String> {
        self.due = None;
        if self.kept == text && !self.refused {
            return None;
        }
        self.refused = false;
        self.kept.clone_from(&text);
        Some(text)
    }

    /// This question keeps it.
    pub fn asked(&mut self, question: QuestionId) {
        self.saving = Some(question);
    }

    /// The store refused a question; it is asked again with the next change, or when it is left.
    pub fn refuse(&mut self, question: QuestionId) {
        self.refused |= self.saving == Some(question);
    }

    /// Whether the store refused what is typed.
    pub fn is_refused(&self) -> bool {
        self.refused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_due_a_moment_after_the_first_key_however_many_follow() {
        let mut draft = Draft::default();
        draft.touch(1_000);
        draft.touch(1_300);
        assert_eq!(draft.due(), Some(1_400));
        assert!(!draft.is_due(1_399));
        assert!(draft.is_due(1_400));
    }

    #[test]
    fn the_same_text_is_kept_once() {
        let mut draft = Draft::kept("a");
        draft.touch(0);
        assert_eq!(draft.take("a".into()), None);
        assert_eq!(draft.due(), None);
        assert_eq!(draft.take("ab".into()), Some("ab".into()));
        assert_eq!(draft.take("ab".into()), None);
    }

    #[test]
    fn a_text_the_store_refused_is_not_kept() {
        let mut draft = Draft::default();
        assert_eq!(draft.take("a".into()), Some("a".into()));
        draft.asked(QuestionId(1));
        draft.refuse(QuestionId(2));
        assert_eq!(draft.take("a".into()), None);
        draft.refuse(QuestionId(1));
        assert!(draft.is_refused());
        assert_eq!(draft.take("a".into()), Some("a".into()));
        assert!(!draft.is_refused());
    }
}
