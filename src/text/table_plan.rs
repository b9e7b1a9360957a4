//! How wide the columns of a table are, or whether it is shown as records instead.
//! Not here: drawing it (`table`).

/// A column never gets narrower than its longest word, up to this.
const LONGEST_WORD: usize = 24;
/// A column whose cells wrap keeps at least this width.
const LEAST: usize = 8;

/// What is known about a column: columns of its widest cell and of its longest word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Column {
    pub(crate) natural: usize,
    pub(crate) word: usize,
}

/// How a table is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Plan {
    /// With borders; width of each column, and whether cells wrap (then rows are ruled).
    Grid { widths: Vec<usize>, ruled: bool },
    /// One `header: value` row a cell.
    Records,
}

/// Columns the borders and paddings of `count` columns take.
const fn overhead(count: usize) -> usize {
    3 * count + 1
}

/// The best plan for a room of `room` columns.
pub(crate) fn plan(columns: &[Column], room: usize) -> Plan {
    let Some(space) = room.checked_sub(overhead(columns.len())) else {
        return Plan::Records;
    };
    let natural: usize = columns.iter().map(|column| column.natural.max(1)).sum();
    if natural <= space {
        let widths = columns.iter().map(|column| column.natural.max(1)).collect();
        return Plan::Grid { widths, ruled: false };
    }
    let floor = |column: &Column| {
        let word = column.word.clamp(LEAST, LONGEST_WORD);
        column.natural.min(word).max(1)
    };
    let floors: Vec<usize> = columns.iter().map(floor).collect();
    let mut left = match space.checked_sub(floors.iter().sum()) {
        Some(left) => left,
        None if columns.len() == 1 && space > 0 => {
            return Plan::Grid { widths: vec![space], ruled: true };
        }
        None => return Plan::Records,
    };
    let mut widths = floors;
    while left > 0 {
        // The narrowest of those that want more grow first.
        let wanting = widths.iter().zip(columns).enumerate();
        let wanting = wanting.filter(|(_, (width, column))| **width < column.natural);
        let Some((index, _)) = wanting.min_by_key(|(_, (width, _))| **width) else {
            break;
        };
        if let Some(width) = widths.get_mut(index) {
            *width += 1;
            left -= 1;
        }
    }
    Plan::Grid { widths, ruled: true }
}
