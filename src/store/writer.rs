//! The writer: opens the store, owns the one connection that writes, and hands out readers.
//! Not here: the thread it lives on (the runtime).

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};

use super::database::{self, Way};
use super::drafts::Shown;
use super::fault::Fault;
use super::instance::{Crew, Gate, Instance};
use super::reader::Reader;
use super::recovery;
use super::removal;
use super::saving::{self, Desk};
use super::schema::{LATEST, MIGRATIONS};
use crate::domain::archive::{Opening, Save};
use crate::domain::conversation::UnixMs;
use crate::domain::problem::{Kind, Problem};

/// The folder of the instances' locks, in the data folder.
pub(crate) const INSTANCES: &str = "instances";
/// What opening is called in a problem.
const OPENING: &str = "opening the store";

/// The store of one running instance. While it lives, what the instance receives and has not sent is
/// its own; when it is dropped or the process dies, another instance may take that over. What it
/// deleted is really removed when it is dropped, or by the next one to open where the process died.
#[derive(Debug)]
pub struct Store {
    // Fields are dropped in order: the connection closes before the lock is given up.
    conn: Connection,
    instance: Instance,
    folder: PathBuf,
    shown: Shown,
    /// Whether the next commit waits for the disk.
    durable: bool,
}

impl Store {
    /// Opens the store in `folder`, which is made if it is not there. `now` names copies and this
    /// instance.
    ///
    /// # Errors
    /// `Kind::Store`: the folder or database cannot be written or is locked, or it is a newer
    /// version's. A damaged database is no error: see `Opening::set_aside`.
    pub fn open(folder: &Path, now: UnixMs) -> Result<(Self, Opening), Problem> {
        let migrations = MIGRATIONS;
        let way = Way { migrations: &migrations, latest: LATEST };
        Self::open_by(folder, now, way).map_err(|fault| fault.told(OPENING))
    }

    fn open_by(folder: &Path, now: UnixMs, way: Way) -> Result<(Self, Opening), Fault> {
        let instances = folder.join(INSTANCES);
        database::make_folder(&instances)?;
        let mut gate = Gate::enter(&instances).map_err(Fault::file(&instances))?;
        let instance =
            Instance::join(&instances, &mut gate, now).map_err(Fault::file(&instances))?;
        let crew = instance.crew();
        let alone = crew.is_alone();
        let mut ready = database::open(folder, now, way, alone)?;
        let interrupted = recovery::recover(&mut ready.conn, crew)?;
        removal::remove(&mut ready.conn, |deleted_by| !crew.lives(deleted_by))?;
        crew.sweep().map_err(Fault::file(&instances))?;
        drop(gate);
        let opening = Opening { set_aside: ready.set_aside, backup: ready.backup, interrupted };
        tracing::debug!(?opening, alone, "the store is open");
        let store = Self {
            conn: ready.conn,
            instance,
            folder: folder.to_owned(),
            shown: Shown::default(),
            durable: true,
        };
        Ok((store, opening))
    }

    /// Keeps one change: all of it, or on an error nothing. When this returns, all but a checkpoint
    /// is on the disk; a checkpoint survives the death of the process, not of the machine.
    ///
    /// # Errors
    /// `Kind::Store`: disk full, locked, damaged, or another running instance holds the conversation;
    /// `Kind::Input`: no such conversation.
    pub fn save(&mut self, save: &Save) -> Result<(), Problem> {
        self.save_together(std::slice::from_ref(save))
    }

    /// Keeps several changes in one transaction: all of them, or on an error none.
    ///
    /// # Errors
    /// As `save`.
    pub fn save_together(&mut self, saves: &[Save]) -> Result<(), Problem> {
        let mut operation = saves.first().map_or("keeping changes", saving::name_of);
        self.commit(saves, &mut operation).map_err(|fault| {
            if fault.is_damage() {
                database::doubt(&self.folder);
            }
            fault.told(operation)
        })
    }

    fn commit(&mut self, saves: &[Save], operation: &mut &'static str) -> Result<(), Fault> {
        self.sync(!saves.iter().all(|save| matches!(save, Save::Checkpoint { .. })))?;
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let desk = Desk { conn: &tx, crew: self.instance.crew(), shown: &self.shown };
        for save in saves {
            *operation = saving::name_of(save);
            desk.apply(save)?;
        }
        Ok(tx.commit()?)
    }

    /// Makes the next commits wait for the disk or not.
    fn sync(&mut self, durable: bool) -> Result<(), Fault> {
        if self.durable != durable {
            let level = if durable { "FULL" } else { "NORMAL" };
            self.conn.pragma_update(None, "synchronous", level)?;
            self.durable = durable;
        }
        Ok(())
    }

    /// Really removes what this instance deleted, now: it cannot be brought back any more. How many
    /// conversations that were.
    ///
    /// # Errors
    /// `Kind::Store`, as `save`; what was deleted stays hidden, and the next one to open removes it.
    pub fn remove_deleted(&mut self) -> Result<u64, Problem> {
        let me = self.instance.crew().me();
        self.sync(true)
            .and_then(|()| removal::remove(&mut self.conn, |deleted_by| deleted_by == me))
            .map_err(|fault| fault.told("removing deleted conversations"))
    }

    /// A reader with a connection of its own, for another thread.
    ///
    /// # Errors
    /// `Kind::Store`: the database cannot be opened.
    pub fn reader(&self) -> Result<Reader, Problem> {
        let crew = self.instance.crew().clone();
        Reader::open(&self.folder, crew, self.shown.clone()).map_err(|fault| fault.told(OPENING))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Err(problem) = self.remove_deleted() {
            tracing::warn!(%problem, "what was deleted is removed by the next start");
        }
    }
}

/// Empties `folder` of all a store keeps there, for good. A folder that is not there is left so.
///
/// # Errors
/// `Kind::Store`: a running instance uses the folder, and nothing was removed; or something in it
/// cannot be removed.
pub fn reset(folder: &Path) -> Result<(), Problem> {
    if !folder.exists() {
        return Ok(());
    }
    empty(folder).map_err(|fault| fault.told("emptying the store"))
}

fn empty(folder: &Path) -> Result<(), Fault> {
    let instances = folder.join(INSTANCES);
    database::make_folder(&instances)?;
    let _gate = Gate::enter(&instances).map_err(Fault::file(&instances))?;
    if !Crew::from_outside(&instances).is_alone() {
        return Err(Fault::refused(
            Kind::Store,
            &format!("another outcrop is using this folder: {}", folder.display()),
            "what it keeps would be gone while it runs; nothing was removed",
            "close it first",
        ));
    }
    for entry in fs::read_dir(folder).map_err(Fault::file(folder))? {
        let path = entry.map_err(Fault::file(folder))?.path();
        // The gate stays: whoever waits there to start must find what we left, not a folder gone.
        if path == instances {
            continue;
        }
        let removed = if path.is_dir() && !path.is_symlink() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.map_err(Fault::file(&path))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
