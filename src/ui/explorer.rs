//! The models one explores: what they are filtered by, the table, and the ways to the selected one.
//! Not here: which rows and cells there are (app).
//!
//! ```text
//! Models · us-east-1                                   78 of 96
//! / sonnet                             provider Anthropic
//! Model              Provider   Ways to invoke    Window  $/M in
//! Claude Sonnet 4.5  Anthropic  geo · global        200k    3.00
//! ── LiteLLM 1.106.2, November 2026 ───────────────────────────
//! on demand: no, only through an inference profile
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::layout;
use crate::app::model::Model;
use crate::app::screens::explorer::column::{Column as Kind, Sort};
use crate::app::screens::explorer::detail::Detail;
use crate::app::screens::explorer::facet::Choice;
use crate::app::screens::explorer::row::Row;
use crate::app::screens::explorer::state::Order;
use crate::app::theme::Part;
use crate::domain::price::DATED;
use crate::domain::ways::{Standing, Way};
use crate::text::sanitise::sanitise_line;
use crate::text::wrap::width;

use super::resources::detail as leaves;
use super::table::{self, Column};
use super::theme::Look;
use super::{composer, figures, pen};

/// Draws them; gives where the caret stands, where one types.
pub fn draw(model: &Model, buffer: &mut Buffer, look: Look) -> Option<Position> {
    let sheet = layout::sheet(model.size);
    let places = layout::explorer(model);
    title(model, sheet.title, buffer, look);
    if let Some(detail) = model.explorer.detail() {
        let area = layout::panes(model.size, true, true).detail;
        self::detail(model, detail, area, buffer, look);
    }
    if places.table.height == 0 {
        return None;
    }
    let caret = filter(model, places.filter, buffer, look);
    for (row, gap) in (0..places.gaps.height).zip(&model.desk.gaps) {
        let hint = gap.hint().map(|hint| format!(" — {hint}")).unwrap_or_default();
        let said = format!("Not listed, {}: {}{hint}", gap.operation, gap.what);
        let room = usize::from(places.gaps.width.saturating_sub(2));
        let said = pen::cut(&sanitise_line(&said), room);
        pen::left(buffer, places.gaps, 1, row, &said, look.part(Part::Warning));
    }
    rows(model, places.table, buffer, look);
    ways(model, places.ways, buffer, look);
    caret
}

fn title(model: &Model, area: Rect, buffer: &mut Buffer, look: Look) {
    let region = model.desk.region().map(sanitise_line);
    let region = region.map(|region| format!(" · {region}")).unwrap_or_default();
    let explorer = &model.explorer;
    let mut name = format!("Models{region}");
    for detail in &explorer.details {
        name.push_str(" › ");
        name.push_str(&sanitise_line(&detail.entry.name));
    }
    let room = usize::from(area.width.saturating_sub(24));
    pen::left(buffer, area, 1, 0, &pen::cut(&name, room), look.part(Part::Title));
    let (shown, total) = (explorer.shown().len(), explorer.total());
    let mut said =
        if shown == total { figures::count(total as u64) } else { format!("{shown} of {total}") };
    if model.desk.listed_elsewhere && total > 0 {
        said.push_str(" of the session before");
    }
    if model.desk.catalog.is_loading() {
        said = if total == 0 { "loading…".into() } else { format!("{said}, loading…") };
    }
    pen::right(buffer, area, 0, &format!("{said} "), look.part(Part::Faint));
}

/// The line one filters by; what else narrows and sorts the rows at its right.
fn filter(model: &Model, area: Rect, buffer: &mut Buffer, look: Look) -> Option<Position> {
    let explorer = &model.explorer;
    let part = if explorer.typing { Part::Key } else { Part::Faint };
    pen::left(buffer, area, 1, 0, "/", look.part(part));
    let line = layout::explorer_line(area);
    if explorer.line.is_empty() {
        pen::left(buffer, line, 0, 0, "Filter by any column", look.part(Part::Placeholder));
    }
    let style = look.part(Part::Prompt);
    let caret = composer::text(&explorer.line, line, buffer, style, look);
    let mut said: Vec<String> =
        explorer.facets.iter().map(|set| format!("{} {}", set.facet.word(), set.value)).collect();
    said.extend(explorer.sort.map(sorted));
    let room = area.right().saturating_sub(line.right() + 2);
    let said = pen::cut(&sanitise_line(&said.join(" · ")), usize::from(room));
    pen::right(buffer, area, 0, &format!("{said} "), look.part(Part::Accent));
    caret.filter(|_| explorer.typing)
}

