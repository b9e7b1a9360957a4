//! Where everything stands on the screen.
//! Not here: how it looks (ui).
//!
//! ```text
//! +----------------+---------------------------------------+
//! | conversations  | title                                 |
//! |                |---------------------------------------|
//! |                | transcript                            |
//! |                |                                       |
//! |                |---------------------------------------|
//! |                | composer (1 to 8 rows)                |
//! +----------------+---------------------------------------+
//! | status                                                 |
//! | hints                                                  |
//! +--------------------------------------------------------+
//! ```

use ratatui::layout::{Position, Rect};

/// The smallest screen everything fits on.
pub const MINIMUM: (u16, u16) = (60, 16);
/// From this width on the list is shown unless hidden.
const LIST_FROM: u16 = 100;
/// Rows of the composer at most.
const COMPOSER_ROWS: u16 = 8;
/// Rows of a search hit: its conversation, and the text around the match.
pub const HIT_ROWS: usize = 2;
/// The widest text that is still comfortable to read.
const TEXT_WIDTH: u16 = 120;

/// The places of the chat screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Areas {
    /// The list of conversations, its border not included; empty when hidden.
    pub list: Rect,
    /// The line with the title.
    pub title: Rect,
    /// The messages.
    pub transcript: Rect,
    /// Where one types, without its frame.
    pub composer: Rect,
    /// The frame around it.
    pub composer_frame: Rect,
    /// Who we are, which model, what it cost.
    pub status: Rect,
    /// Which keys work.
    pub hints: Rect,
}

/// Whether the list is shown on a screen of this width.
pub fn list_shown(width: u16, wish: Option<bool>) -> bool {
    wish.unwrap_or(width >= LIST_FROM)
}

/// Whether the screen is too small to use.
pub fn too_small(size: (u16, u16)) -> bool {
    size.0 < MINIMUM.0 || size.1 < MINIMUM.1
}

/// Columns of the list where it is shown.
fn list_width(width: u16) -> u16 {
    (width / 4).clamp(22, 38)
}

/// The width one types in.
pub fn composer_width(size: (u16, u16), list: bool) -> u16 {
    let main = size.0.saturating_sub(if list { list_width(size.0) } else { 0 });
    main.saturating_sub(4)
}

/// The places on a screen of this size, with this many rows typed.
pub fn areas(size: (u16, u16), list: bool, typed_rows: usize) -> Areas {
    let (width, height) = size;
    let left = if list { list_width(width) } else { 0 };
    let body = height.saturating_sub(2);
    let most = COMPOSER_ROWS.min(body / 3).max(1);
    let rows = u16::try_from(typed_rows).unwrap_or(u16::MAX).clamp(1, most);
    let main = width - left;
    let frame_top = body.saturating_sub(rows + 2);
    Areas {
        list: Rect::new(0, 0, left, body),
        title: Rect::new(left, 0, main, 1),
        transcript: Rect::new(left + 1, 2, text_width(main), frame_top.saturating_sub(2)),
        composer: Rect::new(left + 2, frame_top + 1, main.saturating_sub(4), rows),
        composer_frame: Rect::new(left, frame_top, main, rows + 2),
        status: Rect::new(0, body, width, 1),
        hints: Rect::new(0, body + 1, width, 1),
    }
}

/// Whether this cell lies in an area.
pub fn covers(area: Rect, column: u16, row: u16) -> bool {
    area.contains(Position::new(column, row))
}

/// Columns of the transcript in a pane this wide.
fn text_width(main: u16) -> u16 {
    main.saturating_sub(3).min(TEXT_WIDTH)
}

/// An area in the middle of the screen, at most this large.
pub fn middle(size: (u16, u16), width: u16, height: u16) -> Rect {
    let width = width.min(size.0.saturating_sub(4));
    let height = height.min(size.1.saturating_sub(4));
    Rect::new((size.0 - width) / 2, (size.1 - height) / 2, width, height)
}

/// The area of what lies over the screen: all but status and hints where there is little room.
pub fn overlay(size: (u16, u16)) -> Rect {
    if size.0 < LIST_FROM {
        return Rect::new(0, 0, size.0, size.1.saturating_sub(2));
    }
    middle(size, 136, 34)
}

/// Rows for a list inside an overlay: without its frame, the line typed and the rule below it.
pub fn overlay_rows(area: Rect) -> u16 {
    area.height.saturating_sub(5)
}

/// Which row of such a list this cell lies in, counted from the first one seen.
pub fn overlay_row(area: Rect, column: u16, row: u16) -> Option<u16> {
    let list = Rect::new(area.x + 1, area.y + 3, area.width.saturating_sub(2), overlay_rows(area));
    covers(list, column, row).then(|| row - list.y)
}

/// Rows for the help inside an overlay: without its frame.
pub fn help_rows(area: Rect) -> u16 {
    area.height.saturating_sub(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_on_the_screen_and_none_lies_over_another() {
        for size in [(60, 16), (80, 24), (100, 30), (140, 40), (200, 60)] {
            for list in [false, true] {
                for rows in [0, 1, 5, 100] {
                    let areas = areas(size, list, rows);
                    let screen = Rect::new(0, 0, size.0, size.1);
                    let all = [
                        areas.list,
                        areas.title,
                        areas.transcript,
                        areas.composer_frame,
                        areas.status,
                        areas.hints,
                    ];
                    for (index, one) in all.iter().enumerate() {
                        assert_eq!(one.intersection(screen), *one, "{size:?} {index}");
                        for other in &all[index + 1..] {
                            assert!(one.intersection(*other).is_empty(), "{size:?} {one} {other}");
                        }
                    }
                    assert!(areas.transcript.height >= 4, "{size:?}");
                    assert_eq!(areas.composer.width, composer_width(size, list));
                }
            }
        }
    }

    #[test]
    fn what_lies_over_the_screen_leaves_status_and_hints_alone() {
        for size in [MINIMUM, (80, 24), (99, 30), (100, 30), (140, 40), (200, 60)] {
            let (over, areas) = (overlay(size), areas(size, false, 1));
            assert!(over.intersection(areas.status).is_empty(), "{size:?}");
            assert!(over.intersection(areas.hints).is_empty(), "{size:?}");
            assert!(over.width >= 60 && over.height >= 12, "{size:?}");
            assert_eq!(overlay_row(over, over.x + 1, over.y + 3), Some(0));
            assert_eq!(overlay_row(over, over.x + 1, over.y + 3 + overlay_rows(over)), None);
            assert_eq!(overlay_row(over, over.x, over.y + 3), None, "the frame");
        }
    }

    #[test]
    fn the_list_follows_the_width_unless_it_is_wished_for() {
        assert!(!list_shown(80, None));
        assert!(list_shown(140, None));
        assert!(list_shown(80, Some(true)));
        assert!(!list_shown(140, Some(false)));
    }
}
