//! The tree of messages: which branch is shown, and what of it is sent.
//! Not here: messages as they begin and end (messages), or reading a branch (conversations).

use rusqlite::{Connection, OptionalExtension, params};

use super::fault::Fault;
use super::holding;
use super::instance::Crew;
use crate::domain::id::{ConversationId, MessageId};

/// Shows the branch through a message, down to the newest message below it. What was begun last
/// below it has nothing below itself: what follows a message is begun after it.
pub(crate) fn show(
    conn: &Connection,
    conversation: ConversationId,
    message: MessageId,
    crew: &Crew,
) -> Result<(), Fault> {
    holding::claim(conn, conversation, crew)?;
    let newest: Option<i64> = conn
        .prepare_cached(
            "WITH RECURSIVE below (id, entry) AS (
                 SELECT id, entry FROM message WHERE id = ?1 AND conversation = ?2
                 UNION ALL
                 SELECT message.id, message.entry FROM below JOIN message ON parent = below.id
             )
             SELECT id FROM below ORDER BY entry DESC LIMIT 1",
        )?
        .query_row([message.0, conversation.0], |row| row.get(0))
        .optional()?;
    let newest = newest.ok_or_else(|| holding::unknown_message(conversation, message))?;
    conn.prepare_cached("UPDATE conversation SET head = ?2 WHERE id = ?1")?
        .execute([conversation.0, newest])?;
    holding::release(conn, conversation, crew)
}

/// Shows the branch through a sibling of a message, the one at this place among them.
pub(crate) fn show_sibling(
    conn: &Connection,
    conversation: ConversationId,
    message: MessageId,
    nth: u32,
    crew: &Crew,
) -> Result<(), Fault> {
    let sibling: Option<i64> = conn
        .prepare_cached(
            "SELECT other.id FROM message AS one JOIN message AS other
             ON other.conversation = one.conversation AND other.parent IS one.parent
             WHERE one.id = ?1 AND one.conversation = ?2
             ORDER BY other.entry LIMIT 1 OFFSET ?3",
        )?
        .query_row(params![message.0, conversation.0, nth.saturating_sub(1)], |row| row.get(0))
        .optional()?;
    let sibling = sibling.ok_or_else(|| holding::unknown_message(conversation, message))?;
    show(conn, conversation, MessageId(sibling), crew)
}

/// Leaves a message out of what is sent, or takes that back.
pub(crate) fn leave_out(
    conn: &Connection,
    conversation: ConversationId,
    message: MessageId,
    left_out: bool,
    crew: &Crew,
) -> Result<(), Fault> {
    holding::claim(conn, conversation, crew)?;
    let changed = conn
        .prepare_cached("UPDATE message SET left_out = ?3 WHERE id = ?1 AND conversation = ?2")?
        .execute(params![message.0, conversation.0, left_out])?;
    if changed == 0 {
        return Err(holding::unknown_message(conversation, message));
    }
    holding::release(conn, conversation, crew)
}

/// Sets where what is sent begins.
pub(crate) fn start_from(
    conn: &Connection,
    conversation: ConversationId,
    message: Option<MessageId>,
    crew: &Crew,
) -> Result<(), Fault> {
    holding::claim(conn, conversation, crew)?;
    if let Some(message) = message {
        let known = conn
            .prepare_cached("SELECT 1 FROM message WHERE id = ?1 AND conversation = ?2")?
            .exists([message.0, conversation.0])?;
        if !known {
            return Err(holding::unknown_message(conversation, message));
        }
    }
    conn.prepare_cached("UPDATE conversation SET start = ?2 WHERE id = ?1")?
        .execute(params![conversation.0, message.map(|message| message.0)])?;
    holding::release(conn, conversation, crew)
}
