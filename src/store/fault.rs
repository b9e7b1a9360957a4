//! What can go wrong with the store, and how it is told to the person at the screen.
//! Not here: when it happens.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::domain::problem::{Kind, Problem};

/// `Problem::code` of a query that was interrupted because its answer is no longer wanted.
pub const INTERRUPTED: &str = "interrupted";

/// What went wrong, before it is put in words.
#[derive(Debug)]
pub(crate) enum Fault {
    /// SQLite said so.
    Sql(rusqlite::Error),
    /// A migration failed.
    Migration(rusqlite_migration::Error),
    /// A file or folder could not be used.
    File(PathBuf, io::Error),
    /// What is on disk is not what was written there.
    Damaged(String),
    /// A value cannot be written as JSON.
    Json(serde_json::Error),
    /// It was not done, for a reason of ours.
    Refused(Box<Problem>),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<rusqlite_migration::Error> for Fault {
    fn from(error: rusqlite_migration::Error) -> Self {
        Self::Migration(error)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

impl Fault {
    /// A fault of the file system at `path`.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::File(path, error)
    }

    /// Refused, in these words; the operation is filled in by `told`.
    pub(crate) fn refused(kind: Kind, what: &str, why: &str, advice: &str) -> Self {
        let problem = Problem::new(kind, "", what).because(why).advise(advice);
        Self::Refused(Box::new(problem))
    }

    /// Whether the database itself is broken, so that it must be set aside.
    pub(crate) fn is_damage(&self) -> bool {
        match self {
            Self::Sql(error) => is_corrupt(error),
            Self::Migration(error) => match error {
                // A full disk, a lock or a read-only file says nothing about the database.
                rusqlite_migration::Error::RusqliteError { err, .. } => {
                    is_corrupt(err) || err.sqlite_error_code().is_none_or(is_statement_fault)
                }
                _ => true,
            },
            Self::Damaged(_) => true,
            Self::File(..) | Self::Json(_) | Self::Refused(_) => false,
        }
    }

    /// The same, in words.
    pub(crate) fn told(self, operation: &str) -> Problem {
        match self {
            Self::Refused(problem) => Problem { operation: operation.into(), ..*problem },
            Self::File(path, error) => file_problem(operation, &path, &error),
            Self::Damaged(why) => damaged(operation, &why),
            Self::Json(error) => {
                Problem::new(Kind::Bug, operation, "a message could not be written as JSON")
                    .because(error.to_string())
            }
            Self::Migration(error) => match error {
                rusqlite_migration::Error::RusqliteError { err, .. } => {
                    sql_problem(operation, &err)
                }
                other => damaged(operation, &other.to_string()),
            },
            Self::Sql(error) => sql_problem(operation, &error),
        }
    }
}

fn is_corrupt(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// A statement of a migration did not fit what it found.
fn is_statement_fault(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::Unknown | ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch)
}

fn file_problem(operation: &str, path: &Path, error: &io::Error) -> Problem {
    let what = match error.kind() {
        io::ErrorKind::PermissionDenied => "the data folder may not be written",
        io::ErrorKind::ReadOnlyFilesystem => "the data folder is on a read-only disk",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full",
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "the data folder cannot be made: a file stands in its way"
        }
        io::ErrorKind::TimedOut => "another instance is starting and does not get on",
        _ => "the data folder cannot be used",
    };
    Problem::new(Kind::Store, operation, what)
        .because(format!("{}: {error}", path.display()))
        .advise("check the folder's owner, permissions and free space")
        .advise("choose another folder with --data-dir or the data directory of the configuration")
}

fn damaged(operation: &str, why: &str) -> Problem {
    Problem::new(Kind::Store, operation, "the database is damaged").because(why).advise(
        "start the program again: it checks the database, sets a damaged file aside and keeps it",
    )
}

fn sql_problem(operation: &str, error: &rusqlite::Error) -> Problem {
    let why = error.to_string();
    let of = |what: &str| Problem::new(Kind::Store, operation, what).because(&*why);
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => of("the disk is full; nothing of this was kept")
            .advise("free some space and try again; what is on the screen stays there"),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            of("the database may not be written")
                .advise("check the owner and permissions of the data folder and its files")
                .advise("choose another folder with --data-dir")
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            let busy = of("another program keeps the database locked")
                .advise("wait a moment and try again")
                .advise("close the program that holds it (a backup, or a database browser)");
            Problem { retryable: true, ..busy }
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => damaged(operation, &why),
        Some(ErrorCode::CannotOpen) => of("the database cannot be opened")
            .advise("check that the data folder exists and may be read and written")
            .advise("choose another folder with --data-dir"),
        Some(ErrorCode::SystemIoFailure) => of("the disk failed to read or write")
            .advise("check free space and the health of the disk"),
        Some(ErrorCode::OperationInterrupted) => Problem {
            code: Some(INTERRUPTED.into()),
            ..of("the search was given up for a newer one")
        },
        Some(ErrorCode::ConstraintViolation) => {
            of("this does not fit what is kept already; nothing was changed")
        }
        Some(_) => of("the database failed"),
        None => of("what is kept cannot be read").advise("update the program"),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    fn sql(code: i32) -> Fault {
        Fault::Sql(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None))
    }

    #[test]
    fn each_fault_is_told_with_what_why_and_what_to_try() {
        let faults = [
            (ffi::SQLITE_FULL, "the disk is full"),
            (ffi::SQLITE_READONLY, "may not be written"),
            (ffi::SQLITE_BUSY, "locked"),
            (ffi::SQLITE_CORRUPT, "damaged"),
            (ffi::SQLITE_NOTADB, "damaged"),
            (ffi::SQLITE_CANTOPEN, "cannot be opened"),
            (ffi::SQLITE_IOERR, "the disk failed"),
        ];
        for (code, words) in faults {
            let problem = sql(code).told("keeping the prompt");
            assert_eq!(problem.kind, Kind::Store);
            assert_eq!(problem.operation, "keeping the prompt");
            assert!(problem.what.contains(words), "{problem}");
            assert!(!problem.why.is_empty() && !problem.advice.is_empty(), "{problem}");
            assert_eq!(problem.retryable, code == ffi::SQLITE_BUSY);
        }
    }

    #[test]
    fn only_damage_sets_a_database_aside() {
        assert!(sql(ffi::SQLITE_CORRUPT).is_damage() && sql(ffi::SQLITE_NOTADB).is_damage());
        for code in [ffi::SQLITE_FULL, ffi::SQLITE_BUSY, ffi::SQLITE_IOERR, ffi::SQLITE_READONLY] {
            assert!(!sql(code).is_damage());
            let err = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            let migration = rusqlite_migration::Error::RusqliteError { query: String::new(), err };
            assert!(!Fault::Migration(migration).is_damage());
        }
    }
}
