//! The box of what lies over the screen, and a list in it that is narrowed by typing.
//! Not here: what stands in the rows.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::parts::chooser::Chooser;
use crate::app::parts::editor::Editor;
use crate::app::theme::Part;
use crate::text::sanitise::sanitise_line;
use crate::ui::theme::Look;
use crate::ui::{composer, pen};

/// An empty box with a title; gives the room inside.
pub(crate) fn window(
    area: Rect,
    title: &str,
    right: &str,
    buffer: &mut Buffer,
    look: Look,
) -> Rect {
    pen::clear(buffer, area, look.part(Part::Screen));
    composer::frame(buffer, area, look.part(Part::Focus));
    pen::left(buffer, area, 2, 0, &format!(" {title} "), look.part(Part::Title));
    if !right.is_empty() {
        let inner = Rect { width: area.width.saturating_sub(2), ..area };
        let right = format!(" {} ", sanitise_line(right));
        pen::right(buffer, inner, 0, &right, look.part(Part::Faint));
    }
    let (width, height) = (area.width.saturating_sub(2), area.height.saturating_sub(2));
    Rect::new(area.x + 1, area.y + 1, width, height)
}

/// A box with a line one types in and the count of rows; gives the room inside.
pub(crate) fn header<T>(
    area: Rect,
    title: &str,
    chooser: &Chooser<T>,
    buffer: &mut Buffer,
    look: Look,
) -> Rect {
    let count = format!("{} of {}", chooser.shown().len(), chooser.total());
    let inner = window(area, title, &count, buffer, look);
    line(&chooser.line, "Type to narrow", inner, buffer, look);
    inner
}

/// The line one types in, and a rule below it.
pub(crate) fn line(
    editor: &Editor,
    placeholder: &str,
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
) {
    if editor.is_empty() {
        pen::left(buffer, area, 1, 0, placeholder, look.part(Part::Placeholder));
    }
    let rule = "─".repeat(usize::from(area.width));
    pen::left(buffer, area, 0, 1, &rule, look.part(Part::Border));
}

/// Draws what is typed; gives where its caret stands.
pub(crate) fn caret(
    editor: &Editor,
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
) -> Option<Position> {
    let line = Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1, ..area };
    composer::text(editor, line, buffer, look.part(Part::Prompt), look)
}

/// Draws the rows of a list below the line, the selected one marked.
pub(crate) fn for_each_row<T>(
    chooser: &Chooser<T>,
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
    mut draw: impl FnMut(&T, bool, Rect, u16, &mut Buffer),
) {
    let inner = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    if chooser.total() > 0 && chooser.shown().len() == 0 {
        pen::left(buffer, inner, 1, 0, "Nothing matches", look.part(Part::Placeholder));
    }
    let rows = chooser.shown().enumerate().skip(chooser.list.visible().start);
    for (row, (index, (item, _))) in (0..inner.height).zip(rows) {
        let selected = Some(index) == chooser.list.selected();
        if selected {
            let line = Rect { y: inner.y + row, height: 1, ..inner };
            pen::fill(buffer, line, look.part(Part::Selected));
        }
        draw(item, selected, inner, row, buffer);
    }
}

/// A list narrowed by typing.
pub(crate) fn list<T>(
    chooser: &Chooser<T>,
    title: &str,
    area: Rect,
    buffer: &mut Buffer,
    look: Look,
    mut draw: impl FnMut(&T, Rect, u16, &mut Buffer),
) -> Option<Position> {
    let area = header(area, title, chooser, buffer, look);
    for_each_row(chooser, area, buffer, look, |item, _, area, row, buffer| {
        draw(item, area, row, buffer);
    });
    caret(&chooser.line, area, buffer, look)
}
