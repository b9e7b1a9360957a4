//! Resources that change by themselves: what is shown or watched is read again with growing pauses,
//! what changed is said, and nothing is read when nothing moves.

use outcrop::app::effect::Effect;
use outcrop::domain::operation::Call;
use outcrop::domain::problem::{Kind, Problem};
use serde_json::{Value, json};

use crate::account::{answer, arn, calls, go, listed, refuse, throughput};
use crate::world::World;

const GET: &str = "GetProvisionedModelThroughput";

/// How often one was read since the last `take`.
fn reads(world: &World) -> usize {
    calls(world).iter().filter(|(_, call): &&(_, Call)| call.operation.starts_with("Get")).count()
}

/// Lets it be read again, and answers.
fn again(world: &mut World, n: usize, status: &str) {
    world.take();
    world.wait(31_000);
    assert_eq!(reads(world), 1, "once until it is answered");
    answer(world, GET, &throughput(n, status));
}

#[test]
fn what_moves_is_read_with_growing_pauses_until_it_stands_still() {
    let mut world = listed(&["InService", "Creating"]);
    let mut pauses = Vec::new();
    for _ in 0..9 {
        let began = world.time;
        let due = world.model.pulse().unwrap();
        world.wait(due - began);
        assert_eq!(reads(&world), 1);
        answer(&mut world, GET, &throughput(2, "Creating"));
        world.take();
        pauses.push(due - began);
    }
    assert_eq!((pauses[0], pauses[1], pauses[8]), (2_000, 3_000, 30_000), "{pauses:?}");
    again(&mut world, 2, "InService");
    assert_eq!(world.notice(), "chat-2 is in service now.");
    assert!(
        world.screen().lines().any(|line| line.contains("chat-2") && line.contains("in service"))
    );
    world.wait(20_000).take();
    assert_eq!(world.model.pulse(), None, "nothing moves any more");
}

#[test]
fn nothing_is_read_where_nothing_moves_or_is_shown() {
    let world = listed(&["InService", "Failed"]);
    assert_eq!(world.model.pulse(), None);
    let mut world = listed(&["Creating"]);
    world.press("esc").take();
    assert_eq!(world.model.pulse(), None, "the list is not shown");
    world.wait(60_000);
    assert_eq!(reads(&world), 0);
}

#[test]
fn what_is_watched_is_read_wherever_one_is_and_calls_when_nobody_looks() {
    let mut world = listed(&["Creating"]);
    world.press("w");
    assert!(world.screen().contains("◌chat-1"), "{}", world.screen());
    world.press("esc");
    world.act(outcrop::app::effect::Msg::Focus(false));
    again(&mut world, 1, "Failed");
    assert!(world.notice().contains("chat-1 is failed now"), "{}", world.notice());
    let told = world.effects.iter().find_map(|effect| match effect {
        Effect::Notify(text) => Some(text.clone()),
        _ => None,
    });
    assert!(told.is_some_and(|told| told.contains("chat-1")));
    world.wait(20_000);
    assert_eq!(world.model.pulse(), None);
}

#[test]
fn what_can_be_invoked_is_listed_anew_once_a_way_to_it_has_changed() {
    let mut world = World::new();
    go(&mut world, "provisioned");
    let rows = json!({ "provisionedModelSummaries": [throughput(1, "Creating")] });
    answer(&mut world, "ListProvisionedModelThroughputs", &rows);
    let lists = |world: &World| {
        world.effects.iter().filter(|effect| matches!(effect, Effect::ListModels(_))).count()
    };
    again(&mut world, 1, "Creating");
    assert_eq!(lists(&world), 0, "nothing has changed");
    again(&mut world, 1, "InService");
    assert_eq!(lists(&world), 1);
}

#[test]
fn why_it_failed_is_said_whole() {
    let mut world = listed(&["Creating"]);
    world.take();
    world.wait(2_000);
    let why = "There is not enough capacity for 1 model unit of amazon.nova-lite-v1:0 in us-east-1. \
               Ask for fewer units, or try again in some hours.";
    let mut body = throughput(1, "Failed");
    body["failureMessage"] = json!(why);
    answer(&mut world, GET, &body);
    assert_eq!(world.notice(), format!("chat-1 is failed now: {why}"));
    let screen = world.screen();
    let said = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains(why), "{screen}");
}

