//! The keys as something to read: sections for the help overlay, Markdown for the README.
//! Not here: the one-line footer (keymap).

use crate::app::keys::command::Command;
use crate::app::keys::keymap::Keymap;
use crate::app::keys::scope::{Place, Scope};

/// Commands that are heard in the same scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What the scope is called.
    pub title: &'static str,
    /// Its commands, in the order of the table.
    pub entries: Vec<Entry>,
}

/// One command, to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The command.
    pub command: Command,
    /// Its keys as printed, the preferred one first; empty where it is only in the palette.
    pub keys: Vec<String>,
    /// What it does.
    pub help: &'static str,
}

/// All scopes in the order they are explained, with their titles.
const TITLES: [(Scope, &str); 28] = [
    (Scope::Composer, "Composer"),
    (Scope::Form, "Forms"),
    (Scope::Request, "Requests"),
    (Scope::Summary, "What a request will do"),
    (Scope::Sign, "Confirming by name"),
    (Scope::System, "System prompt"),
    (Scope::Shelf, "Personas and presets"),
    (Scope::Selection, "Selected message"),
    (Scope::Chat, "Chat"),
    (Scope::Messages, "Messages"),
    (Scope::Find, "Find in the conversation"),
    (Scope::Rows, "Lists of resources"),
    (Scope::Detail, "One resource or model"),
    (Scope::Explorer, "Models"),
    (Scope::Access, "Access to a model"),
    (Scope::Board, "Resources"),
    (Scope::Tags, "Tags"),
    (Scope::Tabs, "Tabs"),
    (Scope::Screen, "Any screen"),
    (Scope::Everywhere, "Everywhere"),
    (Scope::Reading, "Transcript and help"),
    (Scope::Listed, "Conversation list"),
    (Scope::Models, "Model picker"),
    (Scope::List, "Lists"),
    (Scope::Confirm, "Questions"),
    (Scope::Terms, "Terms of an agreement"),
    (Scope::Lines, "Longer texts"),
    (Scope::Text, "Typing"),
];

/// What works in a place, with the keys that reach it there; commands with no such key are left
/// out unless the palette has them.
pub fn sections(keymap: &Keymap, place: Place) -> Vec<Section> {
    build(|command| {
        let row = command.row();
        if !place.scopes().contains(&row.scope) {
            return None;
        }
        let keys: Vec<_> = keymap.keys_at(place, command).map(|key| key.to_string()).collect();
        (row.listed || !keys.is_empty()).then_some(keys)
    })
}

/// The README's key table: every command with its name and its default keys.
pub fn markdown() -> String {
    let keymap = Keymap::default();
    let all = build(|command| Some(keymap.keys(command).iter().map(ToString::to_string).collect()));
    let mut text = String::new();
    for section in all {
        text.push_str("### ");
        text.push_str(section.title);
        text.push_str("\n\n| keys | what it does | name |\n|---|---|---|\n");
        for entry in section.entries {
            let keys: Vec<_> = entry.keys.iter().map(|key| format!("`{key}`")).collect();
            let keys = if keys.is_empty() { "palette".to_owned() } else { keys.join(", ") };
            let name = entry.command.row().name;
            text.extend(["| ", &keys, " | ", entry.help, " | `", name, "` |\n"]);
        }
        text.push('\n');
    }
    text
}

/// The sections of the commands that `keys` gives keys for.
fn build(keys: impl Fn(Command) -> Option<Vec<String>>) -> Vec<Section> {
    let section = |(scope, title)| {
        let entries =
            Command::ALL.iter().filter(|command| command.row().scope == scope).filter_map(
                |&command| Some(Entry { command, keys: keys(command)?, help: command.row().help }),
            );
        Section { title, entries: entries.collect() }
    };
    let all = TITLES.into_iter().map(section);
    all.filter(|section: &Section| !section.entries.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::command::{Chat, Edit, List, Scroll};

    fn keys(place: Place, command: Command) -> Option<Vec<String>> {
        let all = sections(&Keymap::default(), place);
        let mut entries = all.into_iter().flat_map(|section| section.entries);
        entries.find(|entry| entry.command == command).map(|entry| entry.keys)
    }

    #[test]
    fn help_shows_the_keys_that_reach_a_command_from_here() {
        let up = Command::Scroll(Scroll::Up);
        let composer = ["ctrl-up", "shift-up"].map(str::to_owned).to_vec();
        assert_eq!(keys(Place::Composer, up), Some(composer), "up and k belong to the text");
        assert_eq!(keys(Place::Transcript, up).map(|keys| keys.len()), Some(4));
        assert_eq!(keys(Place::Picker, up), None);
        let send = Command::Chat(Chat::Send);
        assert_eq!(keys(Place::Composer, send), Some(vec!["enter".to_owned()]));
        assert_eq!(keys(Place::Transcript, send), None);
        let list = ["up"].map(str::to_owned).to_vec();
        assert_eq!(keys(Place::Picker, Command::List(List::Up)), Some(list), "k is typed");
        assert_eq!(keys(Place::Confirm, Command::Edit(Edit::Left)), None);
    }

    #[test]
    fn every_command_is_in_the_readme_table_once() {
        let text = markdown();
        for command in Command::ALL {
            let name = format!("| `{}` |", command.row().name);
            assert_eq!(text.matches(&name).count(), 1, "{name}");
        }
        assert!(text.contains("| `enter` | Send the prompt | `chat.send` |"), "{text}");
        assert!(text.contains("| palette | Switch a fault"), "{text}");
    }
}
