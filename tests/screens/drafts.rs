//! Text typed and not sent: kept a moment later, kept on leaving, found again.

use outcrop::app::effect::{Effect, Lane, Now, Reply};
use outcrop::app::update;
use outcrop::domain::archive::{Found, Opened, Query, Save};

use crate::fixtures::{NOW, messages, row};
use crate::world::World;

fn drafts(world: &World) -> Vec<(bool, &str)> {
    world
        .saves()
        .into_iter()
        .filter_map(|save| match save {
            Save::Draft { conversation, text } => Some((conversation.is_some(), text.as_str())),
            _ => None,
        })
        .collect()
}

#[test]
fn a_draft_is_kept_a_moment_after_the_first_key() {
    let mut world = World::new();
    world.write("a").wait(300).write("b");
    assert!(drafts(&world).is_empty());
    world.wait(100);
    assert_eq!(drafts(&world), [(false, "ab")]);
    world.take();
    world.write("c").press("backspace").wait(400);
    assert!(drafts(&world).is_empty(), "the text kept is the text typed");
    world.press("left").wait(1_000);
    assert_eq!((drafts(&world).len(), world.model.pulse()), (0, None), "the caret is no text");
}

#[test]
fn a_draft_is_kept_at_once_when_its_conversation_is_left() {
    let mut world = World::new();
    world.exchange("One", "Answer");
    let first = world.id();
    world.take();
    world.write("half").press("ctrl-n");
    assert_eq!(drafts(&world), [(true, "half")]);
    world.take();
    world.write("other").press("alt-down");
    assert_eq!(drafts(&world), [(false, "other")]);
    assert_eq!((world.id(), world.typed()), (first, "half".into()));
    world.press("ctrl-n");
    assert_eq!(world.typed(), "other", "the conversation not begun is one");
}

#[test]
fn leaving_the_program_keeps_every_draft_and_ends_every_answer() {
    let mut world = World::new();
    let one = world.send("One");
    world.text(one, "half").write("next").press("ctrl-n").write("new");
    world.take();
    let now = Now { mono: world.time, unix: NOW };
    world.effects = update::leave(&mut world.model, now);
    let mut said = drafts(&world);
    said.sort_unstable();
    assert_eq!(said, [(false, "new")], "the other was kept when it was left");
    assert!(world.saves().iter().any(|save| matches!(save, Save::Finish { .. })));
    assert!(world.effects.iter().any(|effect| matches!(effect, Effect::Cancel(_))));
}

#[test]
fn the_draft_of_the_conversation_not_begun_comes_back_before_what_is_typed() {
    for (typed, expected) in [("", "old"), ("new", "old\nnew"), ("older", "older")] {
        let mut world = World::bare(|_| {});
        let question = world.find(|query| *query == Query::NewDraft).unwrap();
        assert!(
            world
                .effects
                .iter()
                .any(|effect| matches!(effect, Effect::Find(id, Lane::Open, _) if *id == question))
        );
        world.write(typed.trim()).reply(Reply::Found(question, Ok(Found::NewDraft("old".into()))));
        assert_eq!(world.typed(), expected);
    }
}

#[test]
fn a_draft_comes_back_with_its_conversation_before_what_is_typed() {
    for (typed, expected) in [("", "kept"), ("new", "kept\nnew")] {
        let mut world = World::bare(|_| {});
        world.list(vec![row(2), row(1)], 2).press("alt-down");
        if !typed.is_empty() {
            world.write(typed);
        }
        world.opened_as(Opened {
            conversation: row(2),
            messages: messages(2, 2),
            more: false,
            draft: "kept".into(),
            elsewhere: false,
        });
        assert_eq!(world.typed(), expected);
        world.take();
        world.wait(1_000);
        assert_eq!(drafts(&world).len(), usize::from(typed == "new"));
    }
}

#[test]
fn sending_empties_the_draft_without_a_save_of_its_own() {
    let mut world = World::new();
    world.write("Hello").wait(400);
    world.take();
    let stream = world.send("!");
    world.done(stream).wait(2_000);
    assert!(drafts(&world).is_empty(), "{:?}", world.saves());
}
