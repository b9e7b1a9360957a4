//! What is said is found, whatever is typed.
//! Not here: how snippets are cut (unit tests), how fast it is (benches/store.rs).

use outcrop::domain::archive::{Found, Query, Save};
use outcrop::domain::content::Block;
use outcrop::domain::conversation::Making;
use outcrop::domain::id::ConversationId;
use outcrop::store::writer::Store;
use proptest::prelude::*;

use crate::fixtures::{Turn, hits, store};

fn said(store: &mut Store, n: i64, prompt: &str, answer: &str) {
    let turn = Turn::first(n, prompt);
    store.save_together(&[turn.begin(), turn.finish(answer)]).unwrap();
}

#[test]
fn every_word_must_occur_and_the_last_may_be_begun() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    said(&mut store, 1, "How do streams work?", "A stream is a river.");
    said(&mut store, 2, "What is a river?", "Water, Ünïcode and café.");
    let reader = store.reader().unwrap();
    let found =
        |text: &str| -> Vec<i64> { hits(&reader, text).iter().map(|hit| hit.message.0).collect() };
    assert_eq!(found("river"), [2_000, 1_001], "newest first");
    assert_eq!(found("RIVER stream"), [1_001]);
    assert_eq!(found("rive"), [2_000, 1_001]);
    assert_eq!(found("rive stream"), [] as [i64; 0]);
    assert_eq!(found("unicode cafe"), [2_001]);
    assert_eq!(found("how... do; (streams"), [1_000]);
    assert_eq!(found("s"), [1_001, 1_000]);
    let hit = &hits(&reader, "river stre")[0];
    assert_eq!(hit.snippet, "A \u{e000}stream\u{e001} is a \u{e000}river\u{e001}.");
    assert_eq!((hit.conversation, hit.title.as_str()), (ConversationId(1), "Conversation 1"));
}

#[test]
fn writing_without_spaces_is_found_from_its_middle() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    said(&mut store, 1, "今日の天気はどうですか", "我是GPT模型。");
    said(&mut store, 2, "ภาษาไทยสวย", "한국어를 말해요");
    let reader = store.reader().unwrap();
    for (text, message) in [
        ("天気", 1_000),
        ("天", 1_000),
        ("天気は", 1_000),
        ("gpt模型", 1_001),
        ("模", 1_001),
        ("ไทย", 2_000),
        ("한국", 2_001),
    ] {
        let found = hits(&reader, text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].message.0, message, "{text}");
        assert!(found[0].snippet.contains('\u{e000}'), "{text}: {}", found[0].snippet);
    }
    assert!(hits(&reader, "気天").is_empty(), "the order of characters counts");
}

#[test]
fn a_live_answer_is_found_once_it_ends_and_reasoning_never() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let reader = store.reader().unwrap();
    let turn = Turn::first(1, "question");
    store.save_together(&[turn.begin(), turn.checkpoint("early")]).unwrap();
    assert_eq!(hits(&reader, "question").len(), 1);
    assert!(hits(&reader, "early").is_empty());
    let blocks = vec![
        Block::Reasoning { text: "secret thought".into(), signature: None },
        Block::Text("late".into()),
    ];
    store.save(&turn.finish_with(blocks, Making::default())).unwrap();
    assert!(hits(&reader, "early").is_empty() && hits(&reader, "secret").is_empty());
    assert_eq!(hits(&reader, "late").len(), 1);
}

#[test]
fn hits_come_in_pages() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    for n in 1..=7 {
        said(&mut store, n, "same word", "other");
    }
    let reader = store.reader().unwrap();
    let page = |offset| match reader
        .answer(&Query::Search { text: "word".into(), offset, limit: 3 })
        .unwrap()
    {
        Found::Hits { hits, more, .. } => {
            (hits.iter().map(|hit| hit.conversation.0).collect::<Vec<_>>(), more)
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(page(0), (vec![7, 6, 5], true));
    assert_eq!(page(3), (vec![4, 3, 2], true));
    assert_eq!(page(6), (vec![1], false));
}

#[test]
fn hostile_text_is_only_text() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let hostile = "'; DROP TABLE message; -- \" OR 1=1 NEAR( x* ) \u{0} \u{1b}[2J %s {words}";
    let turn = Turn::first(1, hostile);
    store.save_together(&[turn.begin(), turn.finish(hostile), turn.draft(hostile)]).unwrap();
    store.save(&Save::Rename { conversation: ConversationId(1), title: hostile.into() }).unwrap();
    let reader = store.reader().unwrap();
    let found = hits(&reader, hostile);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].title, hostile);
    assert!(!found[0].snippet.contains(char::is_control));
    let opened = crate::fixtures::open(&reader, ConversationId(1));
    assert_eq!((opened.draft.as_str(), opened.messages[0].text().as_str()), (hostile, hostile));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_word_that_was_said_is_found_and_marked(
        words in prop::collection::vec("[a-zA-ZäöüßéñçøžабвгйёΑΒΓάέ0-9]{1,9}", 1..12),
        pick in any::<prop::sample::Index>(),
        space in "[ .,;:!?()\n-]{1,3}",
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut store = store(folder.path());
        said(&mut store, 1, &words.join(&space), "");
        let reader = store.reader().unwrap();
        let word = pick.get(&words);
        let found = hits(&reader, word);
        prop_assert_eq!(found.len(), 1, "{}", word);
        prop_assert!(found[0].snippet.contains('\u{e000}'), "{}: {}", word, found[0].snippet);
    }

    #[test]
    fn nothing_typed_is_an_error(typed in any::<String>()) {
        let folder = tempfile::tempdir().unwrap();
        let mut store = store(folder.path());
        said(&mut store, 1, &typed, &typed);
        hits(&store.reader().unwrap(), &typed);
    }
}
