//! Conversations and messages to save, and short ways to ask what is kept.
//! Not here: what is expected of them.

use std::path::Path;

use outcrop::domain::archive::{Found, Hit, Opened, Piece, PieceKind, Query, Save};
use outcrop::domain::ask::Role;
use outcrop::domain::content::Block;
use outcrop::domain::conversation::{Conversation, Making, Message, Status};
use outcrop::domain::id::{ConversationId, MessageId};
use outcrop::domain::problem::Problem;
use outcrop::domain::seen::Whose;
use outcrop::domain::shelf::Shelf;
use outcrop::store::reader::Reader;
use outcrop::store::writer::Store;

/// 2026-11-20 10:40:00 UTC.
pub(crate) const NOW: i64 = 1_795_171_200_000;

pub(crate) fn store(folder: &Path) -> Store {
    Store::open(folder, NOW).unwrap().0
}

/// A turn to begin: prompt `1000 n` of conversation `n`, its answer, and so on.
#[derive(Debug)]
pub(crate) struct Turn {
    pub(crate) conversation: Conversation,
    /// Where the conversation stood before.
    pub(crate) before: Option<MessageId>,
    pub(crate) prompt: Message,
    pub(crate) answer: Message,
}

impl Turn {
    /// The first turn of conversation `n`.
    pub(crate) fn first(n: i64, prompt: &str) -> Self {
        let conversation = ConversationId(n);
        let prompt = message(n * 1_000, conversation, None, Role::User, prompt);
        let answer = live(n * 1_000 + 1, &prompt);
        let conversation = Conversation {
            title: format!("Conversation {n}"),
            model: "anthropic.claude-sonnet-4-5-20250929-v1:0".into(),
            system: "Be brief.".into(),
            profile: Some("work".into()),
            region: Some("eu-central-1".into()),
            head: Some(answer.id),
            messages: 2,
            status: Status::Streaming,
            ..Conversation::new(conversation, NOW + n)
        };
        Self { conversation, before: None, prompt, answer }
    }

    /// The turn after this one.
    pub(crate) fn next(&self, prompt: &str) -> Self {
        let id = self.conversation.id;
        let parent = Some(self.answer.id);
        let prompt = message(self.answer.id.0 + 1, id, parent, Role::User, prompt);
        let answer = live(prompt.id.0 + 1, &prompt);
        let mut conversation = self.conversation.clone();
        conversation.head = Some(answer.id);
        conversation.messages += 2;
        conversation.updated += 1_000;
        Self { conversation, before: parent, prompt, answer }
    }

    pub(crate) fn begin(&self) -> Save {
        Save::Begin {
            conversation: Box::new(self.conversation.clone()),
            expected_head: self.before,
            prompt: Some(Box::new(self.prompt.clone())),
            answer: Box::new(self.answer.clone()),
        }
    }

    /// Another answer to the same prompt, beside `self.answer`, which stays.
    pub(crate) fn again(&self, id: i64) -> (Self, Save) {
        let mut answer = live(id, &self.prompt);
        answer.created += 1;
        let mut conversation = self.conversation.clone();
        conversation.head = Some(answer.id);
        let (prompt, before) = (self.prompt.clone(), Some(self.answer.id));
        let again = Self { conversation, before, prompt, answer };
        let save = Save::Begin {
            conversation: Box::new(again.conversation.clone()),
            expected_head: before,
            prompt: None,
            answer: Box::new(again.answer.clone()),
        };
        (again, save)
    }

    pub(crate) fn checkpoint(&self, text: &str) -> Save {
        let pieces = vec![piece(0, PieceKind::Text, text)];
        Save::Checkpoint { answer: self.answer.id, pieces }
    }

    pub(crate) fn finish(&self, text: &str) -> Save {
        self.finish_with(vec![Block::Text(text.into())], Making::default())
    }

    pub(crate) fn finish_with(&self, blocks: Vec<Block>, making: Making) -> Save {
        Save::Finish {
            answer: self.answer.id,
            status: Status::Complete,
            blocks,
            making: Box::new(making),
            at: self.conversation.updated + 500,
        }
    }

    pub(crate) fn draft(&self, text: &str) -> Save {
        Save::Draft { conversation: Some(self.conversation.id), text: text.into() }
    }
}

fn message(
    id: i64,
    conversation: ConversationId,
    parent: Option<MessageId>,
    role: Role,
    text: &str,
) -> Message {
    let message = Message::new(MessageId(id), conversation, parent, role, NOW + id);
    Message { blocks: vec![Block::Text(text.into())], ..message }
}

fn live(id: i64, prompt: &Message) -> Message {
    let mut answer = message(id, prompt.conversation, Some(prompt.id), Role::Assistant, "");
    answer.status = Status::Streaming;
    answer.blocks.clear();
    answer
}

pub(crate) fn piece(block: u32, kind: PieceKind, text: &str) -> Piece {
    Piece { block, kind, text: text.into() }
}

pub(crate) fn new_draft(text: &str) -> Save {
    Save::Draft { conversation: None, text: text.into() }
}

pub(crate) fn open(reader: &Reader, conversation: ConversationId) -> Opened {
    opened(reader, conversation, 100).unwrap()
}

pub(crate) fn opened(
    reader: &Reader,
    conversation: ConversationId,
    limit: u64,
) -> Result<Opened, Problem> {
    match reader.answer(&Query::Open { conversation, limit })? {
        Found::Opened(opened) => Ok(*opened),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn list(reader: &Reader) -> Vec<Conversation> {
    listed(reader, false)
}

pub(crate) fn listed(reader: &Reader, archived: bool) -> Vec<Conversation> {
    match reader.answer(&Query::Conversations { archived, offset: 0, limit: 1_000 }).unwrap() {
        Found::Conversations { rows, total, .. } => {
            assert_eq!(rows.len() as u64, total);
            rows
        }
        other => panic!("{other:?}"),
    }
}

pub(crate) fn whole(reader: &Reader, conversation: ConversationId) -> Vec<Message> {
    match reader.answer(&Query::Whole { conversation }).unwrap() {
        Found::Whole { messages, conversation: row } => {
            assert_eq!((row.id, row.messages), (conversation, messages.len() as u64));
            messages
        }
        other => panic!("{other:?}"),
    }
}

pub(crate) fn prompts(reader: &Reader, limit: u64) -> Vec<String> {
    match reader.answer(&Query::Prompts { limit }).unwrap() {
        Found::Prompts(prompts) => prompts,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn unbegun(reader: &Reader) -> String {
    match reader.answer(&Query::NewDraft).unwrap() {
        Found::NewDraft(text) => text,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn shelf(reader: &Reader) -> Shelf {
    match reader.answer(&Query::Shelf).unwrap() {
        Found::Shelf(shelf) => *shelf,
        other => panic!("{other:?}"),
    }
}

/// The names kept of an account in a region, the one seen last standing last.
pub(crate) fn seen(reader: &Reader, account: &str, region: &str) -> Vec<String> {
    let whose = Whose { account: account.into(), region: region.into() };
    match reader.answer(&Query::Seen(whose)).unwrap() {
        Found::Seen(names) => names.into_iter().map(|(_, name)| name).collect(),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn hits(reader: &Reader, text: &str) -> Vec<Hit> {
    match reader.answer(&Query::Search { text: text.into(), offset: 0, limit: 100 }).unwrap() {
        Found::Hits { hits, .. } => hits,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn texts(messages: &[Message]) -> Vec<String> {
    messages.iter().map(Message::text).collect()
}
