//! The command table with the user's overrides on top: which command a key means, which keys a
//! command has, what the footer shows, and what is wrong with the overrides.

use std::collections::HashMap;

use crate::app::keys::command::{Command, Row};
use crate::app::keys::key::Key;
use crate::app::keys::scope::{Needs, Place, Scope};
use crate::config::nearest::nearest;

/// One line of the configuration's `[keys]`: these keys and no others for this command. No keys at
/// all takes the command's keys away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The command's name, such as `chat.send`.
    pub name: String,
    /// Its keys as they are written there.
    pub keys: Vec<String>,
    /// The line in the file, from 1.
    pub line: usize,
}

/// What is wrong with an override.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadOverride {
    /// The line in the file, from 1.
    pub line: usize,
    /// The command's name as it stands there.
    pub name: String,
    /// What is wrong and what is allowed, in one sentence.
    pub what: String,
}

/// A key and its word, for the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What it stands for.
    pub command: Command,
    /// The key, as printed.
    pub key: String,
    /// The word.
    pub word: &'static str,
}

/// Columns between two hints of the footer.
pub const HINT_GAP: usize = 2;

/// Who answers which key.
#[derive(Debug, Clone)]
pub struct Keymap {
    /// In the order of the table.
    keys: HashMap<Command, Vec<Key>>,
    /// In the order of the table too, for the few that share a scope and a key.
    commands: HashMap<(Scope, Key), Vec<Command>>,
}

impl Default for Keymap {
    fn default() -> Self {
        let keys = Command::ALL.iter().map(|&command| (command, defaults(command.row())));
        Self::of(keys.collect())
    }
}

impl Keymap {
    /// The table with overrides on top, or everything that is wrong with them: unknown names, keys
    /// that are none, a command named twice, and keys that already mean something else where the
    /// command is heard.
    pub fn new(overrides: &[Override]) -> Result<Self, Vec<BadOverride>> {
        let mut map = Self::default().keys;
        let mut lines: HashMap<Command, usize> = HashMap::new();
        let mut wrong = Vec::new();
        for entry in overrides {
            let mut bad = |what: String| {
                wrong.push(BadOverride { line: entry.line, name: entry.name.clone(), what });
            };
            let Some(command) = Command::named(&entry.name) else {
                bad(unknown(&entry.name));
                continue;
            };
            if let Some(first) = lines.insert(command, entry.line) {
                bad(format!("'{}' already has its keys in line {first}", entry.name));
                continue;
            }
            let mut keys: Vec<Key> = Vec::new();
            for text in &entry.keys {
                match text.parse() {
                    Ok(key) if keys.contains(&key) => {}
                    Ok(key) if key.typed().is_some() && heard_only_where_typed(command) => {
                        bad(format!(
                            "'{text}' is text where {} is heard: add ctrl- or alt-, or take a \
                             function key",
                            entry.name
                        ));
                    }
                    Ok(key) => keys.push(key),
                    Err(error) => bad(error.to_string()),
                }
            }
            map.insert(command, keys);
        }
        let keymap = Self::of(map);
        wrong.extend(keymap.collisions(&lines));
        wrong.sort_by_key(|bad| bad.line);
        if wrong.is_empty() { Ok(keymap) } else { Err(wrong) }
    }

    fn of(keys: HashMap<Command, Vec<Key>>) -> Self {
        let mut commands: HashMap<(Scope, Key), Vec<Command>> = HashMap::new();
        for &command in Command::ALL {
            for &key in keys.get(&command).into_iter().flatten() {
                commands.entry((command.row().scope, key)).or_default().push(command);
            }
        }
        Self { keys, commands }
    }

    /// Whether a key means a command in a place, be it one that can do nothing just now.
    pub fn means(&self, place: Place, key: Key) -> bool {
        self.heard(place, key).next().is_some()
    }

    /// The command a key means in a place: the nearest scope's whose needs hold. `None` where the
    /// key is text to type, or means nothing.
    pub fn lookup(&self, place: Place, key: Key, holds: impl Fn(Needs) -> bool) -> Option<Command> {
        if place.types() && key.typed().is_some() {
            return None;
        }
        self.heard(place, key).find(|command| holds_for(*command, &holds))
    }

