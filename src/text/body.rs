//! The open leaf block, its rows on their way to the sheet, and the blank rows between blocks.
//! Not here: which line opens or continues which block (`blocks`).

use std::sync::Arc;

use super::container::{Container, Kind, lead};
use super::cursor::Cursor;
use super::definition::key;
use super::flow::Lead;
use super::highlight::Highlighter;
use super::language;
use super::listing::Place;
use super::paragraph::{Level, Paragraph};
use super::recognise::{Align, alert, cells, closes_fence, task};
use super::row::{Row, RowBuilder};
use super::sheet::{Parked, Sheet};
use super::style::{Role, Style};
use super::table::{Change, Table};
use super::verbatim::{self, Listing, Verbatim};

/// An unfinished table row longer than this is not shown: it would be rendered whole each time.
const LONGEST_DRAFT: usize = 8192;

/// The open block that takes text.
#[derive(Clone, Debug, Default)]
enum Leaf {
    #[default]
    None,
    Paragraph(Box<Paragraph>),
    Table(Box<Table>, String),
    Verbatim(Box<Verbatim>),
}

/// The open leaf and its rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body {
    leaf: Leaf,
    /// The leaf has rows on the sheet, from this one on.
    first_row: Option<usize>,
    /// The leaf ends with this line.
    ending: bool,
    ready: Vec<Row>,
    /// Where the current line stands in the source.
    pub(crate) offset: usize,
    /// The line before was blank.
    pub(crate) after_blank: bool,
}

impl Body {
    /// True while a paragraph is open.
    pub(crate) fn is_paragraph(&self) -> bool {
        matches!(&self.leaf, Leaf::Paragraph(paragraph) if !paragraph.is_heading())
    }

    /// True when any leaf is open.
    pub(crate) fn is_open(&self) -> bool {
        !matches!(self.leaf, Leaf::None)
    }

    /// A block begins in the innermost container: a blank row may have to come before it. Inside
    /// lists the source decides, elsewhere there always is one.
    pub(crate) fn begin_child(&self, stack: &mut [Container]) {
        if let Some(parent) = stack.last_mut() {
            let listed = matches!(parent.kind, Kind::List { .. } | Kind::Item { .. });
            parent.child = Some(!listed || self.after_blank);
        }
    }

    /// Begins a paragraph or heading with its first line.
    pub(crate) fn paragraph(
        &mut self,
        level: Level,
        text: &str,
        stack: &mut [Container],
        sheet: &mut Sheet,
    ) {
        let mut text = text;
        if let Some(parent) = stack.last_mut() {
            let first = !parent.filled && parent.child.is_none();
            let item = matches!(parent.kind, Kind::Item { .. });
            if let Some((checked, len)) =
                task(text).filter(|_| item && first && parent.awaits_row())
            {
                parent.set_marker(if checked { "☑ " } else { "☐ " }, Role::Marker);
                text = text.get(len..).unwrap_or("").trim_start();
            }
            let quote = matches!(parent.kind, Kind::Quote);
            if let Some(title) = alert(text).filter(|_| quote && first) {
                self.title(title, stack, sheet);
                return;
            }
        }
        self.begin_child(stack);
        let lead = Arc::new(lead(stack, sheet.width));
        let mut paragraph = Paragraph::new(level, lead, sheet.width);
        paragraph.begin_line(text, self.offset);
        self.leaf = Leaf::Paragraph(Box::new(paragraph));
        self.ending = level != Level::Text;
    }

    /// The title of an alert, close above its text.
    fn title(&mut self, title: &str, stack: &mut [Container], sheet: &mut Sheet) {
        self.row(stack, sheet, |row, _| {
            row.write(title, Style::of(Role::Marker).bold());
        });
        if let Some(quote) = stack.last_mut() {
            quote.filled = false;
        }
    }

    /// A thematic break.
    pub(crate) fn rule(&mut self, stack: &mut [Container], sheet: &mut Sheet) {
        self.row(stack, sheet, |row, room| {
            row.fill('─', room, Style::of(Role::Rule));
        });
    }

