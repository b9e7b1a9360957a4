//! An error as the service answers it: its name, its status, its message. How it is written to the
//! wire is in `reply`.

use serde_json::{Map, Value, json};

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
