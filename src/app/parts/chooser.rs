//! A list narrowed by typing: the palette, the model picker, the faults.
//! Not here: what choosing a row does.

use crate::app::parts::editor::Editor;
use crate::app::parts::filter::{Filter, Hit};
use crate::app::parts::list::List;

/// Rows with a text to search in, of which some are shown.
#[derive(Debug)]
pub struct Chooser<T> {
    /// The line that is typed.
    pub line: Editor,
    /// The selection among the rows shown.
    pub list: List,
    rows: Vec<(String, T)>,
    /// Whether the first row is one that was offered beside the others.
    offers: bool,
    filter: Filter,
    shown: Vec<Hit>,
}

/// A chooser of whatever rows: what typing, moving and drawing need of one.
pub trait AnyChooser {
    /// The line that is typed.
    fn line(&mut self) -> &mut Editor;
    /// The selection among the rows shown.
    fn list(&mut self) -> &mut List;
    /// What is typed has changed: the best match is selected.
    fn typed(&mut self);
    /// Gives it so many columns to type in, and so many rows.
    fn fit(&mut self, width: u16, rows: u16);
}

impl<T> AnyChooser for Chooser<T> {
    fn line(&mut self) -> &mut Editor {
        &mut self.line
    }

    fn list(&mut self) -> &mut List {
        &mut self.list
    }

    fn typed(&mut self) {
        Self::typed(self);
    }

    fn fit(&mut self, width: u16, rows: u16) {
        Self::fit(self, width, rows);
    }
}

impl<T> Chooser<T> {
    /// A chooser of these rows, each with the text it is found by.
    pub fn new(rows: Vec<(String, T)>) -> Self {
        let mut chooser = Self {
            line: Editor::one_line(),
            list: List::default(),
            rows: Vec::new(),
            offers: false,
            filter: Filter::new(),
            shown: Vec::new(),
        };
        chooser.set_rows(rows);
        chooser
    }

    /// Other rows; what is typed stays.
    pub fn set_rows(&mut self, rows: Vec<(String, T)>) {
        self.rows = rows;
        self.offers = false;
        self.narrow();
    }

    /// A row before all others, in place of the one offered before.
    pub fn offer(&mut self, row: Option<(String, T)>) {
        if std::mem::replace(&mut self.offers, row.is_some()) {
            self.rows.remove(0);
        }
        if let Some(row) = row {
            self.rows.insert(0, row);
        }
    }

    /// What is typed has changed: the best match is selected.
    pub fn typed(&mut self) {
        self.narrow();
        self.list.restart(self.shown.len());
    }

    fn narrow(&mut self) {
        self.filter.set(&self.line.text());
        self.shown = self.filter.rank(self.rows.iter().map(|(text, _)| text));
        self.list.update(self.shown.len(), None);
    }

    /// The rows shown, best first, with what of their text matched.
    pub fn shown(&self) -> impl ExactSizeIterator<Item = (&T, &Hit)> {
        self.shown.iter().map(|found| (&self.rows[found.row].1, found))
    }

    /// Gives it so many columns to type in, and so many rows.
    pub fn fit(&mut self, width: u16, rows: u16) {
        self.line.fit(width, 1);
        self.list.fit(rows);
    }

    /// How many rows there are altogether.
    pub fn total(&self) -> usize {
        self.rows.len()
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&T> {
        self.shown.get(self.list.selected()?).map(|found| &self.rows[found.row].1)
    }

    /// Selects the first shown row that is meant.
    pub fn select_where(&mut self, meant: impl Fn(&T) -> bool) {
        if let Some(at) = self.shown.iter().position(|found| meant(&self.rows[found.row].1)) {
            self.list.select(at);
        }
    }
}