    /// A block of one row; told its room in columns.
    fn row(
        &mut self,
        stack: &mut [Container],
        sheet: &mut Sheet,
        write: impl FnOnce(&mut RowBuilder, usize),
    ) {
        self.begin_child(stack);
        let mut row = RowBuilder::default();
        row.append(&lead(stack, sheet.width).first);
        let room = sheet.width.saturating_sub(row.width()).max(1);
        write(&mut row, room);
        self.ready.push(row.take(self.offset, false));
        self.deliver(stack, sheet);
        self.first_row = None;
    }

    /// An item or footnote ends without text: its marker stands alone.
    pub(crate) fn marker_row(&mut self, stack: &mut [Container], sheet: &mut Sheet) {
        let mut row = RowBuilder::default();
        row.append(&lead(stack, sheet.width).first);
        row.trim_end();
        self.ready.push(row.take(self.offset, false));
        self.deliver(stack, sheet);
        self.first_row = None;
    }

    /// Begins a block shown as its source. `first` is its first line, if that line is text.
    pub(crate) fn verbatim(
        &mut self,
        kind: verbatim::Kind,
        info: &str,
        first: Option<Cursor<'_>>,
        stack: &mut [Container],
        sheet: &mut Sheet,
    ) {
        self.begin_child(stack);
        let lead: Lead = lead(stack, sheet.width);
        let label = language::of_info(info);
        let mut block = Verbatim::new(kind, &lead, sheet.width, label, &mut self.ready);
        for row in &mut self.ready {
            *row = std::mem::take(row).at(self.offset);
        }
        if !sheet.draft && Highlighter::knows(label) {
            block.fence = Some(sheet.fences.open(label, block.prefix()));
        }
        if !sheet.draft && matches!(kind, verbatim::Kind::Fence { .. } | verbatim::Kind::Indented) {
            block.listing = Listing::Wanted(label.into());
        }
        self.ending = false;
        if let Some(cursor) = first {
            if matches!(kind, verbatim::Kind::Html(_)) {
                self.ending = block.is_closed_by(cursor.text());
            }
            let line = block.begin_line(cursor, self.offset, &mut self.ready);
            list(&mut block, line, sheet);
        }
        self.leaf = Leaf::Verbatim(Box::new(block));
        self.deliver(stack, sheet);
    }

    /// Gives a line to an open verbatim block; false when it is not for it (the block is closed
    /// then, unless none was open).
    pub(crate) fn verbatim_line(
        &mut self,
        cursor: Cursor<'_>,
        stack: &mut [Container],
        sheet: &mut Sheet,
    ) -> bool {
        let Leaf::Verbatim(block) = &mut self.leaf else {
            return false;
        };
        let blank = cursor.is_blank();
        let ends = match block.kind {
            verbatim::Kind::Fence { mark, len, .. } => {
                if cursor.indent() < 4 && closes_fence(cursor.text(), mark, len) {
                    self.close(stack, sheet);
                    return true;
                }
                false
            }
            verbatim::Kind::Indented if blank => {
                block.add_blank();
                self.after_blank = true;
                return true;
            }
            verbatim::Kind::Indented => cursor.indent() < 4,
            verbatim::Kind::Html(super::html::End::Blank) | verbatim::Kind::Math(_) => blank,
            verbatim::Kind::Html(_) => false,
        };
        if ends {
            self.close(stack, sheet);
            return false;
        }
        self.after_blank = false;
        self.ending = block.is_closed_by(cursor.text());
        let line = block.begin_line(cursor, self.offset, &mut self.ready);
        list(block, line, sheet);
        self.deliver(stack, sheet);
        true
    }

    /// Gives a line of text to the open paragraph or table; false when neither is open.
    pub(crate) fn text_line(&mut self, text: &str) -> bool {
        match &mut self.leaf {
            Leaf::Paragraph(paragraph) => paragraph.begin_line(text, self.offset),
            Leaf::Table(_, line) => text.clone_into(line),
            Leaf::None | Leaf::Verbatim(_) => return false,
        }
        true
    }

