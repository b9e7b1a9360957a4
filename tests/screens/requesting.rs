//! Requests by keys: filling one in, what is refused, what is sent, and what came of it.
//! Not here: the draft (unit tests), or how it travels (journeys).

use outcrop::app::effect::{Effect, QuestionId, Reply};
use outcrop::app::model::Overlay;
use outcrop::app::screens::overlay::request::state::{Request, Stage};
use outcrop::domain::operation::{Answer, Call};
use outcrop::domain::problem::{Kind, Problem};
use serde_json::{Value, json};

use crate::world::World;

/// Looks at the resources of a kind, of which there are these.
pub(crate) fn board(world: &mut World, words: &str, body: Value) {
    world.press("f2").write(words).press("enter");
    if let Some((question, _)) = called(world) {
        answer(world, question, body);
    }
    world.take();
}

pub(crate) fn answer(world: &mut World, question: QuestionId, body: Value) {
    let answer = Answer { body, request_id: Some("request-1".into()) };
    world.reply(Reply::Operated(question, Ok(Box::new(answer))));
}

/// The operation asked for last.
pub(crate) fn called(world: &World) -> Option<(QuestionId, Call)> {
    world.effects.iter().rev().find_map(|effect| match effect {
        Effect::Operate(question, call) => Some((*question, (**call).clone())),
        _ => None,
    })
}

pub(crate) fn request(world: &World) -> &Request {
    match world.top() {
        Some(Overlay::Request(request)) => request,
        other => panic!("no request is made: {other:?}"),
    }
}

/// The form that buys throughput.
pub(crate) fn buying() -> World {
    let mut world = World::new();
    board(&mut world, "provisioned", json!({"provisionedModelSummaries": []}));
    world.press("n");
    world
}

/// Fills it in with what would be taken.
pub(crate) fn fill(world: &mut World) {
    world.write("2").press("enter").write("chat-prod").press("enter");
    world.paste("anthropic.claude-v2:1").press("enter right");
}

fn label(world: &World) -> String {
    request(world).row().unwrap().label.clone()
}

fn refusal(why: &str) -> Problem {
    let what = "the service refuses the request";
    let mut problem =
        Problem::new(Kind::Validation, "CreateProvisionedModelThroughput", what).because(why);
    problem.status = Some(400);
    problem.request_id = Some("request-7".into());
    problem
}

#[test]
fn what_is_filled_in_is_sent_once_the_name_is_typed() {
    let mut world = buying();
    fill(&mut world);
    world.press("ctrl-s");
    let Stage::Summary(summary) = &request(&world).stage else { panic!() };
    assert_eq!(
        summary.command,
        "aws bedrock create-provisioned-model-throughput --model-units 2 --provisioned-model-name \
         chat-prod --model-id anthropic.claude-v2:1 --commitment-duration OneMonth \
         --region us-east-1"
    );
    assert!(summary.costs[0].contains("$63.00 an hour for each model unit"), "{summary:?}");
    world.press("y");
    let copied = world.effects.iter().any(
        |effect| matches!(effect, Effect::Copy(_, text) if text.starts_with("aws bedrock create")),
    );
    assert!(copied);
    world.press("enter").write("chat").press("enter");
    assert!(called(&world).is_none(), "the name is not whole");
    assert!(world.notice().contains("Type chat-prod"), "{}", world.notice());
    world.write("-prod").press("enter");
    let (question, call) = called(&world).unwrap();
    assert_eq!(call.operation, "CreateProvisionedModelThroughput");
    let token = call.input["clientRequestToken"].as_str().unwrap().to_owned();
    assert_eq!(
        call.input,
        json!({"modelUnits": 2, "provisionedModelName": "chat-prod", "clientRequestToken": token,
            "modelId": "anthropic.claude-v2:1", "commitmentDuration": "OneMonth"})
    );
    let arn = "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefghijkl";
    world.take();
    answer(&mut world, question, json!({"provisionedModelArn": arn}));
    assert!(world.top().is_none());
    assert!(world.notice().contains(arn), "{}", world.notice());
    let (_, call) = called(&world).unwrap();
    assert_eq!(call.operation, "ListProvisionedModelThroughputs", "the list is read again");
    world.press("n");
    assert!(!request(&world).is_touched(), "the form is forgotten");
}

