//! A call of an operation as the API's facts name it, and what came back: JSON on both sides.
//! Not here: which operations and members there are (api), or how one is sent (the aws floor).

use serde_json::Value;

/// An operation to be called.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Its name in the API, such as `ListGuardrails`.
    pub operation: String,
    /// Its input: one object with the members' own names.
    pub input: Value,
    /// Another region than the session's.
    pub region: Option<String>,
}

impl Call {
    /// A call in the session's own region.
    pub fn new(operation: impl Into<String>, input: Value) -> Self {
        Self { operation: operation.into(), input, region: None }
    }

    /// The same in this region.
    #[must_use]
    pub fn in_region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }
}

/// What a call was answered with.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The body as it came, members the SDK does not know included; an empty object where there was
    /// none.
    pub body: Value,
    /// The service's id of the request.
    pub request_id: Option<String>,
}
