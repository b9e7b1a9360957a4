//! Marks, settings and the shelf: what is set is found again, and outlives the next turn.
//! Not here: what is hidden by deleting (deleting).

use outcrop::domain::archive::{Found, Query, Save};
use outcrop::domain::ask::Parameters;
use outcrop::domain::id::ConversationId;
use outcrop::domain::problem::Kind;
use outcrop::domain::shelf::{Persona, Preset, Used};
use outcrop::store::writer::Store;

use crate::fixtures::{Turn, hits, list, listed, open, prompts, shelf, store};

const ONE: ConversationId = ConversationId(1);

fn said(store: &mut Store, n: i64, prompt: &str) -> Turn {
    let turn = Turn::first(n, prompt);
    store.save_together(&[turn.begin(), turn.finish("Hello")]).unwrap();
    turn
}

fn ids(rows: &[outcrop::domain::conversation::Conversation]) -> Vec<i64> {
    rows.iter().map(|row| row.id.0).collect()
}

#[test]
fn pinned_ones_stand_first_and_archived_ones_apart() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    for n in 1..=5 {
        said(&mut store, n, "Hi");
    }
    let pin = |n, pinned| Save::Pin { conversation: ConversationId(n), pinned };
    let archive = |n, archived| Save::Archive { conversation: ConversationId(n), archived };
    store.save_together(&[pin(2, true), pin(4, true), archive(3, true), archive(4, true)]).unwrap();
    let reader = store.reader().unwrap();
    assert_eq!(ids(&list(&reader)), [2, 5, 1]);
    assert_eq!(ids(&listed(&reader, true)), [4, 3]);
    let found = hits(&reader, "hello");
    let archived: Vec<bool> = found.iter().map(|hit| hit.archived).collect();
    assert_eq!(archived, [false, true, true, false, false], "all are found, and say where");
    store.save_together(&[pin(2, false), archive(3, false), archive(4, false)]).unwrap();
    assert_eq!(ids(&list(&reader)), [4, 5, 3, 2, 1]);
}

#[test]
fn a_page_goes_on_where_the_last_one_ended() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    for n in 1..=9 {
        said(&mut store, n, "Hi");
    }
    store.save(&Save::Pin { conversation: ConversationId(3), pinned: true }).unwrap();
    let reader = store.reader().unwrap();
    let mut all = Vec::new();
    for offset in [0, 4, 8] {
        match reader.answer(&Query::Conversations { archived: false, offset, limit: 4 }).unwrap() {
            Found::Conversations { rows, total: 9, .. } => all.extend(ids(&rows)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(all, [3, 9, 8, 7, 6, 5, 4, 2, 1]);
}

#[test]
fn marks_and_settings_outlive_the_next_turn() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let turn = said(&mut store, 1, "Hi");
    let parameters = Parameters { max_tokens: Some(7), ..Parameters::default() };
    store
        .save_together(&[
            Save::Pin { conversation: ONE, pinned: true },
            Save::Unread { conversation: ONE, unread: true },
            Save::StartFrom { conversation: ONE, message: Some(turn.prompt.id) },
            Save::Settings {
                conversation: ONE,
                system: "Be long.".into(),
                parameters: Some(Box::new(parameters.clone())),
            },
        ])
        .unwrap();
    let reader = store.reader().unwrap();
    let row = open(&reader, ONE).conversation;
    assert_eq!((row.system.as_str(), row.parameters.as_ref()), ("Be long.", Some(&parameters)));
    let mut next = turn.next("More");
    next.conversation.system = row.system;
    next.conversation.parameters = row.parameters;
    store.save(&next.begin()).unwrap();
    let row = open(&reader, ONE).conversation;
    assert!(row.pinned && row.unread && !row.archived);
    assert_eq!((row.start, row.parameters), (Some(turn.prompt.id), Some(parameters)));
    store.save(&Save::StartFrom { conversation: ONE, message: None }).unwrap();
    store.save(&Save::Unread { conversation: ONE, unread: false }).unwrap();
    let settings = Save::Settings { conversation: ONE, system: String::new(), parameters: None };
    store.save(&settings).unwrap();
    let row = open(&reader, ONE).conversation;
    assert_eq!((row.start, row.parameters, row.unread), (None, None, false));
}

#[test]
fn a_new_conversation_brings_its_own_settings() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let mut turn = Turn::first(1, "Hi");
    turn.conversation.parameters =
        Some(Parameters { temperature: Some(0.5), ..Parameters::default() });
    store.save(&turn.begin()).unwrap();
    let row = open(&store.reader().unwrap(), ONE).conversation;
    assert_eq!(row.parameters, turn.conversation.parameters);
}

