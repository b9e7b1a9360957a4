//! A table while its rows come in: cells, borders, and the record form for those too wide.
//! Not here: column widths (`table_plan`), which lines are rows (`blocks`).

use std::sync::Arc;

use super::definition::Definitions;
use super::flow::{Flow, Lead};
use super::inline::inline;
use super::recognise::{Align, cells};
use super::row::{Row, RowBuilder};
use super::style::{Role, Style};
use super::table_line::{Line, measure, wrap_cell};
use super::table_plan::{Column, Plan, plan};
use super::width::width;

/// After this many changes of plan an open table grows in steps.
const CALM: u32 = 8;
/// The step of a column then.
const STEP: usize = 8;

const BORDER: Style = Style::of(Role::TableBorder);

/// An open table.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    lead: Arc<Lead>,
    limit: usize,
    aligns: Vec<Align>,
    header: Line,
    body: Vec<Line>,
    columns: Vec<Column>,
    plan: Plan,
    changes: u32,
    /// Rows of the body are on the screen.
    rows: usize,
    /// The lines as they came, for a later definition.
    source: Vec<(String, usize)>,
    missing: Vec<Box<str>>,
}

/// A closed table that waits for definitions.
#[derive(Debug)]
pub(crate) struct Parked {
    lead: Arc<Lead>,
    limit: usize,
    aligns: Vec<Align>,
    source: Vec<(String, usize)>,
}

/// What a new row did to a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Change {
    /// Its rows stand below the others.
    Added,
    /// The columns changed: all rows must be rendered again.
    Reshaped,
}

impl Table {
    /// A table of a header line, which stands at `offset` in the source.
    pub(crate) fn new(
        lead: Arc<Lead>,
        limit: usize,
        aligns: Vec<Align>,
        header: (String, usize),
        definitions: &Definitions,
    ) -> Self {
        let mut table = Self {
            columns: vec![Column::default(); aligns.len()],
            lead,
            limit,
            aligns,
            header: Line::default(),
            body: Vec::new(),
            plan: Plan::Records,
            changes: 0,
            rows: 0,
            source: Vec::new(),
            missing: Vec::new(),
        };
        let style = Style::of(Role::TableHeader).bold();
        table.header = table.parse(&header.0, header.1, style, definitions);
        measure(&mut table.columns, &table.header);
        table.plan = table.exact();
        table.source.push(header);
        table
    }

    /// Takes a row of the body. What to render is said by the answer.
    pub(crate) fn add(&mut self, text: &str, offset: usize, definitions: &Definitions) -> Change {
        let line = self.parse(text, offset, Style::default(), definitions);
        measure(&mut self.columns, &line);
        self.body.push(line);
        self.source.push((text.to_owned(), offset));
        let plan = self.stepped();
        if plan == self.plan {
            return Change::Added;
        }
        self.changes += 1;
        self.plan = plan;
        Change::Reshaped
    }

    /// Takes a row that may still grow: the columns stay as they are.
    pub(crate) fn add_draft(&mut self, text: &str, offset: usize, definitions: &Definitions) {
        let line = self.parse(text, offset, Style::default(), definitions);
        self.body.push(line);
    }

    /// No more rows. True when all must be rendered again.
    pub(crate) fn settle_plan(&mut self) -> bool {
        let plan = self.exact();
        let changed = plan != self.plan;
        self.plan = plan;
        changed
    }

    /// Renders everything but the end.
    pub(crate) fn render(&mut self, out: &mut Vec<Row>) {
        self.rows = 0;
        self.render_header(out);
        self.render_new(out);
    }

    /// Renders the rows that are not on the screen.
    pub(crate) fn render_new(&mut self, out: &mut Vec<Row>) {
        while let Some(line) = self.body.get(self.rows) {
            match &self.plan {
                Plan::Grid { widths, ruled } => {
                    if *ruled && self.rows > 0 {
                        self.border(widths, ['├', '┼', '┤'], line.offset, false, out);
                    }
                    self.grid_line(line, widths, out);
                }
                Plan::Records => self.record(line, out),
            }
            self.rows += 1;
        }
    }

    /// Renders the end.
    pub(crate) fn render_end(&self, out: &mut Vec<Row>) {
        let offset = self.body.last().unwrap_or(&self.header).offset;
        if let Plan::Grid { widths, .. } = &self.plan {
            self.border(widths, ['└', '┴', '┘'], offset, false, out);
        }
    }

