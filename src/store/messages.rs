//! Messages in and out of their tables, and the pieces of live ones.
//! Not here: which messages a conversation shows (conversations).

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Result, named_params, params};

use super::fault::Fault;
use super::instance::Crew;
use super::rows::{self, SELECT_MESSAGE, SELECT_MESSAGES};
use super::words;
use crate::domain::archive::{Piece, PieceKind, assemble};
use crate::domain::content::Block;
use crate::domain::conversation::{Making, Message, Status};
use crate::domain::id::{ConversationId, MessageId};

/// Adds a message; `owner` receives it, for a live answer. What it says is indexed unless it is live.
pub(crate) fn add(conn: &Connection, message: &Message, owner: Option<i64>) -> Result<(), Fault> {
    let entry: i64 = conn
        .prepare_cached("SELECT coalesce(max(entry), 0) + 1 FROM message")?
        .query_row([], |row| row.get(0))?;
    conn.prepare_cached(
        "INSERT INTO message (id, entry, conversation, parent, role, created, status, owner,
             left_out)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        message.id.0,
        entry,
        message.conversation.0,
        message.parent.map(|parent| parent.0),
        rows::name_of_role(message.role),
        message.created,
        rows::name_of_status(message.status),
        owner,
        message.left_out,
    ])?;
    conn.prepare_cached("INSERT INTO content (message, blocks) VALUES (?1, ?2)")?
        .execute(params![message.id.0, serde_json::to_string(&message.blocks)?])?;
    if let Some(making) = &message.making {
        set_making(conn, message.id, making)?;
    }
    if owner.is_none() {
        words::index(conn, entry, &message.blocks)?;
    }
    Ok(())
}

/// Ends a live answer: its blocks stand, its pieces go, it belongs to no instance and can be found.
pub(crate) fn end(
    conn: &Connection,
    answer: MessageId,
    status: Status,
    blocks: &[Block],
) -> Result<(), Fault> {
    let entry = conn
        .prepare_cached(
            "UPDATE message SET status = ?2, owner = NULL WHERE id = ?1 RETURNING entry",
        )?
        .query_row(params![answer.0, rows::name_of_status(status)], |row| row.get(0))?;
    conn.prepare_cached("UPDATE content SET blocks = ?2 WHERE message = ?1")?
        .execute(params![answer.0, serde_json::to_string(blocks)?])?;
    conn.prepare_cached("DELETE FROM piece WHERE answer = ?1")?.execute([answer.0])?;
    words::index(conn, entry, blocks)?;
    Ok(())
}

/// Writes down how a message was made, every number in a column of its own.
pub(crate) fn set_making(
    conn: &Connection,
    message: MessageId,
    making: &Making,
) -> Result<(), Fault> {
    let count = |value: Option<u64>| value.map_or(Value::Null, |value| Value::from(value as i64));
    let usage = making.usage;
    let error = making.error.as_ref().map(serde_json::to_string).transpose()?;
    let not_sent = Some(&making.not_sent).filter(|words| !words.is_empty());
    let not_sent = not_sent.map(serde_json::to_string).transpose()?;
    let fields = making.response_fields.as_ref().map(serde_json::to_string).transpose()?;
    conn.prepare_cached(
        "UPDATE message SET model = :model, model_arn = :model_arn, region = :region,
             parameters = :parameters, input_tokens = :input, output_tokens = :output,
             cache_read_tokens = :cache_read, cache_write_tokens = :cache_write,
             cache_write_1h_tokens = :cache_write_1h, stop_reason = :stop_reason,
             first_token_ms = :first_token_ms, total_ms = :total_ms, latency_ms = :latency_ms,
             request_id = :request_id, cost_usd = :cost_usd, error = :error,
             not_sent = :not_sent, tier = :tier, latency = :latency,
             response_fields = :response_fields, cost_estimated = :cost_estimated
         WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": message.0,
        ":model": making.model,
        ":model_arn": making.model_arn,
        ":region": making.region,
        ":parameters": serde_json::to_string(&making.parameters)?,
        ":input": count(usage.map(|usage| usage.input)),
        ":output": count(usage.map(|usage| usage.output)),
        ":cache_read": count(usage.map(|usage| usage.cache_read)),
        ":cache_write": count(usage.map(|usage| usage.cache_write)),
        ":cache_write_1h": count(usage.map(|usage| usage.cache_write_1h)),
        ":stop_reason": making.stop_reason.as_ref().map(|reason| reason.0.as_str()),
        ":first_token_ms": count(making.first_token_ms),
        ":total_ms": count(making.total_ms),
        ":latency_ms": count(making.latency_ms),
        ":request_id": making.request_id,
        ":cost_usd": making.cost_usd,
        ":error": error,
        ":not_sent": not_sent,
        ":tier": making.tier,
        ":latency": making.latency,
        ":response_fields": fields,
        ":cost_estimated": making.cost_estimated,
    })?;
    Ok(())
}

/// Keeps what came of a live answer. Neighbours that `assemble` would join become one row.
pub(crate) fn add_pieces(conn: &Connection, answer: MessageId, pieces: &[Piece]) -> Result<()> {
    let mut insert = conn
        .prepare_cached("INSERT INTO piece (answer, block, kind, text) VALUES (?1, ?2, ?3, ?4)")?;
    let joins = |one: &Piece, next: &Piece| {
        one.block == next.block && one.kind == next.kind && one.kind != PieceKind::Unreadable
    };
    for run in pieces.chunk_by(joins) {
        let text: String = run.iter().map(|piece| piece.text.as_str()).collect();
        let first = &run[0];
        insert.execute(params![answer.0, first.block, rows::name_of_kind(first.kind), text])?;
    }
    Ok(())
}

/// What came of a live answer, as blocks.
pub(crate) fn assembled(conn: &Connection, answer: MessageId) -> Result<Vec<Block>> {
    let mut select =
        conn.prepare_cached("SELECT block, kind, text FROM piece WHERE answer = ?1 ORDER BY id")?;
    let pieces = select.query_map([answer.0], |row| {
        let kind: String = row.get(1)?;
        Ok(Piece { block: row.get(0)?, kind: rows::kind_of(&kind), text: row.get(2)? })
    })?;
    Ok(assemble(&pieces.collect::<Result<Vec<Piece>>>()?))
}

/// One message as a reader sees it: a live answer with what has come so far; one whose instance
/// died as interrupted, which the next start will write down.
pub(crate) fn get(conn: &Connection, id: MessageId, crew: &Crew) -> Result<Option<Message>> {
    let found = conn.prepare_cached(SELECT_MESSAGE)?.query_row([id.0], rows::message).optional()?;
    found.map(|(message, owner)| as_seen(conn, message, owner, crew)).transpose()
}

/// All messages of a conversation as a reader sees them, in the order they were begun.
pub(crate) fn all(
    conn: &Connection,
    conversation: ConversationId,
    crew: &Crew,
) -> Result<Vec<Message>> {
    let mut select = conn.prepare_cached(SELECT_MESSAGES)?;
    let found = select.query_map([conversation.0], rows::message)?;
    found
        .map(|found| found.and_then(|(message, owner)| as_seen(conn, message, owner, crew)))
        .collect()
}

fn as_seen(
    conn: &Connection,
    mut message: Message,
    owner: Option<i64>,
    crew: &Crew,
) -> Result<Message> {
    if let Some(owner) = owner {
        message.blocks = assembled(conn, message.id)?;
        if !crew.lives(owner) {
            message.status = Status::Interrupted;
        }
    }
    Ok(message)
}
