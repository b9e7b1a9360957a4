//! One resource whole: every member of every kind is in its tree, what it names is followed, and
//! what is selected is copied.

use outcrop::api::lookup;
use outcrop::api::plane::Plane;
use outcrop::api::shape::{Kind as Type, Shape};
use outcrop::app::effect::{Effect, Mouse, Msg, Reply};
use outcrop::app::keys::scope::Place;
use outcrop::app::model::Screen;
use outcrop::app::parts::tree::Shown;
use outcrop::app::screens::resources::detail::Detail;
use outcrop::domain::kinds::{ALL, CUSTOM_MODEL, GUARDRAIL_VERSION};
use outcrop::domain::problem::{Kind, Problem};
use serde_json::{Value, json};

use crate::account::{answer, arn, call, calls, failed_job, go, job, listed, refuse};
use crate::world::World;
use crate::{exploring, fixtures};

/// A value with every member of a shape, each leaf of it told from every other; where the leaves
/// stand is put into `leaves`.
fn every(shape: &'static Shape, at: &str, depth: usize, leaves: &mut Vec<String>) -> Value {
    let of = |name: &str| lookup::service(Plane::Control).shape(name).unwrap();
    let leaf = |leaves: &mut Vec<String>| {
        leaves.push(at.to_owned());
        leaves.len()
    };
    match &shape.kind {
        // Shapes that hold themselves end somewhere.
        Type::Structure(_) | Type::List(_) | Type::Map { .. } if depth > 9 => Value::Null,
        Type::Structure(structure) => {
            let members = structure.members.iter().map(|member| {
                let at = format!("{at}/{}", member.name);
                (member.name.clone(), every(of(&member.shape), &at, depth + 1, leaves))
            });
            Value::Object(members.collect())
        }
        Type::List(member) => json!([every(of(member), &format!("{at}/0"), depth + 1, leaves)]),
        Type::Map { value, .. } => {
            json!({ "key": every(of(value), &format!("{at}/key"), depth + 1, leaves) })
        }
        Type::Boolean => json!(leaf(leaves) > 0),
        Type::Timestamp { .. } => json!("2026-11-20T10:40:00Z"),
        Type::Integer | Type::Long | Type::Float | Type::Double => json!(leaf(leaves)),
        Type::String | Type::Blob | Type::Document => json!(format!("leaf {}", leaf(leaves))),
    }
}

#[test]
fn every_member_of_every_kind_is_in_its_tree_and_one_that_nobody_knows() {
    for kind in ALL {
        let shape = lookup::operation(kind.get.operation).unwrap().output().unwrap();
        let mut leaves = Vec::new();
        let mut body = every(shape, "", 0, &mut leaves);
        body["memberOfTomorrow"] = json!("a surprise");
        let world = World::new();
        let mut detail = Detail::of_only(kind);
        detail.show(body.clone());
        assert!(leaves.len() > 3, "{}", kind.name);
        for pointer in &leaves {
            let line = detail.tree.lines().iter().find(|line| line.pointer == *pointer);
            let line = line.unwrap_or_else(|| panic!("{}: {pointer} is not shown", kind.name));
            assert!(line.known && !line.label.is_empty(), "{}: {pointer}", kind.name);
            let said = match &line.value {
                Shown::Text(text) | Shown::Figure(text) | Shown::Link(text) => text.clone(),
                other => panic!("{}: {pointer} is {other:?}", kind.name),
            };
            let meant = match body.pointer(pointer).unwrap() {
                Value::String(text) => text.clone(),
                Value::Bool(_) => "yes".into(),
                other => other.to_string(),
            };
            assert_eq!(said, meant, "{}: {pointer}", kind.name);
        }
        let unknown = detail.tree.lines().iter().find(|line| line.name == "memberOfTomorrow");
        assert!(unknown.is_some_and(|line| !line.known), "{}", kind.name);
        drop(world);
    }
}

