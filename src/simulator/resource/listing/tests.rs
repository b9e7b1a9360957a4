//! Filters, order and pages of a list, over provisioned throughput.

use crate::simulator::resource::moment;
use crate::simulator::resource::trial::Trial;
use serde_json::{Value, json};

const LIST: &str = "ListProvisionedModelThroughputs";
const MODEL: &str = "amazon.titan-text-express-v1:0:8k";

fn with(names: &[&str]) -> Trial {
    let mut trial = Trial::new();
    for name in names {
        trial.ok(
            "CreateProvisionedModelThroughput",
            json!({"provisionedModelName": name, "modelId": MODEL, "modelUnits": 1}),
        );
        trial.wait(1);
    }
    trial
}

fn names(answer: &Value) -> Vec<String> {
    let lines = answer["provisionedModelSummaries"].as_array().unwrap();
    lines.iter().map(|line| line["provisionedModelName"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_newest_is_first_unless_told_otherwise() {
    let mut trial = with(&["a", "b", "c"]);
    assert_eq!(names(&trial.ok(LIST, json!({}))), ["c", "b", "a"]);
    let up = json!({"sortBy": "CreationTime", "sortOrder": "Ascending"});
    assert_eq!(names(&trial.ok(LIST, up)), ["a", "b", "c"]);
}

#[test]
fn filters_narrow_it() {
    let mut trial = with(&["red-one", "blue-fail", "red-two"]);
    let mut listed = |input: Value| names(&trial.ok(LIST, input));
    assert_eq!(listed(json!({"nameContains": "red"})), ["red-two", "red-one"]);
    assert_eq!(listed(json!({"nameContains": "RED"})), [] as [&str; 0]);
    assert_eq!(listed(json!({"statusEquals": "Failed"})), ["blue-fail"]);
    assert_eq!(listed(json!({"statusEquals": "InService", "nameContains": "two"})), ["red-two"]);
    let arn = format!("arn:aws:bedrock:us-east-1::foundation-model/{MODEL}");
    assert_eq!(listed(json!({"modelArnEquals": arn})).len(), 3);
    let other = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0:300k";
    assert_eq!(listed(json!({"modelArnEquals": other})).len(), 0);
    let middle = trial.stock.records.values().nth(1).unwrap().created;
    let mut listed = |input: Value| names(&trial.ok(LIST, input));
    assert_eq!(listed(json!({"creationTimeAfter": moment::text(middle)})), ["red-two"]);
    assert_eq!(listed(json!({"creationTimeBefore": moment::text(middle)})), ["red-one"]);
}

#[test]
fn pages_hold_all_once_also_when_one_is_made_meanwhile() {
    let mut trial = Trial::new();
    crate::simulator::resource::replay::fill(&mut trial.stock, "provisioned-model", 250).unwrap();
    let mut all = Vec::new();
    let mut input = json!({"maxResults": 90});
    loop {
        let page = trial.ok(LIST, input.clone());
        all.extend(names(&page));
        match page.get("nextToken") {
            Some(token) => input["nextToken"] = token.clone(),
            None => break,
        }
        let late = format!("late-{}", all.len());
        trial.ok(
            "CreateProvisionedModelThroughput",
            json!({"provisionedModelName": late, "modelId": MODEL, "modelUnits": 1}),
        );
    }
    assert_eq!(all.len(), 250);
    assert_eq!((all[0].as_str(), all[249].as_str()), ("filled-00250", "filled-00001"));
    assert_eq!(names(&trial.ok(LIST, json!({}))).len(), 100, "a page without a size");
}

#[test]
fn a_token_belongs_to_its_question() {
    let mut trial = with(&["a", "b", "c"]);
    let page = trial.ok(LIST, json!({"maxResults": 1}));
    let token = &page["nextToken"];
    let refused =
        [json!({"nextToken": "nonsense"}), json!({"nextToken": token, "nameContains": "a"})];
    for input in refused {
        assert_eq!(trial.err(LIST, input), "ValidationException");
    }
    assert_eq!(names(&trial.ok(LIST, json!({"nextToken": token}))), ["b", "a"]);
}

#[test]
fn a_region_lists_its_own() {
    let mut trial = with(&["a"]);
    trial.region = "eu-west-1".to_owned();
    assert_eq!(names(&trial.ok(LIST, json!({}))).len(), 0);
    assert_eq!(
        trial.err("GetProvisionedModelThroughput", json!({"provisionedModelId": "a"})),
        "ResourceNotFoundException"
    );
}
