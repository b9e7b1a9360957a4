//! What is done with resources by keys: what must be typed first, what is refused and why, what
//! follows, and read-only mode.

use outcrop::app::effect::Effect;
use outcrop::app::keys::scope::Place;
use outcrop::app::model::Screen;
use outcrop::domain::problem::{Kind, Problem};
use serde_json::json;

use crate::account::{answer, arn, call, calls, go, listed, refuse, throughput};
use crate::world::World;

fn names(world: &World) -> Vec<String> {
    let board = world.model.resources.board().unwrap();
    board.visible().map(|(_, row)| board.kind.name_of(row).to_owned()).collect()
}

/// The operations called since the last `take`, each with its input.
fn called(world: &World) -> Vec<(String, serde_json::Value)> {
    calls(world).into_iter().map(|(_, call)| (call.operation, call.input)).collect()
}

#[test]
fn deleting_asks_for_the_name_and_does_nothing_for_another() {
    let mut world = listed(&["InService", "InService"]);
    world.press("d");
    let screen = world.screen();
    assert!(screen.contains("DeleteProvisionedModelThroughput on chat-1."), "{screen}");
    assert!(screen.contains("Type chat-1 to confirm"), "{screen}");
    world.write("chat-2").press("enter");
    assert!(world.notice().contains("type chat-1"), "{}", world.notice());
    assert_eq!(called(&world), []);
    world.press("ctrl-u").write("chat-1").press("enter");
    assert_eq!(
        called(&world),
        [(
            "DeleteProvisionedModelThroughput".into(),
            json!({ "provisionedModelId": arn("provisioned-model/p0001") })
        )]
    );
    answer(&mut world, "DeleteProvisionedModelThroughput", &json!({}));
    assert_eq!(names(&world), ["chat-2"]);
    assert!(world.notice().contains("chat-1"), "{}", world.notice());
}

#[test]
fn esc_leaves_it_all_as_it_is() {
    let mut world = listed(&["InService"]);
    world.press("d").write("chat-1").press("esc");
    assert_eq!((called(&world), world.model.place()), (Vec::new(), Place::Board));
}

#[test]
fn a_commitment_that_runs_is_not_deleted_and_it_is_said_until_when() {
    let mut world = World::new();
    go(&mut world, "provisioned");
    let mut row = throughput(1, "InService");
    row["commitmentDuration"] = json!("SixMonths");
    row["commitmentExpirationTime"] = json!("2027-03-01T00:00:00Z");
    let mut over = throughput(2, "InService");
    over["commitmentDuration"] = json!("OneMonth");
    over["commitmentExpirationTime"] = json!("2026-11-01T00:00:00Z");
    let rows = json!({ "provisionedModelSummaries": [row, over] });
    answer(&mut world, "ListProvisionedModelThroughputs", &rows);
    world.take();
    world.press("d");
    assert_eq!(world.model.place(), Place::Board);
    let notice = world.notice();
    assert!(notice.contains("2027-03-01") && notice.contains("six months"), "{notice}");
    world.press("down d");
    assert_eq!(world.model.place(), Place::Picker, "one that is over can be deleted");
}

#[test]
fn several_are_listed_counted_and_reported_and_what_failed_stays_marked() {
    let mut world = listed(&["InService", "Failed", "InService"]);
    world.press("space space d");
    let screen = world.screen();
    assert!(screen.contains("chat-1") && screen.contains("chat-2"), "{screen}");
    world.write("delete 2").press("enter");
    let asked = calls(&world);
    assert_eq!(asked.len(), 2);
    answer(&mut world, "DeleteProvisionedModelThroughput", &json!({}));
    let problem =
        Problem::new(Kind::Validation, "DeleteProvisionedModelThroughput", "It is in use.");
    let first = asked[0].0;
    world.reply(outcrop::app::effect::Reply::Operated(first, Err(problem)));
    let screen = world.screen();
    assert!(screen.contains("chat-1: ") && screen.contains("It is in use."), "{screen}");
    assert!(screen.contains("chat-2: delete was accepted."), "{screen}");
    world.press("esc");
    let board = world.model.resources.board().unwrap();
    assert_eq!((board.marks(), names(&world)), (1, vec!["chat-1".into(), "chat-3".into()]));
}

#[test]
fn what_a_status_forbids_says_which_one_it_needs() {
    let mut world = World::new();
    go(&mut world, "customization");
    let row = json!({"jobArn": arn("model-customization-job/j1"), "jobName": "tune",
                     "status": "Completed", "creationTime": "2026-11-08T10:40:00Z"});
    let rows = json!({ "modelCustomizationJobSummaries": [row] });
    answer(&mut world, "ListModelCustomizationJobs", &rows);
    world.take();
    world.press("s");
    let said = "tune is completed: “stop” is possible only while it is in progress.";
    assert_eq!(world.notice(), said);
    assert_eq!(called(&world), []);
}

#[test]
fn a_job_that_is_stopped_is_read_again() {
    let mut world = World::new();
    go(&mut world, "customization");
    let row = json!({"jobArn": arn("model-customization-job/j1"), "jobName": "tune",
                     "status": "InProgress", "creationTime": "2026-11-08T10:40:00Z"});
    let rows = json!({ "modelCustomizationJobSummaries": [row] });
    answer(&mut world, "ListModelCustomizationJobs", &rows);
    world.take();
    world.press("s").write("tune").press("enter");
    let (_, stop) = call(&world, "StopModelCustomizationJob");
    assert_eq!(stop.input, json!({ "jobIdentifier": arn("model-customization-job/j1") }));
    answer(&mut world, "StopModelCustomizationJob", &json!({}));
    call(&world, "ListModelCustomizationJobs");
}

