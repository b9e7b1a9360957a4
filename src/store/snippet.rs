//! The text around what a search found, on one line, with the matches marked.
//! Not here: which messages were found (search).

use super::fold::fold;
use super::words::{is_unspaced, words};

/// Stands before a match.
const OPEN: char = '\u{e000}';
/// Stands after a match.
const CLOSE: char = '\u{e001}';
/// How many bytes a snippet shows at most, about two lines of a narrow pane.
const WIDTH: usize = 160;
/// How much of that stands before its first match.
const BEFORE: usize = 40;
/// A message is looked through this far for the best place; matches beyond are rarely needed.
const FAR: usize = 256 * 1024;
/// And for this many matches.
const MOST: usize = 256;

/// Cuts snippets for one query.
#[derive(Debug)]
pub(crate) struct Snippets {
    wanted: Vec<String>,
}

/// A match: where it stands, and which word of the query it is.
#[derive(Debug, Clone, Copy)]
struct Match {
    start: usize,
    end: usize,
    word: usize,
}

impl Snippets {
    /// For what was typed.
    pub(crate) fn of(typed: &str) -> Self {
        Self { wanted: words(typed).map(|range| fold(&typed[range])).collect() }
    }

    /// The part of a text that shows most words of the query.
    pub(crate) fn cut(&self, text: &str) -> String {
        let matches = self.matches(text);
        let first = densest(&matches);
        let from = first.map_or(0, |first| matches[first].start);
        let start = backwards(text, from);
        let end = forwards(text, start + WIDTH);
        let mut out = String::with_capacity(WIDTH + 16);
        if text[..start].contains(|letter: char| !letter.is_whitespace()) {
            out.push('…');
        }
        let mut at = start;
        for found in matches.iter().filter(|found| found.start >= start && found.end <= end) {
            flatten(&text[at..found.start], &mut out);
            out.push(OPEN);
            flatten(&text[found.start..found.end], &mut out);
            out.push(CLOSE);
            at = found.end;
        }
        flatten(&text[at..end], &mut out);
        let mut out = out.trim().to_owned();
        if text[end..].contains(|letter: char| !letter.is_whitespace()) {
            out.push('…');
        }
        out
    }

    fn matches(&self, text: &str) -> Vec<Match> {
        let text = &text[..forwards(text, FAR)];
        let mut found = Vec::new();
        for range in words(text) {
            if found.len() >= MOST {
                break;
            }
            let (start, word) = (range.start, &text[range]);
            if word.contains(is_unspaced) {
                self.match_run(start, word, &mut found);
            } else if let Some(wanted) = self.matching(&fold(word)) {
                found.push(Match { start, end: start + word.len(), word: wanted });
            }
        }
        found
    }

    /// Which word of the query a word of the text is; the last one as a prefix.
    fn matching(&self, folded: &str) -> Option<usize> {
        let last = self.wanted.len().checked_sub(1)?;
        self.wanted
            .iter()
            .position(|wanted| wanted == folded)
            .or_else(|| folded.starts_with(&self.wanted[last]).then_some(last))
    }

    /// In unspaced writing a match may begin anywhere in a run.
    fn match_run(&self, start: usize, run: &str, found: &mut Vec<Match>) {
        let mut here: Vec<Match> = Vec::new();
        for (word, wanted) in self.wanted.iter().enumerate() {
            here.extend(run.match_indices(wanted.as_str()).map(|(at, text)| Match {
                start: start + at,
                end: start + at + text.len(),
                word,
            }));
        }
        here.sort_by_key(|found| (found.start, found.end));
        for next in here {
            if found.last().is_none_or(|last| last.end <= next.start) {
                found.push(next);
            }
        }
    }
}

/// The match from which most different words of the query stand within one snippet.
fn densest(matches: &[Match]) -> Option<usize> {
    let words_from = |first: usize| {
        let end = matches[first].start + WIDTH - BEFORE;
        let mut words: Vec<usize> = matches[first..]
            .iter()
            .take_while(|found| found.end <= end)
            .map(|found| found.word)
            .collect();
        words.sort_unstable();
        words.dedup();
        words.len()
    };
    // Of equals the first.
    (0..matches.len()).rev().max_by_key(|first| words_from(*first))
}

/// Where a snippet begins that has a match at `from`: a little before it, after a space.
fn backwards(text: &str, from: usize) -> usize {
    let mut start = from.saturating_sub(BEFORE);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    if start == 0 {
        return 0;
    }
    text[start..from].find(char::is_whitespace).map_or(start, |space| start + space)
}

/// The boundary of a character at or before `end`.
fn forwards(text: &str, end: usize) -> usize {
    text.floor_char_boundary(end)
}

/// Copies text on one line: white space is one space, controls and our marks are left out.
fn flatten(text: &str, out: &mut String) {
    for letter in text.chars() {
        if letter.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !letter.is_control() && letter != OPEN && letter != CLOSE {
            out.push(letter);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(typed: &str, text: &str) -> String {
        Snippets::of(typed).cut(text).replace(OPEN, "[").replace(CLOSE, "]")
    }

    #[test]
    fn matches_are_marked_as_the_index_finds_them() {
        assert_eq!(cut("cafe au", "Un Café\n\nau lait"), "Un [Café] [au] lait");
        assert_eq!(cut("strea", "It streams; a stream."), "It [streams]; a [stream].");
        assert_eq!(cut("the stre", "there the street"), "there [the] [street]");
        assert_eq!(cut("天気", "今日の天気はどうですか"), "今日の[天気]はどうですか");
        assert_eq!(cut("nothing", "else"), "else");
    }

    #[test]
    fn the_place_with_most_words_is_shown() {
        let text = format!("alpha {} end. Then alpha meets beta here", "filler ".repeat(60));
        let snippet = cut("alpha beta", &text);
        assert!(snippet.contains("[alpha] meets [beta]"), "{snippet}");
        assert!(snippet.starts_with('…'), "{snippet}");
    }

    proptest! {
        #[test]
        fn a_snippet_is_one_short_line_with_marks_in_pairs(
            typed in "\\PC{0,12}",
            text in "[\\PC\n\t\u{e000}\u{e001}]{0,400}",
        ) {
            let snippet = Snippets::of(&typed).cut(&text);
            prop_assert!(!snippet.contains(char::is_control));
            prop_assert!(snippet.len() <= WIDTH * 2 + 8 * MOST);
            let mut open = false;
            for letter in snippet.chars() {
                match letter {
                    OPEN => { prop_assert!(!open); open = true; }
                    CLOSE => { prop_assert!(open); open = false; }
                    _ => {}
                }
            }
            prop_assert!(!open);
        }
    }
}
