//! Model copy jobs: InProgress -> Completed, which leaves a copy of a custom model in the caller's
//! Region, or Failed. The copy's ARN is known from the beginning.

use crate::simulator::caller::ACCOUNT;
use crate::simulator::resource::call::{Call, Draft, Handler, fails, missing};
use crate::simulator::resource::kind::Kind;
use crate::simulator::resource::record::Record;
use crate::simulator::resource::stock::{Stock, change};
use crate::simulator::resource::{custom_model, job, listing, moment, tagging};
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};

pub(crate) const KIND: Kind = Kind {
    path: "model-copy-job",
    noun: "model copy job",
    names: &["targetModelName"],
    arns: &["jobArn"],
    ids: &[],
    filters: &[("sourceAccountEquals", "sourceAccountId")],
    quota: 1_000,
    namesakes: true,
};

/// The operations.
pub(crate) const OPERATIONS: &[(&str, Handler)] = &[
    ("CreateModelCopyJob", create),
    ("GetModelCopyJob", |call| call.get(&KIND, "jobArn")),
    ("ListModelCopyJobs", list),
];

/// A source that nobody knows is refused, as the operation declares; one that was deleted since is
/// known by its jobs.
fn list(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let source = call.text("sourceModelArnEquals");
    let known = |record: &Record| record.arn == source || record.text("sourceModelArn") == source;
    if !source.is_empty() && !call.stock.records.values().any(known) {
        return Err(missing(&custom_model::KIND, source));
    }
    listing::list(call, &KIND)
}

fn create(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let source = call.text("sourceModelArn").to_owned();
    let name = call.text("targetModelName").to_owned();
    // The source lies in another Region as a rule.
    let found = call.stock.find(&source).filter(|record| record.kind == &custom_model::KIND);
    let model = found.ok_or_else(|| missing(&custom_model::KIND, &source))?.clone();
    if model.text("modelStatus") != "Active" {
        return Err(ServiceError::validation(format!(
            "The custom model {} can't be copied: its status is {}.",
            model.name(),
            model.text("modelStatus")
        )));
    }
    call.room(&custom_model::KIND, &name)?;
    let middle = source.split(":custom-model/").nth(1).and_then(|rest| rest.rsplit_once('/'));
    let middle = middle.map_or("imported", |parts| parts.0);
    let target = {
        let id = call.stock.mint();
        call.arn("custom-model", &format!("{middle}/{id}"))
    };
    let outcome = if fails(&name) {
        let message = "The copy could not be encrypted: the role of Amazon Bedrock may not use the \
                       KMS key of the target Region.";
        change(call.after(2), "Failed", json!({"failureMessage": message}))
    } else {
        let mut done = change(call.after(2), "Completed", json!({}));
        done.then = Some(finish);
        done
    };
    let draft = Draft {
        kind: &KIND,
        id: call.stock.mint(),
        name: name.clone(),
        body: json!({
            "status": "InProgress",
            "targetModelArn": target,
            "targetModelName": name,
            "sourceAccountId": ACCOUNT,
            "sourceModelArn": source,
            "sourceModelName": model.name(),
            "targetModelKmsKeyArn": job::key_arn(call, "modelKmsKeyId"),
            "targetModelTags": call.given("targetModelTags"),
        }),
        tags: "targetModelTags",
        moves: vec![change(call.after(1), "InProgress", json!({})), outcome],
    };
    let arn = call.create(draft)?;
    Ok(json!({ "jobArn": arn }))
}

