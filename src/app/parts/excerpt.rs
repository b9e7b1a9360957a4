//! A text that is copied: what it is, how much, and how the copy went.
//! Not here: the clipboard (the runtime), or choosing what is copied (selection).

use crate::app::effect::QuestionId;
use crate::app::parts::transcript::Transcript;
use crate::domain::ask::Role;
use crate::domain::clipboard::Way;
use crate::domain::conversation::Message;
use crate::domain::id::MessageId;

/// A text to be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The source: Markdown of a message, code without its fence.
    pub text: String,
    /// What it is, with its article.
    pub what: String,
}

impl Excerpt {
    /// What it is and how much: `the code block, 14 lines`.
    pub fn measure(&self) -> String {
        match self.text.lines().count() {
            1 => format!("{}, 1 line", self.what),
            lines => format!("{}, {lines} lines", self.what),
        }
    }
}

/// A copy on its way to the clipboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copying {
    /// The question that copies it.
    pub question: QuestionId,
    /// What is copied.
    pub excerpt: Excerpt,
}

impl Copying {
    /// Whether a terminal may cut what goes this way.
    pub fn may_be_cut(&self, way: Way) -> bool {
        way.limit().is_some_and(|limit| self.excerpt.text.len() > limit)
    }
}

/// What is to be copied of an answer that failed before its first word: the statement that is
/// missing, where that is what it failed of, else what is said of it.
pub fn of_failure(answer: &Message) -> Option<Excerpt> {
    let problem = answer.making.as_ref()?.error.as_ref()?;
    Some(match problem.to_paste() {
        Some(text) => Excerpt { text: text.to_owned(), what: "the missing statement".into() },
        None => Excerpt { text: problem.to_string(), what: "the error message".into() },
    })
}

/// The last answer that has text; where the last of all failed without any, what is said of that.
pub fn last_answer(transcript: &Transcript) -> Option<Excerpt> {
    let last = transcript.last().filter(|last| last.role == Role::Assistant);
    if let Some(failed) = last.filter(|last| last.text().is_empty()).and_then(of_failure) {
        return Some(failed);
    }
    let mut answers =
        transcript.entries().rev().filter(|said| said.message.role == Role::Assistant);
    let text = answers.find_map(|answer| Some(answer.text()).filter(|text| !text.is_empty()))?;
    Some(Excerpt { text, what: "the last answer".into() })
}

/// The last code block of the answers.
pub fn last_code(transcript: &mut Transcript) -> Option<Excerpt> {
    // Only what may hold code is laid out: a long conversation may hold none.
    let may_hold_code =
        |text: &str| ["```", "~~~", "    ", "\t"].iter().any(|hint| text.contains(hint));
    let answers = transcript.entries().rev().filter(|said| said.message.role == Role::Assistant);
    let answers: Vec<MessageId> = answers.map(|entry| entry.message.id).collect();
    let text = answers.into_iter().find_map(|answer| {
        if !may_hold_code(&transcript.entry(answer)?.text()) {
            return None;
        }
        let entry = transcript.laid_out(answer)?;
        entry.code(entry.code_blocks().len().checked_sub(1)?)
    })?;
    Some(Excerpt { text, what: "the last code block".into() })
}
