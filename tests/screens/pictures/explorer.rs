//! The models one explores, in every state.

use crate::exploring::world;
use crate::fixtures::{self, ALL, BARE_SONNET};
use crate::granting;
use crate::pictures::both;
use crate::world::World;
use outcrop::domain::problem::{Kind, Problem};
use serde_json::json;

#[test]
fn the_table_of_models() {
    both("explorer", world());
}

#[test]
fn being_listed_for_the_first_time() {
    let mut world = World::bare(|_| {});
    world.press("f2").write("models").press("enter");
    both("explorer-loading", world);
}

#[test]
fn one_list_refused() {
    let mut world = World::new();
    world.press("f2").write("models").press("enter f5");
    let denied = Problem::new(Kind::Denied, "ListCustomModels", "you may not do this")
        .advise("ask for bedrock:ListCustomModels on *");
    world.models_and(fixtures::own().split_off(2), vec![denied]);
    both("explorer-gap", world);
}

#[test]
fn filtered_by_a_word_and_facets_and_sorted() {
    let mut world = world();
    world.press("f").write("provider anthropic").press("enter esc");
    world.press("o").write("sort by context desc").press("enter");
    world.press("/").write("claude");
    both("explorer-filtered", world);
}

/// A model looked at, with all its answers.
fn looked_at() -> World {
    let mut world = world();
    world.press("/").write("sonnet").press("enter enter");
    world.answer("GetFoundationModelAvailability", Ok(granting::availability("AVAILABLE", ALL)));
    let model = json!({"modelDetails": {
        "modelArn": format!("arn:aws:bedrock:us-east-1::foundation-model/{BARE_SONNET}"),
        "modelId": BARE_SONNET, "modelName": "Claude Sonnet 4.5", "providerName": "Anthropic",
        "inputModalities": ["TEXT", "IMAGE"], "outputModalities": ["TEXT"],
        "modelLifecycle": {"status": "ACTIVE", "startOfLifeTime": "2025-09-29T00:00:00Z"},
    }});
    world.answer("GetFoundationModel", Ok(model));
    world.answer("ListFoundationModelAgreementOffers", Err(fixtures::throttled()));
    world
}

#[test]
fn one_model_whole() {
    both("explorer-detail", looked_at());
}

#[test]
fn the_end_of_what_is_known_of_one() {
    let mut world = looked_at();
    world.press("G");
    both("explorer-detail-end", world);
}

#[test]
fn access_that_is_missing() {
    both("access-missing", granting::looked_at("NOT_AVAILABLE"));
}

#[test]
fn access_that_is_granted() {
    both("access-granted", granting::looked_at("AVAILABLE"));
}

#[test]
fn the_use_case_form() {
    let mut world = granting::looked_at("NOT_AVAILABLE");
    world.press("R").write("Acme").press("down").write("acme.example").press("ctrl-s");
    both("access-form", world);
}

#[test]
fn the_terms_of_an_offer() {
    both("access-terms", granting::offered());
    both("access-offers", granting::two_offers());
}

#[test]
fn taking_an_agreement_back() {
    let mut world = granting::looked_at("AVAILABLE");
    world.press("W").write("Claude");
    both("access-withdraw", world);
}

#[test]
fn one_model_in_several_regions() {
    both("explorer-regions", granting::regions());
}

#[test]
fn nothing_matches() {
    let mut world = world();
    world.press("/").write("zzzz");
    both("explorer-nothing", world);
}

#[test]
fn the_facets_to_choose() {
    let mut world = world();
    world.press("f").write("provider").press("enter");
    both("explorer-facets", world);
}

#[test]
fn the_order_to_choose() {
    let mut world = world();
    world.press("o");
    both("explorer-order", world);
}
