//! Application inference profiles: a name of the account's own for a foundation model or for a
//! system-defined profile, to invoke and to tag. The system-defined ones are in `profiles`.

use crate::simulator::models;
use crate::simulator::profiles;
use crate::simulator::resource::call::{Call, Draft, Handler};
use crate::simulator::resource::kind::Kind;
use crate::simulator::resource::{base_model, listing};
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};

pub(crate) const KIND: Kind = Kind {
    path: "application-inference-profile",
    noun: "inference profile",
    names: &["inferenceProfileName"],
    arns: &["inferenceProfileArn"],
    ids: &["inferenceProfileId"],
    filters: &[("typeEquals", "type")],
    quota: 1_000,
    namesakes: false,
};

/// The operations.
pub(crate) const OPERATIONS: &[(&str, Handler)] = &[
    ("CreateInferenceProfile", create),
    ("GetInferenceProfile", get),
    ("ListInferenceProfiles", list),
    ("DeleteInferenceProfile", delete),
];

fn create(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let source = call.input["modelSource"]["copyFrom"].as_str().unwrap_or_default();
    let models = if let Some(profile) = profiles::find_any(source) {
        profile.models(call.caller)
    } else {
        let model = models::find_any(source).ok_or_else(|| {
            ServiceError::not_found(format!("The model or inference profile {source} is unknown."))
        })?;
        if !model.invoked_by("ON_DEMAND") {
            return Err(ServiceError::validation(format!(
                "The model {} has no on-demand throughput; copy an inference profile that contains \
                 it.",
                model.id
            )));
        }
        json!([{"modelArn": base_model::foundation(call, model)?.arn}])
    };
    let draft = Draft {
        kind: &KIND,
        id: call.stock.mint(),
        name: call.text("inferenceProfileName").to_owned(),
        body: json!({
            "description": call.given("description"),
            "models": models,
            "status": "ACTIVE",
            "type": "APPLICATION",
        }),
        tags: "tags",
        moves: Vec::new(),
    };
    let arn = call.create(draft)?;
    Ok(json!({"inferenceProfileArn": arn, "status": "ACTIVE"}))
}

fn get(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    match call.get(&KIND, "inferenceProfileIdentifier") {
        Ok(own) => Ok(own),
        Err(_) => profiles::get(call.caller, call.input),
    }
}

/// Those of the account when they are asked for, else those of the system.
fn list(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    if call.text("typeEquals") == "APPLICATION" {
        listing::list(call, &KIND)
    } else {
        profiles::list(call.caller, call.input)
    }
}

fn delete(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let asked = call.text("inferenceProfileIdentifier");
    if profiles::find_any(asked).is_some() {
        return Err(ServiceError::validation(format!(
            "The inference profile {asked} is defined by the system and can't be deleted."
        )));
    }
    let arn = call.known(&KIND, asked)?;
    let router = call.stock.records.values().find(|record| {
        record.kind.path == "prompt-router"
            && record.body.get("models").is_some_and(|models| models.to_string().contains(&arn))
    });
    if let Some(router) = router {
        return Err(call.conflict(format!(
            "The inference profile can't be deleted: the prompt router {} uses it.",
            router.name()
        )));
    }
    call.stock.remove(&arn);
    Ok(json!({}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::resource::serving;
    use crate::simulator::resource::trial::Trial;

    const CREATE: &str = "CreateInferenceProfile";
    const NOVA: &str = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0";

    fn profile(name: &str, source: &str) -> Value {
        json!({"inferenceProfileName": name, "modelSource": {"copyFrom": source}})
    }

    fn id(identifier: &Value) -> Value {
        json!({ "inferenceProfileIdentifier": identifier })
    }

    #[test]
    fn it_is_made_listed_invoked_and_deleted() {
        let mut trial = Trial::new();
        let arn = trial.ok(CREATE, profile("team a", NOVA))["inferenceProfileArn"].clone();
        let got = trial.ok("GetInferenceProfile", id(&arn));
        assert_eq!(
            (&got["type"], &got["models"][0]["modelArn"]),
            (&json!("APPLICATION"), &json!(NOVA))
        );
        let by_id = trial.ok("GetInferenceProfile", id(&got["inferenceProfileId"]));
        assert_eq!(by_id, got);
        let own = trial.ok("ListInferenceProfiles", json!({"typeEquals": "APPLICATION"}));
        assert_eq!(own["inferenceProfileSummaries"].as_array().unwrap().len(), 1);
        let serving = serving::serving(&trial.stock, arn.as_str().unwrap()).unwrap();
        assert_eq!(serving.model, "amazon.nova-lite-v1:0");
        trial.ok("DeleteInferenceProfile", id(&arn));
        assert_eq!(trial.err("DeleteInferenceProfile", id(&arn)), "ResourceNotFoundException");
        assert_eq!(trial.err("GetInferenceProfile", id(&arn)), "ResourceNotFoundException");
    }

    #[test]
    fn it_is_refused_where_the_service_would() {
        let mut trial = Trial::new();
        let system =
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0";
        trial.ok(CREATE, profile("copy", system));
        assert_eq!(trial.err(CREATE, profile("copy", system)), "ConflictException");
        let only = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-5";
        assert_eq!(trial.err(CREATE, profile("x", only)), "ValidationException");
        let nobody = "arn:aws:bedrock:us-east-1::foundation-model/no.body";
        assert_eq!(trial.err(CREATE, profile("x", nobody)), "ResourceNotFoundException");
        let mut tagged = profile("x", NOVA);
        tagged["tags"] = (0..51).map(|n| json!({"key": format!("k{n}"), "value": ""})).collect();
        assert_eq!(trial.err(CREATE, tagged), "TooManyTagsException");
        let system = id(&json!("us.amazon.nova-lite-v1:0"));
        assert_eq!(trial.err("DeleteInferenceProfile", system), "ValidationException");
    }
}