#[test]
fn a_form_is_not_sent_before_everything_in_it_is_right() {
    let mut world = buying();
    world.write("0").press("ctrl-s");
    assert!(matches!(request(&world).stage, Stage::Form));
    assert_eq!(label(&world), "Model units");
    assert!(world.notice().contains("Not everything is right"), "{}", world.notice());
    let screen = world.screen();
    assert!(screen.contains("Model units is less than 1."), "{screen}");
    assert!(screen.contains("is needed"), "{screen}");
}

#[test]
fn a_refusal_lands_on_its_field_and_nothing_typed_is_lost() {
    let mut world = buying();
    fill(&mut world);
    world.press("ctrl-s enter").write("chat-prod").press("enter");
    let (question, first) = called(&world).unwrap();
    let why = "1 validation error detected: Value '2' at 'modelUnits' failed to satisfy \
               constraint: Member must have value less than or equal to 1";
    world.reply(Reply::Operated(question, Err(refusal(why))));
    assert_eq!(label(&world), "Model units");
    let screen = world.screen();
    assert!(screen.contains("request-7") && screen.contains("chat-prod"), "{screen}");
    assert!(screen.contains("Model units: Member must have value less than"), "{screen}");
    world.take();
    world.press("ctrl-s enter").write("chat-prod").press("enter");
    let (_, again) = called(&world).unwrap();
    assert_eq!(again.input, first.input, "the same once more, with the same token");
}

#[test]
fn an_answer_that_never_came_may_be_sent_again_and_acts_once() {
    let mut world = buying();
    fill(&mut world);
    world.press("ctrl-s enter").write("chat-prod").press("enter");
    let (question, first) = called(&world).unwrap();
    let cut = Problem::new(Kind::Cut, "CreateProvisionedModelThroughput", "it was cut");
    world.reply(Reply::Operated(question, Err(cut)));
    assert!(world.screen().contains("acts only once"), "{}", world.screen());
    world.take();
    world
        .press("up up up ctrl-u")
        .write("3")
        .press("ctrl-s enter")
        .write("chat-prod")
        .press("enter");
    let (_, again) = called(&world).unwrap();
    assert_eq!(again.input["modelUnits"], 3);
    assert_eq!(again.input["clientRequestToken"], first.input["clientRequestToken"]);
}

#[test]
fn esc_goes_back_step_by_step_and_what_was_entered_is_kept() {
    let mut world = buying();
    fill(&mut world);
    world.press("down enter").write("team").press("enter").write("search");
    world.press("esc");
    assert_eq!(label(&world), "Tags");
    world.press("ctrl-s enter esc");
    assert!(matches!(request(&world).stage, Stage::Summary(_)));
    world.press("esc esc");
    assert!(world.top().is_none());
    assert!(world.notice().contains("is kept"), "{}", world.notice());
    world.press("n");
    let tags = &request(&world).draft.value()["tags"];
    assert_eq!(*tags, json!([{"key": "team", "value": "search"}]));
    world.press("ctrl-r n");
    assert!(request(&world).is_touched());
    world.press("ctrl-r y");
    assert!(!request(&world).is_touched());
    world.press("esc n");
    assert!(!request(&world).is_touched());
}

#[test]
fn a_request_that_was_left_while_it_is_sent_says_what_came_of_it() {
    let mut world = buying();
    fill(&mut world);
    world.press("ctrl-s enter").write("chat-prod").press("enter");
    let (question, _) = called(&world).unwrap();
    world.wait(2_000);
    assert!(world.screen().contains("is being sent… 2 s"), "{}", world.screen());
    world.press("esc");
    assert!(world.top().is_none());
    world.reply(Reply::Operated(question, Err(refusal("Too many."))));
    assert!(world.notice().contains("the service refuses"), "{}", world.notice());
    world.press("n");
    assert_eq!(request(&world).draft.value()["modelUnits"], 2);
    assert!(matches!(request(&world).stage, Stage::Form));
}

