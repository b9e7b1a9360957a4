//! The file: made private, brought to the newest version with a copy kept, set aside when damaged.
//! Not here: what stands in it.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, params};
use rusqlite_migration::Migrations;

use super::fault::Fault;
use super::words;
use crate::domain::conversation::UnixMs;
use crate::domain::problem::Kind;

/// The database's file in the data folder.
const FILE: &str = "outcrop.db";
/// Stands beside it once it was seen damaged, so that the next start looks closely.
const DOUBT: &str = "outcrop.db.doubt";
/// The tables that cannot be made again from others.
const TABLES: [&str; 9] = [
    "conversation",
    "message",
    "content",
    "piece",
    "draft",
    "persona",
    "preset",
    "favourite",
    "model_used",
];
/// How long a statement waits for another instance's transaction.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);
/// Pages of memory a connection may use for what it read, in KiB (negative: SQLite's own sign for it).
const CACHE: i64 = -8_192;

/// The versions to go through, and the number of the last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way<'m> {
    /// The steps.
    pub(crate) migrations: &'m Migrations<'static>,
    /// How many there are.
    pub(crate) latest: usize,
}

/// A database ready to be written.
#[derive(Debug)]
pub(crate) struct Ready {
    /// The write connection.
    pub(crate) conn: Connection,
    /// Where a damaged one was set aside.
    pub(crate) set_aside: Option<PathBuf>,
    /// Where a copy of the older version is.
    pub(crate) backup: Option<PathBuf>,
}

/// Makes `folder` and all above it, for this user alone. One that exists keeps its permissions.
pub(crate) fn make_folder(folder: &Path) -> Result<(), Fault> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(Fault::file(folder))
}

/// Opens the database in `folder` for writing. `alone`: no other instance runs, so that a damaged
/// file may be taken away. Call it inside the gate.
pub(crate) fn open(folder: &Path, now: UnixMs, way: Way, alone: bool) -> Result<Ready, Fault> {
    let path = folder.join(FILE);
    let mut backup = None;
    let fault = match attempt(&path, now, way, &mut backup) {
        Ok(conn) => return Ok(Ready { conn, set_aside: None, backup }),
        Err(fault) if fault.is_damage() => fault,
        Err(fault) => return Err(fault),
    };
    if !alone {
        return Err(Fault::refused(
            Kind::Store,
            "the database is damaged, and another running instance still uses it",
            &fault.told("").why,
            "close the other instance and start again: the damaged file is then set aside and kept",
        ));
    }
    tracing::warn!(why = %fault.told("opening the store").why, "the database is set aside");
    let aside = set_aside(&path, now)?;
    let conn = attempt(&path, now, way, &mut backup)?;
    Ok(Ready { conn, set_aside: Some(aside), backup })
}

/// The database's file.
pub(crate) fn file_in(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// A connection that only reads.
pub(crate) fn open_to_read(folder: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(folder.join(FILE), flags)?;
    conn.busy_timeout(PATIENCE)?;
    conn.pragma_update(None, "cache_size", CACHE)?;
    conn.set_prepared_statement_cache_capacity(32);
    Ok(conn)
}

/// Remembers for the next start that this database was seen damaged.
pub(crate) fn doubt(folder: &Path) {
    if let Err(error) = File::create(folder.join(DOUBT)) {
        tracing::warn!(%error, "the doubt about the database could not be written down");
    }
}

fn attempt(
    path: &Path,
    now: UnixMs,
    way: Way,
    backup: &mut Option<PathBuf>,
) -> Result<Connection, Fault> {
    make_private(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(PATIENCE)?;
    // Until it is known to be sound, closing it must write nothing into it.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let version = version_of(&conn)?;
    if version > way.latest {
        return Err(Fault::refused(
            Kind::Store,
            "the database was written by a newer version of this program; nothing was touched",
            &format!("it has version {version}, this program knows up to {}", way.latest),
            "update the program, or choose another folder with --data-dir",
        ));
    }
    set_up(&conn)?;
    if version < way.latest {
        if version > 0 {
            *backup = Some(copy(&conn, path, version, now)?);
        }
        way.migrations.to_latest(&mut conn)?;
    }
    look(&conn, path)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

/// An empty file with our permissions, where there is none; SQLite gives its log the same ones.
fn make_private(path: &Path) -> Result<(), Fault> {
    let made = File::options().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            Err(Fault::File(path.to_owned(), error))
        }
        _ => Ok(()),
    }
}

/// The version that stands there.
pub(crate) fn version_of(conn: &Connection) -> Result<usize, Fault> {
    let version: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    usize::try_from(version).map_err(|_| Fault::Damaged(format!("its version is {version}")))
}

fn set_up(conn: &Connection) -> Result<(), Fault> {
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    // On macOS fsync alone does not reach the disk; elsewhere these change nothing.
    conn.pragma_update(None, "fullfsync", true)?;
    conn.pragma_update(None, "checkpoint_fullfsync", true)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "cache_size", CACHE)?;
    // What is removed is overwritten where that costs no write; `removal` says what more it does.
    conn.pragma_update(None, "secure_delete", "FAST")?;
    // A log that grew in a burst is cut back at the next checkpoint.
    conn.pragma_update_and_check(None, "journal_size_limit", 16 << 20, |_| Ok(()))?;
    Ok(())
}

