//! How the store stands, looked at without changing anything: nothing is migrated, set aside or swept.
//! Not here: what is made of it (the command `doctor`).

use std::fs;
use std::path::Path;

use super::database;
use super::fault::Fault;
use super::instance::Crew;
use super::schema::LATEST;
use super::writer::INSTANCES;
use crate::domain::problem::Problem;

/// How the store in a folder stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checkup {
    /// The database's version; none where there is no database yet.
    pub version: Option<usize>,
    /// The version this program writes.
    pub latest: usize,
    /// Bytes of the database and its log.
    pub bytes: u64,
    /// Conversations in it.
    pub conversations: u64,
    /// What is wrong with the file, in SQLite's words; none where it is sound.
    pub damage: Option<String>,
    /// Other instances that run on it.
    pub instances: usize,
}

/// Looks at the store in `folder`. Reads all of the database, which takes a second for some hundred
/// megabytes.
///
/// # Errors
/// The database cannot be opened.
pub fn checkup(folder: &Path) -> Result<Checkup, Problem> {
    look(folder).map_err(|fault| fault.told("looking at the store"))
}

fn look(folder: &Path) -> Result<Checkup, Fault> {
    let mut found = Checkup { latest: LATEST, ..Checkup::default() };
    found.instances = Crew::from_outside(&folder.join(INSTANCES)).living();
    let path = database::file_in(folder);
    let size = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
    if size(&path) == 0 {
        return Ok(found);
    }
    found.bytes = size(&path) + size(&path.with_extension("db-wal"));
    let read = || -> Result<(usize, u64, String), Fault> {
        let conn = database::open_to_read(folder)?;
        let version = database::version_of(&conn)?;
        let verdict = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        let counted: i64 =
            conn.query_row("SELECT count(*) FROM conversation", [], |row| row.get(0))?;
        Ok((version, u64::try_from(counted).unwrap_or_default(), verdict))
    };
    match read() {
        Ok((version, conversations, verdict)) => {
            found.version = Some(version);
            found.conversations = conversations;
            found.damage = (verdict != "ok").then_some(verdict);
        }
        Err(fault) if fault.is_damage() => found.damage = Some(fault.told("").why),
        Err(fault) => return Err(fault),
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::writer::Store;

    #[test]
    fn an_empty_folder_a_store_in_use_and_a_damaged_one() {
        let folder = tempfile::tempdir().unwrap();
        let nothing = checkup(folder.path()).unwrap();
        assert_eq!(nothing, Checkup { latest: LATEST, ..Checkup::default() });
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");

        let (store, _) = Store::open(folder.path(), 1_000).unwrap();
        let used = checkup(folder.path()).unwrap();
        assert_eq!((used.version, used.instances, &used.damage), (Some(LATEST), 1, &None));
        assert!(used.bytes > 0);
        drop(store);
        assert_eq!(checkup(folder.path()).unwrap().instances, 0);

        fs::write(database::file_in(folder.path()), "no database at all").unwrap();
        assert!(checkup(folder.path()).unwrap().damage.is_some());
    }
}
