//! Where everything stands on the screen.
//! Not here: how it looks (ui).
//!
//! ```text
//! +----------------+------------------------+--------------+
//! | conversations  | title                  | inspector    |
//! |                |------------------------|              |
//! |                | transcript             |              |
//! |                |                        |              |
//! |                | find                   |              |
//! |                |------------------------|              |
//! |                | composer (1 to 8 rows) |              |
//! +----------------+------------------------+--------------+
//! | status                                                 |
//! | hints                                                  |
//! +--------------------------------------------------------+
//! ```
//!
//! Where not all of it fits, the list gives way to the inspector, which was asked for; where even
//! that leaves the messages too narrow, it lies over them.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use super::model::{Model, Overlay};
use crate::text::wrap::wrap_plain;

/// The smallest screen everything fits on.
pub const MINIMUM: (u16, u16) = (60, 16);
/// From this width on the list is shown unless hidden.
const LIST_FROM: u16 = 100;
/// Rows of the composer at most.
const COMPOSER_ROWS: u16 = 8;
/// Rows of a search hit: its conversation, and the text around the match.
pub const HIT_ROWS: usize = 2;
/// Columns the messages keep beside the list and the inspector.
const MAIN_LEAST: u16 = 44;
/// The widest text that is still comfortable to read.
const TEXT_WIDTH: u16 = 120;

/// The places of the chat screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Areas {
    /// The list of conversations, its border not included; empty when hidden.
    pub list: Rect,
    /// What is known of a message, its border included; empty when hidden.
    pub inspector: Rect,
    /// The line with the title.
    pub title: Rect,
    /// The messages.
    pub transcript: Rect,
    /// Where one types what to find in them; empty while one does not.
    pub find: Rect,
    /// Where one types, without its frame.
    pub composer: Rect,
    /// The frame around it.
    pub composer_frame: Rect,
    /// Who we are, which model, what it cost.
    pub status: Rect,
    /// Which keys work.
    pub hints: Rect,
}

/// What is shown beside the messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shown {
    /// The list of conversations.
    pub list: bool,
    /// The inspector.
    pub inspector: bool,
    /// The line of what to find.
    pub find: bool,
}

/// What is shown now.
pub fn shown(model: &Model) -> Shown {
    let width = model.size.0;
    let inspector = model.inspector.shown;
    let wished = model.list_shown.unwrap_or(width >= LIST_FROM);
    let find = model.overlays.iter().any(|overlay| matches!(overlay, Overlay::Find(_)));
    Shown { list: wished && (!inspector || fits_both(width)), inspector, find }
}

/// Whether list and inspector leave room enough for the messages.
pub fn fits_both(width: u16) -> bool {
    width >= list_width(width) + inspector_width(width) + MAIN_LEAST
}

/// The places of any other screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sheet {
    /// The bar of tabs.
    pub tabs: Rect,
    /// What is shown, and how much of it there is.
    pub title: Rect,
    /// The rows.
    pub body: Rect,
}

/// Where everything stands on any other screen; status and hints stand as in the chat.
pub fn sheet(size: (u16, u16)) -> Sheet {
    let (width, height) = size;
    Sheet {
        tabs: Rect::new(0, 0, width, 1),
        title: Rect::new(0, 1, width, 1),
        body: Rect::new(0, 2, width, height.saturating_sub(4)),
    }
}

/// The list of a screen and the one thing looked at; what is not shown is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Panes {
    /// The list.
    pub list: Rect,
    /// What is looked at.
    pub detail: Rect,
}

/// From this width on what is looked at stands beside the list, and not over it.
const BESIDE_FROM: u16 = 140;

/// The places of list and detail below a screen's title.
pub fn panes(size: (u16, u16), detail: bool, list: bool) -> Panes {
    let body = sheet(size).body;
    match (detail, list) {
        (false, _) => Panes { list: body, detail: Rect::default() },
        (true, true) if size.0 >= BESIDE_FROM => {
            let left = body.width * 2 / 5;
            Panes {
                list: Rect { width: left, ..body },
                detail: Rect { x: body.x + left, width: body.width - left, ..body },
            }
        }
        (true, _) => Panes { list: Rect::default(), detail: body },
    }
}

/// The places inside a detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Leaf {
    /// What must be read first.
    pub head: Rect,
    /// The lines.
    pub tree: Rect,
    /// The selected line in full, a rule above it.
    pub foot: Rect,
}