#[test]
fn enter_reads_the_selected_one_and_esc_goes_back_to_the_list() {
    let mut world = listed(&["InService", "Creating"]);
    world.press("down enter");
    let (_, get) = call(&world, "GetProvisionedModelThroughput");
    assert_eq!(get.input, json!({ "provisionedModelId": arn("provisioned-model/p0002") }));
    assert_eq!(world.model.place(), Place::Detail);
    assert!(world.screen().contains("chat-2"), "what the list said is shown until it comes");
    world.press("esc");
    assert_eq!(world.model.place(), Place::Board);
    world.press("esc");
    assert_eq!(world.model.screen, Screen::Chat);
}

#[test]
fn what_a_job_made_is_followed_and_esc_comes_back_step_by_step() {
    let mut world = job();
    let select = |world: &mut World, name: &str| {
        let tree = &mut world.model.resources.detail_mut().unwrap().tree;
        let at = tree.lines().iter().position(|line| line.name == name).unwrap();
        tree.list.select(at);
    };
    select(&mut world, "outputModelArn");
    world.press("enter");
    let (_, get) = call(&world, "GetCustomModel");
    let model = arn("custom-model/amazon.nova-lite-v1:0:300k/m1");
    assert_eq!(get.input, json!({ "modelIdentifier": model }));
    answer(
        &mut world,
        "GetCustomModel",
        &json!({"modelArn": model, "modelName": "support-nova", "baseModelArn":
                "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"}),
    );
    let at = world.model.resources.detail().unwrap();
    assert_eq!((at.kind, at.name()), (Some(&CUSTOM_MODEL), "support-nova"));
    select(&mut world, "baseModelArn");
    world.press("enter");
    let (_, get) = call(&world, "GetFoundationModel");
    assert_eq!(get.input, json!({ "modelIdentifier": "amazon.nova-lite-v1:0" }));
    let names = |world: &World| -> Vec<String> {
        world.model.resources.trail().map(str::to_owned).collect()
    };
    assert_eq!(names(&world), ["tune-support", "support-nova", "amazon.nova-lite-v1:0"]);
    world.press("esc esc");
    assert_eq!(names(&world), ["tune-support"]);
    let selected = world.model.resources.detail().unwrap().tree.selected().unwrap();
    assert_eq!(selected.name, "outputModelArn", "where it was left");
}

#[test]
fn an_arn_of_another_region_is_read_there_and_one_of_nothing_known_is_not_followed() {
    let world = World::new();
    let there = "arn:aws:bedrock:eu-west-1:123456789012:custom-model/x/y";
    let detail = Detail::of_arn(there, &world.model.desk).unwrap();
    assert_eq!(detail.call().region.as_deref(), Some("eu-west-1"));
    let here = Detail::of_arn(&arn("custom-model/x/y"), &world.model.desk).unwrap();
    assert_eq!(here.call().region, None);
    assert!(Detail::of_arn("arn:aws:iam::1:role/r", &world.model.desk).is_none());
}

#[test]
fn what_is_selected_is_copied_and_raw_all_of_it() {
    let mut world = job();
    world.take();
    world.press("y");
    let copied = |world: &World| match world.effects.last() {
        Some(Effect::Copy(_, text)) => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(copied(&world), failed_job()["jobArn"].as_str().unwrap());
    world.press("v y");
    let whole: Value = serde_json::from_str(&copied(&world)).unwrap();
    assert_eq!(whole, failed_job());
    assert!(world.screen().contains("\"jobArn\": \"arn:aws:bedrock"), "{}", world.screen());
    world.press("G");
    assert!(world.screen().contains("\"how\": \"new\""), "{}", world.screen());
    world.press("v");
    assert!(!world.screen().contains("\"how\""));
}

#[test]
fn a_failure_is_said_whole_before_all_else() {
    let screen = job().screen();
    let said = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains(failed_job()["failureMessage"].as_str().unwrap()), "{screen}");
}

