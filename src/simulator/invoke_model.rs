//! InvokeModel and InvokeModelWithResponseStream: which format a model speaks. The formats are in
//! `invoke_anthropic` and `invoke_titan`.

use crate::simulator::completion::{self, Completion};
use crate::simulator::conversation::Conversation;
use crate::simulator::fault::FaultKind;
use crate::simulator::models::Model;
use crate::simulator::service_error::ServiceError;
use crate::simulator::world::World;
use crate::simulator::{invoke_anthropic, invoke_titan, reply, resolve, stream};
use axum::body::Body;
use axum::http::Response;
use serde_json::Value;
use std::sync::Arc;

/// What the files of the formats provide.
struct Format {
    read: fn(&[u8]) -> Result<Conversation, ServiceError>,
    whole: fn(&Completion, &str) -> Value,
    encode: stream::Encode,
}

const ANTHROPIC: Format = Format {
    read: invoke_anthropic::read,
    whole: invoke_anthropic::whole,
    encode: invoke_anthropic::encode,
};
const TITAN: Format =
    Format { read: invoke_titan::read, whole: invoke_titan::whole, encode: invoke_titan::encode };

fn format(model: &Model) -> Result<&'static Format, ServiceError> {
    if model.is_of("anthropic") {
        Ok(&ANTHROPIC)
    } else if model.id.starts_with("amazon.titan-t") {
        Ok(&TITAN)
    } else {
        Err(ServiceError::validation(format!(
            "The simulator does not serve InvokeModel for {} yet; use Converse.",
            model.id
        )))
    }
}

/// InvokeModel.
pub(crate) fn whole(
    world: &World,
    input: &Value,
    body: &[u8],
    request_id: &str,
) -> Result<Response<Body>, ServiceError> {
    let (format, completion) = answer(world, input, body, false)?;
    let mut response = reply::json(200, &(format.whole)(&completion, request_id));
    let figures = [
        ("x-amzn-bedrock-invocation-latency", completion.latency_ms),
        ("x-amzn-bedrock-input-token-count", completion.usage.input),
        ("x-amzn-bedrock-output-token-count", completion.usage.output),
    ];
    for (name, figure) in figures {
        reply::set(&mut response, name, &figure.to_string());
    }
    Ok(response)
}

/// InvokeModelWithResponseStream.
pub(crate) fn streamed(
    world: &World,
    input: &Value,
    body: &[u8],
    fault: Option<FaultKind>,
) -> Result<Response<Body>, ServiceError> {
    let (format, completion) = answer(world, input, body, true)?;
    let body = stream::body(world, Arc::new(completion), format.encode, fault);
    let mut response = reply::bytes(200, reply::EVENT_STREAM, body);
    reply::set(&mut response, "x-amzn-bedrock-content-type", "application/json");
    Ok(response)
}

fn answer(
    world: &World,
    input: &Value,
    body: &[u8],
    streams: bool,
) -> Result<(&'static Format, Completion), ServiceError> {
    let identifier = input.get("modelId").and_then(Value::as_str).unwrap_or_default();
    let model = resolve::conversational(&world.script.account, identifier, streams)?.model;
    let format = format(model)?;
    let conversation = (format.read)(body)?;
    let completion = completion::complete(model, &conversation, &world.prompt_cache)?;
    Ok((format, completion))
}
