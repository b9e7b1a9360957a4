//! A paragraph or heading while its lines come in, piece by piece into rows.
//! Not here: which lines belong to it (`blocks`).

use std::sync::Arc;

use super::definition::{Definitions, Found, parse};
use super::flow::{Flow, Lead};
use super::inline::inline;
use super::pieces::Pieces;
use super::recognise::heading_end;
use super::row::{Row, RowBuilder};
use super::segment::{closed, cut};
use super::style::{Role, Style};

/// What a run of lines is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Level {
    /// A paragraph.
    Text,
    /// A heading by marks before it: its closing marks are not text.
    Marked(u8),
    /// A heading by a line under it.
    Underlined(u8),
}

/// An open paragraph or heading. Its text leaves in pieces that can no longer change.
#[derive(Clone, Debug)]
pub(crate) struct Paragraph {
    level: Level,
    lead: Arc<Lead>,
    limit: usize,
    /// Lines joined by line feeds.
    text: String,
    /// Where lines begin: in the text, in the source.
    marks: Vec<(usize, usize)>,
    /// Bytes of the text that are in the flow.
    flushed: usize,
    last_line: usize,
    long: bool,
    flow: Flow,
    widest: usize,
    missing: Vec<Box<str>>,
}

/// A closed paragraph that waits for definitions.
#[derive(Debug)]
pub(crate) struct Parked {
    level: Level,
    lead: Arc<Lead>,
    limit: usize,
    text: String,
    marks: Vec<(usize, usize)>,
}

impl Paragraph {
    /// An empty one.
    pub(crate) fn new(level: Level, lead: Arc<Lead>, limit: usize) -> Self {
        Self {
            level,
            limit,
            text: String::new(),
            marks: Vec::new(),
            flushed: 0,
            last_line: 0,
            long: false,
            flow: Flow::new(Arc::clone(&lead), limit),
            lead,
            widest: 0,
            missing: Vec::new(),
        }
    }

    /// True until text that is no definition has come.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// True for a heading, which ends with its line.
    pub(crate) fn is_heading(&self) -> bool {
        self.level != Level::Text
    }

