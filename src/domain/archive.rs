//! What the store can be told and asked, and what it answers: plain data.
//! Not here: how it is kept (the store floor).

use std::path::PathBuf;

use super::content::Block;
use super::conversation::{Conversation, Making, Message, Status, UnixMs};
use super::id::{ConversationId, MessageId};

/// One change to what is kept. Each is one transaction.
#[derive(Debug, Clone, PartialEq)]
pub enum Save {
    /// A prompt and the empty answer that follows it. Durable when acknowledged: the request leaves
    /// only then. The conversation is made if it is new. Of one that is known, `title` and `messages`
    /// are not taken from here: `Rename` and the store keep them. With a prompt its draft is emptied,
    /// where this instance wrote it or the prompt goes on from it; other unsent text stays.
    Begin {
        /// The conversation as it now is.
        conversation: Box<Conversation>,
        /// The prompt; none when an answer follows what is already kept.
        prompt: Option<Box<Message>>,
        /// The answer, `Status::Streaming`, no blocks; this instance owns it until `Finish`.
        answer: Box<Message>,
    },
    /// What came of a live answer since the last checkpoint.
    Checkpoint {
        /// The answer.
        answer: MessageId,
        /// New pieces, in order.
        pieces: Vec<Piece>,
    },
    /// A live answer has ended; `blocks` is all of it and replaces the checkpoints.
    Finish {
        /// The answer.
        answer: MessageId,
        /// How far it got.
        status: Status,
        /// All it says.
        blocks: Vec<Block>,
        /// How it was made.
        making: Box<Making>,
        /// When it ended.
        at: UnixMs,
    },
    /// Text typed and not sent. An empty one removes the draft. While text is unsent, this instance
    /// holds the conversation, and no other can write its draft or begin an answer there.
    Draft {
        /// Its conversation; none for one not begun.
        conversation: Option<ConversationId>,
        /// The text.
        text: String,
    },
    /// A new title.
    Rename {
        /// The conversation.
        conversation: ConversationId,
        /// The title.
        title: String,
    },
    /// The model a conversation goes on with.
    Model {
        /// The conversation.
        conversation: ConversationId,
        /// The model or profile id, as the user chose it.
        model: String,
    },
}

/// A piece of a live answer, as `Chunk` brought it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Index of the content block.
    pub block: u32,
    /// What kind of piece.
    pub kind: PieceKind,
    /// The text (base64 for redacted reasoning).
    pub text: String,
}

/// Kinds of pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// Text.
    Text,
    /// Reasoning.
    Reasoning,
    /// The signature over reasoning.
    Signature,
    /// Encrypted reasoning.
    Redacted,
    /// A part that could not be read; the text is its kind.
    Unreadable,
}

/// Pieces put together to blocks as they come: pieces of one index and kind become one block, in
/// index order. Reasoning and its signature of one index are one block.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Assembly {
    blocks: Vec<(u32, Block)>,
}

impl Assembly {
    /// Adds the next piece; costs no more than the piece is long.
    pub fn push(&mut self, piece: &Piece) {
        let slot = self.blocks.iter_mut().rev().find(|(index, _)| *index == piece.block);
        if !slot.is_some_and(|(_, block)| extend(block, piece)) {
            let at = self.blocks.partition_point(|(index, _)| *index <= piece.block);
            self.blocks.insert(at, (piece.block, begin(piece)));
        }
    }

    /// The blocks so far.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().map(|(_, block)| block)
    }

    /// The blocks, all pieces being there.
    pub fn finish(self) -> Vec<Block> {
        self.blocks.into_iter().map(|(_, block)| block).collect()
    }
}

/// All pieces put together at once.
pub fn assemble(pieces: &[Piece]) -> Vec<Block> {
    let mut assembly = Assembly::default();
    for piece in pieces {
        assembly.push(piece);
    }
    assembly.finish()
}

fn begin(piece: &Piece) -> Block {
    let text = piece.text.clone();
    match piece.kind {
        PieceKind::Text => Block::Text(text),
        PieceKind::Reasoning => Block::Reasoning { text, signature: None },
        PieceKind::Signature => Block::Reasoning { text: String::new(), signature: Some(text) },
        PieceKind::Redacted => Block::RedactedReasoning(text),
        PieceKind::Unreadable => Block::Unreadable { kind: text },
    }
}

/// Adds a piece to the block it continues; false where it begins another.
fn extend(block: &mut Block, piece: &Piece) -> bool {
    match (block, piece.kind) {
        (Block::Text(text), PieceKind::Text)
        | (Block::Reasoning { text, .. }, PieceKind::Reasoning)
        | (Block::RedactedReasoning(text), PieceKind::Redacted) => text.push_str(&piece.text),
        (Block::Reasoning { signature, .. }, PieceKind::Signature) => {
            signature.get_or_insert_with(String::new).push_str(&piece.text);
        }
        _ => return false,
    }
    true
}

