//! A new title for a conversation.
//! Not here: keeping it (update).

use crate::app::parts::editor::Editor;
use crate::domain::conversation::Conversation;
use crate::domain::id::ConversationId;

/// Characters of a title at most; more would be seen nowhere.
const LONGEST: usize = 200;

/// The title being typed.
#[derive(Debug)]
pub struct Rename {
    /// The title.
    pub line: Editor,
    /// The conversation.
    pub conversation: ConversationId,
}

impl Rename {
    /// A renaming that begins with the title there is.
    pub fn of(conversation: &Conversation) -> Self {
        let mut line = Editor::one_line();
        line.set_text(&conversation.title);
        Self { line, conversation: conversation.id }
    }

    /// The title as typed; none where nothing is.
    pub fn title(&self) -> Option<String> {
        let text = self.line.text();
        let words: Vec<&str> = text.split_whitespace().collect();
        let title: String = words.join(" ").chars().take(LONGEST).collect();
        Some(title).filter(|title| !title.is_empty())
    }
}
