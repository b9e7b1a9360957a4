//! A question before something is done that cannot be undone.
//! Not here: doing it.

use super::shelf::Kind;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Leave while answers are still arriving.
    QuitWhileStreaming {
        /// How many.
        answers: usize,
    },
    /// Leave although the store could not keep what came of answers.
    QuitUnsaved {
        /// How many.
        answers: usize,
    },
    /// Close a form or an editor without keeping its changes.
    Discard,
    /// Keep something under a name that another has.
    Replace(Kind),
    /// Remove the selected persona or preset.
    Remove(Kind),
}

impl Question {
    /// What is asked, and what yes will do.
    pub fn text(self) -> String {
        match self {
            Self::QuitWhileStreaming { answers: 1 } => {
                "An answer is still arriving. Quit and keep what came of it?".into()
            }
            Self::QuitWhileStreaming { answers } => {
                format!("{answers} answers are still arriving. Quit and keep what came of them?")
            }
            Self::QuitUnsaved { answers: 1 } => {
                "An answer could not be kept. Quit after one more try to keep it?".into()
            }
            Self::QuitUnsaved { answers } => {
                format!("{answers} answers could not be kept. Quit after one more try?")
            }
            Self::Discard => "Your changes are not kept yet. Close without them?".into(),
            Self::Replace(kind) => {
                format!("There is a {} of this name. Put this one in its place?", kind.one())
            }
            Self::Remove(kind) => {
                format!("Remove the selected {}? It cannot be brought back.", kind.one())
            }
        }
    }
}
