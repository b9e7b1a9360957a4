//! The life of the logging of invocations, of which a region has one.
//! Not here: what a life is made of (life).

use outcrop::domain::kinds::LOGGING;
use outcrop::domain::resource::Sort::Delete;

use super::life::{Life, ROLE};
use crate::filling::step_to;

pub(crate) fn logging() {
    let life = Life::of(&LOGGING);
    life.says("Model invocations are not logged in this account and region.");
    life.runner.press("e");
    life.runner.wait_for("Set: invocation logging");
    life.inside("CloudWatch config", || {
        life.set("Log group name", "/bedrock/all");
        life.set("Role ARN", ROLE);
    });
    step_to(&life.runner, "Image data delivery enabled", "false");
    let sent = life.send("PutModelInvocationLoggingConfiguration");
    assert_eq!(sent["loggingConfig"]["cloudWatchConfig"]["logGroupName"], "/bedrock/all");
    assert_eq!(sent["loggingConfig"]["imageDataDeliveryEnabled"], false);
    life.says(
        "Model invocations are logged to CloudWatch log group /bedrock/all: text on, images off, \
         embeddings on, videos on, audio on.",
    );
    // What is set begins the form of the next change.
    life.runner.press("e");
    life.runner.wait_for("Set: invocation logging");
    life.inside("S3 config", || life.set("Bucket name", "logs"));
    let sent = life.send("PutModelInvocationLoggingConfiguration");
    assert_eq!(sent["loggingConfig"]["cloudWatchConfig"]["logGroupName"], "/bedrock/all");
    assert_eq!(sent["loggingConfig"]["s3Config"]["bucketName"], "logs");
    life.says("CloudWatch log group /bedrock/all and s3://logs: text on, images off");
    life.confirm(Delete, "invocation logging");
    life.says("Model invocations are not logged in this account and region.");
    life.over();
}
