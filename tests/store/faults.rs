//! Folders that cannot be used and databases that are damaged: told clearly, nothing destroyed.
//! Not here: full disks and locks, which need the store's inside (unit tests beside the writer).

use std::fs;
use std::os::unix::fs::{FileExt, PermissionsExt};
use std::path::Path;

use outcrop::domain::id::ConversationId;
use outcrop::domain::problem::Kind;
use outcrop::store::writer::Store;
use rusqlite::Connection;

use crate::fixtures::{NOW, Turn, hits, list, open, store};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn with_a_turn(folder: &Path) -> Turn {
    let mut store = store(folder);
    let turn = Turn::first(1, "hello");
    store.save_together(&[turn.begin(), turn.finish("hi there")]).unwrap();
    turn
}

/// Overwrites the first page of a table or index.
fn scribble(folder: &Path, part: &str) {
    let path = folder.join("outcrop.db");
    let conn = Connection::open(&path).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    let page: u64 = conn.query_row(sql, [part], |row| row.get::<_, i64>(0)).unwrap() as u64;
    drop(conn);
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.write_all_at(&[0xa5; 4096], (page - 1) * 4096).unwrap();
}

#[test]
fn files_are_private() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("deep/data");
    let mut store = store(&data);
    store.save(&Turn::first(1, "Hi").begin()).unwrap();
    let _reader = store.reader().unwrap();
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join("instances")), 0o700);
    for name in ["outcrop.db", "outcrop.db-wal", "outcrop.db-shm", "instances/gate"] {
        assert_eq!(mode(&data.join(name)), 0o600, "{name}");
    }
    for lock in fs::read_dir(data.join("instances")).unwrap() {
        assert_eq!(mode(&lock.unwrap().path()), 0o600);
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "not a folder").unwrap();
    let problem = Store::open(&file.join("data"), NOW).unwrap_err();
    assert_eq!(problem.kind, Kind::Store);
    assert!(problem.what.contains("a file stands in its way"), "{problem}");
    assert!(problem.why.contains("file/data") && !problem.advice.is_empty(), "{problem}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "not a folder");
}

#[test]
fn what_is_no_database_is_set_aside_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let garbage = "This is somebody's letter, not a database. ".repeat(300);
    fs::write(folder.path().join("outcrop.db"), &garbage).unwrap();
    fs::write(folder.path().join("outcrop.db-wal"), "old log").unwrap();
    let (mut store, opening) = Store::open(folder.path(), NOW).unwrap();
    let aside = opening.set_aside.unwrap();
    assert_eq!(aside.file_name().unwrap(), "outcrop.db.corrupt-20261120-104000");
    assert_eq!(fs::read_to_string(&aside).unwrap(), garbage);
    let log = folder.path().join("outcrop.db.corrupt-20261120-104000-wal");
    assert_eq!(fs::read_to_string(log).unwrap(), "old log");
    store.save(&Turn::first(1, "Hi").begin()).unwrap();
    assert_eq!(list(&store.reader().unwrap()).len(), 1);
}

#[test]
fn a_second_damage_in_the_same_second_gets_a_name_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut names = Vec::new();
    for round in 0..3 {
        fs::write(folder.path().join("outcrop.db"), format!("no database {round}").repeat(99))
            .unwrap();
        names.push(Store::open(folder.path(), NOW).unwrap().1.set_aside.unwrap());
    }
    for (round, name) in names.iter().enumerate() {
        assert!(fs::read_to_string(name).unwrap().starts_with(&format!("no database {round}")));
    }
}

#[test]
fn a_database_cut_short_or_scribbled_over_is_set_aside() {
    for part in ["content", "message", "conversation", "sqlite_autoindex_message_1"] {
        let folder = tempfile::tempdir().unwrap();
        with_a_turn(folder.path());
        scribble(folder.path(), part);
        let (store, opening) = Store::open(folder.path(), NOW).unwrap();
        assert!(opening.set_aside.is_some(), "{part}");
        assert!(list(&store.reader().unwrap()).is_empty());
    }
    let folder = tempfile::tempdir().unwrap();
    with_a_turn(folder.path());
    let file = fs::File::options().write(true).open(folder.path().join("outcrop.db")).unwrap();
    file.set_len(3 * 4096).unwrap();
    let (_, opening) = Store::open(folder.path(), NOW).unwrap();
    assert_eq!(fs::metadata(opening.set_aside.unwrap()).unwrap().len(), 3 * 4096);
}

#[test]
fn damage_met_while_running_is_looked_for_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let turn = with_a_turn(folder.path());
    scribble(folder.path(), "message_by_parent");
    {
        let (mut store, opening) = Store::open(folder.path(), NOW).unwrap();
        assert_eq!(opening.set_aside, None, "nothing asked for at start is damaged");
        let problem = store.save(&turn.next("more").begin()).unwrap_err();
        assert!(problem.what.contains("damaged") && !problem.advice.is_empty(), "{problem}");
        let reader = store.reader().unwrap();
        assert_eq!(open(&reader, ConversationId(1)).messages.len(), 2, "what is whole is read");
    }
    let (mut store, opening) = Store::open(folder.path(), NOW).unwrap();
    assert!(opening.set_aside.is_some());
    store.save(&turn.begin()).unwrap();
    drop(store);
    assert_eq!(Store::open(folder.path(), NOW).unwrap().1.set_aside, None, "once is enough");
}

#[test]
fn a_broken_index_is_made_again_and_no_message_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    with_a_turn(folder.path());
    let conn = Connection::open(folder.path().join("outcrop.db")).unwrap();
    conn.execute("UPDATE words_data SET block = x'00' WHERE id > 10", []).unwrap();
    drop(conn);
    fs::write(folder.path().join("outcrop.db.doubt"), "").unwrap();
    let (store, opening) = Store::open(folder.path(), NOW).unwrap();
    assert_eq!(opening.set_aside, None);
    assert_eq!(hits(&store.reader().unwrap(), "there").len(), 1);
    assert!(!folder.path().join("outcrop.db.doubt").exists());
}

#[test]
fn damage_under_another_instance_is_left_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    with_a_turn(folder.path());
    let _first = store(folder.path());
    let path = folder.path().join("outcrop.db");
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.write_all_at(&[0xa5; 4096], 0).unwrap();
    let problem = Store::open(folder.path(), NOW).unwrap_err();
    assert!(problem.what.contains("another running instance"), "{problem}");
    assert!(path.exists());
}

#[test]
fn a_newer_versions_database_is_refused_and_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    with_a_turn(folder.path());
    let path = folder.path().join("outcrop.db");
    let conn = Connection::open(&path).unwrap();
    conn.pragma_update(None, "user_version", 999).unwrap();
    conn.close().unwrap();
    let before = fs::read(&path).unwrap();
    let problem = Store::open(folder.path(), NOW).unwrap_err();
    assert!(problem.what.contains("newer version"), "{problem}");
    assert!(problem.why.contains("999"), "{problem}");
    assert_eq!(fs::read(&path).unwrap(), before);
}
