//! Which rows a few typed letters mean, best first, and which of their characters matched.
//! Not here: what a row's text is made of (each screen).

use std::cmp::Reverse;
use std::ops::Range;

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// A row that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Its index among all rows.
    pub row: usize,
    /// How well it matches; only comparable under one filter.
    pub score: u32,
}

/// Letters typed to find rows: each word must occur in a row, as it stands or at least its letters
/// in order with gaps, whatever the case; no character has a special meaning.
#[derive(Clone)]
pub struct Filter {
    words: Vec<Word>,
    matcher: Matcher,
    chars: Vec<char>,
}

/// A word as it stands and, for rows without it, its letters with gaps. To look for the word first
/// is several times as fast as gaps are where all rows match.
#[derive(Debug, Clone)]
struct Word {
    whole: Atom,
    letters: Atom,
}

impl Word {
    fn new(word: &str) -> Self {
        let atom = |kind| Atom::new(word, CaseMatching::Ignore, Normalization::Smart, kind, false);
        Self { whole: atom(AtomKind::Substring), letters: atom(AtomKind::Fuzzy) }
    }

    fn score(&self, text: Utf32Str<'_>, matcher: &mut Matcher) -> Option<u32> {
        let whole = self.whole.score(text, matcher);
        whole.or_else(|| self.letters.score(text, matcher)).map(u32::from)
    }

    /// Adds the characters that match; false where the word does not occur.
    fn find(&self, text: Utf32Str<'_>, matcher: &mut Matcher, found: &mut Vec<u32>) -> bool {
        self.whole.indices(text, matcher, found).is_some()
            || self.letters.indices(text, matcher, found).is_some()
    }
}

impl Default for Filter {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Filter {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The matcher is 100 KiB of scratch memory.
        out.debug_struct("Filter").field("words", &self.words).finish_non_exhaustive()
    }
}

impl Filter {
    /// A filter that lets everything through.
    pub fn new() -> Self {
        Self { words: Vec::new(), matcher: Matcher::new(Config::DEFAULT), chars: Vec::new() }
    }

    /// Filters by what is typed now.
    pub fn set(&mut self, typed: &str) {
        self.words = typed.split_whitespace().map(Word::new).collect();
    }

    /// The rows that match, the best first; equally good ones, and all rows while nothing is typed,
    /// in their own order.
    pub fn rank<T: AsRef<str>>(&mut self, rows: impl IntoIterator<Item = T>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (row, text) in rows.into_iter().enumerate() {
            let text = utf32(text.as_ref(), &mut self.chars);
            let matcher = &mut self.matcher;
            let scores = self.words.iter().map(|word| word.score(text, matcher));
            if let Some(score) = scores.sum() {
                hits.push(Hit { row, score });
            }
        }
        hits.sort_by_key(|hit| Reverse(hit.score));
        hits
    }

    /// The same of rows with several texts: each word must occur in one of them, and gaps do not reach
    /// from one into the next. Where rows have all words as they stand, those with gaps are left out:
    /// among many long texts there is always one with the letters somewhere.
    pub fn rank_texts<'t, T>(&mut self, rows: impl IntoIterator<Item = (usize, T)>) -> Vec<Hit>
    where
        T: Iterator<Item = &'t str> + Clone,
    {
        let (mut hits, mut gaps) = (Vec::new(), Vec::new());
        for (row, texts) in rows {
            let Self { words, matcher, chars } = self;
            let mut sum = |atom: fn(&Word) -> &Atom| {
                let score = |word: &Word| {
                    let texts = texts.clone();
                    texts.filter_map(|text| atom(word).score(utf32(text, chars), matcher)).max()
                };
                words.iter().map(score).map(|score| score.map(u32::from)).sum::<Option<u32>>()
            };
            if let Some(score) = sum(|word| &word.whole) {
                hits.push(Hit { row, score });
            } else if hits.is_empty()
                && let Some(score) = sum(|word| &word.letters)
            {
                gaps.push(Hit { row, score });
            }
        }
        if hits.is_empty() {
            hits = gaps;
        }
        hits.sort_by_key(|hit| Reverse(hit.score));
        hits
    }

    /// The bytes of a text that match, in order, to be highlighted; none where it does not match.
    /// Meant for the rows on the screen.
    pub fn marks(&mut self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let wide = utf32(text, &mut self.chars);
        let matcher = &mut self.matcher;
        if !self.words.iter().all(|word| word.find(wide, matcher, &mut found)) {
            return Vec::new();
        }
        found.sort_unstable();
        found.dedup();
        let mut found = found.into_iter().peekable();
        let mut marks: Vec<Range<usize>> = Vec::new();
        for (index, (start, char)) in text.char_indices().enumerate() {
            if found.next_if(|next| *next as usize == index).is_none() {
                continue;
            }
            let end = start + char.len_utf8();
            match marks.last_mut() {
                Some(last) if last.end == start => last.end = end,
                _ => marks.push(start..end),
            }
        }
        marks
    }
}

