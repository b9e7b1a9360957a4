//! The models one explores, in every state.

use crate::exploring::world;
use crate::fixtures;
use crate::pictures::both;
use crate::world::World;
use outcrop::domain::problem::{Kind, Problem};

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
