//! Each kind of change, carried out inside a transaction that its caller opened.
//! Not here: the transaction and how durable it is (writer).

use rusqlite::{Connection, OptionalExtension, ToSql, params};

use super::drafts::{self, Shown};
use super::fault::Fault;
use super::holding;
use super::instance::Crew;
use super::messages;
use super::removal;
use super::rows;
use super::seen;
use super::shelf;
use super::tree;
use crate::domain::archive::Save;
use crate::domain::ask::Parameters;
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
        Save::Pin { .. } => "pinning the conversation",
        Save::Archive { .. } => "archiving the conversation",
        Save::Unread { .. } => "keeping what was read",
        Save::Delete { .. } => "deleting the conversation",
        Save::Restore { .. } => "bringing the conversation back",
        Save::LeaveOut { .. } | Save::StartFrom { .. } => "keeping what is sent",
        Save::Show { .. } | Save::ShowSibling { .. } => "showing another branch",
        Save::Settings { .. } => "keeping the conversation's settings",
        Save::KeepPersona { .. } | Save::DropPersona { .. } => "keeping the personas",
        Save::KeepPreset { .. } | Save::DropPreset { .. } => "keeping the presets",
        Save::Favourite { .. } => "keeping the favourites",
        Save::Seen { .. } => "keeping names that were seen",
        Save::KeepView { .. } => "keeping how a screen stands",
    }
}

impl Desk<'_> {
    /// Carries out one change.
    pub(crate) fn apply(self, save: &Save) -> Result<(), Fault> {
        match save {
            Save::Begin { conversation, expected_head, prompt, answer } => {
                self.begin(conversation, *expected_head, prompt.as_deref(), answer)
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
            Save::Rename { conversation, title } => self.set(*conversation, "title", title),
            Save::Model { conversation, model } => self.set(*conversation, "model", model),
            Save::Pin { conversation, pinned } => self.set(*conversation, "pinned", pinned),
            Save::Archive { conversation, archived } => {
                self.set(*conversation, "archived", archived)
            }
            Save::Unread { conversation, unread } => self.set(*conversation, "unread", unread),
            Save::Delete { conversation } => removal::delete(self.conn, *conversation, self.crew),
            Save::Restore { conversation } => removal::restore(self.conn, *conversation),
            Save::LeaveOut { conversation, message, left_out } => {
                tree::leave_out(self.conn, *conversation, *message, *left_out, self.crew)
            }
            Save::StartFrom { conversation, message } => {
                tree::start_from(self.conn, *conversation, *message, self.crew)
            }
            Save::Show { conversation, message } => {
                tree::show(self.conn, *conversation, *message, self.crew)
            }
            Save::ShowSibling { conversation, message, nth } => {
                tree::show_sibling(self.conn, *conversation, *message, *nth, self.crew)
            }
            Save::Settings { conversation, system, parameters } => {
                self.settings(*conversation, system, parameters.as_deref())
            }
            Save::KeepPersona { name, text } => Ok(shelf::keep_persona(self.conn, name, text)?),
            Save::DropPersona { name } => Ok(shelf::drop_persona(self.conn, name)?),
            Save::KeepPreset { name, parameters } => {
                shelf::keep_preset(self.conn, name, parameters)
            }
            Save::DropPreset { name } => Ok(shelf::drop_preset(self.conn, name)?),
            Save::KeepView { name, state } => Ok(shelf::keep_view(self.conn, name, state)?),
            Save::Seen { whose, names, at } => Ok(seen::keep(self.conn, whose, names, *at)?),
            Save::Favourite { model, favourite } => {
                Ok(shelf::set_favourite(self.conn, model, *favourite)?)
            }
        }
    }

    fn begin(
        self,
        conversation: &Conversation,
        expected_head: Option<MessageId>,
        prompt: Option<&Message>,
        answer: &Message,
    ) -> Result<(), Fault> {
        let id = conversation.id;
        let kept: Option<Option<i64>> = self
            .conn
            .prepare_cached("SELECT head FROM conversation WHERE id = ?1")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        let known = kept.is_some();
        if known {
            holding::claim(self.conn, id, self.crew)?;
        } else if expected_head.is_some() {
            return Err(holding::unknown(id));
        }
        if kept.flatten() != expected_head.map(|head| head.0) {
            return Err(holding::stale());
        }
        self.put(conversation, answer.id)?;
        shelf::count_use(self.conn, &conversation.model, answer.created)?;
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

    /// Writes a conversation's row; a new one is ours. Once it is known, its title, its marks, its
    /// start and its count are not taken from here: changes of their own and the triggers keep them,
    /// and another instance may have been at it.
    fn put(self, conversation: &Conversation, answer: MessageId) -> Result<(), Fault> {
        self.conn
            .prepare_cached(
                "INSERT INTO conversation (id, title, created, updated, model, profile, account,
                     region, head, status, system, owner, parameters, pinned, archived, unread,
                     start)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                     ?17)
                 ON CONFLICT (id) DO UPDATE SET updated = excluded.updated, model = excluded.model,
                     profile = excluded.profile, account = excluded.account,
                     region = excluded.region, head = excluded.head, status = excluded.status,
                     system = excluded.system, parameters = excluded.parameters",
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
                conversation.parameters.as_ref().map(serde_json::to_string).transpose()?,
                conversation.pinned,
                conversation.archived,
                conversation.unread,
                conversation.start.map(|start| start.0),
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

    fn settings(
        self,
        conversation: ConversationId,
        system: &str,
        parameters: Option<&Parameters>,
    ) -> Result<(), Fault> {
        holding::claim(self.conn, conversation, self.crew)?;
        let parameters = parameters.map(serde_json::to_string).transpose()?;
        self.conn
            .prepare_cached("UPDATE conversation SET system = ?2, parameters = ?3 WHERE id = ?1")?
            .execute(params![conversation.0, system, parameters])?;
        holding::release(self.conn, conversation, self.crew)
    }

    /// Sets one column of a conversation.
    fn set(
        self,
        conversation: ConversationId,
        column: &'static str,
        value: &dyn ToSql,
    ) -> Result<(), Fault> {
        let sql =
            format!("UPDATE conversation SET {column} = ?2 WHERE id = ?1 AND deleted IS NULL");
        match self.conn.prepare_cached(&sql)?.execute(params![conversation.0, value])? {
            0 => Err(holding::unknown(conversation)),
            _ => Ok(()),
        }
    }
}
