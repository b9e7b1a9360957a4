//! An account of canned answers for the screens of resources, and ways to answer with them.
//! Not here: the real loop and wire (journeys).

use outcrop::app::effect::{Effect, QuestionId, Reply};
use outcrop::domain::operation::{Answer, Call};
use outcrop::domain::problem::Problem;
use serde_json::{Value, json};

use crate::world::World;

pub(crate) fn arn(resource: &str) -> String {
    format!("arn:aws:bedrock:us-east-1:123456789012:{resource}")
}

/// The calls asked for since the last `take`, the oldest first.
pub(crate) fn calls(world: &World) -> Vec<(QuestionId, Call)> {
    world
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Operate(question, call) => Some((*question, (**call).clone())),
            _ => None,
        })
        .collect()
}

/// The last call of an operation.
pub(crate) fn call(world: &World, operation: &str) -> (QuestionId, Call) {
    let calls = calls(world);
    let found = calls.iter().rev().find(|(_, call)| call.operation == operation);
    found.unwrap_or_else(|| panic!("{operation} was not called: {calls:?}")).clone()
}

/// Answers the last call of an operation.
pub(crate) fn answer(world: &mut World, operation: &str, body: &Value) {
    let (question, _) = call(world, operation);
    let answer = Answer { body: body.clone(), request_id: Some("request-9".into()) };
    world.reply(Reply::Operated(question, Ok(Box::new(answer))));
}

/// Refuses it.
pub(crate) fn refuse(world: &mut World, operation: &str, problem: Problem) {
    let (question, _) = call(world, operation);
    world.reply(Reply::Operated(question, Err(problem)));
}

/// Provisioned throughput `n` as a list has it.
pub(crate) fn throughput(n: usize, status: &str) -> Value {
    json!({
        "provisionedModelName": format!("chat-{n}"),
        "provisionedModelArn": arn(&format!("provisioned-model/p{n:04}")),
        "modelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
        "desiredModelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
        "foundationModelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
        "modelUnits": 1, "desiredModelUnits": 2, "status": status,
        "creationTime": "2026-11-08T10:40:00Z", "lastModifiedTime": "2026-11-19T10:40:00Z",
    })
}

/// A job as it is read, which failed.
pub(crate) fn failed_job() -> Value {
    json!({
        "jobArn": arn("model-customization-job/amazon.nova-lite-v1:0:300k/j1"),
        "jobName": "tune-support", "roleArn": "arn:aws:iam::123456789012:role/tune",
        "status": "Failed",
        "failureMessage": "The training data has 3 records in s3://corp-data/tune/train.jsonl; at \
                           least 8 are needed for amazon.nova-lite-v1:0. Add records and submit again.",
        "creationTime": "2026-11-20T08:10:00Z", "endTime": "2026-11-20T09:40:00Z",
        "baseModelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
        "outputModelName": "support-nova",
        "outputModelArn": arn("custom-model/amazon.nova-lite-v1:0:300k/m1"),
        "hyperParameters": {"epochCount": "2", "learningRate": "0.00001"},
        "trainingDataConfig": {"s3Uri": "s3://corp-data/tune/train.jsonl"},
        "outputDataConfig": {"s3Uri": "s3://corp-data/tune/out/"},
        "customizationType": "FINE_TUNING",
        "trainingMetrics": {"trainingLoss": 0.417},
        "validationMetrics": [
            {"validationLoss": 1.9}, {"validationLoss": 1.2}, {"validationLoss": 0.8},
            {"validationLoss": 0.6}, {"validationLoss": 0.55}, {"validationLoss": 0.5},
        ],
        "statusDetails": {"trainingDetails": {"status": "Failed"}},
        "surpriseOfTomorrow": {"how": "new"},
    })
}

/// Goes to a kind by its name.
pub(crate) fn go(world: &mut World, words: &str) {
    world.press("f2").write(words).press("enter");
}

/// A list of provisioned throughput of these statuses.
pub(crate) fn listed(statuses: &[&str]) -> World {
    let mut world = World::new();
    go(&mut world, "provisioned");
    let rows: Vec<Value> =
        statuses.iter().enumerate().map(|(n, status)| throughput(n + 1, status)).collect();
    answer(
        &mut world,
        "ListProvisionedModelThroughputs",
        &json!({ "provisionedModelSummaries": rows }),
    );
    world.take();
    world
}

/// The same with the failed customization job looked at.
pub(crate) fn job() -> World {
    let mut world = World::new();
    go(&mut world, "customization");
    let whole = failed_job();
    let row = json!({
        "jobArn": whole["jobArn"], "jobName": whole["jobName"], "status": "Failed",
        "baseModelArn": whole["baseModelArn"], "creationTime": whole["creationTime"],
        "customizationType": "FINE_TUNING", "customModelName": "support-nova",
    });
    answer(
        &mut world,
        "ListModelCustomizationJobs",
        &json!({ "modelCustomizationJobSummaries": [row] }),
    );
    world.press("enter");
    answer(&mut world, "GetModelCustomizationJob", &whole);
    world
}
