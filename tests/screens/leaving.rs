//! One step back with Esc, stopping and quitting with Ctrl-C, quitting while answers arrive.

use outcrop::app::effect::Effect;
use outcrop::app::model::{Overlay, Pane};
use outcrop::domain::conversation::Status;

use crate::world::World;

fn quits(world: &mut World) -> bool {
    world.take().iter().any(|effect| matches!(effect, Effect::Quit))
}

#[test]
fn esc_goes_one_step_back_at_a_time() {
    let mut world = World::new().sized(140, 40);
    let stream = world.send("Why?");
    world.text(stream, "Because").write("draft");
    world.press("tab tab ctrl-f").write("query").press("f1");
    assert!(matches!(world.top(), Some(Overlay::Help(_))));
    world.press("esc");
    let Some(Overlay::Search(search)) = world.top() else { panic!() };
    assert_eq!(search.line.text(), "query");
    world.press("esc");
    assert!(world.top().is_none());
    assert_eq!(world.pane(), Pane::Conversations);
    world.press("esc");
    assert_eq!(world.pane(), Pane::Composer);
    assert!(world.chat().live.is_some());
    world.press("esc");
    assert!(world.chat().live.is_none());
    assert_eq!(world.said()[1], ("Because".into(), Status::Stopped));
    world.take();
    world.press("esc esc esc");
    assert!(world.effects.is_empty());
    assert_eq!(world.typed(), "draft");
}

#[test]
fn ctrl_c_stops_then_asks_then_quits() {
    let mut world = World::new();
    let stream = world.send("Why?");
    world.text(stream, "Because");
    world.press("ctrl-c");
    assert!(!quits(&mut world) && world.chat().live.is_none());
    world.press("ctrl-c");
    assert!(!quits(&mut world));
    assert!(world.screen().contains("Press ctrl-c again to quit"));
    world.wait(1_999).press("ctrl-c");
    assert!(quits(&mut world));
}

#[test]
fn the_second_press_must_follow_at_once() {
    let mut late = World::new();
    late.press("ctrl-c").wait(2_000).press("ctrl-c");
    assert!(!quits(&mut late), "two seconds have passed");
    for between in ["a", "esc", "left", "f12"] {
        let mut world = World::new();
        world.press("ctrl-c").press(between);
        assert!(!world.screen().contains("Press ctrl-c again"), "{between}");
        world.press("ctrl-c");
        assert!(!quits(&mut world), "{between} came between");
    }
    let mut pasted = World::new();
    pasted.press("ctrl-c").paste("text").press("ctrl-c");
    assert!(!quits(&mut pasted));
}

#[test]
fn quitting_asks_only_while_answers_arrive() {
    let mut idle = World::new();
    idle.write("draft").press("ctrl-q");
    assert!(quits(&mut idle));

    for (key, expected) in [("y", true), ("enter", true), ("n", false), ("esc", false)] {
        let mut world = World::new();
        let one = world.send("One");
        world.text(one, "x").press("ctrl-n");
        world.press("ctrl-q");
        assert!(!quits(&mut world));
        assert!(world.screen().contains("An answer is still arriving. Quit"));
        world.press(key);
        assert_eq!(quits(&mut world), expected, "{key}");
        assert!(world.top().is_none());
    }
}

#[test]
fn the_question_counts_the_answers() {
    let mut world = World::new();
    let one = world.send("One");
    world.text(one, "x").press("ctrl-n");
    let two = world.send("Two");
    world.text(two, "x").press("ctrl-q");
    assert!(world.screen().contains("2 answers are still arriving"));
    world.press("ctrl-c");
    assert!(world.chat().live.is_none(), "Ctrl-C stops also below a question");
}
