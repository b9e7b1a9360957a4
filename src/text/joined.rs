//! The lines of a paragraph joined into one that can only be a paragraph, for the inline parser.
//! Not here: the parser's events (`inline`).

// Sanitised text holds no noncharacters, so these can mark what we put in ourselves.
/// Stands before the text, so that it can never look like the begin of a block.
pub(crate) const GUARD: &str = "\u{FDD0} ";
/// A hard line break.
pub(crate) const BREAK: &str = "\u{FDD1}";
/// The address of a footnote reference.
pub(crate) const NOTE: &str = "\u{FDD2}";
/// Begins a code span that is mathematics between `\(` and `\)`.
pub(crate) const MATH: &str = "\u{FDD3}";

/// The text on one line behind a guard: line feeds become spaces or hard breaks, `\(..\)` and
/// `\[..\]` become marked code spans.
pub(crate) fn single_line(source: &str) -> String {
    let mut line = String::with_capacity(source.len() + 16);
    line.push_str(GUARD);
    let mut rest = source;
    while let Some(at) = rest.find(['\n', '\\', '`']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        line.push_str(before);
        rest = match from.as_bytes().first() {
            Some(b'\n') => {
                let hard = line.ends_with("  ");
                line.truncate(line.trim_end_matches(' ').len().max(GUARD.len()));
                push_break(&mut line, hard);
                from.get(1..)
            }
            Some(b'`') => {
                let span = code_span(from);
                line.extend(
                    from.get(..span)
                        .unwrap_or("")
                        .chars()
                        .map(|symbol| if symbol == '\n' { ' ' } else { symbol }),
                );
                from.get(span..)
            }
            _ => escape(from, &mut line),
        }
        .unwrap_or("");
    }
    line.push_str(rest);
    line
}

fn push_break(line: &mut String, hard: bool) {
    line.push(' ');
    if hard {
        line.push_str(BREAK);
        line.push(' ');
    }
}

/// Takes a backslash and what it stands with; the rest.
fn escape<'a>(from: &'a str, line: &mut String) -> Option<&'a str> {
    let after = from.get(1..)?;
    let close = match after.as_bytes().first() {
        Some(b'\n') => {
            push_break(line, true);
            return after.get(1..);
        }
        Some(b'(') => "\\)",
        Some(b'[') => "\\]",
        _ => "",
    };
    if !close.is_empty()
        && let Some(len) = after.find(close)
    {
        let source = from.get(..len + 3)?;
        let ticks = "`".repeat(longest_ticks(source) + 1);
        line.extend([&ticks, MATH]);
        line.extend(source.chars().map(|symbol| if symbol == '\n' { ' ' } else { symbol }));
        line.push_str(&ticks);
        return from.get(len + 3..);
    }
    let len = 1 + after.chars().next().map_or(0, char::len_utf8);
    line.push_str(from.get(..len)?);
    from.get(len..)
}

/// Bytes of the code span at the begin of `text`, or of its backticks when none closes it.
fn code_span(text: &str) -> usize {
    let run = text.bytes().take_while(|byte| *byte == b'`').count();
    let mut at = run;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find('`')) {
        let start = at + next;
        let len = text.bytes().skip(start).take_while(|byte| *byte == b'`').count();
        at = start + len;
        if len == run {
            return at;
        }
    }
    run
}

fn longest_ticks(text: &str) -> usize {
    text.split(|symbol| symbol != '`').map(str::len).max().unwrap_or(0)
}