    /// All commands of a place that have this key, the nearest first.
    fn heard(&self, place: Place, key: Key) -> impl Iterator<Item = Command> + '_ {
        place
            .scopes()
            .iter()
            .filter_map(move |scope| self.commands.get(&(*scope, key)))
            .flatten()
            .copied()
    }

    /// The keys of a command, the one to show first.
    pub fn keys(&self, command: Command) -> &[Key] {
        self.keys.get(&command).map_or(&[], Vec::as_slice)
    }

    /// The keys that reach a command in a place, once its needs hold: those that are not text there
    /// and that no nearer command takes.
    pub fn keys_at(&self, place: Place, command: Command) -> impl Iterator<Item = Key> + '_ {
        self.keys(command).iter().copied().filter(move |key| {
            let first = self.lookup(place, *key, |needs| {
                needs == Needs::Nothing || needs == command.row().needs
            });
            first == Some(command)
        })
    }

    /// What the footer shows in a place: the highest ranks that fit the width together, in the
    /// order of rank, of those that do something now. Widths are columns; a key and its word stand one
    /// column apart, hints [`HINT_GAP`].
    pub fn hints(
        &self,
        place: Place,
        width: usize,
        holds: impl Fn(Needs) -> bool,
        works: impl Fn(Command) -> bool,
    ) -> Vec<Hint> {
        let mut rows: Vec<&Row> = Command::ALL
            .iter()
            .map(|command| command.row())
            .filter(|row| row.rank > 0 && place.scopes().contains(&row.scope))
            .filter(|row| holds_for(row.command, &holds) && !leads_away(row, place))
            .filter(|row| works(row.command))
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.rank));
        let mut left = width + HINT_GAP;
        let mut hints = Vec::new();
        for row in rows {
            let reaches = |key: &&Key| self.lookup(place, **key, &holds) == Some(row.command);
            let Some(key) = self.keys(row.command).iter().find(reaches) else { continue };
            let hint = Hint { command: row.command, key: key.to_string(), word: row.hint };
            let wide = hint.key.chars().count() + 1 + hint.word.chars().count() + HINT_GAP;
            // A gap that a shorter, lesser hint could fill stays empty: the footer must not
            // change its order with the width.
            let Some(rest) = left.checked_sub(wide) else { break };
            left = rest;
            hints.push(hint);
        }
        hints
    }

    /// Keys the user gave to a command that another command already has where both are heard. Two
    /// default keys never count: what the table lets a near scope take from a far one is meant so.
    fn collisions(&self, lines: &HashMap<Command, usize>) -> Vec<BadOverride> {
        let mut found: Vec<BadOverride> = Vec::new();
        for (one, other, key) in self.shared() {
            let ours = |command: Command| lines.get(&command).filter(|_| !is_default(command, key));
            let (mine, theirs, line) = match (ours(one), ours(other)) {
                (None, None) => continue,
                (Some(first), Some(second)) if second > first => (other, one, *second),
                (Some(line), _) => (one, other, *line),
                (None, Some(line)) => (other, one, *line),
            };
            let name = mine.row().name.to_owned();
            let taken = match lines.get(&theirs) {
                Some(line) => format!("{} (line {line})", theirs.row().name),
                None => format!("{} ({})", theirs.row().name, theirs.row().help),
            };
            let what = format!(
                "'{key}' for {name} is already the key of {taken}: choose another key, or give \
                 that command other keys too"
            );
            let bad = BadOverride { line, name, what };
            if !found.contains(&bad) {
                found.push(bad);
            }
        }
        found
    }

    /// Every two commands that are heard in one place by one key, the nearer first.
    fn shared(&self) -> Vec<(Command, Command, Key)> {
        let mut pairs = Vec::new();
        for place in Place::ALL {
            for &one in Command::ALL {
                if !place.scopes().contains(&one.row().scope) {
                    continue;
                }
                for &key in self.keys(one) {
                    if place.types() && key.typed().is_some() {
                        continue;
                    }
                    let behind = self.heard(place, key).skip_while(|command| *command != one);
                    for other in behind.skip(1) {
                        if !pairs.contains(&(one, other, key)) {
                            pairs.push((one, other, key));
                        }
                    }
                }
            }
        }
        pairs
    }
}

/// Whether a command leads to the chat from elsewhere, where its word would mean something else.
fn leads_away(row: &Row, place: Place) -> bool {
    let chat = matches!(row.command, Command::Chat(_)) && row.scope == Scope::Screen;
    chat && row.needs == Needs::Nothing && !place.scopes().contains(&Scope::Chat)
}

fn holds_for(command: Command, holds: &impl Fn(Needs) -> bool) -> bool {
    let needs = command.row().needs;
    needs == Needs::Nothing || holds(needs)
}

fn defaults(row: &Row) -> Vec<Key> {
    // A default that is no key would be dropped here; a test of the table says there is none.
    row.keys.iter().filter_map(|text| text.parse().ok()).collect()
}

fn is_default(command: Command, key: Key) -> bool {
    defaults(command.row()).contains(&key)
}

/// Whether a plain character could never reach the command.
fn heard_only_where_typed(command: Command) -> bool {
    let scope = command.row().scope;
    Place::ALL.iter().filter(|place| place.scopes().contains(&scope)).all(|place| place.types())
}

fn unknown(name: &str) -> String {
    let names = Command::ALL.iter().map(|command| command.row().name);
    let meant = match nearest(name, names) {
        Some(near) => format!("did you mean '{near}'?"),
        None => "names are such as 'chat.send' or 'app.quit'".to_owned(),
    };
    format!("'{name}' is not a command: {meant}; the README's key table lists all names")
}

#[cfg(test)]
mod tests;
