//! Text in styles, not yet broken into rows.
//! Not here: where it comes from (`inline`), breaking it (`flow`).

use super::style::Style;

/// Text in styles. A line feed in it breaks the row.
#[derive(Clone, Default, Debug)]
pub(crate) struct Pieces {
    pub(crate) text: String,
    /// Where each piece ends, and its style.
    pub(crate) runs: Vec<(usize, Style)>,
}

impl Pieces {
    /// Appends text in one style.
    pub(crate) fn push(&mut self, text: &str, style: Style) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(text);
        let end = self.text.len();
        match self.runs.last_mut() {
            Some((last, other)) if *other == style => *last = end,
            _ => self.runs.push((end, style)),
        }
    }

    /// The pieces between two places of the text.
    pub(crate) fn between(&self, from: usize, to: usize) -> impl Iterator<Item = (&str, Style)> {
        let first = self.runs.partition_point(|(end, _)| *end <= from);
        let mut at = from;
        self.runs.iter().skip(first).map_while(move |&(end, style)| {
            let end = end.min(to);
            let piece = self.text.get(at..end).filter(|piece| !piece.is_empty())?;
            at = end;
            Some((piece, style))
        })
    }

    /// All pieces.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Style)> {
        self.between(0, self.text.len())
    }
}
