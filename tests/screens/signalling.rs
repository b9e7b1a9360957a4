//! What is told beyond the screen: the window's title, that an answer ended, how each conversation
//! of the list stands.

use outcrop::app::effect::{Effect, Msg};
use outcrop::app::keys::scope::Place;
use outcrop::domain::archive::Save;

use crate::fixtures::{row, throttled};
use crate::world::World;

fn titles(world: &mut World) -> Vec<String> {
    std::mem::take(&mut world.titles)
}

fn calls(world: &mut World) -> Vec<String> {
    let effects = world.take().into_iter();
    effects
        .filter_map(|effect| match effect {
            Effect::Notify(text) => Some(text),
            _ => None,
        })
        .collect()
}

#[test]
fn the_window_is_named_after_the_conversation_and_its_model() {
    let mut world = World::bare(|_| {});
    world.models();
    assert_eq!(titles(&mut world).pop().unwrap(), "outcrop: New conversation — Nova Lite");
    world.write("Why is the sky \u{202e}blue?");
    assert!(titles(&mut world).is_empty(), "typing names nothing");
    world.press("enter");
    assert_eq!(titles(&mut world), ["outcrop: Why is the sky \u{fffd}blue? — Nova Lite"]);
    world.saved().press("ctrl-n");
    assert_eq!(titles(&mut world), ["outcrop: New conversation — Nova Lite"]);
    let mut bare = World::bare(|settings| settings.model = String::new());
    assert_eq!(titles(&mut bare), ["outcrop: New conversation"]);
}

#[test]
fn an_answer_that_ends_calls_for_attention_only_while_nobody_looks() {
    let mut world = World::new();
    let stream = world.send("Hi");
    world.text(stream, "Hello.").done(stream).saved();
    assert!(calls(&mut world).is_empty(), "a terminal that said nothing has the focus");
    let stream = world.send("More");
    world.act(Msg::Focus(false));
    world.text(stream, "Hello.");
    assert!(calls(&mut world).is_empty(), "not before its end");
    world.done(stream).saved();
    assert_eq!(calls(&mut world), ["Hi: the answer is complete."]);
    let stream = world.send("Again");
    world.fails(stream, throttled()).saved();
    assert_eq!(calls(&mut world), ["Hi: Too many requests for this model."]);
    let stream = world.send("Once more");
    world.act(Msg::Focus(true));
    world.done(stream).saved();
    let stream = world.send("Stopped");
    world.act(Msg::Focus(false));
    world.text(stream, "Hel").press("esc").saved();
    assert!(calls(&mut world).is_empty(), "who stops it looks at it");
}

#[test]
fn the_list_says_what_ended_and_was_not_looked_at() {
    let mut world = World::new().sized(140, 40);
    let first = world.send("First");
    world.press("ctrl-n");
    let second = world.send("Second");
    world.press("ctrl-n");
    let sign = |world: &mut World, title: &str| {
        let screen = world.screen();
        let line = screen.lines().skip(1).find(|line| line.contains(title)).unwrap();
        line.chars().next().unwrap()
    };
    assert_eq!((sign(&mut world, "First"), sign(&mut world, "Second")), ('●', '●'));
    world.text(first, "One").done(first).saved();
    let marked = |world: &mut World| {
        let asked = world.take();
        asked.iter().rev().find_map(|effect| match effect {
            Effect::Save(_, save) => match **save {
                Save::Unread { unread, .. } => Some(unread),
                _ => None,
            },
            _ => None,
        })
    };
    assert_eq!(marked(&mut world), Some(true));
    world.fails(second, throttled()).saved();
    assert_eq!((sign(&mut world, "First"), sign(&mut world, "Second")), ('✓', '✕'));
    world.press("alt-down alt-down");
    assert_eq!((world.model.place(), marked(&mut world)), (Place::Composer, Some(false)));
    assert_eq!(sign(&mut world, "First"), ' ', "it was looked at: {}", world.screen());
}

#[test]
fn the_list_says_what_another_outcrop_has() {
    let mut world = World::bare(|_| {}).sized(140, 40);
    let mut theirs = row(2);
    theirs.status = outcrop::domain::conversation::Status::Streaming;
    world.list(vec![row(3), theirs], 2);
    let screen = world.screen();
    assert!(screen.lines().any(|line| line.starts_with("→ Conversation 2")), "{screen}");
}

#[test]
fn a_mouse_left_to_the_terminal_is_said() {
    let mut world = World::new();
    world.press("f12");
    assert!(world.screen().contains("MOUSE OFF"), "{}", world.screen());
    assert!(matches!(world.take().last(), Some(Effect::CaptureMouse(false))));
    world.press("f12");
    assert!(!world.screen().contains("MOUSE OFF"));
}
