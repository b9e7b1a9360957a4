//! The answer a conversation waits for or receives: its phase, and what of it is not yet on disk.
//! Not here: its rows (transcript), or what is sent (sending).

use crate::app::effect::{Effect, QuestionId};
use crate::domain::archive::{Piece, Save};
use crate::domain::ask::Ask;
use crate::domain::conversation::{Conversation, Message};
use crate::domain::id::{MessageId, StreamId};
use crate::domain::problem::Problem;

use super::draft::Editing;

/// A checkpoint is written when this long has passed (milliseconds) or this much has come (bytes).
const CHECKPOINT_MS: u64 = 1_000;
const CHECKPOINT_BYTES: usize = 4_096;

/// How far it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Phase {
    /// The prompt is being made durable; the ask leaves when it is.
    Saving(QuestionId, Box<Ask>),
    /// The request has left, nothing came yet.
    Sent,
    /// The service took the request.
    Accepted,
    /// Waiting before a (further) try.
    Waiting {
        /// Until when, in milliseconds of the program's time.
        until: u64,
        /// The try that follows, from 1.
        attempt: u32,
        /// What went wrong before; none for our own rate limit.
        why: Option<Box<Problem>>,
    },
    /// It is coming.
    Streaming,
}

/// What is put back when an answer cannot be begun because the store refused it.
#[derive(Debug)]
pub struct Undo {
    /// The conversation's row.
    pub row: Box<Conversation>,
    /// Whether a prompt was taken out of the composer.
    pub prompted: bool,
    /// The messages it was to stand beside: an answer asked for again, or a prompt that was edited,
    /// and all that followed.
    pub removed: Vec<Message>,
    /// The prompt that was edited.
    pub editing: Option<Editing>,
}

/// An answer on its way.
#[derive(Debug)]
pub struct Live {
    /// Its stream.
    pub stream: StreamId,
    /// Its message.
    pub answer: MessageId,
    /// How far it is.
    pub phase: Phase,
    /// When it was asked for, in milliseconds of the program's time.
    pub began: u64,
    /// When the first token came.
    pub first: Option<u64>,
    /// It was stopped before its prompt was on disk.
    pub stopping: bool,
    /// Bytes of text and reasoning so far.
    pub bytes: usize,
    /// What was before; none once the prompt is on disk.
    pub undo: Option<Undo>,
    pending: Vec<Piece>,
    pending_bytes: usize,
    pending_since: u64,
    /// The checkpoint on its way to the disk. The next waits for it: of an answer the store must
    /// never hold a later piece without an earlier one.
    writing: Option<(QuestionId, Vec<Piece>)>,
}

impl Live {
    /// An answer whose prompt is being made durable.
    pub fn new(
        stream: StreamId,
        answer: MessageId,
        question: QuestionId,
        ask: Ask,
        now: u64,
    ) -> Self {
        Self {
            stream,
            answer,
            phase: Phase::Saving(question, Box::new(ask)),
            began: now,
            first: None,
            stopping: false,
            bytes: 0,
            undo: None,
            pending: Vec::new(),
            pending_bytes: 0,
            pending_since: 0,
            writing: None,
        }
    }

    /// Takes note of a piece that came.
    pub fn received(&mut self, piece: Piece, now: u64) {
        self.first.get_or_insert(now);
        self.phase = Phase::Streaming;
        self.bytes += piece.text.len();
        if self.pending.is_empty() {
            self.pending_since = now;
        }
        self.pending_bytes += piece.text.len();
        match self.pending.last_mut() {
            Some(last) if last.block == piece.block && last.kind == piece.kind => {
                last.text.push_str(&piece.text);
            }
            _ => self.pending.push(piece),
        }
    }

    /// What is to be written now, if a checkpoint is due.
    pub fn checkpoint(
        &mut self,
        question: impl FnOnce() -> QuestionId,
        now: u64,
    ) -> Option<Effect> {
        let due = self.pending_bytes >= CHECKPOINT_BYTES || self.next_due()? <= now;
        if !due || self.writing.is_some() {
            return None;
        }
        self.pending_bytes = 0;
        let (question, pieces) = (question(), std::mem::take(&mut self.pending));
        self.writing = Some((question, pieces.clone()));
        Some(Effect::Save(question, Box::new(Save::Checkpoint { answer: self.answer, pieces })))
    }

    /// The store has answered: what it did not take goes with the next checkpoint.
    pub fn written(&mut self, question: QuestionId, works: bool, now: u64) {
        let Some((_, pieces)) = self.writing.take_if(|(asked, _)| *asked == question) else {
            return;
        };
        if !works {
            self.pending.splice(0..0, pieces);
            self.pending_since = now;
        }
    }

    /// When a checkpoint is due next.
    pub fn next_due(&self) -> Option<u64> {
        let waits = !self.pending.is_empty() && self.writing.is_none();
        waits.then_some(self.pending_since + CHECKPOINT_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::archive::PieceKind;
    use crate::domain::ask::Parameters;

    fn live() -> Live {
        let ask = Ask {
            model: "m".into(),
            system: String::new(),
            turns: Vec::new(),
            parameters: Parameters::default(),
            stream: true,
        };
        Live::new(StreamId(1), MessageId(2), QuestionId(3), ask, 0)
    }

    fn text(text: &str) -> Piece {
        Piece { block: 0, kind: PieceKind::Text, text: text.into() }
    }

    fn pieces(effect: Option<Effect>) -> Option<Vec<Piece>> {
        match effect {
            Some(Effect::Save(_, save)) => match *save {
                Save::Checkpoint { pieces, .. } => Some(pieces),
                other => panic!("{other:?}"),
            },
            _ => None,
        }
    }

    fn due(live: &mut Live, question: u64, now: u64) -> Option<Vec<Piece>> {
        pieces(live.checkpoint(|| QuestionId(question), now))
    }

    #[test]
    fn a_checkpoint_is_due_after_a_second_with_only_what_is_new() {
        let mut live = live();
        live.received(text("a"), 500);
        live.received(text("b"), 900);
        assert_eq!(due(&mut live, 1, 1_499), None);
        assert_eq!(due(&mut live, 1, 1_500), Some(vec![text("ab")]));
        assert_eq!(live.next_due(), None);
        live.written(QuestionId(1), true, 1_550);
        live.received(text("c"), 1_600);
        assert_eq!(live.next_due(), Some(2_600));
    }

    #[test]
    fn a_checkpoint_is_due_at_once_when_much_has_come() {
        let mut live = live();
        live.received(text(&"x".repeat(CHECKPOINT_BYTES)), 10);
        assert!(due(&mut live, 1, 10).is_some());
        live.written(QuestionId(1), true, 11);
        assert!(due(&mut live, 2, 10_000).is_none());
    }

    #[test]
    fn the_next_checkpoint_waits_for_the_one_before_and_takes_along_what_was_refused() {
        let mut live = live();
        live.received(text("a"), 0);
        assert!(due(&mut live, 1, 1_000).is_some());
        live.received(text("b"), 1_100);
        assert_eq!((due(&mut live, 2, 9_000), live.next_due()), (None, None));
        live.written(QuestionId(9), true, 9_000);
        assert_eq!(live.next_due(), None, "that was another question");
        live.written(QuestionId(1), false, 9_000);
        assert_eq!(live.next_due(), Some(10_000));
        assert_eq!(due(&mut live, 2, 10_000), Some(vec![text("a"), text("b")]));
    }
}
