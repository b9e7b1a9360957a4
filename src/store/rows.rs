//! Rows of the tables as domain values, and the names that stand for enums there.
//! Not here: which rows are asked for.

use rusqlite::types::{FromSql, Type};
use rusqlite::{Error, Result, Row};
use serde::de::DeserializeOwned;

use crate::domain::archive::PieceKind;
use crate::domain::ask::{Role, StopReason, Usage};
use crate::domain::content::Block;
use crate::domain::conversation::{Conversation, Making, Message, Sibling, Status};
use crate::domain::id::{ConversationId, MessageId};

/// The columns `conversation` reads, in its order.
pub(crate) const CONVERSATION: &str = "id, title, created, updated, model, system, profile, \
     account, region, head, messages, status, pinned, archived, unread, parameters, start, owner";

/// Asks for messages, in the order `message` reads. Its place among its siblings comes with each, by
/// one look at an index that holds them in their order: the place above, their number in the lower
/// 32 bits.
macro_rules! select_messages {
    ($which:literal) => {
        concat!(
            "SELECT m.id, m.conversation, m.parent, m.role, m.created, m.status, m.owner, blocks,
                 left_out,
                 (SELECT (sum(s.entry <= m.entry) << 32) + count(*) FROM message AS s
                      WHERE s.conversation = m.conversation AND s.parent IS m.parent),
                 model, model_arn, region, parameters, input_tokens, output_tokens,
                 cache_read_tokens, cache_write_tokens, cache_write_1h_tokens, stop_reason,
                 first_token_ms, total_ms, latency_ms, request_id, cost_usd, error, not_sent, tier,
                 latency, response_fields, cost_estimated
             FROM message AS m JOIN content ON content.message = m.id ",
            $which
        )
    };
}

/// One message by its id.
pub(crate) const SELECT_MESSAGE: &str = select_messages!("WHERE m.id = ?1");

/// All messages of a conversation, in the order they were begun.
pub(crate) const SELECT_MESSAGES: &str =
    select_messages!("WHERE m.conversation = ?1 ORDER BY m.entry");

/// Reads a row's columns one after the other.
struct Columns<'r> {
    row: &'r Row<'r>,
    next: usize,
}

impl<'r> Columns<'r> {
    fn of(row: &'r Row<'r>) -> Self {
        Self { row, next: 0 }
    }

    fn take<T: FromSql>(&mut self) -> Result<T> {
        let column = self.next;
        self.next += 1;
        self.row.get(column)
    }

    fn named<T>(&mut self, parse: fn(&str) -> Option<T>) -> Result<T> {
        let column = self.next;
        let name: String = self.take()?;
        parse(&name).ok_or_else(|| unreadable(column, format!("'{name}' is not known here").into()))
    }

    fn json<T: DeserializeOwned>(&mut self) -> Result<Option<T>> {
        let column = self.next;
        let text: Option<String> = self.take()?;
        let parsed = text.map(|text| serde_json::from_str(&text)).transpose();
        parsed.map_err(|error| unreadable(column, Box::new(error)))
    }

    fn blocks(&mut self) -> Result<Vec<Block>> {
        self.next += 1;
        blocks(self.row, self.next - 1)
    }

    fn count(&mut self) -> Result<Option<u64>> {
        Ok(self.take::<Option<i64>>()?.map(|count| count as u64))
    }
}

fn unreadable(column: usize, why: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::FromSqlConversionFailure(column, Type::Text, why)
}

/// What a message says, from a column of its own.
pub(crate) fn blocks(row: &Row, column: usize) -> Result<Vec<Block>> {
    json(row, column)
}

/// A value kept as JSON.
pub(crate) fn json<T: DeserializeOwned>(row: &Row, column: usize) -> Result<T> {
    let json = row.get_ref(column)?.as_str()?;
    serde_json::from_str(json).map_err(|error| unreadable(column, Box::new(error)))
}

/// A conversation and the instance that holds it.
pub(crate) fn conversation(row: &Row) -> Result<(Conversation, Option<i64>)> {
    let mut columns = Columns::of(row);
    let conversation = Conversation {
        id: ConversationId(columns.take()?),
        title: columns.take()?,
        created: columns.take()?,
        updated: columns.take()?,
        model: columns.take()?,
        system: columns.take()?,
        profile: columns.take()?,
        account: columns.take()?,
        region: columns.take()?,
        head: columns.take::<Option<i64>>()?.map(MessageId),
        messages: columns.count()?.unwrap_or_default(),
        status: columns.named(status_of)?,
        pinned: columns.take()?,
        archived: columns.take()?,
        unread: columns.take()?,
        parameters: columns.json()?,
        start: columns.take::<Option<i64>>()?.map(MessageId),
    };
    Ok((conversation, columns.take()?))
}

