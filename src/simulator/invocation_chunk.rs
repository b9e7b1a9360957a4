//! The chunks of InvokeModelWithResponseStream: what all formats have in common.

use crate::simulator::completion::Completion;
use crate::simulator::frames;
use serde_json::{Value, json};

/// What the service itself adds to the last chunk of every format.
pub(crate) fn metrics(completion: &Completion) -> Value {
    json!({
        "inputTokenCount": completion.usage.input,
        "outputTokenCount": completion.usage.output,
        "invocationLatency": completion.latency_ms,
        "firstByteLatency": completion.latency_ms / 4,
    })
}

/// Appends a chunk that carries `payload` as base64.
pub(crate) fn chunk(out: &mut Vec<u8>, payload: &Value) {
    let bytes = aws_smithy_types::base64::encode(payload.to_string());
    frames::event(out, "chunk", json!({ "bytes": bytes }).to_string().into_bytes());
}
