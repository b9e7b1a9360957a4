//! The line of what to find, and the matches in sight.
//! Not here: where they stand (app).

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::layout;
use crate::app::model::{Model, Overlay};
use crate::app::parts::transcript::entry::Line;
use crate::app::screens::chat::state::Chat;
use crate::app::screens::overlay::find::Find;
use crate::app::theme::Part;
use crate::text::sanitise::sanitise_line;
use crate::text::wrap::width;

use super::theme::Look;
use super::{composer, figures, pen};

/// Draws the line; gives where its caret stands.
pub fn draw(
    chat: &Chat,
    (find, sought): (&Find, &str),
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    pen::fill(buffer, area, look.part(Part::Status));
    pen::left(buffer, area, 2, 0, "Find", look.part(Part::Accent));
    let said = if find.is_asked() {
        match find.count(&chat.transcript) {
            (Some(at), of, _) => {
                format!("{} of {} ", figures::count(at as u64), figures::count(of as u64))
            }
            (None, 0, true) => "no match ".into(),
            (None, of, _) => format!("{}+ ", figures::count(of as u64)),
        }
    } else {
        "small letters match capitals ".into()
    };
    let room = Rect { width: area.width.saturating_sub(1), ..area };
    if find.line.is_empty() && !sought.is_empty() {
        let line = layout::find_line(area);
        let words = pen::cut(&sanitise_line(sought), usize::from(line.width.saturating_sub(6)));
        pen::left(buffer, line, 2, 0, &format!("enter: {words}"), look.part(Part::Placeholder));
    }
    let said = pen::cut(&said, usize::from(area.width / 2));
    pen::right(buffer, room, 0, &said, look.part(Part::Status));
    composer::text(&find.line, layout::find_line(area), buffer, look.part(Part::Status), look)
}

/// Marks the matches in sight. One whose row shows it differently from its source is marked beside
/// the row.
pub fn mark(model: &Model, chat: &Chat, area: Rect, buffer: &mut Buffer, look: Look) {
    let Some(Overlay::Find(find)) =
        model.overlays.iter().rev().find(|overlay| matches!(overlay, Overlay::Find(_)))
    else {
        return;
    };
    let seen = find.seen(&chat.transcript);
    let mut marks = seen.iter().peekable();
    for (row, line) in chat.transcript.lines().enumerate() {
        let (text, indent) = match line {
            Line::Thought(text) => (text.text(), 2),
            Line::Prompt(text) | Line::Answer(text) => (text.text(), 0),
            _ => continue,
        };
        while let Some((_, mark, current)) = marks.next_if(|(at, ..)| *at == row) {
            let before = width(text.get(..mark.from).unwrap_or("")) as u16;
            let wide = width(text.get(mark.from..mark.to).unwrap_or("")) as u16;
            let part = if *current { Part::CurrentHit } else { Part::Hit };
            let place = Rect::new(area.x + indent + before, area.y + row as u16, wide, 1);
            buffer.set_style(place.intersection(area), look.part(part));
        }
    }
    if let Some(row) = find.row(&chat.transcript).and_then(|row| u16::try_from(row).ok()) {
        let beside = Rect { x: area.x - 1, width: 1, ..area };
        pen::left(buffer, beside, 0, row, "▸", look.part(Part::Accent));
    }
}
