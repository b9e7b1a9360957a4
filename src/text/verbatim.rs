//! Blocks shown as their source, line by line: code, HTML, mathematics.
//! Not here: roles inside code (`highlight`, `fence`), where such blocks begin (`blocks`).

use std::sync::Arc;

use super::code::CodeFlow;
use super::cursor::Cursor;
use super::flow::Lead;
use super::html::{self, End};
use super::listing::Place;
use super::row::{Row, RowBuilder};
use super::style::{Role, Style};

/// What a verbatim block is, and what ends it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Fenced code: mark and length of the fence, columns to take off each line.
    Fence { mark: u8, len: usize, indent: usize },
    /// Indented code.
    Indented,
    /// HTML.
    Html(End),
    /// Mathematics until a line holds this, or a blank line.
    Math(&'static str),
}

/// Whether the lines of a block are listed to be copied.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) enum Listing {
    /// They are not.
    #[default]
    None,
    /// From the first line on, in this language.
    Wanted(Box<str>),
    /// In this block.
    Open(usize),
}

/// An open verbatim block.
#[derive(Clone, Debug)]
pub(crate) struct Verbatim {
    pub(crate) kind: Kind,
    /// The fence to highlight, if its language is known.
    pub(crate) fence: Option<usize>,
    /// Where its lines are listed, if they are code.
    pub(crate) listing: Listing,
    flow: CodeFlow,
    /// Blank lines of indented code that count only if code follows.
    blanks: usize,
    /// Rows of the current line that have left.
    line_rows: usize,
    /// The end of the last piece of a long line.
    seam: String,
    in_line: bool,
    prefix: usize,
}

impl Verbatim {
    /// A block; a label gives a row of its own.
    pub(crate) fn new(
        kind: Kind,
        lead: &Lead,
        limit: usize,
        label: &str,
        out: &mut Vec<Row>,
    ) -> Self {
        let (role, bar) = match kind {
            Kind::Fence { .. } | Kind::Indented => (Role::CodeText, true),
            Kind::Html(_) => (Role::Html, false),
            Kind::Math(_) => (Role::Math, false),
        };
        let style = Style::of(role);
        let own = if bar { barred(lead) } else { lead.clone() };
        let prefix = own.rest.text().len();
        let mut flow = CodeFlow::new(Arc::new(own), limit, style);
        if !label.is_empty() {
            let mut row = RowBuilder::default();
            row.append(&lead.first);
            row.push("┌ ", Style::of(Role::CodeBar), 2);
            let room = limit.saturating_sub(row.width()).max(1);
            row.write(shorten(label, room), Style::of(Role::CodeLabel));
            out.push(row.take(0, false));
            flow = flow.continuing();
        }
        Self {
            kind,
            fence: None,
            listing: Listing::None,
            flow,
            blanks: 0,
            line_rows: 0,
            seam: String::new(),
            in_line: false,
            prefix,
        }
    }

    /// Bytes left of the code on its rows.
    pub(crate) fn prefix(&self) -> usize {
        self.prefix
    }

    /// Begins a line; gives where its code stands, and how many blank lines stand before it.
    pub(crate) fn begin_line(
        &mut self,
        cursor: Cursor<'_>,
        offset: usize,
        out: &mut Vec<Row>,
    ) -> (Place, usize) {
        let blanks = std::mem::take(&mut self.blanks);
        for _ in 0..blanks {
            self.flow.end_line(out);
        }
        self.line_rows = 0;
        self.in_line = true;
        self.flow.set_origin(offset);
        let mut cursor = cursor;
        match self.kind {
            Kind::Fence { indent, .. } => cursor.skip(indent),
            Kind::Indented => cursor.skip(4),
            Kind::Html(_) | Kind::Math(_) => {}
        }
        let (spaces, text) = cursor.remainder();
        let before = out.len();
        self.flow.spaces(spaces, out);
        self.flow.push(text, out);
        self.line_rows += out.len() - before;
        self.note_seam(text);
        (Place::new(offset, cursor.passed(), spaces), blanks)
    }

    /// Appends to a line that is too long to be taken whole.
    pub(crate) fn more(&mut self, text: &str, out: &mut Vec<Row>) {
        let before = out.len();
        self.flow.push(text, out);
        self.line_rows += out.len() - before;
        self.seam.push_str(text);
        let seam = std::mem::take(&mut self.seam);
        self.note_seam(&seam);
    }

    /// Ends the line, if one was begun: how many rows it took.
    pub(crate) fn end_line(&mut self, out: &mut Vec<Row>) -> usize {
        self.seam.clear();
        if !std::mem::take(&mut self.in_line) {
            return 0;
        }
        let before = out.len();
        self.flow.end_line(out);
        self.line_rows += out.len() - before;
        self.line_rows
    }

    /// A blank line inside indented code.
    pub(crate) fn add_blank(&mut self) {
        self.blanks += 1;
    }

    fn note_seam(&mut self, text: &str) {
        let from = text.len().saturating_sub(16);
        let from = (from..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        self.seam.clear();
        self.seam.push_str(text.get(from..).unwrap_or(""));
    }

    /// True when a piece of a line, with the end of the piece before it, closes the block.
    pub(crate) fn is_closed_by(&self, text: &str) -> bool {
        let joined = format!("{}{text}", self.seam);
        match self.kind {
            Kind::Html(end) => html::ends(&joined, end),
            Kind::Math(close) => joined.contains(close),
            Kind::Fence { .. } | Kind::Indented => false,
        }
    }
}

fn barred(lead: &Lead) -> Lead {
    let bar = |left: &Row| {
        let mut row = RowBuilder::default();
        row.append(left);
        row.push("│ ", Style::of(Role::CodeBar), 2);
        row.take(0, false)
    };
    Lead { first: bar(&lead.first), rest: bar(&lead.rest) }
}

/// As much of a label as fits, without breaking a cluster.
fn shorten(label: &str, room: usize) -> &str {
    let mut end = label.len();
    while super::width::width(label.get(..end).unwrap_or("")) > room {
        end = label.char_indices().map(|(at, _)| at).take_while(|at| *at < end).last().unwrap_or(0);
    }
    label.get(..end).unwrap_or("")
}
