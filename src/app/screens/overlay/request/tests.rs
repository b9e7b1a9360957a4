//! Requests by their own moves: tokens, JSON that fits and JSON that does not, what brings one back.

use serde_json::json;

use super::*;
use crate::api::lookup;
use crate::app::effect::Now;
use crate::app::parts::desk::Settings;

fn desk(region: &str) -> Desk {
    let settings = Settings { region: Some(region.into()), ..Settings::default() };
    Desk::new(settings, Mint::new(1_790_000_000_000, 7), Now::default())
}

fn request(operation: &str, known: &Value) -> (Request, Mint) {
    let mut desk = desk("us-east-1");
    let operation = lookup::operation(operation).unwrap();
    (Request::new(operation, known, "Try", &mut desk), desk.mint)
}

fn bought() -> (Request, Mint) {
    let known = json!({"modelUnits": 1, "provisionedModelName": "a", "modelId": "x.y-1"});
    request("CreateProvisionedModelThroughput", &known)
}

fn refused(status: Option<u16>) -> Problem {
    let mut problem = Problem::new(Kind::Validation, "Create", "the service refuses the request");
    problem.status = status;
    problem.because("Value '1' at 'modelUnits' failed to satisfy constraint: too few")
}

fn token(request: &mut Request, mint: &mut Mint) -> String {
    request.input(mint)["clientRequestToken"].as_str().unwrap().to_owned()
}

#[test]
fn a_token_stays_with_its_input_until_the_service_surely_refused_it() {
    let (mut request, mut mint) = bought();
    let first = token(&mut request, &mut mint);
    assert_eq!(token(&mut request, &mut mint), first, "the same, sent again");
    request.fail(&refused(Some(400)));
    assert_eq!(token(&mut request, &mut mint), first, "unchanged after a refusal");
    request.draft.set_text(&[Turn::member("modelUnits")], "2");
    let second = token(&mut request, &mut mint);
    assert_ne!(second, first, "changed after a refusal");
    // Whether it was carried out is not known: it must not be done twice.
    request.fail(&refused(None));
    request.draft.set_text(&[Turn::member("modelUnits")], "3");
    assert_eq!(token(&mut request, &mut mint), second);
    request.fail(&refused(Some(503)));
    assert_eq!(token(&mut request, &mut mint), second);
}

#[test]
fn a_token_that_was_typed_is_the_one_that_is_sent() {
    let (mut request, mut mint) = bought();
    request.draft.set_text(&[Turn::member("clientRequestToken")], "mine-1");
    assert_eq!(token(&mut request, &mut mint), "mine-1");
}

#[test]
fn a_refusal_stands_at_its_field_and_goes_when_that_is_changed() {
    let (mut request, _) = bought();
    request.fail(&refused(Some(400)));
    assert_eq!(request.row().unwrap().label, "Model units");
    let note = |request: &Request| request.form.selected().unwrap().note.clone();
    assert_eq!(note(&request), Some(Note::Error("too few".into())));
    assert!(request.trouble.as_ref().unwrap().contains("refuses the request"));
    request.edit(|line| {
        line.set_text("2");
        true
    });
    assert_eq!(note(&request), None);
}

