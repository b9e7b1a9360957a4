//! `outcrop history delete`: what is to go is named, asked about, and removed for good.
//! Not here: how it is removed (store).

use jiff::tz::TimeZone;

use super::console::Console;
use super::dates::minute;
use super::exit::Exit;
use super::fault::Fault;
use super::ground::unexpected;
use crate::domain::archive::{Found, Query, Save};
use crate::domain::conversation::Conversation;
use crate::domain::id::ConversationId;
use crate::store::writer::Store;
use crate::text::sanitise::sanitise_line;

/// Removes conversations, once somebody has agreed: all of them or none.
///
/// # Errors
/// One of them is not there or held by a running instance; nobody can be asked.
pub(crate) fn delete(
    ids: &[ConversationId],
    yes: bool,
    store: &mut Store,
    zone: &TimeZone,
    console: &mut Console,
) -> Result<Exit, Fault> {
    let reader = store.reader()?;
    let mut rows: Vec<Conversation> = Vec::new();
    for id in ids {
        let conversation = match reader.answer(&Query::Open { conversation: *id, limit: 0 })? {
            Found::Opened(opened) => opened.conversation,
            other => return Err(unexpected(&other)),
        };
        // One named twice is deleted once.
        if !rows.iter().any(|row| row.id == conversation.id) {
            rows.push(conversation);
        }
    }
    drop(reader);
    if !yes && !agreed(&rows, zone, console)? {
        console.note("nothing was deleted");
        return Ok(Exit::Failure);
    }
    let saves: Vec<Save> = rows.iter().map(|row| Save::Delete { conversation: row.id }).collect();
    store.save_together(&saves)?;
    store.remove_deleted()?;
    console.note(&match rows.len() {
        1 => "1 conversation deleted".to_owned(),
        count => format!("{count} conversations deleted"),
    });
    Ok(Exit::Success)
}

fn agreed(rows: &[Conversation], zone: &TimeZone, console: &mut Console) -> Result<bool, Fault> {
    let line = |row: &Conversation| {
        let title = sanitise_line(&row.title);
        let changed = minute(row.updated, zone);
        format!("{}  {changed}  {} messages  {title}\n", row.id, row.messages)
    };
    let mut question: String = rows.iter().map(line).collect();
    question += match rows.len() {
        1 => "Delete this conversation for good? [y/N] ",
        _ => "Delete these conversations for good? [y/N] ",
    };
    match console.ask(&question)? {
        Some(answer) => Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")),
        None => Err(Fault::Usage(
            "nothing was deleted: there is no terminal on which to ask; --yes deletes without asking"
                .into(),
        )),
    }
}