/// A text as the matcher takes it, one element a character, so that what it finds can be counted
/// back. (Its own conversion counts bytes for some texts and grapheme clusters for others.)
fn utf32<'a>(text: &'a str, chars: &'a mut Vec<char>) -> Utf32Str<'a> {
    if text.is_ascii() {
        return Utf32Str::Ascii(text.as_bytes());
    }
    chars.clear();
    chars.extend(text.chars());
    Utf32Str::Unicode(chars)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [&str; 6] = [
        "Claude 3 Haiku anthropic.claude-3-haiku-20240307-v1:0",
        "Claude Sonnet 4 anthropic.claude-sonnet-4-20250514-v1:0",
        "Nova Pro amazon.nova-pro-v1:0",
        "Nova Micro amazon.nova-micro-v1:0",
        "Titan Text Express amazon.titan-text-express-v1",
        "Écrit 漢字 モデル",
    ];

    fn rank(typed: &str) -> Vec<usize> {
        let mut filter = Filter::new();
        filter.set(typed);
        filter.rank(ROWS).into_iter().map(|hit| hit.row).collect()
    }

    fn marked(typed: &str, text: &str) -> String {
        let mut filter = Filter::new();
        filter.set(typed);
        let marks = filter.marks(text).into_iter();
        marks.flat_map(|range| ["[", &text[range], "]"]).collect()
    }

    #[test]
    fn nothing_typed_shows_all_in_their_order() {
        assert_eq!(rank(""), [0, 1, 2, 3, 4, 5]);
        assert_eq!(rank("  "), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn the_best_match_comes_first() {
        assert_eq!(rank("sonnet")[0], 1);
        assert_eq!(rank("nova micro")[0], 3);
        assert_eq!(rank("micro nova")[0], 3, "words in any order");
        assert_eq!(rank("NVPR")[0], 2, "letters with gaps, in any case");
        assert!(rank("zzz").is_empty());
        assert_eq!(rank("ecrit"), [5]);
        assert_eq!(rank("漢字"), [5]);
    }

    #[test]
    fn equally_good_rows_keep_their_order() {
        let mut filter = Filter::new();
        filter.set("nova");
        let hits = filter.rank(["nova b", "xnova", "nova a"]);
        let rows: Vec<_> = hits.iter().map(|hit| hit.row).collect();
        assert_eq!(rows, [0, 2, 1]);
        assert_eq!(hits[0].score, hits[1].score);
    }

    #[test]
    fn each_word_is_found_in_one_of_several_texts() {
        let rows = [["Nova Pro", "Amazon"], ["Claude", "Anthropic"], ["Prova", "Amazon"]];
        let mut filter = Filter::new();
        let mut found = |typed: &str| {
            filter.set(typed);
            let rows = rows.iter().map(|texts| texts.iter().copied()).enumerate();
            filter.rank_texts(rows).into_iter().map(|hit| hit.row).collect::<Vec<_>>()
        };
        assert_eq!(found("amazon nova"), [0]);
        assert_eq!(found("proama"), Vec::<usize>::new(), "gaps do not reach into the next");
        assert_eq!(found("amaz"), [0, 2], "equally good ones in their order");
        assert_eq!(found("nvpr"), [0], "letters with gaps where no row has the word");
        assert_eq!(found("nova"), [0], "and else not");
        assert_eq!(found(""), [0, 1, 2]);
    }

    #[test]
    fn signs_are_only_signs() {
        assert!(rank("!nova").is_empty());
        assert!(rank("^nova").is_empty());
        assert_eq!(rank("v1:0").len(), 4);
    }

    #[test]
    fn the_matching_characters_are_known_by_their_bytes() {
        assert_eq!(marked("nova", "amazon.nova-pro"), "[nova]");
        assert_eq!(marked("pro ama", "amazon.nova-pro"), "[ama][pro]");
        assert_eq!(marked("字モ", "Écrit 漢字 モデル"), "[字][モ]");
        assert_eq!(marked("b", "e\u{301}e\u{301}b"), "[b]");
        assert_eq!(marked("x", "amazon"), "");
        assert_eq!(marked("", "amazon"), "");
    }

    proptest::proptest! {
        #[test]
        fn what_is_marked_is_what_was_typed(
            text in "[a-dß漢 .\u{301}]{0,30}",
            typed in "[a-d]{1,4}",
        ) {
            let mut filter = Filter::new();
            filter.set(&typed);
            let marks: String = filter.marks(&text).into_iter().map(|range| &text[range]).collect();
            if filter.rank([&text]).is_empty() {
                proptest::prop_assert_eq!(marks, "");
            } else {
                proptest::prop_assert_eq!(marks, typed);
            }
        }
    }
}