#[test]
fn json_that_fits_is_taken_and_the_rest_is_kept_with_what_is_wrong() {
    let (mut request, _) = request("UpdateGuardrail", &json!({"guardrailIdentifier": "abc"}));
    let least: Value = serde_json::from_str(&request.json()).unwrap();
    assert_eq!(least["guardrailIdentifier"], "abc");
    assert!(least["blockedInputMessaging"].is_string(), "{least}");
    let text = r#"{"guardrailIdentifier": "other", "name": "n", "blockedInputMessaging": "no",
        "blockedOutputsMessaging": "no", "colour": "red",
        "topicPolicyConfig": {"topicsConfig": [{"name": "n", "type": "DENY"}]}}"#;
    request.take_json(text);
    let trouble = request.trouble.clone().unwrap();
    assert!(trouble.contains("colour is not known"), "{trouble}");
    assert!(trouble.contains("topicPolicyConfig.topicsConfig.1.definition: Member must not"));
    assert_eq!(request.json(), text, "the text is kept");
    assert!(request.is_touched());
    let mended = text
        .replace(r#""colour": "red","#, "")
        .replace(r#""type""#, r#""definition": "d", "type""#);
    request.take_json(&mended);
    assert_eq!(request.trouble, None);
    let value = request.draft.value();
    assert_eq!(value["topicPolicyConfig"]["topicsConfig"][0]["definition"], "d");
    assert_eq!(value["guardrailIdentifier"], "abc", "what names the resource stays");
    request.take_json("{");
    assert!(request.trouble.as_ref().unwrap().contains("no JSON"), "{:?}", request.trouble);
    assert_eq!(request.draft.value(), value);
}

#[test]
fn json_of_a_part_is_of_the_row_selected() {
    let (mut request, _) = request("CreateModelCustomizationJob", &json!({}));
    request.show(&[Turn::member("vpcConfig")]);
    assert_eq!(
        serde_json::from_str::<Value>(&request.json()).unwrap(),
        json!({"subnetIds": [""], "securityGroupIds": [""]})
    );
    request.take_json(r#"{"subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1", "sg-2"]}"#);
    assert_eq!(request.trouble, None);
    assert_eq!(request.draft.value()["vpcConfig"]["securityGroupIds"], json!(["sg-1", "sg-2"]));
}

#[test]
fn a_place_is_shown_on_its_page_and_left_page_by_page() {
    let known = json!({"customizationConfig": {"rftConfig": {"hyperParameters": {"batchSize": 1}}},
        "vpcConfig": {"subnetIds": ["a b"], "securityGroupIds": ["sg-1"]}});
    let (mut request, _) = request("CreateModelCustomizationJob", &known);
    let turns = |names: &[&str]| names.iter().map(|name| Turn::member(name)).collect::<Vec<_>>();
    request.show(&turns(&["customizationConfig", "rftConfig", "hyperParameters", "batchSize"]));
    assert_eq!(request.row().unwrap().label, "Batch size");
    assert_eq!(request.here.len(), 3);
    assert!(request.leave());
    assert_eq!(request.here, turns(&["customizationConfig"]));
    assert_eq!(request.row().unwrap().label, "Hyper parameters");
    assert!(request.leave());
    assert_eq!(request.row().unwrap().label, "Customization config");
    assert!(!request.leave(), "this is the first page");
    let mut subnet = turns(&["vpcConfig", "subnetIds"]);
    subnet.push(Turn::At(0));
    request.show(&subnet);
    assert_eq!(request.row().unwrap().label, "1");
    assert!(matches!(request.form.selected().unwrap().note, Some(Note::Error(_))));
    assert!(request.leave() && request.leave() && !request.leave());
}

#[test]
fn a_request_is_for_its_resource_else_for_what_it_began_with() {
    let known = json!({"provisionedModelId": "p-1", "desiredModelId": "m"});
    let (update, _) = request("UpdateProvisionedModelThroughput", &known);
    let name = "UpdateProvisionedModelThroughput";
    assert!(update.is_for(name, &known, &desk("us-east-1")));
    assert!(update.is_for(name, &json!({"provisionedModelId": "p-1"}), &desk("us-east-1")));
    assert!(!update.is_for(name, &json!({"provisionedModelId": "p-2"}), &desk("us-east-1")));
    assert!(!update.is_for(name, &known, &desk("eu-west-1")));
    assert!(!update.is_for("UpdateGuardrail", &known, &desk("us-east-1")));
    let (create, _) = bought();
    assert!(!create.is_for(&create.draft.operation.name, &json!({}), &desk("us-east-1")));
}
