//! Lives of jobs: customization, batch inference.
//! Not here: what a life is made of (life), or the models that jobs leave (models).

use outcrop::domain::kinds::{BATCH, CUSTOMIZATION};
use outcrop::domain::resource::Sort::Stop;
use serde_json::Value;

use super::life::{Life, ROLE};
use crate::filling::{pick, step_to};

/// A job that fine-tunes a model.
fn customize(life: &Life, job: &str) -> Value {
    life.new_one();
    life.set("Job name", job);
    life.set("Custom model name", &format!("{job}-model"));
    life.set("Role ARN", ROLE);
    pick(&life.runner, "Base model identifier", "Models that can be customized", "nova-lite");
    life.inside("Training data config", || life.set("S3 URI", "s3://bucket/train.jsonl"));
    life.set("Output data config", "s3://bucket/out/");
    step_to(&life.runner, "Customization type", "FINE_TUNING");
    life.tagged("Job tags", "team", "search");
    life.inside("Hyper parameters", || life.set("epochCount", "2"));
    life.sign("CreateModelCustomizationJob", job)
}

pub(crate) fn customization() {
    let life = Life::of(&CUSTOMIZATION);
    let sent = customize(&life, "tuned");
    assert_eq!(sent["trainingDataConfig"]["s3Uri"], "s3://bucket/train.jsonl");
    assert_eq!(sent["customizationType"], "FINE_TUNING");
    life.row("tuned", "in progress");
    // Its parts move while the job stays in progress.
    life.look("tuned");
    for part in ["Validation details", "Data processing details", "Training details"] {
        life.shows_in(part, "Status", "InProgress");
        life.bedrock.script.account.step();
        life.runner.press("r");
    }
    life.bedrock.script.account.step();
    life.runner.wait_for("tuned is completed now");
    life.shows_in("Training details", "Status", "Completed");
    life.shows("Output model ARN", ":custom-model/");
    life.shows("epochCount", "2");
    life.tag();

    customize(&life, "halted");
    life.row("halted", "in progress");
    life.find("halted");
    life.confirm(Stop, "halted");
    life.row("halted", "stopping");
    life.becomes("halted", "stopped");

    customize(&life, "will-fail");
    life.bedrock.script.account.step();
    life.becomes("will-fail", "failed");
    life.look("will-fail");
    life.says(
        "Failed to process the training data at s3://bucket/train.jsonl: line 17 is not valid \
         JSON. Every line must be an object in the format of the base model. Correct the file and \
         create a new job.",
    );
    life.over();
}

/// A batch job on the demo's default model.
fn submit(life: &Life, job: &str) -> Value {
    life.new_one();
    life.set("Job name", job);
    life.set("Role ARN", ROLE);
    pick(&life.runner, "Model ID", "Models and inference profiles", "us.amazon.nova-lite");
    life.inside("Input data config", || life.set("S3 URI", "s3://bucket/in.jsonl"));
    life.inside("Output data config", || life.set("S3 URI", "s3://bucket/out/"));
    life.set("Timeout duration in hours", "48");
    life.tagged("Tags", "team", "search");
    life.sign("CreateModelInvocationJob", job)
}

pub(crate) fn batch() {
    let life = Life::of(&BATCH);
    let sent = submit(&life, "nightly");
    let input = &sent["inputDataConfig"]["s3InputDataConfig"];
    assert_eq!(
        (&input["s3Uri"], &sent["timeoutDurationInHours"]),
        (&"s3://bucket/in.jsonl".into(), &48.into())
    );
    life.row("nightly", "submitted");
    for status in ["validating", "scheduled", "in progress"] {
        life.becomes("nightly", status);
    }
    life.row("nightly", "300");
    life.bedrock.script.account.step();
    life.row("nightly", "900");
    life.becomes("nightly", "completed");
    life.look("nightly");
    life.shows("Success record count", "1200");
    life.tag();

    submit(&life, "halted");
    life.row("halted", "submitted");
    life.find("halted");
    life.confirm(Stop, "halted");
    life.becomes("halted", "stopped");

    submit(&life, "will-fail");
    life.becomes("will-fail", "validating");
    life.becomes("will-fail", "failed");
    life.look("will-fail");
    life.says(
        "The input could not be validated: record 3 has no modelInput. Every line of the JSONL \
         file needs recordId and modelInput.",
    );
    life.over();
}
