//! What a model answers: the blocks, why it stopped, what it cost. What the text says is composed
//! in `answer`; how it is written to the wire is in `events` and in the file of each format.

use crate::simulator::answer::answered::Answered;
use crate::simulator::answer::compose;
use crate::simulator::conversation::Conversation;
use crate::simulator::inference::Served;
use crate::simulator::models::Model;
use crate::simulator::prompt_cache::PromptCache;
use crate::simulator::service_error::ServiceError;
use crate::simulator::{signature, tokens};
use serde_json::Value;

/// An answer, complete.
#[derive(Debug)]
pub(crate) struct Completion {
    pub(crate) model: &'static Model,
    pub(crate) blocks: Vec<Block>,
    pub(crate) stop: Stop,
    pub(crate) usage: Usage,
    /// Made up from the lengths: the same call always has the same.
    pub(crate) latency_ms: u64,
    pub(crate) served: Served,
    /// How the answer came about, where the caller is to be told.
    pub(crate) trace: Option<Value>,
}

/// A content block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    Text(String),
    Reasoning {
        text: String,
        signature: Option<String>,
    },
    /// Reasoning that may not be read, as base64.
    Redacted(String),
}

/// Why the answer ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stop {
    pub(crate) reason: String,
    /// The stop sequence that was met.
    pub(crate) sequence: Option<String>,
}

/// Tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Usage {
    /// Without what the cache read or wrote.
    pub(crate) input: u64,
    pub(crate) output: u64,
    /// Read and written; none when the model does not cache.
    pub(crate) cache: Option<(u64, u64)>,
}

impl Usage {
    pub(crate) fn total(&self) -> u64 {
        let (read, written) = self.cache.unwrap_or_default();
        self.input + self.output + read + written
    }
}

impl Completion {
    /// The text of the answer without its reasoning.
    pub(crate) fn text(&self) -> &str {
        let text = self.blocks.iter().find_map(|block| match block {
            Block::Text(text) => Some(text.as_str()),
            _ => None,
        });
        text.unwrap_or_default()
    }
}

/// Answers a conversation as `model`.
pub(crate) fn complete(
    model: &'static Model,
    conversation: &Conversation,
    cache: &PromptCache,
) -> Result<Completion, ServiceError> {
    let input = conversation.input_tokens();
    if model.context_window.is_some_and(|window| input > window) {
        return Err(ServiceError::validation("Input is too long for requested model."));
    }
    let mut answered = compose::answer(model, conversation);
    let stop = stop(&mut answered, conversation);
    let blocks = blocks(model, answered);
    let output = blocks.iter().map(block_tokens).sum();
    let cached = model.caching.then(|| cache.look_up(&model.id, &conversation.cache_prefixes));
    let usage = match cached {
        Some(cached) => Usage {
            input: input.saturating_sub(cached.read + cached.written),
            output,
            cache: Some((cached.read, cached.written)),
        },
        None => Usage { input, output, cache: None },
    };
    // A little less than its client waits at the pace of a demo.
    let latency_ms = 5 + input / 50 + output * 10;
    let served = conversation.served.clone();
    Ok(Completion { model, blocks, stop, usage, latency_ms, served, trace: None })
}

/// Cuts the answer where the caller's limits end it.
fn stop(answered: &mut Answered, conversation: &Conversation) -> Stop {
    let found = conversation
        .stop_sequences
        .iter()
        .filter(|sequence| !sequence.is_empty())
        .filter_map(|sequence| Some((answered.text.find(sequence.as_str())?, sequence)))
        .min_by_key(|(at, _)| *at);
    let mut stop = match found {
        Some((at, sequence)) => {
            answered.text.truncate(at);
            Stop { reason: "stop_sequence".to_owned(), sequence: Some(sequence.clone()) }
        }
        None => Stop {
            reason: answered.stop_reason.clone().unwrap_or_else(|| "end_turn".to_owned()),
            sequence: None,
        },
    };
    if let Some(mut left) = conversation.max_tokens {
        for text in [&mut answered.reasoning, &mut answered.text] {
            let length = tokens::prefix(text, left).len();
            if length < text.len() {
                text.truncate(length);
                stop = Stop { reason: "max_tokens".to_owned(), sequence: None };
            }
            left = left.saturating_sub(tokens::count(text));
        }
    }
    stop
}

