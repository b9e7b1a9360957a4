//! The list of conversations: how each stands, its title and when it last changed, newest first.
//! Not here: reading it (app).
//!
//! A sign says how it stands: `●` an answer arrives, `✓` one ended and was not looked at, `✕` it
//! failed, `!` it broke off, `→` another outcrop has it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::{Model, Pane};
use crate::app::theme::Part;
use crate::domain::conversation::{Conversation, Status};
use crate::text::sanitise::sanitise_line;

use super::theme::Look;
use super::{figures, pen};

/// Columns from which on a row says when it last changed.
const WITH_DATE: u16 = 28;

/// Draws it; the last column is the line to the chat.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer, look: Look) {
    let focused = model.pane == Pane::Conversations;
    let edge = look.part(if focused { Part::Focus } else { Part::Border });
    let inner = Rect { width: area.width - 1, ..area };
    for row in 0..area.height {
        pen::left(buffer, area, area.width - 1, row, "│", edge);
    }
    let conversations = &model.conversations;
    let total = figures::count(conversations.total);
    let title = if conversations.archived { "Archive" } else { "Conversations" };
    pen::left(buffer, inner, 1, 0, title, look.part(Part::Title));
    if conversations.total > 0 {
        pen::right(buffer, inner, 0, &format!("{total} "), look.part(Part::Faint));
    }
    if conversations.rows().is_empty() {
        pen::left(buffer, inner, 1, 2, "None yet", look.part(Part::Placeholder));
    }
    let first = conversations.list.visible().start;
    let rows = conversations.rows().iter().enumerate().skip(first);
    for (row, (index, conversation)) in (1..inner.height).zip(rows) {
        let selected = focused && Some(index) == conversations.list.selected();
        let current = conversation.id == model.current;
        let part = match (selected, current) {
            (true, _) => Some(Part::Selected),
            (false, true) => Some(Part::Current),
            (false, false) => None,
        };
        if let Some(part) = part {
            let line = Rect { y: inner.y + row, height: 1, ..inner };
            pen::fill(buffer, line, look.part(part));
        }
        self::row(model, conversation, inner, row, buffer, look);
    }
}

fn row(
    model: &Model,
    conversation: &Conversation,
    area: Rect,
    row: u16,
    buffer: &mut Buffer,
    look: Look,
) {
    let open = model.chats.get(&conversation.id);
    let live = open.is_some_and(|chat| chat.live.is_some());
    let elsewhere = open.is_some_and(|chat| chat.elsewhere);
    let (sign, part) = match conversation.status {
        _ if live => ("●", Part::Live),
        Status::Failed => ("✕", Part::Error),
        Status::Interrupted => ("!", Part::Warning),
        Status::Streaming => ("→", Part::Faint),
        _ if elsewhere => ("→", Part::Faint),
        _ if conversation.unread => ("✓", Part::You),
        Status::Complete | Status::Stopped => (" ", Part::Faint),
    };
    pen::left(buffer, area, 0, row, sign, look.part(part));
    let when = figures::moment(conversation.updated, model.desk.now.unix, &model.zone);
    // Where there is little room the title matters more.
    let when = if area.width < WITH_DATE { " ".to_owned() } else { format!("{when} ") };
    let from = pen::right(buffer, area, row, &when, look.part(Part::Faint));
    let room = usize::from(from.saturating_sub(3));
    let title = sanitise_line(&conversation.title);
    let title = if conversation.pinned { format!("▲ {title}").into() } else { title };
    let title = pen::cut(&title, room);
    let style = if conversation.id == model.current { Part::Title } else { Part::Screen };
    pen::left(buffer, area, 2, row, &title, look.part(style));
}
