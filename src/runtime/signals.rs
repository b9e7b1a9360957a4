//! Signals that ask the program to leave.
//! Not here: suspending (terminal), or how it leaves (run).

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// A signal is heard a little after it came, when the other program may have ended already. On the
/// screen Ctrl-C is a key, so that nothing of ours is missed meanwhile.
const LATE: Duration = Duration::from_secs(1);
/// Longer than any program is given the terminal.
const FOREVER: Duration = Duration::from_hours(24 * 365);

/// A signal that asks the program to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Leave {
    /// SIGINT: Ctrl-C, where the terminal makes a signal of it.
    Interrupt,
    /// SIGTERM.
    Terminate,
    /// SIGHUP: the terminal went away.
    HangUp,
}

/// The signals that came. Clones hear the same.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    first: OnceLock<Leave>,
    /// Until when Ctrl-C is another program's.
    not_ours: Mutex<Option<Instant>>,
}

impl Shared {
    fn not_ours(&self) -> MutexGuard<'_, Option<Instant>> {
        self.not_ours.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Heard {
    /// The first that asked the program to leave, once one has.
    pub fn first(&self) -> Option<Leave> {
        self.shared.first.get().copied()
    }

    /// Does something while another program has the terminal: Ctrl-C is meant for that one.
    pub fn lend<T>(&self, run: impl FnOnce() -> T) -> T {
        *self.shared.not_ours() = Some(Instant::now() + FOREVER);
        let result = run();
        *self.shared.not_ours() = Some(Instant::now() + LATE);
        result
    }
}

/// Makes SIGINT, SIGTERM and SIGHUP cancel this token, and remembers which was the first. Must be
/// called inside a tokio runtime.
///
/// # Errors
/// The system refuses to deliver them.
pub fn listen(shutdown: &CancellationToken) -> io::Result<Heard> {
    let heard = Heard::default();
    for (kind, leave) in [
        (SignalKind::interrupt(), Leave::Interrupt),
        (SignalKind::terminate(), Leave::Terminate),
        (SignalKind::hangup(), Leave::HangUp),
    ] {
        let mut signals = signal(kind)?;
        let (shutdown, shared) = (shutdown.clone(), Arc::clone(&heard.shared));
        tokio::spawn(async move {
            while signals.recv().await.is_some() {
                let theirs = shared.not_ours().is_some_and(|until| Instant::now() < until);
                if leave == Leave::Interrupt && theirs {
                    continue;
                }
                // One that is set already was the first.
                shared.first.set(leave).ok();
                shutdown.cancel();
            }
        });
    }
    Ok(heard)
}
