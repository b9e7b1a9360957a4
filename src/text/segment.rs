//! Where a paragraph may be cut so that what stands before the cut can never change: a place
//! between words with no delimiter open. Not here: parsing the pieces (`inline`).

use super::width::{cluster_start, parts};

/// A piece is at least this long, so that short paragraphs stay whole.
const LEAST: usize = 128;
/// A piece is cut here at the latest, whatever is open: keeps unclosed delimiters linear.
const MOST: usize = 4096;

/// The first cut of a paragraph's text, if the text up to it decides it: every longer text that
/// begins the same is cut at the same place.
pub(crate) fn cut(text: &str) -> Option<usize> {
    if text.len() < LEAST {
        return None;
    }
    let mut scan = Scan::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len().min(MOST) {
        if at >= LEAST && scan.is_clean() && is_boundary(text, at) {
            return Some(at);
        }
        match scan.step(text, at) {
            Some(next) => at = next,
            None => break,
        }
    }
    (text.len() > MOST + 4).then(|| forced(text))
}

/// How to show a text that is still being written: how much of it, and what closes the emphasis,
/// code and link that are open at its end, so that marks do not flash up before their partner comes.
pub(crate) fn closed(text: &str) -> (usize, String) {
    let text = text.trim_end_matches([' ', '\t', '\n']);
    let mut scan = Scan::default();
    let mut at = 0;
    while let Some(next) = scan.step(text, at) {
        at = next;
    }
    let rest = text.get(at..).unwrap_or("");
    let len = if rest.bytes().all(|byte| matches!(byte, b'*' | b'_' | b'~' | b'`')) {
        text.get(..at).unwrap_or("").trim_end_matches([' ', '\t', '\n']).len()
    } else {
        text.len()
    };
    let mut closers = "`".repeat(scan.ticks);
    if scan.parens == 1 && scan.brackets == 0 {
        closers.push(')');
    }
    for &(mark, count) in scan.delimiters.iter().rev() {
        closers.extend(std::iter::repeat_n(char::from(mark), count));
    }
    (len, closers)
}

/// The last fair place before the limit.
fn forced(text: &str) -> usize {
    let fair = |at: &usize| is_boundary(text, *at);
    let near = (MOST / 2..MOST).rev().find(fair);
    near.unwrap_or_else(|| cluster_start(text, MOST))
}

fn is_boundary(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else {
        return false;
    };
    let (Some(before), Some(after)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    let plain = after.is_ascii_alphanumeric() || !after.is_ascii();
    plain
        && (matches!(before, ' ' | '\n') || !(before.is_ascii() || after.is_ascii()))
        && parts(before, after)
}

/// What is open while walking the text. Errs on the side of open.
#[derive(Default)]
struct Scan {
    delimiters: Vec<(u8, usize)>,
    brackets: usize,
    parens: usize,
    ticks: usize,
    angle: bool,
    dollar: bool,
    /// The closing bracket of mathematics opened with a backslash.
    math: Option<char>,
}

impl Scan {
    fn is_clean(&self) -> bool {
        self.delimiters.is_empty()
            && self.brackets == 0
            && self.parens == 0
            && self.ticks == 0
            && !self.angle
            && !self.dollar
            && self.math.is_none()
    }

    /// Takes the character or run at `at`; the place after it, or None when the text ends before
    /// it is known what it is.
    fn step(&mut self, text: &str, at: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let byte = *bytes.get(at)?;
        if !matches!(byte, b'`' | b'*' | b'_' | b'~' | b'$') {
            return self.single(text, at, byte);
        }
        let run = bytes.iter().skip(at).take_while(|other| **other == byte).count();
        let end = at + run;
        match byte {
            b'`' => {
                bytes.get(end)?;
                if self.ticks == 0 {
                    self.ticks = run;
                } else if self.ticks == run {
                    self.ticks = 0;
                }
            }
            _ if self.ticks > 0 => {}
            b'*' | b'_' | b'~' => {
                let next = text.get(end..)?.chars().next()?;
                let before = text.get(..at).and_then(|text| text.chars().next_back());
                self.delimiter(byte, run, before.unwrap_or(' '), next);
            }
            _ => {
                let next = *bytes.get(end)?;
                self.dollar = !self.dollar && !next.is_ascii_whitespace();
            }
        }
        Some(end)
    }

    fn single(&mut self, text: &str, at: usize, byte: u8) -> Option<usize> {
        let bytes = text.as_bytes();
        match byte {
            _ if self.ticks > 0 => {}
            b'\\' => {
                let escaped = text.get(at + 1..)?.chars().next()?;
                match escaped {
                    '(' if self.math.is_none() => self.math = Some(')'),
                    '[' if self.math.is_none() => self.math = Some(']'),
                    _ if self.math == Some(escaped) => self.math = None,
                    _ => {}
                }
                return Some(at + 1 + escaped.len_utf8());
            }
            b'[' => self.brackets += 1,
            b']' => {
                let next = *bytes.get(at + 1)?;
                let link = self.brackets > 0 && next == b'(';
                self.brackets = self.brackets.saturating_sub(1);
                if link {
                    self.parens += 1;
                    return Some(at + 2);
                }
            }
            b'(' if self.parens > 0 => self.parens += 1,
            b')' => self.parens = self.parens.saturating_sub(1),
            b'<' => {
                let next = *bytes.get(at + 1)?;
                self.angle |= next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?');
            }
            b'>' => self.angle = false,
            _ => {}
        }
        Some(at + text.get(at..)?.chars().next()?.len_utf8())
    }

    /// The flanking rules of CommonMark 6.2, without the rule of three.
    fn delimiter(&mut self, mark: u8, run: usize, before: char, after: char) {
        let space = |symbol: char| symbol.is_whitespace();
        let sign = |symbol: char| !symbol.is_alphanumeric() && !symbol.is_whitespace();
        let left = !space(after) && (!sign(after) || space(before) || sign(before));
        let right = !space(before) && (!sign(before) || space(after) || sign(after));
        let (open, close) = if mark == b'_' {
            (left && (!right || sign(before)), right && (!left || sign(after)))
        } else {
            (left, right)
        };
        let mut rest = run;
        while close && rest > 0 {
            let Some(index) = self.delimiters.iter().rposition(|(other, _)| *other == mark) else {
                break;
            };
            self.delimiters.truncate(index + 1);
            if let Some((_, len)) = self.delimiters.last_mut() {
                let taken = rest.min(*len);
                rest -= taken;
                *len -= taken;
                if *len == 0 {
                    self.delimiters.pop();
                }
            }
        }
        if open && rest > 0 {
            self.delimiters.push((mark, rest));
        }
    }
}
