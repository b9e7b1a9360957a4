//! What lives here: taking the terminal over and giving it back on every way out. What does not:
//! what is drawn (the painter), what is typed (the loop's event stream).

mod background;

use std::{
    fs::File,
    io::{self, IsTerminal, Write},
    os::fd::AsFd,
    panic,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use crossterm::{
    event::Event,
    terminal::{disable_raw_mode, enable_raw_mode},
};
use ratatui::layout::Size;
use rustix::process::{Signal, kill_current_process_group};

pub use self::background::{Answer, Background, LateAnswer};

/// Alternate screen, cleared for terminals without one; bracketed paste; focus changes; escape
/// codes that cannot be mistaken (kitty's keyboard protocol, pushed without asking whether the
/// terminal knows it: asking means waiting, and those that do not know it ignore it).
const ENTER: &[u8] = b"\x1b[?1049h\x1b[m\x1b[2J\x1b[?2004h\x1b[?1004h\x1b[>1u";
/// All of [`ENTER`] undone in the opposite order, after whatever a frame cut short left behind.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[m\x1b[<u\x1b[?1004l\x1b[?2004l\x1b[?25h\x1b[?1049l";
/// Keeps the window's title where the terminal has a place to keep it.
const KEEP_TITLE: &str = "\x1b[22;0t";
/// Takes the title away, and puts back the one that was kept.
const RESTORE_TITLE: &[u8] = b"\x1b]2;\x1b\\\x1b[23;0t";
/// Presses, drags and the wheel, in the form that has no limit of 223 columns. Bare movements stay
/// off: they would wake the process for nothing.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
/// Undoes [`MOUSE_ON`].
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// The size that is assumed of a terminal without one.
const ORDINARY: Size = Size { width: 80, height: 24 };

/// The terminal, taken over; given back when dropped.
#[derive(Debug)]
pub struct Tty {
    state: Arc<State>,
}

/// Gives the terminal back from wherever it is kept: a panic hook, a signal's task.
#[derive(Clone, Debug)]
pub struct Restorer {
    state: Arc<State>,
}

/// Writes to the terminal.
#[derive(Clone, Debug)]
pub struct Writer {
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    /// Held for a whole frame or sequence, so that no thread writes into another's.
    out: Mutex<File>,
    entered: AtomicBool,
    mouse: AtomicBool,
    /// The sequence that names the window, once it was named.
    title: Mutex<Option<String>>,
}

impl Tty {
    /// Takes the terminal over: raw mode, alternate screen, bracketed paste, focus changes, key
    /// codes, and the mouse if asked. Fails when standard output is no terminal or raw mode is
    /// refused; nothing is left changed then.
    pub fn enter(mouse: bool) -> io::Result<Self> {
        if !io::stdout().is_terminal() {
            return Err(io::Error::new(
                io::ErrorKind::Unsupported,
                "standard output is not a terminal",
            ));
        }
        let state = State {
            out: Mutex::new(stdout_unbuffered()?),
            entered: AtomicBool::new(false),
            mouse: AtomicBool::new(mouse),
            title: Mutex::new(None),
        };
        state.enter()?;
        Ok(Self { state: Arc::new(state) })
    }

    /// A writer to the terminal without a buffer, for a painter that has its own, and for any other
    /// thread: what is given to one `write_all` arrives in one piece.
    pub fn writer(&self) -> Writer {
        Writer { state: Arc::clone(&self.state) }
    }

    /// The terminal's size in cells, from the kernel; the terminal itself is not asked. One that
    /// was never given a size, as a bare pseudo terminal may be, counts as an ordinary one.
    pub fn size(&self) -> io::Result<Size> {
        let (width, height) = crossterm::terminal::size()?;
        Ok(if width == 0 || height == 0 { ORDINARY } else { Size { width, height } })
    }

    /// What gives the terminal back from elsewhere. Doing so twice does no harm.
    pub fn restorer(&self) -> Restorer {
        Restorer { state: Arc::clone(&self.state) }
    }

    /// Makes a panic on the calling thread, the one that draws, restore the terminal before it is
    /// printed. On other threads, where a panic ends one answer and not the program, it is logged:
    /// where it was for anyone, what it said, which may quote a prompt, at debug level only.
    pub fn restore_on_panic(&self) {
        let restorer = self.restorer();
        let drawing = thread::current().id();
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().id() == drawing {
                restorer.restore();
                print(info);
            } else {
                let place = info.location().map(ToString::to_string).unwrap_or_default();
                tracing::error!(place, "a task panicked");
                tracing::debug!(panic = %info, "a task panicked");
            }
        }));
    }

    /// Switches mouse capture while the terminal is held.
    pub fn set_mouse(&self, on: bool) -> io::Result<()> {
        if self.state.mouse.swap(on, Ordering::SeqCst) == on
            || !self.state.entered.load(Ordering::SeqCst)
        {
            return Ok(());
        }
        self.state.out().write_all(if on { MOUSE_ON } else { MOUSE_OFF })
    }

    /// Names the window by this sequence, until the terminal is given back.
    pub fn set_title(&self, sequence: &str) -> io::Result<()> {
        let named = self.state.title().replace(sequence.to_owned()).is_some();
        if !self.state.entered.load(Ordering::SeqCst) {
            return Ok(());
        }
        let keep = if named { "" } else { KEEP_TITLE };
        self.state.out().write_all([keep, sequence].concat().as_bytes())
    }

    /// Gives the terminal back, stops every process of this job as Ctrl-Z would (the shell waits
    /// for all of them, `cargo run` too), and takes the terminal again when continued. What the
    /// screen showed is gone then, and the size may be another.
    ///
    /// Without a shell that could continue the job the kernel ignores the request, and this
    /// returns at once.
    pub fn suspend(&self) -> io::Result<()> {
        self.hand_over(|| kill_current_process_group(Signal::TSTP))??;
        Ok(())
    }

    /// Gives the terminal to what `run` starts, an editor say, and takes it back. Drop the event
    /// stream before, or it eats the other program's keys; repaint everything after.
    pub fn hand_over<T>(&self, run: impl FnOnce() -> T) -> io::Result<T> {
        self.state.leave();
        let result = run();
        self.state.enter()?;
        Ok(result)
    }

    /// Asks the terminal whether its background is dark, and waits no longer than `within`. To be
    /// called before the event stream exists; what was typed meanwhile comes back with the answer.
    pub fn background(&self, within: Duration) -> io::Result<Answer> {
        background::ask(&self.state.out(), within)
    }

    /// Gives the terminal back before the end of the program.
    pub fn leave(&self) {
        self.state.leave();
    }
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.state.out().write(bytes)
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.state.out().write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        self.state.leave();
    }
}

