//! Search as one types: stale answers, pages, opening at the hit.

use outcrop::app::effect::{Effect, Lane, QuestionId, Reply};
use outcrop::app::model::{Overlay, Pane};
use outcrop::app::screens::overlay::search::Search;
use outcrop::domain::archive::{Found, Hit, Opened, Query, Save};

use crate::fixtures::{disk_full, messages, row};
use crate::world::World;

fn search(world: &World) -> &Search {
    match world.top() {
        Some(Overlay::Search(search)) => search,
        other => panic!("{other:?}"),
    }
}

fn asked(world: &World) -> (QuestionId, String, u64) {
    match world.effects.last() {
        Some(Effect::Find(question, Lane::Search, Query::Search { text, offset, .. })) => {
            (*question, text.clone(), *offset)
        }
        other => panic!("{other:?}"),
    }
}

fn hits(range: std::ops::Range<i64>) -> Vec<Hit> {
    range
        .map(|n| Hit {
            conversation: row(n).id,
            message: messages(n, 20)[10].id,
            title: row(n).title,
            archived: false,
            created: row(n).updated,
            snippet: format!("the \u{e000}word\u{e001} number {n}"),
        })
        .collect()
}

fn found(world: &mut World, question: QuestionId, hits: Vec<Hit>, offset: u64, more: bool) {
    let found = Found::Hits { offset, text: String::new(), hits, more };
    world.reply(Reply::Found(question, Ok(found)));
}

#[test]
fn every_letter_asks_and_only_the_last_answer_counts() {
    let mut world = World::new();
    world.press("ctrl-f").write("w");
    let (first, ..) = asked(&world);
    world.write("o");
    let (second, text, _) = asked(&world);
    assert_eq!(text, "wo");
    found(&mut world, first, hits(0..3), 0, false);
    assert!(search(&world).hits.is_empty() && search(&world).waits());
    found(&mut world, second, hits(0..2), 0, false);
    assert_eq!(search(&world).hits.len(), 2);
    world.reply(Reply::Found(first, Err(disk_full())));
    assert!(search(&world).problem.is_none());
}

#[test]
fn hits_stay_until_the_next_are_here_and_go_with_the_text() {
    let mut world = World::new();
    world.press("ctrl-f").write("w");
    let (question, ..) = asked(&world);
    found(&mut world, question, hits(0..3), 0, false);
    world.press("down").write("o");
    assert_eq!(search(&world).hits.len(), 3, "no flicker");
    world.press("ctrl-u");
    assert!(search(&world).hits.is_empty() && !search(&world).waits());
}

#[test]
fn more_hits_are_read_near_the_end() {
    let mut world = World::new().sized(140, 40);
    world.press("ctrl-f").write("w");
    let (question, ..) = asked(&world);
    found(&mut world, question, hits(0..50), 0, true);
    (0..30).for_each(|_| {
        world.press("down");
    });
    assert_eq!(asked(&world).0, question);
    (0..15).for_each(|_| {
        world.press("down");
    });
    let (next, _, offset) = asked(&world);
    assert_eq!(offset, 50);
    found(&mut world, next, hits(50..60), 50, false);
    assert_eq!((search(&world).hits.len(), search(&world).list.selected()), (60, Some(45)));
    assert!(world.screen().contains("60 hits"));
}

#[test]
fn a_search_that_failed_says_so() {
    let mut world = World::new();
    world.press("ctrl-f").write("w");
    let (question, ..) = asked(&world);
    world.reply(Reply::Found(question, Err(disk_full())));
    assert!(world.screen().contains("The disk is full"));
}

#[test]
fn an_answer_that_comes_below_the_help_is_not_lost() {
    let mut world = World::new();
    world.press("ctrl-f").write("w");
    let (question, ..) = asked(&world);
    world.press("f1");
    found(&mut world, question, hits(0..3), 0, false);
    world.press("esc");
    assert_eq!(search(&world).hits.len(), 3);
}

#[test]
fn enter_opens_the_conversation_at_the_hit() {
    let mut world = World::new();
    world.press("ctrl-f").write("w");
    let (question, ..) = asked(&world);
    found(&mut world, question, hits(5..8), 0, false);
    world.press("down enter");
    assert!(world.top().is_none());
    assert_eq!((world.id().0, world.pane()), (6, Pane::Composer));
    assert_eq!(world.chat().title(), "Conversation 6");
    world.opened(row(6), messages(6, 20));
    assert!(
        world.screen().lines().nth(3).unwrap().contains("Message 10 begins."),
        "{}",
        world.screen()
    );
    world.press("ctrl-end ctrl-f").write("w");
    let (question, ..) = asked(&world);
    found(&mut world, question, hits(6..7), 0, false);
    world.press("enter");
    assert!(
        world.screen().lines().nth(3).unwrap().contains("Message 10 begins."),
        "it is open already"
    );
}

#[test]
fn a_hit_among_earlier_messages_is_gone_to_when_they_are_read() {
    let mut world = World::new();
    world.press("ctrl-f").write("w");
    let (question, ..) = asked(&world);
    found(&mut world, question, hits(5..6), 0, false);
    world.press("enter");
    let all = messages(5, 20);
    world.opened_as(Opened {
        conversation: row(5),
        messages: all[15..].to_vec(),
        more: true,
        draft: String::new(),
        elsewhere: false,
    });
    assert!(world.screen().contains("Message 19"));
    let question = world.find(|query| matches!(query, Query::Earlier { .. })).unwrap();
    let found =
        Found::Earlier { conversation: row(5).id, messages: all[..15].to_vec(), more: false };
    world.reply(Reply::Found(question, Ok(found)));
    assert!(
        world.screen().lines().nth(3).unwrap().contains("Message 10 begins."),
        "{}",
        world.screen()
    );
}

#[test]
fn a_hit_on_another_branch_is_shown_on_its_branch() {
    let mut world = World::new();
    world.press("ctrl-f").write("w");
    let (question, ..) = asked(&world);
    found(&mut world, question, hits(5..6), 0, false);
    world.press("enter");
    let all = messages(5, 20);
    world.take();
    let other = all[..4].to_vec();
    // The open conversation was asked for before what was asked is forgotten here.
    let question = world.chat().reading;
    let outcrop::app::screens::chat::state::Reading::Asked(question) = question else { panic!() };
    let opened = |messages: &[outcrop::domain::conversation::Message]| Opened {
        conversation: row(5),
        messages: messages.to_vec(),
        more: false,
        draft: String::new(),
        elsewhere: false,
    };
    world.reply(Reply::Found(question, Ok(Found::Opened(Box::new(opened(&other))))));
    let shows: Vec<_> = world.saves().into_iter().cloned().collect();
    assert!(matches!(shows[..], [Save::Show { .. }]), "{shows:?}");
    world.saved().opened_as(opened(&all));
    assert!(
        world.screen().lines().nth(3).unwrap().contains("Message 10 begins."),
        "{}",
        world.screen()
    );
    assert!(world.notice().contains("another version"), "{}", world.notice());
}

#[test]
fn a_hit_in_the_archive_says_so() {
    let mut world = World::new();
    world.press("ctrl-f").write("w");
    let (question, ..) = asked(&world);
    let mut found_ones = hits(5..7);
    found_ones[1].archived = true;
    found(&mut world, question, found_ones, 0, false);
    assert_eq!(world.screen().matches("archived").count(), 1, "{}", world.screen());
}

#[test]
fn enter_on_nothing_does_nothing() {
    let mut world = World::new();
    world.press("ctrl-f enter").write("w").press("enter");
    assert!(matches!(world.top(), Some(Overlay::Search(_))));
}
