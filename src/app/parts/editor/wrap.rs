//! The buffer cut into screen rows of a width, kept up to date edit by edit.
//! Not here: which rows are on the screen (the editor).

use std::ops::Range;

use super::boundary::{clusters, line_end, line_start};
use super::fold::Folds;
use super::glyph::glyph;

/// Below this many columns nothing is wrapped any narrower.
const NARROWEST: usize = 8;
/// Rows before an edit that it may change: what follows a row decides where that row ends, and a
/// row that is one fold can make the row before it end early too.
const REACH: usize = 3;

/// The rows of a whole text, at least one. A row is a range of bytes without its line feed; a row
/// that goes on in the next one ends where that begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rows {
    limit: usize,
    rows: Vec<Range<usize>>,
}

impl Rows {
    /// Wraps a text to a width in columns. The last column holds only the caret, or one space that
    /// hangs over, so that the caret is always inside.
    pub(super) fn new(text: &str, folds: &Folds, width: u16) -> Self {
        let limit = limit(width);
        Self { limit, rows: Wrapping { text, folds, limit, next: Some(0), line_end: 0 }.collect() }
    }

    /// Whether these are the rows of that width.
    pub(super) fn fits(&self, width: u16) -> bool {
        self.limit == limit(width)
    }

    /// The width these rows were wrapped to.
    pub(super) fn width(&self) -> u16 {
        u16::try_from(self.limit + 1).unwrap_or(u16::MAX)
    }

    /// Columns that text may take.
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// Every row.
    pub(super) fn all(&self) -> &[Range<usize>] {
        &self.rows
    }

    /// The index of the row the caret is in when it stands at a byte. Where two rows meet, it is
    /// the second.
    pub(super) fn at(&self, at: usize) -> usize {
        self.rows.partition_point(|row| row.start <= at).saturating_sub(1)
    }

    /// Whether a row goes on in the next one.
    pub(super) fn is_soft(&self, index: usize) -> bool {
        let here = self.rows.get(index).map(|row| row.end);
        here.is_some() && here == self.rows.get(index + 1).map(|row| row.start)
    }

    /// Takes note that in `text` the bytes from `at` to `at + inserted` replaced `removed` bytes:
    /// wraps from a little before until a row begins where one began before, and shifts the rest.
    pub(super) fn replaced(
        &mut self,
        text: &str,
        folds: &Folds,
        at: usize,
        removed: usize,
        inserted: usize,
    ) {
        let start = line_start(text, at);
        let line = self.rows.partition_point(|row| row.start < start);
        let first = self.at(at).saturating_sub(REACH).max(line);
        let from = self.rows.get(first).map_or(start, |row| row.start);
        let mut fresh = Vec::new();
        let mut last = self.rows.len();
        for row in (Wrapping { text, folds, limit: self.limit, next: Some(from), line_end: from }) {
            if row.start > at + inserted {
                // A row depends on nothing but where it begins: from here on they are the same.
                let before = row.start - inserted + removed;
                let same = self.rows.partition_point(|old| old.start < before);
                if self.rows.get(same).is_some_and(|old| old.start == before) {
                    last = same;
                    break;
                }
            }
            fresh.push(row);
        }
        if removed != inserted {
            for row in &mut self.rows[last..] {
                row.start = row.start + inserted - removed;
                row.end = row.end + inserted - removed;
            }
        }
        self.rows.splice(first..last, fresh);
    }
}

fn limit(width: u16) -> usize {
    usize::from(width).max(NARROWEST) - 1
}

/// Wraps row by row.
struct Wrapping<'a> {
    text: &'a str,
    folds: &'a Folds,
    limit: usize,
    /// Where the next row begins; `None` behind the last.
    next: Option<usize>,
    /// The end of the line the row before was in.
    line_end: usize,
}

impl Iterator for Wrapping<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.next?;
        if start >= self.line_end {
            self.line_end = line_end(self.text, start);
        }
        let (end, goes_on) = self.row_end(start);
        self.next = if goes_on { Some(end) } else { (end < self.text.len()).then_some(end + 1) };
        Some(start..end)
    }
}

