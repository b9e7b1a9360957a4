//! The two endpoints of Amazon Bedrock. What each serves is in `service`; their addresses are no
//! concern of this floor.

/// The two endpoints of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Plane {
    /// `bedrock`: models, profiles, jobs, guardrails.
    Control,
    /// `bedrock-runtime`: invoking models.
    Runtime,
}
