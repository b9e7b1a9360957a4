//! A text that arrives in pieces, written as plain text: no escapes, line ends as LF.
//! Not here: which characters are harmful (text::sanitise).

use std::io::{self, Write};

use crate::text::sanitise::sanitise;

/// Writes what comes, made safe, and ends the last line.
#[derive(Debug, Default)]
pub(crate) struct Plain {
    /// A carriage return at the end of a piece: whether it is a line end, the next one tells.
    held: bool,
    /// Whether the last line is still open.
    open: bool,
}

impl Plain {
    /// Writes the next piece.
    pub(crate) fn push(&mut self, piece: &str, out: &mut dyn Write) -> io::Result<()> {
        let whole;
        let mut piece = piece;
        if std::mem::take(&mut self.held) {
            whole = format!("\r{piece}");
            piece = &whole;
        }
        if let Some(before) = piece.strip_suffix('\r') {
            self.held = true;
            piece = before;
        }
        let clean = sanitise(piece);
        if let Some(last) = clean.chars().last() {
            self.open = last != '\n';
        }
        out.write_all(clean.as_bytes())
    }

    /// Writes what was held back and ends the last line.
    pub(crate) fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if std::mem::take(&mut self.held) || std::mem::take(&mut self.open) {
            self.open = false;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
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

    proptest! {
        #[test]
        fn plain_letters_come_through_however_they_are_cut(
            text in "[a-zé字\r\n ]{0,40}", at in 0_usize..40,
        ) {
            let cut = text.char_indices().map(|(at, _)| at).nth(at).unwrap_or(text.len());
            let (one, two) = text.split_at(cut);
            prop_assert_eq!(written(&[one, two]), written(&[&text]));
        }
    }
}
