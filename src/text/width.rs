//! Columns a text takes on the screen, cluster by cluster, as ratatui draws it.
//! Not here: breaking text into rows (`flow`, `code`).

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns `text` takes on the screen: the sum over its grapheme clusters of what ratatui 0.30
/// gives each (`CellWidth` and `Buffer::set_stringn` of ratatui-core). Control characters are not
/// drawn and count nothing.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return text.len();
    }
    text.graphemes(true).map(cluster).sum()
}

/// Columns one grapheme cluster takes on the screen.
pub(crate) fn cluster(symbol: &str) -> usize {
    if let [byte] = symbol.as_bytes() {
        return usize::from((b' '..=b'~').contains(byte));
    }
    if symbol.contains(char::is_control) {
        return 0;
    }
    // Half-width sound marks stand in a cell of their own on terminals, though they combine.
    let marks = symbol.chars().filter(|mark| matches!(mark, '\u{FF9E}' | '\u{FF9F}')).count();
    symbol.width() + marks
}

/// Where the last grapheme cluster within the first `most` bytes begins: a fair place to cut a text
/// that has no better one. Never 0 for a text longer than that.
pub(crate) fn cluster_start(text: &str, most: usize) -> usize {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let head = end.and_then(|end| text.get(..end)).unwrap_or(text);
    match head.grapheme_indices(true).next_back() {
        Some((start, _)) if start > 0 => start,
        _ => head.len(),
    }
}

/// True for characters that join nothing on either side: plain ASCII, Han, kana and Hangul
/// syllables. Between two of them a text may be cut without changing what is drawn.
pub(crate) fn is_simple(symbol: char) -> bool {
    matches!(symbol,
        ' '..='~'
        | '\u{3001}'..='\u{3003}'
        | '\u{3008}'..='\u{3011}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{FF01}'..='\u{FF60}')
}

/// True when no grapheme cluster can reach across a place between these characters.
pub(crate) fn parts(before: char, after: char) -> bool {
    if is_simple(before) && is_simple(after) {
        return true;
    }
    if !matches!(before, ' ' | '\n') {
        return false;
    }
    let mut pair = String::from(' ');
    pair.push(after);
    pair.graphemes(true).nth(1).is_some()
}
