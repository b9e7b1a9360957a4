//! A text that arrives in pieces, written as plain text: no escapes, line ends as LF.
//! Not here: which characters are harmful (text::sanitise).

use std::io::{self, Write};

use unicode_width::UnicodeWidthChar as _;

use crate::text::sanitise::sanitise;

/// Bytes held back at most: a flood of marks on one character waits no longer.
const HELD: usize = 256;

/// Writes what comes, made safe, and ends the last line.
#[derive(Debug, Default)]
pub(crate) struct Plain {
    /// The end of what came, which the next piece may belong to: a carriage return, or a character
    /// that marks and joiners may follow.
    held: String,
    /// Whether the last line is still open.
    open: bool,
}

impl Plain {
    /// Writes the next piece, but for what the one after it may change.
    pub(crate) fn push(&mut self, piece: &str, out: &mut dyn Write) -> io::Result<()> {
        self.held.push_str(piece);
        let settled = settled(&self.held);
        let settled = if self.held.len() - settled > HELD { self.held.len() } else { settled };
        let rest = self.held.split_off(settled);
        let whole = std::mem::replace(&mut self.held, rest);
        self.write(&whole, out)
    }

    /// Writes what was held back and ends the last line.
    pub(crate) fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let rest = std::mem::take(&mut self.held);
        self.write(&rest, out)?;
        if std::mem::take(&mut self.open) {
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn write(&mut self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let clean = sanitise(text);
        if let Some(last) = clean.chars().last() {
            self.open = last != '\n';
        }
        out.write_all(clean.as_bytes())
    }
}

/// How much of a text nothing that follows can change: all but its last character with the marks on
/// it, and what is joined to that.
fn settled(text: &str) -> usize {
    if text.ends_with([' ', '\n', '\t']) {
        return text.len();
    }
    let mut at = 0;
    for (index, char) in text.char_indices().rev() {
        at = index;
        let before = text[..index].chars().next_back();
        let joined =
            matches!(before, Some('\u{200C}' | '\u{200D}')) || char == '\n' && before == Some('\r');
        if char.width() != Some(0) && !joined {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(pieces: &[&str]) -> String {
        let mut plain = Plain::default();
        let mut out = Vec::new();
        for piece in pieces {
            plain.push(piece, &mut out).unwrap();
        }
        plain.end(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn line_ends_are_one_wherever_they_are_cut() {
        assert_eq!(written(&["a\r", "\nb\rc\r\nd"]), "a\nb\nc\nd\n");
        assert_eq!(written(&["a\r"]), "a\n");
        assert_eq!(written(&["a\r", "b"]), "a\nb\n");
        assert_eq!(written(&["a\n"]), "a\n");
        assert_eq!(written(&["", ""]), "");
    }

    #[test]
    fn escapes_do_not_get_through() {
        let text = written(&["\u{1b}]0;title\u{7}", "\u{1b}", "[31mred\t\u{9b}2J"]);
        assert!(!text.contains(['\u{1b}', '\u{9b}', '\u{7}']), "{text:?}");
        assert!(text.contains("red\t"), "{text:?}");
    }

    #[test]
    fn what_joiners_join_stays_joined_wherever_it_is_cut() {
        for text in [
            "👩\u{200d}🚀!",
            "می\u{200c}خواهم",
            "🏳\u{fe0f}\u{200d}🌈 1\u{fe0f}\u{20e3}",
            "e\u{301}",
        ] {
            let pieces: Vec<String> = text.chars().map(String::from).collect();
            let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
            assert_eq!(written(&pieces), format!("{text}\n"));
        }
    }

    #[test]
    fn a_flood_of_marks_is_not_held_for_ever() {
        let mut plain = Plain::default();
        let mut out = Vec::new();
        for _ in 0..10_000 {
            plain.push("\u{301}", &mut out).unwrap();
            assert!(plain.held.len() <= HELD + 2);
        }
    }

    proptest! {
        #[test]
        fn plain_letters_come_through_however_they_are_cut(
            text in "[a-zé字\r\n 👩\u{200d}\u{200c}\u{fe0f}\u{301}کم]{0,40}", at in 0_usize..40,
        ) {
            let cut = text.char_indices().map(|(at, _)| at).nth(at).unwrap_or(text.len());
            let (one, two) = text.split_at(cut);
            prop_assert_eq!(written(&[one, two]), written(&[&text]));
        }
    }
}
