//! What to try, for each kind of error answer of the service.
//! Not here: which answer is of which kind (table).

use serde_json::json;

use super::account;
use super::evidence::Evidence;
use crate::aws::setting::{Source, TOKEN};
use crate::domain::span::span;

/// Advice made of what is known of a failed call, most likely first.
pub(crate) type Advice = fn(&Evidence<'_>) -> Vec<String>;

fn some(advice: &[&str]) -> Vec<String> {
    advice.iter().map(|&advice| advice.to_owned()).collect()
}

fn region<'a>(evidence: &'a Evidence<'_>) -> &'a str {
    evidence.setting.region.as_deref().unwrap_or("us-east-1")
}

fn profile_flag(evidence: &Evidence<'_>) -> String {
    match &evidence.setting.profile {
        Some(profile) => format!(" --profile {profile}"),
        None => String::new(),
    }
}

/// Nothing to say beyond the service's own words.
pub(crate) fn none(_: &Evidence<'_>) -> Vec<String> {
    Vec::new()
}

/// Expired credentials.
pub(crate) fn expired(evidence: &Evidence<'_>) -> Vec<String> {
    if evidence.setting.source == Source::Token {
        return vec![
            format!("make a new Amazon Bedrock API key in the console, and export {TOKEN} again"),
            format!("or unset {TOKEN} to use your AWS credentials"),
        ];
    }
    vec![
        format!("aws sso login{}", profile_flag(evidence)),
        "or get new temporary credentials the way you got these; variables (AWS_SESSION_TOKEN) must be exported anew, and Outcrop started from there".into(),
    ]
}

/// Keys that are unknown or do not sign right.
pub(crate) fn bad_key(evidence: &Evidence<'_>) -> Vec<String> {
    if evidence.setting.source == Source::Token {
        let region = region(evidence);
        return vec![
            format!("check {TOKEN}: an API key works in the region it was made for (now {region})"),
            format!("or unset {TOKEN} to use your AWS credentials"),
        ];
    }
    let flag = profile_flag(evidence);
    vec![
        format!("aws sts get-caller-identity{flag} shows whether AWS knows these credentials"),
        format!("aws configure{flag} sets others"),
        "look for old AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY or AWS_SESSION_TOKEN in the environment".into(),
    ]
}

/// A clock that is off.
pub(crate) fn clock(evidence: &Evidence<'_>) -> Vec<String> {
    let by = match evidence.skew {
        Some(ahead) if ahead >= 60 => {
            format!("set the clock: it is {} behind", span(ahead * 1_000))
        }
        Some(behind) if behind <= -60 => {
            format!("set the clock: it is {} ahead", span(-behind * 1_000))
        }
        _ => "set the clock of this machine".into(),
    };
    vec![by, "sudo timedatectl set-ntp true (Linux), sudo sntp -sS time.apple.com (macOS)".into()]
}

/// A call that an IAM policy does not allow: the statement that is missing.
pub(crate) fn denied(evidence: &Evidence<'_>) -> Vec<String> {
    let message = &evidence.message;
    if message.contains("explicit deny") {
        let what = between(message, "explicit deny in ", ":").unwrap_or("a policy");
        return vec![format!(
            "ask whoever manages your AWS account: {what} forbids this call, and no further permission can allow it"
        )];
    }
    let action = between(message, "to perform: ", " ").map(|action| action.trim_end_matches('.'));
    let Some(action) = action else {
        return vec![format!(
            "allow bedrock:{} for the identity in use (its IAM policy)",
            iam_action(evidence.operation)
        )];
    };
    let resource = between(message, "on resource: ", " ").unwrap_or("*");
    let mut advice = vec![statement(action, resource)];
    if resource.contains("inference-profile") || evidence.model.is_some_and(is_profile) {
        advice.push("an inference profile needs the permission on the profile and on the models it routes to, in each region".into());
    }
    advice
}

/// The statement that is missing, on lines of its own, to be pasted as it stands.
fn statement(action: &str, resource: &str) -> String {
    let resources = match behind(resource) {
        Some(models) => json!([resource, models]),
        None => json!(resource),
    };
    let statement = json!({ "Effect": "Allow", "Action": action, "Resource": resources });
    format!("add this statement to the IAM policy of the identity in use:\n{statement:#}")
}

/// The models a system profile routes to, in every region: `us.amazon.nova-pro-v1:0` is for
/// `amazon.nova-pro-v1:0`. An application profile does not say what it is for.
fn behind(profile: &str) -> Option<String> {
    let (head, id) = profile.split_once(":inference-profile/")?;
    let partition = head.split(':').nth(1).unwrap_or("aws");
    let (_, model) = id.split_once('.')?;
    Some(format!("arn:{partition}:bedrock:*::foundation-model/{model}"))
}

/// Converse is allowed by the actions of InvokeModel (API reference, Converse: permissions).
fn iam_action(operation: &str) -> &str {
    match operation {
        "Converse" => "InvokeModel",
        "ConverseStream" => "InvokeModelWithResponseStream",
        other => other,
    }
}

fn is_profile(model: &str) -> bool {
    model.contains("inference-profile")
        || ["us.", "eu.", "apac.", "jp.", "au.", "ca.", "us-gov.", "global."]
            .iter()
            .any(|prefix| model.starts_with(prefix))
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, tail) = text.split_once(before)?;
    let found = tail.split(after).next().unwrap_or_default().trim();
    (!found.is_empty()).then_some(found)
}

