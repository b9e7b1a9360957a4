//! One message as rows: header, reasoning, text, notes, figures.
//! Not here: colours (ui), or which rows are seen (transcript).

use std::borrow::Cow;
use std::ops::Range;

use crate::domain::archive::{Assembly, Piece, PieceKind};
use crate::domain::ask::Role;
use crate::domain::content::{Block, reasoning_of, text_of};
use crate::domain::conversation::{Message, Status};
use crate::text::document::Document;
use crate::text::highlight::{HighlightOutcome, HighlightRequest};
use crate::text::listing::CodeBlock;
use crate::text::row::Row;
use crate::text::wrap::wrap_plain;

use super::note::notes;
use super::place::{Spot, offset_of, row_of};

/// A prompt longer than this many lines stands folded.
const LONG_PROMPT: usize = 40;
/// Lines shown of a folded prompt.
const FOLDED_PROMPT: usize = 12;

/// One row of an entry, as plain data.
#[derive(Debug, Clone, Copy)]
pub enum Line<'a> {
    /// Who speaks, and when.
    Header(&'a Message),
    /// Reasoning that can be folded: how many words, and whether it is open.
    Reasoning {
        /// Words thought.
        words: usize,
        /// Whether its rows follow.
        open: bool,
    },
    /// A row of reasoning.
    Thought(&'a Row),
    /// A row of a prompt.
    Prompt(&'a Row),
    /// How many more lines a folded prompt has.
    More(usize),
    /// A row of an answer.
    Answer(&'a Row),
    /// A row of what must be known about an answer.
    Note(&'a Row, Status),
    /// How a live answer stands; the chat knows.
    Live(&'a Message),
    /// Figures of an ended answer.
    Figures(&'a Message),
    /// Nothing.
    Blank,
}

/// A message and its layout.
#[derive(Debug)]
pub struct Entry {
    /// The message. While it streams its blocks are empty until it ends.
    pub message: Message,
    live: Option<Assembly>,
    /// Its rows are still being caught up with, a budget a frame, though it may have ended.
    growing: bool,
    open: bool,
    reasoning: String,
    document: Option<Document>,
    /// A prompt read as Markdown, for its code.
    typed: Option<Document>,
    layout: Option<Layout>,
}

/// What was laid out, and for which width.
#[derive(Debug, Default)]
struct Layout {
    width: u16,
    /// Reasoning is wrapped again only when it grew.
    thought_bytes: usize,
    thoughts: Vec<Row>,
    prompt: Vec<Row>,
    folded: usize,
    notes: Vec<Row>,
}

impl Entry {
    /// An entry of this message; a streaming one grows by `push`.
    pub fn new(message: Message) -> Self {
        let live = (message.status == Status::Streaming).then(Assembly::default);
        let reasoning = reasoning_of(&message.blocks);
        let growing = live.is_some();
        Self {
            message,
            live,
            growing,
            open: false,
            reasoning,
            document: None,
            typed: None,
            layout: None,
        }
    }

    /// Takes in a piece of a live answer. Costs no more than the piece is long.
    pub fn push(&mut self, piece: &Piece) {
        let Some(live) = &mut self.live else { return };
        match piece.kind {
            PieceKind::Text => {
                if let Some(document) = &mut self.document {
                    document.push(&piece.text);
                }
            }
            PieceKind::Reasoning => self.reasoning.push_str(&piece.text),
            PieceKind::Signature | PieceKind::Redacted | PieceKind::Unreadable => {}
        }
        live.push(piece);
    }

    /// Ends a live answer; gives all its blocks.
    pub fn finish(&mut self, status: Status) -> &[Block] {
        if let Some(live) = self.live.take() {
            self.message.blocks = live.finish();
        }
        self.message.status = status;
        self.reasoning = reasoning_of(&self.message.blocks);
        match &mut self.document {
            Some(document) => document.finish(),
            None => self.growing = false,
        }
        if let Some(layout) = &mut self.layout {
            layout.notes = notes(&self.message, layout.width);
        }
        &self.message.blocks
    }

    /// The text so far.
    pub fn text(&self) -> String {
        match &self.live {
            Some(live) => {
                let blocks: Vec<Block> = live.blocks().cloned().collect();
                text_of(&blocks)
            }
            None => self.message.text(),
        }
    }

    /// The same without a copy where none is needed.
    pub fn source(&self) -> Cow<'_, str> {
        match (&self.document, self.message.blocks.as_slice()) {
            (Some(document), _) => Cow::Borrowed(document.source()),
            (None, [Block::Text(text)]) => Cow::Borrowed(text),
            (None, _) => Cow::Owned(self.text()),
        }
    }

    /// The reasoning so far.
    pub fn reasoning(&self) -> &str {
        &self.reasoning
    }

    /// Whether it is still coming.
    pub fn is_live(&self) -> bool {
        self.live.is_some()
    }

    /// Whether none of its text is folded away.
    pub fn is_whole(&self) -> bool {
        self.layout.as_ref().is_none_or(|layout| layout.folded == 0)
    }

    /// The first row of its text.
    pub fn text_top(&self) -> usize {
        1 + self.thought_rows()
    }

    /// Whether anything has come of a live answer.
    pub fn has_content(&self) -> bool {
        match &self.live {
            Some(live) => live.blocks().next().is_some(),
            None => !self.message.blocks.is_empty(),
        }
    }

    /// Whether it has something to fold.
    pub fn folds(&self) -> bool {
        !self.reasoning.is_empty()
            || self.layout.as_ref().is_some_and(|layout| layout.folded > 0)
            || (self.message.role == Role::User && self.open)
    }

    /// Whether folds are open.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Opens or closes its folds.
    pub fn set_open(&mut self, open: bool) {
        if self.open != open {
            self.open = open;
            self.layout = None;
        }
    }

    /// Lays it out for this width, all of it, unless it is already.
    pub fn lay_out(&mut self, width: u16) {
        self.prepare(width);
        if self.growing {
            // It is rendered by `settle`, within its budget: a long answer that ends at once would
            // otherwise hold up a key for as long as all of it takes.
            return;
        }
        if let Some(document) = &mut self.document {
            document.settle(usize::MAX);
        }
    }

    /// The same, but renders no more than `budget` bytes of an answer; true when all is rendered.
    pub fn settle(&mut self, width: u16, budget: usize) -> bool {
        self.prepare(width);
        let done = self.document.as_mut().is_none_or(|document| document.settle(budget));
        self.growing &= self.live.is_some() || !done;
        done
    }

    /// It is no longer the last: what is left of it is rendered when it is seen.
    pub fn stop_growing(&mut self) {
        self.growing = self.live.is_some();
    }

    fn prepare(&mut self, width: u16) {
        let width = width.max(8);
        if self.layout.as_ref().is_none_or(|layout| layout.width != width) {
            self.layout = Some(self.plain_layout(width));
        }
        if let Some(layout) = &mut self.layout
            && self.open
            && layout.thought_bytes != self.reasoning.len()
        {
            layout.thoughts = wrap_plain(&self.reasoning, width.saturating_sub(2));
            layout.thought_bytes = self.reasoning.len();
        }
        if self.message.role == Role::Assistant {
            match &mut self.document {
                Some(document) => document.set_width(width),
                None => self.document = Some(self.new_document(width)),
            }
        }
    }

    fn new_document(&self, width: u16) -> Document {
        let mut document = Document::new(width);
        document.push(&self.text());
        if self.live.is_none() {
            document.finish();
        }
        document
    }

    fn plain_layout(&self, width: u16) -> Layout {
        let mut layout = Layout { width, ..Layout::default() };
        if self.message.role == Role::User {
            let text = self.message.text();
            let lines = text.lines().count();
            if lines > LONG_PROMPT && !self.open {
                let shown: Vec<&str> = text.lines().take(FOLDED_PROMPT).collect();
                layout.prompt = wrap_plain(&shown.join("\n"), width.saturating_sub(2));
                layout.folded = lines - FOLDED_PROMPT;
            } else {
                layout.prompt = wrap_plain(&text, width.saturating_sub(2));
            }
        }
        if self.live.is_none() {
            layout.notes = notes(&self.message, width);
        }
        layout
    }

    /// Drops what can be laid out again.
    pub fn forget_layout(&mut self) {
        if self.live.is_none() {
            self.document = None;
            self.typed = None;
            self.layout = None;
            self.growing = false;
        }
    }

    /// Rows, laid out ones exactly, others as far as can be told cheaply.
    pub fn height(&self) -> usize {
        let Some(layout) = &self.layout else { return 3 };
        1 + self.thought_rows() + self.text_rows() + layout.notes.len() + self.foot_rows() + 1
    }

    fn thought_rows(&self) -> usize {
        match &self.layout {
            _ if self.reasoning.is_empty() => 0,
            // The last row is blank: what was thought is not what is said.
            Some(layout) if self.open => 2 + layout.thoughts.len(),
            _ => 1,
        }
    }

    fn text_rows(&self) -> usize {
        match (&self.document, &self.layout) {
            (Some(document), _) => document.height(),
            (None, Some(layout)) => layout.prompt.len() + usize::from(layout.folded > 0),
            (None, None) => 0,
        }
    }

    fn foot_rows(&self) -> usize {
        usize::from(
            self.live.is_some()
                || (self.message.role == Role::Assistant && self.message.making.is_some()),
        )
    }

    /// The line in this row.
    pub fn line(&self, row: usize) -> Line<'_> {
        let Some(layout) = &self.layout else { return Line::Blank };
        if row == 0 {
            return Line::Header(&self.message);
        }
        let mut row = row - 1;
        let thoughts = self.thought_rows();
        if row < thoughts {
            return match row.checked_sub(1) {
                None => Line::Reasoning {
                    words: self.reasoning.split_whitespace().count(),
                    open: self.open,
                },
                Some(row) => layout.thoughts.get(row).map_or(Line::Blank, Line::Thought),
            };
        }
        row -= thoughts;
        let text = self.text_rows();
        if row < text {
            return match &self.document {
                Some(document) => document.row(row).map_or(Line::Blank, Line::Answer),
                None => layout.prompt.get(row).map_or(Line::More(layout.folded), Line::Prompt),
            };
        }
        row -= text;
        if let Some(note) = layout.notes.get(row) {
            return Line::Note(note, self.message.status);
        }
        row -= layout.notes.len();
        match (row, &self.live, self.foot_rows()) {
            (0, Some(_), _) => Line::Live(&self.message),
            (0, None, 1) => Line::Figures(&self.message),
            _ => Line::Blank,
        }
    }

    /// The place a row shows, to be found again at another width or with folds open or closed.
    pub fn spot_of(&self, row: usize) -> Spot {
        let Some(layout) = &self.layout else { return Spot::Header };
        let Some(row) = row.checked_sub(1) else { return Spot::Header };
        let thoughts = self.thought_rows();
        match row.checked_sub(thoughts) {
            None if row == 0 => Spot::Reasoning,
            None => Spot::Thought(offset_of(|row| layout.thoughts.get(row), row - 1)),
            Some(row) => match row.checked_sub(self.text_rows()) {
                None => Spot::Text(offset_of(|row| self.text_row(row), row)),
                Some(row) => Spot::Foot(row),
            },
        }
    }

    /// The row that shows a place.
    pub fn row_of(&self, spot: Spot) -> usize {
        let Some(layout) = &self.layout else { return 0 };
        let thoughts = self.thought_rows();
        let text = 1 + thoughts;
        match spot {
            Spot::Header => 0,
            Spot::Reasoning => 1,
            Spot::Thought(_) if !self.open => 1,
            Spot::Thought(offset) => {
                2 + row_of(|row| layout.thoughts.get(row), layout.thoughts.len(), offset)
            }
            Spot::Text(offset) => text + row_of(|row| self.text_row(row), self.text_rows(), offset),
            Spot::Foot(row) => text + self.text_rows() + row,
        }
    }

    fn text_row(&self, row: usize) -> Option<&Row> {
        match (&self.document, &self.layout) {
            (Some(document), _) => document.row(row),
            (None, Some(layout)) => layout.prompt.get(row),
            (None, None) => None,
        }
    }

    /// The first row of its text in which these lower-case words stand.
    pub fn row_with(&self, words: &str) -> Option<usize> {
        (0..self.height()).find(|row| match self.line(*row) {
            Line::Answer(text) | Line::Prompt(text) => text.text().to_lowercase().contains(words),
            _ => false,
        })
    }

    /// Finds the code blocks of a prompt, which is shown as it was typed: looked for only when one
    /// wants to go to them.
    pub fn find_code(&mut self) {
        let width = self.layout.as_ref().map_or(0, |layout| layout.width);
        if self.message.role == Role::User && self.typed.is_none() {
            self.typed = Some(Document::one_shot(&self.message.text(), width));
        }
    }

    /// The code blocks of an answer that is laid out, or of a prompt in which they were looked for.
    pub fn code_blocks(&self) -> &[CodeBlock] {
        self.document.as_ref().or(self.typed.as_ref()).map_or(&[], Document::code_blocks)
    }

    /// The code of one of them, as the source has it.
    pub fn code(&self, block: usize) -> Option<String> {
        self.document.as_ref().or(self.typed.as_ref())?.code(block)
    }

    /// The rows that show the whole message, or one of its code blocks.
    pub fn rows_of(&self, block: Option<usize>) -> Range<usize> {
        let text = self.text_top();
        match block.and_then(|block| self.code_blocks().get(block)) {
            Some(block) if self.document.is_some() => {
                text + block.rows().start..text + block.rows().end
            }
            Some(block) => {
                let (first, last) = block.source();
                let behind = |begins: &dyn Fn(usize) -> bool| {
                    let rows = self.layout.iter().flat_map(|layout| &layout.prompt);
                    text + rows.take_while(|row| begins(row.offset())).count()
                };
                behind(&|offset| offset < first)..behind(&|offset| offset <= last)
            }
            // The last row is blank.
            None => 0..self.height().saturating_sub(1),
        }
    }

    /// Code that waits for its roles.
    pub fn take_highlight_requests(&mut self) -> Vec<HighlightRequest> {
        self.document.as_mut().map(Document::take_highlight_requests).unwrap_or_default()
    }

    /// Roles that were found.
    pub fn apply_highlight(&mut self, outcome: HighlightOutcome) {
        if let Some(document) = &mut self.document {
            document.apply_highlight(outcome);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{ConversationId, MessageId};

    #[test]
    fn a_long_answer_that_ends_at_once_is_still_rendered_a_budget_at_a_time() {
        let message = Message::new(MessageId(1), ConversationId(1), None, Role::Assistant, 0);
        let mut entry = Entry::new(Message { status: Status::Streaming, ..message });
        entry.settle(80, 1_000);
        let text = "A line of its own.\n\n".repeat(1_000);
        entry.push(&Piece { block: 0, kind: PieceKind::Text, text });
        entry.finish(Status::Complete);
        assert!(!entry.settle(80, 1_000));
        entry.lay_out(80);
        assert!(entry.height() < 500, "{}", entry.height());
        while !entry.settle(80, 1_000) {}
        entry.lay_out(80);
        assert!(entry.height() > 1_900, "{}", entry.height());
    }
}
