//! A key press as plain data: parsed from the configuration, printed for the screen.
//! Not here: reading keys from a terminal (the runtime), and what a key does (keymap).

use std::fmt;
use std::str::FromStr;

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A character; what Shift makes of it is in the character.
    Char(char),
    /// A function key, 1 to 24.
    F(u8),
    /// Enter, or Return.
    Enter,
    /// Tab; with Shift it is what terminals call back-tab.
    Tab,
    /// The key that deletes to the left.
    Backspace,
    /// The key that deletes to the right.
    Delete,
    /// Insert.
    Insert,
    /// Escape.
    Esc,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// The named codes, as they are printed; the other spellings that are understood stand behind.
const NAMES: &[(Code, &str, &[&str])] = &[
    (Code::Enter, "enter", &["return", "ret", "cr"]),
    (Code::Tab, "tab", &[]),
    (Code::Backspace, "backspace", &["bs"]),
    (Code::Delete, "delete", &["del"]),
    (Code::Insert, "insert", &["ins"]),
    (Code::Esc, "esc", &["escape"]),
    (Code::Up, "up", &[]),
    (Code::Down, "down", &[]),
    (Code::Left, "left", &[]),
    (Code::Right, "right", &[]),
    (Code::Home, "home", &[]),
    (Code::End, "end", &[]),
    (Code::PageUp, "pageup", &["page-up", "pgup"]),
    (Code::PageDown, "pagedown", &["page-down", "pgdn"]),
    (Code::Char(' '), "space", &[]),
    (Code::Char('-'), "minus", &["hyphen"]),
];

/// A key with its modifiers, in the one form that every spelling and every terminal's way of
/// sending it comes to. Made by [`Key::new`] or parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    code: Code,
    ctrl: bool,
    alt: bool,
    shift: bool,
}

impl Key {
    /// A key in its normal form. Terminals without the keyboard protocol send some keys as others,
    /// and both must find the same command: Shift is in the character (`alt-shift-z` is `alt-Z`),
    /// a letter with Ctrl has no case, Ctrl-M is Enter, Ctrl-I Tab, Ctrl-[ Esc, and the control
    /// bytes 1C to 1F, which arrive as Ctrl-4 to Ctrl-7, are `ctrl-\ ctrl-] ctrl-^ ctrl-_`.
    pub fn new(code: Code, ctrl: bool, alt: bool, shift: bool) -> Self {
        match code {
            Code::Char(char) => Self::of_char(char, ctrl, alt, shift),
            _ => Self { code, ctrl, alt, shift },
        }
    }

    /// A key without modifiers.
    pub fn plain(code: Code) -> Self {
        Self::new(code, false, false, false)
    }

    fn of_char(char: char, ctrl: bool, alt: bool, shift: bool) -> Self {
        if !ctrl {
            let char = if shift { upper(char) } else { char };
            return Self { code: Code::Char(char), ctrl, alt, shift: false };
        }
        let char = lower(char);
        let named = |code| Self { code, ctrl: false, alt, shift };
        let sign = |char| Self { code: Code::Char(char), ctrl, alt, shift: false };
        match char {
            'm' => named(Code::Enter),
            'i' => named(Code::Tab),
            '[' => named(Code::Esc),
            '4' => sign('\\'),
            '5' => sign(']'),
            '6' => sign('^'),
            '7' | '/' | '-' => sign('_'),
            '@' => sign(' '),
            _ if char.is_alphabetic() => Self { code: Code::Char(char), ctrl, alt, shift },
            _ => sign(char),
        }
    }

    /// The key without its modifiers.
    pub fn code(self) -> Code {
        self.code
    }

    /// The character this key types where text is typed, or `None` for any other key.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(char) if !self.ctrl && !self.alt => Some(char),
            _ => None,
        }
    }
}

/// The upper case of a letter that has exactly one.
fn upper(char: char) -> char {
    let mut all = char.to_uppercase();
    match (all.next(), all.next()) {
        (Some(one), None) => one,
        _ => char,
    }
}

