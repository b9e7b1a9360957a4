//! Custom models: what a finished customization or copy job leaves, or CreateCustomModel makes.
//! Creating -> Active or Failed. They are invoked through provisioned throughput or a deployment.

use crate::simulator::caller::ACCOUNT;
use crate::simulator::resource::call::{Call, Draft, Handler, fails};
use crate::simulator::resource::kind::Kind;
use crate::simulator::resource::listing;
use crate::simulator::resource::moment;
use crate::simulator::resource::record::{Body, Move, Record};
use crate::simulator::resource::stock::Stock;
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};
use std::collections::VecDeque;

/// What a model brought from elsewhere was made from.
const BROUGHT: &str = "amazon.nova-lite-v1:0";

pub(crate) const KIND: Kind = Kind {
    path: "custom-model",
    noun: "custom model",
    names: &["modelName"],
    arns: &["modelArn"],
    ids: &[],
    filters: &[
        ("baseModelArnEquals", "baseModelArn"),
        ("foundationModelArnEquals", "baseModelArn"),
    ],
    quota: 100,
    namesakes: false,
};

/// The operations.
pub(crate) const OPERATIONS: &[(&str, Handler)] = &[
    ("CreateCustomModel", create),
    ("GetCustomModel", |call| call.get(&KIND, "modelIdentifier")),
    ("ListCustomModels", |call| listing::list(call, &KIND)),
    ("DeleteCustomModel", delete),
];

fn create(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let name = call.text("modelName").to_owned();
    if call.given("modelSourceConfig").is_none() && call.given("customModelDataSource").is_none() {
        return Err(ServiceError::validation(
            "Give the source of the model: modelSourceConfig or customModelDataSource.",
        ));
    }
    let members = if fails(&name) {
        json!({"modelStatus": "Failed",
               "failureMessage": "The model artifacts could not be read: access was denied to the \
                                  S3 bucket, or its files are no model Amazon Bedrock knows."})
    } else {
        json!({"modelStatus": "Active"})
    };
    let at = call.after(1);
    let draft = Draft {
        kind: &KIND,
        id: format!("imported/{}", call.stock.mint()),
        name,
        body: json!({
            "baseModelArn": call.caller.model_arn(BROUGHT),
            "baseModelName": base_name(BROUGHT),
            "customizationType": "IMPORTED",
            "modelKmsKeyArn": call.given("modelKmsKeyArn"),
            "modelStatus": "Creating",
            "ownerAccountId": ACCOUNT,
            "isOwned": true,
        }),
        tags: "modelTags",
        moves: vec![Move { at, set: object(members), then: None }],
    };
    let arn = call.create(draft)?;
    Ok(json!({ "modelArn": arn }))
}

fn delete(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = call.named(&KIND, "modelIdentifier")?;
    let used = call.stock.records.values().find(|record| {
        record.kind != &KIND
            && ["provisioned-model", "custom-model-deployment"].contains(&record.kind.path)
            && (record.text("modelArn") == arn || record.text("desiredModelArn") == arn)
    });
    if let Some(user) = used {
        return Err(call.conflict(format!(
            "The custom model {} can't be deleted: the {} {} uses it.",
            call.record(&arn)?.name(),
            user.kind.noun,
            user.name()
        )));
    }
    call.stock.remove(&arn);
    Ok(json!({}))
}

/// The name of a foundation model as summaries of custom models have it: its id without versions.
pub(crate) fn base_name(id: &str) -> &str {
    id.split(':').next().unwrap_or(id)
}

/// Puts a model that a job has made beside the others. `body` is what the job knows of it.
pub(crate) fn born(
    stock: &mut Stock,
    arn: &str,
    at: i64,
    body: Value,
    tags: Vec<(String, String)>,
) {
    let mut body = object(body);
    body.retain(|_, value| !value.is_null());
    body.insert("modelArn".to_owned(), json!(arn));
    body.insert("creationTime".to_owned(), moment::value(at));
    body.insert("modelStatus".to_owned(), json!("Active"));
    body.insert("ownerAccountId".to_owned(), json!(ACCOUNT));
    body.insert("isOwned".to_owned(), json!(true));
    let region = arn.split(':').nth(3).unwrap_or_default().to_owned();
    stock.add(Record {
        kind: &KIND,
        arn: arn.to_owned(),
        region,
        created: at,
        order: 0,
        body,
        tags,
        moves: VecDeque::new(),
        filling: false,
    });
}

fn object(value: Value) -> Body {
    match value {
        Value::Object(members) => members,
        _ => Body::new(),
    }
}
