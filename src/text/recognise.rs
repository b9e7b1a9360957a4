//! What a line begins with: headings, fences, rules, list markers and so on, by CommonMark and
//! GFM. Every function takes the line after its indentation. Not here: HTML (`html`).

/// The marker of a list item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ListMarker {
    /// `-`, `+`, `*`, `.` or `)`: another one begins another list.
    pub(crate) mark: u8,
    /// The number of an ordered item.
    pub(crate) number: Option<u64>,
    /// Bytes of the marker.
    pub(crate) len: usize,
}

fn run(text: &str, mark: u8) -> usize {
    text.bytes().take_while(|byte| *byte == mark).count()
}

/// An ATX heading: level and text.
pub(crate) fn heading(text: &str) -> Option<(u8, &str)> {
    let level = run(text, b'#');
    let rest = text.get(level..)?;
    let fits = (1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t']));
    fits.then(|| (level as u8, rest.trim_start_matches([' ', '\t'])))
}

/// The text of an ATX heading without its closing marks.
pub(crate) fn heading_end(text: &str) -> usize {
    let trimmed = text.trim_end_matches([' ', '\t']);
    let open = trimmed.trim_end_matches('#');
    if open.is_empty() || open.ends_with([' ', '\t']) {
        open.trim_end_matches([' ', '\t']).len()
    } else {
        trimmed.len()
    }
}

/// An opening fence: mark, length and info string.
pub(crate) fn fence(text: &str) -> Option<(u8, usize, &str)> {
    let mark = *text.as_bytes().first()?;
    let len = run(text, mark);
    let info = text.get(len..)?.trim_matches([' ', '\t']);
    let fits = len >= 3 && (mark == b'~' || (mark == b'`' && !info.contains('`')));
    fits.then_some((mark, len, info))
}

/// True for a line that closes a fence of this mark and length.
pub(crate) fn closes_fence(text: &str, mark: u8, len: usize) -> bool {
    let own = run(text, mark);
    own >= len && text.get(own..).is_some_and(|rest| rest.trim_matches([' ', '\t']).is_empty())
}

/// True for a thematic break.
pub(crate) fn rule(text: &str) -> bool {
    let Some(&mark) = text.as_bytes().first() else {
        return false;
    };
    matches!(mark, b'-' | b'*' | b'_')
        && text.bytes().filter(|byte| *byte == mark).count() >= 3
        && text.bytes().all(|byte| byte == mark || matches!(byte, b' ' | b'\t'))
}

/// The level a setext underline gives the paragraph above it.
pub(crate) fn underline(text: &str) -> Option<u8> {
    let mark = *text.as_bytes().first()?;
    let level = match mark {
        b'=' => 1,
        b'-' => 2,
        _ => return None,
    };
    text.trim_end_matches([' ', '\t']).bytes().all(|byte| byte == mark).then_some(level)
}

/// The marker of a list item.
pub(crate) fn list_marker(text: &str) -> Option<ListMarker> {
    let bytes = text.as_bytes();
    let first = *bytes.first()?;
    let marker = match first {
        b'-' | b'+' | b'*' => ListMarker { mark: first, number: None, len: 1 },
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let mark = *bytes.get(digits).filter(|mark| matches!(mark, b'.' | b')'))?;
            let number = text.get(..digits).filter(|_| digits <= 9)?.parse().ok()?;
            ListMarker { mark, number: Some(number), len: digits + 1 }
        }
        _ => return None,
    };
    let free = bytes.get(marker.len).is_none_or(|byte| matches!(byte, b' ' | b'\t'));
    free.then_some(marker)
}

/// A footnote's begin: its label and the bytes of `[^label]:`.
pub(crate) fn footnote(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix("[^")?;
    let end = rest.find([']', '[', ' ', '\t'])?;
    let label = rest.get(..end)?;
    let closed = rest.get(end..)?.starts_with("]:");
    (closed && !label.is_empty()).then_some((label, end + 4))
}

/// A task box: whether it is checked, and the bytes of box and space.
pub(crate) fn task(text: &str) -> Option<(bool, usize)> {
    let checked = match text.as_bytes() {
        [b'[', b' ', b']', ..] => false,
        [b'[', b'x' | b'X', b']', ..] => true,
        _ => return None,
    };
    let rest = text.get(3..)?;
    (rest.starts_with([' ', '\t']) && !rest.trim().is_empty()).then_some((checked, 4))
}

/// The title of a GFM alert, from the first line of a quote.
pub(crate) fn alert(text: &str) -> Option<&'static str> {
    let name = text.trim_end().strip_prefix("[!")?.strip_suffix(']')?;
    ["Note", "Tip", "Important", "Warning", "Caution"]
        .into_iter()
        .find(|title| title.eq_ignore_ascii_case(name))
}

/// A block of mathematics that does not end on its first line: what closes it.
pub(crate) fn math(text: &str) -> Option<&'static str> {
    let (close, rest) = if let Some(rest) = text.strip_prefix("$$") {
        ("$$", rest)
    } else {
        ("\\]", text.strip_prefix("\\[")?)
    };
    (!rest.contains(close)).then_some(close)
}

/// How the cells of a column are aligned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Align {
    Left,
    Center,
    Right,
}

/// The delimiter row of a table: one alignment a column.
pub(crate) fn delimiter_row(text: &str) -> Option<Vec<Align>> {
    let text = text.trim_matches([' ', '\t']);
    let shaped = text.bytes().all(|byte| matches!(byte, b'|' | b':' | b'-' | b' ' | b'\t'));
    if !shaped || !text.contains('-') || !text.contains(['|', ':']) {
        return None;
    }
    let inner = text.strip_prefix('|').unwrap_or(text);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner.split('|').map(column).collect()
}

fn column(cell: &str) -> Option<Align> {
    let cell = cell.trim_matches([' ', '\t']);
    let (left, rest) = cell.strip_prefix(':').map_or((false, cell), |rest| (true, rest));
    let (right, rest) = rest.strip_suffix(':').map_or((false, rest), |rest| (true, rest));
    if rest.is_empty() || rest.bytes().any(|byte| byte != b'-') {
        return None;
    }
    Some(match (left, right) {
        (true, true) => Align::Center,
        (false, true) => Align::Right,
        _ => Align::Left,
    })
}

/// The cells of a table row: split at bars that no backslash guards.
pub(crate) fn cells(text: &str) -> Vec<&str> {
    let text = text.trim_matches([' ', '\t']);
    let inner = text.strip_prefix('|').unwrap_or(text);
    let mut cells = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'|' => {
                cells.push(inner.get(start..at).unwrap_or("").trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    let last = inner.get(start..).unwrap_or("").trim();
    if !last.is_empty() || cells.is_empty() {
        cells.push(last);
    }
    cells
}
