//! A source file as the rules see it: code without comments, texts and tests, and the paths in it.
//! Not here: the rules (architecture.rs).

use std::path::{Path, PathBuf};

/// One Rust file.
pub(crate) struct Source {
    /// Where it lies, from the package's folder.
    pub(crate) path: PathBuf,
    /// Its module path below the crate: `["app", "keys", "key"]`.
    pub(crate) module: Vec<String>,
    /// The text as it is.
    pub(crate) text: String,
    /// Comments and texts blanked, lines kept.
    pub(crate) code: String,
    /// The same, with `#[cfg(test)]` items blanked too; empty for a file of tests.
    pub(crate) shipped: String,
    /// Every path in what ships, `use` trees unfolded.
    pub(crate) mentions: Vec<Mention>,
}

/// A path in the code that begins at the crate, at a parent, or at a crate of others.
pub(crate) struct Mention {
    /// The line, from 1.
    pub(crate) line: usize,
    /// Its words: `["crate", "domain", "ask", "Usage"]`.
    pub(crate) words: Vec<String>,
}

impl Source {
    /// Reads a file below `root`.
    pub(crate) fn read(root: &Path, path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("a source file can be read");
        let path = path.strip_prefix(root).expect("it lies in the package").to_owned();
        let module = module_of(&path);
        let code = blank(&text);
        let is_test = module.last().is_some_and(|name| name == "tests" || name == "test")
            || module.iter().any(|name| name == "tests");
        let shipped = if is_test { String::new() } else { without_tests(&code) };
        let mentions = mentions(&shipped);
        Self { path, module, text, code, shipped, mentions }
    }

    /// The modules it declares for tests only.
    pub(crate) fn test_modules(&self) -> Vec<Vec<String>> {
        let declared = self.code.split("#[cfg(test)]").skip(1).filter_map(|rest| {
            let item = rest.split([';', '{']).next()?;
            let mut words = item.split_whitespace().rev();
            let name = words.next()?;
            (words.next() == Some("mod")).then(|| name.to_owned())
        });
        declared.map(|name| [self.module.as_slice(), &[name]].concat()).collect()
    }

    /// Takes it as one for tests, of which nothing ships.
    pub(crate) fn ships_nothing(&mut self) {
        self.shipped.clear();
        self.mentions.clear();
    }

    /// The floor it stands on: `domain`, `cli`, `main`, ...
    pub(crate) fn floor(&self) -> &str {
        self.module.first().map_or("", String::as_str)
    }
}

fn mentions(code: &str) -> Vec<Mention> {
    let mut all = Vec::new();
    let (mut at, mut line, mut counted) = (0, 1, 0);
    while let Some((start, end)) = next_word(code, at) {
        at = end;
        if code[..start].ends_with("::") {
            continue;
        }
        line += code[counted..start].matches('\n').count();
        counted = start;
        if &code[start..end] == "use" && !code[end..].starts_with('<') {
            let stop = code[end..].find(';').map_or(code.len(), |length| end + length);
            unfold(&code[end..stop], &[], &mut |words| all.push(Mention { line, words }));
            at = stop;
        } else if code[end..].starts_with("::") {
            let (words, stop) = path_from(code, start);
            all.push(Mention { line, words });
            at = stop;
        }
    }
    all
}

/// The line a byte stands on, from 1.
pub(crate) fn line_of(text: &str, byte: usize) -> usize {
    text[..byte].matches('\n').count() + 1
}

/// All Rust files below a folder, sorted.
pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a folder can be listed").path())
        .flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|kind| kind == "rs"))
        .collect();
    files.sort();
    files
}

fn module_of(path: &Path) -> Vec<String> {
    let mut words: Vec<String> = path
        .with_extension("")
        .components()
        .skip(1)
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    if words.last().is_some_and(|last| last == "mod") {
        words.pop();
    }
    words
}

/// Blanks comments, texts and characters; a lifetime is no character.
fn blank(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let end = if rest.starts_with("//") {
            at + rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            at + rest.find("*/").map_or(rest.len(), |length| length + 2)
        } else if let Some(length) = text_length(rest, bytes[..at].last().copied()) {
            at + length
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        for byte in &mut out[at..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = end;
    }
    String::from_utf8(out).expect("whole characters were blanked")
}

/// The length of the text or character literal that begins here.
fn text_length(rest: &str, before: Option<u8>) -> Option<usize> {
    let in_word = before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let raw = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r')).filter(|_| !in_word);
    if let Some(hashes) = raw.map(|raw| raw.len() - raw.trim_start_matches('#').len()) {
        let prefix = rest.find(['#', '"'])?;
        if rest[prefix + hashes..].starts_with('"') && prefix <= 2 {
            let open = prefix + hashes + 1;
            let close = format!("\"{}", "#".repeat(hashes));
            return Some(
                rest[open..].find(&close).map_or(rest.len(), |at| open + at + close.len()),
            );
        }
    }
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let mut chars = rest.char_indices().skip(1);
    let mut length = 0;
    while let Some((at, symbol)) = chars.next() {
        length += 1;
        if symbol == quote {
            return (quote == '"' || length > 1).then_some(at + 1);
        }
        if symbol == '\\' {
            chars.next();
        } else if quote == '\'' && length > 1 {
            return None;
        }
    }
    None
}

/// Blanks every item under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = code.to_owned();
    while let Some(start) = out.find(MARK) {
        let body = out[start..].find(['{', ';']).map_or(out.len(), |at| start + at);
        let end = if out[body..].starts_with('{') { closing(&out, body) } else { body };
        let blanked: String =
            out[start..end].chars().map(|c| if c == '\n' { c } else { ' ' }).collect();
        out = format!("{}{blanked}{}", &out[..start], &out[end..]);
    }
    out
}

/// Where the brace that opens at `open` is closed.
fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return at + 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

fn is_word(symbol: char) -> bool {
    symbol.is_alphanumeric() || symbol == '_'
}

fn next_word(code: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + code.get(from..)?.find(is_word)?;
    let end = code[start..].find(|c| !is_word(c)).map_or(code.len(), |length| start + length);
    Some((start, end))
}

/// The words of the path that begins here, and where it ends.
fn path_from(code: &str, start: usize) -> (Vec<String>, usize) {
    let mut words = Vec::new();
    let mut at = start;
    loop {
        let end = code[at..].find(|c| !is_word(c)).map_or(code.len(), |length| at + length);
        words.push(code[at..end].to_owned());
        let follows = code[end..].starts_with("::") && code[end + 2..].starts_with(is_word);
        if !follows {
            return (words, end);
        }
        at = end + 2;
    }
}

/// Gives every path of a `use` tree.
fn unfold(tree: &str, before: &[String], found: &mut impl FnMut(Vec<String>)) {
    let tree = tree.trim();
    let (head, group) = match tree.find('{') {
        Some(open) => (&tree[..open], Some(&tree[open + 1..tree.rfind('}').unwrap_or(tree.len())])),
        None => (tree.split(" as ").next().unwrap_or(tree), None),
    };
    let mut words = before.to_vec();
    words
        .extend(head.split("::").map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned));
    let Some(group) = group else {
        if !words.is_empty() {
            found(words);
        }
        return;
    };
    let mut depth = 0;
    let parts = group.split(|symbol| {
        depth += i32::from(symbol == '{') - i32::from(symbol == '}');
        symbol == ',' && depth == 0
    });
    for part in parts.filter(|part| !part.trim().is_empty()) {
        unfold(part, &words, found);
    }
}