#[test]
fn what_is_not_there_is_not_marked() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let turn = said(&mut store, 1, "Hi");
    let none = ConversationId(9);
    let message = turn.prompt.id;
    for save in [
        Save::Pin { conversation: none, pinned: true },
        Save::Archive { conversation: none, archived: true },
        Save::Unread { conversation: none, unread: true },
        Save::Delete { conversation: none },
        Save::Restore { conversation: none },
        Save::Show { conversation: none, message },
        Save::LeaveOut { conversation: none, message, left_out: true },
        Save::StartFrom { conversation: none, message: None },
        Save::Settings { conversation: none, system: String::new(), parameters: None },
        Save::Show { conversation: ONE, message: outcrop::domain::id::MessageId(9) },
        Save::StartFrom { conversation: ONE, message: Some(outcrop::domain::id::MessageId(9)) },
    ] {
        let problem = store.save(&save).unwrap_err();
        assert_eq!(problem.kind, Kind::Input, "{save:?}: {problem}");
        assert!(problem.what.starts_with("there is no such"), "{problem}");
    }
}

#[test]
fn the_conversation_that_changed_last_is_known_whatever_is_pinned() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let reader = store.reader().unwrap();
    let latest = || match reader.answer(&Query::Latest).unwrap() {
        Found::Latest(row) => row.map(|row| row.id.0),
        other => panic!("{other:?}"),
    };
    assert_eq!(latest(), None);
    for n in 1..=3 {
        said(&mut store, n, "Hi");
    }
    store.save(&Save::Pin { conversation: ONE, pinned: true }).unwrap();
    store.save(&Save::Archive { conversation: ConversationId(3), archived: true }).unwrap();
    assert_eq!(latest(), Some(3));
    store.save(&Save::Delete { conversation: ConversationId(3) }).unwrap();
    assert_eq!(latest(), Some(2));
}

#[test]
fn earlier_prompts_come_newest_first_and_each_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    for (n, prompt) in (1..).zip(["first", "same", "second", "same", "third"]) {
        said(&mut store, n, prompt);
    }
    let reader = store.reader().unwrap();
    assert_eq!(prompts(&reader, 100), ["third", "same", "second", "first"]);
    assert_eq!(prompts(&reader, 2), ["third", "same"]);
    store.save(&Save::Delete { conversation: ConversationId(5) }).unwrap();
    assert_eq!(prompts(&reader, 1), ["same"]);
}

#[test]
fn the_shelf_keeps_what_is_put_there_and_counts_what_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let persona =
        |name: &str, text: &str| Save::KeepPersona { name: name.into(), text: text.into() };
    let cold = Parameters { temperature: Some(0.0), ..Parameters::default() };
    let favourite = |model: &str, favourite| Save::Favourite { model: model.into(), favourite };
    store
        .save_together(&[
            persona("Pirate", "Arr."),
            persona("Editor", "Be terse."),
            persona("Pirate", "Arr, matey."),
            Save::KeepPreset { name: "Cold".into(), parameters: Box::new(cold.clone()) },
            Save::KeepPreset { name: "Gone".into(), parameters: Box::default() },
            Save::DropPreset { name: "Gone".into() },
            favourite("b", true),
            favourite("a", true),
            favourite("a", true),
            favourite("b", false),
        ])
        .unwrap();
    let mut first = Turn::first(1, "Hi");
    first.conversation.model = "m1".into();
    let mut second = first.next("More");
    second.conversation.model = "m1".into();
    let mut other = Turn::first(2, "Hi");
    other.conversation.model = "m2".into();
    store.save_together(&[first.begin(), first.finish(""), second.begin(), other.begin()]).unwrap();
    let shelf = shelf(&store.reader().unwrap());
    let expected = [("Editor", "Be terse."), ("Pirate", "Arr, matey.")]
        .map(|(name, text)| Persona { name: name.into(), text: text.into() });
    assert_eq!(shelf.personas, expected);
    assert_eq!(shelf.presets, [Preset { name: "Cold".into(), parameters: cold }]);
    assert_eq!(shelf.favourites, ["a"]);
    let used = |model: &str, last, times| Used { model: model.into(), last, times };
    let expected = [used("m2", other.answer.created, 1), used("m1", second.answer.created, 2)];
    assert_eq!(shelf.used, expected);
    store.save(&Save::DropPersona { name: "Pirate".into() }).unwrap();
    assert_eq!(crate::fixtures::shelf(&store.reader().unwrap()).personas.len(), 1);
}
