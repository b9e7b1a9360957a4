//! Breaks a stream of styled text into rows at words and grapheme clusters.
//! Not here: what the text means (`inline`), code (`code` breaks by character).

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::row::{Row, RowBuilder};
use super::style::Style;
use super::width::cluster;

/// What stands left of a block: on its first row (bullets) and on the others.
#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub(crate) struct Lead {
    /// Left of the first row.
    pub(crate) first: Row,
    /// Left of every other row.
    pub(crate) rest: Row,
}

/// A stream of text on its way into rows. Rows that are complete leave at once; what stays is
/// never more than a row and a word, so a copy is cheap.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one independent fact about the row or word being written"
)]
pub(crate) struct Flow {
    lead: Arc<Lead>,
    limit: usize,
    keep_spaces: bool,
    origin: usize,
    row: RowBuilder,
    row_origin: usize,
    /// The lead of the current row is written.
    begun: bool,
    /// Something but the lead is on the current row.
    filled: bool,
    /// The first row has left.
    later: bool,
    soft: bool,
    gap: usize,
    gap_style: Style,
    word: Vec<(usize, Style)>,
    word_text: String,
    word_width: usize,
    /// The word ends with a wide cluster, after which a row may break.
    wide_end: bool,
    /// The word goes on without a gap from what stands on the row, and may only be split.
    glued: bool,
}

impl Flow {
    /// A flow into rows of at most `limit` columns, lead included.
    pub(crate) fn new(lead: Arc<Lead>, limit: usize) -> Self {
        Self {
            lead,
            limit,
            keep_spaces: false,
            origin: 0,
            row: RowBuilder::default(),
            row_origin: 0,
            begun: false,
            filled: false,
            later: false,
            soft: false,
            gap: 0,
            gap_style: Style::default(),
            word: Vec::new(),
            word_text: String::new(),
            word_width: 0,
            wide_end: false,
            glued: false,
        }
    }

    /// Keeps runs of spaces as they are, at the begin of lines too.
    pub(crate) fn keeping_spaces(mut self) -> Self {
        self.keep_spaces = true;
        self
    }

    /// What is pushed from now on stands at this byte of the source.
    pub(crate) fn set_origin(&mut self, origin: usize) {
        self.origin = origin;
    }

    /// Appends text; a line feed breaks the row. Complete rows go to `out`.
    pub(crate) fn push(&mut self, text: &str, style: Style, out: &mut Vec<Row>) {
        let mut rest = text;
        while let Some(&byte) = rest.as_bytes().first() {
            match byte {
                b'\n' => {
                    self.end_line(out);
                    rest = rest.get(1..).unwrap_or("");
                }
                b' ' => {
                    self.flush_word(out);
                    self.glued = false;
                    self.wide_end = false;
                    self.gap += 1;
                    self.gap_style = style;
                    rest = rest.get(1..).unwrap_or("");
                }
                _ => {
                    let len = word_len(rest);
                    let (word, after) = rest.split_at_checked(len).unwrap_or((rest, ""));
                    self.add_word(word, style, out);
                    rest = after;
                }
            }
        }
    }

    /// Ends the line: what follows starts a row of its own. An empty line gives an empty row only
    /// when spaces are kept.
    pub(crate) fn end_line(&mut self, out: &mut Vec<Row>) {
        self.flush_word(out);
        if self.filled || self.keep_spaces {
            self.begin();
            self.emit(out);
        }
        self.soft = false;
        self.gap = 0;
        self.glued = false;
    }

    /// No more text: the last row leaves.
    pub(crate) fn finish(&mut self, out: &mut Vec<Row>) {
        self.flush_word(out);
        if self.filled {
            self.emit(out);
        }
        self.gap = 0;
        self.soft = false;
    }

    fn add_word(&mut self, word: &str, style: Style, out: &mut Vec<Row>) {
        if word.is_ascii() {
            self.break_before(word, 1, out);
            self.add_piece(word, style, word.len());
        } else {
            for symbol in word.graphemes(true) {
                let columns = cluster(symbol);
                self.break_before(symbol, columns, out);
                self.add_piece(symbol, style, columns);
                self.wide_end = columns >= 2 && !symbol.starts_with(is_opening);
            }
        }
        if self.word_width > self.limit {
            self.flush_word(out);
        }
    }

