//! An answer being received without a screen, kept in the store as the screen keeps it: begun before
//! the request leaves, checkpointed while it comes, finished when it ends.
//! Not here: what is asked (ask), or how the store keeps it.

use std::time::{Duration, Instant};

use crate::domain::archive::{Piece, PieceKind, Save, assemble};
use crate::domain::content::Block;
use crate::domain::conversation::{Conversation, Making, Message, Status, UnixMs};
use crate::domain::id::MessageId;
use crate::domain::problem::Problem;
use crate::store::writer::Store;

/// A checkpoint is due when the last one is this old, or when so much has come since.
const AGE: Duration = Duration::from_secs(1);
const BYTES: usize = 4096;

/// What came of an answer, and where it is kept.
#[derive(Debug, Default)]
pub(crate) struct Recording {
    /// All pieces, neighbours of one kind joined.
    pieces: Vec<Piece>,
    keeping: Option<Keeping>,
}

#[derive(Debug)]
struct Keeping {
    store: Store,
    answer: MessageId,
    /// What came since the last checkpoint.
    fresh: Vec<Piece>,
    bytes: usize,
    checked: Instant,
}

impl Recording {
    /// Keeps a prompt and the empty answer to it; durable when this returns.
    ///
    /// # Errors
    /// The store refuses; nothing may be sent then.
    pub(crate) fn begin(
        mut store: Store,
        conversation: Conversation,
        prompt: Message,
        answer: Message,
    ) -> Result<Self, Box<Problem>> {
        let id = answer.id;
        store.save(&Save::Begin {
            conversation: Box::new(conversation),
            expected_head: prompt.parent,
            prompt: Some(Box::new(prompt)),
            answer: Box::new(answer),
        })?;
        let keeping =
            Keeping { store, answer: id, fresh: Vec::new(), bytes: 0, checked: Instant::now() };
        Ok(Self { pieces: Vec::new(), keeping: Some(keeping) })
    }

    /// Whether anything came.
    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Takes the next piece.
    pub(crate) fn push(&mut self, piece: Piece) {
        if let Some(keeping) = &mut self.keeping {
            keeping.bytes += piece.text.len();
            join(&mut keeping.fresh, piece.clone());
            if keeping.bytes >= BYTES {
                keeping.checkpoint();
            }
        }
        join(&mut self.pieces, piece);
    }

    /// When a checkpoint is due although nothing more comes; none where there is nothing to keep.
    pub(crate) fn due(&self) -> Option<Instant> {
        let keeping = self.keeping.as_ref().filter(|keeping| !keeping.fresh.is_empty())?;
        Some(keeping.checked + AGE)
    }

    /// Writes the checkpoint that is due.
    pub(crate) fn checkpoint(&mut self) {
        if let Some(keeping) = &mut self.keeping {
            keeping.checkpoint();
        }
    }

    /// Ends the answer and gives all it says.
    ///
    /// # Errors
    /// The store refused; the blocks are given all the same.
    pub(crate) fn finish(
        self,
        status: Status,
        making: &Making,
        at: UnixMs,
    ) -> (Vec<Block>, Result<(), Problem>) {
        let blocks = assemble(&self.pieces);
        let Some(mut keeping) = self.keeping else { return (blocks, Ok(())) };
        let kept = keeping.store.save(&Save::Finish {
            answer: keeping.answer,
            status,
            blocks: blocks.clone(),
            making: Box::new(making.clone()),
            at,
        });
        (blocks, kept)
    }
}

impl Keeping {
    fn checkpoint(&mut self) {
        let pieces = std::mem::take(&mut self.fresh);
        let save = Save::Checkpoint { answer: self.answer, pieces };
        if let Err(problem) = self.store.save(&save) {
            tracing::warn!(%problem, "a checkpoint was not kept");
            // The next one tries again, and the end holds everything in any case.
            if let Save::Checkpoint { pieces, .. } = save {
                self.fresh = pieces;
            }
        }
        self.bytes = 0;
        self.checked = Instant::now();
    }
}

