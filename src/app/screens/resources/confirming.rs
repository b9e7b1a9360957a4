//! What must be typed before something is stopped or deleted: the name of the one, or how many.
//! Not here: doing it (update).

use serde_json::Value;

use crate::app::parts::editor::Editor;
use crate::domain::resource::{Action, Kind};

/// One of the resources something is done to.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// What it is read by.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// All that is known of it.
    pub body: Value,
}

impl Subject {
    /// What a row, or what was read of one, stands for.
    pub fn of(kind: &Kind, body: &Value) -> Self {
        let name = kind.name_of(body);
        Self {
            id: kind.id_of(body).to_owned(),
            name: if name.is_empty() { kind.one } else { name }.to_owned(),
            body: body.clone(),
        }
    }
}

/// A word to be typed before it is done.
#[derive(Debug)]
pub struct Confirming {
    /// Of what kind they are.
    pub kind: &'static Kind,
    /// What is to be done.
    pub action: &'static Action,
    /// To which.
    pub subjects: Vec<Subject>,
    /// What it costs until then, where that is known.
    pub cost: String,
    /// What is typed.
    pub line: Editor,
}

impl Confirming {
    /// What must be typed.
    pub fn wanted(&self) -> String {
        match self.subjects.as_slice() {
            [only] => only.name.clone(),
            many => format!("{} {}", self.action.word, many.len()),
        }
    }

    /// Whether that is typed.
    pub fn is_confirmed(&self) -> bool {
        self.line.text().trim() == self.wanted()
    }

    /// What is asked, in a line.
    pub fn title(&self) -> String {
        let mut word = self.action.word.to_owned();
        word[..1].make_ascii_uppercase();
        match self.subjects.as_slice() {
            [_] => format!("{word}: {}?", self.kind.one),
            many => format!("{word}: {} of {}?", many.len(), self.kind.title.to_lowercase()),
        }
    }

    /// What will be done, and what comes of it.
    pub fn text(&self) -> String {
        let names = match self.subjects.as_slice() {
            [only] => format!("{} on {}.", self.action.operation, only.name),
            _ => format!("{} on each of these.", self.action.operation),
        };
        [names.as_str(), self.action.does, &self.cost].map(str::trim).join(" ").trim().to_owned()
    }
}
