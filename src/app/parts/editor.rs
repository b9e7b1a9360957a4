//! A text being typed: caret, editing, undo, rows of the screen; long pastes stand in it as one
//! label. Not here: keys (app/keys) and colours (ui).

mod boundary;
pub mod estimate;
mod fold;
mod glyph;
mod history;
mod wrap;

use std::borrow::Cow;
use std::ops::Range;

use crate::app::keys::command::Edit;
use boundary::{ceiling, clusters, line_end, line_start, next, previous, word_left, word_right};
use fold::{Folds, is_marker};
use glyph::glyph;
use history::{Change, History, Step};
use wrap::Rows;

/// A paste of more bytes is kept beside the buffer and stands in it as one label.
pub const FOLDED_BEYOND: usize = 8 << 10;
/// So is any paste once this many bytes would stand in the buffer, so that a key never takes
/// longer than a screen refresh, however much is pasted in however many pieces.
const BUFFER_LIMIT: usize = 32 << 10;
/// Columns until [`Editor::fit`] says otherwise.
const WIDTH: u16 = 80;

/// A text being typed.
#[derive(Debug, Clone)]
pub struct Editor {
    /// What is typed, each fold a marker character.
    buffer: String,
    /// A byte of the buffer, always between two grapheme clusters.
    caret: usize,
    /// The column that moves up and down aim for.
    goal: Option<usize>,
    folds: Folds,
    history: History,
    rows: Rows,
    /// The first row on the screen, and how many there is room for.
    top: usize,
    height: usize,
    one_line: bool,
    revision: u64,
}

/// A part of a row of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text, safe to draw as it is.
    Text(String),
    /// The label of a folded paste.
    Fold(String),
}

/// What the screen shows of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The visible rows from the top.
    pub rows: Vec<Vec<Piece>>,
    /// Row, counted from the first visible one, and column of the caret; always inside.
    pub caret: (u16, u16),
    /// Rows hidden above and below.
    pub hidden: (usize, usize),
}

impl Default for Editor {
    fn default() -> Self {
        Self::new()
    }
}

impl Editor {
    /// An empty text of any number of lines.
    pub fn new() -> Self {
        let folds = Folds::default();
        let rows = Rows::new("", &folds, WIDTH);
        Self {
            buffer: String::new(),
            caret: 0,
            goal: None,
            folds,
            history: History::default(),
            rows,
            top: 0,
            height: 1,
            one_line: false,
            revision: 0,
        }
    }

    /// An empty text of one line, such as a filter: line feeds become spaces.
    pub fn one_line() -> Self {
        Self { one_line: true, ..Self::new() }
    }

    /// The text with every fold unfolded, byte for byte as it was typed and pasted, lines ended by
    /// LF.
    pub fn text(&self) -> String {
        self.folds.unfold(&self.buffer)
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.buffer.is_empty()
    }

    /// Tokens of the text, about.
    pub fn tokens(&self) -> u64 {
        self.folds.tokens(&self.buffer)
    }

    /// Counts the changes of the text: equal revisions of one editor are equal texts.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Replaces all of it, caret at the end. What was there cannot be undone back.
    pub fn set_text(&mut self, text: &str) {
        let text = self.normal(text);
        self.folds = Folds::default();
        self.buffer = self.stored(&text, BUFFER_LIMIT);
        self.history = History::default();
        self.caret = self.buffer.len();
        self.goal = None;
        self.rows = Rows::new(&self.buffer, &self.folds, self.rows.width());
        self.top = 0;
        self.revision += 1;
        self.reveal();
    }

    /// Replaces all of it, caret at the end; undo brings back what was there.
    pub fn rewrite(&mut self, text: &str) {
        let text = self.normal(text);
        let text = self.stored(&text, BUFFER_LIMIT);
        self.replace(0..self.buffer.len(), text, Step::Whole);
    }

    /// Empties it and gives what was there, as [`Editor::text`] does.
    pub fn take(&mut self) -> String {
        let text = self.text();
        self.set_text("");
        text
    }

    /// Puts a text in the place of all there is, caret at the end; it can be undone.
    pub fn replace_all(&mut self, text: &str) {
        let text = self.normal(text);
        let text = self.stored(&text, BUFFER_LIMIT);
        self.replace(0..self.buffer.len(), text, Step::Whole);
    }

