//! The editor of the system prompt: a text of any length, and the personas it can be taken from.
//! Not here: the personas themselves (shelf), or what keeping does (update).

use crate::app::parts::editor::Editor;

/// The editor.
#[derive(Debug)]
pub struct System {
    /// The text.
    pub editor: Editor,
    before: String,
}

impl System {
    /// An editor of this system prompt.
    pub fn new(text: &str) -> Self {
        let mut editor = Editor::new();
        editor.set_text(text);
        Self { editor, before: text.trim_end().to_owned() }
    }

    /// The text without blank lines at its end; one of nothing but blanks is none.
    pub fn text(&self) -> String {
        self.editor.text().trim_end().to_owned()
    }

    /// Takes a persona's text in the place of what stands here; that is still there to be undone.
    pub fn load(&mut self, text: &str) {
        self.editor.replace_all(text);
    }

    /// Whether it is another than it was.
    pub fn is_changed(&self) -> bool {
        self.text() != self.before
    }
}