/// The lower case of a letter that has exactly one.
fn lower(char: char) -> char {
    let mut all = char.to_lowercase();
    match (all.next(), all.next()) {
        (Some(one), None) => one,
        _ => char,
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if held {
                out.write_str(name)?;
            }
        }
        let name = NAMES.iter().find(|(code, ..)| *code == self.code);
        match (self.code, name) {
            (_, Some((_, name, _))) => out.write_str(name),
            (Code::Char(char), None) => write!(out, "{char}"),
            (Code::F(number), None) => write!(out, "f{number}"),
            // Every other code has a name.
            (_, None) => Ok(()),
        }
    }
}

/// Why a text names no key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadKey {
    /// Nothing stands there, or only modifiers.
    Empty(String),
    /// The part after the modifiers is not known.
    Unknown {
        /// The whole text.
        text: String,
        /// What is not known.
        part: String,
    },
    /// A modifier stands twice.
    Twice {
        /// The whole text.
        text: String,
        /// The modifier, such as `ctrl-`.
        modifier: &'static str,
    },
}

impl fmt::Display for BadKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let allowed = format!(
            "expected one character, f1 to f24, or one of {}, after any of ctrl-, alt- and shift-",
            names()
        );
        match self {
            Self::Empty(text) => write!(out, "'{text}' names no key: {allowed}"),
            Self::Unknown { text, part } if text == part => {
                write!(out, "'{text}' is not a key: {allowed}")
            }
            Self::Unknown { text, part } => {
                write!(out, "'{part}' in '{text}' is not a key: {allowed}")
            }
            Self::Twice { text, modifier } => write!(out, "'{text}' has {modifier} twice"),
        }
    }
}

impl std::error::Error for BadKey {}

fn names() -> String {
    NAMES.iter().map(|(_, name, _)| *name).collect::<Vec<_>>().join(", ")
}

impl FromStr for Key {
    type Err = BadKey;

    /// Reads `ctrl-k`, `alt-enter`, `shift-tab`, `f1`, `?`, `K`, `C-k`, `ctrl+k`: modifiers in any
    /// order and case, then one character or a name.
    fn from_str(text: &str) -> Result<Self, BadKey> {
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = text.trim();
        while let Some((modifier, behind)) = modifier(rest) {
            let held = match modifier {
                "ctrl-" => &mut ctrl,
                "alt-" => &mut alt,
                _ => &mut shift,
            };
            if std::mem::replace(held, true) {
                return Err(BadKey::Twice { text: text.to_owned(), modifier });
            }
            rest = behind;
        }
        if rest.is_empty() {
            return Err(BadKey::Empty(text.to_owned()));
        }
        let unknown = || BadKey::Unknown { text: text.to_owned(), part: rest.to_owned() };
        let code = code(rest).ok_or_else(unknown)?;
        if rest.eq_ignore_ascii_case("backtab") {
            shift = true;
        }
        Ok(Self::new(code, ctrl, alt, shift))
    }
}

/// The modifier a text begins with, and what follows it. A lone `-` or `+` after a modifier is the
/// character itself, so nothing is cut there.
fn modifier(text: &str) -> Option<(&'static str, &str)> {
    let (word, behind) = text.split_once(['-', '+'])?;
    let name = match word.to_ascii_lowercase().as_str() {
        "ctrl" | "control" | "c" => "ctrl-",
        "alt" | "meta" | "option" | "opt" | "a" | "m" => "alt-",
        "shift" | "s" => "shift-",
        _ => return None,
    };
    Some((name, behind))
}

