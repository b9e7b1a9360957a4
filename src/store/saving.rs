//! Each kind of change, carried out inside a transaction that its caller opened.
//! Not here: the transaction and how durable it is (writer).

use rusqlite::{Connection, OptionalExtension, params};

use super::drafts::{self, Shown};
use super::fault::Fault;
use super::holding;
use super::instance::Crew;
use super::messages;
use super::rows;
use crate::domain::archive::Save;
use crate::domain::content::Block;
use crate::domain::conversation::{Conversation, Making, Message, Status, UnixMs};
use crate::domain::id::{ConversationId, MessageId};

/// What a change is carried out with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Desk<'a> {
    /// Inside a write transaction.
    pub(crate) conn: &'a Connection,
    /// Who we are and who lives beside us.
    pub(crate) crew: &'a Crew,
    /// The unbegun text our user has seen.
    pub(crate) shown: &'a Shown,
}

/// What a change is called in a problem.
pub(crate) fn name_of(save: &Save) -> &'static str {
    match save {
        Save::Begin { .. } => "keeping the prompt",
        Save::Checkpoint { .. } | Save::Finish { .. } => "keeping the answer",
        Save::Draft { .. } => "keeping the draft",
        Save::Rename { .. } => "renaming the conversation",
        Save::Model { .. } => "keeping the choice of model",
    }
}

impl Desk<'_> {
    /// Carries out one change.
    pub(crate) fn apply(self, save: &Save) -> Result<(), Fault> {
        match save {
            Save::Begin { conversation, prompt, answer } => {
                self.begin(conversation, prompt.as_deref(), answer)
            }
            Save::Checkpoint { answer, pieces } => {
                holding::own_answer(self.conn, *answer, self.crew)?;
                Ok(messages::add_pieces(self.conn, *answer, pieces)?)
            }
            Save::Finish { answer, status, blocks, making, at } => {
                self.finish(*answer, *status, blocks, making, *at)
            }
            Save::Draft { conversation: Some(conversation), text } => {
                self.draft(*conversation, text)
            }
            Save::Draft { conversation: None, text } => {
                Ok(drafts::set_new(self.conn, text, self.crew, self.shown)?)
            }
            Save::Rename { conversation, title } => {
                self.set(*conversation, "UPDATE conversation SET title = ?2 WHERE id = ?1", title)
            }
            Save::Model { conversation, model } => {
                self.set(*conversation, "UPDATE conversation SET model = ?2 WHERE id = ?1", model)
            }
        }
    }

    fn begin(
        self,
        conversation: &Conversation,
        prompt: Option<&Message>,
        answer: &Message,
    ) -> Result<(), Fault> {
        let id = conversation.id;
        let known =
            self.conn.prepare_cached("SELECT 1 FROM conversation WHERE id = ?1")?.exists([id.0])?;
        if known {
            holding::claim(self.conn, id, self.crew)?;
        }
        self.put(conversation, answer.id)?;
        if let Some(prompt) = prompt {
            messages::add(self.conn, prompt, None)?;
            if known {
                drafts::take(self.conn, id, &prompt.text(), self.crew)?;
            } else {
                drafts::set_new(self.conn, "", self.crew, self.shown)?;
            }
        }
        let owner = (answer.status == Status::Streaming).then_some(self.crew.me());
        messages::add(self.conn, answer, owner)?;
        holding::release(self.conn, id, self.crew)
    }

    /// Writes a conversation's row; a new one is ours. Its title and its count are not taken from here once it is known:
    /// `Rename` and the triggers keep them, and another instance may have been at it.
    fn put(self, conversation: &Conversation, answer: MessageId) -> Result<(), Fault> {
        self.conn
            .prepare_cached(
                "INSERT INTO conversation (id, title, created, updated, model, profile, account,
                     region, head, status, system, owner)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                 ON CONFLICT (id) DO UPDATE SET updated = excluded.updated, model = excluded.model,
                     profile = excluded.profile, account = excluded.account,
                     region = excluded.region, head = excluded.head, status = excluded.status,
                     system = excluded.system",
            )?
            .execute(params![
                conversation.id.0,
                conversation.title,
                conversation.created,
                conversation.updated,
                conversation.model,
                conversation.profile,
                conversation.account,
                conversation.region,
                conversation.head.unwrap_or(answer).0,
                rows::name_of_status(conversation.status),
                conversation.system,
                self.crew.me(),
            ])?;
        Ok(())
    }

    fn finish(
        self,
        answer: MessageId,
        status: Status,
        blocks: &[Block],
        making: &Making,
        at: UnixMs,
    ) -> Result<(), Fault> {
        let conversation = holding::own_answer(self.conn, answer, self.crew)?;
        messages::end(self.conn, answer, status, blocks)?;
        messages::set_making(self.conn, answer, making)?;
        self.conn
            .prepare_cached("UPDATE conversation SET updated = ?2, status = ?3 WHERE id = ?1")?
            .execute(params![conversation.0, at, rows::name_of_status(status)])?;
        holding::release(self.conn, conversation, self.crew)
    }

    fn draft(self, conversation: ConversationId, text: &str) -> Result<(), Fault> {
        let kept: Option<String> = self
            .conn
            .prepare_cached("SELECT text FROM draft WHERE conversation = ?1")?
            .query_row([conversation.0], |row| row.get(0))
            .optional()?;
        // Nothing typed where nothing stood: the commonest draft costs no write.
        if text.is_empty() && kept.is_none() {
            return Ok(());
        }
        holding::claim(self.conn, conversation, self.crew)?;
        drafts::set(self.conn, conversation, text, self.crew)?;
        holding::release(self.conn, conversation, self.crew)
    }

    fn set(self, conversation: ConversationId, sql: &str, value: &str) -> Result<(), Fault> {
        match self.conn.prepare_cached(sql)?.execute(params![conversation.0, value])? {
            0 => Err(holding::unknown(conversation)),
            _ => Ok(()),
        }
    }
}
