//! Writing text into cells, cut to the room there is and never beyond it.
//! Not here: which text (the other files of ui).

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::text::wrap::{width, wrap_plain};

/// Writes text at the left of a row of an area, from a column on; gives the next free column.
pub fn left(buffer: &mut Buffer, area: Rect, from: u16, row: u16, text: &str, style: Style) -> u16 {
    if row >= area.height || from >= area.width {
        return from;
    }
    let room = usize::from(area.width - from);
    let (end, _) = buffer.set_stringn(area.x + from, area.y + row, text, room, style);
    end.saturating_sub(area.x)
}

/// Writes text at the right end of a row; gives the column it begins at.
pub fn right(buffer: &mut Buffer, area: Rect, row: u16, text: &str, style: Style) -> u16 {
    let wide = u16::try_from(width(text)).unwrap_or(u16::MAX).min(area.width);
    let from = area.width - wide;
    left(buffer, area, from, row, text, style);
    from
}

/// Text cut to so many columns, with an ellipsis where something is missing.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        let wide = width(cluster);
        if used + wide + 1 > columns {
            break;
        }
        used += wide;
        kept.push_str(cluster);
    }
    if columns > 0 {
        kept.push('…');
    }
    kept
}

/// Writes text in as many rows of an area as it takes, a column free at both sides; gives how many.
pub fn wrapped(buffer: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let rows = wrap_plain(text, area.width.saturating_sub(2));
    let mut used = 0;
    for row in rows.iter().take(usize::from(area.height)) {
        left(buffer, area, 1, used, row.text(), style);
        used += 1;
    }
    used
}

/// Fills an area with blanks of a style.
pub fn fill(buffer: &mut Buffer, area: Rect, style: Style) {
    let blank = " ".repeat(usize::from(area.width));
    for row in 0..area.height {
        left(buffer, area, 0, row, &blank, style);
    }
}

/// Empties an area for something that lies over what was drawn there.
pub fn clear(buffer: &mut Buffer, area: Rect, style: Style) {
    for row in area.rows() {
        for position in row.positions() {
            if let Some(cell) = buffer.cell_mut(position) {
                cell.reset();
            }
        }
    }
    // Half a wide character must not stick out from below it.
    for row in area.y..area.bottom() {
        if let Some(cell) = area.x.checked_sub(1).and_then(|x| buffer.cell_mut((x, row)))
            && width(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
    }
    buffer.set_style(area, style);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_text_fits_and_says_that_it_was_cut() {
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("longer", 5), "long…");
        assert_eq!(cut("字字字", 4), "字…");
        assert_eq!(cut("abc", 0), "");
    }
}
