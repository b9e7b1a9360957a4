//! Where in its source a row stands, and which row stands there, so that a place is found again at
//! another width. Not here: what the rows are (entry).
//!
//! A row knows where the line or run begins that it was wrapped from; what it holds of that run is
//! measured by the text of the rows before it. Both ways count alike, so a place stays within a row
//! of itself however often the width changes.

use crate::text::row::Row;

/// A place in what an entry shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// Its header.
    Header,
    /// The line that says there is reasoning.
    Reasoning,
    /// Reasoning, about this many bytes in.
    Thought(usize),
    /// Its text, about this many bytes in.
    Text(usize),
    /// So many rows below the text.
    Foot(usize),
}

/// About how many bytes into the source this row begins; never beyond the run it belongs to.
pub fn offset_of<'r>(rows: impl Fn(usize) -> Option<&'r Row>, row: usize) -> usize {
    let run = run_of(&rows, row);
    let begin = first(&rows, row + 1, |of| of >= run);
    let inside: usize = (begin..row).filter_map(&rows).map(taken).sum();
    let mut below = (row..).map_while(|row| rows(row).map(|_| run_of(&rows, row)));
    let next = below.find(|of| *of > run).unwrap_or(usize::MAX);
    run.saturating_add(inside).min(next - 1).max(run)
}

/// The row of `count` that holds this place of the source.
pub fn row_of<'r>(rows: impl Fn(usize) -> Option<&'r Row>, count: usize, offset: usize) -> usize {
    let behind = first(&rows, count, |of| of > offset);
    let Some(last) = behind.checked_sub(1) else { return 0 };
    let run = run_of(&rows, last);
    let mut row = first(&rows, count, |of| of >= run);
    let mut at = run;
    while row < last {
        at = at.saturating_add(rows(row).map_or(0, taken));
        if at > offset {
            break;
        }
        row += 1;
    }
    row
}

/// Where the run begins that a row was wrapped from. A blank row between two blocks belongs to the
/// one below it, whatever it says itself; below the last there is nothing.
fn run_of<'r>(rows: impl Fn(usize) -> Option<&'r Row>, row: usize) -> usize {
    let mut below = (row..).map_while(rows).filter(|row| !row.text().is_empty());
    below.next().map_or(usize::MAX, Row::offset)
}

/// What a row takes of the source: its text and the blank it was broken at.
fn taken(row: &Row) -> usize {
    let text = row.text().trim();
    if text.is_empty() { 0 } else { text.len() + 1 }
}

/// The first of `count` rows whose run begins where it is wanted; all later ones do too.
fn first<'r>(
    rows: impl Fn(usize) -> Option<&'r Row>,
    count: usize,
    wanted: impl Fn(usize) -> bool,
) -> usize {
    let (mut from, mut to) = (0, count);
    while from < to {
        let middle = usize::midpoint(from, to);
        if wanted(run_of(&rows, middle)) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::wrap::wrap_plain;

    proptest! {
        #[test]
        fn a_row_is_found_again_where_it_was(
            text in "([a-z]{1,9}[ \n]{1,2}){0,200}",
            width in 10u16..60,
        ) {
            let rows = wrap_plain(&text, width);
            for row in 0..rows.len() {
                let offset = offset_of(|row| rows.get(row), row);
                let found = row_of(|row| rows.get(row), rows.len(), offset);
                prop_assert!(found.abs_diff(row) <= 1, "{row} {found}");
            }
        }

        #[test]
        fn a_place_is_where_its_text_is(
            words in proptest::collection::vec("[a-z]{1,9}", 1..200),
            width in 10u16..60,
            at in 0usize..200,
        ) {
            let text = words.join(" ");
            let offset = words.iter().take(at.min(words.len() - 1)).map(|word| word.len() + 1).sum();
            let rows = wrap_plain(&text, width);
            let row = row_of(|row| rows.get(row), rows.len(), offset);
            prop_assert_eq!(offset_of(|row| rows.get(row), row) <= offset, true);
            prop_assert_eq!(offset_of(|row| rows.get(row), row + 1) > offset || row + 1 == rows.len(), true);
        }
    }
}
