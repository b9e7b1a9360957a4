//! Versions of turns: asked again, edited, continued, switched, left out; prompts brought back.
//! Not here: how the store keeps branches (tests/store/tree).

use outcrop::app::effect::Reply;
use outcrop::app::model::{Overlay, Pane};
use outcrop::app::screens::overlay::picker::Purpose;
use outcrop::domain::archive::{Found, Opened, Query, Save};
use outcrop::domain::ask::{Chunk, Ending, StopReason, Usage};
use outcrop::domain::content::text_of;
use outcrop::domain::conversation::{Message, Sibling, Status};
use outcrop::domain::id::MessageId;
use outcrop::domain::thread::Fate;

use crate::fixtures::{SONNET, disk_full, ending};
use crate::world::World;

fn places(world: &World) -> Vec<(u32, u32)> {
    let messages = world.chat().transcript.messages();
    messages.map(|message| (message.sibling.nth, message.sibling.of)).collect()
}

fn id(world: &World, at: usize) -> MessageId {
    world.chat().transcript.messages().nth(at).unwrap().id
}

/// What of the last prompt and answer was begun: parents, and where the store was believed to stand.
fn begun(world: &World) -> (Option<MessageId>, Option<MessageId>, Option<MessageId>) {
    match world.last_save().1 {
        Save::Begin { prompt, answer, expected_head, .. } => {
            (prompt.as_ref().and_then(|prompt| prompt.parent), answer.parent, *expected_head)
        }
        other => panic!("{other:?}"),
    }
}

/// Two exchanges.
fn conversation() -> World {
    let mut world = World::new();
    world.exchange("One", "First").exchange("Two", "Second");
    world
}

#[test]
fn an_answer_asked_for_again_stands_beside_the_one_there_is() {
    let mut world = conversation();
    let (prompt, answer) = (id(&world, 2), id(&world, 3));
    world.command("Ask for another answer");
    assert_eq!(begun(&world), (None, Some(prompt), Some(answer)));
    let (stream, ask) = world.leaves();
    let sent: Vec<String> = ask.turns.iter().map(|turn| text_of(&turn.blocks)).collect();
    assert_eq!(sent, ["One", "First", "Two"]);
    world.text(stream, "Another").done(stream).saved();
    assert_eq!(world.said()[3], ("Another".into(), Status::Complete));
    assert_eq!(places(&world), [(1, 1), (1, 1), (1, 1), (2, 2)]);
    assert!(world.screen().contains("2/2"), "{}", world.screen());
    // What the other version cost is not in the sum, and that is said.
    assert!(world.chat().totals.versions && !world.chat().totals.exact);
    let mut world = world.sized(140, 40);
    let screen = world.press("f4").screen();
    assert!(screen.contains("without the versions not shown"), "{screen}");
}

#[test]
fn another_model_is_asked_for_another_answer_and_each_remembers_its_own() {
    let mut world = conversation();
    world.command("Ask another model");
    assert!(
        matches!(world.top(), Some(Overlay::Models(picker)) if matches!(picker.purpose, Purpose::Again(_)))
    );
    world.models();
    world.write("sonnet 4.5").press("enter");
    let (stream, ask) = world.leaves();
    assert_eq!(ask.model, SONNET);
    world.text(stream, "Mine").done(stream).saved();
    let last = world.chat().transcript.last().unwrap();
    assert_eq!(last.making.as_ref().unwrap().model, SONNET);
    assert_eq!((last.sibling.nth, last.sibling.of), (2, 2));
    let first = world.chat().transcript.messages().nth(1).unwrap();
    assert_ne!(first.making.as_ref().unwrap().model, SONNET);
}

#[test]
fn an_edited_prompt_is_sent_beside_itself_and_what_was_typed_comes_back() {
    let mut world = conversation();
    let (first, last) = (id(&world, 1), id(&world, 3));
    world.write("half a thought").command("Edit a prompt");
    assert_eq!((world.typed().as_str(), world.pane()), ("Two", Pane::Composer));
    assert!(world.screen().contains("Editing"), "{}", world.screen());
    world.write(" more").press("enter");
    assert_eq!(begun(&world).0, Some(first));
    assert_eq!(begun(&world).2, Some(last));
    let (stream, ask) = world.leaves();
    assert_eq!(text_of(&ask.turns.last().unwrap().blocks), "Two more");
    assert_eq!(world.typed(), "half a thought");
    world.text(stream, "Edited").done(stream).saved();
    assert_eq!(places(&world), [(1, 1), (1, 1), (2, 2), (1, 1)]);
    assert_eq!(world.said()[2].0, "Two more");
}

