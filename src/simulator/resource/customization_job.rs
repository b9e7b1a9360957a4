//! Model customization jobs: InProgress -> Completed, which leaves a custom model, or Failed;
//! Stopping -> Stopped. What becomes of the model is in `custom_model`.

use crate::simulator::models;
use crate::simulator::resource::base_model::{self, Source};
use crate::simulator::resource::call::{Call, Draft, Handler, fails};
use crate::simulator::resource::kind::Kind;
use crate::simulator::resource::record::Move;
use crate::simulator::resource::stock::{Stock, change};
use crate::simulator::resource::{custom_model, job, listing, moment, tagging};
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};

/// Jobs that may run at the same time in a Region.
const RUNNING: usize = 5;

pub(crate) const KIND: Kind = Kind {
    path: "model-customization-job",
    noun: "model customization job",
    names: &["jobName"],
    arns: &["jobArn"],
    ids: &[],
    filters: &[],
    quota: 1000,
    namesakes: false,
};

/// The operations.
pub(crate) const OPERATIONS: &[(&str, Handler)] = &[
    ("CreateModelCustomizationJob", create),
    ("GetModelCustomizationJob", |call| call.get(&KIND, "jobIdentifier")),
    ("ListModelCustomizationJobs", |call| listing::list(call, &KIND)),
    ("StopModelCustomizationJob", stop),
];

/// The three parts of the work.
const PARTS: [&str; 3] = ["validationDetails", "dataProcessingDetails", "trainingDetails"];

fn create(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let name = call.text("jobName").to_owned();
    let base = base_model::any(call, call.text("baseModelIdentifier"))?;
    check(call, &base)?;
    let model = call.text("customModelName").to_owned();
    if !call.filling {
        job::room(call, &KIND, RUNNING)?;
    }
    call.room(&custom_model::KIND, &model)?;
    tagging::given(call, "customModelTags", "")?;
    let moves = if fails(&name) || fails(&model) { failing(call) } else { succeeding(call) };
    let validators = call.given("validationDataConfig").cloned();
    let draft = Draft {
        kind: &KIND,
        id: format!("{}/{}", base.id, call.stock.mint()),
        name,
        body: json!({
            "outputModelName": model,
            "customModelName": model,
            "clientRequestToken": call.given("clientRequestToken"),
            "roleArn": call.given("roleArn"),
            "status": "InProgress",
            "statusDetails": details(call, 0, ["InProgress", "NotStarted", "NotStarted"]),
            "baseModelArn": base.foundation,
            "hyperParameters": call.given("hyperParameters"),
            "trainingDataConfig": call.given("trainingDataConfig"),
            "validationDataConfig": validators.unwrap_or_else(|| json!({"validators": []})),
            "outputDataConfig": call.given("outputDataConfig"),
            "customizationType": kind_of(call),
            "outputModelKmsKeyArn": job::key_arn(call, "customModelKmsKeyId"),
            "vpcConfig": call.given("vpcConfig"),
            "customizationConfig": call.given("customizationConfig"),
            "customModelTags": call.given("customModelTags"),
        }),
        tags: "jobTags",
        moves,
    };
    let arn = call.create(draft)?;
    Ok(json!({ "jobArn": arn }))
}

fn kind_of(call: &Call<'_>) -> String {
    match call.text("customizationType") {
        "" => "FINE_TUNING".to_owned(),
        kind => kind.to_owned(),
    }
}

/// What the facts do not say of the input.
fn check(call: &Call<'_>, base: &Source) -> Result<(), ServiceError> {
    let kind = kind_of(call);
    if !models::find(&base.id).is_some_and(|model| model.is_customized_by(&kind)) {
        return Err(ServiceError::validation(format!(
            "The base model {} doesn't support the customization type {kind}.",
            base.id
        )));
    }
    let data = &call.input["trainingDataConfig"];
    if data["s3Uri"].is_null() && data["invocationLogsConfig"].is_null() {
        return Err(ServiceError::validation(
            "trainingDataConfig needs an s3Uri or an invocationLogsConfig.",
        ));
    }
    if kind == "DISTILLATION" && call.input["customizationConfig"]["distillationConfig"].is_null() {
        return Err(ServiceError::validation(
            "A distillation job needs customizationConfig.distillationConfig.",
        ));
    }
    let epochs = call.input["hyperParameters"]["epochCount"].as_str();
    if epochs.is_some_and(|text| !text.parse().is_ok_and(|count: u32| (1..=10).contains(&count))) {
        return Err(ServiceError::validation(
            "The hyperparameter epochCount must be a whole number from 1 to 10.",
        ));
    }
    Ok(())
}

