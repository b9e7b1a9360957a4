//! When the store fails: what is said, what stays on the screen, how an answer is saved elsewhere;
//! and conversations another instance holds.

use std::path::PathBuf;

use outcrop::app::effect::{Effect, Reply};
use outcrop::app::model::Overlay;
use outcrop::app::parts::desk::Keeping;
use outcrop::domain::archive::{Opened, Opening, Query, Save};
use outcrop::domain::content::Block;
use outcrop::domain::conversation::Status;

use crate::fixtures::{disk_full, message, messages, row};
use crate::world::World;

fn writes(world: &World) -> Vec<(PathBuf, &str)> {
    world
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::WriteFile(path, text) => Some((path.clone(), text.as_str())),
            _ => None,
        })
        .collect()
}

#[test]
fn a_store_that_cannot_be_opened_is_said_and_stays_said() {
    let mut world = World::bare(|_| {}).sized(120, 30);
    world.reply(Reply::StoreOpened(Err(disk_full())));
    assert!(matches!(world.model.desk.keeping, Keeping::Failed(_)));
    assert!(
        world.notice().contains("The disk is full: database or disk is full — free some space"),
        "{}",
        world.notice()
    );
    world.wait(60_000);
    assert!(world.screen().contains("NOT SAVED"));
    world.write("Hello").press("enter").not_saved(disk_full());
    assert_eq!(world.typed(), "Hello");
}

#[test]
fn a_draft_that_cannot_be_kept_is_said_once_and_not_at_every_key() {
    let mut world = World::bare(|_| {});
    world.reply(Reply::StoreOpened(Err(disk_full()))).wait(60_000);
    world.take();
    for _ in 0..3 {
        world.write("a").wait(500);
    }
    assert!(world.saves().is_empty(), "the screen says NOT SAVED already");
    assert_eq!((world.notice(), world.model.pulse()), ("", None));
}

#[test]
fn what_opening_did_is_said() {
    for (opening, said) in [
        (
            Opening { set_aside: Some("/d/x.damaged".into()), ..Opening::default() },
            "set aside as /d/x.damaged",
        ),
        (Opening { backup: Some("/d/x.v1".into()), ..Opening::default() }, "kept as /d/x.v1"),
        (Opening { interrupted: 1, ..Opening::default() }, "An answer broke off"),
        (Opening { interrupted: 3, ..Opening::default() }, "3 answers broke off"),
    ] {
        let mut world = World::bare(|_| {});
        world.reply(Reply::StoreOpened(Ok(opening)));
        assert!(world.notice().contains(said), "{}", world.notice());
        assert_eq!(world.model.desk.keeping, Keeping::Works);
    }
}

#[test]
fn an_answer_that_cannot_be_kept_stays_and_is_written_elsewhere() {
    let mut world = World::new();
    let stream = world.send("Why?");
    world.text(stream, "Because.").done(stream).not_saved(disk_full());
    assert_eq!(world.said()[1], ("Because.".into(), Status::Complete));
    assert!(world.notice().contains("The disk is full"));
    assert_eq!(world.model.unsaved.len(), 1);
    world.press("ctrl-s");
    let Some(Overlay::Rescue(rescue)) = world.top() else { panic!() };
    let path = rescue.path();
    assert!(path.starts_with("/home/me"), "{path:?}");
    world.press("enter");
    assert_eq!(writes(&world), [(path.clone(), "Because.")]);
    world.reply(Reply::Wrote(path.clone(), Err("File exists".into())));
    assert!(world.screen().contains("File exists"));
    world.press("ctrl-u").write("~/other.md").press("enter");
    let other = writes(&world).pop().unwrap().0;
    assert_eq!(other, std::path::Path::new("/home/me/other.md"));
    world.reply(Reply::Wrote(other, Ok(())));
    assert!(world.top().is_none() && world.model.nowhere().next().is_none());
    assert!(world.notice().starts_with("Written to /home/me"), "{}", world.notice());
    world.take();
    world.press("ctrl-s");
    assert!(world.top().is_none(), "nothing is left to be saved");
}

