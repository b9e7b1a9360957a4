//! The message or code block one has selected in a transcript, and the ways to another.
//! Not here: what is done with it (update), or how it is marked (ui).

use std::ops::Range;

use crate::app::parts::excerpt::{Excerpt, of_failure};
use crate::app::parts::transcript::Transcript;
use crate::domain::ask::Role;
use crate::domain::id::MessageId;

/// What is selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// The message.
    pub message: MessageId,
    /// Which of its code blocks, from 0; none for the message itself.
    pub block: Option<usize>,
}

impl Selection {
    /// The last message of which something is seen; none where there is no message.
    pub fn begin(transcript: &Transcript) -> Option<Self> {
        transcript.last_seen().map(Self::of)
    }

    /// This message, as a click selects it: nothing moves.
    pub fn of(message: MessageId) -> Self {
        Self { message, block: None }
    }

    /// Goes to the next message, or the one before; what does not fit the view is scrolled through
    /// first.
    pub fn step(&mut self, transcript: &mut Transcript, down: bool) {
        let rows = self.rows(transcript);
        if transcript.reach(self.message, &rows, down) {
            return;
        }
        let Some(next) = transcript.neighbour(self.message, down).map(|message| message.id) else {
            // The figures below the last one are worth seeing too.
            self.block = None;
            self.reveal(transcript, down);
            return;
        };
        *self = Self::of(next);
        self.reveal(transcript, !down);
    }

    /// Goes to the next code block of the message, or the one before; beyond the last and before
    /// the first stands the message itself.
    pub fn turn(&mut self, transcript: &mut Transcript, forward: bool) {
        let Some(entry) = transcript.with_code(self.message) else { return };
        let blocks = entry.code_blocks().len();
        let at = self.block.map_or(0, |block| block + 1);
        let at = (at + if forward { 1 } else { blocks }) % (blocks + 1);
        self.block = at.checked_sub(1);
        self.reveal(transcript, false);
    }

    /// Goes to the next prompt, or the one before, where there is one.
    pub fn jump(&mut self, transcript: &mut Transcript, down: bool) {
        let mut at = self.message;
        while let Some(next) = transcript.neighbour(at, down) {
            at = next.id;
            if next.role == Role::User {
                *self = Self::of(at);
                self.reveal(transcript, false);
                return;
            }
        }
    }

    /// Goes to the first message, or the last.
    pub fn end(&mut self, transcript: &mut Transcript, last: bool) {
        let first = transcript.messages().next();
        let message = if last { transcript.last() } else { first };
        let Some(message) = message.map(|message| message.id) else { return };
        *self = Self::of(message);
        self.reveal(transcript, last);
    }

    /// The rows of the view that show it.
    pub fn seen(&self, transcript: &Transcript) -> Range<usize> {
        let rows = transcript.entry(self.message).map(|entry| entry.rows_of(self.block));
        rows.map_or(0..0, |rows| transcript.seen(self.message, rows))
    }

    /// What is selected, to be copied; none where it has no text.
    pub fn excerpt(&self, transcript: &mut Transcript) -> Option<Excerpt> {
        let entry = match self.block {
            Some(_) => transcript.with_code(self.message)?,
            None => transcript.laid_out(self.message)?,
        };
        let (text, what) = match (self.block, entry.message.role) {
            (Some(block), _) => (entry.code(block)?, "the code block"),
            (None, Role::User) => (entry.text(), "the prompt"),
            (None, Role::Assistant) => (entry.text(), "the answer"),
        };
        if text.is_empty() {
            return of_failure(&entry.message);
        }
        Some(Excerpt { text, what: what.into() })
    }

    fn reveal(&self, transcript: &mut Transcript, from_below: bool) {
        let rows = self.rows(transcript);
        transcript.reveal(self.message, rows, from_below);
    }

    fn rows(&self, transcript: &mut Transcript) -> Range<usize> {
        let entry = match self.block {
            Some(_) => transcript.with_code(self.message),
            None => transcript.laid_out(self.message),
        };
        entry.map_or(0..0, |entry| entry.rows_of(self.block))
    }
}
