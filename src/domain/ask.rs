//! One question to a model and what comes back, event by event.
//! Not here: how it travels (the aws floor), or how it is kept (conversation).

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::content::Block;
use super::conversation::Role;
use super::problem::Problem;

/// One turn as it is sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// Who speaks.
    pub role: Role,
    /// What is said.
    pub blocks: Vec<Block>,
}

/// All a Converse or ConverseStream call needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// `modelId`: a model id, profile id or ARN, exactly as the user chose it.
    pub model: String,
    /// The system prompt; empty sends none.
    pub system: String,
    /// The turns, oldest first, ending with a prompt.
    pub turns: Vec<Turn>,
    /// Inference parameters; only those set are sent.
    pub parameters: Parameters,
    /// Whether to use ConverseStream; false for a model that does not stream.
    pub stream: bool,
}

/// Inference parameters (API: `InferenceConfiguration` and its neighbours). Unset is not sent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    /// `maxTokens`: at least 1. Unset leaves the model's own limit and reserves no quota.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_tokens: Option<i32>,
    /// `temperature`: 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f32>,
    /// `topP`: 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_p: Option<f32>,
    /// `stopSequences`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stop_sequences: Vec<String>,
    /// `additionalModelRequestFields`: what a family takes beyond the common parameters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_fields: Option<Value>,
}

/// Tokens as the service counted them (API: `TokenUsage`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Input tokens that were neither read from nor written to a cache.
    pub input: u64,
    /// Output tokens.
    pub output: u64,
    /// Input tokens read from a cache.
    #[serde(default)]
    pub cache_read: u64,
    /// Input tokens written to a cache, 5-minute and 1-hour together.
    #[serde(default)]
    pub cache_write: u64,
    /// Of those, the ones written for an hour (API: `CacheDetail`).
    #[serde(default)]
    pub cache_write_1h: u64,
}

/// Why an answer ended (API: `StopReason`), a value unknown to us kept as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StopReason(pub String);

impl StopReason {
    /// The answer ended because it reached the token limit.
    pub fn is_truncated(&self) -> bool {
        self.0 == "max_tokens" || self.0 == "model_context_window_exceeded"
    }
}

impl fmt::Display for StopReason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// What comes back of an ask, in order. After `Done` or `Failed` nothing follows.
#[derive(Debug, Clone, PartialEq)]
pub enum Chunk {
    /// The call waits: for its turn under the rate limit, or before it is tried again.
    Waiting {
        /// How long from now.
        wait: Duration,
        /// The attempt that follows, from 1.
        attempt: u32,
        /// What made it wait; none for our own rate limit.
        why: Option<Box<Problem>>,
    },
    /// The request left (again).
    Sent,
    /// The service took the request: headers are here.
    Accepted {
        /// Its id there.
        request_id: Option<String>,
    },
    /// More text of block `block`.
    Text {
        /// Index of the content block (API: `contentBlockIndex`).
        block: u32,
        /// What is new.
        delta: String,
    },
    /// More reasoning of block `block`.
    Reasoning {
        /// Index of the content block.
        block: u32,
        /// What is new.
        delta: String,
    },
    /// The signature over block `block` (a piece of it, where it comes in several).
    Signature {
        /// Index of the content block.
        block: u32,
        /// What is new.
        delta: String,
    },
    /// Encrypted reasoning (base64).
    Redacted {
        /// Index of the content block.
        block: u32,
        /// The bytes, in base64.
        data: String,
    },
    /// A part this program cannot read.
    Unreadable {
        /// Index of the content block.
        block: u32,
        /// What it is called.
        kind: String,
    },
    /// The answer ended as it should.
    Done(Box<Ending>),
    /// The call failed, or the answer broke off after some of it came.
    Failed(Box<Failure>),
}

/// What is known when an answer has ended as it should.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ending {
    /// Why it ended.
    pub stop_reason: Option<StopReason>,
    /// Tokens, where the service counted them.
    pub usage: Option<Usage>,
    /// The service's own latency, in milliseconds.
    pub latency_ms: Option<u64>,
    /// The service's id of the request.
    pub request_id: Option<String>,
    /// From the request to the first token, in milliseconds.
    pub first_token_ms: Option<u64>,
    /// From the request to the end, in milliseconds.
    pub total_ms: u64,
    /// Response headers, lower-case names, as they came.
    pub headers: Vec<(String, String)>,
}

/// What is known when it has not.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// What failed, why and what to try.
    pub problem: Problem,
    /// What was known by then.
    pub ending: Ending,
}
