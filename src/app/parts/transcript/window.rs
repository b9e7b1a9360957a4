//! Places in a row of entries, and the way from one to another, laying out what lies between.
//! Not here: which place the reader is at (transcript).

use std::cmp::Ordering;
use std::ops::Range;

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
    (entry, rows): (usize, Range<usize>),
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

/// The top a page further towards the end of rows that do not fit a view, or upwards towards their
/// beginning; none where that is seen already.
pub fn reaching(
    top: Place,
    height: usize,
    (entry, rows): (usize, &Range<usize>),
    down: bool,
) -> Option<Place> {
    if rows.len() <= height {
        return None;
    }
    let page = height.saturating_sub(2).max(1);
    let (first, last) = (rows.start, rows.end - height);
    let row = match top.entry.cmp(&entry) {
        Ordering::Less if down => first,
        Ordering::Greater if !down => last,
        Ordering::Equal if down && top.row < last => (top.row + page).clamp(first, last),
        Ordering::Equal if !down && top.row > first => {
            top.row.saturating_sub(page).clamp(first, last)
        }
        _ => return None,
    };
    Some(Place { entry, row })
}

/// The entry of which a row of the view shows something.
pub fn entry_at(entries: &[Entry], top: Place, row: usize) -> Option<usize> {
    let mut left = row + top.row;
    for (at, entry) in entries.iter().enumerate().skip(top.entry) {
        if left < entry.height() {
            return Some(at);
        }
        left -= entry.height();
    }
    None
}

/// The rows of a view that show these rows of an entry.
pub fn seen(
    entries: &[Entry],
    (top, height): (Place, usize),
    (entry, rows): (usize, Range<usize>),
) -> Range<usize> {
    let mut above = 0;
    for entry in entries.get(top.entry..entry).unwrap_or(&[]) {
        above += entry.height();
        if above > height + top.row {
            return 0..0;
        }
    }
    if entry < top.entry {
        return 0..0;
    }
    let place = |row: usize| (above + row).saturating_sub(top.row).min(height);
    place(rows.start)..place(rows.end)
}
