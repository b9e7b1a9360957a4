//! Lists of resources: narrowed, sorted, asked for otherwise, read to their end behind the screen.

use outcrop::app::keys::scope::Place;
use outcrop::app::model::Screen;
use serde_json::{Value, json};

use crate::account::{answer, call, calls, go, listed, throughput};
use crate::world::World;

const LIST: &str = "ListProvisionedModelThroughputs";

fn names(world: &World) -> Vec<String> {
    let board = world.model.resources.board().unwrap();
    board.visible().map(|(_, row)| board.kind.name_of(row).to_owned()).collect()
}

fn selected(world: &World) -> String {
    let board = world.model.resources.board().unwrap();
    board.kind.name_of(board.selected().unwrap()).to_owned()
}

/// Page `at` of a list of 1,000: every third one is being created.
fn page(at: usize) -> Value {
    let mut rows: Vec<Value> = (at * 100..at * 100 + 100)
        .map(|n| throughput(n, if n % 3 == 0 { "Creating" } else { "InService" }))
        .collect();
    if at == 7 {
        rows[77]["provisionedModelName"] = json!("the needle");
    }
    let mut body = json!({ "provisionedModelSummaries": rows });
    if at < 9 {
        body["nextToken"] = json!(format!("page {}", at + 1));
    }
    body
}

fn thousand() -> World {
    let mut world = World::new();
    go(&mut world, "provisioned");
    answer(&mut world, LIST, &page(0));
    world.take();
    world
}

#[test]
fn pages_are_read_as_one_scrolls() {
    let mut world = thousand();
    assert_eq!(calls(&world), [], "there is enough to see");
    world.press("G");
    let (_, next) = call(&world, LIST);
    assert_eq!(next.input, json!({"maxResults": 100, "nextToken": "page 1"}));
    answer(&mut world, LIST, &page(1));
    assert_eq!(selected(&world), "chat-99", "the selection stays");
    assert!(world.screen().contains("200 and more"), "{}", world.screen());
}

#[test]
fn what_is_typed_narrows_and_reads_the_rest_behind_the_screen() {
    let mut world = thousand();
    world.press("/").write("needle");
    assert!(world.screen().contains("0 found · 100 searched, more loading…"), "{}", world.screen());
    assert!(world.screen().contains("Nothing matches yet"), "{}", world.screen());
    for at in 1..10 {
        let (_, next) = call(&world, LIST);
        assert_eq!(next.input["nextToken"], format!("page {at}"));
        answer(&mut world, LIST, &page(at));
    }
    assert!(world.screen().contains("1 found · 1,000"), "{}", world.screen());
    assert_eq!(names(&world), ["the needle"]);
    world.press("enter");
    assert_eq!(world.model.place(), Place::Board);
    assert_eq!(names(&world), ["the needle"], "enter keeps it");
    world.press("esc");
    assert_eq!(selected(&world), "the needle", "the selection stays on its resource");
    assert!(world.screen().contains(" 1,000"), "{}", world.screen());
}

#[test]
fn reading_behind_the_screen_is_cancelled_by_esc() {
    let mut world = thousand().sized(140, 40);
    world.press("/").write("creating").press("enter").take();
    assert_eq!(world.model.resources.board().unwrap().len(), 34);
    world.press("esc");
    answer_pending(&mut world);
    assert_eq!(calls(&world), [], "no further page is asked for");
    assert!(world.screen().contains("200 searched, not all"), "{}", world.screen());
    assert!(world.screen().contains("/creating"), "{}", world.screen());
    world.press("esc");
    assert!(!world.screen().contains("/creating"), "{}", world.screen());
    assert_eq!(world.model.screen, Screen::Resources);
}

/// Answers the page that was on its way when the effects were taken.
fn answer_pending(world: &mut World) {
    let (question, _) = {
        let mut again = thousand();
        again.press("/").write("creating").press("enter");
        call(&again, LIST)
    };
    let answer = outcrop::domain::operation::Answer { body: page(1), request_id: None };
    world.reply(outcrop::app::effect::Reply::Operated(question, Ok(Box::new(answer))));
}

#[test]
fn esc_in_the_line_takes_away_what_is_typed() {
    let mut world = listed(&["InService", "Failed"]);
    world.press("/").write("failed");
    assert_eq!(names(&world), ["chat-2"]);
    world.press("esc");
    assert_eq!((names(&world).len(), world.model.place()), (2, Place::Board));
}

