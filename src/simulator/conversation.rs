//! A conversation as the simulator understands it, whatever format it came in: turns of text, a
//! system prompt, limits. The rules of Converse are here; other formats are read in their own files.

use crate::simulator::models::Model;
use crate::simulator::service_error::ServiceError;
use crate::simulator::{inference, signature, tokens};
use serde_json::Value;

/// The least budget of reasoning tokens Anthropic's models take.
const LEAST_BUDGET: u64 = 1024;

/// What a model is asked.
#[derive(Debug, Default, Clone)]
pub(crate) struct Conversation {
    pub(crate) system: String,
    /// From the first; the last is the user's.
    pub(crate) turns: Vec<Turn>,
    pub(crate) max_tokens: Option<u64>,
    pub(crate) stop_sequences: Vec<String>,
    /// The caller does not want reasoning.
    pub(crate) no_reasoning: bool,
    /// How it is served, as far as the caller asked.
    pub(crate) served: inference::Served,
    /// The texts up to each cache point, with their tokens.
    pub(crate) cache_prefixes: Vec<(String, u64)>,
    /// Tokens of what is no text: images, documents, tools.
    pub(crate) other_tokens: u64,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) user: bool,
    pub(crate) text: String,
    /// What came with it, such as `image` or `document report`.
    pub(crate) attachments: Vec<String>,
}

impl Conversation {
    /// The last prompt.
    pub(crate) fn prompt(&self) -> &str {
        self.turns.last().map_or("", |turn| turn.text.as_str())
    }

    /// The user's messages, from the first.
    pub(crate) fn prompts(&self) -> impl DoubleEndedIterator<Item = &Turn> {
        self.turns.iter().filter(|turn| turn.user)
    }

    /// Takes the caller's word on reasoning. Unasked, a model reasons that does so by itself, but not
    /// within a limit that its reasoning alone could use up.
    pub(crate) fn think(&mut self, asked: Option<&str>, by_itself: bool) {
        self.no_reasoning = match asked {
            Some(asked) => asked == "disabled",
            None => !by_itself || self.max_tokens.is_some_and(|limit| limit < LEAST_BUDGET),
        };
    }

    /// All input, in tokens.
    pub(crate) fn input_tokens(&self) -> u64 {
        let texts = self.turns.iter().map(|turn| tokens::count(&turn.text));
        tokens::count(&self.system) + texts.sum::<u64>() + self.other_tokens
    }
}

/// Reads the input of Converse or ConverseStream, valid by the facts, as `model` takes it.
pub(crate) fn read(input: &Value, model: &Model) -> Result<Conversation, ServiceError> {
    let mut reader = Reader { conversation: Conversation::default(), so_far: String::new() };
    reader.system(input, model)?;
    let Some(messages) = input.get("messages").and_then(Value::as_array) else {
        return Err(ServiceError::validation(
            "1 validation error detected: Value at 'messages' failed to satisfy constraint: Member \
             must not be null",
        ));
    };
    for (index, message) in messages.iter().enumerate() {
        reader.message(index, message)?;
    }
    let mut conversation = reader.conversation;
    alternate(&conversation.turns)?;
    limits(&mut conversation, input, model)?;
    if let Some(tools) = input.get("toolConfig") {
        conversation.other_tokens += tokens::count(&tools.to_string());
    }
    Ok(conversation)
}

struct Reader {
    conversation: Conversation,
    /// Everything read yet, for the cache points.
    so_far: String,
}

impl Reader {
    fn system(&mut self, input: &Value, model: &Model) -> Result<(), ServiceError> {
        for block in input.get("system").and_then(Value::as_array).into_iter().flatten() {
            if !model.system_prompts {
                return Err(ServiceError::validation(
                    "This model doesn't support system messages. Try again without a system message \
                     or use a model that supports system messages.",
                ));
            }
            if let Some(text) = block.get("text").and_then(Value::as_str) {
                self.conversation.system.push_str(text);
                self.so_far.push_str(text);
            }
            self.cache_point(block);
        }
        Ok(())
    }

