//! The resources of a kind: what is shown and how much of it there is, and the table of rows.
//! Not here: reading them (app).
//!
//! ```text
//! Provisioned throughput · us-east-1                     3 of 3
//! Name              Status      Units  Age    Model
//! chat-prod         in service      2  12 d   amazon.nova-lite
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::layout::{self, Sheet};
use crate::app::model::Model;
use crate::app::parts::cell::cell;
use crate::app::screens::resources::board::Board;
use crate::app::theme::Part;
use crate::domain::resource::{Form, Kind};

use super::table::{self, Column};
use super::theme::Look;
use super::{figures, pen};

/// Draws them.
pub fn draw(model: &Model, sheet: &Sheet, buffer: &mut Buffer, look: Look) {
    let Some(board) = model.resources.board() else { return };
    title(model, board, sheet.title, buffer, look);
    let area = sheet.body;
    if board.rows().is_empty() {
        empty(board, area, buffer, look);
        return;
    }
    let columns = columns(board.kind);
    table::titles(&columns, area, buffer, look);
    let places = table::places(&columns, area.width);
    let rows = board.rows().iter().enumerate().skip(board.list.visible().start);
    for (line, (index, row)) in (0..layout::table_rows(area)).zip(rows) {
        let line = Rect { y: area.y + 1 + line, height: 1, ..area };
        let selected = Some(index) == board.list.selected();
        if selected {
            pen::fill(buffer, line, look.part(Part::Selected));
        }
        for ((column, shown), (from, width)) in board.kind.columns.iter().zip(&columns).zip(&places)
        {
            let text = cell(column, row, model.desk.now.unix);
            let part = match column.form {
                Form::Status => standing(board.kind, board.kind.status_of(row)),
                _ if selected => Part::Selected,
                _ => Part::Screen,
            };
            let place = Rect { x: line.x + from, width: *width, ..line };
            table::cell(&text, shown.right, place, buffer, look.part(part));
        }
    }
}

fn columns(kind: &'static Kind) -> Vec<Column<'static>> {
    let columns = kind.columns.iter();
    columns
        .map(|column| Column {
            title: column.title,
            width: column.width,
            right: column.form == Form::Count,
        })
        .collect()
}

/// The part of the screen that says how something stands.
fn standing(kind: &Kind, status: &str) -> Part {
    if kind.failed.contains(&status) {
        Part::Error
    } else if kind.moving.contains(&status) {
        Part::Live
    } else {
        Part::Info
    }
}

fn title(model: &Model, board: &Board, area: Rect, buffer: &mut Buffer, look: Look) {
    let region = model.desk.region().map(|region| format!(" · {region}")).unwrap_or_default();
    let said = format!("{}{region}", board.kind.title);
    pen::left(buffer, area, 1, 0, &said, look.part(Part::Title));
    let count = figures::count(board.rows().len() as u64);
    let said = match (board.is_loading(), board.has_more()) {
        (true, _) if !board.came() => "loading…".to_owned(),
        (true, _) => format!("{count}, loading…"),
        (false, true) => format!("{count} and more"),
        (false, false) => count,
    };
    pen::right(buffer, area, 0, &format!("{said} "), look.part(Part::Faint));
}

/// What stands where no rows are.
fn empty(board: &Board, area: Rect, buffer: &mut Buffer, look: Look) {
    let area = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    match board.problem() {
        Some(problem) => {
            pen::wrapped(buffer, area, &problem.to_string(), look.part(Part::Error));
        }
        None if board.came() => {
            let said = format!("There is no {} in this account and region.", board.kind.one);
            pen::wrapped(buffer, area, &said, look.part(Part::Placeholder));
        }
        None => {
            pen::wrapped(buffer, area, "Loading…", look.part(Part::Placeholder));
        }
    }
}
