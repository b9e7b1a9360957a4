//! Where the caret may stand: between grapheme clusters, with every fold marker a cluster of its
//! own whatever stands beside it. Not here: what a cluster looks like (glyph).

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::fold::is_marker;

/// Whether the caret may stand at this byte.
pub(super) fn is_boundary(text: &str, at: usize) -> bool {
    let Some((before, behind)) = text.split_at_checked(at) else { return false };
    let beside = [before.chars().next_back(), behind.chars().next()];
    beside.contains(&None)
        || beside.into_iter().flatten().any(is_marker)
        || GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

/// The first boundary behind a byte; the end where there is none.
pub(super) fn next(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    let end = cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len());
    match text[at..end].char_indices().find(|(_, char)| is_marker(*char)) {
        Some((0, marker)) => at + marker.len_utf8(),
        Some((before, _)) => at + before,
        None => end,
    }
}

/// The last boundary before a byte; 0 where there is none.
pub(super) fn previous(text: &str, at: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    let start = cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0);
    match text[start..at].char_indices().rfind(|(_, char)| is_marker(*char)) {
        Some((offset, marker)) if start + offset + marker.len_utf8() == at => start + offset,
        Some((offset, marker)) => start + offset + marker.len_utf8(),
        None => start,
    }
}

/// The first boundary at or behind a byte.
pub(super) fn ceiling(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    if is_boundary(text, at) { at } else { next(text, at) }
}

/// All clusters with the byte each begins at, found as they are asked for.
pub(super) fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let byte = text.as_bytes().get(start)?;
        // A printable ASCII character before another character of ASCII is a cluster of its own.
        let plain =
            matches!(byte, b' '..=b'~') && text.as_bytes().get(start + 1).is_none_or(u8::is_ascii);
        at = if plain { start + 1 } else { next(text, start) };
        Some((start, &text[start..at]))
    })
}

/// The beginning of the word before a byte: over spaces and signs, then over one word. A marker is
/// a word.
pub(super) fn word_left(text: &str, at: usize) -> usize {
    let words = text[..at].split_word_bound_indices().rev();
    let mut starts = words.filter(|(_, word)| is_word(word)).map(|(start, _)| start);
    // What was cut at the caret may have bounds inside a cluster: step out of it to the left.
    match starts.next() {
        Some(start) if is_boundary(text, start) => start,
        Some(start) => previous(text, start),
        None => 0,
    }
}

/// The end of the word behind a byte, likewise.
pub(super) fn word_right(text: &str, at: usize) -> usize {
    let mut words = text[at..].split_word_bound_indices();
    let end = words.find(|(_, word)| is_word(word)).map(|(start, word)| at + start + word.len());
    ceiling(text, end.unwrap_or(text.len()))
}

fn is_word(text: &str) -> bool {
    text.chars().any(|char| char.is_alphanumeric() || char == '_' || is_marker(char))
}

/// The beginning of the line a byte is in.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The end of the line a byte is in, before its line feed.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline)
}

#[cfg(test)]
mod tests {
    use super::*;

    const M: char = '\u{100000}';

    fn forth(text: &str) -> Vec<usize> {
        let mut stops = vec![0];
        while stops.last() != Some(&text.len()) {
            stops.push(next(text, *stops.last().unwrap()));
        }
        stops
    }

    fn back(text: &str) -> Vec<usize> {
        let mut stops = vec![text.len()];
        while stops.last() != Some(&0) {
            stops.push(previous(text, *stops.last().unwrap()));
        }
        stops.reverse();
        stops
    }

    #[test]
    fn clusters_are_what_people_see() {
        assert_eq!(forth("ae\u{301}b"), [0, 1, 4, 5]);
        assert_eq!(forth("👩‍👩‍👧🇩🇪🇫🇷"), [0, 18, 26, 34]);
        assert_eq!(forth("a\n\nb"), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn a_marker_joins_nothing() {
        assert_eq!(forth(&format!("a{M}\u{301}b")), [0, 1, 5, 7, 8]);
        assert_eq!(forth(&format!("\u{600}{M}{M}")), [0, 2, 6, 10]);
        assert!(is_boundary(&format!("{M}\u{301}"), 4));
        assert!(!is_boundary("e\u{301}", 1));
    }

    #[test]
    fn words_are_jumped_over_and_a_marker_is_one() {
        let text = format!("fn main()  {M} übung.");
        assert_eq!(word_right(&text, 0), 2);
        assert_eq!(word_right(&text, 2), 7);
        assert_eq!(word_right(&text, 7), 15);
        assert_eq!(word_right(&text, 15), 22);
        assert_eq!(word_right(&text, 22), 23);
        assert_eq!(word_left(&text, 23), 16);
        assert_eq!(word_left(&text, 16), 11);
        assert_eq!(word_left(&text, 11), 3);
        assert_eq!(word_left(&text, 5), 3);
        assert_eq!(word_left(&text, 3), 0);
        assert_eq!(word_left("a\nb", 2), 0);
    }

    proptest::proptest! {
        #[test]
        fn forth_and_back_and_all_at_once_agree(
            text in "[ae \u{301}\u{600}\u{200d}\u{100000}\u{1F1E6}👩👧漢\n]{0,24}",
        ) {
            let stops = forth(&text);
            proptest::prop_assert_eq!(&back(&text), &stops);
            let mut starts: Vec<_> = clusters(&text).map(|(start, _)| start).collect();
            starts.push(text.len());
            proptest::prop_assert_eq!(&starts, &stops);
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                proptest::prop_assert_eq!(is_boundary(&text, at), stops.contains(&at));
                proptest::prop_assert!(stops.contains(&ceiling(&text, at)));
            }
            for at in stops.clone() {
                proptest::prop_assert!(stops.contains(&word_left(&text, at)));
                proptest::prop_assert!(stops.contains(&word_right(&text, at)));
            }
        }
    }
}
