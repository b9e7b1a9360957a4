//! Where one types: a frame, the visible rows of the text, the caret.
//! Not here: the text (the editor).

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::app::layout::Areas;
use crate::app::model::{Model, Pane};
use crate::app::parts::editor::{Editor, Piece};
use crate::app::screens::chat::state::Chat;
use crate::app::theme::Part;

use super::theme::Look;
use super::{figures, pen};

/// Columns of the frame that say how much is below.
const BELOW: u16 = 28;

/// Draws it; gives where the caret stands when one types here.
pub fn draw(
    model: &Model,
    chat: &Chat,
    areas: &Areas,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let focused = model.pane == Pane::Composer && model.overlays.is_empty();
    let style = look.part(if focused { Part::Focus } else { Part::Border });
    frame(buffer, areas.composer_frame, style);
    if chat.elsewhere {
        let said = " Open in another outcrop: read-only here ";
        pen::left(buffer, areas.composer_frame, 2, 0, said, look.part(Part::Warning));
        // What was typed before that was known must not vanish.
        text(&chat.editor, areas.composer, buffer, look.part(Part::Prompt), look);
        return None;
    }
    if chat.editing.is_some() {
        let ways = [
            " Editing: enter sends it as another version, esc leaves ",
            " Editing: enter sends a version, esc leaves ",
            " Editing, esc leaves ",
        ];
        let room = usize::from(areas.composer_frame.width.saturating_sub(4 + BELOW));
        let said = ways.into_iter().find(|said| said.len() <= room).unwrap_or(" Editing ");
        pen::left(buffer, areas.composer_frame, 2, 0, said, look.part(Part::Accent));
    }
    weight(model, chat, areas.composer_frame, buffer, look);
    if chat.editor.is_empty() {
        pen::left(buffer, areas.composer, 0, 0, "Write a prompt", look.part(Part::Placeholder));
    }
    let caret = text(&chat.editor, areas.composer, buffer, look.part(Part::Prompt), look);
    (model.pane == Pane::Composer).then_some(caret).flatten()
}

/// Says in the frame how many tokens are typed, about, and how full the context would be.
fn weight(model: &Model, chat: &Chat, frame: Rect, buffer: &mut Buffer, look: Look) {
    if chat.editor.is_empty() {
        return;
    }
    let typed = chat.editor.tokens();
    let tokens = if typed == 1 { "token" } else { "tokens" };
    let mut said = format!(" ~{} {tokens} ", figures::count(typed));
    let before = chat.tokens_counted().filter(|_| !chat.fates.by_hand());
    let window = model.desk.facts(&chat.conversation.model).and_then(|facts| facts.context_window);
    if let (Some(before), Some(window)) = (before, window.filter(|window| *window > 0)) {
        let percent = (before + typed).saturating_mul(100) / window;
        said = format!("{said}· ~{percent}% of the context ");
    }
    let room = Rect { width: frame.width.saturating_sub(2), ..frame };
    pen::right(buffer, room, frame.height.saturating_sub(1), &said, look.part(Part::Faint));
}

/// Draws the visible rows of an editor; gives where its caret stands.
pub fn text(
    editor: &Editor,
    area: Rect,
    buffer: &mut Buffer,
    style: Style,
    look: Look,
) -> Option<Position> {
    let view = editor.view();
    for (row, pieces) in (0..area.height).zip(&view.rows) {
        let mut column = 0;
        for piece in pieces {
            let (text, style) = match piece {
                Piece::Text(text) => (text, style),
                Piece::Fold(label) => (label, look.part(Part::Folded)),
            };
            column = pen::left(buffer, area, column, row, text, style);
        }
    }
    let (row, column) = view.caret;
    (row < area.height).then(|| Position::new(area.x + column.min(area.width), area.y + row))
}

/// A frame with round corners.
pub fn frame(buffer: &mut Buffer, area: Rect, style: Style) {
    if area.width < 2 || area.height < 2 {
        return;
    }
    let line = "─".repeat(usize::from(area.width - 2));
    pen::left(buffer, area, 0, 0, &format!("╭{line}╮"), style);
    for row in 1..area.height - 1 {
        pen::left(buffer, area, 0, row, "│", style);
        pen::left(buffer, area, area.width - 1, row, "│", style);
    }
    pen::left(buffer, area, 0, area.height - 1, &format!("╰{line}╯"), style);
}
