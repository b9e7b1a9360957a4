//! What reaches a terminal, taken apart: our own escapes and plain text, and nothing else.
//! Not here: the terminal's answer to it (seen), or what is drawn.

use std::fmt::Write as _;

/// Sequences of our own that are written as they are: synchronized updates, the cursor.
const MODES: [&str; 4] = ["?2026h", "?2026l", "?25h", "?25l"];
/// Final bytes of sequences that take numbers: moves, erasing, colours and attributes.
const NUMBERED: &str = "ABCDGHdJKXm";

/// The texts between our own escapes. `lines`: line feeds and tabs are text too, as a command prints
/// them; a screen places every line itself.
///
/// Fails on bytes that are no UTF-8, on an escape that is not ours, and on a control character.
pub(crate) fn texts(bytes: &[u8], lines: bool) -> Result<Vec<&str>, String> {
    let whole = std::str::from_utf8(bytes).map_err(|error| format!("no UTF-8: {error}"))?;
    let mut texts = Vec::new();
    let mut rest = whole;
    while let Some(at) = rest.find('\u{1b}') {
        let (before, escape) = rest.split_at(at);
        texts.push(before);
        let Some(body) = escape.strip_prefix("\u{1b}[") else {
            return Err(format!("an escape that is not ours: {}", shown(escape)));
        };
        let end = body.find(|letter: char| matches!(letter, '\u{40}'..='\u{7e}'));
        let sequence = end.map_or(body, |end| &body[..=end]);
        if !is_ours(sequence) {
            return Err(format!("a sequence that is not ours: {}", shown(escape)));
        }
        rest = &body[sequence.len()..];
    }
    texts.push(rest);
    let harms = |letter: char| letter.is_control() && !(lines && matches!(letter, '\n' | '\t'));
    match texts.iter().find(|text| text.contains(harms)) {
        Some(text) => Err(format!("a control character: {}", shown(text))),
        None => Ok(texts),
    }
}

fn is_ours(sequence: &str) -> bool {
    if MODES.contains(&sequence) {
        return true;
    }
    let Some(end) = sequence.chars().last().filter(|end| NUMBERED.contains(*end)) else {
        return false;
    };
    let numbers = &sequence[..sequence.len() - end.len_utf8()];
    let colons = end == 'm';
    numbers.chars().all(|one| one.is_ascii_digit() || one == ';' || colons && one == ':')
}

/// The beginning of a text in a form that harms no terminal.
fn shown(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars().take(60) {
        let _ = write!(out, "{}", letter.escape_default());
    }
    out
}