/// The places inside a detail that begins with this text; a column at its left is the border's.
pub fn leaf(detail: Rect, head: &str) -> Leaf {
    let width = detail.width.saturating_sub(1);
    let area = Rect { x: detail.x + 1, width, ..detail };
    let rows =
        if head.is_empty() { 0 } else { wrap_plain(head, width.saturating_sub(2)).len() + 1 };
    let foot = (area.height / 5).clamp(3, 6).min(area.height);
    let left = area.height - foot;
    let rows = u16::try_from(rows).unwrap_or(u16::MAX).min(left.saturating_sub(3));
    Leaf {
        head: Rect { height: rows, ..area },
        tree: Rect { y: area.y + rows, height: left - rows, ..area },
        foot: Rect { y: area.y + left, height: foot, ..area },
    }
}

/// Rows below the tags of a resource: a rule, and what is to be said.
pub const TAGS_DETAIL: u16 = 3;

/// Rows below what was found in a file: a rule, and the selected line whole.
pub const FOUND_DETAIL: u16 = 4;

/// Columns of the question before something is deleted.
pub const CONFIRMING: u16 = 76;

/// The line that narrows a list, in the line of its title.
pub fn narrow_line(title: Rect) -> Rect {
    Rect { x: title.x + 3, width: title.width.saturating_sub(46), ..title }
}

/// The tabs there is room for, by the words on them: which, and its columns. Where not all fit, those
/// before go until the one shown is in sight; a column at either end says that there are more.
pub fn tabs(words: &[&str], shown: Option<usize>, width: u16) -> Vec<(usize, Range<u16>)> {
    let wide = |word: &str| u16::try_from(word.len()).unwrap_or(u16::MAX).saturating_add(2);
    let all: u16 = words.iter().map(|word| wide(word)).sum();
    let (from, to) = if all <= width { (0, width) } else { (1, width.saturating_sub(1)) };
    let fits = |first: usize, last: usize| {
        let used: u16 = words[first..=last].iter().map(|word| wide(word)).sum();
        from + used <= to
    };
    let shown = shown.unwrap_or(0).min(words.len().saturating_sub(1));
    let first = (0..shown).find(|first| fits(*first, shown)).unwrap_or(shown);
    let mut at = from;
    let places = words.iter().enumerate().skip(first).map(|(index, word)| {
        let place = at..at.saturating_add(wide(word));
        at = place.end;
        (index, place)
    });
    places.take_while(|(_, place)| place.end <= to).collect()
}

/// Rows of a table in an area: without the line of its titles.
pub fn table_rows(body: Rect) -> u16 {
    body.height.saturating_sub(1)
}

/// Rows below the table of models: a rule, and the ways to the selected one.
const WAYS: u16 = 4;
/// Rows that say which lists did not come, at most.
const GAPS: u16 = 2;

/// The places of the models one explores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Explorer {
    /// The line one filters by, and the facets.
    pub filter: Rect,
    /// Which lists did not come; empty where all did.
    pub gaps: Rect,
    /// The table, its titles included.
    pub table: Rect,
    /// A rule, and the ways to the selected model.
    pub ways: Rect,
}

/// Where the models stand now; nothing of them where what is looked at lies over them.
pub fn explorer(model: &Model) -> Explorer {
    let body = panes(model.size, model.explorer.detail().is_some(), true).list;
    if body.height == 0 {
        return Explorer::default();
    }
    let gaps = u16::try_from(model.desk.gaps.len()).unwrap_or(GAPS).min(GAPS);
    let ways = WAYS.min(body.height / 4);
    let row = |from: u16, height: u16| Rect { y: body.y + from, height, ..body };
    let table = body.height.saturating_sub(1 + gaps + ways);
    Explorer {
        filter: row(0, 1),
        gaps: row(1, gaps),
        table: row(1 + gaps, table),
        ways: row(1 + gaps + table, ways),
    }
}

/// Columns of the words to filter by, in their line.
pub fn explorer_line(area: Rect) -> Rect {
    Rect { x: area.x + 3, width: (area.width / 2).saturating_sub(3), ..area }
}

/// Where everything stands now.
pub fn of(model: &Model) -> Areas {
    let shown = shown(model);
    let width = composer_width(model.size, shown);
    let rows = model.chat().map_or(1, |chat| chat.editor.height(width));
    areas(model.size, shown, rows)
}

/// Whether the screen is too small to use.
pub fn too_small(size: (u16, u16)) -> bool {
    size.0 < MINIMUM.0 || size.1 < MINIMUM.1
}

/// Columns of the list where it is shown.
fn list_width(width: u16) -> u16 {
    (width / 4).clamp(22, 38)
}