/// A policy of the organisation.
pub(crate) fn organisation(evidence: &Evidence<'_>) -> Vec<String> {
    let mut advice = vec!["ask whoever manages your AWS organization: its policy forbids this, and no permission of yours can allow it".to_owned()];
    if evidence.model.is_some_and(is_profile) {
        advice.push("a profile may route to regions the policy forbids: try the model in one region, or a profile of your geography".into());
    }
    advice
}

/// A model the account has no access to.
pub(crate) fn no_access(evidence: &Evidence<'_>) -> Vec<String> {
    vec![
        format!(
            "open the model in the Amazon Bedrock console and request access: https://{region}.console.aws.amazon.com/bedrock/home?region={region}#/model-catalog",
            region = region(evidence)
        ),
        format!("a model may be in another region: this one is {}", region(evidence)),
        "choose another model".into(),
    ]
}

/// A model whose agreement was not accepted.
pub(crate) fn agreement(evidence: &Evidence<'_>) -> Vec<String> {
    let model = evidence.model.unwrap_or("MODEL_ID");
    vec![
        "the first use of the model must come from an identity that may aws-marketplace:Subscribe and aws-marketplace:ViewSubscriptions; ask for these, or let an administrator call the model once".into(),
        format!("aws bedrock list-foundation-model-agreement-offers --model-id {model} --region {}", region(evidence)),
        "after a change, try again in some minutes".into(),
    ]
}

/// Anthropic's form.
pub(crate) fn use_case(evidence: &Evidence<'_>) -> Vec<String> {
    vec![
        format!(
            "fill out Anthropic's use case form, once an account: https://{region}.console.aws.amazon.com/bedrock/home?region={region}#/model-catalog, choose an Anthropic model",
            region = region(evidence)
        ),
        "after sending it, try again in 15 minutes".into(),
        "choose a model of another provider".into(),
    ]
}

/// A model that only a profile reaches.
pub(crate) fn needs_profile(_: &Evidence<'_>) -> Vec<String> {
    some(&[
        "choose an inference profile that contains the model: its id begins with us., eu., apac. or global.",
    ])
}

/// A model, profile or resource that is not there.
pub(crate) fn not_found(evidence: &Evidence<'_>) -> Vec<String> {
    if account::concerns(evidence) {
        return account::not_found(evidence);
    }
    vec![
        "choose a model from the list: outcrop models shows what this account and region offer"
            .into(),
        format!("the region is {}; the model may be in another one", region(evidence)),
    ]
}

/// A model that is no longer offered.
pub(crate) fn end_of_life(_: &Evidence<'_>) -> Vec<String> {
    some(&["choose a newer model of the same provider; the list shows the lifecycle of each"])
}

/// A model that only those may use who did.
pub(crate) fn legacy(_: &Evidence<'_>) -> Vec<String> {
    some(&[
        "choose a newer model of the same provider; the list shows the lifecycle of each",
        "an account that used it in the last 15 days may go on until its end of life",
    ])
}

/// A request the service refuses: the field, where the message names one.
pub(crate) fn validation(evidence: &Evidence<'_>) -> Vec<String> {
    let message = evidence.message.to_ascii_lowercase();
    let mut advice: Vec<String> = Vec::new();
    if let Some(field) = field(&evidence.message) {
        advice.push(format!("look at {field}"));
    }
    let hints: [(&[&str], &str); 7] = [
        (&["maximum tokens", "max_tokens", "maxtokens"], "lower max_tokens, or leave it out"),
        (
            &["temperature and top_p", "`temperature` and `top_p`"],
            "set temperature or top_p, not both",
        ),
        (
            &["doesn't support system", "system message"],
            "leave the system prompt out: this model takes none",
        ),
        (
            &["converse", "supported text or chat"],
            "choose a chat model: this one does not take Converse",
        ),
        (
            &["is deprecated for", "not supported for this model"],
            "leave the parameter out: this model does not take it",
        ),
        (&["streaming"], "choose a model that streams, or use it without streaming"),
        (
            &["signature", "thinking"],
            "start a new conversation, or leave out the turns with reasoning",
        ),
    ];
    advice.extend(
        hints
            .iter()
            .filter(|(words, _)| words.iter().any(|word| message.contains(word)))
            .map(|(_, hint)| (*hint).to_owned()),
    );
    if advice.is_empty() && account::concerns(evidence) {
        advice.push(account::validation());
    }
    if advice.is_empty() {
        advice
            .push("check the parameters and additional fields against what the model takes".into());
    }
    advice
}

