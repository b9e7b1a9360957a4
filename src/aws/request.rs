//! From an ask to the SDK's words: messages, system prompt, parameters.
//! Not here: sending it (converse).

use aws_sdk_bedrockruntime::operation::converse::builders::ConverseFluentBuilder;
use aws_sdk_bedrockruntime::operation::converse_stream::builders::ConverseStreamFluentBuilder;
use aws_sdk_bedrockruntime::primitives::Blob;
use aws_sdk_bedrockruntime::types::{
    ContentBlock, ConversationRole, ConverseTokensRequest, InferenceConfiguration, Message,
    ReasoningContentBlock, ReasoningTextBlock, SystemContentBlock,
};
use aws_smithy_types::error::operation::BuildError;
use aws_smithy_types::{Document, Number, base64};
use serde_json::Value;

use crate::domain::ask::{Ask, Parameters};
use crate::domain::content::Block;
use crate::domain::conversation::Role;
use crate::domain::problem::{Kind, Problem};

/// An ask in the SDK's words.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    model: String,
    messages: Vec<Message>,
    system: Option<Vec<SystemContentBlock>>,
    inference: Option<InferenceConfiguration>,
    additional: Option<Document>,
}

impl Request {
    /// Makes it. Turns of one speaker that follow one another become one message, for the service
    /// wants speakers to alternate; text of nothing but white space is left out where more is said,
    /// for the service refuses it; parts that could never be read are left out.
    ///
    /// # Errors
    /// A part that cannot be sent, or nothing left to send.
    pub(crate) fn of(ask: &Ask, operation: &str) -> Result<Self, Problem> {
        let bad = |what: String| Problem::new(Kind::Input, operation, what);
        let mut said: Vec<(Role, Vec<ContentBlock>)> = Vec::new();
        for turn in &ask.turns {
            let blocks = blocks(&turn.blocks).map_err(bad)?;
            match said.last_mut() {
                _ if blocks.is_empty() => {}
                Some((role, before)) if *role == turn.role => before.extend(blocks),
                _ => said.push((turn.role, blocks)),
            }
        }
        if said.is_empty() {
            return Err(bad("there is nothing to send".into()));
        }
        let messages = said.into_iter().map(|(role, blocks)| message(role, blocks));
        Ok(Self {
            model: ask.model.clone(),
            messages: messages.collect::<Result<_, _>>().map_err(|error| bad(error.to_string()))?,
            system: (!ask.system.is_empty())
                .then(|| vec![SystemContentBlock::Text(ask.system.clone())]),
            inference: inference(&ask.parameters),
            additional: ask.parameters.additional_fields.as_ref().map(document),
        })
    }

    /// As a ConverseStream call.
    pub(crate) fn stream(self, call: ConverseStreamFluentBuilder) -> ConverseStreamFluentBuilder {
        call.model_id(self.model)
            .set_messages(Some(self.messages))
            .set_system(self.system)
            .set_inference_config(self.inference)
            .set_additional_model_request_fields(self.additional)
    }

    /// As a Converse call.
    pub(crate) fn whole(self, call: ConverseFluentBuilder) -> ConverseFluentBuilder {
        call.model_id(self.model)
            .set_messages(Some(self.messages))
            .set_system(self.system)
            .set_inference_config(self.inference)
            .set_additional_model_request_fields(self.additional)
    }

    /// As the input of CountTokens, which takes no inference parameters.
    pub(crate) fn tokens(self) -> ConverseTokensRequest {
        ConverseTokensRequest::builder()
            .set_messages(Some(self.messages))
            .set_system(self.system)
            .set_additional_model_request_fields(self.additional)
            .build()
    }
}

fn message(role: Role, blocks: Vec<ContentBlock>) -> Result<Message, BuildError> {
    let role = match role {
        Role::User => ConversationRole::User,
        Role::Assistant => ConversationRole::Assistant,
    };
    Message::builder().role(role).set_content(Some(blocks)).build()
}

fn blocks(blocks: &[Block]) -> Result<Vec<ContentBlock>, String> {
    let blank = |block: &Block| matches!(block, Block::Text(text) if text.trim().is_empty());
    let only_blank = blocks.iter().all(blank);
    blocks
        .iter()
        .filter(|block| only_blank || !blank(block))
        .filter_map(|block| content(block).transpose())
        .collect()
}

fn content(block: &Block) -> Result<Option<ContentBlock>, String> {
    Ok(Some(match block {
        Block::Text(text) => ContentBlock::Text(text.clone()),
        Block::Reasoning { text, signature } => {
            let block = ReasoningTextBlock::builder()
                .text(text)
                .set_signature(signature.clone())
                .build()
                .map_err(|error| error.to_string())?;
            ContentBlock::ReasoningContent(ReasoningContentBlock::ReasoningText(block))
        }
        Block::RedactedReasoning(data) => {
            let bytes = base64::decode(data)
                .map_err(|error| format!("encrypted reasoning is not base64: {error}"))?;
            let content = ReasoningContentBlock::RedactedContent(Blob::new(bytes));
            ContentBlock::ReasoningContent(content)
        }
        Block::Wire { kind, .. } => {
            return Err(format!("content of kind {kind} cannot be sent by this version"));
        }
        Block::Unreadable { .. } => return Ok(None),
    }))
}

