//! The form of parameters for several families, the system prompt, personas and presets.

use outcrop::app::effect::Reply;
use outcrop::domain::archive::{Found, Query};
use outcrop::domain::ask::{Latency, Parameters, Reasoning, Tier};
use outcrop::domain::shelf::{Persona, Preset, Shelf};

use super::{both, one};
use crate::fixtures::SONNET;
use crate::world::World;

fn everything() -> Parameters {
    Parameters {
        max_tokens: Some(9_000),
        temperature: Some(0.7),
        top_k: Some(40),
        stop_sequences: vec!["END".into(), "\n\n".into()],
        reasoning: Some(Reasoning::Budget(4_096)),
        metadata: [("team".into(), "search".into())].into(),
        latency: Some(Latency::Optimized),
        tier: Some(Tier::Priority),
        ..Parameters::default()
    }
}

fn form(model: &str, parameters: Parameters) -> World {
    let mut world = World::with(|settings| {
        settings.model = model.into();
        settings.parameters = parameters;
        settings.system = "You are a careful reader. Answer in one paragraph.".into();
    });
    world.press("f6");
    world
}

fn stocked() -> World {
    let mut world = World::bare(|settings| {
        let long = Parameters { max_tokens: Some(32_000), ..Parameters::default() };
        settings.presets = vec![("long".into(), long)];
    });
    let question = world.find(|query| *query == Query::Shelf).unwrap();
    let persona = |name: &str, text: &str| Persona { name: name.into(), text: text.into() };
    let shelf = Shelf {
        personas: vec![
            persona("pirate", "Answer as a pirate.\nNever break character."),
            persona("terse", "Be brief."),
        ],
        presets: vec![Preset { name: "exact".into(), parameters: everything() }],
        ..Shelf::default()
    };
    world.reply(Reply::Found(question, Ok(Found::Shelf(Box::new(shelf)))));
    world
}

#[test]
fn families() {
    both("parameters-claude", form(SONNET, everything()));
    both("parameters-nova", form("amazon.nova-pro-v1:0", everything()));
    let effort = Reasoning::Effort("high".into());
    let high = Parameters { reasoning: Some(effort), ..everything() };
    both("parameters-gpt-oss", form("openai.gpt-oss-120b-1:0", high));
    both("parameters-unknown", form("mystery.unpriced-v9", everything()));
    both("parameters-unset", form(SONNET, Parameters::default()));
}

#[test]
fn small() {
    let mut world = form(SONNET, everything()).sized(60, 16);
    world.press("down down down down");
    one("parameters-60x16", &mut world);
}

#[test]
fn errors() {
    let mut world = form(SONNET, everything());
    world.press("down").write("x");
    both("parameters-error", world);
    let mut world = form(SONNET, everything());
    world.press("down down down down ctrl-u").write("512").press("ctrl-s");
    both("parameters-budget-error", world);
    let mut world = form(SONNET, everything());
    world.press("ctrl-u").write("1").press("esc");
    both("parameters-discard", world);
}

#[test]
fn presets() {
    let mut world = stocked();
    world.press("f6 up up enter");
    both("presets", world);
    let mut world = stocked();
    world.press("f6 up up enter ctrl-s").write("mine");
    both("presets-naming", world);
}

#[test]
fn system_prompt() {
    let mut world = World::new();
    world.press("alt-s");
    both("system-empty", world);
    let mut world = stocked();
    world.press("alt-s ctrl-o");
    both("personas", world);
    let mut world = stocked();
    world.press("alt-s ctrl-o enter");
    both("system-persona", world);
    let mut world = stocked();
    world.press("alt-s ctrl-o ctrl-x");
    both("personas-remove", world);
    let mut world = World::new();
    world.press("alt-s ctrl-o");
    both("personas-none", world);
}
