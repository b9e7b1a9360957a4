//! An error as the service answers it: its name, its status, its message. How it is written to the
//! wire is in `reply`.

use serde_json::{Map, Value, json};

const NO_AGREEMENT: &str = "Model access is denied due to IAM user or service role is not authorized to \
    perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, \
    aws-marketplace:Subscribe) to enable access to this model. Refer to the Amazon Bedrock documentation \
    for further details. Your AWS Marketplace subscription for this model cannot be completed at this \
    time. If you recently fixed this issue, try again after 2 minutes.";

const NO_USE_CASE: &str = "Model use case details have not been submitted for this account. Fill out \
    the Anthropic use case details form before using the model. If you have already filled out the \
    form, try again in 15 minutes.";

/// An error of the service.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ServiceError {
    pub(crate) name: &'static str,
    pub(crate) status: u16,
    pub(crate) message: String,
    /// Further members of the error's shape.
    pub(crate) members: Map<String, Value>,
}

impl ServiceError {
    pub(crate) fn new(name: &'static str, status: u16, message: impl Into<String>) -> Self {
        Self { name, status, message: message.into(), members: Map::new() }
    }

    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::new("ValidationException", 400, message)
    }

    pub(crate) fn serialization(message: impl Into<String>) -> Self {
        Self::new("SerializationException", 400, message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new("ResourceNotFoundException", 404, message)
    }

    pub(crate) fn denied(message: impl Into<String>) -> Self {
        Self::new("AccessDeniedException", 403, message)
    }

    /// Nobody knows the model.
    pub(crate) fn invalid_model() -> Self {
        Self::validation("The provided model identifier is invalid.")
    }

    /// The model is gone.
    pub(crate) fn end_of_life() -> Self {
        Self::not_found(
            "This model version has reached the end of its life. Please refer to the AWS \
             documentation for more details.",
        )
    }

    /// The account may not use the model.
    pub(crate) fn no_access() -> Self {
        Self::denied("You don't have access to the model with the specified model ID.")
    }

    /// The agreement of the Marketplace is missing.
    pub(crate) fn no_agreement() -> Self {
        Self::denied(NO_AGREEMENT)
    }

    /// The provider's form was not sent.
    pub(crate) fn no_use_case() -> Self {
        Self::not_found(NO_USE_CASE)
    }

    pub(crate) fn with(mut self, name: &str, value: Value) -> Self {
        self.members.insert(name.to_owned(), value);
        self
    }

    /// The body of the answer.
    pub(crate) fn body(&self) -> Value {
        let mut body = json!({ "message": self.message });
        if let Value::Object(object) = &mut body {
            object.extend(self.members.clone());
        }
        body
    }
}
