//! Makes text from outside safe to draw: nothing that leaves here can move the cursor, hide or
//! reorder text. Not here: tab stops and wrapping (`wrap`, `code`).

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// Zero-width characters allowed on one base character.
const MARKS: usize = 8;

/// Multi-line text made safe: line feeds and tabs stay, CR LF and CR become LF, other controls
/// become their pictures (U+2400..), bidirectional overrides and noncharacters become U+FFFD,
/// invisible characters vanish unless they join letters or emoji, and a flood of combining marks
/// is cut at eight.
pub fn sanitise(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(clean(text))
}

/// The same for text that must stay on one line: line feeds and tabs become spaces.
pub fn sanitise_line(text: &str) -> Cow<'_, str> {
    let clean = sanitise(text);
    if clean.contains(['\n', '\t']) {
        return Cow::Owned(clean.replace(['\n', '\t'], " "));
    }
    clean
}

/// Whether a character could move the cursor, hide or reorder text wherever it stands: what is never
/// kept as it is, line feeds and tabs aside. Joiners and variations, which may join letters, are not
/// among them.
pub fn is_harmful(symbol: char) -> bool {
    match symbol {
        '\n' | '\t' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' => false,
        _ => sanitise(symbol.encode_utf8(&mut [0; 4])) != *symbol.encode_utf8(&mut [0; 4]),
    }
}

fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut state = State::default();
    let mut chars = text.chars().peekable();
    while let Some(symbol) = chars.next() {
        if symbol == '\r' {
            if chars.peek() != Some(&'\n') {
                state.put('\n', &mut out);
            }
        } else if let Some(kept) = state.judge(symbol, chars.peek().copied()) {
            state.put(kept, &mut out);
        }
    }
    out
}

/// What was written before, as far as it decides about what comes.
#[derive(Default)]
struct State {
    last: Option<char>,
    marks: usize,
    flag: bool,
}

impl State {
    fn put(&mut self, symbol: char, out: &mut String) {
        if symbol.width() == Some(0) {
            if self.marks == MARKS {
                return;
            }
            self.marks += 1;
        } else {
            self.marks = 0;
            self.flag = symbol == '\u{1F3F4}';
        }
        self.last = Some(symbol);
        out.push(symbol);
    }

    fn judge(&self, symbol: char, next: Option<char>) -> Option<char> {
        match symbol {
            '\n' | '\t' | ' '..='~' => Some(symbol),
            '\0'..='\u{1F}' => char::from_u32(0x2400 + symbol as u32),
            '\u{7F}' => Some('\u{2421}'),
            '\u{80}'..='\u{9F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FDD0}'..='\u{FDEF}' => Some('\u{FFFD}'),
            _ if symbol as u32 & 0xFFFE == 0xFFFE => Some('\u{FFFD}'),
            '\u{2028}' | '\u{2029}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' => {
                Some(' ')
            }
            '\u{200C}' | '\u{200D}' => self.joins(next).then_some(symbol),
            '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => {
                (self.last.is_some_and(|last| last > ' ') && self.marks == 0).then_some(symbol)
            }
            '\u{E0020}'..='\u{E007F}' => self.flag.then_some(symbol),
            _ if is_invisible(symbol) => None,
            _ => Some(symbol),
        }
    }

    /// A joiner stays only between two characters that can be joined.
    fn joins(&self, next: Option<char>) -> bool {
        let joinable = |symbol: char| !symbol.is_ascii() && !is_invisible(symbol);
        self.last.is_some_and(joinable) && next.is_some_and(joinable)
    }
}

fn is_invisible(symbol: char) -> bool {
    matches!(symbol,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{17B4}' | '\u{17B5}'
        | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_become_visible() {
        assert_eq!(sanitise("a\u{1b}[2Jb\u{7}\u{7f}"), "a␛[2Jb␇␡");
        assert_eq!(sanitise("\u{9b}31m"), "\u{fffd}31m");
        assert_eq!(sanitise("a\r\nb\rc\td"), "a\nb\nc\td");
        assert_eq!(sanitise_line("a\r\nb\tc"), "a b c");
    }

    #[test]
    fn nothing_reorders_or_hides_text() {
        assert_eq!(sanitise("a\u{202e}b\u{2066}c"), "a\u{fffd}b\u{fffd}c");
        assert_eq!(sanitise("pass\u{200b}word\u{feff}\u{ad}"), "password");
        assert_eq!(sanitise("ab\u{200d}c\u{e0041}"), "abc");
        assert_eq!(sanitise("a\u{2028}b"), "a b");
    }

    #[test]
    fn emoji_and_letters_keep_what_joins_them() {
        for text in [
            "👩\u{200d}👩\u{200d}👧",
            "☎\u{fe0f}",
            "✌🏽",
            "می\u{200c}خواهم",
            "e\u{301}",
            "🏴\u{e0067}\u{e0062}\u{e007f}",
        ] {
            assert_eq!(sanitise(text), text);
        }
    }

    #[test]
    fn a_flood_of_marks_is_cut() {
        let flood = format!("e{}x", "\u{301}".repeat(500));
        assert_eq!(sanitise(&flood), format!("e{}x", "\u{301}".repeat(8)));
    }
}
