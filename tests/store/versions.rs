//! Every version there ever was still opens, with all that stood in it.
//! Not here: backups and failing migrations (unit tests beside the writer).
//!
//! `versions/vN.sql` is a database as version N left it, all of them with the same content. A new
//! version adds its schema to the product and such a file here.

use std::fs;
use std::path::Path;

use outcrop::domain::content::Block;
use outcrop::domain::conversation::Status;
use outcrop::domain::id::ConversationId;
use outcrop::store::writer::Store;
use rusqlite::Connection;

use crate::fixtures::{NOW, hits, list, open, texts, unbegun};

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
    }
}

fn holds_everything(store: &Store) {
    let reader = store.reader().unwrap();
    let rows = list(&reader);
    assert_eq!(rows.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(), ["Seas", "Rivers"]);
    assert_eq!((rows[1].messages, rows[1].profile.as_deref()), (2, Some("work")));

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