#[test]
fn what_cannot_be_read_says_why_and_is_read_again() {
    let mut world = listed(&["InService"]);
    world.press("enter");
    let problem =
        Problem::new(Kind::NotFound, "GetProvisionedModelThroughput", "There is no such.");
    refuse(&mut world, "GetProvisionedModelThroughput", problem);
    assert!(world.screen().contains("There is no such."), "{}", world.screen());
    world.take();
    world.press("r");
    answer(&mut world, "GetProvisionedModelThroughput", &json!({"status": "InService"}));
    assert!(!world.screen().contains("There is no such."));
}

#[test]
fn the_versions_of_a_guardrail_stand_below_it_and_are_followed() {
    let mut world = World::new();
    go(&mut world, "guardrails");
    let row = json!({"name": "careful", "arn": arn("guardrail/g1"), "id": "g1", "status": "READY",
                     "version": "DRAFT"});
    answer(&mut world, "ListGuardrails", &json!({ "guardrails": [row.clone()] }));
    world.press("enter");
    let (_, list) = call(&world, "ListGuardrails");
    assert_eq!(list.input["guardrailIdentifier"], arn("guardrail/g1"));
    let second = json!({"name": "careful", "arn": arn("guardrail/g1"), "id": "g1",
                        "status": "READY", "version": "1"});
    answer(&mut world, "GetGuardrail", &json!({"name": "careful", "version": "DRAFT"}));
    answer(&mut world, "ListGuardrails", &json!({ "guardrails": [row, second] }));
    world.press("G enter");
    let (_, get) = call(&world, "GetGuardrail");
    assert_eq!(
        get.input,
        json!({ "guardrailIdentifier": arn("guardrail/g1"), "guardrailVersion": "1" })
    );
    let detail = world.model.resources.detail().unwrap();
    let kind = detail.kind.map(|kind| kind.name);
    assert_eq!((kind, detail.name()), (Some(GUARDRAIL_VERSION.name), "careful version 1"));
    // It is deleted alone, and the guardrail it was reached from is read again.
    answer(&mut world, "GetGuardrail", &json!({"name": "careful", "version": "1"}));
    world.press("d");
    assert!(world.screen().contains("the draft and other versions stay"));
    world.write("careful version 1");
    world.press("enter");
    let (_, delete) = call(&world, "DeleteGuardrail");
    assert_eq!(delete.input, get.input);
    answer(&mut world, "DeleteGuardrail", &json!({}));
    let (_, again) = call(&world, "GetGuardrail");
    assert_eq!(again.input, json!({ "guardrailIdentifier": arn("guardrail/g1") }));
    assert_eq!(world.model.resources.detail().unwrap().name(), "careful");
}

/// A custom model of the catalog, looked at; what serves it was asked for and not answered yet.
fn custom_model(world: &mut World) -> String {
    let tone = arn("custom-model/amazon.nova-lite/abc");
    let row = json!({"modelName": "tone", "modelArn": tone, "modelStatus": "Active"});
    go(world, "custom-models");
    answer(world, "ListCustomModels", &json!({ "modelSummaries": [row.clone()] }));
    world.press("enter");
    answer(world, "GetCustomModel", &row);
    tone
}

#[test]
fn what_serves_a_custom_model_stands_below_it_and_is_followed_to_a_chat() {
    let mut world = World::new();
    let tone = custom_model(&mut world);
    for list in ["ListProvisionedModelThroughputs", "ListCustomModelDeployments"] {
        assert_eq!(call(&world, list).1.input["modelArnEquals"], tone, "{list}");
    }
    // The second answers first; the order of the lines is the same.
    answer(&mut world, "ListCustomModelDeployments", &json!({ "modelDeploymentSummaries": [] }));
    let steady = arn("provisioned-model/ghi");
    let row = json!({"provisionedModelArn": steady, "provisionedModelName": "steady",
                     "status": "InService"});
    let rows = json!({ "provisionedModelSummaries": [row.clone()] });
    answer(&mut world, "ListProvisionedModelThroughputs", &rows);
    let lines = world.model.resources.detail().unwrap().tree.lines();
    let at = |label: &str| lines.iter().position(|line| line.label == label).unwrap();
    assert!(at("Throughput") < at("Deployments"));
    let link = lines.iter().position(|line| line.value == Shown::Link(steady.clone())).unwrap();
    (0..link).for_each(|_| {
        world.press("down");
    });
    world.press("enter");
    answer(&mut world, "GetProvisionedModelThroughput", &row);
    world.press("c");
    assert_eq!(world.chat().conversation.model, steady);
}

