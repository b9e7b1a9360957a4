//! The life of a provisioned throughput, and every refusal on its way.

use crate::simulator::resource::serving;
use crate::simulator::resource::trial::Trial;
use serde_json::{Value, json};

const CREATE: &str = "CreateProvisionedModelThroughput";
const GET: &str = "GetProvisionedModelThroughput";
const UPDATE: &str = "UpdateProvisionedModelThroughput";
const DELETE: &str = "DeleteProvisionedModelThroughput";
const EXPRESS: &str = "amazon.titan-text-express-v1:0:8k";

fn order(name: &str) -> Value {
    json!({"provisionedModelName": name, "modelId": EXPRESS, "modelUnits": 2})
}

fn id(name: &str) -> Value {
    json!({ "provisionedModelId": name })
}

#[test]
fn it_is_made_found_renamed_and_deleted() {
    let mut trial = Trial::new();
    let arn = trial.ok(CREATE, order("night"))["provisionedModelArn"].clone();
    let got = trial.ok(GET, id("night"));
    assert_eq!((&got["status"], &got["provisionedModelArn"]), (&json!("Creating"), &arn));
    assert_eq!(got.get("commitmentDuration"), None);
    assert_eq!(trial.err(UPDATE, id("night")), "ValidationException", "it is being made");
    assert_eq!(trial.err(DELETE, id("night")), "ConflictException");
    trial.wait(1);
    assert_eq!(trial.ok(GET, json!({"provisionedModelId": arn}))["status"], "InService");
    let rename = json!({"provisionedModelId": "night", "desiredProvisionedModelName": "day"});
    trial.ok(UPDATE, rename);
    let got = trial.ok(GET, id("day"));
    assert_eq!(got["status"], "Updating");
    trial.wait(1);
    assert_eq!(trial.ok(GET, id("day"))["status"], "InService");
    trial.ok(DELETE, id("day"));
    assert_eq!(trial.err(GET, id("day")), "ResourceNotFoundException");
}

#[test]
fn a_commitment_keeps_it() {
    let mut trial = Trial::new();
    let mut input = order("bound");
    input["commitmentDuration"] = json!("OneMonth");
    trial.ok(CREATE, input);
    trial.wait(1);
    let error = trial.call(DELETE, id("bound")).unwrap_err();
    let until = trial.ok(GET, id("bound"))["commitmentExpirationTime"].clone();
    assert_eq!(error.name, "ConflictException");
    assert!(error.message.contains(until.as_str().unwrap()), "{}", error.message);
    trial.wait(31 * 86_400 / 5);
    trial.ok(DELETE, id("bound"));
}

#[test]
fn it_is_refused_where_the_service_would() {
    let mut trial = Trial::new();
    trial.ok(CREATE, order("one"));
    assert_eq!(trial.err(CREATE, order("one")), "ValidationException", "the name is taken");
    let mut input = order("two");
    input["modelId"] = json!("amazon.nova-pro-v1:0");
    assert_eq!(trial.err(CREATE, input), "ValidationException", "not sold that way");
    let mut input = order("two");
    input["modelId"] = json!("no-such-model");
    assert_eq!(trial.err(CREATE, input), "ResourceNotFoundException");
    let mut input = order("two");
    input["modelUnits"] = json!(19);
    assert_eq!(trial.err(CREATE, input), "ServiceQuotaExceededException");
    assert_eq!(trial.err(CREATE, json!({})), "ValidationException");
    for name in [UPDATE, DELETE, GET] {
        assert_eq!(trial.err(name, id("nobody")), "ResourceNotFoundException");
    }
    trial.wait(1);
    assert_eq!(trial.err(UPDATE, id("one")), "ValidationException", "nothing to update");
}

#[test]
fn a_name_can_ask_for_failure() {
    let mut trial = Trial::new();
    trial.ok(CREATE, order("order-fails"));
    trial.wait(1);
    let got = trial.ok(GET, id("order-fails"));
    assert_eq!(got["status"], "Failed");
    assert!(got["failureMessage"].as_str().unwrap().contains("capacity"));
    trial.ok(DELETE, id("order-fails"));
}

#[test]
fn a_token_makes_it_once() {
    let mut trial = Trial::new();
    let mut input = order("once");
    input["clientRequestToken"] = json!("token-1");
    let first = trial.ok(CREATE, input.clone());
    assert_eq!(trial.ok(CREATE, input.clone()), first);
    input["modelUnits"] = json!(3);
    assert_eq!(trial.err(CREATE, input), "ValidationException", "another order, the same token");
    assert_eq!(trial.stock.records.len(), 1);
}

#[test]
fn tags_are_kept_within_their_bounds() {
    let mut trial = Trial::new();
    let tag = |index: usize| json!({"key": format!("k{index}"), "value": ""});
    let mut input = order("tagged");
    input["tags"] = (0..51).map(tag).collect();
    assert_eq!(trial.err(CREATE, input.clone()), "TooManyTagsException");
    input["tags"] = json!([{"key": "aws:mine", "value": ""}]);
    assert_eq!(trial.err(CREATE, input.clone()), "ValidationException");
    input["tags"] = (0..49).map(tag).collect();
    let arn = trial.ok(CREATE, input)["provisionedModelArn"].clone();
    let put = |tags: Value| json!({"resourceARN": arn, "tags": tags});
    trial
        .ok("TagResource", put(json!([{"key": "k0", "value": "new"}, {"key": "x", "value": "y"}])));
    let error = trial.call("TagResource", put(json!([{"key": "z", "value": ""}]))).unwrap_err();
    assert_eq!((error.name, &error.members["resourceName"]), ("TooManyTagsException", &arn));
    trial.ok("UntagResource", json!({"resourceARN": arn, "tagKeys": ["k1", "unknown"]}));
    let tags = trial.ok("ListTagsForResource", json!({"resourceARN": arn}))["tags"].clone();
    assert_eq!(tags.as_array().unwrap().len(), 49);
    assert_eq!(tags[0], json!({"key": "k0", "value": "new"}));
    let nobody = "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/aaaaaaaaaaaa";
    let calls = [
        ("ListTagsForResource", json!({"resourceARN": nobody})),
        ("TagResource", json!({"resourceARN": nobody, "tags": []})),
        ("UntagResource", json!({"resourceARN": nobody, "tagKeys": []})),
    ];
    for (name, input) in calls {
        assert_eq!(trial.err(name, input), "ResourceNotFoundException");
    }
}

#[test]
fn it_answers_for_its_model_when_it_is_in_service() {
    let mut trial = Trial::new();
    let arn = trial.ok(CREATE, order("chat"))["provisionedModelArn"].as_str().unwrap().to_owned();
    let early = serving::serving(&trial.stock, &arn).unwrap();
    assert_eq!(early.model, EXPRESS);
    assert_eq!(early.refusal.unwrap().name, "ModelNotReadyException");
    trial.wait(1);
    trial.ok(GET, id("chat"));
    assert_eq!(serving::serving(&trial.stock, &arn).unwrap().refusal, None);
}
