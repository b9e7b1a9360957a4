//! Why a command could not do what it was asked: for stderr, with the exit code that goes with it.
//! Not here: faults of an answer that was already being printed (ask).

use std::fmt;
use std::io;

use super::exit::Exit;
use crate::config::error::ConfigError;
use crate::domain::problem::Problem;

/// Why a command ended early.
#[derive(Debug)]
pub enum Fault {
    /// A call or the store failed.
    Problem(Box<Problem>),
    /// The settings are wrong.
    Config(Vec<ConfigError>),
    /// Flags or input cannot be used; says how they could.
    Usage(String),
    /// Nobody reads the output any more, which ends a command quietly.
    ClosedPipe,
    /// Input or output failed.
    Io(io::Error),
}

impl Fault {
    /// The exit code that goes with it.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Problem(problem) => Exit::of(problem.kind),
            Self::Config(_) | Self::Usage(_) => Exit::Usage,
            Self::ClosedPipe => Exit::Success,
            Self::Io(_) => Exit::Failure,
        }
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<Box<Problem>> for Fault {
    fn from(problem: Box<Problem>) -> Self {
        Self::Problem(problem)
    }
}

impl From<Vec<ConfigError>> for Fault {
    fn from(errors: Vec<ConfigError>) -> Self {
        Self::Config(errors)
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::Io(error),
        }
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Problem(problem) => problem.fmt(out),
            Self::Config(errors) => {
                for (at, error) in errors.iter().enumerate() {
                    write!(out, "{}{error}", if at == 0 { "" } else { "\n" })?;
                }
                Ok(())
            }
            Self::Usage(text) => out.write_str(text),
            Self::ClosedPipe => Ok(()),
            Self::Io(error) => error.fmt(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::problem::Kind;

    #[test]
    fn each_fault_has_its_code() {
        let problem = |kind| Fault::from(Problem::new(kind, "x", "y")).exit();
        assert_eq!(problem(Kind::Expired), Exit::Credentials);
        assert_eq!(problem(Kind::NoAgreement), Exit::Access);
        assert_eq!(problem(Kind::Quota), Exit::Throttled);
        assert_eq!(problem(Kind::Region), Exit::Usage);
        assert_eq!(problem(Kind::Cut), Exit::Failure);
        assert_eq!(Fault::Usage(String::new()).exit(), Exit::Usage);
    }

    #[test]
    fn a_closed_pipe_is_no_failure_and_says_nothing() {
        let fault = Fault::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!((fault.exit(), fault.to_string()), (Exit::Success, String::new()));
        let json = serde_json::Error::io(io::Error::from(io::ErrorKind::BrokenPipe));
        assert!(matches!(Fault::from(json), Fault::ClosedPipe));
    }
}
