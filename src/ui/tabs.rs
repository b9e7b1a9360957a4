//! The bar of tabs above every screen but the chat.
//! Not here: which tabs there are (app).

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::layout;
use crate::app::model::Model;
use crate::app::screens::overlay::places::tabs;
use crate::app::theme::Part;

use super::pen;
use super::theme::Look;

/// Draws it.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer, look: Look) {
    pen::fill(buffer, area, look.part(Part::Status));
    let tabs = tabs();
    let words: Vec<&str> = tabs.iter().map(|tab| tab.tab()).collect();
    let shown = tabs.iter().position(|tab| *tab == model.destination());
    let places = layout::tabs(&words, shown, area.width);
    let more = look.part(Part::Faint);
    if places.first().is_some_and(|(first, _)| *first > 0) {
        pen::left(buffer, area, 0, 0, "‹", more);
    }
    if places.last().is_some_and(|(last, _)| last + 1 < tabs.len()) {
        pen::right(buffer, area, 0, "›", more);
    }
    for (tab, at) in places {
        let part = if Some(tab) == shown { Part::Selected } else { Part::Status };
        pen::left(buffer, area, at.start, 0, &format!(" {} ", words[tab]), look.part(part));
    }
}
