//! The refusals that the operations have in common, met by every operation that declares them. The
//! requests are those that the demo's account is made of. What one kind alone refuses is tested
//! beside it.

use crate::api::lookup;
use crate::api::operation::Operation;
use crate::api::shape::Kind as ShapeKind;
use crate::simulator::resource::replay;
use crate::simulator::resource::table;
use crate::simulator::resource::trial::Trial;
use serde_json::{Value, json};

/// Operations that answer for no resource of their own, or whose refusals are met beside them.
const APART: &[&str] = &[
    "CreateFoundationModelAgreement",
    "CreateGuardrailVersion",
    "UpdateGuardrail",
    "ApplyGuardrail",
    "TagResource",
];

fn demo() -> Trial {
    let mut trial = Trial::new();
    replay::demo(&mut trial.stock).unwrap();
    trial.stock.settle(i64::MAX);
    trial
}

/// The operations that declare an error and are not apart.
fn declaring(error: &str) -> Vec<&'static Operation> {
    let all = table::operations().filter(|name| !APART.contains(name));
    let all = all.filter_map(lookup::operation);
    all.filter(|operation| operation.errors().any(|declared| declared.name == error)).collect()
}

/// A request of the demo for an operation, with new names.
fn request(trial: &Trial, operation: &Operation, number: usize) -> Option<Value> {
    let mut input = replay::sample(&trial.stock, &operation.name)?;
    rename(&mut input, operation, number);
    Some(input)
}

fn rename(input: &mut Value, operation: &Operation, number: usize) {
    let structure = operation.input().and_then(|input| input.structure());
    for member in structure.into_iter().flat_map(|structure| &structure.members) {
        if member.name.ends_with("Name") || member.name == "name" {
            input[&member.name] = json!(format!("new-{number}"));
        }
    }
}

/// The member of an input that holds tags.
fn tags(operation: &Operation) -> Option<&'static str> {
    let service = lookup::service(operation.plane);
    let mut members = operation.input()?.structure()?.members.iter();
    let is_tags = |shape: &str| match service.shape(shape).map(|shape| &shape.kind) {
        Some(ShapeKind::List(element)) => element == "Tag",
        _ => false,
    };
    members.find(|member| is_tags(&member.shape)).map(|member| member.name.as_str())
}

#[test]
fn too_many_tags() {
    let mut trial = demo();
    let mut met = 0;
    for operation in declaring("TooManyTagsException") {
        let mut input = request(&trial, operation, 1).unwrap();
        let many: Vec<Value> =
            (0..51).map(|n| json!({"key": format!("k{n}"), "value": ""})).collect();
        input[tags(operation).unwrap()] = json!(many);
        assert_eq!(trial.err(&operation.name, input), "TooManyTagsException");
        met += 1;
    }
    assert!(met >= 9, "{met}");
}

#[test]
fn a_name_that_is_taken() {
    let mut trial = demo();
    let mut met = 0;
    for operation in declaring("ConflictException") {
        let Some(input) =
            request(&trial, operation, 1).filter(|_| operation.name.starts_with("Create"))
        else {
            continue;
        };
        trial.ok(&operation.name, input.clone());
        assert_eq!(trial.err(&operation.name, input), "ConflictException", "{}", operation.name);
        met += 1;
    }
    assert!(met >= 8, "{met}");
}

#[test]
fn a_quota_that_is_used_up() {
    let mut met = 0;
    for operation in declaring("ServiceQuotaExceededException") {
        let mut trial = demo();
        let name = operation.name.as_str();
        let mut input = request(&trial, operation, 0).unwrap();
        let refused = (0..1_100).find_map(|number| {
            rename(&mut input, operation, number);
            trial.call(name, input.clone()).err()
        });
        assert_eq!(refused.unwrap().name, "ServiceQuotaExceededException", "{name}");
        met += 1;
    }
    assert!(met >= 9, "{met}");
}

#[test]
fn what_is_not_there() {
    let mut trial = demo();
    let nobody = |kind: &str| format!("arn:aws:bedrock:us-east-1:123456789012:{kind}/aaaaaaaaaaaa");
    let mut met = 0;
    for operation in declaring("ResourceNotFoundException") {
        let name = operation.name.as_str();
        if name == "GetUseCaseForModelAccess" {
            continue;
        }
        let mut input = request(&trial, operation, 1).unwrap_or_else(|| json!({}));
        let structure = operation.input().unwrap().structure().unwrap();
        let identifier = structure.members.iter().find(|member| {
            let name = member.name.as_str();
            name.ends_with("Identifier") && name != "baseModelIdentifier"
                || ["jobArn", "modelId", "promptRouterArn", "provisionedModelId", "resourceARN"]
                    .contains(&name)
                || ["sourceModelArn", "sourceModelArnEquals", "modelArn"].contains(&name)
        });
        let kinds = [
            "evaluation-job",
            "model-copy-job",
            "prompt-router",
            "provisioned-model",
            "guardrail",
            "custom-model/imported",
        ];
        let mut tried: Vec<Value> = kinds.iter().map(|kind| json!(nobody(kind))).collect();
        tried.extend([json!("aaaaaaaaaaaa"), json!("no.body")]);
        // What names nothing of the account refers to a bucket or a key.
        let mut refused = Vec::new();
        if let Some(member) = identifier {
            for value in tried {
                let mut input = input.clone();
                input[&member.name] = value;
                fill(&mut input, name);
                refused.extend(trial.call(name, input).err());
            }
        }
        refer(&mut input);
        refused.extend(trial.call(name, input).err());
        let found = refused.iter().any(|error| error.name == "ResourceNotFoundException");
        assert!(found, "{name}: {refused:?}");
        met += 1;
    }
    assert!(met >= 40, "{met}");
}

/// Further members that an operation asks for.
fn fill(input: &mut Value, operation: &str) {
    match operation {
        "UpdateCustomModelDeployment" => {
            input["customModelDeploymentIdentifier"] = json!("nobody");
            input["modelArn"] =
                json!("arn:aws:bedrock:us-east-1:123456789012:custom-model/imported/aaaaaaaaaaaa");
        }
        "TagResource" => input["tags"] = json!([]),
        "UntagResource" => input["tagKeys"] = json!([]),
        "BatchDeleteEvaluationJob" => {
            input["jobIdentifiers"] =
                json!(["arn:aws:bedrock:us-east-1:123456789012:evaluation-job/aaaaaaaaaaaa"]);
        }
        _ => {}
    }
}

/// Lets every S3 location, model and key that a request refers to be missing.
fn refer(input: &mut Value) {
    let text = input.to_string().replace("s3://", "s3://missing-");
    let text = text.replace("model/amazon.", "model/no.").replace("profile/us.", "profile/no.");
    *input = serde_json::from_str(&text).unwrap();
    if input.get("blockedInputMessaging").is_some() {
        input["kmsKeyId"] = json!("alias/missing");
    }
    fill(input, "BatchDeleteEvaluationJob");
}

#[test]
fn a_role_that_may_not_be_passed() {
    let mut trial = demo();
    let operation = lookup::operation("CreateModelInvocationJob").unwrap();
    let mut input = request(&trial, operation, 1).unwrap();
    input["roleArn"] = json!("arn:aws:iam::123456789012:role/denied");
    assert_eq!(trial.err(&operation.name, input), "AccessDeniedException");
}