#[test]
fn a_list_is_sorted_by_any_column_either_way() {
    let mut world = World::new();
    go(&mut world, "provisioned");
    let mut rows: Vec<Value> = (1..=3).map(|n| throughput(n, "InService")).collect();
    rows[0]["modelUnits"] = json!(5);
    rows[1]["modelUnits"] = json!(20);
    rows[2]["creationTime"] = json!("2026-11-19T10:40:00Z");
    rows[2]["modelUnits"] = Value::Null;
    answer(&mut world, LIST, &json!({ "provisionedModelSummaries": rows }));
    world.press("down");
    let sort = |world: &mut World, words: &str| {
        world.press("o").write(words).press("enter");
        names(world)
    };
    assert_eq!(sort(&mut world, "units falling"), ["chat-2", "chat-1", "chat-3"]);
    assert_eq!(selected(&world), "chat-2", "the selection stays on its resource");
    assert_eq!(sort(&mut world, "units rising"), ["chat-1", "chat-2", "chat-3"], "none is last");
    assert_eq!(
        sort(&mut world, "age rising"),
        ["chat-3", "chat-1", "chat-2"],
        "the youngest first"
    );
    assert!(world.screen().contains("by Age rising"), "{}", world.screen());
    assert_eq!(sort(&mut world, "as the service"), ["chat-1", "chat-2", "chat-3"]);
}

#[test]
fn the_service_is_asked_for_what_the_form_says() {
    let mut world = listed(&["InService", "Failed"]).sized(140, 40);
    world.press("f");
    let screen = world.screen();
    for member in ["creationTimeAfter", "statusEquals", "modelArnEquals", "nameContains", "sortBy"]
    {
        assert!(screen.contains(&member[..13.min(member.len())]), "{member}: {screen}");
    }
    assert!(!screen.contains("nextToken") && !screen.contains("maxResults"), "{screen}");
    // creationTimeAfter, creationTimeBefore, statusEquals, ...
    world.write("2026-11-31").press("enter");
    assert_eq!(calls(&world), [], "there is no such day");
    world.press("ctrl-u").write("2026-11-01").press("down down right").press("enter");
    let (_, list) = call(&world, LIST);
    assert_eq!(
        list.input,
        json!({"maxResults": 100, "creationTimeAfter": "2026-11-01T00:00:00Z",
               "statusEquals": "Creating"})
    );
    assert!(world.screen().contains("statusEquals Creating"), "{}", world.screen());
    answer(&mut world, LIST, &json!({ "provisionedModelSummaries": [] }));
    assert!(world.screen().contains("lists nothing for what it is asked"), "{}", world.screen());
    world.press("f");
    assert!(world.screen().contains("2026-11-01T00:00:00Z"), "{}", world.screen());
}

#[test]
fn a_refresh_keeps_what_is_shown_until_as_much_has_come_and_the_selection_on_its_resource() {
    let mut world = thousand();
    world.press("G");
    answer(&mut world, LIST, &page(1));
    world.press("G up up").take();
    let before = selected(&world);
    world.press("r");
    answer(&mut world, LIST, &page(0));
    assert_eq!(
        (selected(&world), world.model.resources.board().unwrap().len()),
        (before.clone(), 200)
    );
    let mut other = page(1);
    let rows = other["provisionedModelSummaries"].as_array_mut().unwrap();
    rows.insert(0, throughput(5_000, "InService"));
    answer(&mut world, LIST, &other);
    let board = world.model.resources.board().unwrap();
    assert_eq!((selected(&world), board.len()), (before, 201));
}

#[test]
fn marks_are_taken_away_by_esc_or_all_at_once() {
    let mut world = listed(&["InService", "Failed", "Failed"]);
    world.press("space space");
    assert!(world.screen().contains("2 marked"), "{}", world.screen());
    world.press("A");
    assert_eq!(world.model.resources.board().unwrap().marks(), 0);
    world.press("space esc");
    assert_eq!(
        (world.model.resources.board().unwrap().marks(), world.model.screen),
        (0, Screen::Resources)
    );
}

#[test]
fn what_takes_no_filter_says_so() {
    let mut world = World::new();
    go(&mut world, "guardrails");
    answer(&mut world, "ListGuardrails", &json!({"guardrails": [{"name": "careful"}]}));
    world.press("f");
    assert!(world.notice().contains("ListGuardrails takes no filter"), "{}", world.notice());
}
