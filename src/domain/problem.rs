//! What went wrong, in words for the person who must act on it.
//! Not here: the table that makes one of a service error (the aws floor).

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What kind of trouble it is; decides the remedy and an exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// No credentials were found anywhere.
    NoCredentials,
    /// Credentials or a session token have expired.
    Expired,
    /// The keys are wrong or unknown, or the signature does not match.
    BadKey,
    /// This machine's clock is off.
    ClockSkew,
    /// No region is set, or the service is not in it.
    Region,
    /// An identity policy does not allow the call.
    Denied,
    /// An organisation's policy forbids the call.
    DeniedByOrganisation,
    /// Access to the model was not granted to the account.
    NoAccess,
    /// The model's agreement was not accepted, or its use-case form not sent.
    NoAgreement,
    /// The model can only be invoked through an inference profile.
    NeedsProfile,
    /// No such model, profile or resource.
    NotFound,
    /// The model has reached the end of its life.
    EndOfLife,
    /// The service refused the request as invalid.
    Validation,
    /// The prompt is longer than the model's context window.
    TooLong,
    /// Too many requests or tokens per minute.
    Throttled,
    /// A quota of the account is used up.
    Quota,
    /// Something stands in the way of a change: a name that is taken, a state, whoever uses it.
    Conflict,
    /// The model is not ready yet.
    NotReady,
    /// The service is unavailable.
    Unavailable,
    /// The service failed.
    Internal,
    /// The model took too long.
    ModelTimeout,
    /// The model failed.
    ModelError,
    /// An answer broke off with an error event.
    StreamError,
    /// The connection was cut.
    Cut,
    /// An answer ended without saying why (no `messageStop`).
    NoStop,
    /// Nothing came for longer than a timeout.
    Idle,
    /// The bytes of an answer were damaged.
    Corrupt,
    /// What answered does not speak the protocol (a proxy's page).
    NotBedrock,
    /// No connection: name not found, refused, no route.
    Connect,
    /// A proxy refused.
    Proxy,
    /// A certificate was not trusted.
    Certificate,
    /// Refused here, by read-only mode.
    ReadOnly,
    /// The store failed: disk, lock, damage.
    Store,
    /// Another running instance went on with the conversation meanwhile.
    Stale,
    /// Bad input on our side of the wire.
    Input,
    /// A fault of this program.
    Bug,
    /// Anything the table does not know.
    Other,
}

/// What failed, why, and what to try.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// What kind it is.
    pub kind: Kind,
    /// What was being done: an API operation's name, or words.
    pub operation: String,
    /// What happened, in one sentence.
    pub what: String,
    /// Why, as far as known; the service's own words where it has some.
    pub why: String,
    /// What to try, most likely first.
    pub advice: Vec<String>,
    /// The service's id of the request.
    pub request_id: Option<String>,
    /// The service's error code.
    pub code: Option<String>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// Whether the same request may succeed later without a change.
    pub retryable: bool,
    /// How long the service asked to wait.
    #[serde(skip)]
    pub retry_after: Option<Duration>,
}

impl Problem {
    /// A problem that happened on this side, with no call behind it.
    pub fn new(kind: Kind, operation: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            kind,
            operation: operation.into(),
            what: what.into(),
            why: String::new(),
            advice: Vec::new(),
            request_id: None,
            code: None,
            status: None,
            retryable: false,
            retry_after: None,
        }
    }

    /// The same, with a reason.
    #[must_use]
    pub fn because(mut self, why: impl Into<String>) -> Self {
        self.why = why.into();
        self
    }

    /// The same, said of what was being done in these words.
    #[must_use]
    pub fn in_words_of(mut self, operation: &str) -> Self {
        operation.clone_into(&mut self.operation);
        self
    }

    /// What to try first, on one line.
    pub fn hint(&self) -> Option<String> {
        let first = self.advice.first()?;
        Some(first.lines().map(str::trim).collect::<Vec<_>>().join(" "))
    }

    /// Text among the advice that is meant to be pasted elsewhere, such as the IAM statement that
    /// is missing: the lines after the first.
    pub fn to_paste(&self) -> Option<&str> {
        self.advice.iter().find_map(|advice| Some(advice.split_once('\n')?.1))
    }

    /// The same, with one more thing to try. Lines after the first are text to paste elsewhere.
    #[must_use]
    pub fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice.push(advice.into());
        self
    }
}

impl fmt::Display for Problem {
    /// Several lines of plain text: what, why, what to try, request id.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.operation, self.what)?;
        if !self.why.is_empty() {
            write!(out, "\n  why: {}", self.why)?;
        }
        for advice in &self.advice {
            for (at, line) in advice.lines().enumerate() {
                let label = if at == 0 { "  try: " } else { "       " };
                write!(out, "\n{label}{line}")?;
            }
        }
        if let Some(id) = &self.request_id {
            write!(out, "\n  request id: {id}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
