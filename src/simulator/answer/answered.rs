//! An answer before the caller's limits cut it.

/// What a model would say with all the time in the world.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Answered {
    /// Empty when the model does not reason.
    pub(crate) reasoning: String,
    /// Reasoning that may not be read, as base64.
    pub(crate) redacted: Option<String>,
    pub(crate) text: String,
    /// Why it ends, where that is not the usual reason.
    pub(crate) stop_reason: Option<String>,
}

impl Answered {
    /// An answer of text alone.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}