#[test]
fn what_editing_means_is_not_cut_by_what_is_below() {
    for (width, said) in [
        (80, "Editing: enter sends a version, esc leaves ─"),
        (140, "another version, esc leaves ─"),
    ] {
        let mut world = conversation().sized(width, 24);
        world.exchange("Three", &"A paragraph.\n\n".repeat(60)).press("ctrl-x home e");
        let screen = world.screen();
        assert!(screen.contains("more below") && screen.contains(said), "{screen}");
    }
}

#[test]
fn esc_leaves_an_edit_and_the_draft_holds_both_texts_meanwhile() {
    let mut world = conversation();
    world.write("mine").command("Edit a prompt").write("!");
    world.wait(500);
    let (_, save) = world.last_save();
    assert!(matches!(save, Save::Draft { text, .. } if text == "mine\nTwo!"), "{save:?}");
    world.press("esc");
    assert_eq!(world.typed(), "mine");
    assert!(world.chat().editing.is_none());
    assert_eq!(world.said().len(), 4, "nothing was sent or taken away");
}

#[test]
fn an_edit_the_store_refuses_leaves_everything_as_it_was() {
    let mut world = conversation();
    let before: Vec<MessageId> = world.chat().transcript.messages().map(|m| m.id).collect();
    world.write("mine").command("Edit a prompt").write("!").press("enter").not_saved(disk_full());
    assert_eq!(world.chat().transcript.messages().map(|m| m.id).collect::<Vec<_>>(), before);
    assert_eq!(world.typed(), "Two!");
    assert!(world.chat().editing.is_some());
    world.press("esc");
    assert_eq!(world.typed(), "mine");
}

#[test]
fn an_answer_cut_off_at_a_limit_is_continued() {
    let mut world = World::new();
    let stream = world.send("Tell me");
    world.text(stream, "It begins");
    let cut = Ending { stop_reason: Some(StopReason("max_tokens".into())), ..ending() };
    world.chunk(stream, Chunk::Done(Box::new(cut))).saved();
    assert!(world.screen().contains("continue"), "{}", world.screen());
    world.write("draft").press("f11");
    let (_, ask) = world.leaves();
    let sent: Vec<String> = ask.turns.iter().map(|turn| text_of(&turn.blocks)).collect();
    assert_eq!(sent, ["Tell me", "It begins", "Continue exactly where you stopped."]);
    assert_eq!(world.typed(), "draft");
}

#[test]
fn letters_act_on_the_message_that_is_selected() {
    let mut world = conversation();
    let first = id(&world, 1);
    world.press("ctrl-x up up");
    assert_eq!(world.chat().selected(), Some(first));
    world.press("x");
    assert_eq!(world.chat().fates.of(first), Fate::LeftOut);
    world.press("x r");
    assert_eq!(begun(&world).1, Some(id(&world, 0)));
    let (stream, ask) = world.leaves();
    assert_eq!(ask.turns.len(), 1);
    world.text(stream, "Other").done(stream).saved();
    assert_eq!(places(&world), [(1, 1), (2, 2)], "what followed the first stays with it");
    world.press("ctrl-x e");
    assert_eq!(world.typed(), "One", "of an answer, the prompt it answers");
}

#[test]
fn a_whole_answer_is_not_continued() {
    let mut world = conversation();
    world.take();
    world.press("f11");
    assert!(world.saves().is_empty());
}

