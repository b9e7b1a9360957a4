//! The models one explores, by keys: filter, facets, order, selection, what is copied.

use outcrop::app::effect::{Effect, Mouse, Msg, Reply};
use outcrop::app::model::{Overlay, Screen};
use outcrop::app::screens::explorer::column::Column;
use outcrop::domain::archive::{Found, Query, Save};
use outcrop::domain::shelf::Shelf;
use serde_json::json;

use crate::fixtures::{self, BARE_SONNET, NOVA};
use crate::world::World;

/// The models, with those of the account.
pub(crate) fn world() -> World {
    let mut world = World::new();
    world.press("f2").write("models").press("enter f5");
    world.models_and(fixtures::own(), Vec::new());
    world.take();
    world
}

/// The names shown.
fn names(world: &World) -> Vec<&str> {
    world.model.explorer.shown().map(|row| row.entry.name.as_str()).collect()
}

fn ways(world: &World, name: &str) -> String {
    let mut rows = world.model.explorer.shown();
    rows.find(|row| row.entry.name == name).unwrap().cell(Column::Ways).to_owned()
}

/// Sets a facet by a few letters.
fn facet(world: &mut World, words: &str) {
    world.press("f").write(words).press("enter esc");
}

#[test]
fn the_tab_beside_the_chat_shows_what_was_listed_already() {
    let mut world = World::new();
    world.take();
    world.press("f2").write("models").press("enter");
    assert_eq!(world.model.screen, Screen::Models);
    assert!(world.asked_models().is_none(), "listed at the beginning");
    assert!(world.model.explorer.shown().len() > 5);
    world.press("esc");
    assert_eq!(world.model.screen, Screen::Chat);
    world.press("f2").write("models").press("enter tab shift-tab");
    assert_eq!(world.model.screen, Screen::Models);
}

#[test]
fn models_are_rows_and_what_leads_to_them_are_their_ways() {
    let world = world();
    let names = names(&world);
    assert!(names.contains(&"tone") && names.contains(&"my-llama"), "{names:?}");
    assert!(!names.contains(&"tone-live") && !names.contains(&"US Claude Sonnet 4.5"));
    assert_eq!(ways(&world, "Claude Sonnet 4.5"), "geo · global");
    assert_eq!(ways(&world, "tone"), "deployment");
    assert_eq!(ways(&world, "my-llama"), "imported");
    assert_eq!(ways(&world, "DeepSeek-R1"), "none");
}

#[test]
fn the_filter_finds_by_any_column_and_by_the_ids_of_the_ways() {
    let mut world = world();
    let all = names(&world).len();
    world.press("/").write("deepseek");
    assert_eq!(names(&world), ["DeepSeek-R1"]);
    world.press("ctrl-u").write("eu.anthropic");
    assert_eq!(names(&world), ["Claude Sonnet 4.5"]);
    world.press("ctrl-u").write("jmb");
    assert_eq!(names(&world)[0], "Jamba 1.5 Mini", "letters with gaps");
    world.press("ctrl-u").write("zzzz");
    assert!(names(&world).is_empty());
    world.press("enter").press("j");
    assert!(names(&world).is_empty(), "what was typed stays, and letters are keys again");
    world.press("esc");
    assert_eq!((names(&world).len(), world.model.screen), (all, Screen::Models));
    world.press("esc");
    assert_eq!(world.model.screen, Screen::Chat);
}