impl Restorer {
    /// Gives the terminal back if it is held.
    pub fn restore(&self) {
        self.state.leave();
    }
}

impl State {
    fn out(&self) -> MutexGuard<'_, File> {
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn title(&self) -> MutexGuard<'_, Option<String>> {
        self.title.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self) -> io::Result<()> {
        enable_raw_mode()?;
        self.entered.store(true, Ordering::SeqCst);
        let mouse = if self.mouse.load(Ordering::SeqCst) { MOUSE_ON } else { &[] };
        let title = self.title().as_ref().map(|title| [KEEP_TITLE, title].concat());
        let title = title.unwrap_or_default();
        let entered = self.out().write_all(&[ENTER, mouse, title.as_bytes()].concat());
        if entered.is_err() {
            self.leave();
        }
        entered
    }

    /// Nothing can be done about errors here: a terminal that is gone needs no restoring.
    fn leave(&self) {
        if !self.entered.swap(false, Ordering::SeqCst) {
            return;
        }
        let mouse = if self.mouse.load(Ordering::SeqCst) { MOUSE_OFF } else { &[] };
        let title = if self.title().is_some() { RESTORE_TITLE } else { &[] };
        self.out().write_all(&[mouse, title, LEAVE].concat()).ok();
        disable_raw_mode().ok();
    }
}