/// How far the parts of the work are, at so many steps from now. Each begins a step after the one
/// before it.
fn details(call: &Call<'_>, steps: i64, states: [&str; 3]) -> Value {
    let part = |index: i64, state: &str| {
        let until = if state == "Completed" && index < 2 { index + 1 } else { steps };
        match state {
            "NotStarted" => json!({"status": state}),
            _ => json!({
                "status": state,
                "creationTime": moment::text(call.after(index)),
                "lastModifiedTime": moment::text(call.after(until)),
            }),
        }
    };
    let parts = PARTS.iter().zip(states).zip(0..);
    parts.map(|((name, state), index)| ((*name).to_owned(), part(index, state))).collect()
}

/// The parts of a job that is stopped: what was running ends in that status.
fn halted(details: &Value, status: &str, at: i64) -> Value {
    let mut details = details.clone();
    for part in PARTS {
        if details[part]["status"] == "InProgress" {
            details[part]["status"] = json!(status);
            details[part]["lastModifiedTime"] = moment::value(at);
        }
    }
    details
}

fn at(call: &Call<'_>, steps: i64, status: &str, states: [&str; 3], members: Value) -> Move {
    let when = call.after(steps);
    let mut change = change(when, status, members);
    change.set.insert("statusDetails".to_owned(), details(call, steps, states));
    change
}

fn succeeding(call: &Call<'_>) -> Vec<Move> {
    let validators = call.input["validationDataConfig"]["validators"].as_array();
    let losses: Vec<Value> = (0..validators.map_or(0, Vec::len))
        .map(|index| json!({"validationLoss": 0.41 + 0.03 * index as f64}))
        .collect();
    let done = json!({
        "endTime": moment::text(call.after(4)),
        "trainingMetrics": {"trainingLoss": 0.352},
        "validationMetrics": losses,
    });
    let mut last = at(call, 4, "Completed", ["Completed"; 3], done);
    last.then = Some(finish);
    vec![
        at(call, 1, "InProgress", ["Completed", "InProgress", "NotStarted"], json!({})),
        at(call, 2, "InProgress", ["Completed", "Completed", "InProgress"], json!({})),
        at(
            call,
            3,
            "InProgress",
            ["Completed", "Completed", "InProgress"],
            json!({"trainingMetrics": {"trainingLoss": 0.934}}),
        ),
        last,
    ]
}

fn failing(call: &Call<'_>) -> Vec<Move> {
    let message = format!(
        "Failed to process the training data at {}: line 17 is not valid JSON. Every line must be \
         an object in the format of the base model. Correct the file and create a new job.",
        call.input["trainingDataConfig"]["s3Uri"].as_str().unwrap_or("the invocation logs")
    );
    let failed = json!({"failureMessage": message, "endTime": moment::text(call.after(2))});
    vec![
        at(call, 1, "InProgress", ["Completed", "InProgress", "NotStarted"], json!({})),
        at(call, 2, "Failed", ["Completed", "Failed", "NotStarted"], failed),
    ]
}

/// The job is done: its model stands beside the others.
fn finish(stock: &mut Stock, job: u64, at: i64) {
    let Some(record) = stock.records.get(&job).cloned() else { return };
    let base = record.text("baseModelArn").rsplit('/').next().unwrap_or_default().to_owned();
    let id = stock.mint();
    let front = record.arn.split(":model-customization-job/").next().unwrap_or_default();
    let arn = format!("{front}:custom-model/{base}/{id}");
    if let Some(record) = stock.records.get_mut(&job) {
        record.body.insert("outputModelArn".to_owned(), json!(arn));
        record.body.insert("customModelArn".to_owned(), json!(arn));
    }
    let mut body = json!({
        "modelName": record.text("outputModelName"),
        "jobName": record.text("jobName"),
        "jobArn": record.arn,
        "baseModelName": custom_model::base_name(&base),
        "modelKmsKeyArn": record.body.get("outputModelKmsKeyArn"),
    });
    let kept = [
        "baseModelArn",
        "customizationType",
        "hyperParameters",
        "trainingDataConfig",
        "validationDataConfig",
        "outputDataConfig",
        "trainingMetrics",
        "validationMetrics",
        "customizationConfig",
    ];
    for member in kept {
        body[member] = record.body.get(member).cloned().unwrap_or_default();
    }
    let tags = tagging::stored(record.body.get("customModelTags"));
    custom_model::born(stock, &arn, at, body, tags);
}

fn stop(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = call.named(&KIND, "jobIdentifier")?;
    let parts = call.record(&arn)?.body.get("statusDetails").cloned().unwrap_or_default();
    let end = call.after(1);
    let members = json!({
        "endTime": moment::text(end),
        "statusDetails": halted(&parts, "Stopped", end),
    });
    let answer = job::stop(call, &arn, &["InProgress"], change(end, "Stopped", members))?;
    let stopping = halted(&parts, "Stopping", call.now);
    if let Some(record) = call.stock.find_mut(&arn) {
        record.body.insert("statusDetails".to_owned(), stopping);
    }
    Ok(answer)
}

#[cfg(test)]
#[path = "customization_job/tests.rs"]
mod tests;