impl Wrapping<'_> {
    /// The end of the row that begins at a byte, and whether its line goes on in another row. A row
    /// ends behind spaces and beside wide characters and folds where it can, inside a word where it
    /// must.
    fn row_end(&self, start: usize) -> (usize, bool) {
        let mut column = 0;
        let mut gap = None;
        for (offset, cluster) in clusters(&self.text[start..self.line_end]) {
            let at = start + offset;
            let space = matches!(cluster, " " | "\t");
            let wide = glyph(self.folds, cluster, self.limit).1;
            if wide > 1 && at > start {
                gap = Some(at);
            }
            if column + wide > self.limit + usize::from(space) {
                return (gap.filter(|_| !space).unwrap_or(at), true);
            }
            column += wide;
            if space || wide > 1 {
                gap = Some(at + cluster.len());
            }
        }
        // A space that hangs over at the very end has the caret behind it on a row of its own.
        (self.line_end, column > self.limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: u16) -> Vec<&str> {
        let rows = Rows::new(text, &Folds::default(), width);
        rows.rows.into_iter().map(|row| &text[row]).collect()
    }

    #[test]
    fn lines_break_behind_spaces_and_in_words_only_where_they_must() {
        assert_eq!(wrapped("", 10), [""]);
        assert_eq!(wrapped("a\n\nb\n", 10), ["a", "", "b", ""]);
        assert_eq!(wrapped("the quick brown fox", 10), ["the quick ", "brown fox"]);
        assert_eq!(wrapped("the quicker fox", 10), ["the ", "quicker ", "fox"]);
        assert_eq!(wrapped("a abcdefghijklmnop", 10), ["a ", "abcdefghi", "jklmnop"]);
        assert_eq!(wrapped("abcdefghi", 10), ["abcdefghi"], "the last column is the caret's");
        assert_eq!(wrapped("abcdefghij", 10), ["abcdefghi", "j"]);
        assert_eq!(wrapped("abcdefghi   j", 10), ["abcdefghi ", "  j"], "one space hangs over");
        assert_eq!(wrapped("abcdefghi ", 10), ["abcdefghi ", ""], "and the caret goes on");
    }

    #[test]
    fn wide_characters_stay_whole_and_break_anywhere() {
        assert_eq!(wrapped("漢字漢字漢字", 10), ["漢字漢字", "漢字"]);
        assert_eq!(wrapped("ab 漢字漢字漢字", 10), ["ab 漢字漢", "字漢字"]);
        assert_eq!(
            wrapped("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}", 8).len(),
            2
        );
    }

    #[test]
    fn a_caret_between_two_rows_is_in_the_second() {
        let rows = Rows::new("the quick brown fox\nx", &Folds::default(), 10);
        assert_eq!([0, 9, 10, 19, 20, 21].map(|at| rows.at(at)), [0, 0, 1, 1, 2, 2]);
        assert_eq!([0, 1, 2].map(|row| rows.is_soft(row)), [true, false, false]);
    }

    proptest::proptest! {
        #[test]
        fn rows_hold_all_the_text_within_the_width(
            text in "[a-c \t\n漢👧\u{301}\u{1b}]{0,80}",
            width in 8u16..20,
        ) {
            let folds = Folds::default();
            let rows = Rows::new(&text, &folds, width);
            let mut at = 0;
            for (index, row) in rows.rows.iter().enumerate() {
                proptest::prop_assert_eq!(row.start, at);
                proptest::prop_assert!(row.end > row.start || !rows.is_soft(index));
                proptest::prop_assert_eq!(rows.at(row.start), index);
                let columns: usize =
                    clusters(&text[row.clone()]).map(|(_, cluster)| glyph(&folds, cluster, 80).1).sum();
                proptest::prop_assert!(columns <= usize::from(width));
                at = row.end + usize::from(!rows.is_soft(index));
            }
            proptest::prop_assert_eq!(at, text.len() + 1);
        }
    }
}