    /// Types a character at the caret. Control characters but tab and line feed are not text.
    pub fn insert_char(&mut self, char: char) {
        if char.is_control() && !matches!(char, '\t' | '\n' | '\r') {
            return;
        }
        let mut utf8 = [0; 4];
        let text = self.normal(char.encode_utf8(&mut utf8)).into_owned();
        let text = self.stored(&text, usize::MAX);
        self.replace(self.caret..self.caret, text, Step::Small);
    }

    /// Inserts a text at the caret, CR and CRLF becoming LF. Beyond [`FOLDED_BEYOND`] bytes it is
    /// folded.
    pub fn paste(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let text = self.normal(text);
        let room = BUFFER_LIMIT.saturating_sub(self.buffer.len());
        let text = self.stored(&text, room.min(FOLDED_BEYOND));
        self.replace(self.caret..self.caret, text, Step::Whole);
    }

    /// Carries out an editing command; false where it could do nothing, such as moving up from the
    /// first row.
    pub fn apply(&mut self, edit: Edit) -> bool {
        let (text, at) = (self.buffer.as_str(), self.caret);
        match edit {
            Edit::NewLine if self.one_line => false,
            Edit::NewLine => {
                self.insert_char('\n');
                true
            }
            Edit::Up => self.move_rows(-1),
            Edit::Down => self.move_rows(1),
            Edit::Left => self.go(previous(text, at)),
            Edit::Right => self.go(next(text, at)),
            Edit::WordLeft => self.go(word_left(text, at)),
            Edit::WordRight => self.go(word_right(text, at)),
            Edit::LineStart => self.go(line_start(text, at)),
            Edit::LineEnd => self.go(line_end(text, at)),
            Edit::TextStart => self.go(0),
            Edit::TextEnd => self.go(text.len()),
            Edit::Backspace => self.delete(previous(text, at)..at, Step::Small),
            Edit::Delete => self.delete(at..next(text, at), Step::Small),
            Edit::DeleteWordLeft => self.delete(word_left(text, at)..at, Step::Whole),
            Edit::DeleteWordRight => self.delete(at..word_right(text, at), Step::Whole),
            // At the edge of a line the line feed goes, so that the key pressed again goes on.
            Edit::DeleteToLineStart => {
                let start = line_start(text, at);
                let start = if start == at { previous(text, at) } else { start };
                self.delete(start..at, Step::Whole)
            }
            Edit::DeleteToLineEnd => {
                let end = line_end(text, at);
                let end = if end == at { next(text, at) } else { end };
                self.delete(at..end, Step::Whole)
            }
            Edit::Undo => self.undo(),
            Edit::Redo => self.redo(),
        }
    }

    /// Rows the text takes at a width, at least one.
    pub fn height(&self, width: u16) -> usize {
        if self.rows.fits(width) {
            return self.rows.all().len();
        }
        Rows::new(&self.buffer, &self.folds, width).all().len()
    }

    /// Gives it a place on the screen, in columns and rows; the caret stays in sight.
    pub fn fit(&mut self, width: u16, height: u16) {
        if !self.rows.fits(width) {
            self.rows = Rows::new(&self.buffer, &self.folds, width);
            self.goal = None;
        }
        self.height = usize::from(height).max(1);
        self.reveal();
    }

    /// What the place given by [`Editor::fit`] shows.
    pub fn view(&self) -> View {
        let all = self.rows.all();
        let end = all.len().min(self.top + self.height);
        let visible = all.get(self.top..end).unwrap_or_default();
        let rows = visible.iter().map(|row| self.pieces(row.clone())).collect();
        let index = self.rows.at(self.caret);
        let start = all.get(index).map_or(0, |row| row.start);
        let column = self.columns(start..self.caret);
        let caret = (short(index.saturating_sub(self.top)), short(column));
        View { rows, caret, hidden: (self.top, all.len() - end) }
    }

