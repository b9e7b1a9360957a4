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
