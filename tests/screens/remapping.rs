//! Keys that were given other commands: they work, and every place that names a key says so.

use outcrop::app::keys::keymap::{Keymap, Override};
use outcrop::app::model::Overlay;

use crate::world::World;

fn remapped(name: &str, keys: &[&str]) -> World {
    let keys = keys.iter().map(|key| (*key).to_owned()).collect();
    let mut world = World::new();
    world.model.keymap = Keymap::new(&[Override { name: name.into(), keys, line: 1 }]).unwrap();
    world
}

#[test]
fn a_command_is_heard_by_its_new_key_and_no_longer_by_the_old() {
    let mut world = remapped("chat.model", &["f23"]);
    world.press("ctrl-o");
    assert!(world.top().is_none());
    world.press("f23");
    assert!(matches!(world.top(), Some(Overlay::Models(_))));
}

#[test]
fn footer_welcome_palette_and_help_name_the_new_key() {
    let mut world = remapped("chat.model", &["f23"]);
    let screen = world.screen();
    assert!(screen.contains("f23       choose a model"), "{screen}");
    assert!(screen.contains("f23 model"), "{screen}");
    assert!(!screen.contains("ctrl-o"), "{screen}");
    world.press("ctrl-p").write("choose the model");
    assert!(world.screen().contains("f23"));
    world.press("esc f1");
    let screen = world.screen();
    let line = screen.lines().find(|line| line.contains("Choose the model")).unwrap();
    assert!(line.contains("f23") && !line.contains("ctrl-o"), "{line}");
}

#[test]
fn a_command_without_keys_is_named_without_one() {
    let mut world = remapped("chat.model", &[]);
    world.press("ctrl-o");
    assert!(world.top().is_none());
    assert!(!world.screen().contains("ctrl-o"));
    world.press("ctrl-p").write("choose the model").press("enter");
    assert!(matches!(world.top(), Some(Overlay::Models(_))), "the palette has it still");
}

#[test]
fn the_fold_of_reasoning_names_its_key() {
    let mut world = remapped("chat.reasoning", &["alt-0"]);
    let stream = world.send("Why?");
    let thought = outcrop::domain::ask::Chunk::Reasoning { block: 0, delta: "Because so".into() };
    world.chunk(stream, thought);
    assert!(world.screen().contains("reasoning · 2 words · alt-0 unfolds"), "{}", world.screen());
    world.press("alt-0");
    assert!(world.screen().contains("alt-0 folds"));
}
