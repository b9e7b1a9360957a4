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
use serde_json::Value;

use crate::app::layout::{self, Sheet};
use crate::app::model::{Model, Overlay};
use crate::app::parts::cell::{cell, status};
use crate::app::parts::count::thousands;
use crate::app::parts::upkeep;
use crate::app::screens::resources::board::Board;
use crate::app::screens::resources::detail::Detail;
use crate::app::screens::resources::dialog::{Dialog, way};
use crate::app::screens::resources::query;
use crate::app::theme::Part;
use crate::domain::resource::{self as domain, Form, Kind};
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
    if board.is_empty() {
        empty(board, area, buffer, look);
        return;
    }
    let columns = columns(board.kind);
    table::titles(&columns, area, buffer, look);
    let places = table::places(&columns, area.width);
    for (line, (index, row)) in (0..layout::table_rows(area)).zip(board.visible()) {
        let line = Rect { y: area.y + 1 + line, height: 1, ..area };
        let selected = Some(index) == board.list.selected();
        let marked = board.is_marked(row);
        let whole = match (selected, marked) {
            (true, _) => Some(Part::Selected),
            (false, true) => Some(Part::Marked),
            (false, false) => None,
        };
        if let Some(part) = whole {
            pen::fill(buffer, line, look.part(part));
        }
        let watched = model.resources.watches.keeps(board.kind.id_of(row));
        if marked || watched {
            let sign = if marked { "•" } else { "◌" };
            pen::left(buffer, line, 0, 0, sign, look.part(whole.unwrap_or(Part::Screen)));
        }
        for ((column, shown), (from, width)) in board.kind.columns.iter().zip(&columns).zip(&places)
        {
            let text = said(model, column, row);
            let part = match column.form {
                Form::Status => standing(board.kind, board.kind.status_of(row)),
                _ => whole.unwrap_or(Part::Screen),
            };
            let place = Rect { x: line.x + from, width: *width, ..line };
            table::cell(&text, shown.right, place, buffer, look.part(part));
        }
    }
}

/// What a column says of a row; what it costs, of the price table.
fn said(model: &Model, column: &domain::Column, row: &Value) -> String {
    let cost = || upkeep::of(row, &model.desk);
    let amount = match column.form {
        Form::Hourly => cost().map(|cost| cost.hourly),
        Form::Spent => cost().and_then(|cost| cost.spent),
        _ => None,
    };
    match amount {
        Some(usd) => figures::dollars(usd),
        None => cell(column, row, model.desk.now.unix),
    }
}

fn columns(kind: &'static Kind) -> Vec<Column<'static>> {
    let columns = kind.columns.iter();
    columns
        .map(|column| Column {
            title: column.title,
            width: column.width,
            right: matches!(column.form, Form::Count | Form::Hourly | Form::Spent),
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
    let region = model.desk.region().map(sanitise_line);
    let region = region.map(|region| format!(" · {region}")).unwrap_or_default();
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
    if let (None, Some(board)) = (model.resources.detail(), model.resources.board()) {
        said.push_str(&sanitise_line(&view(board)));
    }
    let from = pen::right(buffer, area, 0, &format!("{right} "), look.part(Part::Faint));
    // What narrows the list is typed here.
    let typed = matches!(model.overlays.last(), Some(Overlay::Resource(dialog)) if matches!(**dialog, Dialog::Narrow));
    let said =
        if typed { String::new() } else { pen::cut(&said, usize::from(from.saturating_sub(2))) };
    pen::left(buffer, area, 1, 0, &said, look.part(Part::Title));
}

/// How much of a list there is.
fn count(board: &Board) -> String {
    let read = board.read_so_far();
    let count = thousands(read as u64);
    let marked = match board.marks() {
        0 => String::new(),
        marks => format!("{marks} marked · "),
    };
    let found = if board.is_narrowed() {
        format!("{} found · ", thousands(board.len() as u64))
    } else {
        String::new()
    };
    let said = match (board.is_loading(), board.has_more()) {
        (true, _) if !board.came() => "loading…".to_owned(),
        (true, _) if board.searches() => format!("{count} searched, more loading…"),
        (true, _) => format!("{count}, loading…"),
        (false, true) if board.searches() => format!("{count} searched, not all"),
        (false, true) => format!("{count} and more"),
        (false, false) => count,
    };
    format!("{marked}{found}{said}")
}

/// What of a list is shown, in which order.
fn view(board: &Board) -> String {
    let asked = query::said(board.query());
    let sort = board.sort().and_then(|sort| {
        Some(format!("by {} {}", board.kind.columns.get(sort.column)?.title, way(sort)))
    });
    let typed = board.line.text();
    let typed = if typed.is_empty() { None } else { Some(format!("/{typed}")) };
    let asked = if asked.is_empty() { None } else { Some(asked) };
    let parts = [Some(String::new()), asked, typed, sort];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
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
        None if board.read_so_far() > 0 => {
            let more = if board.is_loading() { " yet; more is being searched" } else { "" };
            let said = format!("Nothing matches{more}.");
            pen::wrapped(buffer, area, &said, look.part(Part::Placeholder));
        }
        None if board.came() && !board.query().is_empty() => {
            let said = "The service lists nothing for what it is asked; f asks for something else.";
            pen::wrapped(buffer, area, said, look.part(Part::Placeholder));
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
