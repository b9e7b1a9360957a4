//! The format of Amazon Titan Text, for InvokeModel.

use crate::simulator::completion::Completion;
use crate::simulator::conversation::{Conversation, Turn};
use crate::simulator::events::{Delta, Event};
use crate::simulator::invocation_chunk::{chunk, metrics};
use crate::simulator::service_error::ServiceError;
use crate::simulator::tokens;
use serde_json::{Value, json};

/// What Titan writes when the caller does not say.
const MAX_TOKENS: u64 = 512;

/// Reads a body. A text with `User:` and `Bot:` lines is a conversation, as the guide recommends.
pub(crate) fn read(body: &[u8]) -> Result<Conversation, ServiceError> {
    let body: Value =
        serde_json::from_slice(body).map_err(|_| malformed("#: expected type: JSONObject"))?;
    let Some(text) = body.get("inputText").and_then(Value::as_str) else {
        return Err(malformed("#: required key [inputText] not found"));
    };
    let config = body.get("textGenerationConfig");
    let max = config.and_then(|config| config.get("maxTokenCount")).and_then(Value::as_u64);
    let sequences = config.and_then(|config| config.get("stopSequences")).and_then(Value::as_array);
    Ok(Conversation {
        turns: turns(text),
        max_tokens: Some(max.unwrap_or(MAX_TOKENS)),
        stop_sequences: sequences
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        ..Conversation::default()
    })
}

fn malformed(what: &str) -> ServiceError {
    ServiceError::validation(format!(
        "Malformed input request: {what}, please reformat your input and try again."
    ))
}

fn turns(text: &str) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    if text.starts_with("User:") {
        for line in text.split_inclusive('\n') {
            let (user, rest) = match (line.strip_prefix("User:"), line.strip_prefix("Bot:")) {
                (Some(rest), _) => (Some(true), rest),
                (_, Some(rest)) => (Some(false), rest),
                _ => (None, line),
            };
            match (user, turns.last_mut()) {
                (None, Some(turn)) => turn.text.push_str(rest),
                (user, _) => turns.push(Turn {
                    user: user.unwrap_or(true),
                    text: rest.trim_start().to_owned(),
                    attachments: Vec::new(),
                }),
            }
        }
        for turn in &mut turns {
            turn.text.truncate(turn.text.trim_end().len());
        }
        // The empty `Bot:` at the end asks for the answer.
        turns.retain(|turn| turn.user || !turn.text.is_empty());
    }
    if turns.is_empty() {
        turns.push(Turn { user: true, text: text.to_owned(), attachments: Vec::new() });
    }
    turns
}

fn reason(completion: &Completion) -> &'static str {
    match completion.stop.reason.as_str() {
        "max_tokens" => "LENGTH",
        "stop_sequence" => "STOP_CRITERIA_MET",
        "content_filtered" => "CONTENT_FILTERED",
        _ => "FINISH",
    }
}

/// The answer of InvokeModel.
pub(crate) fn whole(completion: &Completion, _request_id: &str) -> Value {
    json!({
        "inputTextTokenCount": completion.usage.input,
        "results": [{
            "tokenCount": completion.usage.output,
            "outputText": completion.text(),
            "completionReason": reason(completion),
        }],
    })
}

/// Writes one event of InvokeModelWithResponseStream.
pub(crate) fn encode(completion: &Completion, event: &Event<'_>, out: &mut Vec<u8>) {
    match event {
        Event::Delta { delta: Delta::Text(text), .. } => chunk(
            out,
            &json!({
                "outputText": text,
                "index": 0,
                "totalOutputTextTokenCount": tokens::count(text),
                "completionReason": null,
                "inputTextTokenCount": completion.usage.input,
            }),
        ),
        Event::Stop => chunk(
            out,
            &json!({
                "outputText": "",
                "index": 0,
                "totalOutputTextTokenCount": completion.usage.output,
                "completionReason": reason(completion),
                "inputTextTokenCount": null,
                "amazon-bedrock-invocationMetrics": metrics(completion),
            }),
        ),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> Vec<u8> {
        json!({"inputText": text}).to_string().into_bytes()
    }

    #[test]
    fn a_conversation_is_told_from_a_text() {
        let conversation = read(&body("User: one\nmore\nBot: 1\nUser: two\nBot:")).unwrap();
        let turns: Vec<(bool, &str)> =
            conversation.turns.iter().map(|turn| (turn.user, turn.text.as_str())).collect();
        assert_eq!(turns, [(true, "one\nmore"), (false, "1"), (true, "two")]);
        assert_eq!(read(&body("just this")).unwrap().prompt(), "just this");
        assert_eq!(read(&body("User:")).unwrap().turns.len(), 1);
    }

    #[test]
    fn a_body_without_text_is_refused() {
        assert!(read(b"{}").unwrap_err().message.contains("required key [inputText] not found"));
        assert!(read(b"nope").unwrap_err().message.starts_with("Malformed input request"));
    }
}
