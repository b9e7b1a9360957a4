//! Every version there ever was still opens, with all that stood in it.
//! Not here: backups and failing migrations (unit tests beside the writer).
//!
//! `versions/vN.sql` is a database as version N left it, all of them with the same content, to which
//! each adds what it was the first to hold. A new version adds its schema to the product and such a
//! file here.

use std::fs;
use std::path::Path;

use outcrop::domain::content::Block;
use outcrop::domain::conversation::{Sibling, Status};
use outcrop::domain::id::{ConversationId, MessageId};
use outcrop::domain::shelf::{Shelf, Used};
use outcrop::store::writer::Store;
use rusqlite::Connection;

use crate::fixtures::{NOW, hits, list, open, seen, shelf, texts, unbegun};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_version_has_its_file_and_opens() {
    let latest = fs::read_dir(root().join("src/store/schema")).unwrap().count();
    for version in 1..=latest {
        let sql = fs::read_to_string(root().join(format!("tests/store/versions/v{version}.sql")))
            .expect("a database of every version to test with");
        let folder = tempfile::tempdir().unwrap();
        let conn = Connection::open(folder.path().join("outcrop.db")).unwrap();
        conn.execute_batch(&sql).unwrap();
        drop(conn);
        let (store, opening) = Store::open(folder.path(), NOW).unwrap();
        assert_eq!(opening.set_aside, None, "v{version}");
        assert_eq!(opening.backup.is_some(), version < latest, "v{version}");
        assert_eq!(opening.interrupted, 1, "v{version}");
        holds_everything(&store);
        if version >= 2 {
            holds_marks_and_shelf(&store);
        }
        let views = shelf(&store.reader().unwrap()).views;
        let kept = views.get("models").map(String::as_str);
        assert_eq!(kept, (version >= 3).then_some(r#"{"filter":"nova"}"#), "v{version}");
        let names = seen(&store.reader().unwrap(), "1", "us-east-1");
        let (role, key) = ("arn:aws:iam::1:role/r", "arn:aws:kms:us-east-1:1:key/k");
        let kept: &[&str] = if version >= 4 { &[role, key] } else { &[] };
        assert_eq!(names, kept, "v{version}");
    }
}

#[test]
fn what_version_1_held_is_brought_to_version_2_with_a_copy_kept() {
    let sql = fs::read_to_string(root().join("tests/store/versions/v1.sql")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let conn = Connection::open(folder.path().join("outcrop.db")).unwrap();
    conn.execute_batch(&sql).unwrap();
    drop(conn);
    let (store, opening) = Store::open(folder.path(), NOW).unwrap();
    let backup = opening.backup.unwrap();
    assert_eq!(backup.file_name().unwrap(), "outcrop.db.v1-20261120-104000");
    let reader = store.reader().unwrap();
    for row in list(&reader) {
        assert!(!row.pinned && !row.archived && !row.unread);
        assert_eq!((row.parameters, row.start), (None, None));
        for message in open(&reader, row.id).messages {
            assert_eq!((message.left_out, message.sibling), (false, Sibling { nth: 1, of: 1 }));
        }
    }
    let used = Used { model: "m".into(), last: 1_795_171_201_001, times: 1 };
    assert_eq!(shelf(&reader), Shelf { used: vec![used], ..Shelf::default() });
    let copy = Connection::open(&backup).unwrap();
    let kept: i64 = copy.query_row("SELECT count(*) FROM message", [], |row| row.get(0)).unwrap();
    let version: i64 = copy.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!((kept, version), (4, 1));
}

fn holds_everything(store: &Store) {
    let reader = store.reader().unwrap();
    let rows = list(&reader);
    let titles: Vec<&str> = rows.iter().map(|row| row.title.as_str()).collect();
    let pinned = rows[0].pinned;
    assert_eq!(titles, if pinned { ["Rivers", "Seas"] } else { ["Seas", "Rivers"] });
    let rivers = &rows[usize::from(!pinned)];
    assert_eq!((rivers.messages, rivers.profile.as_deref()), (2, Some("work")));

    let rivers = open(&reader, ConversationId(1));
    assert_eq!(texts(&rivers.messages), ["What is a river?", "Water."]);
    assert_eq!(rivers.draft, "half a");
    let answer = &rivers.messages[1];
    let reasoning = Block::Reasoning { text: "hm".into(), signature: Some("c2ln".into()) };
    assert_eq!(answer.blocks[0], reasoning);
    let making = answer.making.as_ref().unwrap();
    assert_eq!(making.usage.unwrap().output, 20);
    assert_eq!(making.cost_usd, Some(0.25));
    assert_eq!(making.parameters.temperature, Some(0.5));

    let seas = open(&reader, ConversationId(2));
    assert_eq!(texts(&seas.messages), ["And a sea?", "Salt water"]);
    assert_eq!(seas.messages[1].status, Status::Interrupted);
    assert_eq!(hits(&reader, "water").len(), 2);
    assert_eq!(unbegun(&reader), "unbegun");
}

fn holds_marks_and_shelf(store: &Store) {
    let reader = store.reader().unwrap();
    let rivers = open(&reader, ConversationId(1));
    assert!(rivers.conversation.pinned);
    assert_eq!(rivers.conversation.start, Some(MessageId(1_000)));
    assert_eq!(rivers.conversation.parameters.unwrap().max_tokens, Some(9));
    assert!(rivers.messages[1].left_out);
    let shelf = shelf(&reader);
    assert_eq!(
        (shelf.personas[0].name.as_str(), shelf.personas[0].text.as_str()),
        ("Pirate", "Arr.")
    );
    assert_eq!(shelf.presets[0].parameters.temperature, Some(0.0));
    assert_eq!((shelf.favourites[0].as_str(), shelf.used[0].times), ("m", 1));
}
