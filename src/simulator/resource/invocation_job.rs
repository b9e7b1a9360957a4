//! Batch inference: Submitted -> Validating -> Scheduled -> InProgress -> Completed,
//! PartiallyCompleted, Failed or Expired; Stopping -> Stopped. Records are counted on the way.

use crate::simulator::models;
use crate::simulator::profiles;
use crate::simulator::resource::call::{Call, Draft, Handler, fails};
use crate::simulator::resource::kind::Kind;
use crate::simulator::resource::moment::{self, DAY};
use crate::simulator::resource::record::Move;
use crate::simulator::resource::stock::change;
use crate::simulator::resource::{base_model, inference_profile, job, listing};
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};

/// Jobs that may run at the same time in a Region.
const RUNNING: usize = 10;
/// The words in a name that choose an end other than Completed and Failed.
const PARTIAL: &str = "partial";
const EXPIRES: &str = "expire";
/// Records of every job's input, and those a partial job loses.
const RECORDS: u64 = 1_200;
const LOST: u64 = 35;

pub(crate) const KIND: Kind = Kind {
    path: "model-invocation-job",
    noun: "batch inference job",
    names: &["jobName"],
    arns: &["jobArn"],
    ids: &[],
    filters: &[],
    quota: 20_000,
    namesakes: false,
};

/// The operations.
pub(crate) const OPERATIONS: &[(&str, Handler)] = &[
    ("CreateModelInvocationJob", create),
    ("GetModelInvocationJob", |call| call.get(&KIND, "jobIdentifier")),
    ("ListModelInvocationJobs", |call| listing::list(call, &KIND)),
    ("StopModelInvocationJob", stop),
];

fn create(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let name = call.text("jobName").to_owned();
    let model = model(call)?;
    check(call)?;
    if !call.filling {
        job::room(call, &KIND, RUNNING)?;
    }
    let hours = call.given("timeoutDurationInHours").and_then(Value::as_i64);
    let expires = call.now + hours.unwrap_or(24) * DAY / 24;
    let draft = Draft {
        kind: &KIND,
        id: call.stock.mint(),
        moves: moves(call, &name),
        name,
        body: json!({
            "modelId": model,
            "clientRequestToken": call.given("clientRequestToken"),
            "roleArn": call.given("roleArn"),
            "status": "Submitted",
            "inputDataConfig": call.given("inputDataConfig"),
            "outputDataConfig": call.given("outputDataConfig"),
            "vpcConfig": call.given("vpcConfig"),
            "timeoutDurationInHours": hours,
            "jobExpirationTime": moment::text(expires),
            "modelInvocationType": call.given("modelInvocationType"),
        }),
        tags: "tags",
    };
    let arn = call.create(draft)?;
    Ok(json!({ "jobArn": arn }))
}

/// The ARN of the model the job runs on.
fn model(call: &Call<'_>) -> Result<String, ServiceError> {
    let asked = call.text("modelId");
    if let Some(profile) = profiles::find_any(asked) {
        return Ok(call.caller.profile_arn(&profile.id));
    }
    if let Ok(profile) = call.known(&inference_profile::KIND, asked) {
        return Ok(profile);
    }
    let source = base_model::any(call, asked)?;
    match models::find_any(asked) {
        Some(model) if !model.invoked_by("ON_DEMAND") => Err(ServiceError::validation(format!(
            "Batch inference isn't supported for the model {} by its own id; use an inference \
             profile that contains it.",
            model.id
        ))),
        _ => Ok(source.arn),
    }
}

/// What the facts do not say of the input.
fn check(call: &Call<'_>) -> Result<(), ServiceError> {
    let place = |pointer: &str| call.input.pointer(pointer).and_then(Value::as_str);
    let input = place("/inputDataConfig/s3InputDataConfig/s3Uri").unwrap_or_default();
    let output = place("/outputDataConfig/s3OutputDataConfig/s3Uri").unwrap_or_default();
    let name = input.rsplit('/').next().unwrap_or_default();
    if name.rsplit_once('.').is_some_and(|(_, ending)| ending != "jsonl") {
        return Err(ServiceError::validation(format!(
            "The input {input} is no JSONL file: its name must end in .jsonl."
        )));
    }
    if !output.ends_with('/') {
        return Err(ServiceError::validation(format!(
            "The output {output} must be a folder: end it with a slash."
        )));
    }
    Ok(())
}

fn counts(processed: u64, failed: u64) -> Value {
    json!({
        "totalRecordCount": RECORDS,
        "processedRecordCount": processed,
        "successRecordCount": processed - failed,
        "errorRecordCount": failed,
    })
}

fn end(call: &Call<'_>, steps: i64, status: &str, mut members: Value, message: &str) -> Move {
    members["endTime"] = moment::value(call.after(steps));
    if !message.is_empty() {
        members["message"] = json!(message);
    }
    change(call.after(steps), status, members)
}

