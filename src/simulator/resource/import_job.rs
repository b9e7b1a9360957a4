//! Model import jobs: InProgress -> Completed, which leaves an imported model, or Failed. The
//! models themselves are here too: they are listed, read and deleted, no more.

use crate::simulator::resource::call::{Call, Draft, Handler, fails};
use crate::simulator::resource::kind::Kind;
use crate::simulator::resource::record::Record;
use crate::simulator::resource::stock::{Stock, change};
use crate::simulator::resource::{job, listing, moment, tagging};
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};
use std::collections::VecDeque;

/// Jobs that may run at the same time in a Region.
const RUNNING: usize = 5;
/// What every imported model turns out to be.
const ARCHITECTURE: &str = "llama3";

pub(crate) const KIND: Kind = Kind {
    path: "model-import-job",
    noun: "model import job",
    names: &["jobName"],
    arns: &["jobArn"],
    ids: &[],
    filters: &[],
    quota: 1_000,
    namesakes: false,
};

pub(crate) const MODEL: Kind = Kind {
    path: "imported-model",
    noun: "imported model",
    names: &["modelName"],
    arns: &["modelArn"],
    ids: &[],
    filters: &[],
    quota: 20,
    namesakes: false,
};

/// The operations.
pub(crate) const OPERATIONS: &[(&str, Handler)] = &[
    ("CreateModelImportJob", create),
    ("GetModelImportJob", |call| call.get(&KIND, "jobIdentifier")),
    ("ListModelImportJobs", |call| listing::list(call, &KIND)),
    ("GetImportedModel", |call| call.get(&MODEL, "modelIdentifier")),
    ("ListImportedModels", |call| listing::list(call, &MODEL)),
    ("DeleteImportedModel", delete),
];

fn create(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let name = call.text("jobName").to_owned();
    let model = call.text("importedModelName").to_owned();
    if call.input["modelDataSource"]["s3DataSource"].is_null() {
        return Err(ServiceError::validation("modelDataSource needs an s3DataSource."));
    }
    if !call.filling {
        job::room(call, &KIND, RUNNING)?;
    }
    call.room(&MODEL, &model)?;
    tagging::given(call, "importedModelTags", "")?;
    let end = json!({"endTime": moment::text(call.after(2))});
    let outcome = if fails(&name) || fails(&model) {
        let mut end = end;
        end["failureMessage"] = json!(
            "The model files could not be imported: config.json names an architecture that is not \
             supported. Amazon Bedrock imports Mistral, Mixtral, Flan, Llama, Qwen and others."
        );
        change(call.after(2), "Failed", end)
    } else {
        let mut done = change(call.after(2), "Completed", end);
        done.then = Some(finish);
        done
    };
    let draft = Draft {
        kind: &KIND,
        id: call.stock.mint(),
        name,
        body: json!({
            "importedModelName": model,
            "roleArn": call.given("roleArn"),
            "modelDataSource": call.given("modelDataSource"),
            "status": "InProgress",
            "vpcConfig": call.given("vpcConfig"),
            "importedModelKmsKeyArn": job::key_arn(call, "importedModelKmsKeyId"),
            "importedModelTags": call.given("importedModelTags"),
        }),
        tags: "jobTags",
        moves: vec![change(call.after(1), "InProgress", json!({})), outcome],
    };
    let arn = call.create(draft)?;
    Ok(json!({ "jobArn": arn }))
}

/// The job is done: its model stands beside the others.
fn finish(stock: &mut Stock, job: u64, at: i64) {
    let Some(done) = stock.records.get(&job).cloned() else { return };
    let front = done.arn.split(":model-import-job/").next().unwrap_or_default();
    let arn = format!("{front}:imported-model/{}", stock.mint());
    if let Some(record) = stock.records.get_mut(&job) {
        record.body.insert("importedModelArn".to_owned(), json!(arn));
    }
    let body = json!({
        "modelArn": arn,
        "modelName": done.text("importedModelName"),
        "jobName": done.name(),
        "jobArn": done.arn,
        "modelDataSource": done.body.get("modelDataSource"),
        "creationTime": moment::text(at),
        "modelArchitecture": ARCHITECTURE,
        "instructSupported": true,
        "customModelUnits": {"customModelUnitsPerModelCopy": 1, "customModelUnitsVersion": "v1.0"},
        "modelKmsKeyArn": done.body.get("importedModelKmsKeyArn"),
    });
    let Value::Object(mut body) = body else { return };
    body.retain(|_, value| !value.is_null());
    stock.add(Record {
        kind: &MODEL,
        arn,
        region: done.region.clone(),
        created: at,
        order: 0,
        body,
        tags: tagging::stored(done.body.get("importedModelTags")),
        moves: VecDeque::new(),
        filling: done.filling,
    });
}

