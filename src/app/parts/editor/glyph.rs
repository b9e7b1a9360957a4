//! How a grapheme cluster of the buffer looks on the screen and how many columns it takes.
//! Not here: rows (wrap).

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar as _;

use super::fold::{Folds, is_marker};
use crate::text::sanitise::{is_harmful, sanitise};
use crate::text::wrap::width;

/// Columns of a tab: a fixed number, so that a row looks the same wherever it begins.
const TAB: &str = "    ";

/// What is drawn for a cluster, and the columns it takes. Nothing that is drawn can move the
/// cursor, reorder text or hide: controls become their pictures, and what has no width of its own
/// becomes a visible mark. Nothing is wider than `limit`: a label is cut, any other cluster
/// replaced.
pub(super) fn glyph<'a>(folds: &'a Folds, cluster: &'a str, limit: usize) -> (Cow<'a, str>, usize) {
    if let [b' '..=b'~'] = cluster.as_bytes() {
        return (Cow::Borrowed(cluster), 1);
    }
    if cluster == "\t" {
        return (Cow::Borrowed(TAB), TAB.len());
    }
    if let Some(marker) = cluster.chars().next().filter(|char| is_marker(*char)) {
        return cut(folds.label(marker), limit);
    }
    let one = cluster.chars().nth(1).is_none();
    let clean = if one && !cluster.contains(is_unsafe) {
        Cow::Borrowed(cluster)
    } else {
        let pictured: String = cluster.chars().map(picture).collect();
        // What else hides, and floods of marks, as everywhere.
        Cow::Owned(sanitise(&pictured).into_owned())
    };
    match width(&clean) {
        0 => (Cow::Borrowed("·"), 1),
        width if width > limit => (Cow::Borrowed("\u{FFFD}"), 1),
        width => (clean, width),
    }
}

/// A label, shortened to a number of columns.
fn cut(label: &str, limit: usize) -> (Cow<'_, str>, usize) {
    // Every character of a label takes one column.
    let columns = label.chars().count();
    if columns <= limit {
        return (Cow::Borrowed(label), columns);
    }
    let kept: String = label.chars().take(limit.saturating_sub(1)).chain(['…']).collect();
    (Cow::Owned(kept), limit)
}

/// Controls, what reorders the text around it, and what is no character or no more than a blank.
fn is_unsafe(char: char) -> bool {
    is_harmful(char) && char.width() != Some(0)
        || char.is_control()
        || matches!(char,
            '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn picture(char: char) -> char {
    match char {
        '\0'..='\u{1F}' => char::from_u32(0x2400 + char as u32).unwrap_or('\u{FFFD}'),
        '\u{7F}' => '\u{2421}',
        _ if is_unsafe(char) => '\u{FFFD}',
        _ => char,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cluster: &str) -> (String, usize) {
        let folds = Folds::default();
        let (text, width) = glyph(&folds, cluster, 20);
        (text.into_owned(), width)
    }

    #[test]
    fn widths_are_those_of_the_terminal() {
        for (cluster, width) in
            [("a", 1), ("é", 1), ("e\u{301}", 1), ("漢", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2)]
        {
            assert_eq!(shown(cluster), (cluster.to_owned(), width));
        }
        assert_eq!(shown("\t"), ("    ".to_owned(), 4));
    }

    #[test]
    fn nothing_drawn_hides_or_moves_the_cursor() {
        assert_eq!(shown("\u{1b}"), ("␛".to_owned(), 1));
        assert_eq!(shown("\u{7f}"), ("␡".to_owned(), 1));
        assert_eq!(shown("\u{9b}"), ("\u{FFFD}".to_owned(), 1));
        assert_eq!(shown("\u{202e}"), ("\u{FFFD}".to_owned(), 1));
        assert_eq!(shown("\u{200b}"), ("·".to_owned(), 1));
        assert_eq!(shown("\u{301}"), ("·".to_owned(), 1));
        assert_eq!(shown("\u{fffe}"), ("\u{FFFD}".to_owned(), 1));
        assert_eq!(shown("e\u{e0041}\u{e0042}"), ("e".to_owned(), 1));
        let flood = format!("e{}", "\u{301}".repeat(999));
        assert_eq!(shown(&flood), (format!("e{}", "\u{301}".repeat(8)), 1));
    }

    #[test]
    fn a_label_is_cut_to_the_row() {
        let mut folds = Folds::default();
        let marker = folds.keep(&"x\n".repeat(9000)).unwrap().to_string();
        assert_eq!(glyph(&folds, &marker, 80).0, "⟦pasted 17.6 KiB, 9,000 lines⟧");
        let (label, width) = glyph(&folds, &marker, 10);
        assert_eq!((label.as_ref(), width), ("⟦pasted 1…", 10));
    }
}
