//! Two instances on one store: neither writes what the other is at.
//! Not here: instances that die by a signal (crash).

use outcrop::domain::archive::Save;
use outcrop::domain::conversation::Status;
use outcrop::domain::id::ConversationId;
use outcrop::domain::problem::Kind;
use outcrop::store::writer::{Store, reset};

use crate::fixtures::{NOW, Turn, hits, list, new_draft, open, store, texts, unbegun};

#[test]
fn the_second_sees_the_first_stream_and_touches_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = store(folder.path());
    let turn = Turn::first(1, "Tell me");
    first.save(&turn.begin()).unwrap();
    first.save(&turn.checkpoint("Once upon")).unwrap();

    let (mut second, opening) = Store::open(folder.path(), NOW).unwrap();
    assert_eq!(opening.interrupted, 0);
    let reader = second.reader().unwrap();
    let seen = open(&reader, ConversationId(1));
    assert!(seen.elsewhere);
    assert_eq!(seen.messages[1].status, Status::Streaming);
    assert_eq!(texts(&seen.messages), ["Tell me", "Once upon"]);
    assert_eq!(list(&reader)[0].status, Status::Streaming);

    for theirs in [
        turn.next("mine").begin(),
        turn.checkpoint("mine"),
        turn.finish("mine"),
        turn.draft("mine"),
    ] {
        let problem = second.save(&theirs).unwrap_err();
        assert_eq!(problem.kind, Kind::Store);
        assert!(problem.what.contains("another running instance"), "{problem}");
    }
    first.save(&turn.checkpoint(" a time")).unwrap();
    first.save(&turn.finish("Once upon a time")).unwrap();

    let seen = open(&reader, ConversationId(1));
    assert!(!seen.elsewhere);
    assert_eq!(texts(&seen.messages), ["Tell me", "Once upon a time"]);
    second.save(&turn.next("mine").begin()).unwrap();
    assert!(open(&first.reader().unwrap(), ConversationId(1)).elsewhere);
}

#[test]
fn unsent_text_holds_a_conversation_until_it_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, mut second) = (store(folder.path()), store(folder.path()));
    let turn = Turn::first(1, "Hi");
    first.save_together(&[turn.begin(), turn.finish("Hello")]).unwrap();
    first.save(&turn.draft("half")).unwrap();
    let reader = second.reader().unwrap();
    assert!(open(&reader, ConversationId(1)).elsewhere);
    assert!(!open(&first.reader().unwrap(), ConversationId(1)).elsewhere);
    assert!(second.save(&turn.draft("mine")).is_err());
    assert!(second.save(&turn.draft("")).is_err());
    second.save(&Save::Rename { conversation: ConversationId(1), title: "T".into() }).unwrap();
    first.save(&turn.draft("")).unwrap();
    second.save(&turn.draft("mine")).unwrap();
    assert!(first.save(&turn.draft("half")).is_err());
}

#[test]
fn what_a_closed_instance_left_can_be_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = store(folder.path());
    let mut second = store(folder.path());
    let turn = Turn::first(1, "Tell me");
    first.save_together(&[turn.begin(), turn.checkpoint("Once")]).unwrap();
    first.save(&turn.draft("and then")).unwrap();
    drop(first);

    let reader = second.reader().unwrap();
    let seen = open(&reader, ConversationId(1));
    assert_eq!((seen.elsewhere, seen.draft.as_str()), (false, "and then"));
    assert_eq!(seen.conversation.status, Status::Interrupted);
    assert_eq!(seen.messages[1].status, Status::Interrupted);
    assert_eq!(texts(&seen.messages), ["Tell me", "Once"]);
    assert!(hits(&reader, "once").is_empty(), "nobody has folded it yet");

    second.save(&turn.next("Go on").begin()).unwrap();
    let seen = open(&reader, ConversationId(1));
    assert_eq!(texts(&seen.messages), ["Tell me", "Once", "Go on", ""]);
    assert_eq!(seen.messages[1].status, Status::Interrupted);
    assert_eq!(seen.conversation.status, Status::Streaming);
    assert_eq!(hits(&reader, "once").len(), 1);
}

#[test]
fn the_next_start_marks_what_was_left_live() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = store(folder.path());
    let turn = Turn::first(1, "Tell me");
    let empty = Turn::first(2, "Nothing came");
    first.save_together(&[turn.begin(), turn.checkpoint("Once"), empty.begin()]).unwrap();
    drop(first);
    let (second, opening) = Store::open(folder.path(), NOW).unwrap();
    assert_eq!(opening.interrupted, 2);
    let reader = second.reader().unwrap();
    for row in list(&reader) {
        assert_eq!(row.status, Status::Interrupted);
        assert_eq!(open(&reader, row.id).messages[1].status, Status::Interrupted);
    }
    assert_eq!(hits(&reader, "once").len(), 1);
    drop(second);
    assert_eq!(Store::open(folder.path(), NOW).unwrap().1.interrupted, 0);
}

#[test]
fn each_instance_has_unbegun_text_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, mut second) = (store(folder.path()), store(folder.path()));
    first.save(&new_draft("one")).unwrap();
    assert_eq!(unbegun(&second.reader().unwrap()), "");
    second.save(&new_draft("two")).unwrap();
    assert_eq!(unbegun(&first.reader().unwrap()), "one");
    drop((first, second));

    let mut third = store(folder.path());
    let reader = third.reader().unwrap();
    assert_eq!(unbegun(&reader), "two");
    third.save(&new_draft("two and a half")).unwrap();
    assert_eq!(unbegun(&reader), "two and a half");
    third.save(&new_draft("")).unwrap();
    assert_eq!(unbegun(&reader), "one", "nothing typed is lost");
}

#[test]
fn the_dead_leave_no_files_behind() {
    let folder = tempfile::tempdir().unwrap();
    let locks = || std::fs::read_dir(folder.path().join("instances")).unwrap().count();
    drop(store(folder.path()));
    std::fs::write(folder.path().join("instances/17.lock"), "").unwrap();
    let _one = store(folder.path());
    let _two = store(folder.path());
    assert_eq!(locks(), 3, "a gate and two instances");
}

#[test]
fn a_folder_in_use_is_not_emptied_and_one_that_is_not_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = store(folder.path());
    first.save(&Turn::first(1, "Hi").begin()).unwrap();
    let problem = reset(folder.path()).unwrap_err();
    assert_eq!(problem.kind, Kind::Store);
    assert!(problem.what.contains(&folder.path().display().to_string()), "{problem}");
    assert_eq!(list(&first.reader().unwrap()).len(), 1);
    drop(first);

    std::fs::create_dir(folder.path().join("copies")).unwrap();
    reset(folder.path()).unwrap();
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap()).collect();
    assert_eq!(left.len(), 1, "the locks' folder: {left:?}");
    assert!(list(&store(folder.path()).reader().unwrap()).is_empty());
    reset(&folder.path().join("never made")).unwrap();
    assert!(!folder.path().join("never made").exists());
}
