//! Signals that ask the program to leave.
//! Not here: suspending (terminal), or how it leaves (run).

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

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
    lent: AtomicBool,
}

impl Heard {
    /// The first that asked the program to leave, once one has.
    pub fn first(&self) -> Option<Leave> {
        self.shared.first.get().copied()
    }

    /// Does something while another program has the terminal: Ctrl-C is meant for that one.
    pub fn lend<T>(&self, run: impl FnOnce() -> T) -> T {
        self.shared.lent.store(true, Ordering::SeqCst);
        let result = run();
        self.shared.lent.store(false, Ordering::SeqCst);
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
                if leave == Leave::Interrupt && shared.lent.load(Ordering::SeqCst) {
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
