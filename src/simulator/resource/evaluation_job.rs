//! Evaluation jobs: InProgress -> Completed or Failed; Stopping -> Stopped; Deleting, then gone.
//! What they find lies in S3 and is not answered by the service.

use crate::simulator::resource::call::{Call, Draft, Handler, fails};
use crate::simulator::resource::kind::Kind;
use crate::simulator::resource::record::{Body, Move};
use crate::simulator::resource::stock::change;
use crate::simulator::resource::{job, listing, prompt_router, serving};
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};

/// Jobs that may run at the same time in a Region.
const RUNNING: usize = 10;

pub(crate) const KIND: Kind = Kind {
    path: "evaluation-job",
    noun: "evaluation job",
    names: &["jobName"],
    arns: &["jobArn"],
    ids: &[],
    filters: &[],
    quota: 5_000,
    namesakes: false,
};

/// The operations.
pub(crate) const OPERATIONS: &[(&str, Handler)] = &[
    ("CreateEvaluationJob", create),
    ("GetEvaluationJob", |call| call.get(&KIND, "jobIdentifier")),
    ("ListEvaluationJobs", |call| listing::list(call, &KIND)),
    ("StopEvaluationJob", stop),
    ("BatchDeleteEvaluationJob", delete),
];

fn create(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let name = call.text("jobName").to_owned();
    if !call.filling {
        job::room(call, &KIND, RUNNING)?;
    }
    let models = call.input["inferenceConfig"]["models"].as_array();
    for model in models.into_iter().flatten() {
        let Some(id) = model.pointer("/bedrockModel/modelIdentifier").and_then(Value::as_str)
        else {
            continue;
        };
        if prompt_router::base(id).is_none() && serving::serving(call.stock, id).is_none() {
            return Err(ServiceError::not_found(format!("The model {id} could not be found.")));
        }
    }
    let rag = !call.input["inferenceConfig"]["ragConfigs"].is_null();
    let application = if rag { "RagEvaluation" } else { "ModelEvaluation" };
    if call.given("applicationType").is_some_and(|asked| asked != application) {
        return Err(ServiceError::validation(format!(
            "applicationType must be {application} for this inferenceConfig."
        )));
    }
    let mut body = json!({
        "jobDescription": call.given("jobDescription"),
        "roleArn": call.given("roleArn"),
        "customerEncryptionKeyId": call.given("customerEncryptionKeyId"),
        "status": "InProgress",
        "applicationType": application,
        "evaluationConfig": call.given("evaluationConfig"),
        "inferenceConfig": call.given("inferenceConfig"),
        "outputDataConfig": call.given("outputDataConfig"),
    });
    summarise(call.input, &mut body);
    let outcome = if fails(&name) {
        let message = "The prompt dataset could not be read: the role may not get the object from \
                       S3. Allow s3:GetObject for it and create a new job.";
        change(call.after(2), "Failed", json!({"failureMessages": [message]}))
    } else {
        change(call.after(3), "Completed", json!({}))
    };
    let id = call.stock.mint();
    let draft = Draft { kind: &KIND, id, name, body, tags: "jobTags", moves: vec![outcome] };
    let arn = call.create(draft)?;
    Ok(json!({ "jobArn": arn }))
}

