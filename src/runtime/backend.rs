//! What lives here: the painter, which turns changed cells into as few bytes as it can, one write
//! a frame. What does not: entering and leaving the terminal, colours (the theme's), sizes asked.
//!
//! It remembers what the terminal shows, where its cursor stands and what pen it holds, across
//! frames, so a frame that adds one word costs little more than that word.

mod pen;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use ratatui::{
    backend::{Backend, ClearType, WindowSize},
    buffer::{Cell, CellWidth},
    layout::{Position, Size},
    style::Color,
};

use self::pen::{Pen, is_blank, number};

/// Begins a synchronized update: the terminal shows nothing until [`SYNC_END`].
const SYNC_BEGIN: &[u8] = b"\x1b[?2026h";
/// Ends a synchronized update.
const SYNC_END: &[u8] = b"\x1b[?2026l";
/// Frames up to this many bytes reach the terminal in one read and need no synchronization.
const SYNC_FROM: usize = 256;
/// Erasing up to so many blanks costs more than writing them: `CSI n X` and the move past them.
const ERASE_FROM: u16 = 9;

/// A ratatui backend that writes as few bytes as it can.
///
/// The caller says how large the terminal is ([`Painter::new`], [`Painter::resize`]): nothing here
/// asks the terminal anything.
#[derive(Debug)]
pub struct Painter<W: Write> {
    writer: W,
    /// The frame being written; opens with [`SYNC_BEGIN`], which small frames skip.
    out: Vec<u8>,
    size: Size,
    /// What each cell shows; `None` for the unknown and the right halves of wide characters.
    shown: Vec<Option<Cell>>,
    pen: Option<Pen>,
    /// Where the terminal's cursor stands; `None` when terminals differ about it.
    cursor: Option<Position>,
    /// Where the cursor shall stand between frames.
    caret: Option<Position>,
    caret_wanted: bool,
    caret_shown: Option<bool>,
    erases_with_background: bool,
    bytes: u64,
}

impl<W: Write> Painter<W> {
    /// A painter for a terminal of `size` cells that was just cleared.
    pub fn new(writer: W, size: Size) -> Self {
        Self {
            writer,
            out: SYNC_BEGIN.to_vec(),
            size,
            shown: vec![Some(Cell::EMPTY); usize::from(size.width) * usize::from(size.height)],
            pen: None,
            cursor: None,
            caret: None,
            caret_wanted: false,
            caret_shown: None,
            erases_with_background: true,
            bytes: 0,
        }
    }

    /// Says whether the terminal erases with the current background (terminfo's `bce`; nearly all
    /// do, GNU screen does not). Without it only cells of the default background are erased.
    #[must_use]
    pub fn erasing_with_background(mut self, yes: bool) -> Self {
        self.erases_with_background = yes;
        self
    }

    /// Takes note of a new terminal size in cells; ratatui clears the screen at its next draw.
    pub fn resize(&mut self, size: Size) {
        if self.size != size {
            self.size = size;
            self.forget();
        }
    }

    /// Forgets what the terminal shows, after something else has written to it. The caller has
    /// ratatui's `Terminal::clear` repaint the screen.
    pub fn forget(&mut self) {
        self.out.truncate(SYNC_BEGIN.len());
        self.shown.clear();
        self.shown.resize(usize::from(self.size.width) * usize::from(self.size.height), None);
        self.pen = None;
        self.cursor = None;
        self.caret_shown = None;
    }

    /// Bytes written to the terminal so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// What the bytes go to.
    pub fn writer_mut(&mut self) -> &mut W {
        &mut self.writer
    }

    fn index(&self, x: u16, y: u16) -> usize {
        usize::from(y) * usize::from(self.size.width) + usize::from(x)
    }

    fn shown(&self, x: u16, y: u16) -> Option<&Cell> {
        (x < self.size.width).then(|| self.shown.get(self.index(x, y))).flatten()?.as_ref()
    }

    fn set_shown(&mut self, x: u16, y: u16, cell: Option<Cell>) {
        let index = self.index(x, y);
        if x < self.size.width
            && let Some(slot) = self.shown.get_mut(index)
        {
            *slot = cell;
        }
    }

    /// Paints the changes of one row, left to right.
    fn row(&mut self, y: u16, changes: &[(u16, &Cell)]) {
        let bared = self.bared(y, changes);
        if bared.is_empty() {
            return self.cells(y, changes);
        }
        let bared = bared.iter().map(|(x, cell)| (*x, cell));
        let mut all: Vec<(u16, &Cell)> = changes.iter().copied().chain(bared).collect();
        all.sort_by_key(|(x, _)| *x);
        self.cells(y, &all);
    }

