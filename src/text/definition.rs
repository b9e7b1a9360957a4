//! Link reference definitions and the labels of footnotes: what is known so far, and the parser.
//! Not here: who waits for a definition (`sheet`).

use std::collections::{HashMap, HashSet};

/// Longer unfinished definitions are taken as text.
const LONGEST: usize = 4096;

/// What the labels of a document stand for. The first definition of a label wins.
#[derive(Default, Debug)]
pub(crate) struct Definitions {
    links: HashMap<Box<str>, Box<str>>,
    notes: HashSet<Box<str>>,
}

/// What a label in brackets stands for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// The address of a link.
    Link(&'a str),
    /// A footnote of the document.
    Note,
}

impl Definitions {
    /// Learns a link's address; false when the label was known.
    pub(crate) fn add_link(&mut self, key: &str, url: &str) -> bool {
        if self.links.contains_key(key) {
            return false;
        }
        self.links.insert(key.into(), url.into());
        true
    }

    /// Learns a footnote's label (its key begins with `^`); false when it was known.
    pub(crate) fn add_note(&mut self, key: &str) -> bool {
        self.notes.insert(key.into())
    }

    /// What stands in brackets, as a key (see [`key`]).
    pub(crate) fn find(&self, key: &str) -> Option<Target<'_>> {
        if key.starts_with('^') && self.notes.contains(key) {
            return Some(Target::Note);
        }
        self.links.get(key).map(|url| Target::Link(url))
    }
}

/// The form under which labels are compared: case folded, white space collapsed.
pub(crate) fn key(label: &str) -> String {
    let mut key = String::with_capacity(label.len());
    for word in label.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().flat_map(char::to_lowercase));
    }
    key
}

/// What the begin of a paragraph is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// No definition, whatever follows.
    No,
    /// The lines so far may become one.
    Open,
    /// A definition: key, address, and where it ends in the text (after its line feed).
    Yes(String, String, usize),
}

/// Looks for a definition at the begin of `text`, whole lines of a paragraph joined by line
/// feeds. `last`: the paragraph has no further line.
pub(crate) fn parse(text: &str, last: bool) -> Found {
    let open = if last || text.len() > LONGEST { Found::No } else { Found::Open };
    let Some(rest) = text.strip_prefix('[') else {
        return Found::No;
    };
    let Some(close) = label_end(rest) else {
        return if rest.contains(']') || rest.len() > 1000 { Found::No } else { open };
    };
    let (label, rest) = rest.split_at_checked(close).unwrap_or((rest, ""));
    let key = key(label);
    if key.is_empty() || key.starts_with('^') {
        return Found::No;
    }
    let Some(rest) = rest.strip_prefix("]:") else {
        return Found::No;
    };
    let body = rest.trim_start();
    if body.is_empty() {
        return open;
    }
    let Some((url, rest)) = address(body) else {
        return Found::No;
    };
    let end_of = |rest: &str| text.len() - rest.len();
    let after = rest.trim_start_matches([' ', '\t']);
    let plain_end = after.strip_prefix('\n').or(after.is_empty().then_some(""));
    let found = |rest: &str| Found::Yes(key.clone(), url.clone(), end_of(rest));
    let title = after.trim_start();
    if title.is_empty() {
        // The next line may still be the title.
        return if open == Found::Open { open } else { plain_end.map_or(Found::No, found) };
    }
    if plain_end.is_none() && after.len() == rest.len() {
        return Found::No;
    }
    match title_end(title) {
        Title::Ends(rest) => found(rest),
        Title::Open if open == Found::Open => open,
        Title::Open | Title::No => plain_end.map_or(Found::No, found),
    }
}

fn label_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => return None,
            b']' => return Some(at),
            _ => {}
        }
    }
    None
}

fn address(body: &str) -> Option<(String, &str)> {
    if let Some(inner) = body.strip_prefix('<') {
        let close = inner.find(['>', '\n', '<'])?;
        let (url, rest) = inner.split_at_checked(close)?;
        return Some((url.to_owned(), rest.strip_prefix('>')?));
    }
    let end = body.find(|symbol: char| symbol.is_ascii_whitespace()).unwrap_or(body.len());
    let (url, rest) = body.split_at_checked(end)?;
    Some((url.to_owned(), rest))
}

enum Title<'a> {
    No,
    Open,
    Ends(&'a str),
}

/// A title and the rest after its line.
fn title_end(text: &str) -> Title<'_> {
    let close = match text.bytes().next() {
        Some(b'"') => b'"',
        Some(b'\'') => b'\'',
        Some(b'(') => b')',
        _ => return Title::No,
    };
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        if escaped {
            escaped = false;
        } else if byte == b'\\' {
            escaped = true;
        } else if byte == close {
            let rest = text.get(at + 1..).unwrap_or("").trim_start_matches([' ', '\t']);
            return match rest.strip_prefix('\n').or(rest.is_empty().then_some("")) {
                Some(rest) => Title::Ends(rest),
                None => Title::No,
            };
        }
    }
    Title::Open
}