#[test]
fn read_only_opens_no_form_that_writes() {
    let mut world = World::with(|settings| settings.read_only = true);
    board(&mut world, "provisioned", json!({"provisionedModelSummaries": []}));
    world.press("n");
    assert!(world.top().is_none());
    outcrop::app::update::request::open(&mut world.model, "CreateGuardrail", &json!({}), "New");
    assert!(world.top().is_none());
    assert!(world.notice().contains("Read-only: nothing"), "{}", world.notice());
}

#[test]
fn what_is_changed_begins_as_the_resource_has_it_and_keeps_its_name() {
    let mut world = World::new();
    let arn = "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abcdefghijkl";
    let row = json!({"provisionedModelName": "chat-prod", "provisionedModelArn": arn,
        "modelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
        "status": "InService"});
    board(&mut world, "provisioned", json!({"provisionedModelSummaries": [row]}));
    world.press("e");
    let known = request(&world).draft.value();
    assert_eq!(known["provisionedModelId"], arn);
    assert_eq!(known["desiredProvisionedModelName"], "chat-prod");
    world.write("x").paste("y");
    assert_eq!(request(&world).draft.value(), known, "what names it cannot be typed");
}

#[test]
fn what_is_all_in_one_structure_begins_at_its_fields() {
    let mut world = World::new();
    let config = json!({"loggingConfig": {"s3Config": {"bucketName": "logs"}}});
    board(&mut world, "invocation", config);
    world.press("e");
    go_to(&mut world, "Text data delivery enabled");
    world.press("right");
    assert_eq!(request(&world).draft.value()["loggingConfig"]["textDataDeliveryEnabled"], true);
    // A page below leads back here, and this one out of the form.
    go_to(&mut world, "S3 config");
    world.press("enter");
    assert_eq!(label(&world), "Bucket name");
    world.press("esc");
    assert_eq!(label(&world), "S3 config");
    world.press("ctrl-r y");
    assert_eq!(request(&world).draft.value()["loggingConfig"]["s3Config"]["bucketName"], "logs");
    world.press("ctrl-s");
    let Stage::Summary(summary) = &request(&world).stage else { panic!() };
    assert_eq!(summary.values, [("S3 config".into(), "bucketName logs".into())]);
    world.press("esc");
    go_to(&mut world, "S3 config");
    world.press("esc");
    assert!(world.top().is_none(), "{}", world.screen());
}

#[test]
fn a_summary_leaves_nothing_out_and_a_row_says_where_it_does() {
    let mut world = World::new();
    let role = format!("arn:aws:iam::123456789012:role/{}", "r".repeat(30));
    let config = json!({"loggingConfig": {"cloudWatchConfig": {"logGroupName": "/bedrock",
        "roleArn": role, "largeDataDeliveryS3Config": {"bucketName": "big-data", "keyPrefix": "x/y"}}}});
    board(&mut world, "invocation", config);
    world.press("e");
    let value = request(&world).form.selected().unwrap().value();
    assert!(value.ends_with("largeDataDeliveryS3Config (…)"), "{value}");
    world.press("ctrl-s");
    let Stage::Summary(summary) = &request(&world).stage else { panic!() };
    assert_eq!(summary.values[0].0, "CloudWatch config");
    assert!(summary.values[0].1.ends_with("(bucketName big-data, keyPrefix x/y)"), "{summary:?}");
}

#[test]
fn json_of_the_editor_becomes_the_form() {
    let mut world = World::new();
    board(&mut world, "guardrails", json!({"guardrails": []}));
    world.press("n ctrl-g");
    let Some(Effect::EditText(text)) = world.effects.last() else { panic!() };
    assert!(text.contains("blockedInputMessaging"), "{text}");
    world.reply(Reply::Edited(Ok(Some("{\"name\": 5}".into()))));
    assert!(world.screen().contains("The JSON was not taken"), "{}", world.screen());
    let whole = r#"{"name": "g", "blockedInputMessaging": "a", "blockedOutputsMessaging": "b"}"#;
    world.reply(Reply::Edited(Ok(Some(whole.into()))));
    world.press("ctrl-s enter");
    let (_, call) = called(&world).unwrap();
    assert_eq!(call.operation, "CreateGuardrail");
    assert_eq!(call.input["blockedOutputsMessaging"], "b");
}