    /// More of a line that is too long to be taken whole; false when no leaf is open.
    pub(crate) fn more(&mut self, text: &str) -> bool {
        match &mut self.leaf {
            Leaf::None => return false,
            Leaf::Paragraph(paragraph) => paragraph.more(text),
            Leaf::Table(_, line) => line.push_str(text),
            Leaf::Verbatim(block) => {
                self.ending |= block.is_closed_by(text);
                block.more(text, &mut self.ready);
            }
        }
        true
    }

    /// Renders what a piece of a long line made certain.
    pub(crate) fn advance(&mut self, stack: &mut [Container], sheet: &mut Sheet) {
        if let Leaf::Paragraph(paragraph) = &mut self.leaf {
            paragraph.advance(&sheet.definitions, &mut self.ready);
        }
        self.deliver(stack, sheet);
    }

    /// The line is complete.
    pub(crate) fn end_line(&mut self, stack: &mut [Container], sheet: &mut Sheet) {
        match &mut self.leaf {
            Leaf::None => {}
            Leaf::Paragraph(paragraph) => {
                while let Some((key, url)) = paragraph.take_definition(false) {
                    sheet.define_link(&key, &url);
                }
                self.advance(stack, sheet);
            }
            Leaf::Table(_, line) if sheet.draft && line.len() > LONGEST_DRAFT => {}
            Leaf::Table(table, line) if sheet.draft => {
                table.add_draft(line, self.offset, &sheet.definitions);
                table.render_new(&mut self.ready);
                line.clear();
                self.deliver(stack, sheet);
            }
            Leaf::Table(table, line) => {
                if !line.is_empty() {
                    let change = table.add(line, self.offset, &sheet.definitions);
                    line.clear();
                    self.render_table(change, stack, sheet);
                }
            }
            Leaf::Verbatim(block) => {
                let count = block.end_line(&mut self.ready);
                let (fence, listing) = (block.fence, block.listing.clone());
                self.deliver(stack, sheet);
                if let (Listing::Open(block), Some(first)) = (listing, self.first_row) {
                    sheet.listings.set_rows(block, first..sheet.rows.len());
                }
                if let Some(fence) = fence.filter(|_| count > 0) {
                    sheet.fences.add_line(fence, &mut sheet.rows, count);
                }
            }
        }
        if std::mem::take(&mut self.ending) {
            self.close(stack, sheet);
        }
    }

    fn render_table(&mut self, change: Change, stack: &mut [Container], sheet: &mut Sheet) {
        let Leaf::Table(table, _) = &mut self.leaf else {
            return;
        };
        if change == Change::Added {
            table.render_new(&mut self.ready);
        } else {
            if let Some(first) = self.first_row {
                sheet.rows.truncate(first);
            }
            table.render(&mut self.ready);
        }
        self.deliver(stack, sheet);
    }

    /// Makes the open paragraph a heading, if it has text.
    pub(crate) fn underline(
        &mut self,
        level: u8,
        stack: &mut [Container],
        sheet: &mut Sheet,
    ) -> bool {
        let Leaf::Paragraph(paragraph) = &mut self.leaf else {
            return false;
        };
        while let Some((key, url)) = paragraph.take_definition(true) {
            sheet.define_link(&key, &url);
        }
        if paragraph.is_empty() || paragraph.is_heading() {
            return false;
        }
        if let Leaf::Paragraph(paragraph) = std::mem::take(&mut self.leaf) {
            if let Some(first) = self.first_row {
                sheet.rows.truncate(first);
            }
            self.leaf = Leaf::Paragraph(Box::new(paragraph.underlined(level)));
        }
        self.close(stack, sheet);
        true
    }

    /// Makes the last line of the open paragraph the header of a table, if it has as many cells.
    pub(crate) fn table(
        &mut self,
        aligns: &[Align],
        stack: &mut [Container],
        sheet: &mut Sheet,
    ) -> bool {
        let Leaf::Paragraph(paragraph) = &mut self.leaf else {
            return false;
        };
        let fits = |line: &str| line.contains('|') && cells(line).len() == aligns.len();
        if !paragraph.last_line().is_some_and(fits) {
            return false;
        }
        let header = paragraph.take_last_line();
        let lead = if paragraph.is_empty() {
            let lead = Arc::clone(paragraph.lead());
            self.leaf = Leaf::None;
            lead
        } else {
            self.close(stack, sheet);
            self.begin_child(stack);
            Arc::new(lead(stack, sheet.width))
        };
        let table = Table::new(lead, sheet.width, aligns.to_vec(), header, &sheet.definitions);
        self.leaf = Leaf::Table(Box::new(table), String::new());
        self.render_table(Change::Reshaped, stack, sheet);
        true
    }

