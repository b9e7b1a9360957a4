//! What needs the store's inside: full disks, locks, migrations that do not exist yet.
//! Not here: what its users see (tests/store).

use std::time::Duration;

use rusqlite_migration::{M, Migrations};

use super::*;
use crate::domain::archive::{Found, Query};
use crate::domain::ask::Role;
use crate::domain::content::Block;
use crate::domain::conversation::{Conversation, Message, Status};
use crate::domain::id::{ConversationId, MessageId};
use crate::domain::problem::Kind;

const NOW: i64 = 1_795_171_200_000;
const V1: &str = include_str!("../schema/v1.sql");
const V2: &str = include_str!("../schema/v2.sql");

fn begin(n: i64, text: &str) -> Save {
    let message = |id, role, status, text: &str| Message {
        status,
        blocks: vec![Block::Text(text.into())],
        ..Message::new(
            MessageId(id),
            ConversationId(n),
            (role == Role::Assistant).then_some(MessageId(id - 1)),
            role,
            NOW,
        )
    };
    Save::Begin {
        conversation: Box::new(Conversation {
            title: "T".into(),
            model: "m".into(),
            messages: 2,
            status: Status::Streaming,
            ..Conversation::new(ConversationId(n), NOW)
        }),
        expected_head: None,
        prompt: Some(Box::new(message(n * 10, Role::User, Status::Complete, text))),
        answer: Box::new(message(n * 10 + 1, Role::Assistant, Status::Streaming, "")),
    }
}

fn count(store: &Store) -> u64 {
    let query = Query::Conversations { archived: false, offset: 0, limit: 0 };
    match store.reader().unwrap().answer(&query).unwrap() {
        Found::Conversations { total, .. } => total,
        other => panic!("{other:?}"),
    }
}

fn opened_by(folder: &Path, steps: &[&'static str]) -> (Store, Opening) {
    let migrations = Migrations::new(steps.iter().map(|sql| M::up(sql)).collect());
    let way = Way { migrations: &migrations, latest: steps.len() };
    Store::open_by(folder, NOW, way).unwrap()
}

#[test]
fn a_full_disk_is_told_and_loses_nothing_that_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = Store::open(folder.path(), NOW).unwrap();
    store.save(&begin(1, "fits")).unwrap();
    let pages: i64 = store.conn.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let limit = |store: &Store, pages: i64| {
        store.conn.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
    };
    limit(&store, pages + 2);
    let large = begin(2, &"much text ".repeat(100_000));
    let problem = store.save(&large).unwrap_err();
    assert_eq!(problem.kind, Kind::Store);
    assert_eq!(problem.operation, "keeping the prompt");
    assert!(problem.what.contains("disk is full"), "{problem}");
    assert_eq!(count(&store), 1);
    limit(&store, 1 << 30);
    store.save(&large).unwrap();
    assert_eq!(count(&store), 2);
}

#[test]
fn a_locked_database_is_told_and_may_be_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = Store::open(folder.path(), NOW).unwrap();
    store.conn.busy_timeout(Duration::ZERO).unwrap();
    let other = Connection::open(folder.path().join("outcrop.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let problem = store.save(&begin(1, "Hi")).unwrap_err();
    assert!(problem.what.contains("locked") && problem.retryable, "{problem}");
    other.execute_batch("ROLLBACK").unwrap();
    store.save(&begin(1, "Hi")).unwrap();
}

#[test]
fn a_database_that_may_not_be_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = Store::open(folder.path(), NOW).unwrap();
    store.conn.pragma_update(None, "query_only", true).unwrap();
    let problem = store.save(&begin(1, "Hi")).unwrap_err();
    assert!(problem.what.contains("may not be written"), "{problem}");
}

#[test]
fn all_but_checkpoints_wait_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = Store::open(folder.path(), NOW).unwrap();
    let level = |store: &Store| -> i64 {
        store.conn.query_row("PRAGMA synchronous", [], |row| row.get(0)).unwrap()
    };
    let (normal, full) = (1, 2);
    assert_eq!(level(&store), full);
    store.save(&begin(1, "Hi")).unwrap();
    assert_eq!(level(&store), full);
    let checkpoint = Save::Checkpoint { answer: MessageId(11), pieces: Vec::new() };
    store.save(&checkpoint).unwrap();
    assert_eq!(level(&store), normal);
    store.save_together(&[checkpoint.clone(), begin(2, "Hi")]).unwrap();
    assert_eq!(level(&store), full);
    let mode: String = store.conn.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

#[test]
fn a_copy_is_kept_before_a_migration() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, opening) = opened_by(folder.path(), &[V1, V2]);
    assert_eq!(opening, Opening::default());
    store.save(&begin(1, "Hi")).unwrap();
    drop(store);
    let (store, opening) =
        opened_by(folder.path(), &[V1, V2, "CREATE TABLE tag (name TEXT) STRICT"]);
    assert_eq!(count(&store), 1);
    assert_eq!((opening.set_aside, opening.interrupted), (None, 1));
    let backup = opening.backup.unwrap();
    assert_eq!(backup.file_name().unwrap(), "outcrop.db.v2-20261120-104000");
    let copy = Connection::open(&backup).unwrap();
    let version: i64 = copy.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 2);
    let prompts: i64 = copy
        .query_row("SELECT count(*) FROM message WHERE role = 'user'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(prompts, 1);
    drop(store);
    let (_, opening) = opened_by(folder.path(), &[V1, V2, "CREATE TABLE tag (name TEXT) STRICT"]);
    assert_eq!(opening.backup, None, "there was nothing to migrate");
}

#[test]
fn a_failed_migration_sets_the_old_version_aside_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = opened_by(folder.path(), &[V1, V2]);
    store.save(&begin(1, "Hi")).unwrap();
    drop(store);
    let broken = "CREATE TABLE tag (name TEXT); INSERT INTO nowhere VALUES (1)";
    let migrations = Migrations::new(vec![M::up(V1), M::up(V2), M::up(broken)]);
    let way = Way { migrations: &migrations, latest: 3 };
    let fault = Store::open_by(folder.path(), NOW, way).unwrap_err();
    // The step fails on an empty database too; with a working step a new one is begun.
    assert!(fault.is_damage());
    let (store, opening) = opened_by(folder.path(), &[V1, V2]);
    assert_eq!(count(&store), 0);
    assert_eq!(opening.set_aside, None);
    let aside = folder.path().join("outcrop.db.corrupt-20261120-104000");
    let old = Connection::open(aside).unwrap();
    let kept: i64 =
        old.query_row("SELECT count(*) FROM conversation", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 1);
}
