//! The definition of a guardrail as a caller sends it, checked beyond the facts, and as the service
//! answers it. The life of a guardrail is in `guardrail`.

use crate::simulator::caller::ACCOUNT;
use crate::simulator::resource::call::Call;
use crate::simulator::resource::job;
use crate::simulator::service_error::ServiceError;
use regex::Regex;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The policies a guardrail may have; at least one of them must be there.
const POLICIES: &[&str] = &[
    "topicPolicyConfig",
    "contentPolicyConfig",
    "wordPolicyConfig",
    "sensitiveInformationPolicyConfig",
    "contextualGroundingPolicyConfig",
    "automatedReasoningPolicyConfig",
];

/// Regexes a guardrail may have (quotas of the service; the facts allow more).
const REGEXES: usize = 10;

/// The members of a guardrail that its definition gives.
pub(crate) fn read(call: &Call<'_>) -> Result<Value, ServiceError> {
    check(call)?;
    let mut body = json!({
        "description": call.given("description"),
        "blockedInputMessaging": call.given("blockedInputMessaging"),
        "blockedOutputsMessaging": call.given("blockedOutputsMessaging"),
        "kmsKeyArn": job::key_arn(call, "kmsKeyId"),
        "crossRegionDetails": cross_region(call),
    });
    for name in POLICIES {
        if let Some(policy) = call.given(name) {
            body[plain(name)] = answered(policy);
        }
    }
    Ok(body)
}

/// What is sent as `topicsConfig` is answered as `topics`.
fn plain(name: &str) -> &str {
    name.strip_suffix("Config").unwrap_or(name)
}

fn answered(policy: &Value) -> Value {
    let members = policy.as_object().into_iter().flatten();
    let renamed = members.map(|(name, value)| (plain(name).to_owned(), value.clone()));
    Value::Object(renamed.collect::<Map<_, _>>())
}

fn cross_region(call: &Call<'_>) -> Option<Value> {
    let asked = call.input["crossRegionConfig"]["guardrailProfileIdentifier"].as_str()?;
    let id = asked.rsplit('/').next().unwrap_or(asked);
    let region = &call.caller.region;
    Some(json!({
        "guardrailProfileId": id,
        "guardrailProfileArn": format!("arn:aws:bedrock:{region}:{ACCOUNT}:guardrail-profile/{id}"),
    }))
}

fn check(call: &Call<'_>) -> Result<(), ServiceError> {
    let refuse = |message: String| Err(ServiceError::validation(message));
    if !POLICIES.iter().any(|name| call.given(name).is_some()) {
        return refuse("A guardrail needs at least one policy.".to_owned());
    }
    let list = |pointer: &str| {
        call.input.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    };
    let mut topics = BTreeSet::new();
    for topic in list("/topicPolicyConfig/topicsConfig") {
        if !topics.insert(topic["name"].to_string()) {
            return refuse(format!("The topic name {} is given twice.", topic["name"]));
        }
    }
    for filter in list("/contentPolicyConfig/filtersConfig") {
        if filter["type"] == "PROMPT_ATTACK" && filter["outputStrength"] != "NONE" {
            return refuse("The output strength of PROMPT_ATTACK must be NONE.".to_owned());
        }
    }
    let regexes = list("/sensitiveInformationPolicyConfig/regexesConfig").len();
    if regexes > REGEXES {
        return Err(call.over_quota(format!(
            "The guardrail has {regexes} regexes; the quota is {REGEXES} for each guardrail."
        )));
    }
    for regex in list("/sensitiveInformationPolicyConfig/regexesConfig") {
        let pattern = regex["pattern"].as_str().unwrap_or_default();
        if Regex::new(pattern).is_err() {
            return refuse(format!("The pattern of the regex {} is not valid.", regex["name"]));
        }
    }
    for filter in list("/contextualGroundingPolicyConfig/filtersConfig") {
        if filter["threshold"].as_f64().is_some_and(|threshold| threshold > 0.99) {
            return refuse(format!("The threshold of {} must be at most 0.99.", filter["type"]));
        }
    }
    let standard =
        POLICIES.iter().any(|name| call.input[*name]["tierConfig"]["tierName"] == "STANDARD");
    if standard && call.given("crossRegionConfig").is_none() {
        return refuse("The STANDARD tier needs crossRegionConfig.".to_owned());
    }
    Ok(())
}