#[test]
fn a_facet_narrows_at_once_and_asks_the_service_the_same() {
    let mut world = world();
    facet(&mut world, "provider anthropic");
    assert_eq!(names(&world), ["Claude Sonnet 4.5", "Claude 2"]);
    let (_, call) = world.operated().unwrap();
    assert_eq!(call.operation, "ListFoundationModels");
    assert_eq!(call.input, json!({"byProvider": "Anthropic"}));
    world.answers(json!({"modelSummaries": [{"modelId": BARE_SONNET}]}));
    assert_eq!(names(&world), ["Claude Sonnet 4.5"], "the service knows better");
    facet(&mut world, "inference type inference_p");
    let (_, call) = world.operated().unwrap();
    assert_eq!(call.input, json!({"byProvider": "Anthropic"}), "no value of the API's enum");
    facet(&mut world, "output text");
    let (_, call) = world.operated().unwrap();
    assert_eq!(call.input, json!({"byProvider": "Anthropic", "byOutputModality": "TEXT"}));
    assert_eq!(names(&world), ["Claude Sonnet 4.5"]);
    world.take();
    world.press("f").write("all").press("enter esc");
    assert!(world.operated().is_none(), "nothing to ask");
    assert!(names(&world).len() > 5);
}

#[test]
fn the_facet_of_the_kind_lists_ways_as_rows() {
    let mut world = world();
    facet(&mut world, "kind inference profile");
    assert_eq!(names(&world).len(), 4);
    facet(&mut world, "kind throughput");
    assert_eq!(names(&world), ["steady"]);
    assert_eq!(ways(&world, "steady"), "none");
}

#[test]
fn rows_are_sorted_by_any_column_and_what_is_unknown_comes_last() {
    let mut world = world();
    world.press("o").write("sort by output price asc").press("enter");
    assert!(world.top().is_none());
    let prices = |world: &World| -> Vec<String> {
        let rows = world.model.explorer.shown();
        rows.map(|row| row.cell(Column::Output).to_owned()).collect()
    };
    let up = prices(&world);
    world.press("o").write("sort by output price desc").press("enter");
    let down = prices(&world);
    assert!(up.last().is_some_and(|price| price == "?") && down.last() == up.last());
    assert_eq!(up[..2], ["0.00", "0.24"], "embeddings have no output to pay for");
    assert!(down[0].parse::<f64>().unwrap() > 10.0, "{down:?}");
    world.press("o").write("sort by name asc").press("enter");
    let first = names(&world)[0].to_owned();
    assert_eq!(first, "Claude 2");
    world.press("o").write("hide column provider").press("enter");
    assert!(matches!(world.top(), Some(Overlay::Order(_))), "more can be chosen");
    world.press("esc");
    assert!(!world.screen().contains("Provider"), "{}", world.screen());
}

#[test]
fn a_new_listing_keeps_what_is_selected_and_shown_until_it_comes() {
    let mut world = world();
    world.press("/").write("claude").press("enter j");
    let selected = world.model.explorer.selected().unwrap().entry.id.clone();
    world.press("f5");
    assert!(world.screen().contains("loading"), "{}", world.screen());
    assert_eq!(names(&world).len(), 2);
    world.models();
    assert_eq!(world.model.explorer.selected().unwrap().entry.id, selected);
    assert_eq!(names(&world).len(), 2);
}

#[test]
fn the_id_and_the_arn_are_copied() {
    let mut world = world();
    world.press("/").write("nova").press("enter y");
    assert!(matches!(world.effects.last(), Some(Effect::Copy(_, text)) if text == NOVA));
    world.press("Y");
    let arn = format!("arn:aws:bedrock:us-east-1::foundation-model/{NOVA}");
    assert!(matches!(world.effects.last(), Some(Effect::Copy(_, text)) if *text == arn));
}

#[test]
fn filter_facets_order_and_columns_are_kept_and_stand_again() {
    let mut world = world();
    facet(&mut world, "provider anthropic");
    world.press("o").write("sort by name desc").press("enter");
    world.press("o").write("hide column provider").press("enter esc");
    world.press("/").write("claude").press("enter");
    let state = match world.last_save().1 {
        Save::KeepView { name, state } if name == "models" => state.clone(),
        other => panic!("{other:?}"),
    };
    let shown: Vec<String> = names(&world).into_iter().map(str::to_owned).collect();
    assert_eq!(shown, ["Claude Sonnet 4.5", "Claude 2"]);
    world.take();
    world.press("/ enter");
    assert!(world.saves().is_empty(), "nothing changed");

    let mut world = World::bare(|_| {});
    let question = world.find(|query| matches!(query, Query::Shelf)).unwrap();
    let views = [("models".to_owned(), state)].into();
    let shelf = Shelf { views, ..Shelf::default() };
    world.models();
    world.take();
    world.reply(Reply::Found(question, Ok(Found::Shelf(Box::new(shelf)))));
    let (_, call) = world.operated().unwrap();
    assert_eq!(call.input, json!({"byProvider": "Anthropic"}), "the service is asked again");
    world.press("f2").write("models").press("enter");
    assert_eq!(names(&world), shown);
    assert!(!world.model.explorer.columns().contains(&Column::Provider));
}

