//! Where HTML blocks begin and end: the seven conditions of CommonMark 4.6.
//! Not here: HTML inside a paragraph (`inline`).

/// What ends an HTML block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum End {
    /// The line that holds one of these, in any case.
    Text(&'static [&'static str]),
    /// The first blank line.
    Blank,
}

const RAW: [&str; 4] = ["script", "pre", "style", "textarea"];

const BLOCKS: [&str; 62] = [
    "address",
    "article",
    "aside",
    "base",
    "basefont",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "menuitem",
    "nav",
    "noframes",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
];

/// The end of the HTML block that begins with this line, if one does. Only some may interrupt a
/// paragraph.
pub(crate) fn start(text: &str, in_paragraph: bool) -> Option<End> {
    let rest = text.strip_prefix('<')?;
    if rest.starts_with("!--") {
        return Some(End::Text(&["-->"]));
    }
    if rest.starts_with('?') {
        return Some(End::Text(&["?>"]));
    }
    if rest.starts_with("![CDATA[") {
        return Some(End::Text(&["]]>"]));
    }
    if rest
        .strip_prefix('!')
        .is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_alphabetic()))
    {
        return Some(End::Text(&[">"]));
    }
    let closing = rest.starts_with('/');
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let len = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    let (name, after) = rest.split_at_checked(len)?;
    let is_one_of = |names: &[&str]| names.iter().any(|other| other.eq_ignore_ascii_case(name));
    let ends = after.is_empty() || after.starts_with([' ', '\t', '>']);
    if !closing && ends && is_one_of(&RAW) {
        return Some(End::Text(&["</script>", "</pre>", "</style>", "</textarea>"]));
    }
    if (ends || after.starts_with("/>")) && is_one_of(&BLOCKS) {
        return Some(End::Blank);
    }
    let lone = !in_paragraph
        && name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && is_tag(after, closing);
    lone.then_some(End::Blank)
}

/// True when `text` completes a tag (after its name) and nothing follows it.
fn is_tag(text: &str, closing: bool) -> bool {
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start_matches([' ', '\t']);
        if let Some(after) =
            trimmed.strip_prefix('>').or_else(|| trimmed.strip_prefix("/>").filter(|_| !closing))
        {
            return after.trim_matches([' ', '\t']).is_empty();
        }
        if closing || trimmed.len() == rest.len() {
            return false;
        }
        match attribute(trimmed) {
            Some(after) => rest = after,
            None => return false,
        }
    }
}

/// Skips one attribute.
fn attribute(text: &str) -> Option<&str> {
    let is_name =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'.' | b'-');
    let len = text.bytes().take_while(|byte| is_name(*byte)).count();
    let first = *text.as_bytes().first()?;
    if len == 0 || !(first.is_ascii_alphabetic() || matches!(first, b'_' | b':')) {
        return None;
    }
    let rest = text.get(len..)?;
    let Some(value) = rest.trim_start_matches([' ', '\t']).strip_prefix('=') else {
        return Some(rest);
    };
    let value = value.trim_start_matches([' ', '\t']);
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote) {
            return inner.get(inner.find(quote)? + 1..);
        }
    }
    let stop = |symbol: char| symbol.is_ascii_whitespace() || "\"'=<>`".contains(symbol);
    let len = value.find(stop).unwrap_or(value.len());
    value.get(len..).filter(|_| len > 0)
}

/// True when the line ends a block that waits for text.
pub(crate) fn ends(line: &str, end: End) -> bool {
    match end {
        End::Blank => false,
        End::Text(marks) => {
            let line = line.to_ascii_lowercase();
            marks.iter().any(|mark| line.contains(mark))
        }
    }
}