#[test]
fn a_checkpoint_that_failed_is_made_good_by_the_end() {
    for early in [false, true] {
        let mut world = World::new();
        let stream = world.send("Why?");
        world.take();
        if early {
            world.text(stream, &"x".repeat(5_000));
        } else {
            world.text(stream, "x").wait(1_000);
        }
        assert!(matches!(world.last_save().1, Save::Checkpoint { .. }));
        world.not_saved(disk_full());
        assert_eq!(world.model.unsaved.len(), 1, "it can be saved elsewhere while it goes on");
        world.done(stream).saved();
        assert!(world.model.unsaved.is_empty(), "all of it is on disk now");
    }
}

#[test]
fn the_help_over_the_rescue_does_not_lose_its_answer() {
    let mut world = World::new();
    let stream = world.send("Why?");
    world.text(stream, "Because.").done(stream).not_saved(disk_full());
    world.press("ctrl-s enter f1");
    let path = writes(&world)[0].0.clone();
    world.reply(Reply::Wrote(path, Err("File exists".into()))).press("esc");
    assert!(world.screen().contains("File exists"));
}

#[test]
fn a_conversation_open_elsewhere_is_read_only() {
    let mut world = World::bare(|_| {});
    world.list(vec![row(2), row(1)], 2).press("alt-down").write("ty");
    let mut said = messages(2, 2);
    said[1].status = Status::Streaming;
    said[1].blocks = vec![Block::Text("so far".into())];
    world.opened_as(Opened {
        conversation: row(2),
        messages: said,
        more: false,
        draft: "theirs".into(),
        elsewhere: true,
    });
    assert!(world.notice().contains("open in another outcrop"), "{}", world.notice());
    world.take();
    world.write("ped").wait(1_000).press("enter f5 esc ctrl-c alt-down alt-up");
    assert!(world.saves().is_empty(), "{:?}", world.saves());
    assert!(!world.effects.iter().any(|effect| matches!(effect, Effect::Converse(..))));
    let now = outcrop::app::effect::Now { mono: world.time, unix: crate::fixtures::NOW };
    let left = outcrop::app::update::leave(&mut world.model, now);
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_conversation_that_could_not_be_read_can_be_asked_for_again() {
    let mut world = World::bare(|_| {});
    world.list(vec![row(2), row(1)], 2).press("alt-down");
    let opens = |world: &World| world.find(|query| matches!(query, Query::Open { .. }));
    let question = opens(&world).unwrap();
    world.reply(Reply::Found(question, Err(disk_full())));
    assert!(world.notice().contains("The disk is full"));
    world.take();
    world.press("alt-down alt-up");
    assert!(opens(&world).is_some_and(|again| again != question), "it is asked for again");
    world.opened(row(2), messages(2, 2));
    assert_eq!(world.said().len(), 2);
}

#[test]
fn earlier_messages_that_could_not_be_read_are_asked_for_again() {
    let mut world = World::bare(|_| {});
    world.list(vec![row(2), row(1)], 2).press("alt-down");
    let opened = |more| Opened {
        conversation: row(2),
        messages: vec![message(2, 2, "late"), message(2, 3, "later")],
        more,
        draft: String::new(),
        elsewhere: false,
    };
    world.opened_as(opened(true));
    let earlier = |world: &World| world.find(|query| matches!(query, Query::Earlier { .. }));
    let question = earlier(&world).unwrap();
    world.write("Hi").press("enter");
    assert!(world.saves().is_empty() && world.notice().contains("still being read"));
    world.reply(Reply::Found(question, Err(disk_full())));
    world.take();
    world.press("alt-down alt-up");
    let again = earlier(&world).unwrap();
    let messages = vec![message(2, 0, "first"), message(2, 1, "second")];
    let conversation = row(2).id;
    let found = outcrop::domain::archive::Found::Earlier { conversation, messages, more: false };
    world.reply(Reply::Found(again, Ok(found)));
    assert_eq!(world.said().len(), 4);
    world.press("enter");
    assert_eq!(world.leaves().1.turns.len(), 5);
}
