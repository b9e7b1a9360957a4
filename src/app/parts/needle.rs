//! Words to find in a text, with or without their case.
//! Not here: which texts (find), or how a match looks (ui).

use std::ops::Range;

/// What is looked for: small letters match capitals too, unless a capital is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    text: String,
    by: By,
}

/// How it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
enum By {
    /// As it is written.
    Exact,
    /// All of it is ASCII, in small letters.
    Ascii,
    /// In small letters.
    Folded(Vec<char>),
}

impl Needle {
    /// What is typed; none where nothing is.
    pub fn new(text: &str) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let by = if text.chars().any(char::is_uppercase) {
            By::Exact
        } else if text.is_ascii() {
            By::Ascii
        } else {
            By::Folded(text.chars().map(folded).collect())
        };
        Some(Self { text: text.to_owned(), by })
    }

    /// The first match that begins at this byte or behind it.
    pub fn next(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let rest = text.get(from..)?;
        let found = match &self.by {
            By::Exact => rest.find(&self.text).map(|at| at..at + self.text.len()),
            By::Ascii => self.ascii(rest.as_bytes()).map(|at| at..at + self.text.len()),
            By::Folded(letters) => rest
                .char_indices()
                .find_map(|(at, _)| Some(at..at + matched(&rest[at..], letters)?)),
        };
        found.map(|found| found.start + from..found.end + from)
    }

    /// Every match; none lies over another.
    pub fn all<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = self.next(text, from)?;
            from = found.end;
            Some(found)
        })
    }

    fn ascii(&self, text: &[u8]) -> Option<usize> {
        let wanted = self.text.as_bytes();
        let first = *wanted.first()?;
        let capital = first.to_ascii_uppercase();
        let mut from = 0;
        loop {
            let rest = text.get(from..)?;
            let at = from + rest.iter().position(|byte| *byte == first || *byte == capital)?;
            if text.get(at..at + wanted.len())?.eq_ignore_ascii_case(wanted) {
                return Some(at);
            }
            from = at + 1;
        }
    }
}

/// Bytes of the text's beginning that these letters match.
fn matched(text: &str, letters: &[char]) -> Option<usize> {
    let mut rest = text.chars();
    for letter in letters {
        if folded(rest.next()?) != *letter {
            return None;
        }
    }
    Some(text.len() - rest.as_str().len())
}

fn folded(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(needle: &str, text: &str) -> Vec<String> {
        let needle = Needle::new(needle).unwrap();
        needle.all(text).map(|at| text[at].to_owned()).collect()
    }

    #[test]
    fn small_letters_find_capitals_and_capitals_only_themselves() {
        assert_eq!(all("rust", "Rust, rust and RUST"), ["Rust", "rust", "RUST"]);
        assert_eq!(all("Rust", "Rust, rust and RUST"), ["Rust"]);
        assert_eq!(all("größe", "Größe und GRÖSSE, größe"), ["Größe", "größe"]);
        assert_eq!(all("日本", "日本語と日本"), ["日本", "日本"]);
        assert!(Needle::new("").is_none());
    }

    #[test]
    fn matches_do_not_lie_over_each_other() {
        assert_eq!(all("aa", "aaaaa").len(), 2);
        assert_eq!(all("ab", "aab aB"), ["ab", "aB"]);
        assert!(all("abc", "ab").is_empty() && all("x", "").is_empty());
    }

    #[test]
    fn letters_that_change_their_length_in_small_are_no_danger() {
        assert_eq!(all("i̇", "İ i̇"), ["i̇"]);
        assert_eq!(all("é", "É é"), ["É", "é"]);
    }
}
