//! Files of batch inference: which one is checked or read, and what was found in it.
//! Not here: what was found (app).

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{form, frame};
use crate::app::layout;
use crate::app::parts::chooser::Chooser;
use crate::app::screens::resources::checking::Checking;
use crate::app::screens::resources::failing::Failing;
use crate::app::screens::resources::found::{Found, Step};
use crate::app::theme::Part;
use crate::text::sanitise::sanitise_line;
use crate::ui::pen;
use crate::ui::theme::Look;

/// Columns of the sign before a line.
const SIGN: u16 = 2;

/// Which batch input file is to be checked.
pub(crate) fn check(
    checking: &Checking,
    size: (u16, u16),
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let area = layout::form(size);
    let inner = frame::window(area, "Check a batch input file", "ctrl-s checks it", buffer, look);
    let (said, part) = match (&checking.refused, checking.asked) {
        (_, Some(_)) => ("checking…", Part::Hint),
        (Some(why), None) => (why.as_str(), Part::Error),
        (None, None) => ("", Part::Hint),
    };
    foot(said, part, area, buffer, look);
    form::draw(&checking.form, inner, buffer, look)
}

/// Which batch output file is to be read, and how it is fetched.
pub(crate) fn fail(
    failing: &Failing,
    size: (u16, u16),
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let area = layout::form(size);
    let title = "Failed records of a batch output file";
    let inner = frame::window(area, title, "ctrl-s reads it", buffer, look);
    foot(if failing.asked.is_some() { "reading…" } else { "" }, Part::Hint, area, buffer, look);
    let caret = form::draw(&failing.form, inner, buffer, look);
    if let Some(command) = &failing.download {
        let used = u16::try_from(failing.form.fields().len()).unwrap_or(u16::MAX);
        let height = layout::form_rows(inner).saturating_sub(used.saturating_add(1));
        let below = Rect { y: inner.bottom() - inner.height + used + 1, height, ..inner };
        let command = format!("$ {}", sanitise_line(command));
        pen::wrapped(buffer, below, &command, look.part(Part::Faint));
    }
    caret
}

/// Something said in the lower edge of a frame.
fn foot(said: &str, part: Part, area: Rect, buffer: &mut Buffer, look: Look) {
    if !said.is_empty() {
        let room = usize::from(area.width.saturating_sub(6));
        let said = format!(" {} ", pen::cut(&sanitise_line(said), room));
        pen::left(buffer, area, 2, area.height - 1, &said, look.part(part));
    }
}

/// What was found, line by line, the selected one whole below.
pub(crate) fn found(
    lines: &Chooser<Found>,
    title: &str,
    busy: bool,
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let inner = frame::header(area, &sanitise_line(title), lines, buffer, look);
    foot(if busy { "writing…" } else { "" }, Part::Hint, area, buffer, look);
    let height = inner.height.saturating_sub(layout::FOUND_DETAIL);
    let list = Rect { height, ..inner };
    frame::for_each_row(lines, list, buffer, look, |line, _, area, row, buffer| {
        one(line, area, row, buffer, look);
    });
    let below = Rect { y: list.bottom(), height: inner.height - height, ..inner };
    whole(lines.selected(), below, buffer, look);
    frame::caret(&lines.line, inner, buffer, look)
}

fn one(line: &Found, area: Rect, row: u16, buffer: &mut Buffer, look: Look) {
    let (sign, part) = match line {
        Found::Verdict(_, true) => ("✓ ", Part::Assistant),
        Found::Verdict(_, false) | Found::Wrong(_) => ("✕ ", Part::Error),
        Found::Remark(_) => ("! ", Part::Warning),
        Found::Command(_) => ("$ ", Part::Key),
        Found::Next(..) => ("→ ", Part::Key),
    };
    let end = pen::left(buffer, area, 1, row, sign, look.part(part));
    let said = sanitise_line(line.text());
    let said = pen::cut(&said, usize::from(area.width.saturating_sub(end + 1)));
    let text = if let Found::Next(..) = line { Part::Title } else { Part::Prompt };
    pen::left(buffer, area, end, row, &said, look.part(text));
}

/// What enter does with the selected line, and the line itself where it is cut above.
fn whole(line: Option<&Found>, area: Rect, buffer: &mut Buffer, look: Look) {
    let rule = "─".repeat(usize::from(area.width));
    pen::left(buffer, area, 0, 0, &rule, look.part(Part::Border));
    let Some(line) = line else { return };
    let does = match line {
        Found::Next(_, Step::Write) => "Enter writes the file.",
        Found::Next(_, Step::Submit(_)) => "Enter opens the form of a new job.",
        Found::Command(_) => "Enter copies the command.",
        _ => "Enter copies the line.",
    };
    let text = sanitise_line(line.text());
    let room = usize::from(area.width.saturating_sub(SIGN + 2));
    let cut = pen::cut(&text, room) != text;
    let said = if cut { format!("{does} {text}") } else { does.to_owned() };
    let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    pen::wrapped(buffer, below, &said, look.part(Part::Hint));
}
