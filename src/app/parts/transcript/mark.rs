//! Where words stand in rows that are laid out, also where a row is broken inside them.
//! Not here: how they are compared (needle), or what the rows are of (entry).

use std::ops::Range;

use super::entry::{Entry, Line};
use super::place::Spot;
use super::window::Place;
use crate::app::parts::needle::Needle;
use crate::domain::id::MessageId;
use crate::text::row::Row;

/// Words found in a row: the bytes of its text that show them, or as much of them as stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The row.
    pub row: usize,
    /// The first byte.
    pub from: usize,
    /// Behind the last.
    pub to: usize,
    /// It goes on what the mark before it began, in the row above.
    pub rest: bool,
}

/// The matches in a view of so many rows: the row of the view, whose they are, where they stand.
pub fn marks_seen(
    entries: &[Entry],
    (top, height): (Place, usize),
    needle: &Needle,
) -> Vec<(usize, MessageId, Mark)> {
    let mut seen = Vec::new();
    let (mut view, mut from) = (0, top.row);
    for entry in entries.get(top.entry..).unwrap_or(&[]) {
        let to = entry.height().min(from + height.saturating_sub(view));
        let marks = marks_in(entry, needle, from..to).into_iter();
        seen.extend(marks.map(|mark| (view + mark.row - from, entry.message.id, mark)));
        view += to.saturating_sub(from);
        from = 0;
        if view >= height {
            break;
        }
    }
    seen
}

/// The matches in these rows of an entry that is laid out.
pub fn marks_in(entry: &Entry, needle: &Needle, rows: Range<usize>) -> Vec<Mark> {
    // One may have begun in the row above.
    let from = rows.start.saturating_sub(1);
    let texts = (from..rows.end).filter_map(|row| Some((row, text_at(entry, row)?)));
    marks(needle, texts).filter(|mark| rows.contains(&mark.row)).collect()
}

/// Where the `nth` match in the source of an entry stands, its reasoning counted first: exactly where
/// its rows show as many matches as the source has, else about the row of its place in the source.
pub fn mark_of(entry: &Entry, needle: &Needle, nth: usize) -> Mark {
    let thoughts = entry.reasoning();
    let thought = needle.all(thoughts).count();
    let top = entry.text_top();
    let source = entry.source();
    let (rows, nth, found, spot) = if nth < thought {
        let place = needle.all(thoughts).nth(nth).map_or(0, |at| at.start);
        (0..top, nth, thought, Spot::Thought(place))
    } else {
        let nth = nth - thought;
        let place = needle.all(&source).nth(nth).map_or(0, |at| at.start);
        (top..entry.height(), nth, needle.all(&source).count(), Spot::Text(place))
    };
    let mut marks = marks_in(entry, needle, rows);
    marks.retain(|mark| !mark.rest);
    match marks.get(nth) {
        Some(mark) if marks.len() == found => *mark,
        _ => Mark { row: entry.row_of(spot), from: 0, to: 0, rest: false },
    }
}

fn text_at(entry: &Entry, row: usize) -> Option<&Row> {
    match entry.line(row) {
        Line::Thought(text) | Line::Prompt(text) | Line::Answer(text) => Some(text),
        _ => None,
    }
}

/// What stands left of a row that goes on the one above: indentation and bars.
const LEAD: [char; 3] = [' ', '│', '▌'];

/// Every match in these rows, in their order.
pub fn marks<'r>(
    needle: &Needle,
    rows: impl Iterator<Item = (usize, &'r Row)>,
) -> impl Iterator<Item = Mark> {
    let mut rows = rows.peekable();
    let mut found = Vec::new();
    let mut taken = 0;
    while let Some((row, text)) = rows.next() {
        let next = rows.peek().filter(|(_, next)| next.is_soft()).map(|(_, next)| next.text());
        taken = in_row(needle, (row, text.text()), next, taken, &mut found);
    }
    found.into_iter()
}

/// The matches that begin in a row, from a byte on; gives how many bytes of the next one they take.
fn in_row(
    needle: &Needle,
    (row, text): (usize, &str),
    next: Option<&str>,
    from: usize,
    found: &mut Vec<Mark>,
) -> usize {
    let before = found.len();
    let mut end = from;
    while let Some(at) = needle.next(text, end) {
        end = at.end;
        found.push(Mark { row, from: at.start, to: at.end, rest: false });
    }
    let Some(next) = next else { return 0 };
    let text = text.trim_end();
    let lead = next.len() - next.trim_start_matches(LEAD).len();
    // A row is broken at a blank, or inside a word or code.
    for gap in [" ", ""] {
        let joined = [text, gap, next.get(lead..).unwrap_or("")].concat();
        let mut at = found.get(before..).and_then(<[Mark]>::last).map_or(from, |mark| mark.to);
        while let Some(across) = needle.next(&joined, at).filter(|at| at.start < text.len()) {
            let edge = text.len() + gap.len();
            if across.end > edge {
                let to = lead + across.end - edge;
                found.push(Mark { row, from: across.start, to: text.len(), rest: false });
                found.push(Mark { row: row + 1, from: lead, to, rest: true });
                return to;
            }
            at = across.end;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::document::Document;
    use crate::text::wrap::wrap_plain;

    fn found(needle: &str, rows: &[Row]) -> Vec<(usize, String, bool)> {
        let needle = Needle::new(needle).unwrap();
        marks(&needle, rows.iter().enumerate())
            .map(|mark| (mark.row, rows[mark.row].text()[mark.from..mark.to].to_owned(), mark.rest))
            .collect()
    }

    fn said(row: usize, text: &str, rest: bool) -> (usize, String, bool) {
        (row, text.to_owned(), rest)
    }

    #[test]
    fn words_are_found_in_a_row_and_across_its_end() {
        let rows = wrap_plain("one two three two", 8);
        assert_eq!(found("two", &rows), [said(0, "two", false), said(2, "two", false)]);
        let across = [said(0, "two", false), said(1, "thr", true)];
        assert_eq!(found("two thr", &rows), across);
        assert_eq!(found("e two t", &rows), [said(0, "e two", false), said(1, "t", true)]);
        assert!(found("two  three", &rows).is_empty());
    }

    #[test]
    fn a_word_too_long_for_a_row_is_found_whole() {
        let rows = wrap_plain("abcdefghij", 4);
        assert_eq!(found("cdef", &rows), [said(0, "cd", false), said(1, "ef", true)]);
        assert_eq!(found("abcd", &rows), [said(0, "abcd", false)]);
    }

    #[test]
    fn bars_and_indentation_are_no_part_of_the_text() {
        let document = Document::one_shot("> one two three four\n\n```\nabcdefghijklm\n```", 12);
        let rows: Vec<Row> =
            (0..document.height()).filter_map(|row| document.row(row).cloned()).collect();
        assert_eq!(found("two three", &rows), [said(0, "two", false), said(1, "three", true)]);
        assert_eq!(found("jk", &rows).len(), 2, "across the bar of code");
    }
}
