//! Finding the model a caller means by an id or an ARN, and the service's words for why not.

use crate::simulator::models::{self, Model};
use crate::simulator::profiles::{self, Profile};
use crate::simulator::resource::account::Account;
use crate::simulator::resource::model_access;
use crate::simulator::resource::serving::{self, Serving};
use crate::simulator::service_error::ServiceError;

/// The model of a call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resolved {
    pub(crate) model: &'static Model,
    pub(crate) profile: Option<&'static Profile>,
    /// A resource of the account answers for it, not the shared capacity.
    own: bool,
}

/// The model an identifier names, whether or not it may be invoked that way.
pub(crate) fn named(account: &Account, identifier: &str) -> Option<Resolved> {
    shared(identifier).or_else(|| {
        let Serving { model, .. } = serving::serving(&account.settled(), identifier)?;
        Some(Resolved { model: models::find(&model)?, profile: None, own: true })
    })
}

/// The model of an identifier that means the same in every account.
fn shared(identifier: &str) -> Option<Resolved> {
    if let Some(profile) = profiles::find_any(identifier) {
        let model = models::find(&profile.model_id)?;
        return Some(Resolved { model, profile: Some(profile), own: false });
    }
    Some(Resolved { model: models::find_any(identifier)?, profile: None, own: false })
}

/// The model to invoke by an identifier.
pub(crate) fn invocable(account: &Account, identifier: &str) -> Result<Resolved, ServiceError> {
    let resolved = named(account, identifier).ok_or_else(|| unknown(identifier))?;
    let model = resolved.model;
    if model.end_of_life {
        return Err(ServiceError::end_of_life());
    }
    if resolved.own {
        let serving = serving::serving(&account.settled(), identifier);
        return serving.and_then(|serving| serving.refusal).map_or(Ok(resolved), Err);
    }
    if let Some(refusal) = model_access::refusal(&account.settled(), model) {
        return Err(refusal);
    }
    if resolved.profile.is_none() && !model.invoked_by("ON_DEMAND") {
        if model.invoked_by("INFERENCE_PROFILE") {
            return Err(ServiceError::validation(format!(
                "Invocation of model ID {} with on-demand throughput isn’t supported. Retry your \
                 request with the ID or ARN of an inference profile that contains this model.",
                model.id
            )));
        }
        return Err(ServiceError::validation(
            "The provided model doesn't support on-demand throughput.",
        ));
    }
    Ok(resolved)
}

/// Nobody knows the model. Of models of the account's own the service says that they are not there.
fn unknown(identifier: &str) -> ServiceError {
    const OWN: [&str; 2] = [":provisioned-model/", ":custom-model-deployment/"];
    if OWN.iter().any(|part| identifier.contains(part)) {
        return ServiceError::not_found(format!("Could not find the model {identifier}."));
    }
    ServiceError::invalid_model()
}

/// The model to hold a conversation with. `streams` says that the answer is to be a stream.
pub(crate) fn conversational(
    account: &Account,
    identifier: &str,
    streams: bool,
) -> Result<Resolved, ServiceError> {
    let resolved = invocable(account, identifier)?;
    let can_stream = resolved.model.response_streaming_supported.unwrap_or(true);
    if !resolved.model.chats() || (streams && !can_stream) {
        return Err(ServiceError::validation(
            "This action doesn't support the model that you provided. Try again with a supported \
             text or chat model.",
        ));
    }
    Ok(resolved)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(identifier: &str) -> String {
        conversational(&Account::default(), identifier, true).unwrap_err().message
    }

    #[test]
    fn ids_and_arns_and_profiles_lead_to_the_model() {
        for identifier in [
            "amazon.nova-pro-v1:0",
            "arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-pro-v1:0",
            "us.amazon.nova-pro-v1:0",
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-pro-v1:0",
        ] {
            let resolved = conversational(&Account::default(), identifier, true).unwrap();
            assert_eq!(resolved.model.id, "amazon.nova-pro-v1:0");
        }
    }

    #[test]
    fn the_services_own_words_say_why_not() {
        assert_eq!(message("no.such-model"), "The provided model identifier is invalid.");
        assert_eq!(
            message("anthropic.claude-opus-5"),
            "Invocation of model ID anthropic.claude-opus-5 with on-demand throughput isn’t supported. Retry \
             your request with the ID or ARN of an inference profile that contains this model."
        );
        assert!(
            message("us.anthropic.claude-3-5-haiku-20241022-v1:0")
                .starts_with("This model version has")
        );
        assert_eq!(
            message("amazon.titan-text-express-v1:0:8k"),
            "The provided model doesn't support on-demand throughput."
        );
        assert!(message("amazon.titan-embed-text-v2:0").starts_with("This action doesn't support"));
        assert!(message("ai21.j2-jumbo-instruct").starts_with("This action doesn't support"));
        assert!(conversational(&Account::default(), "ai21.j2-jumbo-instruct", false).is_ok());
    }

    #[test]
    fn some_models_are_reached_only_through_a_profile() {
        let only: Vec<&str> = models::all()
            .iter()
            .filter(|model| !model.invoked_by("ON_DEMAND") && model.invoked_by("INFERENCE_PROFILE"))
            .map(|model| model.id.as_str())
            .collect();
        assert!(only.len() > 5);
        for id in only {
            assert!(profiles::all().iter().any(|profile| profile.model_id == id), "{id}");
        }
    }
}
