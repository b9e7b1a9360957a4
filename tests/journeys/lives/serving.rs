//! Lives of what models are invoked by: provisioned throughput, deployments, inference profiles,
//! prompt routers. Not here: what a life is made of (life).

use outcrop::domain::kinds::{CUSTOM_MODEL, DEPLOYMENT, PROFILE, ROUTER, THROUGHPUT};
use outcrop::domain::resource::Sort::Delete;

use serde_json::{Value, json};

use super::life::Life;
use super::models;
use crate::filling::{go_to, pick, step_to};

pub(crate) fn throughput() {
    let life = Life::of(&THROUGHPUT);
    life.new_one();
    life.set("Model units", "2");
    life.set("Provisioned model name", "units");
    pick(&life.runner, "Model ID", "Models throughput can be bought for", "titan-text-express");
    life.tagged("Tags", "team", "search");
    let sent = life.sign("CreateProvisionedModelThroughput", "units");
    assert_eq!((&sent["modelUnits"], &sent["tags"][0]["value"]), (&2.into(), &"search".into()));
    life.row("units", "creating");
    life.becomes("units", "in service");
    life.look("units");
    life.shows("Model units", "2");
    life.runner.press("e");
    life.runner.wait_for("Change: units");
    life.set("Desired provisioned model name", "renamed");
    let sent = life.send("UpdateProvisionedModelThroughput");
    assert_eq!(sent["desiredProvisionedModelName"], "renamed");
    life.shows("Status", "Updating");
    life.bedrock.script.account.step();
    life.runner.wait_for("renamed is in service now");
    life.shows("Provisioned model name", "renamed");
    life.tag();
    life.confirm(Delete, "renamed");
    life.no_row("renamed");

    life.new_one();
    life.set("Model units", "1");
    life.set("Provisioned model name", "will-fail");
    pick(&life.runner, "Model ID", "Models throughput can be bought for", "titan-text-express");
    step_to(&life.runner, "Commitment duration", "OneMonth");
    let sent = life.sign("CreateProvisionedModelThroughput", "will-fail");
    assert_eq!(sent["commitmentDuration"], "OneMonth");
    life.row("will-fail", "creating");
    life.becomes("will-fail", "failed");
    life.look("will-fail");
    life.says(
        "The requested model units could not be allocated: there is not enough capacity for this \
         model in this Region. Delete the provisioned throughput and try again later.",
    );
    life.over();
}

pub(crate) fn deployment() {
    let life = Life::beside(&DEPLOYMENT, "custom-model", 2);
    life.go(&CUSTOM_MODEL);
    models::bring(&life, "unfit");
    life.becomes("unfit", "active");
    life.go(&DEPLOYMENT);
    deploy(&life, "served");
    let sent = life.last("CreateCustomModelDeployment");
    assert_eq!(sent["description"], "by the token");
    life.row("served", "creating");
    life.becomes("served", "active");
    life.look("served");
    life.shows("Description", "by the token");
    life.tag();
    // Another model is served by it: the change runs beside the status.
    let sent = serve(&life, "filled-00001");
    assert_ne!(sent["modelArn"], life.last("CreateCustomModelDeployment")["modelArn"]);
    life.runner.wait_for("served: updating.");
    life.bedrock.script.account.step();
    life.shows("Update status", "UpdateCompleted");
    serve(&life, "unfit");
    life.runner.wait_for("served: updating.");
    life.bedrock.script.account.step();
    life.runner.wait_for("served: update failed.");
    life.shows("Update status", "UpdateFailed");
    life.shows("Status", "Active");
    life.confirm(Delete, "served");
    life.no_row("served");

    deploy(&life, "will-fail");
    life.row("will-fail", "creating");
    life.becomes("will-fail", "failed");
    life.look("will-fail");
    life.says(
        "The custom model could not be loaded for on-demand inference. Delete the deployment and \
         create it again; if it fails again, train the model again.",
    );
    life.over();
}

/// Lets the deployment that is looked at serve another model.
fn serve(life: &Life, model: &str) -> Value {
    life.runner.press("e");
    life.runner.wait_for("Change: served");
    go_to(&life.runner, "Model ARN");
    life.runner.press("ctrl-u");
    pick(&life.runner, "Model ARN", "Custom models", model);
    life.send("UpdateCustomModelDeployment")
}

/// Serves a custom model of the account on demand.
fn deploy(life: &Life, name: &str) {
    life.new_one();
    life.set("Model deployment name", name);
    pick(&life.runner, "Model ARN", "Custom models", "filled-00002");
    life.set("Description", "by the token");
    life.tagged("Tags", "team", "search");
    life.sign("CreateCustomModelDeployment", name);
}

pub(crate) fn profile() {
    let life = Life::of(&PROFILE);
    life.new_one();
    life.set("Inference profile name", "search costs");
    pick(
        &life.runner,
        "Model source",
        "Models and inference profiles, by ARN",
        "us.amazon.nova-lite",
    );
    life.set("Description", "what search costs");
    life.tagged("Tags", "team", "search");
    let sent = life.send("CreateInferenceProfile");
    assert!(
        sent["modelSource"]["copyFrom"].as_str().unwrap().ends_with("us.amazon.nova-lite-v1:0")
    );
    life.find("search costs");
    life.row("search costs", "active");
    life.look("search costs");
    life.shows("Description", "what search costs");
    life.tag();
    life.confirm(Delete, "search costs");
    life.no_row("search costs");
    life.over();
}

pub(crate) fn router() {
    let life = Life::of(&ROUTER);
    let model = |id: &str| {
        let arn = format!("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-{id}-v1:0");
        json!({"modelArn": arn})
    };
    life.new_one();
    life.write(&json!({
        "promptRouterName": "by effort",
        "models": [model("pro"), model("lite")],
        "fallbackModel": model("lite"),
        "routingCriteria": {"responseQualityDifference": 25.0},
    }));
    life.set("Description", "the smaller where it will do");
    life.tagged("Tags", "team", "search");
    let sent = life.send("CreatePromptRouter");
    assert_eq!(sent["models"], json!([model("pro"), model("lite")]));
    assert_eq!(sent["routingCriteria"]["responseQualityDifference"], 25.0);
    life.find("by effort");
    life.row("by effort", "available");
    life.look("by effort");
    life.shows("Description", "the smaller where it will do");
    life.tag();
    life.confirm(Delete, "by effort");
    life.no_row("by effort");
    life.over();
}