    fn message(&mut self, index: usize, message: &Value) -> Result<(), ServiceError> {
        let user = message.get("role").and_then(Value::as_str) == Some("user");
        let blocks =
            message.get("content").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        if blocks.is_empty() {
            return Err(ServiceError::validation(format!(
                "The content field in the Message object at messages.{index} is empty. Add a \
                 ContentBlock object to the content field and try again."
            )));
        }
        let mut turn = Turn { user, text: String::new(), attachments: Vec::new() };
        for (at, block) in blocks.iter().enumerate() {
            let place = format!("messages.{index}.content.{at}");
            self.block(&mut turn, &place, block)?;
        }
        self.conversation.turns.push(turn);
        Ok(())
    }

    fn block(&mut self, turn: &mut Turn, place: &str, block: &Value) -> Result<(), ServiceError> {
        if let Some(text) = block.get("text").and_then(Value::as_str) {
            if text.trim().is_empty() {
                return Err(ServiceError::validation(format!(
                    "The text field in the ContentBlock object at {place} is blank. Add text to the \
                     text field, and try again."
                )));
            }
            turn.text.push_str(text);
            self.so_far.push_str(text);
        } else if let Some(reasoning) = block.pointer("/reasoningContent/reasoningText") {
            let text = reasoning.get("text").and_then(Value::as_str).unwrap_or_default();
            let signed = reasoning.get("signature").and_then(Value::as_str);
            if signed.is_some_and(|signed| signed != signature::of(text)) {
                return Err(ServiceError::validation(format!(
                    "The model returned the following errors: {place}: Invalid `signature` in \
                     `thinking` block"
                )));
            }
        } else if block.get("cachePoint").is_some() {
            self.cache_point(block);
        } else if let Some((kind, value)) =
            block.as_object().and_then(|object| object.iter().next())
        {
            let name = value.get("name").and_then(Value::as_str);
            turn.attachments
                .push(name.map_or_else(|| kind.clone(), |name| format!("{kind} {name}")));
            self.conversation.other_tokens += tokens::count(&value.to_string());
        }
        Ok(())
    }

    fn cache_point(&mut self, block: &Value) {
        if block.get("cachePoint").is_some() {
            let tokens = tokens::count(&self.so_far);
            self.conversation.cache_prefixes.push((self.so_far.clone(), tokens));
        }
    }
}

fn alternate(turns: &[Turn]) -> Result<(), ServiceError> {
    if !turns.first().is_some_and(|turn| turn.user) {
        return Err(ServiceError::validation(
            "A conversation must start with a user message. Try again with a conversation that \
             starts with a user message.",
        ));
    }
    if turns.windows(2).any(|pair| pair[0].user == pair[1].user) {
        return Err(ServiceError::validation(
            "A conversation must alternate between user and assistant roles. Make sure the \
             conversation alternates between user and assistant roles and try again.",
        ));
    }
    if !turns.last().is_some_and(|turn| turn.user) {
        return Err(ServiceError::validation(
            "This model does not support assistant message prefill. The conversation must end with \
             a user message.",
        ));
    }
    Ok(())
}

fn limits(
    conversation: &mut Conversation,
    input: &Value,
    model: &Model,
) -> Result<(), ServiceError> {
    let inference = input.get("inferenceConfig");
    conversation.max_tokens =
        inference.and_then(|config| config.get("maxTokens")).and_then(Value::as_u64);
    if let (Some(asked), Some(limit)) = (conversation.max_tokens, model.max_output_tokens)
        && asked > limit
    {
        return Err(ServiceError::validation(format!(
            "The maximum tokens you requested exceeds the model limit of {limit}. Try again with a \
             maximum tokens value that is lower than {limit}."
        )));
    }
    let sequences =
        inference.and_then(|config| config.get("stopSequences")).and_then(Value::as_array);
    conversation.stop_sequences =
        sequences.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    inference::check(input, model)?;
    conversation.think(inference::asked(input), inference::reasons_unasked(model));
    conversation.served = inference::served(input, model);
    Ok(())
}

#[cfg(test)]
#[path = "conversation/tests.rs"]
mod tests;
