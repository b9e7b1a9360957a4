//! The list of conversations: pages, order, neighbours, opening, and reading on.

use outcrop::app::effect::Reply;
use outcrop::app::model::Pane;
use outcrop::domain::archive::{Found, Query};
use outcrop::domain::conversation::Conversation;

use crate::fixtures::{disk_full, messages, row};
use crate::world::World;

fn pages(world: &World) -> Vec<u64> {
    world
        .effects
        .iter()
        .filter_map(|effect| match effect {
            outcrop::app::effect::Effect::Find(_, _, Query::Conversations { offset, .. }) => {
                Some(*offset)
            }
            _ => None,
        })
        .collect()
}

fn rows(range: std::ops::Range<i64>) -> Vec<Conversation> {
    range.rev().map(row).collect()
}

/// 500 stored conversations, 200 of them read, the list in focus.
fn listed() -> World {
    let mut world = World::bare(|_| {}).sized(140, 40);
    world.list(rows(301..501), 500).press("shift-tab");
    assert_eq!(world.pane(), Pane::Conversations);
    world.take();
    world
}

fn page(world: &mut World, offset: u64, rows: Vec<Conversation>) {
    let at =
        |query: &Query| matches!(query, Query::Conversations { offset: at, .. } if *at == offset);
    let question = world.find(at).unwrap();
    world.reply(Reply::Found(question, Ok(Found::Conversations { rows, offset, total: 500 })));
}

#[test]
fn further_pages_are_read_as_the_selection_nears_the_end() {
    let mut world = listed();
    (0..100).for_each(|_| {
        world.press("down");
    });
    assert_eq!(pages(&world), [0u64; 0]);
    (0..60).for_each(|_| {
        world.press("down");
    });
    assert_eq!(pages(&world), [200], "asked for once");
    page(&mut world, 200, rows(101..301));
    assert_eq!(world.model.conversations.rows().len(), 400);
    assert_eq!(world.model.conversations.selected().map(|row| row.id.0), Some(340));
    world.press("G");
    assert_eq!(pages(&world), [200, 400]);
    page(&mut world, 400, rows(1..101));
    world.press("G");
    assert_eq!(pages(&world).len(), 2, "all are read");
    assert_eq!(world.model.conversations.selected().map(|row| row.id.0), Some(1));
}

#[test]
fn a_page_that_cannot_be_read_is_asked_for_again() {
    let mut world = listed();
    world.press("G");
    let question = world.find(|query| matches!(query, Query::Conversations { .. })).unwrap();
    world.reply(Reply::Found(question, Err(disk_full())));
    assert!(world.notice().contains("The disk is full"));
    world.press("up down");
    assert_eq!(pages(&world), [200, 200]);
}

#[test]
fn a_conversation_one_writes_in_comes_to_the_top() {
    let mut world = listed();
    world.press("down down down enter");
    assert_eq!((world.id().0, world.pane()), (497, Pane::Composer));
    world.opened(row(497), messages(497, 4));
    world.write("More?").press("enter");
    world.leaves();
    let ids: Vec<i64> =
        world.model.conversations.rows().iter().take(5).map(|row| row.id.0).collect();
    assert_eq!(ids, [497, 500, 499, 498, 496]);
    assert_eq!(world.model.conversations.selected().map(|row| row.id.0), Some(497));
    assert_eq!(world.model.conversations.total, 500);
}

#[test]
fn a_conversation_beyond_the_pages_read_is_not_counted_twice() {
    let mut world = listed();
    world.press("ctrl-f").write("old");
    let question = world.find(|query| matches!(query, Query::Search { .. })).unwrap();
    let hit = outcrop::domain::archive::Hit {
        conversation: row(7).id,
        message: messages(7, 4)[2].id,
        title: "Conversation 7".into(),
        archived: false,
        created: 0,
        snippet: "old".into(),
    };
    let hits = Found::Hits { offset: 0, text: "old".into(), hits: vec![hit], more: false };
    world.reply(Reply::Found(question, Ok(hits))).press("enter");
    world.opened(row(7), messages(7, 4));
    world.write("More?").press("enter");
    world.leaves();
    assert_eq!(world.model.conversations.rows()[0].id.0, 7);
    assert_eq!(world.model.conversations.total, 500);
}

#[test]
fn neighbours_are_those_of_the_list() {
    let mut world = listed();
    world.press("alt-down");
    assert_eq!(world.id().0, 500, "from a conversation not begun, down is the first");
    world.press("alt-down alt-down");
    assert_eq!(world.id().0, 498);
    world.press("alt-up alt-up alt-up");
    assert_eq!(world.id().0, 500, "above the first there is none");
    assert_eq!(world.model.conversations.selected().map(|row| row.id.0), Some(500));
}

#[test]
fn earlier_messages_are_read_behind_the_last_ones() {
    let mut world = listed();
    world.press("enter");
    let all = messages(500, 40);
    world.opened_as(outcrop::domain::archive::Opened {
        conversation: row(500),
        messages: all[30..].to_vec(),
        more: true,
        draft: String::new(),
        elsewhere: false,
    });
    let rows = |world: &mut World| -> Vec<String> {
        world.screen().lines().take(34).map(str::to_owned).collect()
    };
    let end = rows(&mut world);
    let question = world
        .find(|query| matches!(query, Query::Earlier { before, .. } if *before == all[30].id))
        .unwrap();
    let conversation = row(500).id;
    let found = Found::Earlier { conversation, messages: all[..30].to_vec(), more: false };
    world.reply(Reply::Found(question, Ok(found)));
    assert_eq!(rows(&mut world), end, "the place stays");
    assert_eq!(world.said().len(), 40);
}

#[test]
fn conversations_looked_at_do_not_fill_the_memory() {
    let mut world = listed();
    let live = {
        world.press("ctrl-n");
        let stream = world.send("Keep me");
        world.text(stream, "x");
        world.id()
    };
    (0..30).for_each(|_| {
        world.press("alt-down");
    });
    assert!(world.model.chats.len() <= 9, "{}", world.model.chats.len());
    assert!(world.model.chats.contains_key(&live), "an answer arrives in it");
}

#[test]
fn an_answer_to_a_conversation_put_away_is_dropped() {
    let mut world = listed();
    world.press("alt-down");
    let first = world.find(|query| matches!(query, Query::Open { .. })).unwrap();
    (0..20).for_each(|_| {
        world.press("alt-down");
    });
    let shown = world.id();
    let opened = outcrop::domain::archive::Opened {
        conversation: row(500),
        messages: messages(500, 2),
        more: false,
        draft: "x".into(),
        elsewhere: false,
    };
    world.reply(Reply::Found(first, Ok(Found::Opened(Box::new(opened)))));
    assert_eq!(world.id(), shown);
    assert!(world.chat().transcript.is_empty());
}
