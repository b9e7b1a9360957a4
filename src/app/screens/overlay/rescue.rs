//! Where to write an answer that the store could not keep.
//! Not here: writing it (the runtime).

use std::path::PathBuf;

use crate::app::parts::editor::Editor;
use crate::domain::id::MessageId;

/// The path being typed, and what goes there.
#[derive(Debug)]
pub struct Rescue {
    /// The path.
    pub line: Editor,
    /// The answer.
    pub answer: MessageId,
    /// What happened the last time.
    pub refused: Option<String>,
}

impl Rescue {
    /// A rescue of this answer, by default to a file named after it in this folder.
    pub fn new(answer: MessageId, folder: &std::path::Path) -> Self {
        let mut line = Editor::one_line();
        let path = folder.join(format!("outcrop-answer-{answer}.md"));
        line.set_text(&path.display().to_string());
        Self { line, answer, refused: None }
    }

    /// The path as typed.
    pub fn path(&self) -> PathBuf {
        PathBuf::from(self.line.text().trim())
    }
}