/// Columns of the inspector where it stands beside the messages.
fn inspector_width(width: u16) -> u16 {
    (width / 4).clamp(30, 40)
}

/// Whether the inspector stands beside the messages, and not over them.
fn beside(width: u16) -> bool {
    width >= inspector_width(width) + MAIN_LEAST
}

/// Columns left and right of the messages.
fn sides(width: u16, shown: Shown) -> (u16, u16) {
    let left = if shown.list { list_width(width) } else { 0 };
    let right = if shown.inspector && beside(width) { inspector_width(width) } else { 0 };
    (left, right)
}

/// The width one types in.
fn composer_width(size: (u16, u16), shown: Shown) -> u16 {
    let (left, right) = sides(size.0, shown);
    size.0.saturating_sub(left + right + 4)
}

/// The places on a screen of this size, with this many rows typed.
fn areas(size: (u16, u16), shown: Shown, typed_rows: usize) -> Areas {
    let (width, height) = size;
    let (left, right) = sides(width, shown);
    let body = height.saturating_sub(2);
    let most = COMPOSER_ROWS.min(body / 3).max(1);
    let rows = u16::try_from(typed_rows).unwrap_or(u16::MAX).clamp(1, most);
    let main = width - left - right;
    let frame_top = body.saturating_sub(rows + 2);
    let find = u16::from(shown.find);
    let read = frame_top.saturating_sub(2 + find);
    let inspector = match right {
        0 if shown.inspector => Rect::new(0, 0, width, frame_top),
        right => Rect::new(width - right, 0, right, body),
    };
    Areas {
        list: Rect::new(0, 0, left, body),
        inspector,
        title: Rect::new(left, 0, main, 1),
        transcript: Rect::new(left + 1, 2, text_width(main), read),
        find: Rect::new(left, 2 + read, main, find),
        composer: Rect::new(left + 2, frame_top + 1, main.saturating_sub(4), rows),
        composer_frame: Rect::new(left, frame_top, main, rows + 2),
        status: Rect::new(0, body, width, 1),
        hints: Rect::new(0, body + 1, width, 1),
    }
}

/// Columns of the words to find, in an area for them.
pub fn find_line(area: Rect) -> Rect {
    Rect { x: area.x + 8, width: area.width.saturating_sub(32), ..area }
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
    area.height.saturating_sub(4)
}

/// Rows below the models: a rule, and how the selected one is reached.
pub const MODEL_DETAIL: u16 = 3;

/// Rows for the models inside an overlay.
pub fn model_rows(area: Rect) -> u16 {
    overlay_rows(area).saturating_sub(MODEL_DETAIL)
}

/// The area of access to a model, or of its regions, over the screen.
pub fn access(size: (u16, u16)) -> Rect {
    if size.0 < LIST_FROM { overlay(size) } else { middle(size, 110, 24) }
}

/// Columns and rows for the terms of an agreement: a line stands below them.
pub fn terms(size: (u16, u16)) -> (u16, u16) {
    let inner = inside(access(size));
    (inner.width, inner.height.saturating_sub(2))
}

/// Which row of such a list this cell lies in, counted from the first one seen.
pub fn overlay_row(area: Rect, column: u16, row: u16) -> Option<u16> {
    let list = Rect::new(area.x + 1, area.y + 3, area.width.saturating_sub(2), overlay_rows(area));
    covers(list, column, row).then(|| row - list.y)
}

/// Rows below a form's fields: a rule, and what is to be said of the selected one.
const FORM_DETAIL: u16 = 5;

/// The area of a form over the screen.
pub fn form(size: (u16, u16)) -> Rect {
    if size.0 < LIST_FROM { overlay(size) } else { middle(size, 120, 22) }
}

/// The area of a request over the screen.
pub fn request(size: (u16, u16)) -> Rect {
    if size.0 < LIST_FROM { overlay(size) } else { middle(size, 132, 34) }
}

/// Rows for the fields of a request inside its frame: below what is said of it as a whole.
pub fn request_fields(inner: Rect, trouble: u16) -> Rect {
    let form = request_form(inner, trouble);
    Rect { height: form_rows(form), ..form }
}

/// The form of a request inside its frame: all that what is said of it as a whole leaves.
pub fn request_form(inner: Rect, trouble: u16) -> Rect {
    let trouble = trouble.min(inner.height / 2);
    Rect { y: inner.y + trouble, height: inner.height - trouble, ..inner }
}

/// What is inside a frame.
pub fn inside(area: Rect) -> Rect {
    let (width, height) = (area.width.saturating_sub(2), area.height.saturating_sub(2));
    Rect::new(area.x + 1, area.y + 1, width, height)
}