#[test]
fn a_list_is_sent_empty_where_that_is_said_and_not_at_all_where_it_is_not() {
    let mut world = buying();
    fill(&mut world);
    let before = request(&world).draft.value();
    go_to(&mut world, "Tags");
    assert!(world.screen().contains("ctrl-x empty list"), "{}", world.screen());
    world.press("ctrl-x");
    assert_eq!(request(&world).draft.value()["tags"], json!([]));
    assert!(world.screen().contains("empty list"), "{}", world.screen());
    world.press("ctrl-s");
    let Stage::Summary(summary) = &request(&world).stage else { panic!() };
    assert!(summary.values.contains(&("Tags".into(), "empty list".into())), "{summary:?}");
    assert!(summary.command.contains(" --tags '[]' "), "{}", summary.command);
    world.press("enter").write("chat-prod").press("enter");
    let (question, call) = called(&world).unwrap();
    assert_eq!(call.input["tags"], json!([]));
    let refused = Problem::new(Kind::Validation, "CreateProvisionedModelThroughput", "No.");
    world.reply(Reply::Operated(question, Err(refused)));
    // The same key takes it back; the other takes whatever is there.
    go_to(&mut world, "Tags");
    world.press("ctrl-x");
    assert_eq!(request(&world).draft.value(), before);
    world.press("ctrl-x ctrl-u");
    assert_eq!(request(&world).draft.value(), before);
    // A list that is begun is no longer empty, and an element is taken out by the same key.
    world.press("ctrl-x enter").write("team").press("enter").write("search");
    assert_eq!(
        request(&world).draft.value()["tags"],
        json!([{ "key": "team", "value": "search" }])
    );
    world.press("ctrl-x");
    assert_eq!(request(&world).draft.value(), before);
}

#[test]
fn what_holds_no_list_is_not_offered_to_be_sent_empty() {
    let mut world = buying();
    assert!(!world.screen().contains("empty list"), "{}", world.screen());
    world.press("ctrl-x");
    assert_eq!(request(&world).draft.value(), json!({}));
}

/// A form that customizes a model, this row of it selected.
pub(crate) fn customizing(label: &str) -> World {
    let mut world = World::new();
    let body = json!({"modelCustomizationJobSummaries": [{"jobName": "job-1", "jobArn": "arn:1",
        "outputDataConfig": {"s3Uri": "s3://bucket/out/"}}]});
    world.press("f2").write("customization").press("enter");
    let (question, _) = called(&world).unwrap();
    answer(&mut world, question, body);
    let role = "arn:aws:iam::123456789012:role/Bedrock";
    world.model.desk.seen.read(&json!([role, "arn:aws:iam::123456789012:role/Other"]));
    world.press("n");
    go_to(&mut world, label);
    world.take();
    world
}

pub(crate) fn go_to(world: &mut World, wanted: &str) {
    for _ in 0..30 {
        if label(world) == wanted {
            return;
        }
        world.press("down");
    }
    panic!("{wanted} is no row");
}

fn offered(world: &World) -> Vec<String> {
    let Some(Overlay::Offered(offered)) = world.top() else { panic!("nothing is offered") };
    offered.chooser.shown().map(|(offer, _)| offer.value.clone()).collect()
}