/// The job is done: the copy stands beside the others.
fn finish(stock: &mut Stock, job: u64, at: i64) {
    let Some(done) = stock.records.get(&job).cloned() else { return };
    let source = stock.find(done.text("sourceModelArn"));
    let mut body = source.map(|record| record.body.clone()).unwrap_or_default();
    // The copy belongs to no job but this one; it is based on the model where it now lies.
    body.remove("jobArn");
    body.remove("jobName");
    body.insert("modelName".to_owned(), json!(done.text("targetModelName")));
    if let Some(base) = body.get("baseModelArn").and_then(Value::as_str) {
        let base = base.rsplit('/').next().unwrap_or_default();
        let arn = format!("arn:aws:bedrock:{}::foundation-model/{base}", done.region);
        body.insert("baseModelArn".to_owned(), json!(arn));
    }
    let key = done.body.get("targetModelKmsKeyArn").cloned().unwrap_or_default();
    body.insert("modelKmsKeyArn".to_owned(), key);
    let tags = tagging::stored(done.body.get("targetModelTags"));
    custom_model::born(stock, done.text("targetModelArn"), at, Value::Object(body), tags);
    if let Some(record) = stock.records.get_mut(&job) {
        record.body.insert("endTime".to_owned(), moment::value(at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::resource::trial::Trial;

    fn with_model(name: &str) -> (Trial, String) {
        let mut trial = Trial::new();
        let source = json!({"s3DataSource": {"s3Uri": "s3://my-bucket/model/"}});
        let input = json!({"modelName": name, "modelSourceConfig": source});
        let arn = trial.ok("CreateCustomModel", input)["modelArn"].as_str().unwrap().to_owned();
        (trial, arn)
    }

    #[test]
    fn it_copies_a_model_to_another_region() {
        let (mut trial, source) = with_model("mine");
        trial.wait(1);
        trial.region = "eu-west-1".to_owned();
        let copy = |name: &str| json!({"sourceModelArn": source, "targetModelName": name});
        let mut input = copy("theirs");
        input["targetModelTags"] = json!([{"key": "from", "value": "us"}]);
        let id = json!({"jobArn": trial.ok("CreateModelCopyJob", input)["jobArn"]});
        trial.ok("CreateModelCopyJob", copy("will-fail"));
        assert_eq!(trial.ok("GetModelCopyJob", id.clone())["status"], "InProgress");
        trial.wait(2);
        let done = trial.ok("GetModelCopyJob", id);
        assert_eq!(done["status"], "Completed");
        let got = trial.ok("GetCustomModel", json!({"modelIdentifier": "theirs"}));
        assert_eq!(got["modelArn"], done["targetModelArn"]);
        assert!(got["baseModelArn"].as_str().unwrap().contains(":eu-west-1:"));
        let filter = json!({"targetModelNameContains": "fail", "sourceAccountEquals": ACCOUNT});
        let list = trial.ok("ListModelCopyJobs", filter)["modelCopyJobSummaries"].clone();
        assert_eq!((list.as_array().unwrap().len(), &list[0]["status"]), (1, &json!("Failed")));
        let other = json!({"sourceModelArnEquals": source, "statusEquals": "InProgress"});
        assert_eq!(trial.ok("ListModelCopyJobs", other)["modelCopyJobSummaries"], json!([]));
    }

    #[test]
    fn it_is_refused_where_the_service_would() {
        let (mut trial, source) = with_model("mine");
        let copy = |arn: &str, name: &str| json!({"sourceModelArn": arn, "targetModelName": name});
        let early = trial.call("CreateModelCopyJob", copy(&source, "x")).unwrap_err();
        assert_eq!(early.name, "ValidationException");
        trial.wait(1);
        let mut tagged = copy(&source, "x");
        tagged["targetModelTags"] =
            (0..51).map(|n| json!({"key": format!("k{n}"), "value": ""})).collect();
        assert_eq!(trial.err("CreateModelCopyJob", tagged), "TooManyTagsException");
        let nobody = source
            .replace("imported/", "imported/0")
            .chars()
            .take(source.len())
            .collect::<String>();
        assert_eq!(
            trial.err("CreateModelCopyJob", copy(&nobody, "x")),
            "ResourceNotFoundException"
        );
        let job =
            json!({"jobArn": "arn:aws:bedrock:us-east-1:123456789012:model-copy-job/aaaaaaaaaaaa"});
        assert_eq!(trial.err("GetModelCopyJob", job), "ResourceNotFoundException");
    }
}
