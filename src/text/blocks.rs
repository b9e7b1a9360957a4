//! The block structure of Markdown, line by line: which containers a line continues, which it
//! opens, and which leaf takes its text (CommonMark's algorithm with GFM's extensions).
//! Not here: leaves and their rows (`body`).

use super::body::Body;
use super::container::{Container, Kind, bullet};
use super::cursor::Cursor;
use super::html;
use super::paragraph::Level;
use super::recognise::{self, ListMarker};
use super::sheet::Sheet;
use super::style::Role;
use super::verbatim;

/// Containers deeper than this are text.
const DEEPEST: usize = 100;

/// What is open after the lines so far.
#[derive(Debug)]
pub(crate) struct Blocks {
    stack: Vec<Container>,
    body: Body,
}

/// What became of the begin of a line.
enum Opened {
    /// The line is used up.
    All,
    /// What is left is text (or nothing) in the containers up to this depth.
    Text(usize),
}

impl Default for Blocks {
    fn default() -> Self {
        Self { stack: vec![Container::new(Kind::Root)], body: Body::default() }
    }
}

impl Blocks {
    /// Takes a line, or the head of a long one: sanitised, without its end.
    pub(crate) fn line(&mut self, text: &str, offset: usize, sheet: &mut Sheet) {
        self.body.offset = offset;
        let mut cursor = Cursor::new(text);
        let matched = self.continued(&mut cursor);
        if matched == self.stack.len() && self.body.verbatim_line(cursor, &mut self.stack, sheet) {
            return;
        }
        let Opened::Text(depth) = self.open(&mut cursor, matched, sheet) else {
            self.body.after_blank = false;
            return;
        };
        if cursor.is_blank() {
            let opened = depth > matched;
            self.close_to(depth, true, sheet);
            self.body.close(&mut self.stack, sheet);
            // A marker with nothing behind it is no blank line.
            self.body.after_blank = !opened;
            return;
        }
        let lazy = depth < self.stack.len() && self.body.is_paragraph();
        if !lazy && depth <= self.stack.len() {
            self.close_unmatched(depth, sheet);
        }
        if !self.body.text_line(cursor.text()) {
            self.body.paragraph(Level::Text, cursor.text(), &mut self.stack, sheet);
        }
        self.body.after_blank = false;
    }

    /// Takes more of a long line.
    pub(crate) fn more(&mut self, text: &str, offset: usize, sheet: &mut Sheet) {
        self.body.offset = offset;
        if !self.body.more(text) && !text.trim().is_empty() {
            self.body.paragraph(Level::Text, text.trim_start(), &mut self.stack, sheet);
        }
        self.body.advance(&mut self.stack, sheet);
    }

    /// The line is complete.
    pub(crate) fn end_line(&mut self, sheet: &mut Sheet) {
        self.body.end_line(&mut self.stack, sheet);
    }

    /// The document ends: everything is closed.
    pub(crate) fn finish(&mut self, sheet: &mut Sheet) {
        self.close_to(1, false, sheet);
        self.body.close(&mut self.stack, sheet);
    }

    /// A copy to render a draft from.
    pub(crate) fn light(&mut self) -> Self {
        Self { stack: self.stack.clone(), body: self.body.light() }
    }

    /// Rows were put in (or taken out) above the open leaf.
    pub(crate) fn shift(&mut self, delta: isize) {
        self.body.shift(delta);
    }

    /// How many open containers the line continues; the cursor moves behind their marks.
    fn continued(&self, cursor: &mut Cursor<'_>) -> usize {
        let mut depth = 0;
        for container in &self.stack {
            let goes_on = match container.kind {
                Kind::Root | Kind::List { .. } => true,
                Kind::Quote => {
                    let marked = cursor.indent() < 4 && cursor.text().starts_with('>');
                    if marked {
                        cursor.skip_marker(1);
                        cursor.skip(1);
                    }
                    marked
                }
                Kind::Item { .. } | Kind::Footnote if cursor.is_blank() => {
                    // What is left of its blanks belongs to the code it may stand in.
                    let indent =
                        if let Kind::Item { indent } = container.kind { indent } else { 4 };
                    cursor.skip(indent);
                    container.filled || container.child.is_some()
                }
                Kind::Item { indent } => skip_indent(cursor, indent),
                Kind::Footnote => skip_indent(cursor, 4),
            };
            if !goes_on {
                break;
            }
            depth += 1;
        }
        depth
    }

