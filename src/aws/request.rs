//! From an ask to the SDK's words: messages, system prompt, parameters.
//! Not here: sending it (converse).

use std::collections::HashMap;

use aws_sdk_bedrockruntime::operation::converse::builders::ConverseFluentBuilder;
use aws_sdk_bedrockruntime::operation::converse_stream::builders::ConverseStreamFluentBuilder;
use aws_sdk_bedrockruntime::primitives::Blob;
use aws_sdk_bedrockruntime::types::{
    ContentBlock, ConversationRole, ConverseTokensRequest, InferenceConfiguration, Message,
    PerformanceConfigLatency, PerformanceConfiguration, ReasoningContentBlock, ReasoningTextBlock,
    ServiceTier, ServiceTierType, SystemContentBlock,
};
use aws_smithy_types::Document;
use aws_smithy_types::base64;
use aws_smithy_types::error::operation::BuildError;

use super::document::document;
use crate::domain::ask::{Ask, Parameters, Role};
use crate::domain::content::Block;
use crate::domain::problem::{Kind, Problem};

/// An ask in the SDK's words.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    model: String,
    messages: Vec<Message>,
    system: Option<Vec<SystemContentBlock>>,
    inference: Option<InferenceConfiguration>,
    additional: Option<Document>,
    response_fields: Option<Vec<String>>,
    metadata: Option<HashMap<String, String>>,
    performance: Option<PerformanceConfiguration>,
    tier: Option<ServiceTier>,
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
        let parameters = &ask.parameters;
        // Each family writes them in its own words, so that nothing can be made of them here.
        if parameters.top_k.is_some() || parameters.reasoning.is_some() {
            return Err(bad("top-k and reasoning were not put in the model's own words".into()));
        }
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
            inference: inference(parameters),
            additional: parameters.additional_fields.as_ref().map(document),
            response_fields: some(parameters.response_fields.clone(), Vec::is_empty),
            metadata: some(parameters.metadata.clone().into_iter().collect(), HashMap::is_empty),
            performance: parameters.latency.map(|latency| {
                let latency = PerformanceConfigLatency::from(latency.word());
                PerformanceConfiguration::builder().latency(latency).build()
            }),
            tier: tier(parameters).map_err(|error| bad(error.to_string()))?,
        })
    }

    /// As a ConverseStream call.
    pub(crate) fn stream(self, call: ConverseStreamFluentBuilder) -> ConverseStreamFluentBuilder {
        call.model_id(self.model)
            .set_messages(Some(self.messages))
            .set_system(self.system)
            .set_inference_config(self.inference)
            .set_additional_model_request_fields(self.additional)
            .set_additional_model_response_field_paths(self.response_fields)
            .set_request_metadata(self.metadata)
            .set_performance_config(self.performance)
            .set_service_tier(self.tier)
    }

    /// As a Converse call.
    pub(crate) fn whole(self, call: ConverseFluentBuilder) -> ConverseFluentBuilder {
        call.model_id(self.model)
            .set_messages(Some(self.messages))
            .set_system(self.system)
            .set_inference_config(self.inference)
            .set_additional_model_request_fields(self.additional)
            .set_additional_model_response_field_paths(self.response_fields)
            .set_request_metadata(self.metadata)
            .set_performance_config(self.performance)
            .set_service_tier(self.tier)
    }

    /// As the input of CountTokens, which takes the additional fields and no other parameters.
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

fn tier(parameters: &Parameters) -> Result<Option<ServiceTier>, BuildError> {
    let tier = parameters.tier.map(|tier| ServiceTierType::from(tier.word()));
    tier.map(|tier| ServiceTier::builder().r#type(tier).build()).transpose()
}

/// What is not empty.
fn some<T>(all: T, empty: impl FnOnce(&T) -> bool) -> Option<T> {
    if empty(&all) { None } else { Some(all) }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::domain::ask::{Latency, Tier, Turn};

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
        assert!(request.additional.is_none() && request.response_fields.is_none());
        assert!(request.metadata.is_none() && request.performance.is_none());
        assert!(request.tier.is_none());
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
    fn every_parameter_has_its_place() {
        let mut ask = ask(vec![(Role::User, vec![text("a")])]);
        ask.parameters = Parameters {
            max_tokens: Some(5),
            response_fields: vec!["/stop_sequence".into()],
            metadata: [("team".to_owned(), "search".to_owned())].into(),
            latency: Some(Latency::Optimized),
            tier: Some(Tier::Flex),
            ..Parameters::default()
        };
        let request = Request::of(&ask, "x").unwrap();
        assert_eq!(request.inference.and_then(|config| config.max_tokens), Some(5));
        assert_eq!(request.response_fields.unwrap(), ["/stop_sequence"]);
        assert_eq!(request.metadata.unwrap()["team"], "search");
        let latency = request.performance.unwrap().latency().clone();
        assert_eq!(latency, PerformanceConfigLatency::Optimized);
        assert_eq!(request.tier.unwrap().r#type, ServiceTierType::Flex);
    }

    #[test]
    fn what_no_family_was_asked_for_is_not_dropped_in_silence() {
        let mut ask = ask(vec![(Role::User, vec![text("a")])]);
        ask.parameters.top_k = Some(4);
        assert_eq!(Request::of(&ask, "x").unwrap_err().kind, Kind::Input);
    }
}
