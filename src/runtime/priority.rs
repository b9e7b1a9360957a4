//! Which threads give way to which when all want the processor.
//! Not here: what they do.

/// Lets this thread give way to the one that draws: what it does may be a moment later, a key may
/// not. Only on Linux, where a thread has a priority of its own.
pub fn stand_back(by: i32) {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(by) {
        tracing::debug!(%error, "a thread keeps its priority");
    }
    #[cfg(not(target_os = "linux"))]
    let _ = by;
}