/// The code a name or a single character stands for.
fn code(text: &str) -> Option<Code> {
    let mut chars = text.chars();
    if let (Some(char), None) = (chars.next(), chars.next()) {
        return (!char.is_control()).then_some(Code::Char(char));
    }
    let name = text.to_ascii_lowercase();
    if let Some((code, ..)) =
        NAMES.iter().find(|(_, first, more)| *first == name || more.contains(&name.as_str()))
    {
        return Some(*code);
    }
    if name == "backtab" {
        return Some(Code::Tab);
    }
    let number = name.strip_prefix('f')?.parse().ok()?;
    (1..=24).contains(&number).then_some(Code::F(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Key {
        text.parse().unwrap()
    }

    #[test]
    fn every_spelling_comes_to_one_form() {
        for (spelling, printed) in [
            ("ctrl-k", "ctrl-k"),
            ("Ctrl-K", "ctrl-k"),
            ("C-k", "ctrl-k"),
            ("control+k", "ctrl-k"),
            ("shift-ctrl-k", "ctrl-shift-k"),
            ("alt-enter", "alt-enter"),
            ("meta-return", "alt-enter"),
            ("option-up", "alt-up"),
            ("F1", "f1"),
            ("f24", "f24"),
            ("PgUp", "pageup"),
            ("page-down", "pagedown"),
            ("?", "?"),
            ("K", "K"),
            ("shift-k", "K"),
            ("alt-shift-z", "alt-Z"),
            ("alt-Z", "alt-Z"),
            ("shift-tab", "shift-tab"),
            ("backtab", "shift-tab"),
            ("space", "space"),
            ("shift-space", "space"),
            (" - ", "minus"),
            ("alt--", "alt-minus"),
            ("alt-+", "alt-+"),
            ("minus", "minus"),
            ("a", "a"),
            ("c", "c"),
            ("shift-enter", "shift-enter"),
            ("ü", "ü"),
            ("shift-ü", "Ü"),
            ("shift-ß", "ß"),
        ] {
            assert_eq!(key(spelling).to_string(), printed, "{spelling}");
        }
    }

    #[test]
    fn what_terminals_cannot_tell_apart_is_one_key() {
        for (one, other) in [
            ("ctrl-m", "enter"),
            ("ctrl-i", "tab"),
            ("ctrl-[", "esc"),
            ("ctrl-shift-i", "shift-tab"),
            ("ctrl-4", "ctrl-\\"),
            ("ctrl-5", "ctrl-]"),
            ("ctrl-6", "ctrl-^"),
            ("ctrl-7", "ctrl-_"),
            ("ctrl-/", "ctrl-_"),
            ("ctrl-shift-minus", "ctrl-_"),
            ("ctrl-@", "ctrl-space"),
        ] {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
        assert_ne!(key("ctrl-j"), key("enter"), "a line feed is not a carriage return");
    }

    #[test]
    fn only_plain_characters_are_typed() {
        assert_eq!(key("a").typed(), Some('a'));
        assert_eq!(key("shift-a").typed(), Some('A'));
        assert_eq!(key("space").typed(), Some(' '));
        for text in ["ctrl-a", "alt-a", "enter", "tab", "f1"] {
            assert_eq!(key(text).typed(), None, "{text}");
        }
    }

    #[test]
    fn errors_say_what_is_allowed() {
        let error = |text: &str| text.parse::<Key>().unwrap_err().to_string();
        assert!(error("ctrl-entre").contains("'entre' in 'ctrl-entre'"), "{}", error("ctrl-entre"));
        assert!(error("ctrl-entre").contains("f1 to f24"));
        assert!(error("ctrl-entre").contains("pagedown"));
        assert!(error("f25").contains("f1 to f24"));
        assert!(error("").contains("ctrl-, alt- and shift-"));
        assert!(error("ctrl-").contains("names no key"));
        assert_eq!(error("ctrl-ctrl-k"), "'ctrl-ctrl-k' has ctrl- twice");
        assert!("\u{1b}".parse::<Key>().is_err());
    }

    proptest::proptest! {
        #[test]
        fn what_is_printed_is_read_back(
            char in proptest::char::any(),
            pick in 0usize..40,
            ctrl: bool,
            alt: bool,
            shift: bool,
        ) {
            let code = match pick {
                0..16 => NAMES[pick].0,
                16..25 => Code::F(pick as u8 - 15),
                _ if char.is_control() || char.is_whitespace() => Code::Char('x'),
                _ => Code::Char(char),
            };
            let key = Key::new(code, ctrl, alt, shift);
            proptest::prop_assert_eq!(key.to_string().parse::<Key>(), Ok(key));
            // The normal form of a normal form is itself.
            proptest::prop_assert_eq!(Key::new(key.code, key.ctrl, key.alt, key.shift), key);
        }
    }
}
