//! One value after another held against real shapes of the API, with the words of the service.

use super::*;
use crate::api::constraint::message;
use crate::api::lookup;
use proptest::prelude::*;
use serde_json::json;

fn faults(operation: &str, value: &Value) -> Vec<Fault> {
    let operation = lookup::operation(operation).unwrap();
    validate(lookup::service(operation.plane), operation.input().unwrap(), value)
}

fn said(operation: &str, value: &Value) -> String {
    message(&faults(operation, value))
}

fn ask(text: &str) -> Value {
    json!({"modelId": "m.x", "messages": [{"role": "user", "content": [{"text": text}]}]})
}

#[test]
fn a_good_request_has_no_faults() {
    assert_eq!(faults("ConverseStream", &ask("hello")), []);
    let mut full = ask("hello");
    full["inferenceConfig"] =
        json!({"maxTokens": 1, "temperature": 0.5, "topP": 1, "stopSequences": ["x"]});
    full["system"] = json!([{"text": "be brief"}]);
    full["additionalModelRequestFields"] = json!({"thinking": {"any": [1, null, "thing"]}});
    full["unknownMember"] = json!(17);
    assert_eq!(faults("ConverseStream", &full), []);
}

#[test]
fn what_is_missing_is_named() {
    assert_eq!(
        said("ConverseStream", &json!({})),
        "1 validation error detected: Value at 'modelId' failed to satisfy constraint: Member must not be null"
    );
    let value = json!({"modelId": "m.x", "messages": [{"role": "user"}, {"content": null}]});
    assert_eq!(
        said("ConverseStream", &value),
        "3 validation errors detected: Value at 'messages.1.member.content' failed to satisfy constraint: \
         Member must not be null; Value at 'messages.2.member.role' failed to satisfy constraint: Member must \
         not be null; Value at 'messages.2.member.content' failed to satisfy constraint: Member must not be null"
    );
    assert_eq!(faults("ConverseStream", &value)[0].pointer(), "/messages/0/content");
}

#[test]
fn lengths_values_patterns_and_enums_are_judged() {
    let mut value = ask("x");
    value["modelId"] = json!("m".repeat(2049));
    assert!(said("Converse", &value).contains(
        "Value at 'modelId' failed to satisfy constraint: Member must have length less than or equal to 2048"
    ));
    let mut value = ask("x");
    value["inferenceConfig"] = json!({"maxTokens": 0, "temperature": 1.5});
    assert_eq!(
        said("Converse", &value),
        "2 validation errors detected: Value '0' at 'inferenceConfig.maxTokens' failed to satisfy constraint: \
         Member must have value greater than or equal to 1; Value '1.5' at 'inferenceConfig.temperature' failed \
         to satisfy constraint: Member must have value less than or equal to 1"
    );
    let mut value = ask("x");
    value["messages"][0]["role"] = json!("nobody");
    assert_eq!(
        said("Converse", &value),
        "1 validation error detected: Value 'nobody' at 'messages.1.member.role' failed to satisfy constraint: \
         Member must satisfy enum value set: [user, assistant, system]"
    );
    assert!(said("ListFoundationModels", &json!({"byProvider": "a/b"})).starts_with(
        "1 validation error detected: Value 'a/b' at 'byProvider' failed to satisfy constraint: Member must \
         satisfy regular expression pattern: "
    ));
}

#[test]
fn a_pattern_must_match_as_a_whole() {
    let mut value = ask("x");
    value["modelId"] = json!("anthropic.claude-v2 or so");
    assert!(said("Converse", &value).contains("Value 'anthropic.claude-v2 or so' at 'modelId'"));
    value["modelId"] = json!(
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-5"
    );
    assert_eq!(faults("Converse", &value), []);
}

#[test]
fn a_union_has_one_member() {
    let mut value = ask("x");
    value["messages"][0]["content"] = json!([{}]);
    assert_eq!(faults("Converse", &value)[0].constraint, Constraint::OneMember);
    value["messages"][0]["content"] = json!([{"text": "a", "cachePoint": {"type": "default"}}]);
    assert_eq!(faults("Converse", &value)[0].constraint, Constraint::OneMember);
}

#[test]
fn a_wrong_type_is_a_fault_of_its_own() {
    let mut value = ask("x");
    value["messages"][0]["content"][0]["text"] = json!(5);
    let fault = &faults("Converse", &value)[0];
    assert_eq!(fault.constraint, Constraint::Type { found: "NUMBER_VALUE", expected: "String" });
    assert_eq!(fault.place(), "messages.1.member.content.1.member.text");
    value["inferenceConfig"] = json!({"maxTokens": 1.5});
    assert!(faults("Converse", &value).iter().any(|fault| {
        fault.constraint == Constraint::Type { found: "DECIMAL_VALUE", expected: "Integer" }
    }));
}

#[test]
fn sensitive_text_is_not_repeated() {
    let shape = lookup::service(crate::api::plane::Plane::Runtime)
        .shapes()
        .find(|shape| {
            shape.sensitive && matches!(shape.kind, Kind::String) && shape.limits.max.is_some()
        })
        .unwrap();
    let text = "x".repeat(shape.limits.max.unwrap() as usize + 1);
    let service = lookup::service(crate::api::plane::Plane::Runtime);
    let faults = validate(service, shape, &json!(text));
    assert!(!faults.is_empty() && faults.iter().all(|fault| fault.value.is_none()));
}

#[test]
fn base64_counts_its_bytes() {
    assert_eq!(base64_length("QUJD"), 3);
    assert_eq!(base64_length("QUI="), 2);
    assert_eq!(base64_length(""), 0);
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-z]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        let name = prop_oneof![
            Just("messages".to_owned()),
            Just("content".to_owned()),
            Just("text".to_owned()),
            Just("role".to_owned()),
            Just("inferenceConfig".to_owned()),
            "[a-z]{1,4}",
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..5)
                .prop_map(|pairs| { Value::Object(pairs.into_iter().collect()) }),
        ]
    })
}

proptest! {
    /// Whatever is sent, the validator answers, and every place it names leads to the value or to
    /// the structure that lacks it.
    #[test]
    fn every_fault_has_a_place(value in json_value()) {
        for fault in faults("Converse", &value) {
            let pointer = fault.pointer();
            let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
            prop_assert!(value.pointer(parent).is_some() || pointer.is_empty(), "{}", pointer);
            if fault.constraint != Constraint::Required {
                prop_assert!(value.pointer(&pointer).is_some(), "{}", pointer);
            }
        }
    }
}