/// Standard output as a file: `io::stdout` would look for line ends in every frame.
fn stdout_unbuffered() -> io::Result<File> {
    io::stdout().as_fd().try_clone_to_owned().map(File::from)
}

/// Whether the terminal named by `TERM` erases with the current background; GNU screen does not.
pub fn erases_with_background(term: &str) -> bool {
    !term.starts_with("screen")
}

/// The events that `bytes` typed before the event stream existed stand for: text, the keys of a
/// line, pastes. Sequences of rarer keys are left out.
pub fn typed_events(bytes: &[u8]) -> Vec<Event> {
    background::events(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every mode `sequence` sets or resets: `?` number and whether it is set.
    fn modes(sequence: &[u8]) -> Vec<(String, bool)> {
        let text = String::from_utf8(sequence.to_vec()).unwrap();
        text.split("\x1b[?")
            .skip(1)
            .map(|mode| {
                let end = mode.find(['h', 'l']).unwrap();
                (mode[..end].to_owned(), mode.as_bytes()[end] == b'h')
            })
            .collect()
    }

    #[test]
    fn every_mode_that_is_set_is_reset() {
        let on = [modes(ENTER), modes(MOUSE_ON)].concat();
        let off = [modes(MOUSE_OFF), modes(LEAVE)].concat();
        for (mode, set) in on {
            assert!(set, "entering sets {mode}");
            assert!(off.contains(&(mode.clone(), false)), "leaving resets {mode}");
        }
        assert!(off.contains(&("25".into(), true)), "leaving shows the cursor");
    }

    #[test]
    fn keyboard_flags_are_popped_on_the_screen_they_were_pushed_on() {
        let (enter, leave) = (String::from_utf8_lossy(ENTER), String::from_utf8_lossy(LEAVE));
        assert!(enter.find("\x1b[?1049h") < enter.find("\x1b[>1u"));
        assert!(leave.find("\x1b[<u") < leave.find("\x1b[?1049l"));
    }

    #[test]
    fn giving_back_twice_writes_once() {
        let file = tempfile::tempfile().unwrap();
        let state = State {
            out: Mutex::new(file.try_clone().unwrap()),
            entered: AtomicBool::new(true),
            mouse: AtomicBool::new(true),
            title: Mutex::new(None),
        };
        let tty = Tty { state: Arc::new(state) };
        let restorer = tty.restorer();
        restorer.restore();
        restorer.restore();
        drop(tty);
        let expected = MOUSE_OFF.len() + LEAVE.len();
        assert_eq!(file.metadata().unwrap().len(), expected as u64);
    }

    #[test]
    fn the_mouse_is_switched_only_when_that_changes_something() {
        let file = tempfile::tempfile().unwrap();
        let state = State {
            out: Mutex::new(file.try_clone().unwrap()),
            entered: AtomicBool::new(true),
            mouse: AtomicBool::new(false),
            title: Mutex::new(None),
        };
        let tty = Tty { state: Arc::new(state) };
        tty.set_mouse(true).unwrap();
        tty.set_mouse(true).unwrap();
        assert_eq!(file.metadata().unwrap().len(), MOUSE_ON.len() as u64);
    }

    #[test]
    fn a_title_is_kept_once_and_put_back() {
        let file = tempfile::tempfile().unwrap();
        let state = State {
            out: Mutex::new(file.try_clone().unwrap()),
            entered: AtomicBool::new(true),
            mouse: AtomicBool::new(false),
            title: Mutex::new(None),
        };
        let tty = Tty { state: Arc::new(state) };
        tty.set_title("A").unwrap();
        tty.set_title("B").unwrap();
        drop(tty);
        let mut written = Vec::new();
        let mut file = file;
        std::io::Seek::rewind(&mut file).unwrap();
        std::io::Read::read_to_end(&mut file, &mut written).unwrap();
        let expected = [KEEP_TITLE.as_bytes(), b"AB", RESTORE_TITLE, LEAVE].concat();
        assert_eq!(String::from_utf8(written), String::from_utf8(expected));
    }
}
