//! A list with a selected row and a window on it. Not here: the rows themselves.

use std::ops::Range;

use crate::app::keys::command::List as Move;

/// Which of a number of rows is selected, and which are on the screen. The selected row is always
/// among them, and the window never shows room that rows could fill.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    len: usize,
    selected: usize,
    top: usize,
    height: usize,
}

impl List {
    /// An empty list without a window.
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The selected row; `None` only where there are no rows.
    pub fn selected(&self) -> Option<usize> {
        (self.len > 0).then_some(self.selected)
    }

    /// The rows on the screen.
    pub fn visible(&self) -> Range<usize> {
        self.top..self.len.min(self.top + self.height)
    }

    /// Gives it a window of that many rows.
    pub fn fit(&mut self, height: u16) {
        self.height = usize::from(height);
        self.settle();
    }

    /// The rows have changed: there are `len` now, and the row that was selected is `moved_to`, or
    /// gone, whereupon the one that took its place is selected. The selected row stays where it is
    /// on the screen as far as that can be.
    pub fn update(&mut self, len: usize, moved_to: Option<usize>) {
        let line = self.selected.saturating_sub(self.top);
        self.len = len;
        self.selected = moved_to.unwrap_or(self.selected).min(len.saturating_sub(1));
        self.top = self.selected.saturating_sub(line);
        self.settle();
    }

    /// Other rows altogether, such as those of another filter: selects the first.
    pub fn restart(&mut self, len: usize) {
        *self = Self { len, height: self.height, ..Self::default() };
    }

    /// Selects a row, the last where there are fewer.
    pub fn select(&mut self, row: usize) {
        self.selected = row.min(self.len.saturating_sub(1));
        self.settle();
    }

    /// Moves as a command says; false where it was there already, and for what is no move.
    pub fn apply(&mut self, command: Move) -> bool {
        // One row of the page before stays in sight.
        let page = self.height.saturating_sub(1).max(1);
        let before = self.selected;
        match command {
            Move::Up => self.select(before.saturating_sub(1)),
            Move::Down => self.select(before + 1),
            Move::PageUp => self.page(before.saturating_sub(page), before),
            Move::PageDown => self.page(before + page, before),
            Move::First => self.select(0),
            Move::Last => self.select(self.len),
            Move::Choose => {}
        }
        before != self.selected
    }

    /// Moves the window, as the wheel does; the selection follows only to stay inside.
    pub fn scroll(&mut self, by: isize) {
        let height = self.height.max(1);
        let lowest = self.len.saturating_sub(height);
        self.top = self.top.saturating_add_signed(by).min(lowest);
        self.selected = self.selected.clamp(self.top, self.top + height - 1);
        self.select(self.selected);
    }

    /// Selects a row of another page and moves the window as far.
    fn page(&mut self, to: usize, from: usize) {
        let line = from.saturating_sub(self.top);
        self.selected = to.min(self.len.saturating_sub(1));
        self.top = self.selected.saturating_sub(line);
        self.settle();
    }

    fn settle(&mut self) {
        let height = self.height.max(1);
        let lowest = self.len.saturating_sub(height);
        let first = (self.selected + 1).saturating_sub(height);
        self.top = self.top.min(lowest).min(self.selected).max(first);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn list(len: usize, height: u16) -> List {
        let mut list = List::new();
        list.fit(height);
        list.update(len, None);
        list
    }

    #[test]
    fn the_window_follows_the_selection() {
        let mut list = list(10, 4);
        assert_eq!((list.selected(), list.visible()), (Some(0), 0..4));
        assert!(!list.apply(Move::Up) && !list.apply(Move::Choose));
        (0..4).for_each(|_| assert!(list.apply(Move::Down)));
        assert_eq!((list.selected(), list.visible()), (Some(4), 1..5));
        assert!(list.apply(Move::PageDown));
        assert_eq!((list.selected(), list.visible()), (Some(7), 4..8));
        assert!(list.apply(Move::Last) && !list.apply(Move::Down));
        assert_eq!((list.selected(), list.visible()), (Some(9), 6..10));
        list.apply(Move::PageUp);
        assert_eq!((list.selected(), list.visible()), (Some(6), 3..7));
        list.apply(Move::First);
        assert_eq!((list.selected(), list.visible()), (Some(0), 0..4));
    }

    #[test]
    fn the_selected_row_stays_where_it_is_when_others_come_and_go() {
        let mut list = list(10, 4);
        list.select(5);
        assert_eq!(list.visible(), 2..6);
        list.update(12, Some(7));
        assert_eq!((list.selected(), list.visible()), (Some(7), 4..8), "two came above");
        list.update(11, None);
        assert_eq!(list.selected(), Some(7), "it went, the next took its place");
        list.update(3, None);
        assert_eq!((list.selected(), list.visible()), (Some(2), 0..3));
        list.update(0, None);
        assert_eq!((list.selected(), list.visible()), (None, 0..0));
        list.update(2, None);
        assert_eq!(list.selected(), Some(0));
        list.select(1);
        list.restart(9);
        assert_eq!((list.selected(), list.visible(), list.len()), (Some(0), 0..4, 9));
    }

    #[test]
    fn the_wheel_moves_the_window_and_takes_the_selection_along_at_its_edge() {
        let mut list = list(10, 4);
        list.scroll(3);
        assert_eq!((list.selected(), list.visible()), (Some(3), 3..7));
        list.scroll(99);
        assert_eq!((list.selected(), list.visible()), (Some(6), 6..10));
        list.scroll(-4);
        assert_eq!((list.selected(), list.visible()), (Some(5), 2..6));
    }

    proptest! {
        #[test]
        fn the_selection_is_in_sight_and_no_room_is_left_empty(
            acts in proptest::collection::vec((0u8..11, 0usize..30), 0..40),
        ) {
            let mut list = List::new();
            for (act, number) in acts {
                match act {
                    0 => list.fit(number as u16),
                    1 => list.update(number, Some(number / 2)),
                    2 => list.update(number, None),
                    3 => list.select(number),
                    4 => list.scroll(number as isize - 15),
                    5 => { list.apply(Move::PageUp); }
                    6 => { list.apply(Move::PageDown); }
                    7 => { list.apply(Move::Up); }
                    8 => { list.apply(Move::Last); }
                    9 => list.restart(number),
                    _ => { list.apply(Move::Down); }
                }
                let visible = list.visible();
                prop_assert!(visible.end <= list.len);
                prop_assert_eq!(list.selected().is_none(), list.is_empty());
                prop_assert_eq!(visible.len(), list.len.min(list.height));
                if list.height > 0 {
                    prop_assert!(list.selected().is_none_or(|row| visible.contains(&row)));
                }
            }
        }
    }
}
