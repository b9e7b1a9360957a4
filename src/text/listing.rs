//! The code blocks of a document: where each line of code stands in the source, and which rows show
//! it. Not here: how code is broken into rows (`code`), its roles (`fence`).

use std::ops::Range;

use super::sanitise::sanitise;

/// Where a line of code stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    /// Where the whole line begins in the source; `None` for a line that is blank whatever the
    /// source has there.
    line: Option<u32>,
    /// Bytes at its begin that belong to quotes, lists and the fence's own indentation.
    prefix: u32,
    /// Spaces that a tab of the prefix leaves to the code.
    spaces: u32,
}

impl Place {
    /// A line of the source without its first `prefix` bytes, behind so many spaces.
    pub(crate) fn new(line: usize, prefix: usize, spaces: usize) -> Self {
        let short = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Self { line: Some(short(line)), prefix: short(prefix), spaces: short(spaces) }
    }

    /// A blank line.
    pub(crate) fn blank() -> Self {
        Self { line: None, prefix: 0, spaces: 0 }
    }

    /// Appends the line's code as the source has it.
    fn write(self, source: &str, out: &mut String) {
        let Some(line) = self.line else { return };
        let rest = source.get(line as usize..).unwrap_or("");
        let line = rest.split(['\n', '\r']).next().unwrap_or("");
        out.extend(std::iter::repeat_n(' ', self.spaces as usize));
        let at = self.prefix as usize;
        match line.split_at_checked(at) {
            Some((prefix, code))
                if prefix.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t')) =>
            {
                out.push_str(code);
            }
            // Invisible characters stand before it, which the parser did not see.
            _ => out.push_str(sanitise(line).get(at..).unwrap_or("")),
        }
    }
}

/// A block of fenced or indented code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodeBlock {
    language: Box<str>,
    rows: Range<usize>,
    lines: Vec<Place>,
}

impl CodeBlock {
    /// What its fence says of the language; empty where it says nothing.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The rows of the document that show it, its label included.
    pub fn rows(&self) -> Range<usize> {
        self.rows.clone()
    }

    /// Where its first and last line begin in the source, in bytes.
    pub fn source(&self) -> (usize, usize) {
        let mut places = self.lines.iter().filter_map(|line| line.line);
        let first = places.next().unwrap_or(0);
        (first as usize, places.next_back().unwrap_or(first) as usize)
    }

    /// Lines of code.
    pub fn lines(&self) -> usize {
        self.lines.len()
    }

    /// The code as the source has it: without the fence and without what indents the block, its
    /// lines joined by line feeds.
    pub(crate) fn text(&self, source: &str) -> String {
        let mut text = String::new();
        for (index, line) in self.lines.iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            line.write(source, &mut text);
        }
        text
    }
}

/// All code blocks that have lines, in the order of the source.
#[derive(Debug, Default)]
pub(crate) struct Listings {
    all: Vec<CodeBlock>,
}

impl Listings {
    /// Forgets all, to be laid out again.
    pub(crate) fn clear(&mut self) {
        self.all.clear();
    }

    /// The blocks so far.
    pub(crate) fn all(&self) -> &[CodeBlock] {
        &self.all
    }

    /// A block begins; its lines follow.
    pub(crate) fn open(&mut self, language: &str) -> usize {
        self.all.push(CodeBlock { language: language.into(), rows: 0..0, lines: Vec::new() });
        self.all.len() - 1
    }

    /// The next line of a block, behind blank ones.
    pub(crate) fn add_line(&mut self, block: usize, blanks: usize, line: Place) {
        if let Some(block) = self.all.get_mut(block) {
            block.lines.extend(std::iter::repeat_n(Place::blank(), blanks));
            block.lines.push(line);
        }
    }

    /// A block is shown by these rows.
    pub(crate) fn set_rows(&mut self, block: usize, rows: Range<usize>) {
        if let Some(block) = self.all.get_mut(block) {
            block.rows = rows;
        }
    }