#[test]
fn what_is_looked_at_changes_before_ones_eyes() {
    let mut world = listed(&["Creating"]);
    world.press("enter");
    answer(&mut world, GET, &throughput(1, "Creating"));
    again(&mut world, 1, "InService");
    let detail = world.model.resources.detail().unwrap();
    assert_eq!(detail.status(), "InService");
}

#[test]
fn what_is_gone_goes_and_what_cannot_be_read_is_left_alone() {
    let gone = Problem::new(Kind::NotFound, GET, "There is no such.");
    let mut world = listed(&["Creating", "InService"]);
    world.wait(2_000);
    refuse(&mut world, GET, gone);
    assert_eq!(world.notice(), "chat-1 is not there any more.");
    assert_eq!(world.model.resources.board().unwrap().len(), 1);

    let mut throttled = Problem::new(Kind::Throttled, GET, "Too many requests.");
    throttled.retryable = true;
    let mut world = listed(&["Creating"]);
    world.wait(2_000);
    refuse(&mut world, GET, throttled);
    assert_eq!(world.model.pulse(), Some(world.time + 4_000), "tried again, later");
}

#[test]
fn what_may_not_be_read_is_told_once_and_not_tried_again() {
    let denied = Problem::new(Kind::Denied, GET, "You may not do this.");
    let mut world = listed(&["Creating"]);
    world.wait(2_000);
    refuse(&mut world, GET, denied);
    assert!(world.notice().contains("cannot be read any more"), "{}", world.notice());
    world.take();
    world.press("down up").wait(120_000);
    assert_eq!((reads(&world), world.model.pulse()), (0, None));
}

#[test]
fn what_stands_still_is_not_watched_and_says_so() {
    let mut world = listed(&["InService"]);
    world.press("w");
    assert!(world.notice().contains("does not change by itself"), "{}", world.notice());
    assert_eq!(world.model.resources.watches.next(), None);
}

// Tags.

fn tags(pairs: &[(&str, &str)]) -> Value {
    let tags: Vec<Value> =
        pairs.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect();
    json!({ "tags": tags })
}

fn last(world: &World) -> (String, Value) {
    let calls = calls(world);
    let (_, call) = calls.last().unwrap();
    (call.operation.clone(), call.input.clone())
}

#[test]
fn tags_are_listed_added_changed_and_removed() {
    let mut world = listed(&["InService"]);
    world.press("t");
    let one = arn("provisioned-model/p0001");
    assert_eq!(last(&world), ("ListTagsForResource".into(), json!({ "resourceARN": one })));
    answer(&mut world, "ListTagsForResource", &tags(&[("team", "search"), ("cost", "7")]));
    assert!(world.screen().contains("team") && world.screen().contains("2 of 50"));
    world.write("stage=prod two").press("enter");
    assert_eq!(last(&world).0, "ListTagsForResource", "it asks first");
    assert!(world.screen().contains("Set the tag stage of chat-1"), "{}", world.screen());
    world.press("y");
    let tag = json!([{ "key": "stage", "value": "prod two" }]);
    assert_eq!(last(&world), ("TagResource".into(), json!({ "resourceARN": one, "tags": tag })));
    answer(&mut world, "TagResource", &json!({}));
    assert_eq!(last(&world).0, "ListTagsForResource");
    answer(&mut world, "ListTagsForResource", &tags(&[("team", "search"), ("cost", "7")]));
    world.press("down enter");
    assert!(world.screen().contains("cost=7"), "{}", world.screen());
    world.write("8").press("enter y");
    let tag = json!([{ "key": "cost", "value": "78" }]);
    assert_eq!(last(&world).1, json!({ "resourceARN": one, "tags": tag }));
    answer(&mut world, "TagResource", &json!({}));
    answer(&mut world, "ListTagsForResource", &tags(&[("team", "search"), ("cost", "78")]));
    world.press("ctrl-x n");
    assert_eq!(last(&world).0, "ListTagsForResource", "no means no");
    world.press("ctrl-x y");
    let untag = json!({ "resourceARN": one, "tagKeys": ["cost"] });
    assert_eq!(last(&world), ("UntagResource".into(), untag));
}