/// The members that a line of the list has and the detail has not.
fn summarise(input: &Value, body: &mut Value) {
    let automated = &input["evaluationConfig"]["automated"];
    let human = &input["evaluationConfig"]["human"];
    let (kind, config) =
        if automated.is_null() { ("Human", human) } else { ("Automated", automated) };
    let each = |list: &Value, pointer: &str| -> Vec<Value> {
        list.as_array()
            .into_iter()
            .flatten()
            .filter_map(|one| one.pointer(pointer).cloned())
            .collect()
    };
    let mut tasks = each(&config["datasetMetricConfigs"], "/taskType");
    tasks.dedup();
    let models = each(&input["inferenceConfig"]["models"], "/bedrockModel/modelIdentifier");
    let brought = each(
        &input["inferenceConfig"]["models"],
        "/precomputedInferenceSource/inferenceSourceIdentifier",
    );
    let rag = &input["inferenceConfig"]["ragConfigs"];
    let mut bases = each(rag, "/knowledgeBaseConfig/retrieveConfig/knowledgeBaseId");
    bases.extend(each(
        rag,
        "/knowledgeBaseConfig/retrieveAndGenerateConfig/knowledgeBaseConfiguration/knowledgeBaseId",
    ));
    body["jobType"] = json!(kind);
    body["evaluationTaskTypes"] = json!(tasks);
    if rag.is_null() {
        body["modelIdentifiers"] = json!(models);
        body["inferenceConfigSummary"] = json!({"modelConfigSummary": {
            "bedrockModelIdentifiers": models,
            "precomputedInferenceSourceIdentifiers": brought,
        }});
    } else {
        body["ragIdentifiers"] = json!(bases);
        body["inferenceConfigSummary"] =
            json!({"ragConfigSummary": {"bedrockKnowledgeBaseIdentifiers": bases}});
    }
    let judges =
        |pointer: &str| each(config.pointer(pointer).unwrap_or(&Value::Null), "/modelIdentifier");
    let judge = judges("/evaluatorModelConfig/bedrockEvaluatorModels");
    let own = judges("/customMetricConfig/evaluatorModelConfig/bedrockEvaluatorModels");
    if !judge.is_empty() {
        body["evaluatorModelIdentifiers"] = json!(judge);
    }
    if !own.is_empty() {
        body["customMetricsEvaluatorModelIdentifiers"] = json!(own);
    }
}

fn stop(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = call.named(&KIND, "jobIdentifier")?;
    let stopped = change(call.after(1), "Stopped", json!({}));
    job::stop(call, &arn, &["InProgress"], stopped)
}

