//! What was made in a form: its row is selected in the list of its kind, whatever hides it there, and
//! a service that does not know it at once is asked again. Not here: the form (requesting).

use outcrop::domain::problem::{Kind, Problem};
use serde_json::{Value, json};

use crate::account::{answer, arn, call, calls, go, refuse, throughput};
use crate::requesting::fill;
use crate::world::World;

const LIST: &str = "ListProvisionedModelThroughputs";
const GET: &str = "GetProvisionedModelThroughput";
const CREATE: &str = "CreateProvisionedModelThroughput";

/// These of the provisioned throughput, of which there are more where that is said.
fn page(numbers: impl IntoIterator<Item = usize>, more: bool) -> Value {
    let rows: Vec<Value> = numbers.into_iter().map(|n| throughput(n, "InService")).collect();
    let mut page = json!({ "provisionedModelSummaries": rows });
    if more {
        page["nextToken"] = json!("more");
    }
    page
}

/// Makes one in the form: it is number 9.
fn make(world: &mut World) {
    world.press("n");
    fill(world);
    world.press("ctrl-s enter").write("chat-prod").press("enter");
    answer(world, CREATE, &json!({ "provisionedModelArn": arn("provisioned-model/p0009") }));
}

fn selected(world: &World) -> String {
    let board = world.model.resources.board().unwrap();
    board.selected().map(|row| board.kind.name_of(row).to_owned()).unwrap_or_default()
}

/// A list of two, and one that was just made.
fn made() -> World {
    let mut world = World::new();
    go(&mut world, "provisioned");
    answer(&mut world, LIST, &page([1, 2], false));
    world.press("down");
    make(&mut world);
    world
}

#[test]
fn what_was_made_is_selected_and_enter_looks_at_it() {
    let mut world = made();
    answer(&mut world, LIST, &page([1, 2, 9], false));
    assert_eq!(selected(&world), "chat-9");
    assert!(world.model.resources.watches.keeps(&arn("provisioned-model/p0009")));
    assert!(world.notice().contains("done."), "{}", world.notice());
    world.press("enter");
    let (_, read) = call(&world, GET);
    assert_eq!(read.input["provisionedModelId"], arn("provisioned-model/p0009"));
}

#[test]
fn what_was_made_is_looked_for_on_the_pages_behind() {
    let mut world = made();
    answer(&mut world, LIST, &page((100..300).chain([1, 2]), true));
    assert_eq!(call(&world, LIST).1.input["nextToken"], "more", "it is not on the first page");
    answer(&mut world, LIST, &page([9], false));
    assert_eq!(selected(&world), "chat-9");
    world.press("down");
    answer_next(&mut world);
    assert_eq!(selected(&world), "chat-9", "the last row");
}

/// Reads the list again.
fn answer_next(world: &mut World) {
    world.press("f5");
    answer(world, LIST, &page((100..300).chain([1, 2, 9]), false));
}

#[test]
fn a_filter_that_hides_it_goes_and_that_is_said() {
    let mut world = World::new();
    go(&mut world, "provisioned");
    answer(&mut world, LIST, &page([1, 2], false));
    world.press("/").write("p0001").press("enter");
    make(&mut world);
    answer(&mut world, LIST, &page([1, 2, 9], false));
    assert_eq!(selected(&world), "chat-9");
    assert_eq!(world.notice(), "chat-9 is selected; the filter hid it and is taken away.");
    assert!(!world.model.resources.board().unwrap().is_narrowed());
}

#[test]
fn a_filter_that_shows_it_stays() {
    let mut world = World::new();
    go(&mut world, "provisioned");
    answer(&mut world, LIST, &page([1, 2], false));
    world.press("/").write("chat").press("enter");
    make(&mut world);
    answer(&mut world, LIST, &page([1, 2, 9], false));
    assert_eq!(selected(&world), "chat-9");
    assert!(world.model.resources.board().unwrap().is_narrowed());
}

#[test]
fn a_list_that_was_asked_for_others_is_asked_for_all() {
    let mut world = World::new();
    go(&mut world, "provisioned");
    answer(&mut world, LIST, &page([1, 2], false));
    world.press("f").write("2025-01-01").press("enter");
    answer(&mut world, LIST, &page([1], false));
    assert!(!world.model.resources.board().unwrap().query().is_empty());
    make(&mut world);
    answer(&mut world, LIST, &page([1], false));
    assert!(world.notice().contains("leaves the new provisioned throughput out"));
    assert_eq!(call(&world, LIST).1.input, json!({ "maxResults": 100 }));
    answer(&mut world, LIST, &page([1, 2, 9], false));
    assert_eq!(selected(&world), "chat-9");
}

