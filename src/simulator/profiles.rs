//! The inference profiles the simulator serves: the list with its sources, ListInferenceProfiles
//! and GetInferenceProfile. Every geography is listed in every Region, so that all can be seen.

use crate::simulator::caller::Caller;
use crate::simulator::service_error::ServiceError;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// How many a page holds when the caller does not say. Small, so that paging is real.
const PAGE: usize = 20;

static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(embedded);

#[expect(
    clippy::expect_used,
    reason = "the file is part of the program and read in every test run"
)]
fn embedded() -> Vec<Profile> {
    let file: File = serde_json::from_str(include_str!("../../assets/simulator/profiles.json"))
        .expect("the embedded profile list is well-formed");
    file.profiles
}

#[derive(Deserialize)]
struct File {
    profiles: Vec<Profile>,
}

/// A system-defined inference profile.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Profile {
    #[serde(rename = "inferenceProfileId")]
    pub(crate) id: String,
    #[serde(rename = "inferenceProfileName")]
    name: String,
    description: Option<String>,
    created_at: Option<String>,
    updated_at: Option<String>,
    pub(crate) model_id: String,
    /// Where it routes to; empty for a global one.
    #[serde(default)]
    regions: Vec<String>,
}

/// All profiles, by id.
pub(crate) fn all() -> &'static [Profile] {
    &PROFILES
}

/// The profile of that id.
pub(crate) fn find(id: &str) -> Option<&'static Profile> {
    all().iter().find(|profile| profile.id == id)
}

/// The profile of an id or of an `inference-profile` ARN.
pub(crate) fn find_any(identifier: &str) -> Option<&'static Profile> {
    match identifier.split_once(":inference-profile/") {
        Some((arn, id)) if arn.starts_with("arn:") => find(id),
        _ => find(identifier),
    }
}

impl Profile {
    /// The model in each Region it routes to.
    pub(crate) fn models(&self, caller: &Caller) -> Value {
        let arn =
            |region: &str| format!("arn:aws:bedrock:{region}::foundation-model/{}", self.model_id);
        // A global profile names the model once in the caller's Region and once in none.
        if self.regions.is_empty() {
            [caller.region.as_str(), ""].map(|region| json!({"modelArn": arn(region)})).into()
        } else {
            self.regions.iter().map(|region| json!({"modelArn": arn(region)})).collect()
        }
    }

    fn summary(&self, caller: &Caller) -> Value {
        let mut summary = Map::new();
        summary.insert("inferenceProfileName".into(), json!(self.name));
        let dated = [
            ("description", &self.description),
            ("createdAt", &self.created_at),
            ("updatedAt", &self.updated_at),
        ];
        for (name, value) in dated {
            if let Some(value) = value {
                summary.insert(name.into(), json!(value));
            }
        }
        summary.insert("inferenceProfileArn".into(), json!(caller.profile_arn(&self.id)));
        summary.insert("models".into(), self.models(caller));
        summary.insert("inferenceProfileId".into(), json!(self.id));
        summary.insert("status".into(), json!("ACTIVE"));
        summary.insert("type".into(), json!("SYSTEM_DEFINED"));
        Value::Object(summary)
    }
}

/// ListInferenceProfiles.
pub(crate) fn list(caller: &Caller, input: &Value) -> Result<Value, ServiceError> {
    let wanted = input.get("typeEquals").and_then(Value::as_str).unwrap_or("SYSTEM_DEFINED");
    let page = input.get("maxResults").and_then(Value::as_u64).map_or(PAGE, |max| max as usize);
    let start = match input.get("nextToken").and_then(Value::as_str) {
        Some(token) => read_token(token)?,
        None => 0,
    };
    let matching: Vec<&Profile> = PROFILES.iter().filter(|_| wanted == "SYSTEM_DEFINED").collect();
    let end = start.saturating_add(page).min(matching.len());
    let shown: Vec<Value> = matching
        .get(start..end)
        .unwrap_or_default()
        .iter()
        .map(|profile| profile.summary(caller))
        .collect();
    let mut answer = json!({ "inferenceProfileSummaries": shown });
    if end < matching.len() {
        answer["nextToken"] = json!(aws_smithy_types::base64::encode(format!("profiles/{end}")));
    }
    Ok(answer)
}

fn read_token(token: &str) -> Result<usize, ServiceError> {
    aws_smithy_types::base64::decode(token)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| text.strip_prefix("profiles/")?.parse().ok())
        .ok_or_else(|| ServiceError::validation("The provided nextToken is invalid."))
}

/// GetInferenceProfile.
pub(crate) fn get(caller: &Caller, input: &Value) -> Result<Value, ServiceError> {
    let asked = input.get("inferenceProfileIdentifier").and_then(Value::as_str).unwrap_or_default();
    let profile = find_any(asked).ok_or_else(|| {
        ServiceError::not_found(format!("The inference profile {asked} could not be found."))
    })?;
    Ok(profile.summary(caller))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::constraint::{Constraint, Fault};
    use crate::api::plane::Plane;
    use crate::api::{lookup, validation};
    use crate::simulator::models;
    use std::collections::BTreeSet;

    fn caller() -> Caller {
        Caller { region: "us-east-1".to_owned() }
    }

    #[test]
    fn every_profile_has_a_model_and_is_one_by_the_api() {
        let service = lookup::service(Plane::Control);
        let shape = service.shape("InferenceProfileSummary").unwrap();
        assert!(all().len() >= 20);
        for profile in all() {
            assert!(models::find(&profile.model_id).is_some(), "{}", profile.id);
            let summary = profile.summary(&caller());
            // The service itself answers beyond its facts (more than five models, dots in names);
            // what is set and of which type holds.
            let faults: Vec<Fault> = validation::validate(service, shape, &summary)
                .into_iter()
                .filter(|fault| {
                    matches!(fault.constraint, Constraint::Required | Constraint::Type { .. })
                })
                .collect();
            assert_eq!(faults, [], "{}", profile.id);
        }
        let geographies: BTreeSet<&str> =
            all().iter().filter_map(|profile| profile.id.split('.').next()).collect();
        assert!(
            geographies.is_superset(&BTreeSet::from(["us", "eu", "apac", "jp", "au", "global"]))
        );
    }

    #[test]
    fn pages_hold_all_once() {
        let mut ids = Vec::new();
        let mut input = json!({"maxResults": 7});
        loop {
            let page = list(&caller(), &input).unwrap();
            let shown = page["inferenceProfileSummaries"].as_array().unwrap();
            assert!(shown.len() <= 7);
            ids.extend(shown.iter().map(|p| p["inferenceProfileId"].as_str().unwrap().to_owned()));
            match page.get("nextToken") {
                Some(token) => input["nextToken"] = token.clone(),
                None => break,
            }
        }
        let wanted: Vec<String> = all().iter().map(|profile| profile.id.clone()).collect();
        assert_eq!(ids, wanted);
        assert!(list(&caller(), &json!({"nextToken": "nonsense"})).is_err());
        let none = list(&caller(), &json!({"typeEquals": "APPLICATION"})).unwrap();
        assert_eq!(none["inferenceProfileSummaries"], json!([]));
    }

    #[test]
    fn an_arn_names_its_profile() {
        let id = "us.anthropic.claude-opus-5";
        assert_eq!(find_any(&caller().profile_arn(id)).unwrap().id, id);
        assert!(get(&caller(), &json!({"inferenceProfileIdentifier": "us.nothing"})).is_err());
    }
}
