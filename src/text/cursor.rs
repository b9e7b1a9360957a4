//! A place in a line, counted in columns: tabs stand for the spaces up to their stop.
//! Not here: what the line begins (`recognise`).

/// Columns between tab stops, as CommonMark counts them.
const TAB: usize = 4;

/// A place in a line without its line end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    rest: &'a str,
    /// Bytes of the whole line.
    len: usize,
    column: usize,
    /// Columns of a tab that are taken as spaces but not yet skipped.
    spare: usize,
}

impl<'a> Cursor<'a> {
    /// The begin of a line.
    pub(crate) fn new(line: &'a str) -> Self {
        Self { rest: line, len: line.len(), column: 0, spare: 0 }
    }

    /// Columns of white space ahead.
    pub(crate) fn indent(&self) -> usize {
        let mut column = self.column + self.spare;
        for byte in self.rest.bytes() {
            match byte {
                b' ' => column += 1,
                b'\t' => column += TAB - column % TAB,
                _ => break,
            }
        }
        column - self.column
    }

    /// What follows after the white space.
    pub(crate) fn text(&self) -> &'a str {
        self.rest.trim_start_matches([' ', '\t'])
    }

    /// True when only white space is left.
    pub(crate) fn is_blank(&self) -> bool {
        self.text().is_empty()
    }

    /// Skips up to `columns` columns of white space.
    pub(crate) fn skip(&mut self, columns: usize) {
        let mut left = columns;
        while left > 0 {
            if self.spare == 0 {
                let (columns, rest) = if let Some(rest) = self.rest.strip_prefix(' ') {
                    (1, rest)
                } else if let Some(rest) = self.rest.strip_prefix('\t') {
                    (TAB - self.column % TAB, rest)
                } else {
                    return;
                };
                self.spare = columns;
                self.rest = rest;
            }
            let taken = left.min(self.spare);
            self.spare -= taken;
            self.column += taken;
            left -= taken;
        }
    }

    /// Skips all white space, then `bytes` bytes of a marker (ASCII).
    pub(crate) fn skip_marker(&mut self, bytes: usize) {
        self.skip(usize::MAX);
        self.rest = self.rest.get(bytes..).unwrap_or("");
        self.column += bytes;
    }

    /// Bytes of the line that lie behind.
    pub(crate) fn passed(&self) -> usize {
        self.len - self.rest.len()
    }

    /// The white space and text ahead, exactly: spaces still owed by a tab, then the rest.
    pub(crate) fn remainder(&self) -> (usize, &'a str) {
        (self.spare, self.rest)
    }
}
