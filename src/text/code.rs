//! Breaks code and other text shown as its source into rows, by character.
//! Not here: running text (`flow`), roles inside code (`highlight`).

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::flow::Lead;
use super::row::{Row, RowBuilder};
use super::style::Style;
use super::width::cluster;
use super::wrap::TAB;

/// Lines of source on their way into rows.
#[derive(Clone, Debug)]
pub(crate) struct CodeFlow {
    lead: Arc<Lead>,
    limit: usize,
    style: Style,
    row: RowBuilder,
    origin: usize,
    column: usize,
    begun: bool,
    soft: bool,
    later: bool,
}

impl CodeFlow {
    /// A flow into rows of at most `limit` columns, lead included.
    pub(crate) fn new(lead: Arc<Lead>, limit: usize, style: Style) -> Self {
        let least = lead.first.width().max(lead.rest.width()) + 2;
        Self {
            lead,
            limit: limit.max(least),
            style,
            row: RowBuilder::default(),
            origin: 0,
            column: 0,
            begun: false,
            soft: false,
            later: false,
        }
    }

    /// The first row is written already.
    pub(crate) fn continuing(mut self) -> Self {
        self.later = true;
        self
    }

    /// What is pushed from now on stands at this byte of the source.
    pub(crate) fn set_origin(&mut self, origin: usize) {
        self.origin = origin;
    }

    /// Appends `count` spaces.
    pub(crate) fn spaces(&mut self, count: usize, out: &mut Vec<Row>) {
        for _ in 0..count {
            self.put(" ", 1, out);
        }
    }

    /// Appends text of one line; tabs go to their stops.
    pub(crate) fn push(&mut self, text: &str, out: &mut Vec<Row>) {
        for (index, piece) in text.split('\t').enumerate() {
            if index > 0 {
                self.spaces(TAB - self.column % TAB, out);
            }
            if piece.is_ascii() {
                self.ascii(piece, out);
            } else {
                for symbol in piece.graphemes(true) {
                    self.put(symbol, cluster(symbol), out);
                }
            }
        }
    }

    /// Ends the line.
    pub(crate) fn end_line(&mut self, out: &mut Vec<Row>) {
        self.begin();
        self.emit(out);
        self.soft = false;
        self.column = 0;
    }

    fn ascii(&mut self, text: &str, out: &mut Vec<Row>) {
        let mut rest = text;
        while !rest.is_empty() {
            self.begin();
            let room = self.limit.saturating_sub(self.row.width());
            if room == 0 {
                self.emit(out);
                continue;
            }
            let (piece, after) = rest.split_at_checked(room.min(rest.len())).unwrap_or((rest, ""));
            self.row.push(piece, self.style, piece.len());
            self.column += piece.len();
            rest = after;
        }
    }

    fn put(&mut self, symbol: &str, columns: usize, out: &mut Vec<Row>) {
        self.begin();
        if self.row.width() + columns > self.limit {
            self.emit(out);
            self.begin();
        }
        self.row.push(symbol, self.style, columns);
        self.column += columns;
    }

    fn begin(&mut self) {
        if !self.begun {
            let lead = if self.later { &self.lead.rest } else { &self.lead.first };
            self.row.append(lead);
            self.begun = true;
        }
    }

    fn emit(&mut self, out: &mut Vec<Row>) {
        out.push(self.row.take(self.origin, self.soft));
        self.begun = false;
        self.later = true;
        self.soft = true;
    }
}
