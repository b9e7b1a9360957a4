//! Provisioned throughput: model units bought for a name. Creating -> InService, Updating ->
//! InService; a commitment keeps it from being deleted. What it is invoked as is in `resolve`.

use crate::simulator::resource::call::{Call, Draft, Handler, fails};
use crate::simulator::resource::kind::Kind;
use crate::simulator::resource::moment::{self, DAY};
use crate::simulator::resource::stock::change;
use crate::simulator::resource::{base_model, listing};
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};

/// Model units an account may have in a Region, over all of them.
const UNITS: i64 = 20;

pub(crate) const KIND: Kind = Kind {
    path: "provisioned-model",
    noun: "provisioned throughput",
    names: &["provisionedModelName"],
    arns: &["provisionedModelArn"],
    ids: &[],
    filters: &[],
    quota: 20,
    namesakes: false,
};

/// The operations.
pub(crate) const OPERATIONS: &[(&str, Handler)] = &[
    ("CreateProvisionedModelThroughput", create),
    ("GetProvisionedModelThroughput", |call| call.get(&KIND, "provisionedModelId")),
    ("ListProvisionedModelThroughputs", |call| listing::list(call, &KIND)),
    ("UpdateProvisionedModelThroughput", update),
    ("DeleteProvisionedModelThroughput", delete),
];

fn create(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let name = call.text("provisionedModelName").to_owned();
    let units = call.input["modelUnits"].as_i64().unwrap_or(1);
    let model = base_model::provisionable(call, "modelId")?;
    let taken: i64 = call
        .stock
        .of(&KIND, &call.caller.region)
        .filter(|record| !record.filling)
        .filter_map(|record| record.body["modelUnits"].as_i64())
        .sum();
    if !call.filling && taken + units > UNITS {
        return Err(call.over_quota(format!(
            "The request exceeds the quota of {UNITS} model units in this Region: {taken} are in \
             use, and {units} more are requested."
        )));
    }
    let commitment = call.given("commitmentDuration").cloned();
    let days = match commitment.as_ref().and_then(Value::as_str) {
        Some("OneMonth") => Some(30),
        Some(_) => Some(182),
        None => None,
    };
    let outcome = if fails(&name) {
        let message = "The requested model units could not be allocated: there is not enough \
                       capacity for this model in this Region. Delete the provisioned throughput \
                       and try again later.";
        change(call.after(1), "Failed", json!({"failureMessage": message}))
    } else {
        change(call.after(1), "InService", json!({}))
    };
    let draft = Draft {
        kind: &KIND,
        id: call.stock.mint(),
        name,
        body: json!({
            "modelUnits": units,
            "desiredModelUnits": units,
            "modelArn": model.arn,
            "desiredModelArn": model.arn,
            "foundationModelArn": model.foundation,
            "status": "Creating",
            "commitmentDuration": commitment,
            "commitmentExpirationTime": days.map(|days| moment::value(call.now + days * DAY)),
        }),
        tags: "tags",
        moves: vec![outcome],
    };
    let arn = call.create(draft)?;
    Ok(json!({ "provisionedModelArn": arn }))
}

fn update(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = call.named(&KIND, "provisionedModelId")?;
    let record = call.record(&arn)?;
    if record.text("status") != "InService" {
        return Err(ServiceError::validation(format!(
            "The provisioned throughput {} can't be updated while its status is {}.",
            record.name(),
            record.text("status")
        )));
    }
    let (renamed, moved) =
        (call.given("desiredProvisionedModelName"), call.given("desiredModelId"));
    if renamed.is_none() && moved.is_none() {
        return Err(ServiceError::validation(
            "Give a new name, a new model, or both: there is nothing to update.",
        ));
    }
    if let Some(name) = renamed.and_then(Value::as_str).filter(|name| *name != record.name()) {
        let mut others = call.stock.of(&KIND, &call.caller.region);
        if others.any(|other| other.name() == name) {
            return Err(
                call.conflict(format!("The provisioned throughput name {name} is already in use."))
            );
        }
    }
    let mut now = json!({"status": "Updating", "lastModifiedTime": moment::text(call.now)});
    let mut then = json!({});
    if let Some(name) = renamed {
        now["provisionedModelName"] = name.clone();
    }
    if moved.is_some() {
        let model = base_model::provisionable(call, "desiredModelId")?;
        if model.foundation != record.text("foundationModelArn") {
            return Err(ServiceError::validation(
                "A provisioned throughput can only be moved to its base model, or to another \
                 custom model of the same base model.",
            ));
        }
        now["desiredModelArn"] = json!(model.arn);
        then["modelArn"] = json!(model.arn);
    }
    let outcome = change(call.after(1), "InService", then);
    if let (Some(record), Value::Object(now)) = (call.stock.find_mut(&arn), now) {
        record.set(now);
        record.moves.push_back(outcome);
    }
    Ok(json!({}))
}

fn delete(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = call.named(&KIND, "provisionedModelId")?;
    let record = call.record(&arn)?;
    let until = record.body.get("commitmentExpirationTime");
    let committed = until.and_then(moment::read).is_some_and(|until| until > call.now);
    if committed && record.text("status") != "Failed" {
        return Err(call.conflict(format!(
            "The provisioned throughput {} can't be deleted before its commitment ends at {}.",
            record.name(),
            record.text("commitmentExpirationTime")
        )));
    }
    if matches!(record.text("status"), "Creating" | "Updating") {
        return Err(call.conflict(format!(
            "The provisioned throughput {} can't be deleted while its status is {}.",
            record.name(),
            record.text("status")
        )));
    }
    call.stock.remove(&arn);
    Ok(json!({}))
}

#[cfg(test)]
#[path = "provisioned_model/tests.rs"]
mod tests;