/// Only what is set is sent: an unset `maxTokens` reserves no quota.
fn inference(parameters: &Parameters) -> Option<InferenceConfiguration> {
    let stops = &parameters.stop_sequences;
    let set = parameters.max_tokens.is_some()
        || parameters.temperature.is_some()
        || parameters.top_p.is_some()
        || !stops.is_empty();
    set.then(|| {
        InferenceConfiguration::builder()
            .set_max_tokens(parameters.max_tokens)
            .set_temperature(parameters.temperature)
            .set_top_p(parameters.top_p)
            .set_stop_sequences((!stops.is_empty()).then(|| stops.clone()))
            .build()
    })
}

/// JSON as the SDK's document type.
fn document(value: &Value) -> Document {
    match value {
        Value::Null => Document::Null,
        Value::Bool(truth) => Document::Bool(*truth),
        Value::Number(number) => Document::Number(match (number.as_u64(), number.as_i64()) {
            (Some(positive), _) => Number::PosInt(positive),
            (None, Some(negative)) => Number::NegInt(negative),
            (None, None) => Number::Float(number.as_f64().unwrap_or_default()),
        }),
        Value::String(text) => Document::String(text.clone()),
        Value::Array(items) => Document::Array(items.iter().map(document).collect()),
        Value::Object(members) => Document::Object(
            members.iter().map(|(name, value)| (name.clone(), document(value))).collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ask::Turn;

    fn ask(turns: Vec<(Role, Vec<Block>)>) -> Ask {
        Ask {
            model: "m".into(),
            system: String::new(),
            turns: turns.into_iter().map(|(role, blocks)| Turn { role, blocks }).collect(),
            parameters: Parameters::default(),
            stream: true,
        }
    }

    fn text(text: &str) -> Block {
        Block::Text(text.into())
    }

    #[test]
    fn speakers_alternate_and_blank_or_unreadable_parts_stay_behind() {
        let request = Request::of(
            &ask(vec![
                (Role::User, vec![text("a")]),
                (Role::User, vec![text("b")]),
                (Role::Assistant, vec![Block::Unreadable { kind: "x".into() }]),
                (Role::User, vec![text(" \n"), text("c")]),
            ]),
            "ConverseStream",
        )
        .unwrap();
        let texts: Vec<&str> = request.messages[0]
            .content
            .iter()
            .map(|block| block.as_text().unwrap().as_str())
            .collect();
        assert_eq!((request.messages.len(), texts), (1, vec!["a", "b", "c"]));
        let blank = Request::of(&ask(vec![(Role::User, vec![text(" ")])]), "x").unwrap();
        assert_eq!(blank.messages[0].content[0].as_text().unwrap(), " ", "the user's own");
    }

    #[test]
    fn nothing_unset_is_sent() {
        let request = Request::of(&ask(vec![(Role::User, vec![text("a")])]), "x").unwrap();
        assert!(request.system.is_none() && request.inference.is_none());
        assert!(request.additional.is_none());
    }

    #[test]
    fn reasoning_goes_back_byte_exact() {
        let blocks = vec![
            Block::Reasoning { text: "t\u{301}\r\n".into(), signature: Some("Ab+/==".into()) },
            Block::RedactedReasoning("AAEC/w==".into()),
        ];
        let request = Request::of(&ask(vec![(Role::Assistant, blocks)]), "x").unwrap();
        let content = &request.messages[0].content;
        let ContentBlock::ReasoningContent(ReasoningContentBlock::ReasoningText(block)) =
            &content[0]
        else {
            panic!("{content:?}");
        };
        assert_eq!((block.text(), block.signature()), ("t\u{301}\r\n", Some("Ab+/==")));
        let ContentBlock::ReasoningContent(ReasoningContentBlock::RedactedContent(blob)) =
            &content[1]
        else {
            panic!("{content:?}");
        };
        assert_eq!(blob.as_ref(), [0, 1, 2, 255]);
    }

    #[test]
    fn what_cannot_be_sent_is_named() {
        let wire = Block::Wire { kind: "video".into(), body: Value::Null };
        let problem = Request::of(&ask(vec![(Role::User, vec![wire])]), "Converse").unwrap_err();
        assert_eq!(problem.kind, Kind::Input);
        assert!(problem.what.contains("video"), "{problem}");
        let problem = Request::of(&ask(vec![]), "Converse").unwrap_err();
        assert!(problem.what.contains("nothing"), "{problem}");
    }

    #[test]
    fn json_becomes_a_document() {
        let value = serde_json::json!({"a": [1, -2, 0.5, true, null, "s"], "b": {"c": u64::MAX}});
        let Document::Object(members) = document(&value) else { panic!() };
        assert_eq!(
            members["a"],
            Document::Array(vec![
                Document::Number(Number::PosInt(1)),
                Document::Number(Number::NegInt(-2)),
                Document::Number(Number::Float(0.5)),
                Document::Bool(true),
                Document::Null,
                Document::String("s".into()),
            ])
        );
        let Document::Object(inner) = &members["b"] else { panic!() };
        assert_eq!(inner["c"], Document::Number(Number::PosInt(u64::MAX)));
    }
}
