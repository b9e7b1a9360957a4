//! The tree of messages: siblings are numbered, branches are switched, a stale turn is refused.
//! Not here: reading a branch in pages (roundtrip).

use outcrop::domain::archive::Save;
use outcrop::domain::conversation::{Message, Sibling};
use outcrop::domain::id::{ConversationId, MessageId};
use outcrop::domain::problem::Kind;
use outcrop::store::writer::Store;

use crate::fixtures::{Turn, open, store, texts, whole};

const ONE: ConversationId = ConversationId(1);

fn places(messages: &[Message]) -> Vec<(u32, u32)> {
    messages.iter().map(|message| (message.sibling.nth, message.sibling.of)).collect()
}

fn show(message: MessageId) -> Save {
    Save::Show { conversation: ONE, message }
}

/// `Why?` answered three times; a second exchange follows the first answer.
fn branched(store: &mut Store) -> [Turn; 4] {
    let first = Turn::first(1, "Why?");
    store.save_together(&[first.begin(), first.finish("one")]).unwrap();
    let after = first.next("And then?");
    store.save_together(&[after.begin(), after.finish("that")]).unwrap();
    store.save(&show(first.answer.id)).unwrap();
    let (mut second, _) = first.again(1_700);
    second.before = Some(after.answer.id);
    let (mut third, _) = second.again(1_800);
    third.before = Some(second.answer.id);
    for turn in [&second, &third] {
        let begin = Save::Begin {
            conversation: Box::new(turn.conversation.clone()),
            expected_head: turn.before,
            prompt: None,
            answer: Box::new(turn.answer.clone()),
        };
        store.save_together(&[begin, turn.finish(&turn.answer.id.to_string())]).unwrap();
    }
    [first, after, second, third]
}

#[test]
fn siblings_are_numbered_in_the_order_they_were_begun() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let [first, after, second, third] = branched(&mut store);
    let reader = store.reader().unwrap();
    let shown = open(&reader, ONE);
    assert_eq!(places(&shown.messages), [(1, 1), (3, 3)]);
    store.save(&show(second.answer.id)).unwrap();
    assert_eq!(places(&open(&reader, ONE).messages), [(1, 1), (2, 3)]);
    store.save(&show(first.answer.id)).unwrap();
    let shown = open(&reader, ONE);
    assert_eq!(texts(&shown.messages), ["Why?", "one", "And then?", "that"]);
    assert_eq!(places(&shown.messages), [(1, 1), (1, 3), (1, 1), (1, 1)]);
    let all: Vec<MessageId> = whole(&reader, ONE).iter().map(|message| message.id).collect();
    let begun = [
        first.prompt.id,
        first.answer.id,
        after.prompt.id,
        after.answer.id,
        second.answer.id,
        third.answer.id,
    ];
    assert_eq!(all, begun);
    assert_eq!(places(&whole(&reader, ONE)), [(1, 1), (1, 3), (1, 1), (1, 1), (2, 3), (3, 3)]);
}

#[test]
fn a_sibling_is_shown_by_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let [first, _, second, third] = branched(&mut store);
    let reader = store.reader().unwrap();
    let mut show = |message: MessageId, nth| {
        let result = store.save(&Save::ShowSibling { conversation: ONE, message, nth });
        result.map(|()| open(&reader, ONE).messages.last().map(|message| message.id))
    };
    assert_eq!(show(third.answer.id, 2).unwrap(), Some(second.answer.id));
    assert_eq!(show(first.answer.id, 3).unwrap(), Some(third.answer.id));
    assert_eq!(show(first.prompt.id, 1).unwrap(), Some(third.answer.id));
    assert_eq!(show(first.answer.id, 4).unwrap_err().kind, Kind::Input);
}