    /// Begins a line with its first piece.
    pub(crate) fn begin_line(&mut self, text: &str, offset: usize) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.last_line = self.text.len();
        self.long = false;
        self.marks.push((self.last_line, offset));
        self.text.push_str(text);
    }

    /// Appends to a line that is too long to be taken whole.
    pub(crate) fn more(&mut self, text: &str) {
        self.long = true;
        self.text.push_str(text);
    }

    /// Renders what can no longer change.
    pub(crate) fn advance(&mut self, definitions: &Definitions, out: &mut Vec<Row>) {
        if self.may_define() {
            return;
        }
        let limit = if self.long { self.text.len() } else { self.last_line };
        while let Some(len) = cut(self.tail()) {
            if self.flushed + len > limit {
                break;
            }
            self.render(self.flushed + len, definitions, out);
        }
    }

    /// Takes a link reference definition off the begin of the text: key and address.
    pub(crate) fn take_definition(&mut self, last: bool) -> Option<(String, String)> {
        if self.is_heading() || self.flushed > 0 {
            return None;
        }
        let Found::Yes(key, url, end) = parse(&self.text, last) else {
            return None;
        };
        self.text.drain(..end);
        self.last_line = self.last_line.saturating_sub(end);
        self.marks.retain(|(at, _)| *at >= end);
        for (at, _) in &mut self.marks {
            *at -= end;
        }
        Some((key, url))
    }

    /// Renders the rest; definitions must have been taken off.
    pub(crate) fn close(&mut self, definitions: &Definitions, out: &mut Vec<Row>) {
        let end = match self.level {
            Level::Marked(_) => heading_end(&self.text).max(self.flushed),
            _ => self.text.trim_end_matches([' ', '\t', '\n']).len().max(self.flushed),
        };
        while let Some(len) = cut(self.tail()) {
            if self.flushed + len > end {
                break;
            }
            self.render(self.flushed + len, definitions, out);
        }
        self.render(end, definitions, out);
        let before = out.len();
        self.flow.finish(out);
        self.measure(out, before);
        self.underline(out);
    }

    /// Closes what is open at the end of a text that is only a draft.
    pub(crate) fn complete(&mut self) {
        let (len, closers) = closed(self.tail());
        self.text.truncate(self.flushed + len);
        self.text.push_str(&closers);
    }

    /// A copy that costs no more than the text that is not yet in the flow. It must not become a
    /// heading or table.
    pub(crate) fn light(&self) -> Self {
        let offset = self.offset_at(self.flushed);
        Self {
            level: self.level,
            lead: Arc::clone(&self.lead),
            limit: self.limit,
            text: self.tail().to_owned(),
            marks: vec![(0, offset)],
            flushed: 0,
            last_line: 0,
            long: true,
            flow: self.flow.clone(),
            widest: self.widest,
            missing: Vec::new(),
        }
    }

    /// The last line, if it may be the header of a table.
    pub(crate) fn last_line(&self) -> Option<&str> {
        if self.long || self.is_heading() {
            return None;
        }
        self.text.get(self.last_line..)
    }

    /// Takes the last line off: text and place in the source.
    pub(crate) fn take_last_line(&mut self) -> (String, usize) {
        let offset = self.offset_at(self.last_line);
        let line = self.text.split_off(self.last_line);
        self.text.truncate(self.text.trim_end_matches('\n').len());
        (line, offset)
    }

    /// The same text as a heading, nothing of it rendered.
    pub(crate) fn underlined(self, level: u8) -> Self {
        let mut heading = Self::new(Level::Underlined(level), self.lead, self.limit);
        heading.text = self.text;
        heading.marks = self.marks;
        heading
    }

    /// What is kept when labels in the text are undefined: the labels and the text.
    pub(crate) fn park(self) -> Option<(Vec<Box<str>>, Parked)> {
        let parked = Parked {
            level: self.level,
            lead: self.lead,
            limit: self.limit,
            text: self.text,
            marks: self.marks,
        };
        (!self.missing.is_empty()).then_some((self.missing, parked))
    }

    /// What stands left of its rows.
    pub(crate) fn lead(&self) -> &Arc<Lead> {
        &self.lead
    }

    fn may_define(&self) -> bool {
        self.flushed == 0
            && !self.is_heading()
            && self.text.starts_with('[')
            && parse(&self.text, false) == Found::Open
    }

    fn tail(&self) -> &str {
        self.text.get(self.flushed..).unwrap_or("")
    }

    fn offset_at(&self, at: usize) -> usize {
        let index = self.marks.partition_point(|(start, _)| *start <= at);
        let mark = index.checked_sub(1).and_then(|index| self.marks.get(index));
        mark.map_or(0, |(start, offset)| offset + (at - start))
    }

    fn style(&self) -> Style {
        let level = match self.level {
            Level::Text => return Style::default(),
            Level::Marked(level) | Level::Underlined(level) => level,
        };
        match level {
            1 => Style::of(Role::Heading1).bold(),
            2 => Style::of(Role::Heading2).bold(),
            3 => Style::of(Role::Heading3).bold(),
            _ => Style { italic: true, ..Style::of(Role::Heading3).bold() },
        }
    }

    fn render(&mut self, end: usize, definitions: &Definitions, out: &mut Vec<Row>) {
        let start = self.flushed;
        let Some(source) = self.text.get(start..end).filter(|source| !source.is_empty()) else {
            return;
        };
        let mut pieces = Pieces::default();
        inline(source, self.style(), definitions, &mut pieces, &mut self.missing);
        self.flow.set_origin(self.offset_at(start));
        self.flushed = end;
        let before = out.len();
        for (text, style) in pieces.iter() {
            self.flow.push(text, style, out);
        }
        self.measure(out, before);
    }

    fn measure(&mut self, out: &[Row], before: usize) {
        let indent = self.lead.rest.width();
        for row in out.iter().skip(before) {
            self.widest = self.widest.max(row.width().saturating_sub(indent));
        }
    }

    /// The line under a heading of the first two levels.
    fn underline(&self, out: &mut Vec<Row>) {
        let symbol = match self.level {
            Level::Marked(1) | Level::Underlined(1) => '━',
            Level::Marked(2) | Level::Underlined(2) => '─',
            _ => return,
        };
        if self.widest > 0 {
            let mut row = RowBuilder::default();
            row.append(&self.lead.rest);
            row.fill(symbol, self.widest, Style::of(self.style().role));
            out.push(row.take(self.offset_at(self.flushed), false));
        }
    }
}

impl Parked {
    /// Renders it again; labels that are still undefined go to `missing`.
    pub(crate) fn render(
        &self,
        definitions: &Definitions,
        missing: &mut Vec<Box<str>>,
    ) -> Vec<Row> {
        let mut paragraph = Paragraph::new(self.level, Arc::clone(&self.lead), self.limit);
        paragraph.text.clone_from(&self.text);
        paragraph.marks.clone_from(&self.marks);
        let mut rows = Vec::new();
        paragraph.close(definitions, &mut rows);
        missing.append(&mut paragraph.missing);
        rows
    }
}
