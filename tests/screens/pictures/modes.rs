//! The modes over the messages and the inspector beside them.

use std::fmt::Write as _;

use outcrop::app::effect::{Effect, Reply};
use outcrop::domain::ask::Chunk;
use outcrop::domain::clipboard::Way;

use super::both;
use crate::fixtures::{SONNET, message, row, throttled};
use crate::world::World;

/// A conversation of two turns, the last answer with code.
fn read() -> World {
    let mut world = World::bare(|_| {});
    world.list((1..=12).rev().map(row).collect(), 12).press("alt-down").models();
    let answer = "The sea wears **stone** down in three ways.\n\n1. By force:\n\n   ```rust\n   fn \
        wear(stone: &mut Stone) {\n       stone.shrink(0.1);\n   }\n   ```\n2. By grinding.\n3. By \
        salt.\n\nAs a formula:\n\n```\nwear = force * time\n```\n";
    world.opened(
        row(12),
        vec![
            message(12, 0, "What does the sea do to stone?"),
            message(12, 1, "It wears it down, and carries it away as sand."),
            message(12, 2, "How, exactly?"),
            message(12, 3, answer),
        ],
    );
    world
}

#[test]
fn selecting() {
    let mut message = read();
    message.write("And what of the wind?").press("ctrl-x");
    both("selecting-a-message", message);
    let mut block = read();
    block.press("ctrl-x right");
    both("selecting-a-code-block", block);
    let mut prompt = read();
    prompt.press("ctrl-x up");
    both("selecting-a-prompt", prompt);
}

#[test]
fn copied() {
    let mut world = World::new();
    let long = (0..9_000).fold(String::new(), |mut text, at| {
        let _ = writeln!(text, "line {at}");
        text
    });
    world.exchange("Count.", &long).take();
    world.press("alt-c");
    let Some(Effect::Copy(question, _)) = world.take().pop() else { panic!() };
    world.reply(Reply::Copied(question, Ok(Way::ThroughTmux)));
    both("copied-too-much-for-a-terminal", world);
}

#[test]
fn finding() {
    let mut world = read();
    world.press("f7");
    both("finding-nothing-yet", world);
    let mut world = read();
    world.press("f7").write("stone").press("enter enter");
    both("finding", world);
}

#[test]
fn inspecting() {
    let mut world = read();
    world.reply(Reply::Prices(std::sync::Arc::new(outcrop::domain::price::Table::embedded())));
    world.write("A draft").press("f4");
    both("inspector", world);
    let mut failed = World::with(|settings| settings.model = SONNET.into());
    let stream = failed.send("Hi");
    failed.chunk(stream, Chunk::Accepted { request_id: Some("request-9".into()) });
    failed.fails(stream, throttled()).press("f4 shift-tab");
    both("inspector-in-focus", failed);
    let mut live = World::new();
    let stream = live.send("Hi");
    live.chunk(stream, Chunk::Accepted { request_id: None });
    live.text(stream, &"A word at a time. ".repeat(20)).wait(2_300).press("f4");
    both("inspector-while-it-arrives", live);
    let mut empty = World::new();
    empty.press("f4");
    both("inspector-before-any-answer", empty);
}

#[test]
fn leaving_the_mouse() {
    let mut world = read();
    world.press("f12").wait(60_000);
    both("mouse-off", world);
}