/// Touches each part that must be there, and after a doubt all of it.
fn look(conn: &Connection, path: &Path) -> Result<(), Fault> {
    for part in [
        "SELECT title FROM conversation ORDER BY updated DESC LIMIT 1",
        "SELECT status FROM message ORDER BY id DESC LIMIT 1",
        "SELECT max(entry) FROM message",
        "SELECT blocks FROM content ORDER BY message DESC LIMIT 1",
        "SELECT max(id) FROM piece",
        "SELECT max(id) FROM draft",
        "SELECT rowid FROM words LIMIT 0",
        "SELECT max(rowid) FROM persona",
        "SELECT max(rowid) FROM preset",
        "SELECT max(rowid) FROM favourite",
        "SELECT max(last) FROM model_used",
    ] {
        conn.prepare(part)?.query([])?.next()?;
    }
    let doubt = path.with_file_name(DOUBT);
    if doubt.exists() {
        for table in TABLES {
            let check = format!("PRAGMA quick_check({table})");
            let verdict: String = conn.query_row(&check, [], |row| row.get(0))?;
            if verdict != "ok" {
                return Err(Fault::Damaged(verdict));
            }
        }
        // The index can be made again from the messages: no reason to set them aside.
        words::mend(conn)?;
        fs::remove_file(&doubt).map_err(Fault::file(&doubt))?;
    }
    Ok(())
}

/// Keeps a copy of the version that stands there, and makes sure that it is on disk.
fn copy(conn: &Connection, path: &Path, version: usize, now: UnixMs) -> Result<PathBuf, Fault> {
    let name = format!("{FILE}.v{version}-{}", stamp(now)?);
    let copy = free(&path.with_file_name(name));
    make_private(&copy)?;
    let copied = conn.execute("VACUUM INTO ?1", params![copy.to_string_lossy()]);
    let synced = copied.map_err(Fault::from).and_then(|_| {
        File::open(&copy).and_then(|file| file.sync_all()).map_err(Fault::file(&copy))
    });
    if synced.is_err() {
        // Half a copy helps nobody, least of all on a full disk.
        fs::remove_file(&copy).ok();
    }
    synced.map(|()| copy)
}

/// Renames the database and its log. The database goes last: cut short, this leaves a damaged
/// database to be set aside again, never an old log beside a new database.
fn set_aside(path: &Path, now: UnixMs) -> Result<PathBuf, Fault> {
    let aside = free(&path.with_file_name(format!("{FILE}.corrupt-{}", stamp(now)?)));
    for tail in ["-shm", "-wal", ""] {
        let from = with_tail(path, tail);
        match fs::rename(&from, with_tail(&aside, tail)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Fault::File(from, error));
            }
            _ => {}
        }
    }
    // The doubt was about the file that is gone.
    fs::remove_file(path.with_file_name(DOUBT)).ok();
    Ok(aside)
}

fn with_tail(path: &Path, tail: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(tail);
    name.into()
}

/// `path`, or the first of `path-2`, `path-3`, ... where nothing stands yet.
fn free(path: &Path) -> PathBuf {
    let mut candidate = path.to_owned();
    let mut number = 2;
    while candidate.exists() {
        candidate = with_tail(path, &format!("-{number}"));
        number += 1;
    }
    candidate
}

/// A moment as it stands in a file name: `20261120-104500`, UTC. SQLite knows the calendar.
fn stamp(now: UnixMs) -> Result<String, Fault> {
    let calendar = Connection::open_in_memory()?;
    let sql = "SELECT strftime('%Y%m%d-%H%M%S', ?1 / 1000, 'unixepoch')";
    Ok(calendar.query_row(sql, [now], |row| row.get(0))?)
}
