//! The inspector: names at the left, figures at the right.
//! Not here: which lines there are (app).
//!
//! ```text
//! │ Last answer              14:02
//! │ Claude Sonnet 4.5
//! │ us.anthropic.claude-sonnet-4-5
//! │ stop reason           end_turn
//! │ tokens in                 1.2k
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::{Model, Pane};
use crate::app::screens::chat::inspector::{Line, Value};
use crate::app::theme::Part;
use crate::text::sanitise::sanitise_line;

use super::theme::Look;
use super::{figures, pen};

/// Draws it; the first column is the line to the chat.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer, look: Look) {
    let focused = model.pane == Pane::Inspector;
    let edge = look.part(if focused { Part::Focus } else { Part::Border });
    pen::clear(buffer, area, look.part(Part::Screen));
    for row in 0..area.height {
        pen::left(buffer, area, 0, row, "│", edge);
    }
    let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
    for (row, line) in (0..inner.height).zip(model.inspector.seen()) {
        self::line(model, line, inner, row, buffer, look);
    }
    let (above, below) = model.inspector.hidden();
    for (hidden, row, sign) in [(above, 0, "↑"), (below, area.height.saturating_sub(1), "↓")] {
        if hidden > 0 {
            pen::left(buffer, area, 0, row, sign, look.part(Part::Accent));
        }
    }
}

fn line(model: &Model, line: &Line, area: Rect, row: u16, buffer: &mut Buffer, look: Look) {
    let faint = look.part(Part::Faint);
    match line {
        Line::Blank => {}
        Line::Title(title, when) => {
            pen::left(buffer, area, 0, row, title, look.part(Part::Title));
            if let Some(when) = when {
                let when = figures::moment(*when, model.desk.now.unix, &model.zone);
                pen::right(buffer, area, row, &when, faint);
            }
        }
        Line::Fact(name, value) => {
            let column = pen::left(buffer, area, 0, row, name, faint);
            let room = usize::from(area.width.saturating_sub(column + 1));
            let said = pen::cut(&self::value(value), room);
            pen::right(buffer, area, row, &said, look.part(Part::Prompt));
        }
        Line::Text(text) => {
            pen::left(buffer, area, 0, row, text.text(), faint);
        }
        Line::Name(text) => {
            pen::left(buffer, area, 0, row, text.text(), look.part(Part::Assistant));
        }
        Line::Error(text) => {
            pen::left(buffer, area, 0, row, text.text(), look.part(Part::Error));
        }
    }
}

fn value(value: &Value) -> String {
    let about = |about: &bool| if *about { "~" } else { "" };
    match value {
        Value::Word(word) => sanitise_line(word).into_owned(),
        Value::Count(count, estimated) => {
            format!("{}{}", about(estimated), figures::count(*count))
        }
        Value::Span(ms) => figures::span(*ms),
        Value::Rate(rate, estimated) => {
            format!("{}{} tokens/s", about(estimated), figures::count(*rate))
        }
        Value::Percent(percent, estimated) => format!("{}{percent}%", about(estimated)),
        Value::Money(money) => figures::money(*money),
        Value::Unknown => "?".into(),
    }
}