    fn cells(&mut self, y: u16, changes: &[(u16, &Cell)]) {
        let mut rest = changes;
        while let Some(&(x, cell)) = rest.first() {
            if let Some(erased) = self.erase(y, rest) {
                rest = &rest[erased..];
                continue;
            }
            // ratatui lists blanks under a wide emoji after it. They go first, or terminals that
            // do know its width would lose half of it.
            let covered = rest[1..].iter().take_while(|(at, _)| *at < x + width(cell)).count();
            for &(under, blank) in &rest[1..=covered] {
                self.put(under, y, blank);
            }
            self.put(x, y, cell);
            rest = &rest[1 + covered..];
        }
    }

    /// The right halves of wide characters of which `changes` overwrite the left half. Terminals
    /// blank such a half as they like, and ratatui, which never drew it, says nothing if it is to
    /// be blank. What it shall look like is a guess: the background of the left half.
    fn bared(&self, y: u16, changes: &[(u16, &Cell)]) -> Vec<(u16, Cell)> {
        let mut all = Vec::new();
        for (i, &(x, cell)) in changes.iter().enumerate() {
            let end = x + width(cell);
            let next = changes.get(i + 1).map_or(self.size.width, |&(next, _)| next);
            for at in x..end {
                let Some(old) = self.shown(at, y) else { continue };
                all.extend((end..(at + width(old)).min(next)).map(|under| {
                    let mut blank = Cell::EMPTY;
                    blank.bg = old.bg;
                    (under, blank)
                }));
            }
        }
        all
    }

    /// Erases a run of blanks at the front of `changes` if that is shorter than writing them.
    /// Returns how many changes it has seen to.
    fn erase(&mut self, y: u16, changes: &[(u16, &Cell)]) -> Option<usize> {
        let &(start, first) = changes.first()?;
        let erasable = self.erases_with_background || first.bg == Color::Reset;
        if !erasable || !is_blank(first) {
            return None;
        }
        let same = |cell: &Cell| is_blank(cell) && cell.bg == first.bg;
        // Cells between the changes that already look like it join the run.
        let (mut taken, mut end, mut at) = (0, start, start);
        while at < self.size.width {
            match changes.get(taken) {
                Some(&(x, cell)) if x == at && same(cell) => {
                    taken += 1;
                    end = at + 1;
                }
                Some(&(x, _)) if x == at => break,
                _ if self.shown(at, y).is_some_and(same) => {}
                _ => break,
            }
            at += 1;
        }
        let to_the_edge = at == self.size.width && end - start > 3;
        let last = taken == changes.len();
        let worth = end - start >= if last { ERASE_FROM / 2 + 1 } else { ERASE_FROM };
        if !to_the_edge && !worth {
            return None;
        }
        self.move_to(start, y);
        self.take_pen(first);
        self.out.extend_from_slice(b"\x1b[");
        if to_the_edge {
            self.out.push(b'K');
        } else {
            number(end - start, &mut self.out);
            self.out.push(b'X');
        }
        for x in start..end {
            let mut blank = Cell::EMPTY;
            blank.bg = first.bg;
            self.set_shown(x, y, Some(blank));
        }
        Some(taken)
    }

    /// Writes one cell.
    fn put(&mut self, x: u16, y: u16, cell: &Cell) {
        self.move_to(x, y);
        self.take_pen(cell);
        self.out.extend_from_slice(cell.symbol().as_bytes());
        let end = x + width(cell);
        self.set_shown(x, y, Some(cell.clone()));
        (x + 1..end).for_each(|under| self.set_shown(under, y, None));
        // At the right edge the cursor waits to wrap, and relative moves differ from there on.
        let sure = end < self.size.width && is_width_agreed(cell.symbol());
        self.cursor = sure.then_some(Position::new(end, y));
    }

    fn take_pen(&mut self, cell: &Cell) {
        let pen = self.pen.unwrap_or(Pen::PLAIN).toward(cell);
        pen.write(self.pen, &mut self.out);
        self.pen = Some(pen);
    }

    /// Moves the cursor by the shortest sequence, or by writing again what stands in between.
    fn move_to(&mut self, x: u16, y: u16) {
        let target = Position::new(x, y);
        if self.cursor == Some(target) {
            return;
        }
        let start = self.out.len();
        match self.cursor {
            Some(from) if from.y == y && from.x < x => {
                if self.write_gap(from.x, target) {
                    self.cursor = Some(target);
                    return;
                }
                self.motion(x - from.x, b'C', x + 1, b'G');
            }
            Some(from) if from.y == y => self.motion(from.x - x, b'D', x + 1, b'G'),
            Some(from) if from.x == x && from.y < y => self.motion(y - from.y, b'B', y + 1, b'd'),
            Some(from) if from.x == x => self.motion(from.y - y, b'A', y + 1, b'd'),
            _ => {
                self.out.extend_from_slice(b"\x1b[");
                number(y + 1, &mut self.out);
                if x > 0 {
                    self.out.push(b';');
                    number(x + 1, &mut self.out);
                }
                self.out.push(b'H');
            }
        }
        debug_assert!(self.out.len() > start, "a move writes something");
        self.cursor = Some(target);
    }