#[test]
fn chatting_with_a_custom_model_goes_through_what_serves_it() {
    let mut world = exploring::world();
    custom_model(&mut world);
    world.press("c");
    assert_eq!(world.chat().conversation.model, arn("custom-model-deployment/def"));
    assert!(world.notice().contains("A new conversation with tone"), "{}", world.notice());
    let mut world = exploring::world();
    world.press("f5").models_and(fixtures::own().into_iter().take(1).collect(), Vec::new());
    custom_model(&mut world);
    world.press("c");
    assert!(world.notice().contains("none serves it yet"), "{}", world.notice());
}

#[test]
fn the_only_one_of_its_kind_is_shown_at_once_and_said_in_words() {
    let mut world = World::new();
    go(&mut world, "invocation");
    answer(
        &mut world,
        "GetModelInvocationLoggingConfiguration",
        &json!({"loggingConfig": {"s3Config": {"bucketName": "logs"}}}),
    );
    assert!(world.screen().contains("Model invocations are logged to s3://logs"));
    world.press("esc");
    assert_eq!(world.model.screen, Screen::Chat);
}

#[test]
fn a_click_selects_a_line_and_another_follows_it() {
    let mut world = job().sized(140, 40);
    assert!(calls(&world).iter().all(|(_, call)| call.operation != "GetFoundationModel"));
    let row = |world: &mut World| {
        let screen = world.screen();
        let at = screen.lines().position(|line| line.contains("Base model ARN")).unwrap();
        u16::try_from(at).unwrap()
    };
    let y = row(&mut world);
    world.click(100, y);
    assert_eq!(
        world.model.resources.detail().unwrap().tree.selected().unwrap().name,
        "baseModelArn"
    );
    world.act(Msg::Mouse(Mouse::WheelDown(100, y)));
    let y = row(&mut world);
    world.click(100, y);
    call(&world, "GetFoundationModel");
    world.click(5, 3);
    let names: Vec<&str> = world.model.resources.trail().collect();
    assert_eq!(names, ["tune-support"], "a row of the list beside is looked at instead");
}

#[test]
fn another_account_is_read_anew() {
    let mut world = job();
    world.take();
    world.press("f8").write("eu-west-1").press("enter");
    assert!(world.model.resources.detail().is_none());
    let question = call(&world, "ListModelCustomizationJobs").0;
    assert!(!world.screen().contains("tune-support"));
    world.reply(Reply::Operated(question, Err(crate::fixtures::throttled())));
    assert!(world.screen().contains("Too many requests"));
}

#[test]
fn the_arn_is_copied_from_list_and_detail_by_the_same_key() {
    let mut world = listed(&["InService"]);
    let wanted = arn("provisioned-model/p0001");
    let copied = |world: &World| matches!(world.effects.last(), Some(Effect::Copy(_, text)) if *text == wanted);
    world.press("Y");
    assert!(copied(&world));
    world.press("y");
    assert!(copied(&world), "nothing else names a row");
    world.press("enter");
    answer(
        &mut world,
        "GetProvisionedModelThroughput",
        &crate::account::throughput(1, "InService"),
    );
    world.press("down y");
    assert!(!copied(&world), "the selected line");
    world.press("Y");
    assert!(copied(&world));
}