    /// A copy without the rows that are on the screen.
    pub(crate) fn light(&mut self) -> Self {
        let body = std::mem::take(&mut self.body);
        let source = std::mem::take(&mut self.source);
        let missing = std::mem::take(&mut self.missing);
        let mut light = self.clone();
        if let Some(last) = body.last() {
            // Marks that rows came before, for the rule between them.
            light.body.push(Line { offset: last.offset, ..Line::default() });
        }
        light.rows = light.body.len();
        self.body = body;
        self.source = source;
        self.missing = missing;
        light
    }

    /// What is kept when labels in the cells are undefined: the labels and the lines.
    pub(crate) fn park(self) -> Option<(Vec<Box<str>>, Parked)> {
        let parked =
            Parked { lead: self.lead, limit: self.limit, aligns: self.aligns, source: self.source };
        (!self.missing.is_empty()).then_some((self.missing, parked))
    }

    fn room(&self) -> usize {
        let lead = self.lead.first.width().max(self.lead.rest.width());
        self.limit.saturating_sub(lead)
    }

    fn exact(&self) -> Plan {
        plan(&self.columns, self.room())
    }

    /// The plan of an open table: after a while, columns grow in steps.
    fn stepped(&self) -> Plan {
        let exact = self.exact();
        if self.changes < CALM || exact == Plan::Records {
            return exact;
        }
        let round = |column: &Column| Column {
            natural: column.natural.next_multiple_of(STEP),
            word: column.word,
        };
        let columns: Vec<Column> = self.columns.iter().map(round).collect();
        match plan(&columns, self.room()) {
            Plan::Grid { widths, ruled: false } => Plan::Grid { widths, ruled: false },
            _ => exact,
        }
    }

    fn parse(
        &mut self,
        text: &str,
        offset: usize,
        style: Style,
        definitions: &Definitions,
    ) -> Line {
        let mut line = Line { offset, ..Line::default() };
        let cells = cells(text);
        for index in 0..self.aligns.len() {
            let cell = cells.get(index).copied().unwrap_or("");
            if cell.contains("\\|") {
                let cell = cell.replace("\\|", "|");
                inline(&cell, style, definitions, &mut line.pieces, &mut self.missing);
            } else {
                inline(cell, style, definitions, &mut line.pieces, &mut self.missing);
            }
            line.ends.push(line.pieces.text.len());
        }
        line
    }

    fn render_header(&self, out: &mut Vec<Row>) {
        let offset = self.header.offset;
        match &self.plan {
            Plan::Grid { widths, .. } => {
                self.border(widths, ['┌', '┬', '┐'], offset, true, out);
                self.grid_line(&self.header, widths, out);
                self.border(widths, ['├', '┼', '┤'], offset, false, out);
            }
            Plan::Records if self.body.is_empty() => {
                let mut flow = Flow::new(Arc::clone(&self.lead), self.limit);
                flow.set_origin(offset);
                for index in 0..self.aligns.len() {
                    if index > 0 {
                        flow.push(" · ", BORDER, out);
                    }
                    let (start, end) = self.header.cell(index);
                    for (text, style) in self.header.pieces.between(start, end) {
                        flow.push(text, style, out);
                    }
                }
                flow.finish(out);
            }
            Plan::Records => {}
        }
    }

    fn border(
        &self,
        widths: &[usize],
        ends: [char; 3],
        offset: usize,
        first: bool,
        out: &mut Vec<Row>,
    ) {
        let mut row = self.begin(first);
        let [left, middle, right] = ends;
        row.fill(left, 1, BORDER);
        for (index, width) in widths.iter().enumerate() {
            if index > 0 {
                row.fill(middle, 1, BORDER);
            }
            row.fill('─', width + 2, BORDER);
        }
        row.fill(right, 1, BORDER);
        out.push(row.take(offset, false));
    }

    fn begin(&self, first: bool) -> RowBuilder {
        let mut row = RowBuilder::default();
        row.append(if first { &self.lead.first } else { &self.lead.rest });
        row
    }