/// The member a validation message names: `... at 'messages.1.member.content' failed ...`,
/// `The text field in the ContentBlock object at messages.0.content.0 is blank`,
/// `#/inferenceConfig/maxTokens: ...` or `max_tokens: ...`.
fn field(message: &str) -> Option<&str> {
    let quoted = between(message, " at '", "'").or_else(|| between(message, "#/", ":"));
    let path = quoted.or_else(|| {
        message.split([' ', ':', ',']).find(|word| {
            let parts = word.split('.').count();
            (parts > 1 || word.contains('_'))
                && !word.starts_with('.')
                && !word.ends_with('.')
                && word
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || "._[]".contains(letter))
                && word.starts_with(|letter: char| letter.is_ascii_lowercase())
        })
    });
    path.filter(|path| !path.is_empty())
}

/// A prompt beyond the context window.
pub(crate) fn too_long(_: &Evidence<'_>) -> Vec<String> {
    some(&[
        "leave out earlier turns, or start a new conversation",
        "choose a model with a larger context window",
        "set a smaller max_tokens: some models count it in",
    ])
}

/// Too fast.
pub(crate) fn throttled(evidence: &Evidence<'_>) -> Vec<String> {
    if account::concerns(evidence) {
        return account::throttled();
    }
    some(&[
        "wait a moment and send again",
        "lower requests_per_minute in the configuration, or use a cross-region inference profile",
    ])
}

/// A quota that is used up.
pub(crate) fn quota(evidence: &Evidence<'_>) -> Vec<String> {
    if account::concerns(evidence) {
        return account::quota(evidence);
    }
    let message = evidence.message.to_ascii_lowercase();
    let name = match () {
        () if message.contains("tokens per day") => "model invocation max tokens per day",
        () if message.contains("token") => "tokens per minute",
        () if message.contains("request") => "requests per minute",
        () => "the quota named above",
    };
    let of = evidence.model.map(|model| format!(" for {model}")).unwrap_or_default();
    vec![
        format!(
            "ask for more of \"{name}\"{of}: https://console.aws.amazon.com/servicequotas/home?region={}#!/services/bedrock/quotas",
            region(evidence)
        ),
        "choose another model or region: each has quotas of its own".into(),
    ]
}

/// A model that is being loaded.
pub(crate) fn not_ready(_: &Evidence<'_>) -> Vec<String> {
    some(&["wait a minute and send again: the model is being loaded"])
}

/// A service in trouble.
pub(crate) fn service(evidence: &Evidence<'_>) -> Vec<String> {
    vec![
        "send again in a moment".into(),
        format!(
            "look at https://health.aws.amazon.com/health/status for Amazon Bedrock in {}",
            region(evidence)
        ),
    ]
}

/// A model that took too long.
pub(crate) fn slow_model(_: &Evidence<'_>) -> Vec<String> {
    some(&["send again", "ask for less: a shorter prompt, a smaller max_tokens"])
}

/// A model that failed.
pub(crate) fn model(_: &Evidence<'_>) -> Vec<String> {
    some(&["send again", "choose another model if it stays so"])
}

/// Something between here and the service answered.
pub(crate) fn not_bedrock(evidence: &Evidence<'_>) -> Vec<String> {
    let mut advice = Vec::new();
    if evidence.setting.endpoint {
        advice.push("check the endpoint URL: what answers there is not Amazon Bedrock".to_owned());
    }
    if let Some(variable) = evidence.setting.proxy {
        advice.push(format!("a proxy is set by {variable}: it may have answered itself"));
    }
    advice.push(
        "a network sign-in page or a firewall may have answered: open any page in a browser".into(),
    );
    advice
}

/// An address that does not know the operation.
pub(crate) fn wrong_region(evidence: &Evidence<'_>) -> Vec<String> {
    let mut advice = vec![format!(
        "check the region ({}): Amazon Bedrock, or this part of it, may not be there",
        region(evidence)
    )];
    if evidence.setting.endpoint {
        advice.push("check the endpoint URLs: control plane and runtime have one each".into());
    }
    advice
}

/// A signature for another region than the one that answers.
pub(crate) fn signed_region(evidence: &Evidence<'_>) -> Vec<String> {
    let mut advice = vec![format!(
        "it was signed for {}: start with --region and the region of the endpoint",
        region(evidence)
    )];
    if evidence.setting.endpoint {
        advice.push(
            "or check the endpoint URL: its host names the region it is in, as a VPC endpoint's does"
                .into(),
        );
    }
    advice
}

/// A proxy that wants a password, or refuses.
pub(crate) fn proxy(evidence: &Evidence<'_>) -> Vec<String> {
    let variable = evidence.setting.proxy.unwrap_or("HTTPS_PROXY");
    vec![
        format!("check {variable}: http://user:password@host:port"),
        "put hosts that need no proxy into NO_PROXY".into(),
    ]
}
