//! From Enter to a request that leaves: what is kept first, what goes back when it cannot be.

use outcrop::app::effect::Effect;
use outcrop::app::model::Overlay;
use outcrop::domain::archive::Save;
use outcrop::domain::ask::{Chunk, Role};
use outcrop::domain::content::Block;
use outcrop::domain::conversation::Status;

use crate::fixtures::{self, JAMBA, NOVA, SONNET, disk_full};
use crate::world::World;

#[test]
fn the_prompt_is_kept_before_the_request_leaves() {
    let mut world = World::new();
    world.write("Why?").press("enter");
    assert_eq!(world.typed(), "");
    let effects = world.take();
    let [Effect::Save(question, save)] = &effects[..] else { panic!("{effects:?}") };
    let Save::Begin { conversation, expected_head, prompt: Some(prompt), answer } = &**save else {
        panic!("{save:?}")
    };
    assert_eq!((prompt.role, prompt.text()), (Role::User, "Why?".into()));
    assert_eq!((conversation.head, *expected_head), (Some(answer.id), None));
    assert_eq!((conversation.title.as_str(), conversation.messages), ("Why?", 2));
    assert_eq!((answer.parent, answer.status), (Some(prompt.id), Status::Streaming));
    let making = answer.making.as_ref().unwrap();
    assert_eq!((making.model.as_str(), making.region.as_deref()), (NOVA, Some("us-east-1")));
    world.wait(5_000);
    assert!(world.take().is_empty(), "nothing leaves before the prompt is on disk");
    world.reply(outcrop::app::effect::Reply::Saved(*question, Ok(())));
    let effects = world.take();
    let [Effect::Converse(_, ask)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((ask.model.as_str(), ask.stream), (NOVA, true));
    assert_eq!(ask.turns.len(), 1);
    assert_eq!(ask.turns[0].blocks, [Block::Text("Why?".into())]);
}

#[test]
fn a_prompt_that_cannot_be_kept_goes_back_where_it_was_typed() {
    let mut world = World::new();
    world.paste("First\nline").press("enter").write("more");
    world.not_saved(disk_full());
    assert_eq!(world.typed(), "First\nline\nmore");
    assert!(world.chat().transcript.is_empty() && world.chat().live.is_none());
    assert!(world.model.conversations.rows().is_empty(), "it was not begun");
    assert_eq!(world.model.conversations.total, 0);
    assert_eq!(world.chat().conversation.title, "", "the next prompt gives the title");
    assert!(world.notice().contains("The disk is full"), "{}", world.notice());
    world.take();
    world.wait(1_000);
    assert!(
        matches!(&world.saves()[..], [Save::Draft { conversation: None, text }] if text == "First\nline\nmore"),
        "{:?}",
        world.saves()
    );
}

#[test]
fn a_first_prompt_that_cannot_be_kept_joins_what_was_typed_meanwhile() {
    let mut world = World::new();
    world.write("first").press("enter ctrl-n").write("second");
    let begun = world.saves().iter().any(|save| matches!(save, Save::Begin { .. }));
    assert!(begun && world.typed() == "second");
    world.not_saved(disk_full());
    assert_eq!(world.typed(), "first\nsecond", "neither is lost, and both can be seen");
    assert_eq!(world.model.chats.len(), 1);
}

#[test]
fn a_follow_up_that_cannot_be_kept_leaves_the_conversation_as_it_was() {
    let mut world = World::new();
    world.exchange("One", "Answer one");
    let before = world.chat().conversation.clone();
    world.time += 60_000;
    world.write("Two").press("enter").not_saved(disk_full());
    assert_eq!(world.typed(), "Two");
    assert_eq!(world.chat().conversation, before);
    assert_eq!(world.said().len(), 2);
    assert_eq!(world.model.conversations.rows(), [before]);
}

#[test]
fn a_follow_up_carries_all_turns() {
    let mut world = World::new();
    world.exchange("One", "Answer one");
    world.write("Two").press("enter");
    let (_, ask) = world.leaves();
    let said: Vec<&str> =
        ask.turns.iter().flat_map(|turn| turn.blocks.iter().map(Block::text)).collect();
    assert_eq!(said, ["One", "Answer one", "Two"]);
    let Save::Begin { prompt: Some(prompt), expected_head, .. } = world.last_save().1 else {
        panic!()
    };
    let messages: Vec<_> = world.chat().transcript.messages().collect();
    assert_eq!((prompt.parent, *expected_head), (Some(messages[1].id), prompt.parent));
}

#[test]
fn what_cannot_be_sent_stays_typed_and_says_why() {
    let mut blank = World::new();
    blank.write("  ").press("enter");
    assert_eq!((blank.typed().as_str(), blank.notice()), ("  ", ""));

    let mut busy = World::new();
    let stream = busy.send("One");
    busy.text(stream, "x").write("Two").press("enter");
    assert_eq!(busy.typed(), "Two");
    assert!(busy.notice().contains("still arriving"), "{}", busy.notice());

    let mut without = World::with(|settings| settings.model.clear());
    without.write("Hello").press("enter");
    assert_eq!(without.typed(), "Hello");
    assert!(matches!(without.top(), Some(Overlay::Models(_))));
    assert!(without.saves().is_empty());
    without.write("nova").press("enter enter");
    without.leaves();
}

#[test]
fn a_model_that_does_not_stream_is_asked_without() {
    let mut world = World::with(|settings| settings.model = JAMBA.into());
    world.write("Hi").press("enter");
    assert!(!world.leaves().1.stream);
    for (profile, streams) in [(SONNET, true), ("us.ai21.jamba-1-5-mini-v1:0", false)] {
        let mut world = World::with(|settings| settings.model = profile.into());
        world.write("Hi").press("enter");
        assert_eq!(world.leaves().1.stream, streams, "{profile} streams as the model behind it");
    }
}

#[test]
fn settings_reach_the_request() {
    let mut world = World::with(|settings| {
        settings.system = "Be short.".into();
        settings.parameters.max_tokens = Some(99);
    });
    world.write("Hi").press("enter");
    let ask = world.leaves().1;
    assert_eq!((ask.system.as_str(), ask.parameters.max_tokens), ("Be short.", Some(99)));
}

#[test]
fn a_failed_answer_is_asked_for_again_as_a_sibling() {
    for failing in [true, false] {
        let mut world = World::new();
        let stream = world.send("Why?");
        if failing {
            world.fails(stream, fixtures::throttled());
        } else {
            world.text(stream, "half").press("esc");
        }
        world.saved();
        let first = world.chat().transcript.last().unwrap().clone();
        world.press("f5");
        let (_, save) = world.last_save();
        let Save::Begin { prompt: None, answer, conversation, expected_head } = save else {
            panic!("{save:?}")
        };
        assert_eq!(*expected_head, Some(first.id), "where it stood before");
        assert_eq!(answer.parent, first.parent, "beside the one that failed");
        assert_ne!(answer.id, first.id);
        assert_eq!(conversation.head, Some(answer.id));
        let (second, ask) = world.leaves();
        assert_eq!(ask.turns.len(), 1, "{:?}", ask.turns);
        world.text(second, "better").done(second);
        assert_eq!(
            world.said(),
            [("Why?".into(), Status::Complete), ("better".into(), Status::Complete)]
        );
    }
}

#[test]
fn a_retry_that_cannot_be_kept_leaves_the_first_answer_where_it_was() {
    let mut world = World::new();
    let stream = world.send("Why?");
    world.text(stream, "half").press("esc").saved();
    let before = world.chat().conversation.clone();
    world.press("f5").not_saved(disk_full());
    assert_eq!(world.said(), [("Why?".into(), Status::Complete), ("half".into(), Status::Stopped)]);
    assert_eq!(world.typed(), "", "the prompt is on disk already");
    assert_eq!(world.chat().conversation, before);
}

#[test]
fn only_what_failed_or_was_stopped_is_asked_for_again() {
    let mut world = World::new();
    world.press("f5");
    assert!(world.saves().is_empty());
    world.exchange("One", "Answer");
    world.take();
    world.press("f5");
    assert!(world.saves().is_empty(), "a complete answer is no failure");
    let stream = world.send("Two");
    world.take();
    world.press("f5");
    assert!(world.saves().is_empty(), "it is still coming");
    world.chunk(stream, Chunk::Sent);
}

#[test]
fn an_answer_stopped_before_its_prompt_is_on_disk_is_never_asked_for() {
    let mut world = World::new();
    world.write("Why?").press("enter esc");
    assert_eq!(world.effects.len(), 1, "{:?}", world.effects);
    world.saved();
    assert!(!world.effects.iter().any(|effect| matches!(effect, Effect::Converse(..))));
    let Save::Finish { status, blocks, .. } = world.last_save().1 else { panic!() };
    assert_eq!((*status, blocks.len()), (Status::Stopped, 0));
    assert!(
        world.chat().live.is_none() && world.model.holds(outcrop::app::keys::scope::Needs::Failure)
    );

    let mut refused = World::new();
    refused.write("Why?").press("enter esc").not_saved(disk_full());
    assert_eq!(refused.typed(), "Why?");
}

#[test]
fn counting_asks_for_what_would_be_sent_and_says_the_number() {
    let mut world = World::new();
    world.press("ctrl-t");
    assert!(world.notice().contains("nothing to count"), "{}", world.notice());
    world.exchange("One", "Answer");
    world.write("Two").press("ctrl-t");
    let Some(Effect::CountTokens(question, ask)) = world.effects.last() else { panic!() };
    assert_eq!(ask.turns.len(), 3);
    let question = *question;
    world.reply(outcrop::app::effect::Reply::Tokens(question, Ok(77)));
    assert_eq!(world.chat().counted, Some(77));
    assert!(world.screen().contains("77 tokens to send"));
    world.write("!");
    assert_eq!(world.chat().counted, None, "the count no longer holds");
}
