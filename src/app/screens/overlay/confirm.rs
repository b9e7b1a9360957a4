//! A question before something is done that cannot be undone.
//! Not here: doing it.

use super::shelf::Kind;
use crate::app::parts::count::thousands;
use crate::domain::id::{ConversationId, MessageId};

/// What is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// What is typed.
    Typed,
    /// The last answer once more.
    Retry,
    /// This answer, or one to this prompt, once more.
    Again(MessageId),
    /// That the model go on.
    GoOn,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Leave while answers are still arriving.
    QuitWhileStreaming {
        /// How many.
        answers: usize,
    },
    /// Go on with a conversation as somebody else than it remembers.
    OtherSession {
        /// What is to be sent.
        what: Sending,
        /// Who it was.
        was: String,
        /// Who we are.
        now: String,
    },
    /// Run a command that logs in.
    Login {
        /// The program and its arguments.
        command: Vec<String>,
    },
    /// Leave although the store could not keep what came of answers.
    QuitUnsaved {
        /// How many.
        answers: usize,
    },
    /// Write the failed records of a batch job over a file that is there.
    WriteOver {
        /// The file, safe to draw.
        file: String,
    },
    /// Change the tags of a resource.
    Tag {
        /// What will be done, safe to draw.
        what: String,
        /// Whether the selected tag goes, instead of the one typed coming.
        remove: bool,
    },
    /// Empty the form of a request.
    StartOver,
    /// Close a form or an editor without keeping its changes.
    Discard,
    /// Keep something under a name that another has.
    Replace(Kind),
    /// Remove the selected persona or preset.
    Remove {
        /// Which of the two.
        kind: Kind,
        /// Its name, safe to draw.
        name: String,
    },
    /// Send what comes near the model's context window.
    NearLimit {
        /// Tokens that would be sent, about.
        tokens: u64,
        /// The window.
        window: u64,
        /// How less can be sent, in a sentence.
        less: String,
    },
    /// Delete a conversation.
    Delete {
        /// Which.
        conversation: ConversationId,
        /// Its title.
        title: String,
        /// How many messages it has, all branches together.
        messages: u64,
    },
}

impl Question {
    /// What is asked, and what yes will do.
    pub fn text(&self) -> String {
        match self {
            Self::QuitWhileStreaming { answers: 1 } => {
                "An answer is still arriving. Quit and keep what came of it?".into()
            }
            Self::QuitWhileStreaming { answers } => {
                format!("{answers} answers are still arriving. Quit and keep what came of them?")
            }
            Self::OtherSession { was, now, .. } => {
                format!("This conversation went through {was}. Send it through {now} from now on?")
            }
            Self::Login { command } => format!(
                "Run {} now? It gets the terminal until it ends; answers go on meanwhile.",
                command.join(" ")
            ),
            Self::QuitUnsaved { answers: 1 } => {
                "An answer could not be kept. Quit after one more try to keep it?".into()
            }
            Self::QuitUnsaved { answers } => {
                format!("{answers} answers could not be kept. Quit after one more try?")
            }
            Self::WriteOver { file } => {
                format!("{file} is there already. Write over it? What it holds is lost.")
            }
            Self::Tag { what, .. } => what.clone(),
            Self::StartOver => "Empty this form? What you entered cannot be brought back.".into(),
            Self::Discard => "Your changes are not kept yet. Close without them?".into(),
            Self::Replace(kind) => {
                format!("There is a {} of this name. Put this one in its place?", kind.one())
            }
            Self::Remove { kind, name } => {
                format!("Remove the {} “{name}”? It cannot be brought back.", kind.one())
            }
            Self::NearLimit { tokens, window, less } => format!(
                "About {} tokens would be sent; the model takes {}. Send all the same? {less}",
                thousands(*tokens),
                thousands(*window)
            ),
            Self::Delete { title, messages, .. } => format!(
                "Delete “{title}” with its {messages} messages? It can be brought back until you quit."
            ),
        }
    }
}
