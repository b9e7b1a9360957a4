//! The bar of tabs above every screen but the chat.
//! Not here: which tabs there are (app).

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::layout;
use crate::app::model::Model;
use crate::app::screens::overlay::places::{Destination, tabs};
use crate::app::theme::Part;

use super::pen;
use super::theme::Look;

/// Draws it.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer, look: Look) {
    pen::fill(buffer, area, look.part(Part::Status));
    let tabs = tabs();
    let places = layout::tabs(tabs.iter().copied().map(Destination::tab));
    for (tab, at) in tabs.iter().zip(places) {
        let part = if *tab == model.destination() { Part::Selected } else { Part::Status };
        pen::left(buffer, area, at.start, 0, &format!(" {} ", tab.tab()), look.part(part));
    }
}