    /// Opens what the line begins, from the containers up to `depth` inwards.
    fn open(&mut self, cursor: &mut Cursor<'_>, depth: usize, sheet: &mut Sheet) -> Opened {
        let mut depth = depth;
        while !cursor.is_blank() {
            if cursor.indent() >= 4 {
                if self.body.is_paragraph() {
                    break;
                }
                self.close_unmatched(depth, sheet);
                if self.body.is_open() {
                    break;
                }
                let kind = verbatim::Kind::Indented;
                self.body.verbatim(kind, "", Some(*cursor), &mut self.stack, sheet);
                return Opened::All;
            }
            if self.open_leaf(*cursor, depth, sheet) {
                return Opened::All;
            }
            if !self.open_container(cursor, depth, sheet) {
                break;
            }
            depth = self.stack.len();
        }
        Opened::Text(depth)
    }

    /// Opens a leaf whose begin can be told from its first line.
    fn open_leaf(&mut self, cursor: Cursor<'_>, depth: usize, sheet: &mut Sheet) -> bool {
        let text = cursor.text();
        let continues = depth == self.stack.len() && self.body.is_paragraph();
        if continues
            && let Some(aligns) = recognise::delimiter_row(text)
            && self.body.table(&aligns, &mut self.stack, sheet)
        {
            return true;
        }
        if let Some((level, text)) = recognise::heading(text) {
            self.close_leaf(depth, sheet);
            self.body.paragraph(Level::Marked(level), text, &mut self.stack, sheet);
        } else if let Some((mark, len, info)) = recognise::fence(text) {
            self.close_leaf(depth, sheet);
            let kind = verbatim::Kind::Fence { mark, len, indent: cursor.indent() };
            self.body.verbatim(kind, info, None, &mut self.stack, sheet);
        } else if let Some(end) = html::start(text, self.body.is_paragraph()) {
            self.close_leaf(depth, sheet);
            let kind = verbatim::Kind::Html(end);
            self.body.verbatim(kind, "", Some(cursor), &mut self.stack, sheet);
        } else if let Some(close) = recognise::math(text) {
            self.close_leaf(depth, sheet);
            let kind = verbatim::Kind::Math(close);
            self.body.verbatim(kind, "", Some(cursor), &mut self.stack, sheet);
        } else if continues
            && let Some(level) = recognise::underline(text)
            && self.body.underline(level, &mut self.stack, sheet)
        {
        } else if recognise::rule(text) {
            self.close_leaf(depth, sheet);
            self.body.rule(&mut self.stack, sheet);
        } else {
            return false;
        }
        true
    }

    /// Opens a container; the cursor moves behind its mark.
    fn open_container(&mut self, cursor: &mut Cursor<'_>, depth: usize, sheet: &mut Sheet) -> bool {
        if self.stack.len().max(depth) >= DEEPEST {
            return false;
        }
        let text = cursor.text();
        if text.starts_with('>') {
            self.close_leaf(depth, sheet);
            self.push(Container::new(Kind::Quote));
            cursor.skip_marker(1);
            cursor.skip(1);
            return true;
        }
        if let Some((label, len)) = recognise::footnote(text) {
            self.close_leaf(depth, sheet);
            Body::note(label, sheet);
            let marker = format!("[{label}] ");
            self.push(Container::marked(Kind::Footnote, &marker, Role::Footnote));
            cursor.skip_marker(len);
            cursor.skip(usize::MAX);
            return true;
        }
        match recognise::list_marker(text) {
            Some(marker) => self.open_item(cursor, marker, depth, sheet),
            None => false,
        }
    }

