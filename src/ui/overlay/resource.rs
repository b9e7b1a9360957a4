//! What lies over a list of resources: the line that narrows it, a row of its menus, and what must be
//! typed before something is deleted. Not here: their frames.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::layout;
use crate::app::model::Model;
use crate::app::screens::resources::confirming::Confirming;
use crate::app::screens::resources::dialog::way;
use crate::app::screens::resources::menu::Choice;
use crate::app::screens::resources::tags::Tags;
use crate::app::screens::resources::view::Sort;
use crate::app::theme::Part;
use crate::domain::resource::Kind;
use crate::text::sanitise::sanitise_line;
use crate::text::wrap::wrap_plain;
use crate::ui::theme::Look;
use crate::ui::{composer, pen};

/// Names listed before the rest is only counted.
const NAMES: usize = 8;

/// The line that narrows the list, in the line of its title.
pub(crate) fn narrow(model: &Model, buffer: &mut Buffer, look: Look) -> Option<Position> {
    let board = model.resources.board()?;
    let title = layout::sheet(model.size).title;
    let line = layout::narrow_line(title);
    let room = Rect { x: title.x, width: line.width + 3, ..title };
    pen::fill(buffer, room, look.part(Part::Screen));
    pen::left(buffer, title, 1, 0, "/", look.part(Part::Key));
    if board.line.is_empty() {
        let said = "Type letters of any column";
        pen::left(buffer, line, 0, 0, said, look.part(Part::Placeholder));
    }
    composer::text(&board.line, line, buffer, look.part(Part::Prompt), look)
}

/// A way to sort.
pub(crate) fn sort(
    kind: &Kind,
    sort: Option<Sort>,
    area: Rect,
    row: u16,
    buffer: &mut Buffer,
    look: Look,
) {
    let Some((column, sort)) = sort.and_then(|sort| Some((kind.columns.get(sort.column)?, sort)))
    else {
        pen::left(buffer, area, 1, row, "As the service lists them", look.part(Part::Hint));
        return;
    };
    let end = pen::left(buffer, area, 1, row, column.title, look.part(Part::Title));
    pen::left(buffer, area, end.max(24) + 1, row, way(sort), look.part(Part::Hint));
}

/// Something that can be done.
pub(crate) fn choice(choice: &Choice, area: Rect, row: u16, buffer: &mut Buffer, look: Look) {
    let end = pen::left(buffer, area, 1, row, &choice.text, look.part(Part::Title));
    pen::left(buffer, area, end.max(28) + 1, row, &choice.note, look.part(Part::Faint));
}

/// Rows of the question before something is deleted, its frame included.
pub(crate) fn confirming_rows(confirming: &Confirming, size: (u16, u16)) -> u16 {
    let width = layout::middle(size, layout::CONFIRMING, 9).width.saturating_sub(4);
    let text = wrap_plain(&sanitise_line(&confirming.text()), width).len();
    let names =
        if confirming.subjects.len() > 1 { confirming.subjects.len().min(NAMES + 1) } else { 0 };
    u16::try_from(text + names + 7).unwrap_or(u16::MAX)
}

/// The question before something is deleted.
pub(crate) fn confirming(
    confirming: &Confirming,
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let text = sanitise_line(&confirming.text()).into_owned();
    let mut row = pen::wrapped(buffer, body, &text, look.part(Part::Prompt));
    if confirming.subjects.len() > 1 {
        for subject in confirming.subjects.iter().take(NAMES) {
            let name = sanitise_line(&subject.name);
            pen::left(buffer, body, 3, row, &name, look.part(Part::Title));
            row += 1;
        }
        let rest = confirming.subjects.len().saturating_sub(NAMES);
        if rest > 0 {
            pen::left(buffer, body, 3, row, &format!("and {rest} more"), look.part(Part::Faint));
            row += 1;
        }
    }
    let wanted = sanitise_line(&confirming.wanted()).into_owned();
    let end = pen::left(buffer, body, 1, row + 1, "Type ", look.part(Part::Hint));
    let end = pen::left(buffer, body, end, row + 1, &wanted, look.part(Part::Warning));
    pen::left(buffer, body, end, row + 1, " to confirm, then enter:", look.part(Part::Hint));
    let line =
        Rect { x: body.x + 1, y: body.y + row + 2, width: body.width.saturating_sub(2), height: 1 };
    let part = if confirming.is_confirmed() { Part::Error } else { Part::Prompt };
    composer::text(&confirming.line, line, buffer, look.part(part), look)
}

/// How many tags there are.
pub(crate) fn tags_count(tags: &Tags) -> String {
    match (tags.came(), tags.is_busy()) {
        (false, true) => "loading…".into(),
        (_, true) => format!("{} of 50, …", tags.tags().len()),
        (_, false) => format!("{} of 50", tags.tags().len()),
    }
}

/// The tags below the line, and what is to be said of what is typed.
pub(crate) fn tags(tags: &Tags, area: Rect, buffer: &mut Buffer, look: Look) {
    let height = area.height.saturating_sub(2);
    let list = Rect { y: area.y + 2, height: height.saturating_sub(layout::TAGS_DETAIL), ..area };
    if tags.tags().is_empty() && tags.came() {
        pen::left(buffer, list, 1, 0, "It has no tags.", look.part(Part::Placeholder));
    }
    let shown = tags.tags().iter().enumerate().skip(tags.list.visible().start);
    for (row, (index, (key, value))) in (0..list.height).zip(shown) {
        let selected = Some(index) == tags.list.selected();
        if selected {
            let line = Rect { y: list.y + row, height: 1, ..list };
            pen::fill(buffer, line, look.part(Part::Selected));
        }
        let part = |part| look.part(if selected { Part::Selected } else { part });
        let column = (list.width / 3).max(18);
        let key = pen::cut(&sanitise_line(key), usize::from(column.saturating_sub(2)));
        pen::left(buffer, list, 1, row, &key, part(Part::Title));
        let room = usize::from(list.width.saturating_sub(column + 1));
        let value = pen::cut(&sanitise_line(value), room);
        pen::left(buffer, list, column, row, &value, part(Part::Screen));
    }
    let below = Rect { y: list.bottom(), height: layout::TAGS_DETAIL, ..area };
    let rule = "─".repeat(usize::from(area.width));
    pen::left(buffer, below, 0, 0, &rule, look.part(Part::Border));
    let below = Rect { y: below.y + 1, height: below.height - 1, ..below };
    let problem = tags.problem().map(ToString::to_string);
    let (said, part) = match (tags.fault(), problem) {
        (Some(fault), _) => (fault, Part::Error),
        (None, Some(problem)) => (problem, Part::Error),
        (None, None) if tags.line.is_empty() && !tags.tags().is_empty() => {
            ("Enter takes the selected tag into the line, to be changed.".into(), Part::Faint)
        }
        (None, None) => (String::new(), Part::Faint),
    };
    pen::wrapped(buffer, below, &sanitise_line(&said), look.part(part));
}
