//! Requests made in a form, through the loop, the SDK and the simulator: what is created, what is
//! refused and mended, and that a repeated request acts once. Not here: the form alone (screens).

use super::bedrock::Bedrock;
use super::filling::{add_pair, go_to, inside, offered, pick, set};
use super::runner::{Runner, Setup};

/// A program that shows the resources of a kind.
fn board(folder: &std::path::Path, bedrock: &Bedrock, words: &str, title: &str) -> Runner {
    let runner = Setup::new(folder, bedrock).start();
    runner.go_to(words);
    runner.wait_for(title);
    runner.wait_gone("loading…");
    runner
}

/// Fills in throughput for the first model that has any; gives the model.
fn fill_throughput(runner: &Runner, name: &str) {
    runner.press("n");
    runner.wait_for("New provisioned throughput");
    set(runner, "Model units", "1");
    set(runner, "Provisioned model name", name);
    pick(runner, "Model ID", "Models throughput can be bought for", "");
}

fn sign(runner: &Runner, name: &str) {
    runner.press("ctrl-s");
    runner.wait_for("The same with the AWS CLI");
    runner.press("enter");
    runner.wait_for("This is billed. Type");
    runner.type_text(name);
    runner.press("enter");
}

#[test]
fn throughput_is_bought_by_its_name_and_stands_in_the_list() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    bedrock.script.account.fill("provisioned-model", 250).unwrap();
    let runner = board(place.path(), &bedrock, "provisioned", "Provisioned throughput ·");
    fill_throughput(&runner, "journey-units");
    sign(&runner, "journey-units");
    runner.wait_for("CreateProvisionedModelThroughput: done");
    runner.wait("the new one in the list", |screen| {
        !screen.contains("New provisioned") && screen.contains("journey-units")
    });
    let sent = bedrock.calls("CreateProvisionedModelThroughput");
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0]["modelUnits"], 1);
    assert!(sent[0]["clientRequestToken"].is_string(), "{sent:?}");
    assert_eq!(sent[0].get("commitmentDuration"), None, "what is not set is not sent");
    // It is the selected row.
    runner.press("enter");
    runner.wait_for("› journey-units");
    runner.quit();
}

#[test]
fn a_request_whose_answer_was_lost_is_sent_again_and_acts_once() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = board(place.path(), &bedrock, "provisioned", "Provisioned throughput ·");
    fill_throughput(&runner, "journey-once");
    bedrock.fault(&["internal@CreateProvisionedModelThroughput=1"]);
    sign(&runner, "journey-once");
    runner.wait_for("acts only once");
    sign(&runner, "journey-once");
    runner.wait_for("CreateProvisionedModelThroughput: done");
    let sent = bedrock.calls("CreateProvisionedModelThroughput");
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0], sent[1], "the same token with the same input");
    runner.quit();
}

#[test]
fn what_the_service_refuses_stands_in_the_form_and_is_mended() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = board(place.path(), &bedrock, "provisioned", "Provisioned throughput ·");
    runner.press("n");
    runner.wait_for("New provisioned throughput");
    set(&runner, "Model units", "1");
    set(&runner, "Provisioned model name", "journey-mended");
    set(&runner, "Model ID", "amazon.nova-lite-v1:0");
    sign(&runner, "journey-mended");
    let refused = runner.wait_for("request id");
    assert!(refused.contains("New provisioned throughput"), "{refused}");
    assert!(refused.contains("journey-mended"), "nothing typed is lost: {refused}");
    go_to(&runner, "Model ID");
    runner.press("ctrl-u");
    pick(&runner, "Model ID", "Models throughput can be bought for", "");
    sign(&runner, "journey-mended");
    runner.wait_for("CreateProvisionedModelThroughput: done");
    let sent = bedrock.calls("CreateProvisionedModelThroughput");
    assert_ne!(sent[0]["clientRequestToken"], sent[1]["clientRequestToken"], "another request");
    runner.quit();
}

#[test]
fn a_customization_job_is_made_with_parts_lists_and_a_table() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = board(place.path(), &bedrock, "customization", "Model customization jobs ·");
    runner.press("n");
    runner.wait_for("New customization job");
    set(&runner, "Job name", "journey-job");
    set(&runner, "Custom model name", "journey-model");
    set(&runner, "Role ARN", "arn:aws:iam::123456789012:role/Bedrock");
    pick(&runner, "Base model identifier", "Models that can be customized", "");
    inside(&runner, "Training data config", || {
        set(&runner, "S3 URI", "s3://journey/train.jsonl");
    });
    set(&runner, "Output data config", "s3://journey/out/");
    inside(&runner, "Hyper parameters", || set(&runner, "epochCount", "2"));
    go_to(&runner, "Job tags");
    runner.press("enter");
    runner.wait_for("› Job tags");
    add_pair(&runner, "team", "search");
    runner.press("ctrl-s");
    runner.wait_for("team=search");
    runner.press("enter");
    runner.wait_for("This is billed. Type");
    runner.type_text("journey-job");
    runner.press("enter");
    runner.wait_for("CreateModelCustomizationJob: done");
    runner.wait("the job in the list", |screen| {
        !screen.contains("New customization") && screen.contains("journey-job")
    });
    let sent = bedrock.calls("CreateModelCustomizationJob").remove(0);
    assert_eq!(sent["trainingDataConfig"]["s3Uri"], "s3://journey/train.jsonl");
    assert_eq!(sent["hyperParameters"]["epochCount"], "2");
    assert_eq!(sent["jobTags"][0]["value"], "search");
    runner.quit();
}

#[test]
fn a_role_seen_before_is_offered_after_a_restart() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    bedrock.script.account.seed().unwrap();
    let mut setup = Setup::new(place.path(), &bedrock);
    // So that the account stands on the screen, once it is known.
    setup.settings.simulator = false;
    let runner = setup.spawn();
    runner.wait_for("123456789012");
    runner.go_to("batch-jobs");
    runner.wait_for("nightly-summaries");
    runner.quit();
    // Whatever the account holds now: nothing of it was looked at in this run.
    let bedrock = Bedrock::start();

    let runner = board(place.path(), &bedrock, "customization", "Model customization jobs ·");
    runner.press("n");
    runner.wait_for("New customization job");
    go_to(&runner, "Role ARN");
    runner.press("ctrl-o");
    offered(&runner, "Roles seen before");
    runner.wait_for("arn:aws:iam::123456789012:role/");
    runner.press("enter");
    runner.wait_gone("Roles seen before");
    runner.wait_for("arn:aws:iam::12345");
    runner.quit();
}
