//! What can be done with a resource, as a list one chooses from.
//! Not here: doing it (update).

use serde_json::Value;

use crate::app::keys::command::{Board, Command};
use crate::app::parts::cell::status;
use crate::app::parts::chooser::Chooser;
use crate::domain::kinds::{BATCH, GUARDRAIL, GUARDRAIL_VERSION};
use crate::domain::resource::{Action, Kind, Sort};

/// One thing that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it says.
    pub text: String,
    /// Its operation, or what it is for.
    pub note: String,
    /// What choosing it does.
    pub does: Does,
}

/// What choosing does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// An action of the kind.
    Action(&'static Action),
    /// A command that has a key.
    Command(Command),
    /// Trying a guardrail on a text.
    Try,
}

/// What can be done with one of a kind of which this is known; in read-only mode only what reads.
pub fn menu(kind: &Kind, body: &Value, read_only: bool) -> Chooser<Choice> {
    let stands = kind.status_of(body);
    let actions = kind.actions.iter().filter(|action| !read_only && action.sort != Sort::Create);
    let actions = actions.map(|action| {
        let note = match action.only {
            _ if !action.possible(stands) => {
                let when: Vec<String> = action.when.iter().map(|word| status(word)).collect();
                format!("only while {}", when.join(", "))
            }
            Some((member, of)) if !action.is_for(body) => {
                format!("only for {member} {of}")
            }
            _ => action.operation.to_owned(),
        };
        Choice { text: capital(action.word), note, does: Does::Action(action) }
    });
    let command = |text: &str, note: &str, command| Choice {
        text: text.to_owned(),
        note: note.to_owned(),
        does: Does::Command(Command::Board(command)),
    };
    let mut rows: Vec<Choice> = actions.collect();
    if kind.invoked.is_some() {
        rows.push(command("Chat with it", "a new conversation", Board::Chat));
    }
    if [&GUARDRAIL, &GUARDRAIL_VERSION].contains(&kind) {
        let (text, note) = ("Try it on a text".to_owned(), "ApplyGuardrail".to_owned());
        rows.push(Choice { text, note, does: Does::Try });
    }
    if kind == &BATCH {
        let check = command("Check an input file", "before it is uploaded", Board::CheckFile);
        let failed = command("Failed records", "of an output file", Board::FailedRecords);
        rows.extend([check, failed]);
    }
    if kind.tags {
        rows.push(command("Tags", "ListTagsForResource", Board::Tags));
    }
    if !kind.moving.is_empty() {
        rows.push(command("Watch it", "until it stands still", Board::Watch));
    }
    if !kind.row.id.is_empty() {
        rows.push(command("Copy its ARN", "", Board::CopyArn));
    }
    rows.push(command("Read it again", kind.get.operation, Board::Refresh));
    Chooser::new(rows.into_iter().map(|row| (format!("{} {}", row.text, row.note), row)).collect())
}

fn capital(word: &str) -> String {
    let first = word.chars().next().map(char::len_utf8).unwrap_or_default();
    word[..first].to_uppercase() + &word[first..]
}
