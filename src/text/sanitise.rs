//! Makes text from outside safe to draw: nothing that leaves here can move the cursor, hide or
//! reorder text. Not here: tab stops and wrapping (`wrap`, `code`).

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// Zero-width characters allowed on one base character.
const MARKS: usize = 8;
/// Joiners and linkers in one chain; the longest emoji has four, the longest of words no more.
const JOINS: usize = 8;

/// Multi-line text made safe: line feeds and tabs stay, CR LF and CR become LF, other controls
/// become their pictures (U+2400..), bidirectional overrides and noncharacters become U+FFFD,
/// invisible characters vanish unless they join letters or emoji, and a flood of combining marks
/// is cut at eight, one of joiners at eight.
pub fn sanitise(text: &str) -> Cow<'_, str> {
    cleaned(text, State::default())
}

/// The same for text that was cut off from what stands before it, maybe inside a cluster: what
/// would go on with that one vanishes, so that pieces never make a flood between them.
pub fn sanitise_rest(text: &str) -> Cow<'_, str> {
    cleaned(text, State { marks: MARKS, ..State::default() })
}

fn cleaned(text: &str, state: State) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(clean(text, state))
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
/// kept as it is, line feeds and tabs aside. Joiners, variations and the tags of flags, which may join
/// letters or emoji, are not among them.
pub fn is_harmful(symbol: char) -> bool {
    match symbol {
        '\n'
        | '\t'
        | ' '..='~'
        | '\u{200C}'
        | '\u{200D}'
        | '\u{E0020}'..='\u{E007F}'
        | '\u{E0100}'..='\u{E01EF}' => false,
        _ => symbol.is_control() || is_replaced(symbol) || is_blank(symbol) || is_invisible(symbol),
    }
}

/// Overrides of direction, and what is no character.
fn is_replaced(symbol: char) -> bool {
    matches!(symbol, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FDD0}'..='\u{FDEF}')
        || symbol as u32 & 0xFFFE == 0xFFFE
}

/// Separators of lines and fillers of letters, which say nothing but a space.
fn is_blank(symbol: char) -> bool {
    matches!(symbol, '\u{2028}' | '\u{2029}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}')
}

fn clean(text: &str, mut state: State) -> String {
    let mut out = String::with_capacity(text.len());
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
    joins: usize,
    /// Whether the last character is joined to what comes.
    linked: bool,
    flag: bool,
}

impl State {
    fn put(&mut self, symbol: char, out: &mut String) {
        if symbol.width() == Some(0) {
            if self.marks == MARKS {
                return;
            }
            self.marks += 1;
            if is_joiner(symbol) || is_linker(symbol) {
                self.joins += 1;
                self.linked = true;
            }
        } else {
            if !self.linked {
                self.joins = 0;
            }
            self.linked = false;
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
            '\u{80}'..='\u{9F}' => Some('\u{FFFD}'),
            _ if is_replaced(symbol) => Some('\u{FFFD}'),
            _ if is_blank(symbol) => Some(' '),
            '\u{200C}' | '\u{200D}' => self.joins(next).then_some(symbol),
            '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => {
                (self.last.is_some_and(|last| last > ' ') && self.marks == 0).then_some(symbol)
            }
            '\u{E0020}'..='\u{E007F}' => self.flag.then_some(symbol),
            _ if is_linker(symbol) && self.joins >= JOINS => None,
            _ if is_invisible(symbol) => None,
            _ => Some(symbol),
        }
    }

    /// A joiner stays only between two characters that can be joined.
    fn joins(&self, next: Option<char>) -> bool {
        let joinable = |symbol: char| !symbol.is_ascii() && !is_invisible(symbol);
        self.joins < JOINS && self.last.is_some_and(joinable) && next.is_some_and(joinable)
    }
}

fn is_joiner(symbol: char) -> bool {
    matches!(symbol, '\u{200C}' | '\u{200D}')
}

/// The viramas that make one cluster of two consonants (`Indic_Conjunct_Break=Linker`).
fn is_linker(symbol: char) -> bool {
    matches!(
        symbol,
        '\u{94D}'
            | '\u{9CD}'
            | '\u{ACD}'
            | '\u{B4D}'
            | '\u{C4D}'
            | '\u{D4D}'
            | '\u{1039}'
            | '\u{17D2}'
            | '\u{1A60}'
            | '\u{1B44}'
            | '\u{1BAB}'
            | '\u{A9C0}'
            | '\u{AAF6}'
            | '\u{10A3F}'
            | '\u{11133}'
            | '\u{113D0}'
            | '\u{1193E}'
            | '\u{11A47}'
            | '\u{11A99}'
            | '\u{11F42}'
    )
}

fn is_invisible(symbol: char) -> bool {
    matches!(symbol,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{17B4}' | '\u{17B5}'
        | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation as _;

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
    fn what_is_harmful_is_what_never_stands_as_it_is() {
        let joins = ['\u{200C}', '\u{200D}', '\u{FE0F}'];
        for symbol in (0..=0x10_FFFF).filter_map(char::from_u32) {
            let kept = [format!("{symbol}"), format!("字{symbol}字"), format!("🏴{symbol}")]
                .iter()
                .any(|text| sanitise(text).contains(symbol));
            assert!(is_harmful(symbol) != kept || joins.contains(&symbol), "{symbol:?}");
        }
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
        let (head, rest) = flood.split_at(101);
        let pieces = format!("{}{}", sanitise(head), sanitise_rest(rest));
        assert_eq!(pieces, sanitise(&flood), "cut anywhere");
    }

    #[test]
    fn a_flood_of_joiners_is_cut_and_begins_anew_where_nothing_was_joined() {
        let chain = |links: usize| "👨\u{200d}".repeat(links) + "👨";
        assert_eq!(sanitise(&chain(8)), chain(8));
        let flood = sanitise(&chain(500)).into_owned();
        let longest = flood.split("👨👨").map(|chain| chain.matches('\u{200d}').count()).max();
        assert_eq!(longest, Some(8));
        let two = format!("{} {}", chain(8), chain(8));
        assert_eq!(sanitise(&two), two);
        let word = "र्त्स्न्य";
        assert_eq!(sanitise(word), word);
        let flood = "क्".repeat(500);
        let flood = sanitise(&flood).into_owned();
        let longest = flood.graphemes(true).map(|cluster| cluster.chars().count()).max();
        assert_eq!(longest, Some(17));
    }
}