/// Rows for a form's fields inside its frame.
pub fn form_rows(inner: Rect) -> u16 {
    inner.height.saturating_sub(FORM_DETAIL)
}

/// Columns for a form's values inside its frame; what is said of them stands right of it.
pub fn form_value(inner: Rect, label: u16) -> u16 {
    inner.width.saturating_sub(label) * 2 / 5
}

/// Columns for the value that is being typed: what is said of it stands below the fields.
pub fn form_typed(inner: Rect, label: u16) -> u16 {
    inner.width.saturating_sub(label + 1)
}

/// Which row of a form's fields this cell lies in, counted from the first one seen.
pub fn form_row(area: Rect, column: u16, row: u16) -> Option<u16> {
    let inner = inside(area);
    let fields = Rect { height: form_rows(inner), ..inner };
    covers(fields, column, row).then(|| row - fields.y)
}

/// The area of the system prompt's text inside its frame: a rule and a line stand below it.
pub fn system_text(inner: Rect) -> Rect {
    let (width, height) = (inner.width.saturating_sub(2), inner.height.saturating_sub(2));
    Rect::new(inner.x + 1, inner.y, width, height)
}

/// Rows for the help inside an overlay: without its frame.
pub fn help_rows(area: Rect) -> u16 {
    area.height.saturating_sub(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every way to show list, inspector and find on a screen this wide.
    fn every_way(width: u16) -> Vec<Shown> {
        let all = [false, true].map(|list| {
            [false, true].map(|inspector| [false, true].map(|find| Shown { list, inspector, find }))
        });
        let mut all: Vec<Shown> = all.into_iter().flatten().flatten().collect();
        all.retain(|shown| !(shown.list && shown.inspector) || fits_both(width));
        all
    }

    #[test]
    fn every_place_is_on_the_screen_and_none_lies_over_another() {
        for size in [(60, 16), (80, 24), (100, 30), (140, 40), (200, 60)] {
            for shown in every_way(size.0) {
                for rows in [0, 1, 5, 100] {
                    let areas = areas(size, shown, rows);
                    let screen = Rect::new(0, 0, size.0, size.1);
                    let over = !beside(size.0);
                    let all = [
                        areas.list,
                        if over { Rect::default() } else { areas.inspector },
                        areas.title,
                        areas.transcript,
                        areas.find,
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
                    assert_eq!(areas.composer.width, composer_width(size, shown));
                    let least = if size.0 < 65 { 35 } else { 40 };
                    assert!(areas.transcript.width >= least, "{size:?} {shown:?}");
                }
            }
        }
    }

    #[test]
    fn what_lies_over_the_screen_leaves_status_and_hints_alone() {
        for size in [MINIMUM, (80, 24), (99, 30), (100, 30), (140, 40), (200, 60)] {
            let (over, areas) = (overlay(size), areas(size, Shown::default(), 1));
            assert!(over.intersection(areas.status).is_empty(), "{size:?}");
            assert!(over.intersection(areas.hints).is_empty(), "{size:?}");
            assert!(over.width >= 60 && over.height >= 12, "{size:?}");
            assert_eq!(overlay_row(over, over.x + 1, over.y + 3), Some(0));
            assert_eq!(overlay_row(over, over.x + 1, over.y + 3 + overlay_rows(over)), None);
            assert_eq!(overlay_row(over, over.x, over.y + 3), None, "the frame");
        }
    }

    #[test]
    fn the_tab_that_is_shown_is_in_sight() {
        let words = ["Chat", "Throughput", "Logging"];
        let all: Vec<usize> = tabs(&words, Some(2), 40).into_iter().map(|(tab, _)| tab).collect();
        assert_eq!(all, [0, 1, 2]);
        assert_eq!(tabs(&words, Some(2), 24), [(1, 1..13), (2, 13..22)]);
        assert_eq!(tabs(&words, Some(0), 24), [(0, 1..7), (1, 7..19)]);
        assert_eq!(tabs(&words, None, 8), [(0, 1..7)]);
    }

    #[test]
    fn list_and_inspector_stand_together_where_both_fit() {
        assert!(!fits_both(80) && fits_both(100) && fits_both(140));
        assert!(!beside(72) && beside(80));
        let inspector = Shown { inspector: true, ..Shown::default() };
        let over = areas((60, 16), inspector, 1);
        assert_eq!((over.inspector.width, over.inspector.height), (60, 11), "the composer stays");
        assert_eq!(areas((80, 24), inspector, 1).inspector.width, 30);
    }
}