#[test]
fn what_was_seen_before_is_offered_and_typing_stays_possible() {
    let mut world = customizing("Role ARN");
    world.press("ctrl-o");
    assert_eq!(offered(&world)[0], "arn:aws:iam::123456789012:role/Other", "the last seen first");
    world.write("bedrock").press("enter");
    let value = |world: &World| request(world).draft.value();
    assert_eq!(value(&world)["roleArn"], "arn:aws:iam::123456789012:role/Bedrock");
    world.write("X");
    assert_eq!(value(&world)["roleArn"], "arn:aws:iam::123456789012:role/BedrockX");
    go_to(&mut world, "Output data config");
    world.press("right enter");
    assert_eq!(value(&world)["outputDataConfig"]["s3Uri"], "s3://bucket/out/");
    world.press("left right");
    assert!(matches!(world.top(), Some(Overlay::Request(_))), "in the text it moves");
    world.press("right");
    assert!(matches!(world.top(), Some(Overlay::Offered(_))), "at its end it offers");
}

#[test]
fn the_base_models_offered_are_those_of_the_customization_and_what_the_account_made() {
    let mut world = customizing("Base model identifier");
    world.press("ctrl-o");
    let (question, call) = called(&world).unwrap();
    assert_eq!(call.operation, "ListCustomModels");
    let arn = "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.nova-lite/abcdefghijkl";
    let row = json!({"modelName": "mine", "modelArn": arn, "modelStatus": "Active"});
    answer(&mut world, question, json!({"modelSummaries": [row.clone()], "nextToken": "2"}));
    let (question, call) = called(&world).unwrap();
    assert_eq!(call.input["nextToken"], "2", "all pages are read");
    answer(&mut world, question, json!({"modelSummaries": [row]}));
    let all = offered(&world);
    assert!(!all.contains(&"us.amazon.nova-2-lite-v1:0".to_owned()), "a profile is none: {all:?}");
    world.press("esc");
    go_to(&mut world, "Customization type");
    world.press("space space space");
    assert_eq!(request(&world).draft.value()["customizationType"], "DISTILLATION");
}

#[test]
fn a_change_that_replaces_everything_begins_with_everything() {
    let mut world = World::new();
    let arn = "arn:aws:bedrock:us-east-1:123456789012:guardrail/abcdefghijkl";
    let row = json!({"id": "abcdefghijkl", "arn": arn, "name": "g", "status": "READY"});
    board(&mut world, "guardrails", json!({"guardrails": [row]}));
    world.press("e");
    assert!(world.top().is_none());
    assert!(world.notice().contains("it is read whole first"), "{}", world.notice());
    let asked = world.effects.iter().find_map(|effect| match effect {
        Effect::Operate(question, call) if call.operation == "GetGuardrail" => Some(*question),
        _ => None,
    });
    let topics = json!({"topics": [{"name": "t", "definition": "d", "type": "DENY"}]});
    answer(
        &mut world,
        asked.unwrap(),
        json!({"guardrailArn": arn, "guardrailId": "abcdefghijkl",
        "name": "g", "status": "READY", "blockedInputMessaging": "a",
        "blockedOutputsMessaging": "b", "topicPolicy": topics}),
    );
    assert_eq!(world.notice(), "", "what was said of the reading goes with it");
    let known = request(&world).draft.value();
    assert_eq!(known["topicPolicyConfig"]["topicsConfig"][0]["name"], "t");
    assert_eq!(known["guardrailIdentifier"], arn);
}

#[test]
fn a_change_that_waits_for_a_reading_is_not_made_to_another() {
    let mut world = World::new();
    let row = |name: &str| {
        let arn = format!("arn:aws:bedrock:us-east-1:123456789012:guardrail/{name}");
        json!({"id": name, "arn": arn, "name": name, "status": "READY"})
    };
    board(&mut world, "guardrails", json!({"guardrails": [row("first"), row("second")]}));
    world.press("e esc down enter");
    let asked = world.effects.iter().rev().find_map(|effect| match effect {
        Effect::Operate(question, call) if call.operation == "GetGuardrail" => Some(*question),
        _ => None,
    });
    let mut whole = row("second");
    whole["guardrailArn"] = whole["arn"].clone();
    whole["blockedInputMessaging"] = json!("a");
    whole["blockedOutputsMessaging"] = json!("b");
    answer(&mut world, asked.unwrap(), whole);
    assert!(world.top().is_none(), "{}", world.screen());
}
