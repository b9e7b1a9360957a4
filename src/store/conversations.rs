//! The list of conversations, and the branch of messages one shows.
//! Not here: single messages (messages), search.

use rusqlite::{Connection, OptionalExtension, Result, params};

use super::drafts;
use super::fault::Fault;
use super::holding;
use super::instance::Crew;
use super::messages;
use super::rows::{self, CONVERSATION};
use crate::domain::archive::{Found, Opened};
use crate::domain::conversation::{Conversation, Message, Status};
use crate::domain::id::{ConversationId, MessageId};

/// One of the two lists, in the order of an index.
pub(crate) const LISTED: &str = "FROM conversation WHERE archived = ?1 AND deleted IS NULL";
pub(crate) const ORDER: &str = "ORDER BY pinned DESC, updated DESC, id DESC LIMIT ?2 OFFSET ?3";
/// The conversation that changed last.
pub(crate) const LATEST: &str =
    "FROM conversation WHERE deleted IS NULL ORDER BY updated DESC, id DESC LIMIT 1";

/// Conversations of one of the two lists, pinned first, then by newest change.
pub(crate) fn list(
    conn: &Connection,
    archived: bool,
    offset: u64,
    limit: u64,
    crew: &Crew,
) -> Result<Found, Fault> {
    let total: i64 = conn
        .prepare_cached(&format!("SELECT count(*) {LISTED}"))?
        .query_row([archived], |row| row.get(0))?;
    let mut select = conn.prepare_cached(&format!("SELECT {CONVERSATION} {LISTED} {ORDER}"))?;
    let found =
        select.query_map(params![archived, clamp(limit), clamp(offset)], rows::conversation)?;
    let rows = found
        .map(|found| found.map(|(conversation, owner)| as_seen(conversation, owner, crew)))
        .collect::<Result<_>>()?;
    Ok(Found::Conversations { rows, offset, total: total as u64 })
}

/// The conversation that changed last, in whichever list.
pub(crate) fn latest(conn: &Connection, crew: &Crew) -> Result<Found, Fault> {
    let found = conn
        .prepare_cached(&format!("SELECT {CONVERSATION} {LATEST}"))?
        .query_row([], rows::conversation)
        .optional()?;
    Ok(Found::Latest(
        found.map(|(conversation, owner)| Box::new(as_seen(conversation, owner, crew))),
    ))
}

/// A conversation with all its messages.
pub(crate) fn whole(conn: &Connection, id: ConversationId, crew: &Crew) -> Result<Found, Fault> {
    let (conversation, owner) = row(conn, id)?;
    Ok(Found::Whole {
        conversation: Box::new(as_seen(conversation, owner, crew)),
        messages: messages::all(conn, id, crew)?,
    })
}

fn row(conn: &Connection, id: ConversationId) -> Result<(Conversation, Option<i64>), Fault> {
    conn.prepare_cached(&format!(
        "SELECT {CONVERSATION} FROM conversation WHERE id = ?1 AND deleted IS NULL"
    ))?
    .query_row([id.0], rows::conversation)
    .optional()?
    .ok_or_else(|| holding::unknown(id))
}

/// A conversation with the end of the branch it shows.
pub(crate) fn open(
    conn: &Connection,
    id: ConversationId,
    limit: u64,
    crew: &Crew,
) -> Result<Found, Fault> {
    let (conversation, owner) = row(conn, id)?;
    let (messages, more) = branch(conn, conversation.head, limit, crew)?;
    Ok(Found::Opened(Box::new(Opened {
        messages,
        more,
        draft: drafts::get(conn, id)?,
        elsewhere: owner.is_some_and(|owner| owner != crew.me() && crew.lives(owner)),
        conversation: as_seen(conversation, owner, crew),
    })))
}

/// What stands before a message.
pub(crate) fn earlier(
    conn: &Connection,
    conversation: ConversationId,
    before: MessageId,
    limit: u64,
    crew: &Crew,
) -> Result<Found, Fault> {
    let parent: Option<i64> = conn
        .prepare_cached("SELECT parent FROM message WHERE id = ?1 AND conversation = ?2")?
        .query_row([before.0, conversation.0], |row| row.get(0))
        .optional()?
        .ok_or_else(|| holding::unknown_message(conversation, before))?;
    let (messages, more) = branch(conn, parent.map(MessageId), limit, crew)?;
    Ok(Found::Earlier { conversation, messages, more })
}

/// The last `limit` messages up to `last`, oldest first, and whether there are earlier ones. Each
/// step up is one look at a primary key: the length of the conversation does not matter.
fn branch(
    conn: &Connection,
    last: Option<MessageId>,
    limit: u64,
    crew: &Crew,
) -> Result<(Vec<Message>, bool)> {
    let mut found = Vec::new();
    let mut next = last;
    while let Some(id) = next.filter(|_| (found.len() as u64) < limit) {
        let Some(message) = messages::get(conn, id, crew)? else { break };
        next = message.parent;
        found.push(message);
    }
    found.reverse();
    Ok((found, next.is_some()))
}

/// An answer whose instance died is interrupted, though the row does not say so yet.
fn as_seen(mut conversation: Conversation, owner: Option<i64>, crew: &Crew) -> Conversation {
    let live = owner.is_some_and(|owner| crew.lives(owner));
    if conversation.status == Status::Streaming && !live {
        conversation.status = Status::Interrupted;
    }
    conversation
}

/// A count as SQLite takes it.
fn clamp(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
