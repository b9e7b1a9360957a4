//! Lives of models of the account's own: custom models and imported models.
//! Not here: what a life is made of (life), or the jobs that make models (jobs).

use outcrop::domain::kinds::{CUSTOM_MODEL, IMPORT, IMPORTED};
use outcrop::domain::resource::Sort::Delete;
use serde_json::{Value, json};

use super::jobs;
use super::life::{Life, ROLE};

/// A model whose files lie in S3.
pub(crate) fn bring(life: &Life, name: &str) -> Value {
    life.new_one();
    life.set("Model name", name);
    life.set("Model source config", "s3://bucket/model/");
    life.set("Role ARN", ROLE);
    life.tagged("Model tags", "team", "search");
    life.sign("CreateCustomModel", name)
}

pub(crate) fn custom_model() {
    let life = Life::of(&CUSTOM_MODEL);
    let sent = bring(&life, "brought");
    let source = &sent["modelSourceConfig"]["s3DataSource"];
    assert_eq!(*source, json!({"s3Uri": "s3://bucket/model/"}));
    life.row("brought", "creating");
    life.becomes("brought", "active");
    life.look("brought");
    life.shows("Base model ARN", "foundation-model/amazon.nova-lite");
    life.tag();
    let arn = life.arn("GetCustomModel");

    // What can be made of it: a copy, throughput, a deployment.
    life.act("copy to this region");
    life.set("Target model name", "twin");
    let sent = life.sign("CreateModelCopyJob", "twin");
    assert_eq!(sent["sourceModelArn"], *arn);
    life.act("buy throughput");
    life.set("Model units", "1");
    life.set("Provisioned model name", "units");
    let sent = life.sign("CreateProvisionedModelThroughput", "units");
    assert_eq!(sent["modelId"], *arn);
    life.act("deploy on demand");
    life.set("Model deployment name", "served");
    let sent = life.sign("CreateCustomModelDeployment", "served");
    assert_eq!(sent["modelArn"], *arn);
    (0..2).for_each(|_| life.bedrock.script.account.step());
    life.runner.wait_for("twin is completed now");
    life.back();
    life.runner.press("r");
    life.row("twin", "active");

    // A model that is served stays.
    life.look("brought");
    life.sign_off(Delete, "brought");
    life.says(
        "The custom model brought can't be deleted: the provisioned throughput units uses it.",
    );
    life.back();
    life.row("brought", "active");
    life.look("twin");
    life.confirm(Delete, "twin");
    life.no_row("twin");

    bring(&life, "will-fail");
    life.becomes("will-fail", "failed");
    life.look("will-fail");
    life.says(
        "The model artifacts could not be read: access was denied to the S3 bucket, or its files \
         are no model Amazon Bedrock knows.",
    );
    life.over();
}

pub(crate) fn imported() {
    let life = Life::of(&IMPORTED);
    // A job makes it: there is no other way.
    life.go(&IMPORT);
    jobs::bring_in(&life, "brought");
    (0..2).for_each(|_| life.bedrock.script.account.step());
    life.runner.wait_for("brought is completed now");
    life.go(&IMPORTED);
    life.row("brought-model", "llama3");
    life.look("brought-model");
    life.shows("Job name", "brought");
    life.tag();
    life.confirm(Delete, "brought-model");
    life.no_row("brought-model");
    life.over();
}