/// One question to the store.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// Conversations, newest change first, `limit` of them after `offset`.
    Conversations {
        /// How many to pass over.
        offset: u64,
        /// How many at most.
        limit: u64,
    },
    /// A conversation with the last `limit` messages of the branch it shows, and its draft.
    Open {
        /// The conversation.
        conversation: ConversationId,
        /// How many messages at most.
        limit: u64,
    },
    /// Messages of the same branch before `before`, nearest last, `limit` at most.
    Earlier {
        /// The conversation.
        conversation: ConversationId,
        /// The earliest message already there.
        before: MessageId,
        /// How many messages at most.
        limit: u64,
    },
    /// The draft of the conversation not begun: this instance's own, else the newest that a closed or
    /// killed one left; what is then typed or begun takes its place.
    NewDraft,
    /// Full-text search, newest first; every word must occur, the last one as a prefix. A later
    /// search of the same asker interrupts an earlier one.
    Search {
        /// What was typed; punctuation means nothing, words beyond the 32nd are not asked for.
        text: String,
        /// How many hits to pass over.
        offset: u64,
        /// How many hits at most.
        limit: u64,
    },
}

/// The answer to a query.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// To `Query::Conversations`.
    Conversations {
        /// The rows.
        rows: Vec<Conversation>,
        /// How many were passed over.
        offset: u64,
        /// How many there are altogether.
        total: u64,
    },
    /// To `Query::Open`.
    Opened(Box<Opened>),
    /// To `Query::Earlier`.
    Earlier {
        /// The conversation.
        conversation: ConversationId,
        /// The messages, oldest first.
        messages: Vec<Message>,
        /// Whether there are still earlier ones.
        more: bool,
    },
    /// To `Query::NewDraft`.
    NewDraft(String),
    /// To `Query::Search`.
    Hits {
        /// How many were passed over.
        offset: u64,
        /// What was searched.
        text: String,
        /// The hits.
        hits: Vec<Hit>,
        /// Whether there are more.
        more: bool,
    },
}

/// An opened conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Its row.
    pub conversation: Conversation,
    /// The last messages of the branch shown, oldest first.
    pub messages: Vec<Message>,
    /// Whether there are earlier ones.
    pub more: bool,
    /// Text typed and not sent.
    pub draft: String,
    /// Another running instance holds it: its draft and live answer are not ours to write.
    pub elsewhere: bool,
}

/// One hit of a search.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Where.
    pub conversation: ConversationId,
    /// In which message.
    pub message: MessageId,
    /// The conversation's title.
    pub title: String,
    /// When the message was begun.
    pub created: UnixMs,
    /// The text around the first match on one line; matches stand between U+E000 and U+E001.
    pub snippet: String,
}

/// What opening the store found and did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opening {
    /// A damaged database was set aside here, and an empty one begun.
    pub set_aside: Option<PathBuf>,
    /// A copy of the older version, kept before it was migrated.
    pub backup: Option<PathBuf>,
    /// How many answers of instances that died were marked interrupted.
    pub interrupted: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(block: u32, kind: PieceKind, text: &str) -> Piece {
        Piece { block, kind, text: text.into() }
    }

    #[test]
    fn pieces_become_blocks_in_order() {
        let pieces = [
            piece(0, PieceKind::Reasoning, "be"),
            piece(0, PieceKind::Reasoning, "cause"),
            piece(0, PieceKind::Signature, "AB"),
            piece(0, PieceKind::Signature, "CD"),
            piece(1, PieceKind::Text, "Hel"),
            piece(1, PieceKind::Text, "lo"),
            piece(2, PieceKind::Redacted, "AAA="),
            piece(3, PieceKind::Unreadable, "hologram"),
        ];
        assert_eq!(
            assemble(&pieces),
            [
                Block::Reasoning { text: "because".into(), signature: Some("ABCD".into()) },
                Block::Text("Hello".into()),
                Block::RedactedReasoning("AAA=".into()),
                Block::Unreadable { kind: "hologram".into() },
            ]
        );
    }

    #[test]
    fn interleaved_blocks_stay_apart() {
        let pieces = [
            piece(1, PieceKind::Text, "b"),
            piece(0, PieceKind::Text, "a"),
            piece(1, PieceKind::Text, "c"),
        ];
        assert_eq!(assemble(&pieces), [Block::Text("a".into()), Block::Text("bc".into())]);
    }
}
