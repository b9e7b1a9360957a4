//! The whole frame: the chat screen, and what lies over it.
//! Not here: the single parts.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::layout;
use crate::app::model::{Model, Screen};
use crate::app::theme::Part;

use super::theme::Look;
use super::{chat, explorer, overlay, pen, resources, status, tabs};

/// Draws the frame; the model was settled for its size.
pub fn draw(model: &Model, frame: &mut Frame) {
    let area = frame.area();
    let caret = paint(model, area, frame.buffer_mut());
    if let Some(caret) = caret {
        frame.set_cursor_position(caret);
    }
}

/// Paints all cells; gives where the caret stands, where there is one.
fn paint(model: &Model, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let look = Look::new(model.themes.first(), model.colours);
    buffer.set_style(area, look.part(Part::Screen));
    if layout::too_small((area.width, area.height)) {
        too_small(area, buffer, look);
        return None;
    }
    let areas = layout::of(model);
    let caret = match model.screen {
        Screen::Chat => chat::draw(model, &areas, buffer, look),
        Screen::Models => {
            tabs::draw(model, layout::sheet(model.size).tabs, buffer, look);
            explorer::draw(model, buffer, look)
        }
        Screen::Resources => {
            let sheet = layout::sheet(model.size);
            tabs::draw(model, sheet.tabs, buffer, look);
            resources::draw(model, &sheet, buffer, look);
            None
        }
    };
    status::draw(model, &areas, buffer, look);
    if model.overlays.is_empty() { caret } else { overlay::draw(model, &areas, buffer, look) }
}

fn too_small(area: Rect, buffer: &mut Buffer, look: Look) {
    let (width, height) = layout::MINIMUM;
    let said = format!(
        "outcrop needs {width} x {height},\nthis is {} x {}.\nNothing is lost: make it larger.",
        area.width, area.height
    );
    pen::wrapped(buffer, area, &said, look.part(Part::Warning));
}
