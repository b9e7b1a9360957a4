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
use crate::app::parts::cell::{cell, status};
use crate::app::screens::resources::board::Board;
use crate::app::screens::resources::detail::Detail;
use crate::app::theme::Part;
use crate::domain::resource::{Form, Kind};
use crate::text::sanitise::sanitise_line;

use super::table::{self, Column};
use super::theme::Look;
use super::{figures, pen};

pub(crate) mod detail;

/// Draws them.
pub fn draw(model: &Model, sheet: &Sheet, buffer: &mut Buffer, look: Look) {
    let (looks, kind) = (model.resources.detail(), model.resources.kind());
    let panes = layout::panes(model.size, looks.is_some(), !kind.list.single);
    title(model, sheet.title, buffer, look);
    if let Some(board) = model.resources.board().filter(|_| panes.list.width > 0) {
        rows(model, board, panes.list, buffer, look);
    }
    if let Some(looks) = looks {
        detail::draw(model, looks, panes.detail, buffer, look);
    }
}

fn rows(model: &Model, board: &Board, area: Rect, buffer: &mut Buffer, look: Look) {
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

fn title(model: &Model, area: Rect, buffer: &mut Buffer, look: Look) {
    let kind = model.resources.kind();
    let region = model.desk.region().map(|region| format!(" · {region}")).unwrap_or_default();
    let mut said = format!("{}{region}", kind.title);
    for name in model.resources.trail().skip(usize::from(kind.list.single)) {
        said.push_str(" › ");
        said.push_str(&sanitise_line(name));
    }
    let right = match (model.resources.detail(), model.resources.board()) {
        (Some(detail), _) => standing_of(detail),
        (None, Some(board)) => count(board),
        (None, None) => String::new(),
    };
    let from = pen::right(buffer, area, 0, &format!("{right} "), look.part(Part::Faint));
    let said = pen::cut(&said, usize::from(from.saturating_sub(2)));
    pen::left(buffer, area, 1, 0, &said, look.part(Part::Title));
}

/// How much of a list there is.
fn count(board: &Board) -> String {
    let count = figures::count(board.rows().len() as u64);
    match (board.is_loading(), board.has_more()) {
        (true, _) if !board.came() => "loading…".to_owned(),
        (true, _) => format!("{count}, loading…"),
        (false, true) => format!("{count} and more"),
        (false, false) => count,
    }
}

/// How what is looked at stands.
fn standing_of(detail: &Detail) -> String {
    let status = sanitise_line(&status(detail.status())).into_owned();
    match (detail.is_loading(), status.is_empty()) {
        (true, true) => "loading…".to_owned(),
        (true, false) => format!("{status}, loading…"),
        (false, _) => status,
    }
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
