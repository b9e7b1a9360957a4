//! What lives here: a program in a pty, the keys sent to it, and waiting until its screen shows
//! something. What does not: what the screens of this program look like.

use std::{
    io::{Read, Write},
    mem,
    num::NonZeroU16,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use vt100::{Callbacks, Parser, Screen};

use super::Outcome;

/// Nothing waited for takes longer, even on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);
/// So much of the output is kept as it came.
const LOG: usize = 1 << 20;

/// A program in a pty; killed when this is dropped.
pub(crate) struct Pty {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    shared: Arc<Shared>,
    /// When the program was started.
    pub(crate) spawned: Instant,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    writer: Mutex<Box<dyn Write + Send>>,
}

struct State {
    parser: Parser<Questions>,
    log: Vec<u8>,
    bytes: u64,
    /// When something was read last.
    last: Instant,
    watch: Option<Watch>,
    /// When the watch came true.
    hit: Option<Instant>,
    closed: bool,
}

/// What the screen shall show, looked at after every read.
type Watch = Box<dyn Fn(&Screen) -> bool + Send>;

/// Answers what terminals answer: who they are, and their background colour.
#[derive(Default)]
struct Questions {
    answers: Vec<u8>,
}

impl Callbacks for Questions {
    fn unhandled_csi(
        &mut self,
        _: &mut Screen,
        first: Option<u8>,
        _: Option<u8>,
        _: &[&[u16]],
        command: char,
    ) {
        if command == 'c' && first.is_none() {
            self.answers.extend_from_slice(b"\x1b[?62;22c");
        }
    }

    fn unhandled_osc(&mut self, _: &mut Screen, parameters: &[&[u8]]) {
        if parameters == [b"11".as_slice(), b"?"] {
            self.answers.extend_from_slice(b"\x1b]11;rgb:1c1c/1c1c/1c1c\x1b\\");
        }
    }
}

impl Pty {
    /// Starts `command` in a terminal of `columns` and `rows`; 0 and 0 is one without a size, which
    /// is looked at as one of 80 and 24.
    pub(crate) fn spawn(command: CommandBuilder, columns: u16, rows: u16) -> Outcome<Self> {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size)?;
        let reader = pair.master.try_clone_reader()?;
        let writer = Mutex::new(pair.master.take_writer()?);
        let (columns, rows) = if columns == 0 && rows == 0 { (80, 24) } else { (columns, rows) };
        let (rows, columns) = (cells(rows)?, cells(columns)?);
        let spawned = Instant::now();
        let child = pair.slave.spawn_command(command)?;
        let state = State {
            parser: Parser::new_with_callbacks(rows, columns, 0, Questions::default()),
            log: Vec::new(),
            bytes: 0,
            last: spawned,
            watch: None,
            hit: None,
            closed: false,
        };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new(), writer });
        let reading = Arc::clone(&shared);
        thread::spawn(move || reading.read(reader));
        Ok(Self { child, master: pair.master, shared, spawned })
    }

    /// The program's process id.
    pub(crate) fn pid(&self) -> Outcome<u32> {
        self.child.process_id().ok_or_else(|| "the program has ended".into())
    }

    /// Types `keys`; says when.
    pub(crate) fn send(&self, keys: &str) -> Outcome<Instant> {
        let mut writer = self.shared.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let at = Instant::now();
        writer.write_all(keys.as_bytes())?;
        writer.flush()?;
        Ok(at)
    }

    /// Waits until the screen is as `wanted`, and says when the bytes that made it so were read.
    pub(crate) fn wait(
        &self,
        what: &str,
        wanted: impl Fn(&Screen) -> bool + Send + 'static,
    ) -> Outcome<Instant> {
        let until = Instant::now() + PATIENCE;
        let mut state = self.shared.lock();
        if wanted(state.parser.screen()) {
            return Ok(state.last);
        }
        state.watch = Some(Box::new(wanted));
        state.hit = None;
        loop {
            if let Some(at) = state.hit.take() {
                return Ok(at);
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || state.closed {
                state.watch = None;
                let why = if state.closed { "the program ended" } else { "waited in vain" };
                let screen = state.parser.screen().contents();
                return Err(format!("{why}: no {what} on\n{screen}").into());
            }
            state = self.shared.wait(state, left);
        }
    }

    /// Waits for `text` anywhere on the screen.
    pub(crate) fn wait_for(&self, text: &str) -> Outcome<Instant> {
        let wanted = text.to_owned();
        self.wait(&format!("{text:?}"), move |screen| screen.contents().contains(&wanted))
    }

    /// Waits until nothing was written for `span` from now on; says when the last bytes were read.
    pub(crate) fn wait_quiet(&self, span: Duration) -> Outcome<Instant> {
        let now = Instant::now();
        let until = now + PATIENCE;
        let mut state = self.shared.lock();
        loop {
            let left = span.saturating_sub(state.last.max(now).elapsed());
            if left.is_zero() || state.closed {
                return Ok(state.last);
            }
            if Instant::now() > until {
                return Err("the program never stopped writing".into());
            }
            state = self.shared.wait(state, left);
        }
    }

    /// What the screen shows now.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&Screen) -> T) -> T {
        look(self.shared.lock().parser.screen())
    }

    /// Bytes the program has written so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.shared.lock().bytes
    }

    /// The last of what the program has written, as it came.
    pub(crate) fn log(&self) -> String {
        String::from_utf8_lossy(&self.shared.lock().log).into_owned()
    }

    /// Changes the terminal's size.
    pub(crate) fn resize(&self, columns: u16, rows: u16) -> Outcome {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let (rows, columns) = (cells(rows)?, cells(columns)?);
        self.shared.lock().parser.screen_mut().set_size(rows, columns);
        Ok(self.master.resize(size)?)
    }

    /// Waits until the program has ended.
    pub(crate) fn wait_end(&mut self) -> Outcome<ExitStatus> {
        let until = Instant::now() + PATIENCE;
        let mut state = self.shared.lock();
        while !state.closed {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let screen = state.parser.screen().contents();
                return Err(format!("the program did not end:\n{screen}").into());
            }
            state = self.shared.wait(state, left);
        }
        drop(state);
        Ok(self.child.wait()?)
    }

    /// Sends the program a signal.
    pub(crate) fn signal(&self, signal: Signal) -> Outcome {
        let pid = Pid::from_raw(i32::try_from(self.pid()?)?).ok_or("no process has id 0")?;
        Ok(kill_process(pid, signal)?)
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.signal(Signal::KILL).ok();
            self.child.wait().ok();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>, left: Duration) -> MutexGuard<'a, State> {
        self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
    }

    /// Reads until the program has closed the terminal.
    fn read(&self, mut reader: Box<dyn Read + Send>) {
        let mut buffer = vec![0; 1 << 16];
        while let Ok(count @ 1..) = reader.read(&mut buffer) {
            let at = Instant::now();
            let bytes = &buffer[..count];
            let mut state = self.lock();
            state.parser.process(bytes);
            state.bytes += count as u64;
            state.last = at;
            state.log.extend_from_slice(bytes);
            if state.log.len() > 2 * LOG {
                state.log.drain(..LOG);
            }
            if state.watch.as_ref().is_some_and(|wanted| wanted(state.parser.screen())) {
                state.watch = None;
                state.hit = Some(at);
            }
            let answers = mem::take(&mut state.parser.callbacks_mut().answers);
            drop(state);
            self.changed.notify_all();
            if !answers.is_empty() {
                let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
                writer.write_all(&answers).ok();
            }
        }
        self.lock().closed = true;
        self.changed.notify_all();
    }
}

fn cells(count: u16) -> Outcome<NonZeroU16> {
    NonZeroU16::new(count).ok_or_else(|| "a terminal needs cells".into())
}