    /// Closes the open leaf: its last rows are rendered.
    pub(crate) fn close(&mut self, stack: &mut [Container], sheet: &mut Sheet) {
        self.ending = false;
        let parked = match std::mem::take(&mut self.leaf) {
            Leaf::None | Leaf::Verbatim(_) => None,
            Leaf::Paragraph(mut paragraph) => {
                while let Some((key, url)) = paragraph.take_definition(true) {
                    sheet.define_link(&key, &url);
                }
                if sheet.draft {
                    paragraph.complete();
                }
                paragraph.close(&sheet.definitions, &mut self.ready);
                self.deliver(stack, sheet);
                paragraph.park().map(|(labels, block)| (labels, Parked::Paragraph(block)))
            }
            Leaf::Table(mut table, _) => {
                if !sheet.draft && table.settle_plan() {
                    if let Some(first) = self.first_row {
                        sheet.rows.truncate(first);
                    }
                    table.render(&mut self.ready);
                }
                table.render_end(&mut self.ready);
                self.deliver(stack, sheet);
                table.park().map(|(labels, block)| (labels, Parked::Table(block)))
            }
        };
        if let (Some((labels, block)), Some(first)) = (parked, self.first_row) {
            sheet.park(first, labels, block);
        }
        self.first_row = None;
    }

    /// Puts the finished rows on the sheet, behind a blank row where one is due.
    fn deliver(&mut self, stack: &mut [Container], sheet: &mut Sheet) {
        if self.ready.is_empty() {
            return;
        }
        if self.first_row.is_none() {
            let due = |container: &Container| container.filled && container.child == Some(true);
            if let Some(depth) = stack.iter().position(due) {
                let outer = stack.get(..=depth).unwrap_or(&[]);
                let mut gap = RowBuilder::default();
                gap.append(&lead(outer, sheet.width).rest);
                gap.trim_end();
                let offset = self.ready.first().map_or(self.offset, Row::offset);
                sheet.rows.push(gap.take(offset, false));
            }
            stack.iter_mut().for_each(Container::fill);
            self.first_row = Some(sheet.rows.len());
        }
        sheet.rows.append(&mut self.ready);
    }

    /// Rows were put in (or taken out) above the open leaf.
    pub(crate) fn shift(&mut self, delta: isize) {
        self.first_row = self.first_row.map(|row| row.saturating_add_signed(delta));
    }

    /// A copy to render a draft from: costs no more than what is not yet on the sheet.
    pub(crate) fn light(&mut self) -> Self {
        let leaf = match &mut self.leaf {
            Leaf::None => Leaf::None,
            Leaf::Paragraph(paragraph) => Leaf::Paragraph(Box::new(paragraph.light())),
            Leaf::Table(table, line) => Leaf::Table(Box::new(table.light()), line.clone()),
            Leaf::Verbatim(block) => {
                let mut block = block.clone();
                block.fence = None;
                block.listing = Listing::None;
                Leaf::Verbatim(block)
            }
        };
        Self {
            leaf,
            first_row: self.first_row,
            ending: self.ending,
            ready: Vec::new(),
            offset: self.offset,
            after_blank: self.after_blank,
        }
    }

    /// Learns the label of a footnote that begins here.
    pub(crate) fn note(label: &str, sheet: &mut Sheet) {
        sheet.define_note(&key(&format!("^{label}")));
    }
}

/// Lists a line of a block that is code, the block itself with its first line.
fn list(block: &mut Verbatim, (line, blanks): (Place, usize), sheet: &mut Sheet) {
    if let Listing::Wanted(language) = &block.listing {
        block.listing = Listing::Open(sheet.listings.open(language));
    }
    if let Listing::Open(at) = block.listing {
        sheet.listings.add_line(at, blanks, line);
    }
}
