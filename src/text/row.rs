//! One visual row: text already wrapped and sanitised, with its styles; and its builder.
//! Not here: where rows break (`flow`, `code`, `table`).

use super::style::Style;
use super::width::width;

/// A run of text in one style, by length in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Run {
    len: u32,
    style: Style,
}

/// One visual row, wrapped to the width it was made for. Holds no control character.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row {
    text: Box<str>,
    runs: Box<[Run]>,
    offset: u32,
    width: u16,
    soft: bool,
}

impl Row {
    /// The pieces of the row from left to right; neighbours differ in style.
    pub fn spans(&self) -> impl Iterator<Item = (&str, Style)> {
        let mut rest: &str = &self.text;
        self.runs.iter().map(move |run| {
            let (piece, after) = rest.split_at_checked(run.len as usize).unwrap_or((rest, ""));
            rest = after;
            (piece, run.style)
        })
    }

    /// The whole text of the row, borders, bullets and bars included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Columns the row takes on the screen.
    pub fn width(&self) -> usize {
        usize::from(self.width)
    }

    /// True when the row continues the line of the row above it (a soft wrap).
    pub fn is_soft(&self) -> bool {
        self.soft
    }

    /// Where in the source the row's text begins, in bytes (accurate to a line or so).
    pub(crate) fn offset(&self) -> usize {
        self.offset as usize
    }

    /// The same row, said to begin at `offset` in the source.
    pub(crate) fn at(mut self, offset: usize) -> Self {
        self.offset = u32::try_from(offset).unwrap_or(u32::MAX);
        self
    }

    /// Gives the text after the first `prefix` bytes new styles, as lengths in bytes. What the
    /// pieces do not reach keeps no style of its own but `fill`.
    pub(crate) fn restyle(
        &mut self,
        prefix: usize,
        pieces: impl Iterator<Item = (usize, Style)>,
        fill: Style,
    ) {
        let mut runs = Vec::with_capacity(self.runs.len());
        let mut at = 0;
        for run in &self.runs {
            let len = (run.len as usize).min(prefix.saturating_sub(at));
            join(&mut runs, len, run.style);
            at += len;
        }
        for (len, style) in pieces {
            let len = len.min(self.text.len().saturating_sub(at));
            join(&mut runs, len, style);
            at += len;
        }
        join(&mut runs, self.text.len().saturating_sub(at), fill);
        self.runs = runs.into_boxed_slice();
    }
}

fn join(runs: &mut Vec<Run>, len: usize, style: Style) {
    if len == 0 {
        return;
    }
    let len = u32::try_from(len).unwrap_or(u32::MAX);
    match runs.last_mut() {
        Some(last) if last.style == style => last.len = last.len.saturating_add(len),
        _ => runs.push(Run { len, style }),
    }
}

/// A row being written.
#[derive(Clone, Default, Debug)]
pub(crate) struct RowBuilder {
    text: String,
    runs: Vec<Run>,
    width: usize,
}

impl RowBuilder {
    /// Appends text whose width in columns is known.
    pub(crate) fn push(&mut self, text: &str, style: Style, columns: usize) {
        self.text.push_str(text);
        join(&mut self.runs, text.len(), style);
        self.width += columns;
    }

    /// Appends text and measures it.
    pub(crate) fn write(&mut self, text: &str, style: Style) {
        self.push(text, style, width(text));
    }

    /// Appends `count` spaces.
    pub(crate) fn spaces(&mut self, count: usize, style: Style) {
        self.text.extend(std::iter::repeat_n(' ', count));
        join(&mut self.runs, count, style);
        self.width += count;
    }

    /// Appends a character of one column `count` times.
    pub(crate) fn fill(&mut self, symbol: char, count: usize, style: Style) {
        self.text.extend(std::iter::repeat_n(symbol, count));
        join(&mut self.runs, count * symbol.len_utf8(), style);
        self.width += count;
    }

    /// Appends a finished row.
    pub(crate) fn append(&mut self, row: &Row) {
        self.text.push_str(&row.text);
        for run in &row.runs {
            join(&mut self.runs, run.len as usize, run.style);
        }
        self.width += row.width();
    }

    /// Columns so far.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Drops spaces at the end.
    pub(crate) fn trim_end(&mut self) {
        while self.text.ends_with(' ') {
            self.text.pop();
            self.width -= 1;
            if let Some(last) = self.runs.last_mut() {
                last.len -= 1;
                if last.len == 0 {
                    self.runs.pop();
                }
            }
        }
    }

    /// Finishes the row and starts an empty one in the same buffers.
    pub(crate) fn take(&mut self, offset: usize, soft: bool) -> Row {
        let row = Row {
            text: self.text.as_str().into(),
            runs: self.runs.as_slice().into(),
            offset: u32::try_from(offset).unwrap_or(u32::MAX),
            width: u16::try_from(self.width).unwrap_or(u16::MAX),
            soft,
        };
        self.text.clear();
        self.runs.clear();
        self.width = 0;
        row
    }
}
