//! Deleted conversations: hidden, brought back as long as the instance runs, then gone from the disk.
//! Not here: archiving (marks).

use std::fs;
use std::path::Path;

use outcrop::domain::archive::Save;
use outcrop::domain::id::ConversationId;
use outcrop::domain::problem::Kind;
use outcrop::store::writer::Store;

use crate::fixtures::{NOW, Turn, hits, list, open, opened, prompts, store, texts};

const ONE: ConversationId = ConversationId(1);
const DELETE: Save = Save::Delete { conversation: ONE };
const RESTORE: Save = Save::Restore { conversation: ONE };

/// Two conversations; of the first, everything holds the same word.
fn filled(store: &mut Store) -> Turn {
    let mut turn = Turn::first(1, &format!("zqprompt {}", "word ".repeat(4_000)));
    turn.conversation.title = "zqtitle".into();
    turn.conversation.system = "zqsystem".into();
    let stays = Turn::first(2, "stays");
    let answer = format!("zqanswer {}", "other ".repeat(4_000));
    store
        .save_together(&[
            turn.begin(),
            turn.finish(&answer),
            turn.draft("zqdraft"),
            stays.begin(),
            stays.finish("here"),
        ])
        .unwrap();
    turn
}

/// Whether any file of the folder holds this.
fn on_disk(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        path.is_file()
            && fs::read(path).unwrap().windows(text.len()).any(|at| at == text.as_bytes())
    })
}

#[test]
fn what_was_deleted_is_hidden_and_can_be_brought_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    filled(&mut store);
    let reader = store.reader().unwrap();
    let before = open(&reader, ONE);
    store.save(&DELETE).unwrap();
    assert_eq!(list(&reader).len(), 1);
    assert!(hits(&reader, "zqanswer").is_empty() && hits(&reader, "zqpr").is_empty());
    assert_eq!(prompts(&reader, 9), ["stays"]);
    assert_eq!(opened(&reader, ONE, 9).unwrap_err().kind, Kind::Input);
    for gone in [Save::Rename { conversation: ONE, title: "x".into() }, DELETE] {
        assert_eq!(store.save(&gone).unwrap_err().kind, Kind::Input);
    }
    store.save(&RESTORE).unwrap();
    assert_eq!(open(&reader, ONE), before);
    assert_eq!((list(&reader).len(), hits(&reader, "zqanswer").len()), (2, 1));
}

#[test]
fn when_the_instance_closes_nothing_of_it_is_left_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let words = ["zqprompt", "zqtitle", "zqsystem", "zqanswer", "zqdraft"];
    let mut one = store(folder.path());
    filled(&mut one);
    one.save(&DELETE).unwrap();
    assert!(words.iter().all(|word| on_disk(folder.path(), word)));
    drop(one);
    for word in words {
        assert!(!on_disk(folder.path(), word), "{word} is still there");
    }
    let mut store = store(folder.path());
    let reader = store.reader().unwrap();
    assert_eq!((list(&reader).len(), hits(&reader, "here").len()), (1, 1));
    assert_eq!(store.save(&RESTORE).unwrap_err().kind, Kind::Input);
    let conn = rusqlite::Connection::open(folder.path().join("outcrop.db")).unwrap();
    conn.execute("INSERT INTO words (words) VALUES ('integrity-check')", []).unwrap();
    let verdict: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
}

#[test]
fn it_is_gone_from_the_disk_at_once_where_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, two) = (store(folder.path()), store(folder.path()));
    filled(&mut one);
    one.save(&Save::Draft { conversation: Some(ONE), text: String::new() }).unwrap();
    let _reader = two.reader().unwrap();
    one.save(&DELETE).unwrap();
    assert_eq!(one.remove_deleted().unwrap(), 1);
    assert_eq!(one.remove_deleted().unwrap(), 0);
    assert!(!on_disk(folder.path(), "zqanswer") && !on_disk(folder.path(), "zqprompt"));
}

#[test]
fn an_instance_removes_what_the_dead_deleted_and_nothing_of_the_living() {
    let folder = tempfile::tempdir().unwrap();
    let mut living = store(folder.path());
    filled(&mut living);
    living.save(&DELETE).unwrap();
    drop(store(folder.path()));
    living.save(&RESTORE).unwrap();
    living.save(&DELETE).unwrap();
    // Killed: it never closes.
    let lock = fs::read_dir(folder.path().join("instances")).unwrap();
    for path in lock.map(|entry| entry.unwrap().path()) {
        if path.extension().is_some_and(|extension| extension == "lock") {
            fs::remove_file(path).unwrap();
        }
    }
    let (second, _) = Store::open(folder.path(), NOW).unwrap();
    assert_eq!(list(&second.reader().unwrap()).len(), 1);
    assert_eq!(living.save(&RESTORE).unwrap_err().kind, Kind::Input);
}

#[test]
fn what_another_instance_holds_is_not_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (store(folder.path()), store(folder.path()));
    let turn = Turn::first(1, "Hi");
    one.save(&turn.begin()).unwrap();
    let problem = two.save(&DELETE).unwrap_err();
    assert_eq!(
        (problem.kind, problem.operation.as_str()),
        (Kind::Store, "deleting the conversation")
    );
    assert!(problem.what.contains("another running instance"), "{problem}");
    one.save_together(&[turn.finish("Hello"), turn.draft("half")]).unwrap();
    assert!(two.save(&DELETE).is_err(), "it has unsent text there");
    one.save(&turn.draft("")).unwrap();
    two.save(&DELETE).unwrap();
    assert!(list(&one.reader().unwrap()).is_empty());
    assert!(one.save(&turn.draft("too late")).is_err());
}

#[test]
fn an_answer_that_still_comes_is_there_when_it_is_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let turn = Turn::first(1, "Hi");
    store.save_together(&[turn.begin(), DELETE]).unwrap();
    store.save_together(&[turn.checkpoint("Hel"), turn.finish("Hello"), RESTORE]).unwrap();
    assert_eq!(texts(&open(&store.reader().unwrap(), ONE).messages), ["Hi", "Hello"]);
}