    fn open_item(
        &mut self,
        cursor: &mut Cursor<'_>,
        marker: ListMarker,
        depth: usize,
        sheet: &mut Sheet,
    ) -> bool {
        let outer = cursor.indent();
        let mut inner = *cursor;
        inner.skip_marker(marker.len);
        let interrupts = depth == self.stack.len() && self.body.is_paragraph();
        if interrupts && (inner.is_blank() || marker.number.is_some_and(|number| number != 1)) {
            return false;
        }
        let spaces = if inner.is_blank() || inner.indent() > 4 { 1 } else { inner.indent() };
        inner.skip(spaces);
        *cursor = inner;
        self.close_to(depth, true, sheet);
        self.body.close(&mut self.stack, sheet);
        let number = self.next_number(marker, sheet);
        let text = match number {
            Some(number) => format!("{number}{} ", char::from(marker.mark)),
            None => bullet(self.bullets().saturating_sub(1)).to_owned(),
        };
        let kind = Kind::Item { indent: outer + marker.len + spaces };
        self.push(Container::marked(kind, &text, Role::Marker));
        true
    }

    /// The number of a new item in the list it continues, or in a new list.
    fn next_number(&mut self, marker: ListMarker, sheet: &mut Sheet) -> Option<u64> {
        if let Some(Kind::List { mark, ordered, next }) =
            self.stack.last_mut().map(|last| &mut last.kind)
        {
            if *mark == marker.mark && *ordered == marker.number.is_some() {
                let number = *next;
                *next += 1;
                return ordered.then_some(number);
            }
            self.pop(sheet);
        }
        let next = marker.number.map_or(0, |number| number + 1);
        let ordered = marker.number.is_some();
        self.push(Container::new(Kind::List { mark: marker.mark, ordered, next }));
        marker.number
    }

    fn bullets(&self) -> usize {
        let is_bullet =
            |container: &&Container| matches!(container.kind, Kind::List { ordered: false, .. });
        self.stack.iter().filter(is_bullet).count()
    }

    fn push(&mut self, container: Container) {
        self.body.begin_child(&mut self.stack);
        self.stack.push(container);
    }

    fn pop(&mut self, sheet: &mut Sheet) {
        if self.stack.last().is_some_and(Container::awaits_row) {
            self.body.marker_row(&mut self.stack, sheet);
        }
        self.stack.pop();
    }

    /// Closes what the line does not continue; a leaf that goes on stays open.
    fn close_unmatched(&mut self, depth: usize, sheet: &mut Sheet) {
        if depth < self.stack.len() || self.ends_with_list() {
            self.close_to(depth, false, sheet);
        }
    }

    /// Closes what the line does not continue and the open leaf: a block begins.
    fn close_leaf(&mut self, depth: usize, sheet: &mut Sheet) {
        self.close_to(depth, false, sheet);
        self.body.close(&mut self.stack, sheet);
    }

    fn ends_with_list(&self) -> bool {
        self.stack.last().is_some_and(|last| matches!(last.kind, Kind::List { .. }))
    }

    /// Closes the containers deeper than `depth` with their leaf, and a list left without an open
    /// item unless `keep_list`.
    fn close_to(&mut self, depth: usize, keep_list: bool, sheet: &mut Sheet) {
        if depth < self.stack.len() {
            self.body.close(&mut self.stack, sheet);
        }
        while self.stack.len() > depth.max(1) {
            self.pop(sheet);
        }
        if !keep_list && self.ends_with_list() {
            self.pop(sheet);
        }
    }
}

/// Skips the indentation of a container's content; false when the line has less.
fn skip_indent(cursor: &mut Cursor<'_>, columns: usize) -> bool {
    let deep = cursor.indent() >= columns;
    if deep {
        cursor.skip(columns);
    }
    deep
}
