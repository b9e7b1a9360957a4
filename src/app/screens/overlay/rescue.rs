//! Where to write an answer that the store could not keep, or a copy that may have been cut.
//! Not here: writing it (the runtime).

use std::path::{Path, PathBuf};

use crate::app::parts::editor::Editor;
use crate::domain::id::MessageId;

/// What is written to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rescued {
    /// An answer the store could not keep.
    Answer(MessageId),
    /// A text that was copied.
    Copy(String),
}

/// The path being typed, and what goes there.
#[derive(Debug)]
pub struct Rescue {
    /// The path.
    pub line: Editor,
    /// What goes there.
    pub what: Rescued,
    /// Why it is offered, where that is not plain.
    pub why: String,
    /// What happened the last time.
    pub refused: Option<String>,
}

impl Rescue {
    /// A rescue of this answer, by default to a file named after it in this folder.
    pub fn new(answer: MessageId, folder: &Path) -> Self {
        Self::of(Rescued::Answer(answer), &folder.join(format!("outcrop-answer-{answer}.md")))
    }

    /// A rescue of a copied text, and why, by default to a file named after the time in this folder.
    pub fn copy(text: String, why: String, unix_ms: i64, folder: &Path) -> Self {
        let path = folder.join(format!("outcrop-copy-{unix_ms}.md"));
        Self { why, ..Self::of(Rescued::Copy(text), &path) }
    }

    fn of(what: Rescued, path: &Path) -> Self {
        let mut line = Editor::one_line();
        line.set_text(&path.display().to_string());
        Self { line, what, why: String::new(), refused: None }
    }

    /// The path as typed.
    pub fn path(&self) -> PathBuf {
        PathBuf::from(self.line.text().trim())
    }
}