#[test]
fn another_version_is_shown_at_the_prompt_it_answers() {
    let mut world = World::new();
    let long = "A paragraph.\n\n".repeat(30);
    world.exchange("One", &long).exchange("Two", &long).command("Ask for another answer");
    let (stream, _) = world.leaves();
    world.text(stream, &long).done(stream).saved();
    let (prompt, answer) = (id(&world, 2), id(&world, 3));
    world.take();
    world.press("alt-.");
    let effects = world.saves();
    assert!(
        matches!(effects[..], [Save::ShowSibling { message, nth: 1, .. }] if *message == answer),
        "{effects:?}"
    );
    world.saved();
    let mut messages: Vec<Message> = world.chat().transcript.messages().cloned().collect();
    messages[3].sibling = Sibling { nth: 1, of: 2 };
    messages[3].id = MessageId(99);
    let row = world.chat().conversation.clone();
    world.opened(row, messages);
    assert_eq!(world.chat().transcript.top_message().map(|message| message.id), Some(prompt));
    world.take();
    world.press("alt-,");
    assert!(matches!(
        world.saves()[..],
        [Save::ShowSibling { message: MessageId(99), nth: 2, .. }]
    ));
}

#[test]
fn a_version_the_store_cannot_show_leaves_the_one_shown() {
    let mut world = conversation();
    world.command("Ask for another answer");
    let (stream, _) = world.leaves();
    world.text(stream, "Another").done(stream).saved();
    world.press("alt-,").write("next").press("enter");
    assert!(
        !world
            .saves()
            .iter()
            .any(|save| matches!(save, Save::Begin { prompt: Some(p), .. } if p.text() == "next"))
    );
    world.not_saved(disk_full());
    assert_eq!(world.said()[3].0, "Another");
    assert!(world.notice().contains("disk"), "{}", world.notice());
    world.press("enter");
    assert!(matches!(world.last_save().1, Save::Begin { .. }), "it can be sent now");
}

#[test]
fn a_message_left_out_is_not_sent_says_so_and_can_be_taken_in_again() {
    let mut world = conversation();
    let answer = id(&world, 3);
    world.command("Leave a message out");
    let (_, save) = world.last_save();
    let left_out = Save::LeaveOut { conversation: world.id(), message: answer, left_out: true };
    assert_eq!(*save, left_out);
    assert!(world.screen().contains("left out"), "{}", world.screen());
    world.paste("Three").press("enter");
    let (stream, ask) = world.leaves();
    let sent: Vec<String> = ask.turns.iter().map(|turn| text_of(&turn.blocks)).collect();
    assert_eq!(sent, ["One", "First", "Two\n\nThree"]);
    world.text(stream, "Third").done(stream).saved();
    world.command("Leave a message out").command("Leave a message out");
    assert_eq!(world.chat().fates.of(id(&world, 5)), Fate::Sent);
    assert_eq!(world.chat().fates.of(answer), Fate::LeftOut);
}

#[test]
fn what_is_sent_begins_at_a_message_until_it_is_said_otherwise() {
    let mut world = conversation();
    world.paste("Three").press("enter").saved().press("esc").saved();
    world.command("Let what is sent begin");
    assert!(matches!(world.last_save().1, Save::StartFrom { message: Some(_), .. }));
    assert!(world.screen().contains("before the start"), "{}", world.screen());
    world.command("Let what is sent begin");
    assert!(matches!(world.last_save().1, Save::StartFrom { message: None, .. }));
    assert!(!world.screen().contains("before the start"), "{}", world.screen());
}

#[test]
fn a_change_of_what_is_sent_that_is_not_kept_is_taken_back() {
    let mut world = conversation();
    let answer = id(&world, 3);
    world.command("Leave a message out").not_saved(disk_full());
    assert_eq!(world.chat().fates.of(answer), Fate::Sent);
    assert!(world.notice().contains("disk"), "{}", world.notice());
    world.command("Leave a message out").saved();
    assert_eq!(world.chat().fates.of(answer), Fate::LeftOut);
    world.command("Let what is sent begin").not_saved(disk_full());
    assert_eq!(world.chat().conversation.start, None);
    world.command("Let what is sent begin").saved();
    assert_eq!(world.chat().conversation.start, Some(answer));
}

