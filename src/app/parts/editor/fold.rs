//! Texts kept beside the buffer: each stands in it as one character, its marker, and is drawn as a
//! label. Not here: when a text is folded (the editor decides).

use std::sync::Arc;

use super::estimate::estimate;
use crate::app::parts::count::thousands;

/// Markers are the private-use characters of plane 16, which no font and no icon set uses. One that
/// comes from outside is itself kept beside the buffer, so a marker in the buffer is always ours.
const FIRST: char = '\u{100000}';
const LAST: char = '\u{10FFFD}';

/// Whether a character of the buffer stands for a text kept beside it.
pub(super) fn is_marker(char: char) -> bool {
    (FIRST..=LAST).contains(&char)
}

/// What is kept beside a buffer. Grows only: undo may bring back any marker.
#[derive(Debug, Clone, Default)]
pub(super) struct Folds {
    kept: Vec<Kept>,
}

#[derive(Debug, Clone)]
struct Kept {
    text: Arc<str>,
    label: String,
    /// Its tokens, about.
    tokens: u64,
}

impl Folds {
    /// Keeps a text and gives its marker; the same text again gives the same marker. `None` when
    /// there are no markers left, after 65,534 different texts.
    pub(super) fn keep(&mut self, text: &str) -> Option<char> {
        if let Some(index) = self.kept.iter().position(|kept| *kept.text == *text) {
            return marker(index);
        }
        let marker = marker(self.kept.len())?;
        let kept = Kept { text: text.into(), label: label(text), tokens: estimate(text) };
        self.kept.push(kept);
        Some(marker)
    }

    /// What is drawn for a marker.
    pub(super) fn label(&self, marker: char) -> &str {
        self.at(marker).map_or("", |kept| kept.label.as_str())
    }

    /// Tokens of the buffer with every marker unfolded, about. A long paste is looked at once, when it
    /// is kept, so that a key costs no more with one than without.
    pub(super) fn tokens(&self, buffer: &str) -> u64 {
        let kept = |part: &str| match part.chars().next_back().and_then(|last| self.at(last)) {
            Some(kept) => kept.tokens,
            None => 0,
        };
        let parts = buffer.split_inclusive(is_marker);
        parts.map(|part| estimate(part.trim_end_matches(is_marker)) + kept(part)).sum()
    }

    /// The buffer with every marker replaced by what it stands for.
    pub(super) fn unfold(&self, buffer: &str) -> String {
        let kept = |marker| self.at(marker).map_or("", |kept| &*kept.text);
        let markers = || buffer.chars().filter(|char| is_marker(*char));
        let size: usize = markers().map(|marker| kept(marker).len()).sum();
        let mut text = String::with_capacity(buffer.len() + size);
        for part in buffer.split_inclusive(is_marker) {
            match part.char_indices().next_back().filter(|(_, last)| is_marker(*last)) {
                Some((at, marker)) => text.extend([&part[..at], kept(marker)]),
                None => text.push_str(part),
            }
        }
        text
    }

    fn at(&self, marker: char) -> Option<&Kept> {
        self.kept.get((marker as usize).checked_sub(FIRST as usize)?)
    }
}

fn marker(index: usize) -> Option<char> {
    let code = u32::try_from(index).ok()?.checked_add(FIRST as u32)?;
    char::from_u32(code).filter(|char| is_marker(*char))
}

/// `⟦pasted 1.0 MiB, 20,345 lines⟧`, or the code of a lone character that looks like a marker.
fn label(text: &str) -> String {
    let mut chars = text.chars();
    if let (Some(char), None) = (chars.next(), chars.next()) {
        return format!("⟦U+{:X}⟧", char as u32);
    }
    let lines = text.strip_suffix('\n').unwrap_or(text).matches('\n').count() + 1;
    match lines {
        1 => format!("⟦pasted {}, 1 line⟧", size(text.len())),
        _ => format!("⟦pasted {}, {} lines⟧", size(text.len()), thousands(lines as u64)),
    }
}

fn size(bytes: usize) -> String {
    const KIB: usize = 1 << 10;
    const MIB: usize = 1 << 20;
    let tenths = |unit: usize| (bytes * 10 + unit / 2) / unit;
    let (tenths, unit) = match bytes {
        0..KIB => return format!("{bytes} bytes"),
        // What would print as 1024.0 KiB is the next unit.
        _ if tenths(KIB) < 10_240 => (tenths(KIB), "KiB"),
        _ => (tenths(MIB), "MiB"),
    };
    format!("{}.{} {unit}", thousands(tenths as u64 / 10), tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_tell_size_and_lines() {
        let mib = "0123456789abcde\n".repeat(1 << 16);
        for (text, expected) in [
            (mib.as_str(), "⟦pasted 1.0 MiB, 65,536 lines⟧"),
            (&mib[..1 << 19], "⟦pasted 512.0 KiB, 32,768 lines⟧"),
            (&mib[..(1 << 20) - 1], "⟦pasted 1.0 MiB, 65,536 lines⟧"),
            ("ab\ncd", "⟦pasted 5 bytes, 2 lines⟧"),
            (&"x".repeat(9000), "⟦pasted 8.8 KiB, 1 line⟧"),
            ("\u{10FFFD}", "⟦U+10FFFD⟧"),
        ] {
            assert_eq!(label(text), expected);
        }
    }

    #[test]
    fn markers_unfold_to_what_they_stand_for() {
        let mut folds = Folds::default();
        let one = folds.keep("first\ntext").unwrap();
        let two = folds.keep("\u{100000}").unwrap();
        assert_eq!(folds.keep("first\ntext"), Some(one));
        assert_ne!(one, two);
        let buffer = format!("a{one}{two}b{one}");
        assert_eq!(folds.unfold(&buffer), "afirst\ntext\u{100000}bfirst\ntext");
        assert_eq!(folds.unfold(""), "");
    }

    #[test]
    fn markers_end_where_their_plane_ends() {
        assert_eq!(marker(0), Some(FIRST));
        assert_eq!(marker(65_533), Some(LAST));
        assert_eq!(marker(65_534), None);
    }
}