    /// Line ends as LF, or as spaces where there is one line only.
    fn normal<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        if text.contains('\r') {
            text = text.replace("\r\n", "\n").replace('\r', "\n").into();
        }
        if self.one_line && text.contains('\n') {
            text = text.replace('\n', " ").into();
        }
        text
    }

    /// What stands in the buffer for a text: itself, or a marker where it has more bytes than
    /// `limit`. A character that looks like a marker is always folded.
    fn stored(&mut self, text: &str, limit: usize) -> String {
        if text.len() > limit
            && let Some(marker) = self.folds.keep(text)
        {
            return marker.to_string();
        }
        if !text.contains(is_marker) {
            return text.to_owned();
        }
        let mut utf8 = [0; 4];
        let mut kept = |char: char| self.folds.keep(char.encode_utf8(&mut utf8));
        text.chars()
            .map(|char| if is_marker(char) { kept(char).unwrap_or('\u{FFFD}') } else { char })
            .collect()
    }

    fn go(&mut self, to: usize) -> bool {
        self.history.seal();
        self.goal = None;
        let moved = self.caret != to;
        self.caret = to;
        self.reveal();
        moved
    }

    fn move_rows(&mut self, by: isize) -> bool {
        let index = self.rows.at(self.caret);
        let all = self.rows.all();
        let target = index.checked_add_signed(by).and_then(|index| Some((index, all.get(index)?)));
        let (Some((to, row)), Some(here)) = (target, all.get(index)) else { return false };
        let goal = self.goal.unwrap_or_else(|| self.columns(here.start..self.caret));
        let mut column = 0;
        let mut at = row.start;
        for (offset, cluster) in clusters(&self.buffer[row.clone()]) {
            column += glyph(&self.folds, cluster, self.rows.limit()).1;
            let end = row.start + offset + cluster.len();
            // The end of a row that goes on is the beginning of the next.
            if column > goal || (end == row.end && self.rows.is_soft(to)) {
                break;
            }
            at = end;
        }
        self.go(at);
        self.goal = Some(goal);
        true
    }

    fn delete(&mut self, range: Range<usize>, step: Step) -> bool {
        if range.is_empty() {
            return false;
        }
        self.replace(range, String::new(), step);
        true
    }

    fn replace(&mut self, range: Range<usize>, inserted: String, step: Step) {
        let removed = self.buffer[range.clone()].to_owned();
        let caret = self.caret;
        self.splice(range.clone(), &inserted);
        self.place(range.start + inserted.len());
        self.history.record(Change { at: range.start, removed, inserted, caret }, step);
    }

    fn undo(&mut self) -> bool {
        let Some(change) = self.history.undo() else { return false };
        self.splice(change.at..change.at + change.inserted.len(), &change.removed);
        self.place(change.caret);
        true
    }

    fn redo(&mut self) -> bool {
        let Some(change) = self.history.redo() else { return false };
        self.splice(change.at..change.at + change.removed.len(), &change.inserted);
        self.place(change.at + change.inserted.len());
        true
    }

    /// The one place where the buffer changes.
    fn splice(&mut self, range: Range<usize>, with: &str) {
        self.buffer.replace_range(range.clone(), with);
        self.rows.replaced(&self.buffer, &self.folds, range.start, range.len(), with.len());
        self.revision += 1;
    }

    /// Puts the caret at a byte after a change; what was inserted may have joined its neighbours
    /// to one cluster, whose end it then is.
    fn place(&mut self, at: usize) {
        self.caret = ceiling(&self.buffer, at);
        self.goal = None;
        self.reveal();
    }

    /// Scrolls as little as brings the caret into sight, and leaves no empty rows below a text that
    /// could fill them.
    fn reveal(&mut self) {
        let row = self.rows.at(self.caret);
        let lowest = self.rows.all().len().saturating_sub(self.height);
        self.top = self.top.min(lowest).min(row).max((row + 1).saturating_sub(self.height));
    }

    fn columns(&self, range: Range<usize>) -> usize {
        let limit = self.rows.limit();
        clusters(&self.buffer[range]).map(|(_, part)| glyph(&self.folds, part, limit).1).sum()
    }

    fn pieces(&self, row: Range<usize>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (_, cluster) in clusters(&self.buffer[row]) {
            let (shown, _) = glyph(&self.folds, cluster, self.rows.limit());
            match pieces.last_mut() {
                _ if cluster.starts_with(is_marker) => {
                    pieces.push(Piece::Fold(shown.into_owned()));
                }
                Some(Piece::Text(text)) => text.push_str(&shown),
                _ => pieces.push(Piece::Text(shown.into_owned())),
            }
        }
        pieces
    }
}

fn short(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests;
