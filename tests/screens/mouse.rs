//! The wheel and clicks where the pointer is.

use outcrop::app::effect::{Mouse, Msg};
use outcrop::app::model::{Overlay, Pane};

use crate::fixtures::{messages, row};
use crate::world::World;

fn listed() -> World {
    let mut world = World::bare(|_| {}).sized(140, 40);
    world.list((1..=100).rev().map(row).collect(), 100).press("alt-down");
    world.opened(row(100), messages(100, 20));
    world
}

#[test]
fn a_click_goes_where_it_points() {
    let mut world = listed();
    world.click(60, 10);
    assert_eq!(world.pane(), Pane::Composer, "letters typed next belong there");
    world.click(60, 36);
    assert_eq!(world.pane(), Pane::Composer);
    world.click(5, 3);
    assert_eq!(world.id().0, 98, "the third row");
    world.click(5, 0);
    assert_eq!(world.id().0, 98, "the title is no row");
}

#[test]
fn the_wheel_scrolls_what_is_below_it() {
    let mut world = listed();
    let end = world.screen();
    world.act(Msg::Mouse(Mouse::WheelUp(60, 10)));
    assert!(world.screen().contains("more below"), "{}", world.screen());
    assert!(!world.chat().transcript.follows());
    world.act(Msg::Mouse(Mouse::WheelDown(60, 10)));
    assert_eq!(world.screen(), end);
    assert!(world.chat().transcript.follows(), "the end is followed again");
    world.act(Msg::Mouse(Mouse::WheelDown(5, 10)));
    assert_eq!(world.model.conversations.list.visible().start, 3);
    assert_eq!(world.id().0, 100, "looking is not opening");
}

#[test]
fn the_wheel_moves_in_what_lies_over_the_screen() {
    let mut world = listed();
    world.press("ctrl-p");
    world.act(Msg::Resize(80, 16));
    world.act(Msg::Mouse(Mouse::WheelDown(40, 8)));
    let Some(Overlay::Palette(chooser)) = world.top() else { panic!() };
    assert_eq!(chooser.list.visible().start, 3);
    world.press("esc f1");
    world.act(Msg::Mouse(Mouse::WheelDown(40, 8)));
    let Some(Overlay::Help(help)) = world.top() else { panic!() };
    assert_eq!(help.top, 3);
    world.click(40, 8);
    assert!(
        world.top().is_some() && world.pane() == Pane::Composer,
        "a click behind it does nothing"
    );
}

#[test]
fn a_click_selects_a_row_and_a_second_one_chooses_it() {
    let mut world = listed();
    world.press("ctrl-p").act(Msg::Resize(80, 24));
    let selected = |world: &World| match world.top() {
        Some(Overlay::Palette(chooser)) => chooser.list.selected(),
        _ => None,
    };
    world.click(20, 5);
    assert_eq!(selected(&world), Some(2));
    world.click(20, 1).click(79, 5).click(20, 22).click(20, 21);
    assert_eq!(selected(&world), Some(2), "the line, the frame and what is outside are no rows");
    world.click(20, 5);
    assert!(matches!(world.top(), Some(Overlay::Search(_))), "the third command was chosen");
}

#[test]
fn a_click_on_either_row_of_a_hit_selects_it() {
    let mut world = listed();
    world.press("ctrl-f").write("w");
    let question = world
        .find(|query| matches!(query, outcrop::domain::archive::Query::Search { .. }))
        .unwrap();
    let hits = (0..5)
        .map(|n| outcrop::domain::archive::Hit {
            conversation: row(90 + n).id,
            message: messages(90 + n, 1)[0].id,
            title: row(90 + n).title,
            archived: false,
            created: 0,
            snippet: "w".into(),
        })
        .collect();
    let found =
        outcrop::domain::archive::Found::Hits { offset: 0, text: "w".into(), hits, more: false };
    world.reply(outcrop::app::effect::Reply::Found(question, Ok(found)));
    let top = world.screen().lines().position(|line| line.contains("Conversation 91")).unwrap();
    let top = u16::try_from(top).unwrap();
    world.click(60, top + 1);
    let Some(Overlay::Search(search)) = world.top() else { panic!() };
    assert_eq!(search.list.selected(), Some(1));
    world.click(60, top);
    assert_eq!(world.id().0, 91);
}