/// Adds a piece, to the last one where it goes on with it.
fn join(pieces: &mut Vec<Piece>, piece: Piece) {
    match pieces.last_mut() {
        Some(last)
            if last.block == piece.block
                && last.kind == piece.kind
                && piece.kind != PieceKind::Unreadable =>
        {
            last.text.push_str(&piece.text);
        }
        _ => pieces.push(piece),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::archive::{Found, Opened, Query};
    use crate::domain::ask::Role;
    use crate::domain::id::Mint;

    fn opened(store: &Store, conversation: &Conversation) -> Opened {
        let query = Query::Open { conversation: conversation.id, limit: 10 };
        match store.reader().unwrap().answer(&query).unwrap() {
            Found::Opened(opened) => *opened,
            other => panic!("{other:?}"),
        }
    }

    fn begun(folder: &std::path::Path) -> (Recording, Conversation) {
        let mut mint = Mint::new(1_790_000_000_000, 7);
        let (store, _) = Store::open(folder, 1_790_000_000_000).unwrap();
        let message = |id, role, parent, status, text: &str| Message {
            status,
            blocks: if text.is_empty() { Vec::new() } else { vec![Block::Text(text.into())] },
            ..Message::new(id, crate::domain::id::ConversationId(1), parent, role, 1)
        };
        let prompt = message(mint.message(), Role::User, None, Status::Complete, "why?");
        let answer =
            message(mint.message(), Role::Assistant, Some(prompt.id), Status::Streaming, "");
        let conversation = Conversation {
            title: "why?".into(),
            model: "m".into(),
            head: Some(answer.id),
            messages: 2,
            status: Status::Streaming,
            ..Conversation::new(prompt.conversation, 1)
        };
        let recording = Recording::begin(store, conversation.clone(), prompt, answer).unwrap();
        (recording, conversation)
    }

    fn text(text: &str) -> Piece {
        Piece { block: 0, kind: PieceKind::Text, text: text.into() }
    }

    #[test]
    fn what_came_is_kept_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let (mut recording, conversation) = begun(folder.path());
        recording.push(text("be"));
        recording.push(text("cause"));
        let making = Making { model: "m".into(), ..Making::default() };
        let (blocks, kept) = recording.finish(Status::Stopped, &making, 9);
        assert_eq!((blocks, kept), (vec![Block::Text("because".into())], Ok(())));
        let (store, _) = Store::open(folder.path(), 2).unwrap();
        let opened = opened(&store, &conversation);
        assert_eq!(opened.messages.len(), 2);
        assert_eq!(opened.messages[1].text(), "because");
        assert_eq!(opened.messages[1].status, Status::Stopped);
    }

    #[test]
    fn a_checkpoint_keeps_what_came_when_the_end_never_does() {
        let folder = tempfile::tempdir().unwrap();
        let (mut recording, conversation) = begun(folder.path());
        assert_eq!(recording.due(), None);
        recording.push(text("be"));
        assert!(recording.due().is_some());
        recording.checkpoint();
        assert_eq!(recording.due(), None);
        recording.push(text(&"x".repeat(BYTES)));
        assert_eq!(recording.due(), None, "so much is kept at once");
        recording.push(text("lost"));
        drop(recording);
        let (store, opening) = Store::open(folder.path(), 2).unwrap();
        assert_eq!(opening.interrupted, 1);
        let answer = opened(&store, &conversation).messages.remove(1);
        assert_eq!(answer.status, Status::Interrupted);
        assert_eq!(answer.text(), format!("be{}", "x".repeat(BYTES)));
    }

    #[test]
    fn without_a_store_what_came_is_given_all_the_same() {
        let mut recording = Recording::default();
        assert!(recording.is_empty());
        recording.push(text("a"));
        let (blocks, kept) = recording.finish(Status::Complete, &Making::default(), 1);
        assert_eq!((blocks, kept), (vec![Block::Text("a".into())], Ok(())));
    }
}
