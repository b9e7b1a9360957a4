//! The terminal of a journey: what the program writes becomes a screen that can be waited for.
//! Not here: the keys (runner).

use std::io::{self, Write};
use std::num::NonZero;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use vt100::Parser;

/// How long anything may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A terminal seen from both sides. Clones are the same terminal.
#[derive(Clone)]
pub(crate) struct Glass {
    shared: Arc<(Mutex<Seen>, Condvar)>,
}

struct Seen {
    parser: Parser,
    /// All that was written to it.
    raw: Vec<u8>,
    /// Times the program finished writing a frame.
    frames: u64,
    /// The program has left, and why, where it failed.
    left: Option<Result<(), String>>,
}

impl Glass {
    pub(crate) fn new((width, height): (u16, u16)) -> Self {
        let parser = Parser::new(cells(height), cells(width), 0);
        let seen = Seen { parser, raw: Vec::new(), frames: 0, left: None };
        Self { shared: Arc::new((Mutex::new(seen), Condvar::new())) }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What stands on the screen, trailing blanks cut, without double-width gaps.
    pub(crate) fn text(&self) -> String {
        self.seen().parser.screen().contents()
    }

    /// Whether these bytes were ever written to the terminal.
    pub(crate) fn was_sent(&self, bytes: &[u8]) -> bool {
        self.seen().raw.windows(bytes.len()).any(|window| window == bytes)
    }

    /// Frames so far.
    pub(crate) fn frames(&self) -> u64 {
        self.seen().frames
    }

    /// Whether the row that says this stands on another background than the row below it.
    pub(crate) fn is_marked(&self, says: &str) -> bool {
        let seen = self.seen();
        let screen = seen.parser.screen();
        let (_, columns) = screen.size();
        let rows: Vec<String> = screen.rows(0, columns.get()).collect();
        let Some(row) = rows.iter().position(|row| row.contains(says)) else { return false };
        let Some(column) = rows[row].find(says).map(|at| rows[row][..at].chars().count()) else {
            return false;
        };
        let ground = |row: usize| {
            let cell = screen.cell(u16::try_from(row).unwrap(), u16::try_from(column).unwrap());
            cell.map(vt100::Cell::bgcolor)
        };
        ground(row) != ground(row + 1) && ground(row) != ground(row.saturating_sub(1))
    }

    pub(crate) fn resize(&self, (width, height): (u16, u16)) {
        self.seen().parser.screen_mut().set_size(cells(height), cells(width));
    }

    /// The program has left; what is said first holds.
    pub(crate) fn leave(&self, result: Result<(), String>) {
        self.seen().left.get_or_insert(result);
        self.shared.1.notify_all();
    }

    /// Waits until the screen is as described; what it then shows.
    pub(crate) fn wait(&self, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.seen();
        loop {
            let text = seen.parser.screen().contents();
            if is_so(&text) {
                return text;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "no {what} came; the screen shows\n{text}");
            if let Some(result) = &seen.left {
                panic!("the program left ({result:?}) before {what}; the screen shows\n{text}");
            }
            seen = self.shared.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Waits for a frame after so many.
    pub(crate) fn wait_for_frame(&self, before: u64) {
        let (seen, waited) = self
            .shared
            .1
            .wait_timeout_while(self.seen(), PATIENCE, |seen| {
                seen.frames <= before && seen.left.is_none()
            })
            .unwrap();
        assert!(seen.frames > before, "no frame came; timed out: {}", waited.timed_out());
    }

    /// Waits until nothing was drawn for so long; the frames drawn until then.
    pub(crate) fn wait_quiet(&self, quiet: Duration) -> u64 {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.seen();
        loop {
            let frames = seen.frames;
            let (next, waited) = self
                .shared
                .1
                .wait_timeout_while(seen, quiet, |seen| seen.frames == frames)
                .unwrap();
            seen = next;
            if waited.timed_out() {
                return frames;
            }
            assert!(Instant::now() < deadline, "it never stops drawing: {frames} frames");
        }
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has cells")
}

impl Write for Glass {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut seen = self.seen();
        seen.parser.process(bytes);
        seen.raw.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.seen().frames += 1;
        self.shared.1.notify_all();
        Ok(())
    }
}
