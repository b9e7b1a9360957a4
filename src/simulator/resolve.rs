//! Finding the model a caller means by an id or an ARN, and the service's words for why not.

use crate::simulator::models::{self, Model};
use crate::simulator::profiles::{self, Profile};
use crate::simulator::service_error::ServiceError;

/// The model of a call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resolved {
    pub(crate) model: &'static Model,
    pub(crate) profile: Option<&'static Profile>,
}

/// The model an identifier names, whether or not it may be invoked that way.
pub(crate) fn named(identifier: &str) -> Option<Resolved> {
    if let Some(profile) = profiles::find_any(identifier) {
        let model = models::find(&profile.model_id)?;
        return Some(Resolved { model, profile: Some(profile) });
    }
    Some(Resolved { model: models::find_any(identifier)?, profile: None })
}

/// The model to invoke by an identifier.
pub(crate) fn invocable(identifier: &str) -> Result<Resolved, ServiceError> {
    let resolved = named(identifier).ok_or_else(ServiceError::invalid_model)?;
    let model = resolved.model;
    if model.end_of_life {
        return Err(ServiceError::end_of_life());
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

/// The model to hold a conversation with. `streams` says that the answer is to be a stream.
pub(crate) fn conversational(identifier: &str, streams: bool) -> Result<Resolved, ServiceError> {
    let resolved = invocable(identifier)?;
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
        conversational(identifier, true).unwrap_err().message
    }

    #[test]
    fn ids_and_arns_and_profiles_lead_to_the_model() {
        for identifier in [
            "amazon.nova-pro-v1:0",
            "arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-pro-v1:0",
            "us.amazon.nova-pro-v1:0",
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-pro-v1:0",
        ] {
            let resolved = conversational(identifier, true).unwrap();
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
        assert!(conversational("ai21.j2-jumbo-instruct", false).is_ok());
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