fn delete(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = call.named(&MODEL, "modelIdentifier")?;
    let busy = call.stock.of(&KIND, &call.caller.region).any(|record| {
        job::works(record) && record.text("importedModelName") == call.text("modelIdentifier")
    });
    if busy || call.record(&arn)?.name().contains("in-use") {
        return Err(call.conflict("The imported model can't be deleted while it is being used."));
    }
    call.stock.remove(&arn);
    Ok(json!({}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::resource::serving;
    use crate::simulator::resource::trial::Trial;

    const CREATE: &str = "CreateModelImportJob";
    const GET: &str = "GetModelImportJob";

    fn job(name: &str, model: &str) -> Value {
        json!({
            "jobName": name,
            "importedModelName": model,
            "roleArn": "arn:aws:iam::123456789012:role/Import",
            "modelDataSource": {"s3DataSource": {"s3Uri": "s3://my-bucket/weights/"}},
        })
    }

    #[test]
    fn it_leaves_a_model_that_is_invoked_and_deleted() {
        let mut trial = Trial::new();
        let id = json!({"jobIdentifier": trial.ok(CREATE, job("bring", "llama"))["jobArn"]});
        assert_eq!(trial.ok(GET, id.clone())["status"], "InProgress");
        trial.wait(2);
        let done = trial.ok(GET, id);
        assert_eq!(done["status"], "Completed");
        let model = json!({"modelIdentifier": "llama"});
        let got = trial.ok("GetImportedModel", model.clone());
        assert_eq!(got["modelArn"], done["importedModelArn"]);
        let arn = got["modelArn"].as_str().unwrap();
        assert_eq!(serving::serving(&trial.stock, arn).unwrap().refusal, None);
        let list = trial.ok("ListImportedModels", json!({"nameContains": "lla"}));
        assert_eq!(list["modelSummaries"][0]["modelName"], "llama");
        assert_eq!(trial.err(CREATE, job("again", "llama")), "ConflictException");
        trial.ok("DeleteImportedModel", model.clone());
        assert_eq!(trial.err("DeleteImportedModel", model.clone()), "ResourceNotFoundException");
        assert_eq!(trial.err("GetImportedModel", model), "ResourceNotFoundException");
    }

    #[test]
    fn it_fails_and_is_refused() {
        let mut trial = Trial::new();
        trial.ok(CREATE, job("fails", "one"));
        trial.ok(CREATE, job("held", "in-use"));
        assert_eq!(trial.err(CREATE, job("fails", "two")), "ConflictException");
        trial.wait(2);
        let got = trial.ok(GET, json!({"jobIdentifier": "fails"}));
        assert_eq!(got["status"], "Failed");
        assert!(got["failureMessage"].as_str().unwrap().contains("architecture"));
        let held = json!({"modelIdentifier": "in-use"});
        assert_eq!(trial.err("DeleteImportedModel", held), "ConflictException");
        let failed = trial.ok("ListModelImportJobs", json!({"statusEquals": "Failed"}));
        assert_eq!(failed["modelImportJobSummaries"].as_array().unwrap().len(), 1);
        let mut input = job("three", "three");
        input["modelDataSource"] = json!({});
        assert_eq!(trial.err(CREATE, input), "ValidationException");
        for index in 0..RUNNING {
            trial.ok(CREATE, job(&format!("job-{index}"), &format!("model-{index}")));
        }
        assert_eq!(trial.err(CREATE, job("last", "last")), "ServiceQuotaExceededException");
        assert_eq!(trial.err(GET, json!({"jobIdentifier": "nobody"})), "ResourceNotFoundException");
    }
}