/// Each job by itself: those that can be deleted are, the others are told with the reason.
fn delete(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let asked = call.input["jobIdentifiers"].as_array().cloned().unwrap_or_default();
    let names: Vec<&str> = asked.iter().filter_map(Value::as_str).collect();
    if names.iter().enumerate().any(|(index, name)| names[..index].contains(name)) {
        return Err(call.conflict("A job is named twice in the request."));
    }
    let (mut errors, mut deleted) = (Vec::new(), Vec::new());
    for name in names {
        let told = |code: &str, message: String| json!({"jobIdentifier": name, "code": code, "message": message});
        let Ok(arn) = call.known(&KIND, name) else {
            errors.push(told("404", format!("The evaluation job {name} could not be found.")));
            continue;
        };
        let status = call.record(&arn)?.text("status").to_owned();
        if matches!(status.as_str(), "InProgress" | "Stopping" | "Deleting") {
            errors.push(told("409", format!("The job can't be deleted: its status is {status}.")));
            continue;
        }
        deleted.push(json!({"jobIdentifier": name, "jobStatus": "Deleting"}));
        let now = change(call.now, "Deleting", json!({}));
        let at = call.after(1);
        if let Some(record) = call.stock.find_mut(&arn) {
            record.set(now.set);
            record.moves.push_back(Move {
                at,
                set: Body::new(),
                then: Some(|stock, order, _| {
                    stock.records.remove(&order);
                }),
            });
        }
    }
    if deleted.is_empty() && errors.iter().all(|error| error["code"] == "404") {
        return Err(ServiceError::not_found("None of the evaluation jobs could be found."));
    }
    Ok(json!({"errors": errors, "evaluationJobs": deleted}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::resource::trial::Trial;

    const CREATE: &str = "CreateEvaluationJob";

    fn job(name: &str) -> Value {
        json!({
            "jobName": name,
            "roleArn": "arn:aws:iam::123456789012:role/Evaluation",
            "evaluationConfig": {"automated": {
                "datasetMetricConfigs": [{
                    "taskType": "QuestionAndAnswer",
                    "dataset": {"name": "Builtin.BoolQ"},
                    "metricNames": ["Builtin.Accuracy"],
                }],
                "evaluatorModelConfig": {"bedrockEvaluatorModels": [
                    {"modelIdentifier": "amazon.nova-pro-v1:0"},
                ]},
            }},
            "inferenceConfig": {"models": [{"bedrockModel": {
                "modelIdentifier": "amazon.nova-lite-v1:0",
            }}]},
            "outputDataConfig": {"s3Uri": "s3://my-bucket/out/"},
        })
    }

    #[test]
    fn it_is_run_stopped_and_deleted_with_others() {
        let mut trial = Trial::new();
        let mut make = |name: &str| trial.ok(CREATE, job(name))["jobArn"].clone();
        let (done, failed, halted) = (make("done"), make("fails"), make("halted"));
        let id = |arn: &Value| json!({ "jobIdentifier": arn });
        let got = trial.ok("GetEvaluationJob", id(&done));
        assert_eq!((&got["status"], &got["jobType"]), (&json!("InProgress"), &json!("Automated")));
        trial.ok("StopEvaluationJob", id(&halted));
        assert_eq!(trial.ok("GetEvaluationJob", id(&halted))["status"], "Stopping");
        assert_eq!(trial.err("StopEvaluationJob", id(&halted)), "ConflictException");
        trial.wait(2);
        let got = trial.ok("GetEvaluationJob", id(&failed));
        assert_eq!(
            (&got["status"], got["failureMessages"].as_array().unwrap().len()),
            (&json!("Failed"), 1)
        );
        let nobody = "arn:aws:bedrock:us-east-1:123456789012:evaluation-job/aaaaaaaaaaaa";
        let all = json!({"jobIdentifiers": [done, failed, halted, nobody]});
        let answer = trial.ok("BatchDeleteEvaluationJob", all);
        assert_eq!(answer["evaluationJobs"].as_array().unwrap().len(), 2);
        assert_eq!(
            (&answer["errors"][0]["code"], &answer["errors"][1]["code"]),
            (&json!("409"), &json!("404"))
        );
        assert_eq!(trial.ok("GetEvaluationJob", id(&failed))["status"], "Deleting");
        trial.wait(1);
        assert_eq!(trial.err("GetEvaluationJob", id(&failed)), "ResourceNotFoundException");
        let list =
            trial.ok("ListEvaluationJobs", json!({"applicationTypeEquals": "ModelEvaluation"}));
        let line = &list["jobSummaries"][0];
        assert_eq!((&line["jobName"], &line["status"]), (&json!("done"), &json!("Completed")));
        assert_eq!(line["evaluatorModelIdentifiers"], json!(["amazon.nova-pro-v1:0"]));
    }

    #[test]
    fn it_is_refused_where_the_service_would() {
        let mut trial = Trial::new();
        let arn = trial.ok(CREATE, job("one"))["jobArn"].clone();
        assert_eq!(trial.err(CREATE, job("one")), "ConflictException");
        let mut input = job("two");
        input["applicationType"] = json!("RagEvaluation");
        assert_eq!(trial.err(CREATE, input), "ValidationException");
        let twice = json!({"jobIdentifiers": [arn, arn]});
        assert_eq!(trial.err("BatchDeleteEvaluationJob", twice), "ConflictException");
        let nobody = json!("arn:aws:bedrock:us-east-1:123456789012:evaluation-job/aaaaaaaaaaaa");
        let none = json!({ "jobIdentifiers": [nobody] });
        assert_eq!(trial.err("BatchDeleteEvaluationJob", none), "ResourceNotFoundException");
        for name in ["GetEvaluationJob", "StopEvaluationJob"] {
            let id = json!({ "jobIdentifier": nobody });
            assert_eq!(trial.err(name, id), "ResourceNotFoundException");
        }
        for index in 2..=RUNNING {
            trial.ok(CREATE, job(&format!("job-{index}")));
        }
        assert_eq!(trial.err(CREATE, job("last")), "ServiceQuotaExceededException");
    }
}
