//! A form: label, value and what is to be said of it on one line each; the selected field's rule in
//! full below. Not here: which fields (the forms of the app), or the box around it.
//!
//! ```text
//! Max tokens        4096
//! Temperature       0.7              not sent: this model refuses it
//! Reasoning         512▏
//! ──────────────────────────────────────────────────────────────────
//! Reasoning: off, a budget of 1024 tokens or more.
//! Reasoning cannot be sent: its budget must be 1024 tokens or more.
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::layout;
use crate::app::parts::form::{Field, Form, Note};
use crate::app::theme::Part;
use crate::text::sanitise::sanitise_line;
use crate::ui::theme::Look;
use crate::ui::{composer, pen};

/// Draws it; gives where its caret stands.
pub(crate) fn draw(form: &Form, area: Rect, buffer: &mut Buffer, look: Look) -> Option<Position> {
    let rows = layout::form_rows(area);
    let mut caret = None;
    for (row, at) in (0..rows).zip(form.visible()) {
        let Some(field) = form.fields().get(at) else { break };
        let selected = at == form.at();
        let line = Rect { y: area.y + row, height: 1, ..area };
        if selected {
            pen::fill(buffer, line, look.part(Part::Selected));
        }
        let place = one(form, field, selected, line, buffer, look);
        caret = caret.or(place);
    }
    let more = [(form.visible().start > 0, 0, "↑"), (is_cut(form), rows.saturating_sub(1), "↓")];
    for (_, row, sign) in more.into_iter().filter(|(hidden, ..)| *hidden) {
        pen::right(buffer, area, row, sign, look.part(Part::Accent));
    }
    let rule = "─".repeat(usize::from(area.width));
    pen::left(buffer, area, 0, rows, &rule, look.part(Part::Border));
    if let Some(field) = form.selected() {
        let below = Rect { y: area.y + rows + 1, height: area.height - rows - 1, ..area };
        detail(field, below, buffer, look);
    }
    caret
}

/// Whether there are fields below those there is room for.
fn is_cut(form: &Form) -> bool {
    form.visible().end < form.fields().len()
}

fn one(
    form: &Form,
    field: &Field,
    selected: bool,
    line: Rect,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let label = look.part(if selected { Part::Title } else { Part::Hint });
    let name = pen::cut(&sanitise_line(&field.label), usize::from(form.label.saturating_sub(2)));
    pen::left(buffer, line, 1, 0, &name, label);
    let typed = selected && field.kind.is_typed();
    let columns = if typed {
        layout::form_typed(line, form.label)
    } else if field.note.is_some() {
        layout::form_value(line, form.label)
    } else {
        layout::form_typed(line, form.label)
    };
    let place = Rect { x: line.x + form.label, width: columns, ..line };
    let caret = if typed {
        composer::text(&field.line, place, buffer, look.part(Part::Prompt), look)
    } else {
        let value = sanitise_line(&field.value()).into_owned();
        let value = pen::cut(&value, usize::from(columns));
        pen::left(buffer, place, 0, 0, &value, look.part(Part::Prompt));
        None
    };
    if field.line.is_empty() {
        let unset = if field.required { "needed" } else { "–" };
        pen::left(buffer, place, 0, 0, unset, look.part(Part::Placeholder));
    }
    if let Some(note) = field.note.as_ref().filter(|_| !typed) {
        let from = form.label + columns + 1;
        let room = usize::from(line.width.saturating_sub(from + 1));
        let said = pen::cut(&sanitise_line(note.text()), room);
        pen::left(buffer, line, from, 0, &said, look.part(part(note)));
    }
    caret
}

fn detail(field: &Field, area: Rect, buffer: &mut Buffer, look: Look) {
    let rule = format!("{}: {}.", field.label, field.rule);
    let used = pen::wrapped(buffer, area, &sanitise_line(&rule), look.part(Part::Hint));
    let Some(note) = &field.note else { return };
    let below = Rect { y: area.y + used, height: area.height.saturating_sub(used), ..area };
    let said = match note {
        Note::Error(what) => {
            // What the service said is a sentence of its own.
            let colon = if what.starts_with(char::is_uppercase) { ":" } else { "" };
            format!("{}{colon} {}.", field.label, what.trim_end_matches('.'))
        }
        Note::Info(said) | Note::Warning(said) => {
            let mut letters = said.chars();
            let first = letters.next().map(|letter| letter.to_uppercase().to_string());
            format!("{}{}.", first.unwrap_or_default(), letters.as_str())
        }
    };
    pen::wrapped(buffer, below, &sanitise_line(&said), look.part(part(note)));
}

fn part(note: &Note) -> Part {
    match note {
        Note::Info(_) => Part::Info,
        Note::Warning(_) => Part::Warning,
        Note::Error(_) => Part::Error,
    }
}
