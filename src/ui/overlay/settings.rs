//! The settings of a conversation over the screen: its parameters, its system prompt, and the shelf
//! of personas and presets. Not here: the form's rows (form), or what the keys do (app).

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::layout;
use crate::app::model::Model;
use crate::app::parts::items;
use crate::app::screens::overlay::shelf::{Item, Kind, Naming, Shelf, Ware};
use crate::app::screens::overlay::system::System;
use crate::app::theme::Part;
use crate::domain::ask::Parameters;
use crate::domain::limits::Field;
use crate::text::sanitise::sanitise_line;
use crate::ui::theme::Look;
use crate::ui::{composer, pen};

/// The editor of the system prompt inside its box.
pub(crate) fn system(
    model: &Model,
    system: &System,
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let place = layout::system_text(area);
    if system.editor.is_empty() {
        let said = "How the model should answer, in every turn; empty sends none";
        pen::left(buffer, place, 0, 0, said, look.part(Part::Placeholder));
    }
    let rule = "─".repeat(usize::from(area.width));
    let below = area.height.saturating_sub(2);
    pen::left(buffer, area, 0, below, &rule, look.part(Part::Border));
    let text = system.text();
    let persona = match model.desk.persona(&text) {
        Some(name) => format!("persona {}", sanitise_line(name)),
        None if text.is_empty() => "none".into(),
        None => "in no persona".into(),
    };
    let said = format!("{persona} · {} characters", text.chars().count());
    pen::left(buffer, area, 1, below + 1, &said, look.part(Part::Faint));
    composer::text(&system.editor, place, buffer, look.part(Part::Prompt), look)
}

/// What a shelf's line is for, where it is not for narrowing.
pub(crate) fn naming(shelf: &Shelf) -> Option<String> {
    let one = shelf.kind.one();
    match shelf.naming.as_ref()? {
        (Naming::New, _) => Some(format!("Name of the new {one}")),
        (Naming::Renamed(old), _) => Some(format!("Another name for {}", sanitise_line(old))),
    }
}

/// What an empty shelf says.
pub(crate) fn nothing(kind: Kind) -> &'static str {
    match kind {
        Kind::Personas => "No personas yet: ctrl-s keeps the system prompt as one.",
        Kind::Presets => "No presets yet: ctrl-s keeps the parameters as one.",
    }
}

/// A row of the shelf: the name, and the beginning of what it holds.
pub(crate) fn item(item: &Item, area: Rect, row: u16, buffer: &mut Buffer, look: Look) {
    let name = pen::cut(&sanitise_line(&item.name), 24);
    pen::left(buffer, area, 1, row, &name, look.part(Part::Prompt));
    let right = if item.fixed { "configuration " } else { "" };
    let end = pen::right(buffer, area, row, right, look.part(Part::Faint));
    let said = match &item.ware {
        Ware::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Ware::Parameters(parameters) => in_words(parameters),
    };
    let said = pen::cut(&sanitise_line(&said), usize::from(end.saturating_sub(28)));
    pen::left(buffer, area, 27, row, &said, look.part(Part::Faint));
}

/// Parameters on one line.
fn in_words(parameters: &Parameters) -> String {
    let all = Field::ALL.into_iter().map(|field| (field, items::parameter(parameters, field)));
    let set = all.filter(|(_, value)| !value.is_empty());
    let said: Vec<String> = set.map(|(field, value)| format!("{} {value}", field.name())).collect();
    said.join(" · ")
}
