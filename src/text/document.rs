//! A Markdown text that grows: deltas in, rows out; only what is new is rendered.
//! Not here: block structure (`blocks`), highlighting itself (`highlight`).

use std::borrow::Cow;

use super::blocks::Blocks;
use super::highlight::{HighlightOutcome, HighlightRequest};
use super::listing::CodeBlock;
use super::row::Row;
use super::sanitise::{sanitise, sanitise_rest};
use super::sheet::Sheet;
use super::width::{cluster_start, parts};

/// A line is known by its first bytes; of a longer one the rest is taken in pieces.
const HEAD: usize = 2048;
/// Bytes of such a piece.
const PIECE: usize = 256;
/// The narrowest layout.
const NARROWEST: u16 = 8;

/// A Markdown document while it streams in, laid out for a width.
///
/// Rows come from whole lines (and from pieces of long lines at places that only the text
/// decides), so how the text was split into deltas cannot be seen in them. What is not yet a whole
/// line is rendered as a draft below and taken back before the next text.
#[derive(Debug, Default)]
pub struct Document {
    source: String,
    blocks: Blocks,
    sheet: Sheet,
    /// Bytes of the source that are rendered for good.
    done: usize,
    /// The current line is long and its head is rendered.
    inside_line: bool,
    /// Rows that are no draft.
    stable: usize,
    /// Something came since the last draft.
    stale: bool,
    end: End,
}

/// How far the end of a document is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum End {
    /// More text may come.
    #[default]
    Open,
    /// No more text comes, but what is open is not closed yet.
    Said,
    /// Everything is closed.
    Closed,
}

impl Document {
    /// An empty document for rows of `width` columns (at least 8).
    pub fn new(width: u16) -> Self {
        let mut document = Self::default();
        document.sheet.width = usize::from(width.max(NARROWEST));
        document
    }

    /// A complete document, rendered at once.
    pub fn one_shot(source: &str, width: u16) -> Self {
        let mut document = Self::new(width);
        document.push(source);
        document.finish();
        document.settle(usize::MAX);
        document
    }

    /// Appends text. Only collects it: `settle` renders. After `finish` it is ignored.
    pub fn push(&mut self, delta: &str) {
        if self.end == End::Open {
            self.source.push_str(delta);
            self.stale |= !delta.is_empty();
        }
    }

    /// Renders about `budget` bytes of what is not rendered yet. True when everything pushed is.
    pub fn settle(&mut self, budget: usize) -> bool {
        if !self.stale || self.end == End::Closed {
            return true;
        }
        self.sheet.rows.truncate(self.stable);
        let until = self.done.saturating_add(budget.max(1));
        let mut waiting = true;
        while waiting && self.done < until {
            waiting = self.step();
        }
        if !waiting && self.end == End::Said {
            self.blocks.finish(&mut self.sheet);
            self.end = End::Closed;
        }
        let delta = self.sheet.revise();
        self.blocks.shift(delta);
        self.stable = self.sheet.rows.len();
        if self.end != End::Closed {
            self.draft(waiting);
        }
        self.stale = waiting;
        !waiting
    }

    /// Says that no more text comes: the next `settle` closes what is open.
    pub fn finish(&mut self) {
        if self.end == End::Open {
            self.end = End::Said;
            self.stale = true;
        }
    }

    /// True when no more text comes.
    pub fn is_finished(&self) -> bool {
        self.end != End::Open
    }

    /// Lays the document out for another width (at least 8). Rows come back with the next
    /// `settle`; highlighting and definitions are kept.
    pub fn set_width(&mut self, width: u16) {
        let width = usize::from(width.max(NARROWEST));
        if width == self.sheet.width {
            return;
        }
        self.sheet.restart(width);
        self.blocks = Blocks::default();
        self.done = 0;
        self.stable = 0;
        self.inside_line = false;
        if self.end == End::Closed {
            self.end = End::Said;
        }
        self.stale = true;
    }

    /// Rows rendered so far.
    pub fn height(&self) -> usize {
        self.sheet.rows.len()
    }

    /// A row, counted from the top.
    pub fn row(&self, index: usize) -> Option<&Row> {
        self.sheet.rows.get(index)
    }

    /// The text as it was pushed, byte for byte.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Where in the source a row's text begins, in bytes; accurate to a line, in long paragraphs
    /// to a few. The end of the source for rows beyond the last.
    pub fn offset_of_row(&self, row: usize) -> usize {
        self.row(row).map_or(self.source.len(), Row::offset)
    }

    /// The last row whose text begins at or before a place in the source.
    pub fn row_of_offset(&self, offset: usize) -> usize {
        self.sheet.rows.partition_point(|row| row.offset() <= offset).saturating_sub(1)
    }

    /// The lines of the source that rows `first` to `last` show, for copying.
    pub fn source_of_rows(&self, first: usize, last: usize) -> &str {
        let line_start = |offset: usize| {
            let before = self.source.get(..offset).unwrap_or("");
            before.rfind('\n').map_or(0, |at| at + 1)
        };
        let start = line_start(self.offset_of_row(first));
        let shown = self.offset_of_row(last);
        let rest = self.source.get(shown..).unwrap_or("");
        let line_end = shown + rest.find('\n').unwrap_or(rest.len());
        let below = self.sheet.rows.iter().skip(last.saturating_add(1));
        let next = below.map(Row::offset).find(|offset| *offset > line_end);
        let end = next.map_or(self.source.len(), line_start);
        self.source.get(start..end).unwrap_or("")
    }

    /// The code blocks rendered so far, in the order of the source; those without a line are left
    /// out, and so is the last line of a block while it is still coming.
    pub fn code_blocks(&self) -> &[CodeBlock] {
        self.sheet.listings.all()
    }

