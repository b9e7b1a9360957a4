//! A table of rows: its titles, and as many columns as there is room for.
//! Not here: what the cells say.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::theme::Part;
use crate::text::sanitise::sanitise_line;

use super::pen;
use super::theme::Look;

/// Columns the first one keeps, whatever stands beside it.
const FIRST: u16 = 20;

/// A column: its title, and how many columns of the screen it takes; the first takes what is left.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// What stands above it.
    pub title: &'a str,
    /// How wide it is.
    pub width: u16,
    /// Whether its cells stand at its right end, as numbers do.
    pub right: bool,
}

/// Where each column stands that there is room for: where it begins and how wide it is.
pub fn places(columns: &[Column<'_>], width: u16) -> Vec<(u16, u16)> {
    let rest = columns.get(1..).unwrap_or_default();
    let mut used = 0_u16;
    let mut shown = 0;
    for column in rest {
        if used + column.width + 1 + FIRST > width {
            break;
        }
        used += column.width + 1;
        shown += 1;
    }
    let first = width.saturating_sub(used + 1);
    let mut places = vec![(1, first.saturating_sub(1))];
    let mut from = first + 1;
    for column in &rest[..shown] {
        places.push((from, column.width));
        from += column.width + 1;
    }
    places
}

/// Draws the line of titles.
pub fn titles(columns: &[Column<'_>], area: Rect, buffer: &mut Buffer, look: Look) {
    let style = look.part(Part::Faint);
    for (column, (from, width)) in columns.iter().zip(places(columns, area.width)) {
        cell(
            column.title,
            column.right,
            Rect { x: area.x + from, width, height: 1, ..area },
            buffer,
            style,
        );
    }
}

/// Draws one cell, cut to its place.
pub fn cell(
    text: &str,
    right: bool,
    area: Rect,
    buffer: &mut Buffer,
    style: ratatui::style::Style,
) {
    let text = pen::cut(&sanitise_line(text), usize::from(area.width));
    if right {
        pen::right(buffer, area, 0, &text, style);
    } else {
        pen::left(buffer, area, 0, 0, &text, style);
    }
}
