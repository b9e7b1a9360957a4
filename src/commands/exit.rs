//! Exit codes: what a script learns of how a command ended.
//! Not here: what is said about it (fault).

use std::process::ExitCode;

use crate::domain::problem::Kind;

/// How a command ended. The numbers are documented in `outcrop --help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Exit {
    /// All went well.
    Success = 0,
    /// Something failed that has no code of its own.
    Failure = 1,
    /// Flags, settings or input that cannot be used.
    Usage = 2,
    /// No credentials, or none that are accepted.
    Credentials = 3,
    /// Not allowed: a policy, a model's access or agreement, read-only mode.
    Access = 4,
    /// Throttled, or a quota is used up.
    Throttled = 5,
    /// The terminal went away (SIGHUP).
    HangUp = 129,
    /// Ctrl-C (SIGINT).
    Interrupted = 130,
    /// Asked to end (SIGTERM).
    Terminated = 143,
}

impl Exit {
    /// The code for a kind of trouble.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::NoCredentials | Kind::Expired | Kind::BadKey | Kind::ClockSkew => {
                Self::Credentials
            }
            Kind::Denied
            | Kind::DeniedByOrganisation
            | Kind::NoAccess
            | Kind::NoAgreement
            | Kind::ReadOnly => Self::Access,
            Kind::Throttled | Kind::Quota => Self::Throttled,
            Kind::Region | Kind::Input => Self::Usage,
            Kind::NeedsProfile
            | Kind::NotFound
            | Kind::EndOfLife
            | Kind::Validation
            | Kind::TooLong
            | Kind::NotReady
            | Kind::Unavailable
            | Kind::Internal
            | Kind::ModelTimeout
            | Kind::ModelError
            | Kind::StreamError
            | Kind::Cut
            | Kind::NoStop
            | Kind::Idle
            | Kind::Corrupt
            | Kind::NotBedrock
            | Kind::Connect
            | Kind::Proxy
            | Kind::Certificate
            | Kind::Store
            | Kind::Stale
            | Kind::Conflict
            | Kind::Bug
            | Kind::Other => Self::Failure,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn the_help_names_the_codes() {
        let help = Cli::command().render_long_help().to_string();
        for (exit, word) in [
            (Exit::Success, "success"),
            (Exit::Failure, "failure"),
            (Exit::Usage, "bad usage"),
            (Exit::Credentials, "credentials"),
            (Exit::Access, "access"),
            (Exit::Throttled, "throttled"),
            (Exit::Interrupted, "Ctrl-C"),
        ] {
            let code = exit as u8;
            let said = help.lines().any(|line| {
                line.trim_start().starts_with(&format!("{code} ")) && line.contains(word)
            });
            assert!(said, "{code} {word}:\n{help}");
        }
    }
}
