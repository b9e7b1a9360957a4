//! Lives of jobs: customization, batch inference, import, copy, evaluation.
//! Not here: what a life is made of (life), or the models that jobs leave (models).

use outcrop::domain::kinds::{BATCH, COPY, CUSTOMIZATION, EVALUATION, IMPORT};
use outcrop::domain::resource::Sort::{Delete, Stop};
use serde_json::{Value, json};

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

/// Brings a model in from S3.
pub(crate) fn bring_in(life: &Life, job: &str) -> Value {
    life.new_one();
    life.set("Job name", job);
    life.set("Imported model name", &format!("{job}-model"));
    life.set("Role ARN", ROLE);
    life.set("Model data source", "s3://bucket/model/");
    life.tagged("Job tags", "team", "search");
    life.sign("CreateModelImportJob", job)
}

pub(crate) fn import() {
    let life = Life::of(&IMPORT);
    let sent = bring_in(&life, "brought");
    let source = &sent["modelDataSource"]["s3DataSource"];
    assert_eq!(*source, json!({"s3Uri": "s3://bucket/model/"}));
    life.row("brought", "in progress");
    life.bedrock.script.account.step();
    life.becomes("brought", "completed");
    life.look("brought");
    life.shows("Imported model name", "brought-model");
    life.tag();

    bring_in(&life, "will-fail");
    life.bedrock.script.account.step();
    life.becomes("will-fail", "failed");
    life.look("will-fail");
    life.says(
        "The model files could not be imported: config.json names an architecture that is not \
         supported. Amazon Bedrock imports Mistral, Mixtral, Flan, Llama, Qwen and others.",
    );
    life.over();
}

/// Copies a custom model of the account.
fn copy_as(life: &Life, name: &str) -> Value {
    life.new_one();
    pick(&life.runner, "Source model ARN", "Custom models", "filled-00001");
    life.set("Target model name", name);
    life.tagged("Target model tags", "team", "search");
    life.sign("CreateModelCopyJob", name)
}

pub(crate) fn copying() {
    let life = Life::beside(&COPY, "custom-model", 1);
    let sent = copy_as(&life, "twin");
    assert!(sent["sourceModelArn"].as_str().unwrap().contains(":custom-model/"));
    life.row("twin", "in progress");
    life.bedrock.script.account.step();
    life.becomes("twin", "completed");
    life.look("twin");
    life.shows_in("Target model tags", "1", "");
    life.shows("Value", "search");

    copy_as(&life, "will-fail");
    life.bedrock.script.account.step();
    life.becomes("will-fail", "failed");
    life.look("will-fail");
    life.says(
        "The copy could not be encrypted: the role of Amazon Bedrock may not use the KMS key of \
         the target Region.",
    );
    life.over();
}

/// Lets one model judge another.
fn evaluate(life: &Life, job: &str) -> Value {
    life.new_one();
    life.write(&json!({
        "jobName": job,
        "roleArn": ROLE,
        "evaluationConfig": {"automated": {
            "datasetMetricConfigs": [{
                "taskType": "QuestionAndAnswer",
                "dataset": {"name": "Builtin.BoolQ"},
                "metricNames": ["Builtin.Accuracy"],
            }],
        }},
        "inferenceConfig": {"models": [
            {"bedrockModel": {"modelIdentifier": "amazon.nova-lite-v1:0"}},
        ]},
        "outputDataConfig": {"s3Uri": "s3://bucket/out/"},
    }));
    life.set("Job description", "before the release");
    life.tagged("Job tags", "team", "search");
    life.sign("CreateEvaluationJob", job)
}

pub(crate) fn evaluation() {
    let life = Life::of(&EVALUATION);
    let sent = evaluate(&life, "judged");
    let metrics = "/evaluationConfig/automated/datasetMetricConfigs/0/metricNames/0";
    assert_eq!(sent.pointer(metrics), Some(&json!("Builtin.Accuracy")));
    life.row("judged", "in progress");
    life.row("judged", "amazon.nova-lite-v1:0");
    (0..2).for_each(|_| life.bedrock.script.account.step());
    life.becomes("judged", "completed");
    life.look("judged");
    life.shows("Job description", "before the release");
    life.tag();

    evaluate(&life, "halted");
    life.row("halted", "in progress");
    life.find("halted");
    life.confirm(Stop, "halted");
    life.becomes("halted", "stopped");

    evaluate(&life, "will-fail");
    life.bedrock.script.account.step();
    life.becomes("will-fail", "failed");
    life.look("will-fail");
    life.says(
        "The prompt dataset could not be read: the role may not get the object from S3. Allow \
         s3:GetObject for it and create a new job.",
    );
    life.confirm(Delete, "will-fail");
    life.no_row("will-fail");
    life.over();
}
