//! Signals that ask the program to leave.
//! Not here: suspending (terminal), or how it leaves (run).

use std::io;
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

/// The first of the signals that came, once one has.
pub type First = Arc<OnceLock<Leave>>;

/// Makes SIGINT, SIGTERM and SIGHUP cancel this token, and remembers which was the first. Must be
/// called inside a tokio runtime.
///
/// # Errors
/// The system refuses to deliver them.
pub fn listen(shutdown: &CancellationToken) -> io::Result<First> {
    let first = First::default();
    for (kind, leave) in [
        (SignalKind::interrupt(), Leave::Interrupt),
        (SignalKind::terminate(), Leave::Terminate),
        (SignalKind::hangup(), Leave::HangUp),
    ] {
        let mut signals = signal(kind)?;
        let (shutdown, first) = (shutdown.clone(), Arc::clone(&first));
        tokio::spawn(async move {
            if signals.recv().await.is_some() {
                // One that is set already was the first.
                first.set(leave).ok();
                shutdown.cancel();
            }
        });
    }
    Ok(first)
}
