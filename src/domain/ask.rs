//! One question to a model and what comes back, event by event.
//! Not here: how it travels (the aws floor), or how it is kept (conversation).

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::content::Block;
use super::problem::Problem;

/// Who speaks (API: `ConversationRole`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The person.
    User,
    /// The model.
    Assistant,
}

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
///
/// An `Ask` carries them as `fitting::fit` left them for its model: top-k and reasoning have become
/// members of `additional_fields`, and what the model refuses is gone.
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
    /// Choose among this many likeliest tokens; each family has its own name and range for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_k: Option<u32>,
    /// `stopSequences`: none of them empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stop_sequences: Vec<String>,
    /// Whether and how much the model reasons before it answers; unset leaves it to the model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasoning: Option<Reasoning>,
    /// `additionalModelRequestFields`: what a family takes beyond the common parameters, an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_fields: Option<Value>,
    /// `additionalModelResponseFieldPaths`: JSON pointers to what the answer is to bring along.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub response_fields: Vec<String>,
    /// `requestMetadata`: by these, invocation logs can be filtered and cost be attributed.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
    /// `performanceConfig.latency`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency: Option<Latency>,
    /// `serviceTier.type`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
}

/// How much a model reasons before it answers. Each family takes some of these, in its own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reasoning {
    /// Not at all.
    Off,
    /// As much as the model finds right.
    Adaptive,
    /// At most so many tokens.
    Budget(u32),
    /// As hard as a word says (`low`, `medium`, `high`, ...).
    Effort(String),
}

impl Reasoning {
    /// Reads `off`, `adaptive`, a number of tokens, or the word of an effort.
    pub fn read(text: &str) -> Option<Self> {
        let word = text.trim().to_ascii_lowercase();
        let letters = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase());
        match word.as_str() {
            "" => None,
            "off" => Some(Self::Off),
            "adaptive" => Some(Self::Adaptive),
            effort if letters(effort) => Some(Self::Effort(word)),
            number => number.parse().ok().map(Self::Budget),
        }
    }
}

/// As it is read.
impl fmt::Display for Reasoning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => out.write_str("off"),
            Self::Adaptive => out.write_str("adaptive"),
            Self::Budget(tokens) => write!(out, "{tokens}"),
            Self::Effort(word) => out.write_str(word),
        }
    }
}

/// API: `PerformanceConfigLatency`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Latency {
    /// As usual.
    Standard,
    /// Faster, for some models in some regions, at a price of its own.
    Optimized,
}

impl Latency {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Standard, Self::Optimized];

    /// Its word in the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Optimized => "optimized",
        }
    }

    /// The one with this word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|latency| latency.word() == word)
    }
}

/// API: `ServiceTierType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// Standard, by token.
    Default,
    /// Before others, at a higher price.
    Priority,
    /// When there is room, at a lower price.
    Flex,
    /// Capacity that was reserved and is billed by the month.
    Reserved,
}

impl Tier {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Default, Self::Priority, Self::Flex, Self::Reserved];

    /// Its word in the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Priority => "priority",
            Self::Flex => "flex",
            Self::Reserved => "reserved",
        }
    }

    /// The one with this word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.word() == word)
    }
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

impl Chunk {
    /// Bytes of what it brings of an answer.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Text { delta, .. }
            | Self::Reasoning { delta, .. }
            | Self::Signature { delta, .. } => delta.len(),
            Self::Redacted { data, .. } => data.len(),
            _ => 0,
        }
    }
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
    /// The tier that served it (API: `serviceTier.type`), as it came.
    pub tier: Option<String>,
    /// The latency it was served with (API: `performanceConfig.latency`), as it came.
    pub latency: Option<String>,
    /// `additionalModelResponseFields`: what was asked for by `Parameters::response_fields`.
    pub response_fields: Option<Value>,
}

/// What is known when it has not.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// What failed, why and what to try.
    pub problem: Problem,
    /// What was known by then.
    pub ending: Ending,
}