#[test]
fn whoever_has_gone_to_another_row_is_left_there() {
    let mut world = made();
    world.press("up");
    answer(&mut world, LIST, &page([1, 2, 9], false));
    assert_eq!(selected(&world), "chat-1");
}

#[test]
fn what_is_not_listed_yet_is_selected_when_the_service_knows_it() {
    let mut world = made();
    answer(&mut world, LIST, &page([1, 2], false));
    assert_eq!(selected(&world), "chat-2");
    assert!(world.notice().contains("does not list the new"), "{}", world.notice());
    world.take();
    world.wait(2_000);
    answer(&mut world, GET, &throughput(9, "Creating"));
    answer(&mut world, LIST, &page([1, 2, 9], false));
    assert_eq!(selected(&world), "chat-9");
}

#[test]
fn one_made_from_a_detail_is_shown_in_its_list() {
    let mut world = World::new();
    go(&mut world, "provisioned");
    answer(&mut world, LIST, &page([1, 2], false));
    world.press("enter");
    answer(&mut world, GET, &throughput(1, "InService"));
    make(&mut world);
    answer(&mut world, LIST, &page([1, 2, 9], false));
    assert!(world.model.resources.detail().is_none());
    assert_eq!(selected(&world), "chat-9");
}

#[test]
fn one_made_of_another_kind_is_selected_when_its_list_is_gone_to() {
    let mut world = World::new();
    go(&mut world, "custom models");
    let row = json!({"modelArn": arn("custom-model/amazon.nova-lite-v1:0:300k/abcdefghijkl"), "modelName": "tuned",
                     "modelStatus": "Active", "creationTime": "2026-11-08T10:40:00Z"});
    answer(&mut world, "ListCustomModels", &json!({ "modelSummaries": [row] }));
    world.press("a").write("throughput").press("enter");
    world.write("2").press("enter").write("chat-prod").press("enter ctrl-s enter");
    world.write("chat-prod").press("enter");
    answer(&mut world, CREATE, &json!({ "provisionedModelArn": arn("provisioned-model/p0009") }));
    go(&mut world, "provisioned");
    answer(&mut world, LIST, &page([1, 2, 9], false));
    assert_eq!(selected(&world), "chat-9");
}

// The service does not know at once what it made.

fn unknown() -> Problem {
    Problem::new(Kind::NotFound, GET, "There is no such.")
}

#[test]
fn one_the_service_does_not_know_yet_is_not_gone() {
    let mut world = made();
    answer(&mut world, LIST, &page([1, 2, 9], false));
    world.take();
    let mut pauses = Vec::new();
    for _ in 0..3 {
        let due = world.model.pulse().filter(|due| *due < world.time + 60_000).unwrap();
        pauses.push(due - world.time);
        world.wait(due - world.time);
        if !calls(&world).is_empty() {
            refuse(&mut world, GET, unknown());
            world.take();
        }
        assert!(!world.notice().contains("not there any more"), "{}", world.notice());
    }
    assert_eq!(world.model.resources.board().unwrap().len(), 3);
    world.wait(30_000);
    answer(&mut world, GET, &throughput(9, "InService"));
    assert_eq!(world.notice(), "chat-9 is in service now.");
}

#[test]
fn one_that_was_known_and_is_not_any_more_is_gone() {
    let mut world = made();
    answer(&mut world, LIST, &page([1, 2, 9], false));
    world.take();
    world.wait(2_000);
    answer(&mut world, GET, &throughput(9, "Creating"));
    world.take();
    world.wait(4_000);
    refuse(&mut world, GET, unknown());
    assert_eq!(world.notice(), "chat-9 is not there any more.");
}

#[test]
fn one_that_is_never_known_is_said_to_be_unknown_in_the_end() {
    let mut world = made();
    answer(&mut world, LIST, &page([1, 2], false));
    for _ in 0..20 {
        world.take();
        world.wait(31_000);
        refuse(&mut world, GET, unknown());
        if world.notice().contains("still does not know it") {
            break;
        }
    }
    assert!((120_000..200_000).contains(&world.time), "{}", world.time);
    assert_eq!(world.model.resources.watches.next(), None);
}