    /// Between wide clusters, and between them and others, a row may break, but not before a
    /// closing or after an opening mark.
    fn break_before(&mut self, symbol: &str, columns: usize, out: &mut Vec<Row>) {
        let after_opening = self.word_text.ends_with(is_opening);
        if (self.wide_end || columns >= 2) && !symbol.starts_with(is_closing) && !after_opening {
            self.flush_word(out);
            self.glued = false;
        }
        self.wide_end = false;
    }

    fn add_piece(&mut self, text: &str, style: Style, columns: usize) {
        self.word_text.push_str(text);
        match self.word.last_mut() {
            Some((len, last)) if *last == style => *len += text.len(),
            _ => self.word.push((text.len(), style)),
        }
        self.word_width += columns;
    }

    fn begin(&mut self) {
        if !self.begun {
            let lead = if self.later { &self.lead.rest } else { &self.lead.first };
            self.row.append(lead);
            self.row_origin = self.origin;
            self.begun = true;
        }
    }

    fn emit(&mut self, out: &mut Vec<Row>) {
        out.push(self.row.take(self.row_origin, self.soft));
        self.begun = false;
        self.filled = false;
        self.later = true;
        self.soft = true;
    }

    fn flush_word(&mut self, out: &mut Vec<Row>) {
        if self.word.is_empty() {
            return;
        }
        let gap = self.gap_before();
        let room = self.limit.saturating_sub(self.lead.rest.width());
        self.begin();
        if self.row.width() + gap + self.word_width <= self.limit {
            self.row.spaces(gap, self.gap_style);
            self.put_word();
        } else if self.glued || self.word_width > room || !self.filled {
            self.split_word(gap, out);
        } else {
            self.emit(out);
            self.begin();
            self.put_word();
        }
        self.gap = 0;
        self.glued = true;
    }

    /// Spaces to write before the word.
    fn gap_before(&self) -> usize {
        if self.keep_spaces {
            if self.filled || !self.soft { self.gap } else { 0 }
        } else {
            usize::from(self.filled && self.gap > 0)
        }
    }

    fn put_word(&mut self) {
        let mut rest = self.word_text.as_str();
        let mut columns = self.word_width;
        for &(len, style) in &self.word {
            let (piece, after) = rest.split_at_checked(len).unwrap_or((rest, ""));
            self.row.push(piece, style, columns);
            columns = 0;
            rest = after;
        }
        self.word.clear();
        self.word_text.clear();
        self.word_width = 0;
        self.filled = true;
    }

    /// Writes a word that fits no row, cluster by cluster.
    fn split_word(&mut self, gap: usize, out: &mut Vec<Row>) {
        let text = std::mem::take(&mut self.word_text);
        let pieces = std::mem::take(&mut self.word);
        self.word_width = 0;
        if self.filled && !self.glued && self.row.width() + gap + 8 > self.limit {
            self.emit(out);
        } else {
            let fits = self.row.width() + gap + 2 <= self.limit;
            self.row.spaces(if fits { gap } else { 0 }, self.gap_style);
        }
        let mut rest = text.as_str();
        for (len, style) in pieces {
            let (piece, after) = rest.split_at_checked(len).unwrap_or((rest, ""));
            for symbol in piece.graphemes(true) {
                let columns = cluster(symbol);
                if self.filled && self.row.width() + columns > self.limit {
                    self.emit(out);
                }
                self.begin();
                self.row.push(symbol, style, columns);
                self.filled = true;
            }
            rest = after;
        }
    }
}

/// Bytes of the leading run without space or line feed.
fn word_len(text: &str) -> usize {
    text.bytes().position(|byte| matches!(byte, b' ' | b'\n')).unwrap_or(text.len())
}

/// Marks that may not start a row.
fn is_closing(symbol: char) -> bool {
    matches!(
        symbol,
        '、' | '。'
            | '，'
            | '．'
            | '：'
            | '；'
            | '！'
            | '？'
            | '」'
            | '』'
            | '）'
            | '】'
            | '》'
            | '〉'
            | '］'
            | '｝'
            | 'ー'
            | ','
            | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
            | '}'
            | '"'
            | '\''
            | '%'
    )
}

/// Marks that may not end a row.
fn is_opening(symbol: char) -> bool {
    matches!(symbol, '「' | '『' | '（' | '【' | '《' | '〈' | '［' | '｛' | '(' | '[' | '{')
}
