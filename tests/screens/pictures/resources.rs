//! Lists of resources, one of them whole, and what lies over them.

use serde_json::json;

use super::both;
use crate::account::{answer, go, job, listed};
use crate::fixtures::throttled;
use crate::world::World;

#[test]
fn a_list() {
    both("resources-list", listed(&["InService", "Creating", "Failed"]));
}

#[test]
fn a_list_of_nothing_and_one_that_cannot_be_read() {
    both("resources-empty", listed(&[]));
    let mut world = World::new();
    go(&mut world, "provisioned");
    both("resources-loading", world);
    let mut world = World::new();
    go(&mut world, "provisioned");
    crate::account::refuse(&mut world, "ListProvisionedModelThroughputs", throttled());
    both("resources-error", world);
}

#[test]
fn one_resource() {
    both("resources-detail", job());
    let mut world = job();
    world.press("v");
    both("resources-raw", world);
    let mut world = job();
    world.press("G pageup");
    both("resources-detail-end", world);
}

#[test]
fn invocation_logging() {
    let mut world = World::new();
    go(&mut world, "invocation");
    answer(
        &mut world,
        "GetModelInvocationLoggingConfiguration",
        &json!({"loggingConfig": {
            "cloudWatchConfig": {"logGroupName": "/bedrock/invocations",
                                 "roleArn": "arn:aws:iam::123456789012:role/log"},
            "textDataDeliveryEnabled": true, "imageDataDeliveryEnabled": false,
        }}),
    );
    both("resources-logging", world);
}

#[test]
fn a_list_that_is_narrowed_sorted_and_marked() {
    let statuses = ["InService", "Creating", "Failed", "InService", "Updating"];
    let mut world = listed(&statuses);
    world.press("/").write("serv");
    both("resources-filter", world);
    let mut world = listed(&statuses);
    world.press("o").write("units falling");
    both("resources-sort", world);
    let mut world = listed(&statuses);
    world.press("o").write("units falling").press("enter space down space");
    both("resources-marked", world);
    let mut world = listed(&statuses);
    world.press("f").write("2026-11-31");
    both("resources-query", world);
}

#[test]
fn what_can_be_done_and_what_must_be_typed_first() {
    let statuses = ["InService", "Creating", "Failed"];
    let mut world = listed(&statuses);
    world.press("a");
    both("resources-menu", world);
    let mut world = listed(&statuses);
    world.press("d").write("chat");
    both("resources-confirm", world);
    let mut world = listed(&statuses);
    world.press("space space space d").write("delete 3");
    both("resources-confirm-several", world);
}

#[test]
fn the_tags_of_one() {
    let mut world = listed(&["InService"]);
    world.press("t");
    let tags =
        json!({"tags": [{"key": "team", "value": "search"}, {"key": "cost-centre", "value": "7"}]});
    answer(&mut world, "ListTagsForResource", &tags);
    world.write("stage");
    both("resources-tags", world);
}

#[test]
fn a_guardrail_tried_on_a_text() {
    let mut world = World::new();
    go(&mut world, "guardrails");
    let row = json!({"name": "careful", "arn": crate::account::arn("guardrail/g1"), "id": "g1",
                     "status": "READY", "version": "DRAFT"});
    answer(&mut world, "ListGuardrails", &json!({ "guardrails": [row] }));
    world.press("a").write("try it").press("enter").write("my number is 123");
    both("resources-trial", world);
}

#[test]
fn a_change_that_is_told() {
    let mut world = listed(&["Creating", "InService"]);
    world.press("w").take();
    world.wait(4_000);
    let mut body = crate::account::throughput(1, "Failed");
    body["failureMessage"] = json!(
        "There is not enough capacity for 1 model unit of \
        amazon.nova-lite-v1:0 in us-east-1. Ask for fewer units, or try again in some hours."
    );
    answer(&mut world, "GetProvisionedModelThroughput", &body);
    both("resources-told", world);
}

#[test]
fn a_batch_input_file_is_checked() {
    both("resources-check", crate::checking::asked());
    both("resources-checked", crate::checking::found());
}

#[test]
fn failed_records_of_a_batch_output_file_are_written_out() {
    both("resources-failing", crate::failing::asked());
    both("resources-failed", crate::failing::failed());
    both("resources-failed-written", crate::failing::written());
    let mut there = crate::failing::failed();
    crate::failing::is_there(&mut there);
    both("resources-failed-there", there);
    let mut refused = crate::failing::asked();
    crate::failing::is_unreadable(&mut refused);
    both("resources-failing-refused", refused);
}
