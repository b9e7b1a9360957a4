//! A reader: one read-only connection that answers queries, and the handle that stops a stale one.
//! Not here: how each query is answered (conversations, search, drafts, prompts, seen, shelf).

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, InterruptHandle};

use super::conversations;
use super::database;
use super::drafts::{self, Shown};
use super::fault::Fault;
pub use super::fault::INTERRUPTED;
use super::instance::Crew;
use super::prompts;
use super::search;
use super::seen;
use super::shelf;
use crate::domain::archive::{Found, Query};
use crate::domain::problem::Problem;

/// Answers queries, each from one consistent view of the database.
#[derive(Debug)]
pub struct Reader {
    conn: Connection,
    crew: Crew,
    shown: Shown,
    folder: PathBuf,
}

/// Stops the query a reader is at, from any thread.
#[derive(Clone)]
pub struct Interrupter(Arc<InterruptHandle>);

impl fmt::Debug for Interrupter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Interrupter")
    }
}

impl Interrupter {
    /// Stops the query under way, which then fails with the code `INTERRUPTED`. Nothing happens where
    /// none is.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

impl Reader {
    pub(crate) fn open(folder: &Path, crew: Crew, shown: Shown) -> Result<Self, Fault> {
        let conn = database::open_to_read(folder)?;
        Ok(Self { conn, crew, shown, folder: folder.to_owned() })
    }

    /// Answers a query.
    ///
    /// # Errors
    /// `Kind::Store`: the database cannot be read, or the query was interrupted (code `INTERRUPTED`);
    /// `Kind::Input`: no such conversation or message.
    pub fn answer(&self, query: &Query) -> Result<Found, Problem> {
        self.find(query).map_err(|fault| {
            if fault.is_damage() {
                database::doubt(&self.folder);
            }
            fault.told(match query {
                Query::Conversations { .. } | Query::Latest => "listing conversations",
                Query::Open { .. } | Query::Earlier { .. } => "opening the conversation",
                Query::Whole { .. } => "reading the conversation",
                Query::NewDraft => "reading the draft",
                Query::Prompts { .. } => "reading earlier prompts",
                Query::Shelf => "reading personas, presets and favourites",
                Query::Seen(_) => "reading names seen before",
                Query::Search { .. } => "searching",
            })
        })
    }

    fn find(&self, query: &Query) -> Result<Found, Fault> {
        // One view for all statements of a query; dropping the transaction only ends it.
        let conn = &*self.conn.unchecked_transaction()?;
        match query {
            Query::Conversations { archived, offset, limit } => {
                conversations::list(conn, *archived, *offset, *limit, &self.crew)
            }
            Query::Latest => conversations::latest(conn, &self.crew),
            Query::Whole { conversation } => conversations::whole(conn, *conversation, &self.crew),
            Query::Prompts { limit } => Ok(Found::Prompts(prompts::newest(conn, *limit)?)),
            Query::Shelf => Ok(Found::Shelf(Box::new(shelf::get(conn)?))),
            Query::Seen(whose) => Ok(Found::Seen(seen::get(conn, whose)?)),
            Query::Open { conversation, limit } => {
                conversations::open(conn, *conversation, *limit, &self.crew)
            }
            Query::Earlier { conversation, before, limit } => {
                conversations::earlier(conn, *conversation, *before, *limit, &self.crew)
            }
            Query::NewDraft => Ok(Found::NewDraft(drafts::get_new(conn, &self.crew, &self.shown)?)),
            Query::Search { text, offset, limit } => search::find(conn, text, *offset, *limit),
        }
    }

    /// What stops this reader's queries from another thread.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter(Arc::new(self.conn.get_interrupt_handle()))
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;
    use crate::store::writer::Store;

    #[test]
    fn a_stale_query_is_stopped_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(folder.path(), 1_000).unwrap();
        let reader = store.reader().unwrap();
        let interrupter = reader.interrupter();
        interrupter.interrupt();
        assert!(reader.answer(&Query::NewDraft).is_ok(), "nothing was under way");
        let endless = thread::spawn(move || {
            let sql = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
                       SELECT max(x) FROM n";
            let found = reader.conn.query_row(sql, [], |row| row.get::<_, i64>(0));
            (Fault::from(found.unwrap_err()).told("searching"), reader)
        });
        while !endless.is_finished() {
            interrupter.interrupt();
            thread::yield_now();
        }
        let (problem, reader) = endless.join().unwrap();
        assert_eq!(problem.code.as_deref(), Some(INTERRUPTED));
        assert!(reader.answer(&Query::NewDraft).is_ok(), "the next query runs");
    }
}