/// What was copied last.
fn copied(world: &World) -> String {
    let last = world.effects.iter().rev().find_map(|effect| match effect {
        Effect::Copy(_, text) => Some(text.clone()),
        _ => None,
    });
    last.unwrap_or_default()
}

/// Goes down to the line of this label, and copies it.
fn copy_line(world: &mut World, label: &str) -> String {
    world.press("g");
    for _ in 0..200 {
        let line = world.model.explorer.detail().unwrap().tree.selected().unwrap();
        if line.label == label {
            world.take();
            world.press("y");
            return copied(world);
        }
        world.press("down");
    }
    panic!("{label} is no line");
}

#[test]
fn in_a_detail_y_copies_the_selected_line_and_shift_y_the_arn_as_of_resources() {
    let mut world = world();
    world.press("/").write("nova lite").press("enter y");
    assert_eq!(copied(&world), NOVA, "the id, in the table");
    world.press("enter");
    let arn = format!("arn:aws:bedrock:us-east-1::foundation-model/{NOVA}");
    let model = json!({"modelDetails": {"modelArn": arn, "modelId": NOVA, "modelName": "Nova Lite",
        "outputModalities": ["TEXT"], "modelLifecycle": {"status": "ACTIVE"}}});
    world.answer("GetFoundationModel", Ok(model.clone()));
    assert_eq!(copy_line(&mut world, "On demand"), NOVA, "a way is copied as its id");
    assert_eq!(copy_line(&mut world, "Model ARN"), arn);
    assert_eq!(copy_line(&mut world, "Status"), "ACTIVE");
    let whole = copy_line(&mut world, "Model");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&whole).unwrap(), model);
    assert!(copy_line(&mut world, "Capabilities and limits").contains("Context window: "));
    world.press("Y");
    assert_eq!(copied(&world), arn);
    let footer = world.screen();
    assert!(footer.contains("y copy") && !footer.contains("y copy id"), "{footer}");
}

#[test]
fn the_mouse_selects_rows_and_tabs() {
    let mut world = world();
    let row = 5;
    world.click(4, row);
    assert_eq!(world.model.explorer.list.selected(), Some(1));
    world.click(4, 2);
    assert!(world.model.explorer.typing, "a click on the line begins to filter");
    world.press("esc");
    world.act(Msg::Mouse(Mouse::WheelDown(4, 8)));
    world.click(1, 0);
    assert_eq!(world.model.screen, Screen::Chat);
}

#[test]
fn a_thousand_models_are_filtered_in_the_time_of_a_frame() {
    let mut world = World::new();
    world.press("f2").write("models").press("enter f5");
    let many = (0..1_000).map(|n| {
        let mut entry = fixtures::own().remove(3);
        entry.id = format!("arn:aws:bedrock:us-east-1:123456789012:imported-model/m{n:04}");
        entry.arn.clone_from(&entry.id);
        entry.name = format!("llama-{n:04}-tuned");
        entry
    });
    world.models_and(many.collect(), Vec::new());
    world.press("/");
    let begun = std::time::Instant::now();
    world.write("llama-09 tun");
    let each = begun.elapsed() / 12;
    assert_eq!(names(&world).len(), 100);
    // Twenty times what a release build may take; this one is not optimised.
    assert!(each.as_millis() < 320, "{each:?} a key");
}
