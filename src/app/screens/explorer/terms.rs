//! The terms of a provider, read before one agrees: which offer is shown, and how far one has read.
//! Not here: what an offer says (domain), or agreeing to it (access).

use crate::app::theme::Part;
use crate::domain::access::Offer;
use crate::text::sanitise::sanitise_line;
use crate::text::wrap;

/// Columns of what a term is called.
pub const LABEL: u16 = 22;

/// Where one is in the terms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Terms {
    /// The offer that is shown, counted from 0.
    pub at: usize,
    /// The first line shown.
    pub top: usize,
}

/// A line of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What the term is called, where it begins.
    pub label: String,
    /// What it says.
    pub text: String,
    /// How it looks.
    pub part: Part,
}

impl Terms {
    /// The lines of the offer that is shown, so many columns wide, below what went wrong before.
    pub fn lines(self, offers: &[Offer], problem: Option<&str>, width: u16) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut say = |label: &str, text: &str, part: Part, from: u16| {
            let rows = wrap::wrap_plain(&sanitise_line(text), width.saturating_sub(from + 1));
            let mut label = sanitise_line(label).into_owned();
            for row in rows {
                let text = row.text().to_owned();
                lines.push(Line { label: std::mem::take(&mut label), text, part });
            }
        };
        if let Some(problem) = problem {
            say("", problem, Part::Error, 1);
            say("", " ", Part::Hint, 1);
        }
        let asked = match offers.len() {
            0 | 1 => "These are the terms of the provider. Agree to them?".to_owned(),
            many => format!("Offer {} of {many} of the provider. Agree to its terms?", self.at + 1),
        };
        say("", &asked, Part::Warning, 1);
        say("", " ", Part::Hint, 1);
        for (label, said) in offers.get(self.at).into_iter().flat_map(|offer| &offer.terms) {
            say(label, said, Part::Prompt, LABEL);
        }
        lines
    }

    /// Turns to the offer after or before this one, round and round.
    pub fn turn(&mut self, forward: bool, offers: usize) {
        let by = if forward { 1 } else { offers.saturating_sub(1) };
        self.at = (self.at + by).checked_rem(offers).unwrap_or_default();
        self.top = 0;
    }

    /// Scrolls so many of all lines that a page of `height` is never empty.
    pub fn scroll(&mut self, by: isize, lines: usize, height: usize) {
        self.top = self.top.saturating_add_signed(by).min(lines.saturating_sub(height));
    }
}