#[test]
fn an_edited_first_prompt_is_a_sibling_too_and_other_conversations_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let first = Turn::first(1, "Why?");
    let stranger = Turn::first(2, "Why?");
    store.save_together(&[first.begin(), first.finish("one"), stranger.begin()]).unwrap();
    let mut edited = first.next("Why not?");
    edited.prompt.parent = None;
    store.save_together(&[edited.begin(), edited.finish("because")]).unwrap();
    let reader = store.reader().unwrap();
    let shown = open(&reader, ONE).messages;
    assert_eq!(
        (texts(&shown), places(&shown)),
        (vec!["Why not?".into(), "because".into()], vec![(2, 2), (1, 1)])
    );
    assert_eq!(open(&reader, ConversationId(2)).messages[0].sibling, Sibling::default());
}

#[test]
fn showing_a_message_leads_to_the_newest_below_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let [first, after, _, third] = branched(&mut store);
    let reader = store.reader().unwrap();
    let head = |store: &mut Store, message| {
        store.save(&show(message)).unwrap();
        open(&reader, ONE).conversation.head
    };
    assert_eq!(head(&mut store, first.answer.id), Some(after.answer.id));
    assert_eq!(head(&mut store, after.prompt.id), Some(after.answer.id));
    assert_eq!(head(&mut store, first.prompt.id), Some(third.answer.id));
    assert_eq!(head(&mut store, third.answer.id), Some(third.answer.id));
    let stranger = Turn::first(2, "Hi");
    store.save(&stranger.begin()).unwrap();
    let problem = store.save(&show(stranger.prompt.id)).unwrap_err();
    assert_eq!(problem.kind, Kind::Input);
    assert_eq!(open(&reader, ONE).conversation.head, Some(third.answer.id));
}

#[test]
fn a_message_is_left_out_and_taken_in_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(folder.path());
    let turn = Turn::first(1, "Why?");
    store.save_together(&[turn.begin(), turn.finish("one")]).unwrap();
    let reader = store.reader().unwrap();
    let message = turn.answer.id;
    for left_out in [true, false] {
        store.save(&Save::LeaveOut { conversation: ONE, message, left_out }).unwrap();
        let shown = open(&reader, ONE).messages;
        assert_eq!((shown[0].left_out, shown[1].left_out), (false, left_out));
    }
    let elsewhere = Save::LeaveOut { conversation: ONE, message: MessageId(5), left_out: true };
    assert_eq!(store.save(&elsewhere).unwrap_err().kind, Kind::Input);
}

#[test]
fn a_turn_begun_where_the_conversation_no_longer_stands_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, mut second) = (store(folder.path()), store(folder.path()));
    let turn = Turn::first(1, "Why?");
    first.save_together(&[turn.begin(), turn.finish("one")]).unwrap();
    let theirs = turn.next("theirs");
    first.save_together(&[theirs.begin(), theirs.finish("two")]).unwrap();

    let mut mine = turn.next("mine");
    mine.prompt.id = MessageId(1_500);
    (mine.answer.id, mine.answer.parent) = (MessageId(1_501), Some(mine.prompt.id));
    mine.conversation.head = Some(mine.answer.id);
    let problem = second.save(&mine.begin()).unwrap_err();
    assert_eq!(problem.kind, Kind::Stale);
    assert!(problem.what.contains("another running instance"), "{problem}");
    assert!(!problem.advice.is_empty());
    let reader = second.reader().unwrap();
    assert_eq!(whole(&reader, ONE).len(), 4, "nothing was written");
    assert!(!open(&reader, ONE).elsewhere);
    mine.before = Some(theirs.answer.id);
    mine.prompt.parent = mine.before;
    second.save(&mine.begin()).unwrap();
    let shown = open(&first.reader().unwrap(), ONE).messages;
    assert_eq!(texts(&shown), ["Why?", "one", "theirs", "two", "mine", ""]);
}

#[test]
fn a_turn_of_a_conversation_that_is_gone_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, mut second) = (store(folder.path()), store(folder.path()));
    let turn = Turn::first(1, "Why?");
    first.save_together(&[turn.begin(), turn.finish("one")]).unwrap();
    first.save(&Save::Delete { conversation: ONE }).unwrap();
    let next = turn.next("mine").begin();
    assert_eq!(second.save(&next).unwrap_err().kind, Kind::Input);
    drop(first);
    assert_eq!(second.save(&next).unwrap_err().kind, Kind::Input);
}
