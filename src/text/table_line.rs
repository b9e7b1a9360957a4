//! One row of a table's cells, and what they need in width.
//! Not here: drawing the table (`table`), sharing out the width (`table_plan`).

use std::sync::Arc;

use super::flow::{Flow, Lead};
use super::pieces::Pieces;
use super::row::Row;
use super::table_plan::Column;
use super::width::width;

/// One row of cells.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub(crate) pieces: Pieces,
    /// Where each cell ends in the pieces' text.
    pub(crate) ends: Vec<usize>,
    pub(crate) offset: usize,
}

impl Line {
    /// Where a cell stands in the pieces' text.
    pub(crate) fn cell(&self, index: usize) -> (usize, usize) {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.copied().unwrap_or(0);
        (start, self.ends.get(index).copied().unwrap_or(start))
    }

    /// The text of a cell.
    pub(crate) fn text(&self, index: usize) -> &str {
        let (start, end) = self.cell(index);
        self.pieces.text.get(start..end).unwrap_or("")
    }
}

/// The rows of a cell in a column of `room` columns.
pub(crate) fn wrap_cell(line: &Line, index: usize, room: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut flow = Flow::new(Arc::new(Lead::default()), room);
    let (start, end) = line.cell(index);
    for (text, style) in line.pieces.between(start, end) {
        flow.push(text, style, &mut rows);
    }
    flow.finish(&mut rows);
    rows
}

/// Widens the columns to what the cells need.
pub(crate) fn measure(columns: &mut [Column], line: &Line) {
    for (index, column) in columns.iter_mut().enumerate() {
        for part in line.text(index).split('\n') {
            column.natural = column.natural.max(width(part));
            for word in part.split(' ') {
                // A word of fewer bytes cannot be wider than the widest.
                if word.len() > column.word {
                    column.word = column.word.max(width(word));
                }
            }
        }
    }
}
