//! Converse and ConverseStream: the answer in their formats.

use crate::simulator::completion::{self, Block, Completion, Usage};
use crate::simulator::conversation;
use crate::simulator::events::{Delta, Event};
use crate::simulator::fault::FaultKind;
use crate::simulator::guarded::Guarded;
use crate::simulator::service_error::ServiceError;
use crate::simulator::world::World;
use crate::simulator::{frames, reply, resolve, stream};
use axum::body::Body;
use axum::http::Response;
use serde_json::{Value, json};
use std::sync::Arc;

/// Converse.
pub(crate) fn whole(world: &World, input: &Value) -> Result<Response<Body>, ServiceError> {
    let completion = answer(world, input, false)?;
    let content: Vec<Value> = completion.blocks.iter().map(block).collect();
    let mut body = json!({
        "metrics": {"latencyMs": completion.latency_ms},
        "output": {"message": {"content": content, "role": "assistant"}},
        "stopReason": completion.stop.reason,
        "usage": usage(&completion.usage),
    });
    if let Some(fields) = response_fields(&completion, input) {
        body["additionalModelResponseFields"] = fields;
    }
    served(&completion, &mut body);
    if let Some(trace) = &completion.trace {
        body["trace"] = trace.clone();
    }
    Ok(reply::json(200, &body))
}

/// ConverseStream.
pub(crate) fn streamed(
    world: &World,
    input: &Value,
    fault: Option<FaultKind>,
) -> Result<Response<Body>, ServiceError> {
    let completion = Arc::new(answer(world, input, true)?);
    let wants_sequence = response_fields(&completion, input).is_some();
    let encode = if wants_sequence { encode_with_fields } else { encode };
    let body = stream::body(world, completion, encode, fault);
    Ok(reply::bytes(200, reply::EVENT_STREAM, body))
}

fn answer(world: &World, input: &Value, streams: bool) -> Result<Completion, ServiceError> {
    let identifier = input.get("modelId").and_then(Value::as_str).unwrap_or_default();
    let model = resolve::conversational(&world.script.account, identifier, streams)?.model;
    let conversation = conversation::read(input, model)?;
    let guarded = Guarded::read(&world.script.account, input)?;
    let mut completion = completion::complete(model, &conversation, &world.prompt_cache)?;
    if identifier.contains("prompt-router/") {
        let arn = format!("arn:aws:bedrock:{}::foundation-model/{}", region(identifier), model.id);
        completion.trace = Some(json!({"promptRouter": {"invokedModelId": arn}}));
    }
    match guarded {
        Some(guarded) => guarded.over(input, completion),
        None => Ok(completion),
    }
}

/// The Region an ARN names.
fn region(arn: &str) -> &str {
    arn.split(':').nth(3).unwrap_or_default()
}

fn block(block: &Block) -> Value {
    match block {
        Block::Text(text) => json!({"text": text}),
        Block::Reasoning { text, signature: Some(signature) } => {
            json!({"reasoningContent": {"reasoningText": {"text": text, "signature": signature}}})
        }
        Block::Reasoning { text, signature: None } => {
            json!({"reasoningContent": {"reasoningText": {"text": text}}})
        }
        Block::Redacted(data) => json!({"reasoningContent": {"redactedContent": data}}),
    }
}

fn usage(usage: &Usage) -> Value {
    let mut body = json!({
        "inputTokens": usage.input,
        "outputTokens": usage.output,
        "totalTokens": usage.total(),
    });
    if let Some((read, written)) = usage.cache {
        body["cacheReadInputTokens"] = json!(read);
        body["cacheWriteInputTokens"] = json!(written);
    }
    body
}

/// How it was served, where the caller asked for it.
fn served(completion: &Completion, body: &mut Value) {
    if let Some(latency) = &completion.served.latency {
        body["performanceConfig"] = json!({ "latency": latency });
    }
    if let Some(tier) = &completion.served.tier {
        body["serviceTier"] = json!({ "type": tier });
    }
}

/// The stop sequence, when the caller asks for it as Anthropic's models answer it.
fn response_fields(completion: &Completion, input: &Value) -> Option<Value> {
    let paths = input.get("additionalModelResponseFieldPaths")?.as_array()?;
    let asked = paths.iter().any(|path| path == "/stop_sequence");
    let sequence = completion.stop.sequence.as_ref().filter(|_| asked)?;
    Some(json!({ "stop_sequence": sequence }))
}

fn encode_with_fields(completion: &Completion, event: &Event<'_>, out: &mut Vec<u8>) {
    match event {
        Event::Stop => {
            let fields = json!({"stop_sequence": completion.stop.sequence});
            let stop = json!({
                "additionalModelResponseFields": fields,
                "stopReason": completion.stop.reason,
            });
            frames::event(out, "messageStop", stop.to_string().into_bytes());
        }
        other => encode(completion, other, out),
    }
}

/// Writes one event of ConverseStream.
fn encode(completion: &Completion, event: &Event<'_>, out: &mut Vec<u8>) {
    match event {
        Event::Start => frames::event(out, "messageStart", br#"{"role":"assistant"}"#.to_vec()),
        // The service announces tool use only; text just begins.
        Event::BlockStart { .. } => {}
        Event::Delta { index, delta } => {
            frames::event(out, "contentBlockDelta", delta_payload(*index, delta));
        }
        Event::BlockStop { index } => {
            let payload = format!(r#"{{"contentBlockIndex":{index}}}"#);
            frames::event(out, "contentBlockStop", payload.into_bytes());
        }
        Event::Stop => {
            let stop = json!({"stopReason": completion.stop.reason});
            frames::event(out, "messageStop", stop.to_string().into_bytes());
        }
        Event::Metadata => {
            let mut metadata = json!({
                "metrics": {"latencyMs": completion.latency_ms},
                "usage": usage(&completion.usage),
            });
            served(completion, &mut metadata);
            if let Some(trace) = &completion.trace {
                metadata["trace"] = trace.clone();
            }
            frames::event(out, "metadata", metadata.to_string().into_bytes());
        }
    }
}

/// Written by hand: it is written once a token.
fn delta_payload(index: usize, delta: &Delta<'_>) -> Vec<u8> {
    let (text, opening, closing) = match delta {
        Delta::Text(text) => (text, r#"{"text":"#, "}}"),
        Delta::Reasoning(text) => (text, r#"{"reasoningContent":{"text":"#, "}}}"),
        Delta::Signature(text) => (text, r#"{"reasoningContent":{"signature":"#, "}}}"),
        Delta::Redacted(text) => (text, r#"{"reasoningContent":{"redactedContent":"#, "}}}"),
    };
    let mut payload = format!(r#"{{"contentBlockIndex":{index},"delta":{opening}"#).into_bytes();
    payload.extend_from_slice(Value::from(*text).to_string().as_bytes());
    payload.extend_from_slice(closing.as_bytes());
    payload
}