/// What is looked at: its lines, the selected one in full.
fn detail(model: &Model, detail: &Detail, area: Rect, buffer: &mut Buffer, look: Look) {
    if area.x > 0 {
        for row in 0..area.height {
            pen::left(buffer, area, 0, row, "│", look.part(Part::Border));
        }
    }
    let leaf = layout::leaf(area, "");
    leaves::tree(model, &detail.tree, leaf.tree, buffer, look);
    let rule = "─".repeat(usize::from(leaf.foot.width));
    pen::left(buffer, leaf.foot, 0, 0, &rule, look.part(Part::Border));
    let Some(line) = detail.tree.selected() else { return };
    let rest = Rect { y: leaf.foot.y + 1, height: leaf.foot.height.saturating_sub(1), ..leaf.foot };
    let value = leaves::said(model, &line.value, usize::from(rest.width));
    let whole = format!("{}: {value}", line.label);
    let whole = if value.is_empty() { line.label.clone() } else { whole };
    pen::wrapped(buffer, rest, &sanitise_line(&whole), look.part(Part::Prompt));
}

fn sorted(sort: Sort) -> String {
    format!("{} {}", sort.by.word(), if sort.down { "▼" } else { "▲" })
}

fn rows(model: &Model, area: Rect, buffer: &mut Buffer, look: Look) {
    let explorer = &model.explorer;
    let kinds = explorer.columns();
    let columns: Vec<Column<'_>> = kinds
        .iter()
        .map(|column| Column {
            title: column.title(),
            width: column.width(),
            right: column.is_number(),
        })
        .collect();
    table::titles(&columns, area, buffer, look);
    if explorer.shown().len() == 0 {
        nothing(model, area, buffer, look);
        return;
    }
    let places = table::places(&columns, area.width);
    let rows = explorer.shown().enumerate().skip(explorer.list.visible().start);
    for (line, (index, row)) in (0..layout::table_rows(area)).zip(rows) {
        let line = Rect { y: area.y + 1 + line, height: 1, ..area };
        let selected = Some(index) == explorer.list.selected();
        if selected {
            pen::fill(buffer, line, look.part(Part::Selected));
        }
        for ((kind, column), (from, width)) in kinds.iter().zip(&columns).zip(&places) {
            let part = if selected { Part::Selected } else { shade(row, *kind) };
            let place = Rect { x: line.x + from, width: *width, ..line };
            table::cell(row.cell(*kind), column.right, place, buffer, look.part(part));
        }
    }
}

/// The part of the screen a cell is.
fn shade(row: &Row, column: Kind) -> Part {
    let open = row.ways.iter().any(|way| way.standing == Standing::Works);
    let doubtful = row.ways.iter().any(|way| way.standing.is_open());
    match column {
        Kind::Ways if open => Part::Info,
        Kind::Ways if doubtful => Part::Warning,
        Kind::Ways => Part::Error,
        Kind::Lifecycle if row.entry.lifecycle.as_deref().is_some_and(|life| life != "ACTIVE") => {
            Part::Warning
        }
        Kind::Name => Part::Screen,
        _ => Part::Faint,
    }
}

/// What stands where no rows are.
fn nothing(model: &Model, area: Rect, buffer: &mut Buffer, look: Look) {
    let area = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let catalog = &model.desk.catalog;
    if let Some(problem) = catalog.problem() {
        pen::wrapped(buffer, area, &sanitise_line(&problem.to_string()), look.part(Part::Error));
    } else if catalog.value().is_none() {
        pen::wrapped(buffer, area, "Loading…", look.part(Part::Placeholder));
    } else if model.explorer.total() == 0 {
        let said = "This account and region list no models.";
        pen::wrapped(buffer, area, said, look.part(Part::Placeholder));
    } else {
        let said = "No model matches. Esc empties the filter, f takes facets back.";
        pen::wrapped(buffer, area, said, look.part(Part::Placeholder));
    }
}