#[test]
fn an_operation_that_takes_a_list_gets_one_and_its_errors_are_told() {
    let mut world = World::new();
    go(&mut world, "evaluation");
    let row =
        json!({"jobArn": arn("evaluation-job/e1"), "jobName": "judge", "status": "Completed"});
    answer(&mut world, "ListEvaluationJobs", &json!({ "jobSummaries": [row] }));
    world.take();
    world.press("d").write("judge").press("enter");
    let (_, delete) = call(&world, "BatchDeleteEvaluationJob");
    assert_eq!(delete.input, json!({ "jobIdentifiers": [arn("evaluation-job/e1")] }));
    let errors =
        json!({"errors": [{"jobIdentifier": "e1", "code": "409", "message": "Still busy."}]});
    answer(&mut world, "BatchDeleteEvaluationJob", &errors);
    assert!(world.notice().contains("Still busy."), "{}", world.notice());
    assert_eq!(names(&world), ["judge"]);
}

#[test]
fn the_menu_has_what_can_be_done_and_says_when() {
    let mut world = listed(&["Creating"]);
    world.press("a");
    let screen = world.screen();
    assert!(screen.contains("Delete") && screen.contains("DeleteProvisionedModelThroughput"));
    assert!(screen.contains("only while in service, failed"), "{screen}");
    world.write("copy its").press("enter");
    assert!(matches!(world.effects.last(), Some(Effect::Copy(_, text)) if text.ends_with("p0001")));
}

#[test]
fn a_conversation_is_begun_with_what_is_in_service_and_only_then() {
    let mut world = listed(&["Creating", "InService"]);
    world.press("c");
    assert_eq!(world.model.screen, Screen::Resources);
    assert!(world.notice().contains("only while it is in service"), "{}", world.notice());
    world.press("down c");
    assert_eq!(world.model.screen, Screen::Chat);
    assert_eq!(world.chat().conversation.model, arn("provisioned-model/p0002"));
}

#[test]
fn read_only_hides_what_changes_the_account_and_says_so() {
    let mut world = World::with(|settings| settings.read_only = true);
    go(&mut world, "provisioned");
    let rows = json!({ "provisionedModelSummaries": [throughput(1, "InService")] });
    answer(&mut world, "ListProvisionedModelThroughputs", &rows);
    world.take();
    let screen = world.screen();
    assert!(!screen.contains(" d delete") && screen.contains("READ-ONLY"), "{screen}");
    for key in ["d", "n", "e"] {
        world.press(key);
        assert!(world.notice().starts_with("Read-only:"), "{key}: {}", world.notice());
        world.wait(60_000);
        assert_eq!(world.notice(), "", "{key}");
    }
    world.press("a");
    assert!(!world.screen().contains("DeleteProvisioned"), "{}", world.screen());
    world.press("esc enter");
    answer(&mut world, "GetProvisionedModelThroughput", &throughput(1, "InService"));
    world.press("d");
    assert_eq!((called(&world).len(), world.model.place()), (1, Place::Detail));
}

#[test]
fn one_that_is_looked_at_is_deleted_and_left() {
    let mut world = listed(&["InService", "InService"]);
    world.press("down enter");
    answer(&mut world, "GetProvisionedModelThroughput", &throughput(2, "InService"));
    world.press("delete").write("chat-2").press("enter");
    let (_, delete) = call(&world, "DeleteProvisionedModelThroughput");
    assert_eq!(delete.input, json!({ "provisionedModelId": arn("provisioned-model/p0002") }));
    answer(&mut world, "DeleteProvisionedModelThroughput", &json!({}));
    assert_eq!((world.model.place(), names(&world)), (Place::Board, vec!["chat-1".into()]));
}

#[test]
fn logging_is_switched_off_and_read_again() {
    let mut world = World::new();
    go(&mut world, "invocation");
    let config = json!({"loggingConfig": {"s3Config": {"bucketName": "logs"}}});
    answer(&mut world, "GetModelInvocationLoggingConfiguration", &config);
    world.take();
    world.press("d").write("invocation logging").press("enter");
    let (_, delete) = call(&world, "DeleteModelInvocationLoggingConfiguration");
    assert_eq!(delete.input, json!({}));
    answer(&mut world, "DeleteModelInvocationLoggingConfiguration", &json!({}));
    answer(&mut world, "GetModelInvocationLoggingConfiguration", &json!({}));
    assert!(world.screen().contains("are not logged"), "{}", world.screen());
}

#[test]
fn a_refused_deletion_is_told_and_nothing_goes() {
    let mut world = listed(&["InService"]);
    world.press("d").write("chat-1").press("enter");
    let problem = Problem::new(Kind::Denied, "DeleteProvisionedModelThroughput", "Not allowed.");
    refuse(&mut world, "DeleteProvisionedModelThroughput", problem);
    assert!(world.notice().contains("Not allowed."), "{}", world.notice());
    assert_eq!(names(&world), ["chat-1"]);
}
