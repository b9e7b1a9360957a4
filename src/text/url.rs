//! Bare addresses in running text (GFM's extended autolinks for http and https).
//! Not here: links written with brackets (`inline`).

use std::ops::Range;

/// The first bare address in `text` at or after `from`.
pub(crate) fn find(text: &str, from: usize) -> Option<Range<usize>> {
    let mut from = from;
    loop {
        let start = from + text.get(from..)?.find("http")?;
        let rest = text.get(start..)?;
        let scheme = ["https://", "http://"].iter().find(|scheme| rest.starts_with(**scheme));
        let free = !text.get(..start)?.ends_with(|symbol: char| symbol.is_alphanumeric());
        if let Some(scheme) = scheme {
            let len = length(rest);
            if free && len > scheme.len() {
                return Some(start..start + len);
            }
        }
        from = start + 4;
    }
}

/// Bytes of the address that begins `text`: up to white space, without closing punctuation.
fn length(text: &str) -> usize {
    let stop = |symbol: char| {
        symbol.is_whitespace()
            || matches!(symbol, '<' | '>' | '"' | '`' | '。' | '，' | '、' | '）' | '」')
    };
    let mut url = text.get(..text.find(stop).unwrap_or(text.len())).unwrap_or(text);
    loop {
        let shorter = url.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '*', '_', '~']);
        let shorter = match shorter.strip_suffix(')') {
            Some(inner) if shorter.matches(')').count() > shorter.matches('(').count() => inner,
            _ => shorter,
        };
        if shorter.len() == url.len() {
            return url.len();
        }
        url = shorter;
    }
}