    fn grid_line(&self, line: &Line, widths: &[usize], out: &mut Vec<Row>) {
        let plain = widths.iter().enumerate().all(|(index, room)| {
            let text = line.text(index);
            !text.contains('\n') && width(text) <= *room
        });
        if plain {
            let mut row = self.begin(false);
            for (index, room) in widths.iter().enumerate() {
                let columns = width(line.text(index));
                let (start, end) = line.cell(index);
                self.cell(&mut row, index, *room, columns, |row| {
                    for (text, style) in line.pieces.between(start, end) {
                        row.write(text, style);
                    }
                });
            }
            row.push("│", BORDER, 1);
            out.push(row.take(line.offset, false));
            return;
        }
        let cells = widths.iter().enumerate().map(|(index, room)| wrap_cell(line, index, *room));
        let cells: Vec<Vec<Row>> = cells.collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        for level in 0..height {
            let mut row = self.begin(false);
            for (index, (room, cell)) in widths.iter().zip(&cells).enumerate() {
                let piece = cell.get(level);
                let columns = piece.map_or(0, Row::width);
                self.cell(&mut row, index, *room, columns, |row| {
                    if let Some(piece) = piece {
                        row.append(piece);
                    }
                });
            }
            row.push("│", BORDER, 1);
            out.push(row.take(line.offset, level > 0));
        }
    }

    /// One cell with its left border and paddings.
    fn cell(
        &self,
        row: &mut RowBuilder,
        index: usize,
        room: usize,
        columns: usize,
        write: impl FnOnce(&mut RowBuilder),
    ) {
        let space = room.saturating_sub(columns);
        let left = match self.aligns.get(index) {
            Some(Align::Right) => space,
            Some(Align::Center) => space / 2,
            _ => 0,
        };
        row.push("│", BORDER, 1);
        row.spaces(left + 1, Style::default());
        write(row);
        row.spaces(space - left + 1, Style::default());
    }

    /// A row as `header: value` rows, behind a rule that parts it from the one before.
    fn record(&self, line: &Line, out: &mut Vec<Row>) {
        let first = self.rows == 0;
        if !first {
            let mut row = self.begin(false);
            let room = self.limit.saturating_sub(row.width());
            row.fill('─', room.min(24), BORDER);
            out.push(row.take(line.offset, false));
        }
        let mut rest = self.begin(false);
        rest.spaces(2, Style::default());
        let mut lead = Lead {
            first: if first { self.lead.first.clone() } else { self.lead.rest.clone() },
            rest: rest.take(0, false),
        };
        for index in 0..self.aligns.len() {
            let (start, end) = line.cell(index);
            if start == end {
                continue;
            }
            let mut flow = Flow::new(Arc::new(lead.clone()), self.limit);
            lead.first = self.lead.rest.clone();
            flow.set_origin(line.offset);
            let (name_start, name_end) = self.header.cell(index);
            for (text, style) in self.header.pieces.between(name_start, name_end) {
                flow.push(text, style, out);
            }
            if name_start < name_end {
                flow.push(": ", BORDER, out);
            }
            for (text, style) in line.pieces.between(start, end) {
                flow.push(text, style, out);
            }
            flow.finish(out);
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
        let mut lines = self.source.iter();
        let mut rows = Vec::new();
        if let Some(header) = lines.next() {
            let lead = Arc::clone(&self.lead);
            let mut table =
                Table::new(lead, self.limit, self.aligns.clone(), header.clone(), definitions);
            for (text, offset) in lines {
                table.add(text, *offset, definitions);
            }
            table.settle_plan();
            table.render(&mut rows);
            table.render_end(&mut rows);
            missing.append(&mut table.missing);
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_widens_with_each_row_is_reshaped_a_bounded_number_of_times() {
        let definitions = Definitions::default();
        let header = ("| a |".to_owned(), 0);
        let lead = Arc::new(Lead::default());
        let mut table = Table::new(lead, 100, vec![Align::Left], header, &definitions);
        let changes = (1..=96)
            .map(|len| table.add(&"w".repeat(len), 0, &definitions))
            .filter(|change| *change == Change::Reshaped)
            .count();
        assert!(changes <= CALM as usize + 96 / STEP + 1, "{changes} times");
        table.settle_plan();
        let widths = vec![96];
        assert_eq!(table.plan, Plan::Grid { widths, ruled: false });
    }
}