    /// Writes the shorter of a move `by` so many cells and one `to` a place counted from 1.
    fn motion(&mut self, by: u16, relative: u8, to: u16, absolute: u8) {
        let (n, letter) = if digits(by) <= digits(to) { (by, relative) } else { (to, absolute) };
        self.out.extend_from_slice(b"\x1b[");
        if n != 1 {
            number(n, &mut self.out);
        }
        self.out.push(letter);
    }

    /// Writes the cells from `from` up to `target` again if that is no longer than moving.
    fn write_gap(&mut self, from: u16, target: Position) -> bool {
        let gap = target.x - from;
        if gap > 3 + digits(gap).min(digits(target.x + 1)) {
            return false;
        }
        let start = self.out.len();
        for x in from..target.x {
            let plain = match (self.shown(x, target.y), self.pen) {
                (Some(cell), Some(pen)) if pen.suits(cell) => cell.symbol().as_bytes(),
                _ => &[],
            };
            let &[byte] = plain else {
                self.out.truncate(start);
                return false;
            };
            self.out.push(byte);
        }
        true
    }

    /// Sends the frame in one write.
    fn send(&mut self) -> io::Result<()> {
        let skip = if self.out.len() > SYNC_BEGIN.len() + SYNC_FROM {
            self.out.extend_from_slice(SYNC_END);
            0
        } else {
            SYNC_BEGIN.len()
        };
        let frame = self.out.get(skip..).unwrap_or_default();
        if frame.is_empty() {
            return Ok(());
        }
        self.bytes += frame.len() as u64;
        let sent = self.writer.write_all(frame).and_then(|()| self.writer.flush());
        self.out.truncate(SYNC_BEGIN.len());
        if sent.is_err() {
            self.forget();
        }
        sent
    }
}

/// Cells that `cell` takes, at least the one it stands in.
fn width(cell: &Cell) -> u16 {
    cell.cell_width().max(1)
}

/// Digits written for a count: none for 1, which every sequence here takes for granted.
fn digits(n: u16) -> u16 {
    match n {
        0 | 1 => 0,
        2..10 => 1,
        10..100 => 2,
        100..1000 => 3,
        _ => 4,
    }
}

/// Whether terminals agree how many cells `symbol` takes: not about clusters of several scalars
/// and not about emoji, so the cursor is placed anew after those.
fn is_width_agreed(symbol: &str) -> bool {
    let mut scalars = symbol.chars();
    match (scalars.next(), scalars.next()) {
        (Some(only), None) => !matches!(only, '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}'
            | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{E000}'..='\u{F8FF}'
            | '\u{1F000}'..='\u{1FFFF}' | '\u{F0000}'..),
        _ => false,
    }
}

impl<W: Write> Backend for Painter<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut row: Vec<(u16, &Cell)> = Vec::with_capacity(usize::from(self.size.width));
        let mut current = 0;
        for (x, y, cell) in content {
            if y != current {
                self.row(current, &row);
                row.clear();
                current = y;
            }
            row.push((x, cell));
        }
        self.row(current, &row);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.caret_wanted = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.caret_wanted = true;
        Ok(())
    }

    /// Where the cursor was put last; the terminal is not asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.caret.or(self.cursor).unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.caret = Some(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        let sequence: &[u8] = match clear_type {
            ClearType::All => b"\x1b[2J",
            ClearType::AfterCursor => b"\x1b[J",
            ClearType::BeforeCursor => b"\x1b[1J",
            ClearType::CurrentLine => b"\x1b[2K",
            ClearType::UntilNewLine => b"\x1b[K",
        };
        if clear_type != ClearType::All
            && let Some(Position { x, y }) = self.caret
        {
            self.move_to(x, y);
        }
        self.take_pen(&Cell::EMPTY);
        self.out.extend_from_slice(sequence);
        let known = (clear_type == ClearType::All).then_some(Cell::EMPTY);
        self.shown.fill(known);
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    /// The size in cells; pixels are not asked for and are zero.
    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.caret_wanted
            && let Some(Position { x, y }) = self.caret
        {
            self.move_to(x, y);
        }
        if self.caret_shown != Some(self.caret_wanted) {
            let sequence: &[u8] = if self.caret_wanted { b"\x1b[?25h" } else { b"\x1b[?25l" };
            self.out.extend_from_slice(sequence);
            self.caret_shown = Some(self.caret_wanted);
        }
        self.send()
    }
}
