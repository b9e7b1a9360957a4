//! What a document has rendered: its rows, what its labels stand for, and the blocks that wait
//! for a definition. Not here: which rows a block gives (`paragraph`, `table`, `verbatim`).

use std::collections::HashMap;

use super::definition::Definitions;
use super::fence::Fences;
use super::listing::Listings;
use super::paragraph;
use super::row::Row;
use super::table;

/// A closed block that holds undefined labels.
#[derive(Debug)]
pub(crate) enum Parked {
    /// A paragraph or heading.
    Paragraph(paragraph::Parked),
    /// A table.
    Table(table::Parked),
}

#[derive(Debug)]
struct Waiting {
    first: usize,
    count: usize,
    block: Parked,
}

/// The rows of a document and what belongs to them.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) rows: Vec<Row>,
    pub(crate) width: usize,
    pub(crate) definitions: Definitions,
    pub(crate) fences: Fences,
    pub(crate) listings: Listings,
    /// What is rendered now is taken back before the next text: nothing may be learned from it.
    pub(crate) draft: bool,
    waiting: Vec<Waiting>,
    /// Who waits for a label.
    by_label: HashMap<Box<str>, Vec<usize>>,
    /// Blocks whose labels were defined since they were rendered.
    due: Vec<usize>,
}

impl Sheet {
    /// Forgets the rows, to lay everything out for another width. What was learned stays.
    pub(crate) fn restart(&mut self, width: usize) {
        self.rows.clear();
        self.width = width;
        self.fences.lay_out_again();
        self.listings.clear();
        self.waiting.clear();
        self.by_label.clear();
        self.due.clear();
    }

    /// Learns a link's address.
    pub(crate) fn define_link(&mut self, key: &str, url: &str) {
        if !self.draft && self.definitions.add_link(key, url) {
            self.wake(key);
        }
    }

    /// Learns a footnote's label; its key begins with `^`.
    pub(crate) fn define_note(&mut self, key: &str) {
        if !self.draft && self.definitions.add_note(key) {
            self.wake(key);
        }
    }

    /// Keeps a block whose rows are all below `first` until its labels are defined.
    pub(crate) fn park(&mut self, first: usize, labels: Vec<Box<str>>, block: Parked) {
        if self.draft {
            return;
        }
        let index = self.waiting.len();
        let count = self.rows.len().saturating_sub(first);
        self.waiting.push(Waiting { first, count, block });
        self.wait(index, labels);
    }

    fn wait(&mut self, index: usize, labels: Vec<Box<str>>) {
        for label in labels {
            if self.definitions.find(&label).is_some() {
                // Defined in the text between rendering and closing.
                self.due.push(index);
                continue;
            }
            let waiting = self.by_label.entry(label).or_default();
            if waiting.last() != Some(&index) {
                waiting.push(index);
            }
        }
    }

    fn wake(&mut self, key: &str) {
        if let Some(mut waiting) = self.by_label.remove(key) {
            self.due.append(&mut waiting);
        }
    }

    /// Renders the blocks again whose labels were defined. By how many rows the document grew.
    pub(crate) fn revise(&mut self) -> isize {
        let mut due = std::mem::take(&mut self.due);
        due.sort_unstable();
        due.dedup();
        let mut resized = Vec::new();
        for index in due {
            let Some(waiting) = self.waiting.get(index) else {
                continue;
            };
            let mut missing = Vec::new();
            let rows = match &waiting.block {
                Parked::Paragraph(block) => block.render(&self.definitions, &mut missing),
                Parked::Table(block) => block.render(&self.definitions, &mut missing),
            };
            let range = waiting.first..waiting.first + waiting.count;
            match self.rows.get_mut(range) {
                Some(place) if place.len() == rows.len() => {
                    for (old, new) in place.iter_mut().zip(rows) {
                        *old = new;
                    }
                }
                _ => resized.push((index, rows)),
            }
            self.wait(index, missing);
        }
        self.resize(resized)
    }

    /// Puts blocks in that have another number of rows than before, in one pass.
    fn resize(&mut self, blocks: Vec<(usize, Vec<Row>)>) -> isize {
        let Some(&(index, _)) = blocks.first() else {
            return 0;
        };
        let mut at = self.waiting.get(index).map_or(0, |waiting| waiting.first);
        let mut old = self.rows.split_off(at.min(self.rows.len())).into_iter();
        let mut delta = 0;
        let mut blocks = blocks.into_iter().peekable();
        for (index, waiting) in self.waiting.iter_mut().enumerate().skip(index) {
            let first = waiting.first;
            waiting.first = first.saturating_add_signed(delta);
            let Some((_, rows)) = blocks.next_if(|(changed, _)| *changed == index) else {
                continue;
            };
            self.rows.extend(old.by_ref().take(first - at));
            at = first + waiting.count;
            old.by_ref().take(waiting.count).for_each(drop);
            let change = rows.len() as isize - waiting.count as isize;
            waiting.count = rows.len();
            self.rows.extend(rows);
            let below = at.saturating_add_signed(delta);
            self.fences.shift(below, change);
            self.listings.shift(below, change);
            delta += change;
        }
        self.rows.extend(old);
        delta
    }
}