#[test]
fn near_the_context_limit_it_asks_before_it_sends() {
    let mut world = World::new();
    let stream = world.send("One");
    world.text(stream, "First");
    let usage = Usage { input: 280_000, output: 1_000, ..Usage::default() };
    world.chunk(stream, Chunk::Done(Box::new(Ending { usage: Some(usage), ..ending() }))).saved();
    world.take();
    world.write("Two").press("enter");
    assert!(world.saves().is_empty(), "nothing is sent yet");
    let Some(Overlay::Confirm(question)) = world.top() else { panic!() };
    let asked = question.text();
    assert!(asked.starts_with("About 281,"), "{asked}");
    assert!(asked.contains("takes 300,000. Send all the same?"), "{asked}");
    let less = "select a message (ctrl-x): x leaves it out, s lets what is sent begin with it.";
    assert!(asked.ends_with(less), "{asked}");
    world.press("n");
    assert_eq!(world.typed(), "Two");
    world.press("enter y");
    let (_, ask) = world.leaves();
    assert_eq!(ask.turns.len(), 3);
}

#[test]
fn near_the_limit_it_asks_even_before_the_table_was_read() {
    let mut world = World::new();
    world.model.desk.prices = None;
    world.paste(&"word ".repeat(300_000)).press("enter");
    assert!(world.saves().is_empty(), "nothing is sent yet");
    let Some(Overlay::Confirm(question)) = world.top() else { panic!("{}", world.screen()) };
    assert!(question.text().contains("takes 300,000"), "{}", question.text());
}

#[test]
fn prompts_come_back_with_up_and_what_was_typed_with_down() {
    let mut world = conversation();
    world.write("mine").press("up");
    assert_eq!(world.typed(), "Two");
    world.press("up");
    assert_eq!(world.typed(), "One");
    world.press("down down");
    assert_eq!(world.typed(), "mine");
    world.press("down");
    assert_eq!(world.typed(), "mine");
}

#[test]
fn prompts_of_other_conversations_follow_and_none_is_offered_twice() {
    let mut world = conversation();
    world.press("up");
    let question = world.find(|query| matches!(query, Query::Prompts { .. })).unwrap();
    let prompts = vec!["Two".into(), "Elsewhere".into(), "One".into()];
    world.reply(Reply::Found(question, Ok(Found::Prompts(prompts))));
    assert_eq!(world.typed(), "Two");
    world.press("up");
    assert_eq!(world.typed(), "One");
    world.press("up");
    assert_eq!(world.typed(), "Elsewhere");
    world.press("up");
    assert_eq!(world.typed(), "Elsewhere");
}

#[test]
fn the_first_up_in_an_empty_conversation_brings_the_newest_prompt_when_it_was_read() {
    let mut world = World::new();
    world.press("up");
    assert_eq!(world.typed(), "");
    let question = world.find(|query| matches!(query, Query::Prompts { .. })).unwrap();
    world.reply(Reply::Found(question, Ok(Found::Prompts(vec!["Before".into()]))));
    assert_eq!(world.typed(), "Before");
}

#[test]
fn while_a_prompt_is_brought_back_the_draft_is_what_was_typed() {
    let mut world = conversation();
    world.write("mine").press("up").wait(500);
    let drafts: Vec<&Save> =
        world.saves().into_iter().filter(|save| matches!(save, Save::Draft { .. })).collect();
    assert!(matches!(drafts[..], [Save::Draft { text, .. }] if text == "mine"), "{drafts:?}");
}

#[test]
fn up_inside_a_text_of_several_rows_moves_in_it() {
    let mut world = conversation();
    world.paste("a\nb").press("up");
    assert_eq!(world.typed(), "a\nb");
    world.press("up");
    assert_eq!(world.typed(), "Two");
}

#[test]
fn what_is_open_elsewhere_is_neither_edited_brought_back_nor_left_out() {
    let mut world = World::new().sized(140, 40);
    world.exchange("One", "First");
    let row = world.chat().conversation.clone();
    let messages: Vec<Message> = world.chat().transcript.messages().cloned().collect();
    world.press("ctrl-n");
    world.model.chats.remove(&row.id);
    world.press("ctrl-pagedown");
    let draft = String::new();
    world.opened_as(Opened { conversation: row, messages, more: false, draft, elsewhere: true });
    world.take();
    world.command("Edit a prompt").press("up");
    assert_eq!(world.typed(), "");
    for words in ["Leave a message out", "Let what is sent begin"] {
        world.command(words);
        assert!(world.saves().is_empty(), "{words}: {:?}", world.saves());
        assert!(world.notice().contains("read-only"), "{}", world.notice());
    }
    assert!(!world.screen().contains("left out"), "{}", world.screen());
}
