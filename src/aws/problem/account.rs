//! What to try when the control plane refuses something: a resource that is not there, one in the way,
//! one too many. Not here: what to try when a model is asked (advice).

use super::evidence::Evidence;
use crate::api::lookup;
use crate::api::plane::Plane;

/// Whether the call is about the account's resources, not about asking a model.
pub(crate) fn concerns(evidence: &Evidence<'_>) -> bool {
    let operation = lookup::operation(evidence.operation);
    operation.is_some_and(|operation| operation.plane == Plane::Control)
        && !evidence.operation.contains("FoundationModel")
}

fn region<'a>(evidence: &'a Evidence<'_>) -> &'a str {
    evidence.setting.region.as_deref().unwrap_or("us-east-1")
}

/// Something that is named is not there: the resource itself, or what a new one would be made of.
pub(crate) fn not_found(evidence: &Evidence<'_>) -> Vec<String> {
    let first = if evidence.operation.starts_with("Create") {
        "check each name and ARN that was given: one of them does not exist"
    } else {
        "read the list again: it may have been deleted or renamed meanwhile"
    };
    let region = region(evidence);
    vec![first.into(), format!("the region is {region}; it may be in another one")]
}

/// Values the service does not take.
pub(crate) fn validation() -> String {
    "change what was given as the message says, and try again".into()
}

/// A resource stands in the way: its name, its state, or who uses it.
pub(crate) fn conflict(evidence: &Evidence<'_>) -> Vec<String> {
    let message = evidence.message.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
    let advice = if says(&["client request token", "clientrequesttoken"]) {
        "send the same request as before, or a new one under a token of its own"
    } else if says(&["already in use", "already exists", "same name"]) {
        "choose another name"
    } else if says(&["commitment"]) {
        "wait until the commitment ends; until then it is paid for, used or not"
    } else if says(&["used by", "in use", "uses it", "depend"]) {
        "delete what uses it first"
    } else {
        "read it again: it may be on its way to another state, or have reached one that is final"
    };
    vec![advice.into()]
}

/// More tags than a resource can have.
pub(crate) fn too_many_tags(_: &Evidence<'_>) -> Vec<String> {
    vec!["give fewer tags, or remove some first: a resource has 50 at most".into()]
}

/// A quota on resources.
pub(crate) fn quota(evidence: &Evidence<'_>) -> Vec<String> {
    vec![
        "delete one that is no longer needed, or wait until one has ended".into(),
        format!(
            "ask for more: https://console.aws.amazon.com/servicequotas/home?region={}#!/services/bedrock/quotas",
            region(evidence)
        ),
    ]
}

/// Too fast.
pub(crate) fn throttled() -> Vec<String> {
    vec!["wait a moment and try again: the account asks this operation too often".into()]
}
