//! The keys that work in a place, to be read.
//! Not here: the table they come from (keys).

use crate::app::keys::keymap::Keymap;
use crate::app::keys::reference::{Section, sections};
use crate::app::keys::scope::Place;

/// The help of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Help {
    /// What it says.
    pub sections: Vec<Section>,
    /// Rows scrolled.
    pub top: usize,
}

impl Help {
    /// The help of this place.
    pub fn of(keymap: &Keymap, place: Place) -> Self {
        Self { sections: sections(keymap, place), top: 0 }
    }

    /// Its height in rows: each section has a title and a blank row.
    pub fn rows(&self) -> usize {
        self.sections.iter().map(|section| section.entries.len() + 2).sum()
    }

    /// Scrolls by rows, so that a view of `height` rows is never empty.
    pub fn scroll(&mut self, rows: isize, height: usize) {
        let most = self.rows().saturating_sub(height);
        self.top = self.top.saturating_add_signed(rows).min(most);
    }
}
