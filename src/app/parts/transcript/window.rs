//! Places in a row of entries, and the way from one to another, laying out what lies between.
//! Not here: which place the reader is at (transcript).

use super::entry::Entry;

/// A row of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Which entry, from the first.
    pub entry: usize,
    /// Which of its rows.
    pub row: usize,
}

/// The place so many rows above another, or the very first.
pub fn above(entries: &mut [Entry], width: u16, place: Place, rows: usize) -> Place {
    let mut place = place;
    let mut left = rows;
    loop {
        if place.row >= left {
            place.row -= left;
            return place;
        }
        left -= place.row;
        place.row = 0;
        let Some(before) = place.entry.checked_sub(1) else { return place };
        let Some(entry) = entries.get_mut(before) else { return place };
        entry.lay_out(width);
        place = Place { entry: before, row: entry.height() };
    }
}

/// The top that brings rows of an entry into a view of `height` rows with the least movement. Of
/// rows that do not fit, the first are shown, or the last where one comes `from_below`.
pub fn revealing(
    entries: &mut [Entry],
    (width, height): (u16, usize),
    top: Place,
    (entry, rows): (usize, std::ops::Range<usize>),
    from_below: bool,
) -> Place {
    let start = Place { entry, row: rows.start };
    let end = Place { entry, row: rows.end };
    let last = above(entries, width, end, height);
    if rows.len() > height {
        return if from_below { last } else { start };
    }
    top.min(start).max(last)
}