    /// Rows were put in or taken out before `row`.
    pub(crate) fn shift(&mut self, row: usize, delta: isize) {
        for block in self.all.iter_mut().filter(|block| block.rows.start >= row) {
            block.rows.start = block.rows.start.saturating_add_signed(delta);
            block.rows.end = block.rows.end.saturating_add_signed(delta);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::Document;
    use super::super::row::Row;

    /// The code of every block at a width, and how many rows show it.
    fn codes(source: &str, width: u16) -> Vec<(String, String, usize)> {
        let document = Document::one_shot(source, width);
        let blocks = document.code_blocks().iter().enumerate();
        blocks
            .map(|(index, block)| {
                let code = document.code(index).unwrap();
                assert_eq!(code.split('\n').count(), block.lines());
                (block.language().to_owned(), code, block.rows().len())
            })
            .collect()
    }

    fn code(source: &str) -> Vec<String> {
        let wide = codes(source, 100);
        let narrow = codes(source, 12);
        let texts = |codes: &[(String, String, usize)]| -> Vec<String> {
            codes.iter().map(|(_, code, _)| code.clone()).collect()
        };
        assert_eq!(texts(&wide), texts(&narrow), "a soft wrap is in none of them");
        texts(&wide)
    }

    #[test]
    fn code_is_the_source_without_its_fence() {
        let source =
            "Look:\n\n```rust\nfn main() {\n\n    x();\t// 日本\n}\n```\n\nand\n\n~~~\nb\n~~~";
        assert_eq!(code(source), ["fn main() {\n\n    x();\t// 日本\n}", "b"]);
        let blocks = codes(source, 100);
        assert_eq!((blocks[0].0.as_str(), blocks[0].2), ("rust", 5), "its label and four lines");
        assert_eq!((blocks[1].0.as_str(), blocks[1].2), ("", 1));
    }

    #[test]
    fn what_indents_a_block_is_no_part_of_it() {
        let listed = "1. one\n\n   ```sh\n   ls\n     -l\n\n   pwd\n   ```\n2. two\n";
        assert_eq!(code(listed), ["ls\n  -l\n\npwd"]);
        assert_eq!(code("> ```\n> a\n>\n>   b\n> ```\n"), ["a\n\n  b"]);
        assert_eq!(code("> - ```\n>   deep\n>   ```\n"), ["deep"]);
        assert_eq!(code("  ```\n  a\n b\n    c\n  ```\n"), ["a\nb\n  c"], "the fence is indented");
        assert_eq!(code("-\t```\n\tx\n\t\ty\n\t```\n"), ["x\n\ty"], "by tabs");
    }

    #[test]
    fn indented_code_has_its_blank_lines_inside_only() {
        assert_eq!(code("text\n\n    a\n\n\n      b\n\nend\n"), ["a\n\n\n  b"]);
    }

    #[test]
    fn long_lines_and_odd_line_ends_are_whole() {
        let long = "x".repeat(9_000);
        assert_eq!(code(&format!("```\n{long} y\r\nz\n```")), [format!("{long} y\nz")]);
        assert_eq!(code("```\nnot closed"), ["not closed"]);
        assert!(code("```\n```\n\n<div>\n</div>\n\n$$\nx\n$$\n").is_empty(), "nothing to copy");
    }

    #[test]
    fn what_is_invisible_before_the_code_costs_nothing_of_it() {
        assert_eq!(code("\u{200b}    a\n\n- ```\n  \u{200b}b\n  ```\n"), ["a", "\u{200b}b"]);
    }

    #[test]
    fn rows_are_found_again_when_a_definition_moves_them() {
        let mut document = Document::new(20);
        document.push("[a label that is long][x] and more words\n\n```\ncode\n```\n\n");
        document.settle(usize::MAX);
        document.push("[x]: https://example.com/a/long/address/indeed\n\nend\n");
        document.finish();
        document.settle(usize::MAX);
        let rows = document.code_blocks()[0].rows();
        let shown: Vec<&str> = rows.filter_map(|row| document.row(row)).map(Row::text).collect();
        assert_eq!(shown, ["│ code"]);
        document.set_width(60);
        document.settle(usize::MAX);
        assert_eq!(document.code_blocks().len(), 1);
        assert_eq!(document.code(0).as_deref(), Some("code"));
    }
}