    /// The code of a block, counted from 0, as the source has it: without the fence and without
    /// what indents the block, its lines joined by line feeds.
    pub fn code(&self, block: usize) -> Option<String> {
        Some(self.code_blocks().get(block)?.text(&self.source))
    }

    /// New complete lines of fences, for the highlighter. Each is handed out once.
    pub fn take_highlight_requests(&mut self) -> Vec<HighlightRequest> {
        self.sheet.fences.requests(&self.sheet.rows)
    }

    /// Gives lines of code the roles the highlighter found. An outcome nobody waits for is ignored.
    pub fn apply_highlight(&mut self, outcome: HighlightOutcome) {
        self.sheet.fences.apply(outcome, &mut self.sheet.rows);
    }

    /// Renders one line or piece of a line for good; false when there is none.
    fn step(&mut self) -> bool {
        let rest = self.source.get(self.done..).unwrap_or("");
        let limit = if self.inside_line { PIECE } else { HEAD };
        let window = rest.get(..ceil(rest, limit + 2)).unwrap_or(rest);
        let (len, end) = match line_end(window, self.is_finished()) {
            LineEnd::At(len, end) if len <= limit => (len, end),
            LineEnd::Unsure(len) if len <= limit => return false,
            _ => return self.take_piece(limit),
        };
        let line = rest.get(..len).unwrap_or("");
        let text = self.clean(line);
        if !self.inside_line {
            self.blocks.line(&text, self.done, &mut self.sheet);
        } else if !text.is_empty() {
            self.blocks.more(&text, self.done, &mut self.sheet);
        }
        self.blocks.end_line(&mut self.sheet);
        self.inside_line = false;
        self.done += end;
        true
    }

    /// Source that comes next, made safe: a line, or what follows a piece of one.
    fn clean<'s>(&self, source: &'s str) -> Cow<'s, str> {
        if self.inside_line { sanitise_rest(source) } else { sanitise(source) }
    }

    /// Takes a piece of a long line; false when not enough has come. At the end of a finished
    /// document the last line is taken without a line end.
    fn take_piece(&mut self, limit: usize) -> bool {
        let rest = self.source.get(self.done..).unwrap_or("");
        let whole = rest.len() <= limit;
        if whole && (!self.is_finished() || rest.is_empty()) {
            if self.is_finished() && self.inside_line {
                self.blocks.end_line(&mut self.sheet);
                self.inside_line = false;
            }
            return false;
        }
        let len = if whole { rest.len() } else { piece(rest, limit) };
        let text = self.clean(rest.get(..len).unwrap_or(""));
        if self.inside_line {
            self.blocks.more(&text, self.done, &mut self.sheet);
        } else {
            self.blocks.line(&text, self.done, &mut self.sheet);
        }
        self.inside_line = !whole;
        if whole {
            self.blocks.end_line(&mut self.sheet);
        }
        self.done += len;
        true
    }

    /// Renders what has come of the last line, and the end of what is open, as a draft.
    fn draft(&mut self, cut_short: bool) {
        let mut blocks = self.blocks.light();
        self.sheet.draft = true;
        let rest = self.source.get(self.done..).unwrap_or("");
        let line = rest.trim_end_matches('\r');
        if !cut_short && (self.inside_line || !is_undecided(line)) {
            let text = self.clean(line);
            if self.inside_line {
                blocks.more(&text, self.done, &mut self.sheet);
            } else {
                blocks.line(&text, self.done, &mut self.sheet);
            }
            blocks.end_line(&mut self.sheet);
        } else if self.inside_line {
            blocks.end_line(&mut self.sheet);
        }
        blocks.finish(&mut self.sheet);
        self.sheet.draft = false;
    }
}

/// Where a line ends.
enum LineEnd {
    /// Bytes without and with its end.
    At(usize, usize),
    /// Here stands a carriage return that may be half of the end.
    Unsure(usize),
    /// Not in sight.
    Nowhere,
}

/// The end of the first line. A carriage return at the very end may be half of one, unless nothing
/// more comes.
fn line_end(text: &str, last: bool) -> LineEnd {
    let Some(at) = text.bytes().position(|byte| matches!(byte, b'\n' | b'\r')) else {
        return LineEnd::Nowhere;
    };
    match text.as_bytes().get(at..) {
        Some([b'\r', b'\n', ..]) => LineEnd::At(at, at + 2),
        Some([b'\r']) if !last => LineEnd::Unsure(at),
        _ => LineEnd::At(at, at + 1),
    }
}

/// True for the begin of a line that may still become anything: only marks, or a number. It is not
/// shown until more comes, so that nothing flickers.
fn is_undecided(line: &str) -> bool {
    let line = line.trim_matches([' ', '\t']);
    let digits = line.trim_start_matches(|symbol: char| symbol.is_ascii_digit());
    line.bytes().all(|byte| b"#*-+_=~`>|: ".contains(&byte)) || matches!(digits, "" | "." | ")")
}

fn ceil(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// Where to cut a piece of at most `limit` bytes: between characters that cannot join if there
/// are such, else between clusters.
fn piece(text: &str, limit: usize) -> usize {
    let head = text.get(..ceil(text, limit - 3)).unwrap_or(text);
    let mut after = text.get(head.len()..).and_then(|rest| rest.chars().next());
    for (at, symbol) in head.char_indices().rev() {
        if after.is_some_and(|after| parts(symbol, after)) {
            return at + symbol.len_utf8();
        }
        after = Some(symbol);
    }
    cluster_start(text, limit)
}

#[cfg(test)]
mod highlighting;
#[cfg(test)]
mod tests;