fn moves(call: &Call<'_>, name: &str) -> Vec<Move> {
    let name = name.to_ascii_lowercase();
    let mut moves = vec![change(call.after(1), "Validating", json!({}))];
    if fails(&name) {
        let message = "The input could not be validated: record 3 has no modelInput. Every line of \
                       the JSONL file needs recordId and modelInput.";
        moves.push(end(call, 2, "Failed", json!({}), message));
        return moves;
    }
    moves.push(change(call.after(2), "Scheduled", json!({})));
    if name.contains(EXPIRES) {
        let message = "The job did not start within its timeout. Create it again, with a longer \
                       timeout if that is needed.";
        moves.push(end(call, 3, "Expired", json!({}), message));
        return moves;
    }
    let lost = if name.contains(PARTIAL) { LOST } else { 0 };
    moves.push(change(call.after(3), "InProgress", counts(RECORDS / 4, lost / 4)));
    moves.push(change(call.after(4), "InProgress", counts(RECORDS * 3 / 4, lost / 2)));
    let (status, message) = match lost {
        0 => ("Completed", ""),
        _ => (
            "PartiallyCompleted",
            "Some records could not be processed. The output folder tells which, each with its \
             error.",
        ),
    };
    moves.push(end(call, 5, status, counts(RECORDS, lost), message));
    moves
}

fn stop(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = call.named(&KIND, "jobIdentifier")?;
    let stopped = end(call, 1, "Stopped", json!({}), "");
    job::stop(call, &arn, &["Submitted", "Validating", "Scheduled", "InProgress"], stopped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::resource::trial::Trial;

    const CREATE: &str = "CreateModelInvocationJob";
    const GET: &str = "GetModelInvocationJob";

    fn job(name: &str) -> Value {
        json!({
            "jobName": name,
            "roleArn": "arn:aws:iam::123456789012:role/Batch",
            "modelId": "us.amazon.nova-lite-v1:0",
            "inputDataConfig": {"s3InputDataConfig": {"s3Uri": "s3://my-bucket/in.jsonl"}},
            "outputDataConfig": {"s3OutputDataConfig": {"s3Uri": "s3://my-bucket/out/"}},
        })
    }

    fn walk(name: &str) -> (Vec<String>, Value) {
        let mut trial = Trial::new();
        let id = json!({"jobIdentifier": trial.ok(CREATE, job(name))["jobArn"]});
        let mut seen = Vec::new();
        for _ in 0..7 {
            let status = trial.ok(GET, id.clone())["status"].as_str().unwrap().to_owned();
            if seen.last() != Some(&status) {
                seen.push(status);
            }
            trial.wait(1);
        }
        (seen, trial.ok(GET, id))
    }

    #[test]
    fn it_goes_through_its_states_and_counts() {
        let (seen, got) = walk("nightly");
        assert_eq!(seen, ["Submitted", "Validating", "Scheduled", "InProgress", "Completed"]);
        assert_eq!(got["successRecordCount"], got["totalRecordCount"]);
        assert!(got["endTime"].is_string());
        let (seen, got) = walk("nightly-partial");
        assert_eq!(seen.last().unwrap(), "PartiallyCompleted");
        assert_eq!(got["errorRecordCount"], LOST);
        let (seen, got) = walk("nightly-fails");
        assert_eq!(seen, ["Submitted", "Validating", "Failed"]);
        assert!(got["message"].as_str().unwrap().contains("modelInput"));
        assert_eq!(walk("expires").0, ["Submitted", "Validating", "Scheduled", "Expired"]);
    }

    #[test]
    fn it_stops_and_is_found_by_its_id_alone() {
        let mut trial = Trial::new();
        let arn = trial.ok(CREATE, job("halt"))["jobArn"].as_str().unwrap().to_owned();
        let id = json!({"jobIdentifier": arn.rsplit('/').next()});
        trial.ok("StopModelInvocationJob", id.clone());
        assert_eq!(trial.ok(GET, id.clone())["status"], "Stopping");
        assert_eq!(trial.err("StopModelInvocationJob", id.clone()), "ConflictException");
        trial.wait(1);
        assert_eq!(trial.ok(GET, id)["status"], "Stopped");
        let list = trial.ok("ListModelInvocationJobs", json!({"statusEquals": "Stopped"}));
        assert_eq!(list["invocationJobSummaries"][0]["jobArn"], arn);
        let nobody = json!({"jobIdentifier": "aaaaaaaaaaaa"});
        assert_eq!(trial.err(GET, nobody.clone()), "ResourceNotFoundException");
        assert_eq!(trial.err("StopModelInvocationJob", nobody), "ResourceNotFoundException");
    }

    #[test]
    fn it_is_refused_where_the_service_would() {
        let mut trial = Trial::new();
        trial.ok(CREATE, job("one"));
        assert_eq!(trial.err(CREATE, job("one")), "ConflictException");
        let with = |pointer: &str, value: Value| {
            let mut input = job("two");
            *input.pointer_mut(pointer).unwrap() = value;
            input
        };
        let file = json!("s3://my-bucket/in.csv");
        let refused = [
            with("/inputDataConfig/s3InputDataConfig/s3Uri", file),
            with("/outputDataConfig/s3OutputDataConfig/s3Uri", json!("s3://my-bucket/out")),
            with("/modelId", json!("anthropic.claude-opus-5")),
        ];
        for input in refused {
            assert_eq!(trial.err(CREATE, input), "ValidationException");
        }
        assert_eq!(
            trial.err(CREATE, with("/modelId", json!("nobody"))),
            "ResourceNotFoundException"
        );
        for index in 2..=RUNNING {
            trial.ok(CREATE, job(&format!("job-{index}")));
        }
        assert_eq!(trial.err(CREATE, job("last")), "ServiceQuotaExceededException");
    }
}