/// A message and the instance that receives it.
pub(crate) fn message(row: &Row) -> Result<(Message, Option<i64>)> {
    let mut columns = Columns::of(row);
    let id = MessageId(columns.take()?);
    let conversation = ConversationId(columns.take()?);
    let parent = columns.take::<Option<i64>>()?.map(MessageId);
    let role = columns.named(role_of)?;
    let created = columns.take()?;
    let status = columns.named(status_of)?;
    let owner = columns.take()?;
    let blocks = columns.blocks()?;
    let left_out = columns.take()?;
    let place: i64 = columns.take()?;
    let sibling = Sibling { nth: (place >> 32) as u32, of: place as u32 };
    let making = making(&mut columns)?;
    let message = Message {
        id,
        conversation,
        parent,
        role,
        created,
        status,
        blocks,
        making,
        left_out,
        sibling,
    };
    Ok((message, owner))
}

fn making(columns: &mut Columns) -> Result<Option<Making>> {
    let Some(model) = columns.take()? else { return Ok(None) };
    Ok(Some(Making {
        model,
        model_arn: columns.take()?,
        region: columns.take()?,
        parameters: columns.json()?.unwrap_or_default(),
        usage: usage(columns)?,
        stop_reason: columns.take::<Option<String>>()?.map(StopReason),
        first_token_ms: columns.count()?,
        total_ms: columns.count()?,
        latency_ms: columns.count()?,
        request_id: columns.take()?,
        cost_usd: columns.take()?,
        error: columns.json()?,
        not_sent: columns.json()?.unwrap_or_default(),
        tier: columns.take()?,
        latency: columns.take()?,
        response_fields: columns.json()?,
        cost_estimated: columns.take()?,
    }))
}

fn usage(columns: &mut Columns) -> Result<Option<Usage>> {
    let input = columns.count()?;
    let usage = Usage {
        input: input.unwrap_or_default(),
        output: columns.count()?.unwrap_or_default(),
        cache_read: columns.count()?.unwrap_or_default(),
        cache_write: columns.count()?.unwrap_or_default(),
        cache_write_1h: columns.count()?.unwrap_or_default(),
    };
    Ok(input.map(|_| usage))
}

/// The name a status is kept under.
pub(crate) fn name_of_status(status: Status) -> &'static str {
    match status {
        Status::Complete => "complete",
        Status::Streaming => "streaming",
        Status::Stopped => "stopped",
        Status::Interrupted => "interrupted",
        Status::Failed => "failed",
    }
}

fn status_of(name: &str) -> Option<Status> {
    Some(match name {
        "complete" => Status::Complete,
        "streaming" => Status::Streaming,
        "stopped" => Status::Stopped,
        "interrupted" => Status::Interrupted,
        "failed" => Status::Failed,
        _ => return None,
    })
}

/// The name a role is kept under.
pub(crate) fn name_of_role(role: Role) -> &'static str {
    match role {
        Role::User => "user",
        Role::Assistant => "assistant",
    }
}

fn role_of(name: &str) -> Option<Role> {
    Some(match name {
        "user" => Role::User,
        "assistant" => Role::Assistant,
        _ => return None,
    })
}

/// The name a kind of piece is kept under.
pub(crate) fn name_of_kind(kind: PieceKind) -> &'static str {
    match kind {
        PieceKind::Text => "text",
        PieceKind::Reasoning => "reasoning",
        PieceKind::Signature => "signature",
        PieceKind::Redacted => "redacted",
        PieceKind::Unreadable => "unreadable",
    }
}

/// The kind of piece kept under a name; what a newer version wrote is unreadable.
pub(crate) fn kind_of(name: &str) -> PieceKind {
    match name {
        "text" => PieceKind::Text,
        "reasoning" => PieceKind::Reasoning,
        "signature" => PieceKind::Signature,
        "redacted" => PieceKind::Redacted,
        _ => PieceKind::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back() {
        for status in [
            Status::Complete,
            Status::Streaming,
            Status::Stopped,
            Status::Interrupted,
            Status::Failed,
        ] {
            assert_eq!(status_of(name_of_status(status)), Some(status));
        }
        for role in [Role::User, Role::Assistant] {
            assert_eq!(role_of(name_of_role(role)), Some(role));
        }
        for kind in [
            PieceKind::Text,
            PieceKind::Reasoning,
            PieceKind::Signature,
            PieceKind::Redacted,
            PieceKind::Unreadable,
        ] {
            assert_eq!(kind_of(name_of_kind(kind)), kind);
        }
        assert_eq!(status_of("melted"), None);
    }
}
