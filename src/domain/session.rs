//! Which credentials, region and account are in use.
//! Not here: how they are found (the aws floor).

use std::time::Duration;

/// What the settings say of a session before anything was resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The AWS profile named by flag, environment or file.
    pub profile: Option<String>,
    /// The region named there.
    pub region: Option<String>,
    /// Endpoint of the control plane, where overridden.
    pub endpoint: Option<String>,
    /// Endpoint of the runtime plane, where overridden.
    pub runtime_endpoint: Option<String>,
    /// A file of further certificate authorities (PEM).
    pub ca_bundle: Option<String>,
    /// Whether the simulator is behind the endpoint: fixed credentials, nothing of the machine read.
    pub simulator: bool,
    /// Refuse every call that changes the account.
    pub read_only: bool,
    /// Timeouts of each call.
    pub timeouts: Timeouts,
    /// Attempts at most for what may be retried, the first one included.
    pub attempts: u32,
    /// Requests per minute and model.
    pub requests_per_minute: u32,
}

/// How long is waited for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection.
    pub connect: Duration,
    /// For the first event of an answer.
    pub first_byte: Duration,
    /// Between two events of an answer.
    pub idle: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_byte: Duration::from_mins(2),
            idle: Duration::from_mins(1),
        }
    }
}

/// What is in use, once resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Session {
    /// Which credentials, in words: "profile dev", "bearer token", "environment", "simulator".
    pub credentials: String,
    /// The profile's name, where a profile gives the credentials.
    pub profile: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The account id, once GetCallerIdentity has answered.
    pub account: Option<String>,
    /// The caller's ARN, likewise.
    pub identity: Option<String>,
    /// When the credentials expire, Unix seconds, where they say so.
    pub expires: Option<i64>,
    /// What the user should know, such as a bearer token set aside for a named profile.
    pub notice: Option<String>,
}