fn blocks(model: &Model, answered: Answered) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !answered.reasoning.is_empty() {
        // Only Anthropic signs its reasoning.
        let signature = model.is_of("anthropic").then(|| signature::of(&answered.reasoning));
        blocks.push(Block::Reasoning { text: answered.reasoning, signature });
    }
    if let Some(redacted) = answered.redacted {
        blocks.push(Block::Redacted(redacted));
    }
    if !answered.text.is_empty() || blocks.is_empty() {
        blocks.push(Block::Text(answered.text));
    }
    blocks
}

fn block_tokens(block: &Block) -> u64 {
    match block {
        Block::Text(text) | Block::Reasoning { text, .. } => tokens::count(text),
        Block::Redacted(data) => tokens::count(data),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::models;
    use serde_json::json;

    fn ask(model: &str, input: &serde_json::Value) -> Result<Completion, ServiceError> {
        let model = models::find(model).unwrap();
        let conversation = crate::simulator::conversation::read(input, model).unwrap();
        complete(model, &conversation, &PromptCache::default())
    }

    fn prompt(text: &str) -> serde_json::Value {
        json!({"messages": [{"role": "user", "content": [{"text": text}]}]})
    }

    #[test]
    fn limits_end_the_answer() {
        let mut input = prompt("/echo one two STOP three");
        let whole = ask("amazon.nova-pro-v1:0", &input).unwrap();
        assert_eq!(whole.text(), "one two STOP three");
        assert_eq!(whole.stop.reason, "end_turn");
        assert_eq!(whole.usage.output, tokens::count("one two STOP three"));
        input["inferenceConfig"] = json!({"stopSequences": ["three", "STOP"]});
        let stopped = ask("amazon.nova-pro-v1:0", &input).unwrap();
        assert_eq!(stopped.text(), "one two ");
        assert_eq!(stopped.stop.sequence.as_deref(), Some("STOP"));
        input["inferenceConfig"] = json!({"maxTokens": 1});
        let cut = ask("amazon.nova-pro-v1:0", &input).unwrap();
        assert_eq!((cut.text(), cut.stop.reason.as_str()), ("one ", "max_tokens"));
        assert_eq!(cut.usage.output, 1);
    }

    #[test]
    fn the_context_window_is_a_wall() {
        let model = models::find("meta.llama2-13b-chat-v1").unwrap();
        let window = model.context_window.unwrap() as usize;
        assert!(ask(&model.id, &prompt(&"abcd".repeat(window))).is_ok());
        let error = ask(&model.id, &prompt(&"abcd".repeat(window + 1))).unwrap_err();
        assert_eq!(error.message, "Input is too long for requested model.");
    }

    #[test]
    fn reasoning_models_reason_first_and_anthropic_signs() {
        let mut thinking = prompt("why?");
        thinking["additionalModelRequestFields"] =
            json!({"thinking": {"type": "enabled", "budget_tokens": 1024}});
        let claude = ask("anthropic.claude-opus-4-5-20251101-v1:0", &thinking).unwrap();
        let Block::Reasoning { text, signature } = &claude.blocks[0] else {
            panic!("no reasoning")
        };
        assert_eq!(signature.as_deref(), Some(signature::of(text).as_str()));
        assert!(matches!(claude.blocks[1], Block::Text(_)));
        let deepseek = ask("deepseek.r1-v1:0", &prompt("why?")).unwrap();
        assert!(matches!(&deepseek.blocks[0], Block::Reasoning { signature: None, .. }));
        let nova = ask("amazon.nova-pro-v1:0", &prompt("why?")).unwrap();
        assert!(matches!(&nova.blocks[..], [Block::Text(_)]));
        let mut silent = prompt("why?");
        let unasked = ask("anthropic.claude-opus-4-5-20251101-v1:0", &silent).unwrap();
        assert!(matches!(&unasked.blocks[..], [Block::Text(_)]), "Claude is to be asked");
        silent["additionalModelRequestFields"] = json!({"thinking": {"type": "disabled"}});
        let silent = ask("anthropic.claude-opus-4-5-20251101-v1:0", &silent).unwrap();
        assert!(matches!(&silent.blocks[..], [Block::Text(_)]));
    }

    #[test]
    fn cache_figures_are_there_for_models_that_cache() {
        assert!(ask("amazon.nova-pro-v1:0", &prompt("a")).unwrap().usage.cache.is_some());
        assert!(ask("meta.llama3-8b-instruct-v1:0", &prompt("a")).unwrap().usage.cache.is_none());
    }
}
