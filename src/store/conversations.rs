//! The list of conversations, and the branch of messages one shows.
//! Not here: single messages (messages), search.

use rusqlite::{Connection, OptionalExtension, Result};

use super::drafts;
use super::fault::Fault;
use super::holding;
use super::instance::Crew;
use super::messages;
use super::rows::{self, CONVERSATION};
use crate::domain::archive::{Found, Opened};
use crate::domain::conversation::{Conversation, Message, Status};
use crate::domain::id::{ConversationId, MessageId};
use crate::domain::problem::Kind;

/// Conversations, newest change first.
pub(crate) fn list(
    conn: &Connection,
    offset: u64,
    limit: u64,
    crew: &Crew,
) -> Result<Found, Fault> {
    let total: i64 = conn
        .prepare_cached("SELECT count(*) FROM conversation")?
        .query_row([], |row| row.get(0))?;
    let mut select = conn.prepare_cached(&format!(
        "SELECT {CONVERSATION} FROM conversation ORDER BY updated DESC, id DESC LIMIT ?1 OFFSET ?2"
    ))?;
    let found = select.query_map([clamp(limit), clamp(offset)], rows::conversation)?;
    let rows = found
        .map(|found| found.map(|(conversation, owner)| as_seen(conversation, owner, crew)))
        .collect::<Result<_>>()?;
    Ok(Found::Conversations { rows, offset, total: total as u64 })
}

/// A conversation with the end of the branch it shows.
pub(crate) fn open(
    conn: &Connection,
    id: ConversationId,
    limit: u64,
    crew: &Crew,
) -> Result<Found, Fault> {
    let (conversation, owner) = conn
        .prepare_cached(&format!("SELECT {CONVERSATION} FROM conversation WHERE id = ?1"))?
        .query_row([id.0], rows::conversation)
        .optional()?
        .ok_or_else(|| holding::unknown(id))?;
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
        .ok_or_else(|| {
            Fault::refused(
                Kind::Input,
                "there is no such message in this conversation",
                &format!("no message {before} is kept in {conversation}"),
                "open the conversation again",
            )
        })?;
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
