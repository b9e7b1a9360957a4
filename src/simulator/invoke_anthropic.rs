//! Anthropic's messages format, version bedrock-2023-05-31, for InvokeModel.

use crate::simulator::completion::{Block, Completion, Usage};
use crate::simulator::conversation::{Conversation, Turn};
use crate::simulator::events::{Delta, Event};
use crate::simulator::invocation_chunk::{chunk, metrics};
use crate::simulator::service_error::ServiceError;
use crate::simulator::tokens;
use serde_json::{Value, json};

const VERSION: &str = "bedrock-2023-05-31";

/// Reads a body.
pub(crate) fn read(body: &[u8]) -> Result<Conversation, ServiceError> {
    let body: Value = serde_json::from_slice(body).map_err(|_| {
        ServiceError::validation(
            "The body of the request is not valid JSON, please reformat your input and try again.",
        )
    })?;
    for required in ["anthropic_version", "max_tokens", "messages"] {
        if body.get(required).is_none() {
            return Err(ServiceError::validation(format!(
                "Malformed input request: #: required key [{required}] not found, please reformat \
                 your input and try again."
            )));
        }
    }
    if body["anthropic_version"] != VERSION {
        return Err(ServiceError::validation(format!(
            "Malformed input request: #/anthropic_version: {} is not a valid enum value, please \
             reformat your input and try again.",
            body["anthropic_version"].as_str().unwrap_or_default()
        )));
    }
    let mut conversation = Conversation {
        system: text(body.get("system").unwrap_or(&Value::Null)),
        max_tokens: body["max_tokens"].as_u64(),
        ..Conversation::default()
    };
    conversation.think(body.pointer("/thinking/type").and_then(Value::as_str), false);
    let sequences = body.get("stop_sequences").and_then(Value::as_array);
    conversation.stop_sequences =
        sequences.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    for message in body["messages"].as_array().into_iter().flatten() {
        let user = message["role"] == "user";
        let content = &message["content"];
        let attachments = attachments(content);
        conversation.other_tokens +=
            attachments.iter().map(|attachment| tokens::count(attachment)).sum::<u64>();
        conversation.turns.push(Turn { user, text: text(content), attachments });
    }
    if !conversation.turns.last().is_some_and(|turn| turn.user) {
        return Err(ServiceError::validation(
            "messages: the conversation must have a message and end with one of the user",
        ));
    }
    Ok(conversation)
}

/// The text of content: a string, or blocks.
fn text(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(blocks) => blocks.iter().filter_map(|block| block["text"].as_str()).collect(),
        _ => String::new(),
    }
}

fn attachments(content: &Value) -> Vec<String> {
    let blocks = content.as_array().map_or(&[][..], Vec::as_slice);
    blocks
        .iter()
        .filter_map(|block| block["type"].as_str())
        .filter(|kind| !matches!(*kind, "text" | "thinking" | "redacted_thinking"))
        .map(str::to_owned)
        .collect()
}

/// The answer of InvokeModel.
pub(crate) fn whole(completion: &Completion, request_id: &str) -> Value {
    let content: Vec<Value> = completion.blocks.iter().map(block).collect();
    json!({
        "model": completion.model.id,
        "id": format!("msg_bdrk_{}", request_id.replace('-', "")),
        "type": "message",
        "role": "assistant",
        "content": content,
        "stop_reason": completion.stop.reason,
        "stop_sequence": completion.stop.sequence,
        "usage": usage(&completion.usage),
    })
}

fn block(block: &Block) -> Value {
    match block {
        Block::Text(text) => json!({"type": "text", "text": text}),
        Block::Reasoning { text, signature } => {
            json!({"type": "thinking", "thinking": text, "signature": signature})
        }
        Block::Redacted(data) => json!({"type": "redacted_thinking", "data": data}),
    }
}

fn usage(usage: &Usage) -> Value {
    let mut body = json!({"input_tokens": usage.input, "output_tokens": usage.output});
    if let Some((read, written)) = usage.cache {
        body["cache_read_input_tokens"] = json!(read);
        body["cache_creation_input_tokens"] = json!(written);
    }
    body
}

/// Writes one event of InvokeModelWithResponseStream.
pub(crate) fn encode(completion: &Completion, event: &Event<'_>, out: &mut Vec<u8>) {
    match event {
        Event::Start => chunk(
            out,
            &json!({"type": "message_start", "message": {
                "model": completion.model.id, "id": "msg_bdrk_simulated", "type": "message",
                "role": "assistant", "content": [], "stop_reason": null, "stop_sequence": null,
                "usage": usage(&Usage { output: 1, ..completion.usage }),
            }}),
        ),
        Event::BlockStart { index, block } => {
            let opening = match block {
                Block::Text(_) => json!({"type": "text", "text": ""}),
                Block::Reasoning { .. } => {
                    json!({"type": "thinking", "thinking": "", "signature": ""})
                }
                Block::Redacted(data) => json!({"type": "redacted_thinking", "data": data}),
            };
            chunk(
                out,
                &json!({"type": "content_block_start", "index": index, "content_block": opening}),
            );
        }
        Event::Delta { index, delta } => {
            let delta = match delta {
                Delta::Text(text) => json!({"type": "text_delta", "text": text}),
                Delta::Reasoning(text) => json!({"type": "thinking_delta", "thinking": text}),
                Delta::Signature(text) => json!({"type": "signature_delta", "signature": text}),
                // It came with the start of its block.
                Delta::Redacted(_) => return,
            };
            chunk(out, &json!({"type": "content_block_delta", "index": index, "delta": delta}));
        }
        Event::BlockStop { index } => {
            chunk(out, &json!({"type": "content_block_stop", "index": index}));
        }
        Event::Stop => chunk(
            out,
            &json!({
                "type": "message_delta",
                "delta": {"stop_reason": completion.stop.reason, "stop_sequence": completion.stop.sequence},
                "usage": {"output_tokens": completion.usage.output},
            }),
        ),
        Event::Metadata => chunk(
            out,
            &json!({
                "type": "message_stop",
                "amazon-bedrock-invocationMetrics": metrics(completion),
            }),
        ),
    }
}