#[test]
fn a_tag_is_held_to_the_limits_of_the_api() {
    let mut world = listed(&["InService"]);
    world.press("t");
    let many: Vec<(String, String)> = (0..50).map(|n| (format!("k{n}"), String::new())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    answer(&mut world, "ListTagsForResource", &tags(&many));
    world.take();
    world.write("new=1").press("enter");
    assert!(world.screen().contains("at most 50 tags"), "{}", world.screen());
    world.press("ctrl-u").write("k1=a?b").press("enter");
    assert!(world.screen().contains("The value does not have the form"), "{}", world.screen());
    world.press("ctrl-u").paste(&format!("{}=1", "k".repeat(129))).press("enter");
    assert!(world.screen().contains("has 129 characters: 1 to 128"), "{}", world.screen());
    world.press("ctrl-u").write("nothing").press("enter");
    assert!(world.screen().contains("written key=value"), "{}", world.screen());
    assert_eq!(calls(&world), []);
}

#[test]
fn read_only_shows_tags_and_changes_none() {
    let mut world = World::with(|settings| {
        settings.read_only_profiles = vec!["work".into()];
    });
    go(&mut world, "provisioned");
    let rows = json!({ "provisionedModelSummaries": [throughput(1, "InService")] });
    answer(&mut world, "ListProvisionedModelThroughputs", &rows);
    world.press("t");
    answer(&mut world, "ListTagsForResource", &tags(&[("team", "search")]));
    world.take();
    world.write("a=b").press("enter ctrl-x");
    assert!(world.notice().starts_with("Read-only"), "{}", world.notice());
    assert_eq!(calls(&world), []);
    assert!(world.screen().contains("READ-ONLY"), "by the profile in use: {}", world.screen());
}

// Guardrails.

#[test]
fn a_guardrail_is_tried_on_a_text_and_what_it_finds_is_a_tree() {
    let mut world = World::new();
    go(&mut world, "guardrails");
    let row = json!({"name": "careful", "arn": arn("guardrail/g1"), "id": "g1", "status": "READY"});
    answer(&mut world, "ListGuardrails", &json!({ "guardrails": [row] }));
    world.press("a").write("try it").press("enter");
    world.press("enter");
    assert_eq!(calls(&world).len(), 1, "a text is needed");
    world.write("my number is 123").press("enter");
    let (operation, input) = last(&world);
    assert_eq!(operation, "ApplyGuardrail");
    assert_eq!(
        input,
        json!({"guardrailIdentifier": arn("guardrail/g1"), "guardrailVersion": "DRAFT",
               "source": "INPUT", "content": [{"text": {"text": "my number is 123"}}],
               "outputScope": "FULL"})
    );
    let body = json!({"action": "GUARDRAIL_INTERVENED", "outputs": [{"text": "Sorry."}],
                      "assessments": [{"sensitiveInformationPolicy": {"regexes": [
                          {"name": "numbers", "match": "123", "action": "BLOCKED"}]}}]});
    answer(&mut world, "ApplyGuardrail", &body);
    let screen = world.screen();
    for said in ["careful on a text", "GUARDRAIL_INTERVENED", "numbers", "BLOCKED"] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
}

#[test]
fn of_a_batch_job_that_ended_the_records_are_told() {
    let job = |status: &str, counts: [u64; 3]| {
        let [total, processed, failed] = counts;
        json!({"jobArn": arn("model-invocation-job/a"), "jobName": "night", "status": status,
               "totalRecordCount": total, "processedRecordCount": processed,
               "errorRecordCount": failed})
    };
    for (status, counts, said) in [
        ("Completed", [1_200, 1_200, 0], "night is completed now. All 1,200 records succeeded."),
        (
            "PartiallyCompleted",
            [1_200, 1_200, 35],
            "night is partially completed now. 35 of 1,200 records failed.",
        ),
        ("Stopped", [90, 30, 0], "night is stopped now. 30 of 90 records were processed."),
        (
            "Expired",
            [90, 30, 2],
            "night is expired now. 30 of 90 records were processed, 2 of them failed.",
        ),
        ("Failed", [0, 0, 0], "night is failed now."),
        ("Stopping", [90, 30, 0], "night is stopping now."),
    ] {
        let mut world = World::new();
        go(&mut world, "batch");
        let rows = json!({ "invocationJobSummaries": [job("InProgress", [90, 10, 0])] });
        answer(&mut world, "ListModelInvocationJobs", &rows);
        world.take();
        world.wait(31_000);
        answer(&mut world, "GetModelInvocationJob", &job(status, counts));
        assert_eq!(world.notice(), said);
    }
}
