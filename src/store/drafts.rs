//! Text typed and not sent: one draft a conversation, and one an instance for what is not begun.
//! Not here: when it is saved (the app), or who may (holding).

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use rusqlite::{Connection, OptionalExtension, Result, params};

use super::instance::Crew;
use crate::domain::id::ConversationId;

/// Whose unbegun text was last shown to our user, shared by the writer and its readers. What our user
/// then types or sends takes its place; unbegun text nobody has seen stays for a later start.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown(Arc<AtomicI64>);

/// The draft of a conversation, empty where there is none.
pub(crate) fn get(conn: &Connection, conversation: ConversationId) -> Result<String> {
    let text = conn
        .prepare_cached("SELECT text FROM draft WHERE conversation = ?1")?
        .query_row([conversation.0], |row| row.get(0))
        .optional()?;
    Ok(text.unwrap_or_default())
}

/// Sets the draft of a conversation; an empty text removes it.
pub(crate) fn set(
    conn: &Connection,
    conversation: ConversationId,
    text: &str,
    crew: &Crew,
) -> Result<()> {
    if text.is_empty() {
        conn.prepare_cached("DELETE FROM draft WHERE conversation = ?1")?
            .execute([conversation.0])?;
        return Ok(());
    }
    conn.prepare_cached(
        "INSERT INTO draft (conversation, owner, text) VALUES (?1, ?2, ?3)
         ON CONFLICT (conversation) DO UPDATE SET owner = excluded.owner, text = excluded.text",
    )?
    .execute(params![conversation.0, crew.me(), text])?;
    Ok(())
}

/// Removes the draft of a conversation once `sent` is on its way: what we wrote ourselves, and what
/// `sent` goes on from. Other text an earlier run left (a command that sends beside it) stays.
pub(crate) fn take(
    conn: &Connection,
    conversation: ConversationId,
    sent: &str,
    crew: &Crew,
) -> Result<()> {
    let found: Option<(i64, String)> = conn
        .prepare_cached("SELECT owner, text FROM draft WHERE conversation = ?1")?
        .query_row([conversation.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match found {
        Some((owner, text)) if owner == crew.me() || sent.starts_with(text.trim()) => {
            set(conn, conversation, "", crew)
        }
        _ => Ok(()),
    }
}

/// The unbegun text: ours, else the newest a dead instance left, which counts as shown from now on.
pub(crate) fn get_new(conn: &Connection, crew: &Crew, shown: &Shown) -> Result<String> {
    let mut select = conn.prepare_cached(
        "SELECT owner, text FROM draft WHERE conversation IS NULL ORDER BY owner = ?1 DESC, id DESC",
    )?;
    let drafts = select.query_map([crew.me()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for draft in drafts {
        let (owner, text): (i64, String) = draft?;
        if owner == crew.me() || !crew.lives(owner) {
            shown.0.store(owner, Ordering::Relaxed);
            return Ok(text);
        }
    }
    Ok(String::new())
}

/// Sets our unbegun text, in the place of ours and of what was shown to our user.
pub(crate) fn set_new(conn: &Connection, text: &str, crew: &Crew, shown: &Shown) -> Result<()> {
    let mut delete =
        conn.prepare_cached("DELETE FROM draft WHERE conversation IS NULL AND owner = ?1")?;
    delete.execute([crew.me()])?;
    let seen = shown.0.load(Ordering::Relaxed);
    if !crew.lives(seen) {
        delete.execute([seen])?;
    }
    if !text.is_empty() {
        conn.prepare_cached("INSERT INTO draft (owner, text) VALUES (?1, ?2)")?
            .execute(params![crew.me(), text])?;
    }
    Ok(())
}