/// A rule with the date of the prices, and the ways to the selected model with why or why not.
fn ways(model: &Model, area: Rect, buffer: &mut Buffer, look: Look) {
    let rule = "─".repeat(usize::from(area.width));
    pen::left(buffer, area, 0, 0, &rule, look.part(Part::Border));
    let dated = format!(" prices: {DATED} ");
    let from = pen::right(buffer, area, 0, &dated, look.part(Part::Faint));
    let Some(row) = model.explorer.selected() else { return };
    let room = usize::from(from.saturating_sub(4));
    let id = pen::cut(&sanitise_line(&row.entry.id), room);
    pen::left(buffer, area, 2, 0, &format!(" {id} "), look.part(Part::Accent));
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let (mut column, mut line) = (1_u16, 0_u16);
    let mut left = row.ways.len();
    // There may be no room for all.
    for way in &row.ways {
        let said = said(way);
        let wide = u16::try_from(width(&said)).unwrap_or(u16::MAX);
        if column > 1 && column.saturating_add(wide) >= body.width {
            (column, line) = (1, line + 1);
        }
        let more = format!("… and {left} more");
        let last = line + 1 == body.height;
        if last && left > 1 && column + wide + 3 + more.len() as u16 > body.width {
            pen::left(buffer, body, column, line, &more, look.part(Part::Faint));
            return;
        }
        let room = usize::from(body.width.saturating_sub(column + 1));
        let part = stands(way);
        column = pen::left(buffer, body, column, line, &pen::cut(&said, room), look.part(part)) + 3;
        left -= 1;
    }
}

/// A way in a few words.
fn said(way: &Way) -> String {
    let what = match way.apart() {
        Some(apart) => format!("{} {apart}", way.kind.short()),
        None if way.id.is_some() => way.kind.short().to_owned(),
        None => way.kind.word().to_owned(),
    };
    let what = match (&way.standing, way.standing.why()) {
        (Standing::Closed(_), Some(why)) => format!("{what}: no, {why}"),
        (_, Some(why)) => format!("{what}: {why}"),
        (_, None) => what,
    };
    sanitise_line(&what).into_owned()
}

fn stands(way: &Way) -> Part {
    match way.standing {
        Standing::Works => Part::Info,
        Standing::Doubtful(_) => Part::Warning,
        Standing::Closed(_) => Part::Faint,
    }
}

/// A facet that can be set: whether it is, which, its value, how many have it.
pub(crate) fn choice(choice: &Choice, area: Rect, row: u16, buffer: &mut Buffer, look: Look) {
    let Some(facet) = choice.facet else {
        pen::left(buffer, area, 1, row, &choice.value, look.part(Part::Hint));
        return;
    };
    let (sign, part) = if choice.on { ("[x]", Part::Accent) } else { ("[ ]", Part::Faint) };
    pen::left(buffer, area, 1, row, sign, look.part(part));
    pen::left(buffer, area, 5, row, facet.word(), look.part(Part::Faint));
    pen::left(buffer, area, 21, row, &sanitise_line(&choice.value), look.part(Part::Hint));
    let room = Rect { width: area.width.saturating_sub(1), ..area };
    let count = figures::count(choice.count as u64);
    pen::right(buffer, room, row, &count, look.part(Part::Faint));
}

/// How the table can stand: what it is sorted by, and which columns it has.
pub(crate) fn order(
    model: &Model,
    order: Order,
    area: Rect,
    row: u16,
    buffer: &mut Buffer,
    look: Look,
) {
    let explorer = &model.explorer;
    let (on, said, right) = match order {
        Order::Usual => {
            let said = "Best match first, then what you used and what is new".to_owned();
            (explorer.sort.is_none(), said, "")
        }
        Order::Sort(sort) => {
            let right = if sort.down { "descending ▼" } else { "ascending ▲" };
            (explorer.sort == Some(sort), format!("Sort by {}", sort.by.word()), right)
        }
        Order::Column(column) => {
            (!explorer.hidden.contains(&column), format!("Show {}", column.word()), "column")
        }
    };
    let (sign, part) = if on { ("[x]", Part::Accent) } else { ("[ ]", Part::Faint) };
    pen::left(buffer, area, 1, row, sign, look.part(part));
    pen::left(buffer, area, 5, row, &said, look.part(Part::Hint));
    let room = Rect { width: area.width.saturating_sub(1), ..area };
    pen::right(buffer, room, row, right, look.part(Part::Faint));
}
