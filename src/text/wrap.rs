//! Plain text to rows: prompts, reasoning, notices.
//! Not here: Markdown (`document`).

use std::sync::Arc;

use super::flow::{Flow, Lead};
use super::row::{Row, RowBuilder};
use super::sanitise::sanitise;
use super::style::Style;
pub use super::width::width;

/// Columns between tab stops in plain text and code.
pub(crate) const TAB: usize = 4;

/// Wraps plain text at words and grapheme clusters into rows of at most `columns` columns (at
/// least 1). Line feeds, empty lines and runs of spaces are kept; the text is sanitised and tabs
/// become spaces. Rows are in `Role::Text`.
pub fn wrap_plain(text: &str, columns: u16) -> Vec<Row> {
    let clean = sanitise(text);
    let limit = usize::from(columns.max(1));
    let mut rows = Vec::new();
    let mut offset = 0;
    for line in clean.split('\n') {
        let mut flow = Flow::new(Arc::new(Lead::default()), limit).keeping_spaces();
        flow.set_origin(offset);
        flow.push(&expand_tabs(line), Style::default(), &mut rows);
        flow.end_line(&mut rows);
        offset += line.len() + 1;
    }
    rows
}

/// Wraps text beside a label, whatever does not fit under the text's own beginning; further lines
/// of the text begin there too. The label leaves at least one column.
pub fn wrap_under(label: &str, text: &str, columns: u16) -> Vec<Row> {
    let hang = width(label).min(usize::from(columns.saturating_sub(1)));
    let blank = |builder: &mut RowBuilder| {
        builder.spaces(hang, Style::default());
        builder.take(0, false)
    };
    let mut builder = RowBuilder::default();
    let rest = blank(&mut builder);
    let mut first = rest.clone();
    if hang == width(label) {
        builder.write(&sanitise(label), Style::default());
        first = builder.take(0, false);
    }
    let mut rows = Vec::new();
    for line in sanitise(text).split('\n') {
        let lead = Lead { first: std::mem::replace(&mut first, rest.clone()), rest: rest.clone() };
        let mut flow = Flow::new(Arc::new(lead), usize::from(columns.max(1))).keeping_spaces();
        flow.push(&expand_tabs(line), Style::default(), &mut rows);
        flow.end_line(&mut rows);
    }
    rows
}

/// A line with its tabs as spaces up to the next stop.
fn expand_tabs(line: &str) -> std::borrow::Cow<'_, str> {
    if !line.contains('\t') {
        return line.into();
    }
    let mut clean = String::with_capacity(line.len() + 16);
    let mut column = 0;
    for (index, piece) in line.split('\t').enumerate() {
        if index > 0 {
            let spaces = TAB - column % TAB;
            clean.extend(std::iter::repeat_n(' ', spaces));
            column += spaces;
        }
        clean.push_str(piece);
        column += width(piece);
    }
    clean.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, columns: u16) -> Vec<String> {
        let rows = wrap_plain(text, columns);
        rows.iter().map(|row| row.text().to_owned()).collect()
    }

    #[test]
    fn words_wrap_and_lines_stay() {
        assert_eq!(wrapped("one two three\n\n  four", 8), ["one two", "three", "", "  four"]);
        assert_eq!(wrapped("", 8), [""]);
        assert_eq!(wrapped("a\tb", 8), ["a   b"]);
    }

    #[test]
    fn long_words_and_wide_text_are_split_between_clusters() {
        assert_eq!(wrapped("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("日本語の文。次", 8), ["日本語の", "文。次"]);
        assert_eq!(wrapped("👩\u{200d}👧👩\u{200d}👧", 3), ["👩\u{200d}👧", "👩\u{200d}👧"]);
    }

    #[test]
    fn soft_wraps_are_marked() {
        let soft: Vec<bool> = wrap_plain("one two\nthree", 4).iter().map(Row::is_soft).collect();
        assert_eq!(soft, [false, true, false, true]);
    }
}
