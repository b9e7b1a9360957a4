//! Who may write into a conversation: an instance holds it while it receives an answer there or has
//! unsent text in it. Not here: how it is known who lives (instance).

use rusqlite::{Connection, OptionalExtension};

use super::fault::Fault;
use super::instance::Crew;
use super::recovery;
use crate::domain::id::{ConversationId, MessageId};
use crate::domain::problem::Kind;

/// Takes hold of a conversation for us. Refused while another living instance holds it; what a dead
/// one left live in it is marked interrupted first.
pub(crate) fn claim(
    conn: &Connection,
    conversation: ConversationId,
    crew: &Crew,
) -> Result<(), Fault> {
    let owner: Option<Option<i64>> = conn
        .prepare_cached("SELECT owner FROM conversation WHERE id = ?1 AND deleted IS NULL")?
        .query_row([conversation.0], |row| row.get(0))
        .optional()?;
    let Some(owner) = owner else { return Err(unknown(conversation)) };
    match owner {
        Some(owner) if owner == crew.me() => return Ok(()),
        Some(owner) if crew.lives(owner) => return Err(held()),
        Some(owner) => {
            recovery::interrupt(conn, owner)?;
        }
        None => {}
    }
    conn.prepare_cached("UPDATE conversation SET owner = ?2 WHERE id = ?1")?
        .execute([conversation.0, crew.me()])?;
    Ok(())
}

/// Lets go of a conversation where nothing of ours is live or unsent any more.
pub(crate) fn release(
    conn: &Connection,
    conversation: ConversationId,
    crew: &Crew,
) -> Result<(), Fault> {
    conn.prepare_cached(
        "UPDATE conversation SET owner = NULL WHERE id = ?1 AND owner = ?2
             AND NOT EXISTS (SELECT 1 FROM draft WHERE conversation = ?1)
             AND NOT EXISTS (SELECT 1 FROM message WHERE owner = ?2 AND conversation = ?1)",
    )?
    .execute([conversation.0, crew.me()])?;
    Ok(())
}

/// The conversation of a live answer of ours; refused for any other message.
pub(crate) fn own_answer(
    conn: &Connection,
    answer: MessageId,
    crew: &Crew,
) -> Result<ConversationId, Fault> {
    let found: Option<(i64, Option<i64>)> = conn
        .prepare_cached("SELECT conversation, owner FROM message WHERE id = ?1")?
        .query_row([answer.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match found {
        Some((conversation, Some(owner))) if owner == crew.me() => Ok(ConversationId(conversation)),
        Some((_, Some(_))) => Err(held()),
        Some((_, None)) => Err(Fault::refused(
            Kind::Store,
            "this answer has ended already and is kept as it is",
            "only an answer that is being received can be added to",
            "start the program again to see what is kept",
        )),
        None => Err(Fault::refused(
            Kind::Store,
            "this answer was never begun in the store",
            &format!("no message {answer} is kept"),
            "start the program again to see what is kept",
        )),
    }
}

/// Refused: no such conversation.
pub(crate) fn unknown(conversation: ConversationId) -> Fault {
    Fault::refused(
        Kind::Input,
        "there is no such conversation",
        &format!("no conversation {conversation} is kept here"),
        "`outcrop history list` prints all there are",
    )
}

/// Refused: no such message.
pub(crate) fn unknown_message(conversation: ConversationId, message: MessageId) -> Fault {
    Fault::refused(
        Kind::Input,
        "there is no such message in this conversation",
        &format!("no message {message} is kept in {conversation}"),
        "open the conversation again",
    )
}

/// Refused: the conversation went on without the one who asks.
pub(crate) fn stale() -> Fault {
    Fault::refused(
        Kind::Stale,
        "another running instance went on with this conversation meanwhile",
        "its last message is no longer the one seen here; nothing was changed",
        "open the conversation again, look at what was added, and send it then",
    )
}

fn held() -> Fault {
    Fault::refused(
        Kind::Store,
        "another running instance holds this conversation",
        "it receives an answer there, or has unsent text in it",
        "go on there, or send or clear its text and let its answer end",
    )
}
