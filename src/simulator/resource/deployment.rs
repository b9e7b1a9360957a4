//! Custom model deployments: a custom model served on demand. Creating -> Active or Failed; an
//! update runs beside the status. What it is invoked as is in `resolve`.

use crate::simulator::resource::call::{Call, Draft, Handler, fails};
use crate::simulator::resource::kind::Kind;
use crate::simulator::resource::stock::change;
use crate::simulator::resource::{custom_model, listing, moment};
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};

/// The word in a model's name that makes an update to it fail.
const UNFIT: &str = "unfit";

pub(crate) const KIND: Kind = Kind {
    path: "custom-model-deployment",
    noun: "custom model deployment",
    names: &["modelDeploymentName", "customModelDeploymentName"],
    arns: &["customModelDeploymentArn"],
    ids: &[],
    filters: &[],
    quota: 20,
    namesakes: false,
};

/// The operations.
pub(crate) const OPERATIONS: &[(&str, Handler)] = &[
    ("CreateCustomModelDeployment", create),
    ("GetCustomModelDeployment", |call| call.get(&KIND, "customModelDeploymentIdentifier")),
    ("ListCustomModelDeployments", |call| listing::list(call, &KIND)),
    ("UpdateCustomModelDeployment", update),
    ("DeleteCustomModelDeployment", delete),
];

/// The custom model a member of the input names, when it can be deployed.
fn deployable(call: &Call<'_>) -> Result<String, ServiceError> {
    let arn = call.named(&custom_model::KIND, "modelArn")?;
    let model = call.record(&arn)?;
    if model.text("modelStatus") == "Active" {
        return Ok(arn);
    }
    Err(ServiceError::validation(format!(
        "The custom model {} can't be deployed: its status is {}.",
        model.name(),
        model.text("modelStatus")
    )))
}

fn create(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let name = call.text("modelDeploymentName").to_owned();
    let model = deployable(call)?;
    let outcome = if fails(&name) {
        let message = "The custom model could not be loaded for on-demand inference. Delete the \
                       deployment and create it again; if it fails again, train the model again.";
        change(call.after(1), "Failed", json!({"failureMessage": message}))
    } else {
        change(call.after(1), "Active", json!({}))
    };
    let draft = Draft {
        kind: &KIND,
        id: call.stock.mint(),
        name,
        body: json!({
            "modelArn": model,
            "createdAt": moment::text(call.now),
            "status": "Creating",
            "description": call.given("description"),
        }),
        tags: "tags",
        moves: vec![outcome],
    };
    let arn = call.create(draft)?;
    Ok(json!({ "customModelDeploymentArn": arn }))
}

fn update(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = call.named(&KIND, "customModelDeploymentIdentifier")?;
    let model = deployable(call)?;
    let unfit = call.record(&model)?.name().contains(UNFIT);
    let record = call.record(&arn)?;
    let updating = record.body.get("updateDetails").and_then(|details| details.get("updateStatus"));
    if record.text("status") != "Active" || updating == Some(&json!("Updating")) {
        return Err(ServiceError::validation(format!(
            "The custom model deployment {} can't be updated now: its status is {}{}.",
            record.name(),
            record.text("status"),
            if updating.is_some() { " and an update is running" } else { "" }
        )));
    }
    let details = |status: &str| json!({"modelArn": model, "updateStatus": status});
    let outcome = if unfit {
        json!({"updateDetails": details("UpdateFailed")})
    } else {
        json!({"updateDetails": details("UpdateCompleted"), "modelArn": model})
    };
    let later = change(call.after(1), "Active", outcome);
    let now = change(call.now, "Active", json!({"updateDetails": details("Updating")}));
    if let Some(record) = call.stock.find_mut(&arn) {
        record.set(now.set);
        record.moves.push_back(later);
    }
    Ok(json!({ "customModelDeploymentArn": arn }))
}

fn delete(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let arn = call.named(&KIND, "customModelDeploymentIdentifier")?;
    let record = call.record(&arn)?;
    if record.text("status") == "Creating" {
        return Err(call.conflict(format!(
            "The custom model deployment {} can't be deleted while its status is Creating.",
            record.name()
        )));
    }
    call.stock.remove(&arn);
    Ok(json!({}))
}
