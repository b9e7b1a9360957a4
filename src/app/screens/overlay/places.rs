//! Where one can go: the chat, the models, and every kind of resource, found by a few letters.
//! Not here: going there (update).

use crate::domain::kinds::ALL;
use crate::domain::resource::Kind;

/// A place of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// The conversations.
    Chat,
    /// The models.
    Models,
    /// The resources of a kind.
    Kind(&'static Kind),
}

impl Destination {
    /// Its word in the bar of tabs; empty where it has none.
    pub fn tab(self) -> &'static str {
        match self {
            Self::Chat => "Chat",
            Self::Models => "Models",
            Self::Kind(kind) => kind.tab.unwrap_or_default(),
        }
    }

    /// What it is called, and what is typed to find it.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Chat => ("Chat", "chat"),
            Self::Models => ("Models", "models"),
            Self::Kind(kind) => (kind.title, kind.name),
        }
    }
}

/// The places with a tab, in the order of the bar.
pub fn tabs() -> Vec<Destination> {
    let kinds = ALL.into_iter().filter(|kind| kind.tab.is_some()).map(Destination::Kind);
    [Destination::Chat, Destination::Models].into_iter().chain(kinds).collect()
}

/// Every place, each with the text it is found by.
pub fn places() -> Vec<(String, Destination)> {
    let kinds = ALL.into_iter().map(Destination::Kind);
    [Destination::Chat, Destination::Models]
        .into_iter()
        .chain(kinds)
        .map(|place| {
            let (title, name) = place.words();
            (format!("{title} {name}"), place)
        })
        .collect()
}
