//! What has come of an answer: events to chunks, adjacent deltas put together, first-token time.
//! Not here: reading the events (stream), or sending the chunks on (converse).

use std::time::{Duration, Instant};

use aws_sdk_bedrockruntime::types::{
    CacheTtl, ContentBlock, ContentBlockDelta, ContentBlockStart, ConverseStreamOutput as Event,
    PerformanceConfiguration, ReasoningContentBlock, ReasoningContentBlockDelta, ServiceTier,
    TokenUsage,
};
use aws_smithy_types::base64;

use super::document::json;
use crate::domain::ask::{Chunk, Ending, StopReason, Usage};

/// How much adjacent text becomes one chunk at most, in bytes.
const CHUNK: usize = 8 * 1024;

/// The answer so far.
#[derive(Debug)]
pub(crate) struct Received {
    sent: Instant,
    /// A delta not yet handed on; what follows of its kind joins it.
    pending: Option<Chunk>,
    /// Chunks that are complete.
    ready: Vec<Chunk>,
    /// The block last spoken of, for events that name none.
    block: u32,
    /// Encrypted reasoning of a block that has not ended: its pieces are one text only as bytes.
    redacted: Option<(u32, Vec<u8>)>,
    /// Blocks told to be unreadable: once each.
    unreadable: Vec<u32>,
    /// Whether any content came.
    pub(crate) begun: bool,
    /// Whether any event came.
    pub(crate) any: bool,
    /// What is known of the end.
    pub(crate) ending: Ending,
}

impl Received {
    /// Nothing yet; the request leaves now.
    pub(crate) fn new() -> Self {
        Self {
            sent: Instant::now(),
            pending: None,
            ready: Vec::new(),
            block: 0,
            redacted: None,
            unreadable: Vec::new(),
            begun: false,
            any: false,
            ending: Ending::default(),
        }
    }

    /// Whether the answer said why it ended.
    pub(crate) fn stopped(&self) -> bool {
        self.ending.stop_reason.is_some()
    }

    /// Takes an event of a stream.
    pub(crate) fn event(&mut self, event: Event) {
        self.any = true;
        match event {
            Event::ContentBlockDelta(event) => {
                let block = index(event.content_block_index);
                match event.delta {
                    Some(delta) => self.delta(block, delta),
                    None => self.unread(block, "an empty delta"),
                }
            }
            Event::ContentBlockStart(event) => {
                let block = index(event.content_block_index);
                self.block = block;
                if let Some(start) = event.start {
                    self.unread(block, start_kind(&start));
                }
            }
            Event::MessageStop(event) => {
                self.stop(event.stop_reason.as_str());
                self.ending.response_fields =
                    event.additional_model_response_fields.as_ref().map(json);
            }
            Event::Metadata(event) => {
                self.ending.usage = event.usage.as_ref().map(usage);
                self.ending.latency_ms = event.metrics.map(|metrics| positive(metrics.latency_ms));
                self.served(event.service_tier.as_ref(), event.performance_config.as_ref());
            }
            Event::ContentBlockStop(_) => self.seal(),
            Event::MessageStart(_) => {}
            _ => self.unread(self.block, "an event of a kind this version does not know"),
        }
    }

    fn delta(&mut self, block: u32, delta: ContentBlockDelta) {
        use ReasoningContentBlockDelta as Reasoning;
        self.block = block;
        match delta {
            ContentBlockDelta::Text(delta) => self.join(Chunk::Text { block, delta }),
            ContentBlockDelta::ReasoningContent(Reasoning::Text(delta)) => {
                self.join(Chunk::Reasoning { block, delta });
            }
            ContentBlockDelta::ReasoningContent(Reasoning::Signature(delta)) => {
                self.join(Chunk::Signature { block, delta });
            }
            ContentBlockDelta::ReasoningContent(Reasoning::RedactedContent(data)) => {
                self.begin();
                match &mut self.redacted {
                    Some((same, bytes)) if *same == block => bytes.extend(data.as_ref()),
                    _ => {
                        self.seal();
                        self.redacted = Some((block, data.into_inner()));
                    }
                }
            }
            other => self.unread(block, delta_kind(&other)),
        }
    }

    /// Takes a content block of an answer that came whole.
    pub(crate) fn block(&mut self, block: u32, content: ContentBlock) {
        self.any = true;
        match content {
            ContentBlock::Text(delta) => self.join(Chunk::Text { block, delta }),
            ContentBlock::ReasoningContent(ReasoningContentBlock::ReasoningText(said)) => {
                self.join(Chunk::Reasoning { block, delta: said.text });
                if let Some(delta) = said.signature {
                    self.join(Chunk::Signature { block, delta });
                }
            }
            ContentBlock::ReasoningContent(ReasoningContentBlock::RedactedContent(data)) => {
                self.join(Chunk::Redacted { block, data: base64::encode(data) });
            }
            other => self.unread(block, content_kind(&other)),
        }
    }

    /// Takes the reason for the end, as it came.
    pub(crate) fn stop(&mut self, reason: &str) {
        self.seal();
        self.ending.stop_reason = Some(StopReason(reason.to_owned()));
    }

    /// Takes how it was served, as it came.
    pub(crate) fn served(
        &mut self,
        tier: Option<&ServiceTier>,
        performance: Option<&PerformanceConfiguration>,
    ) {
        self.ending.tier = tier.map(|tier| tier.r#type.as_str().to_owned());
        self.ending.latency = performance.map(|config| config.latency.as_str().to_owned());
    }

    /// Puts a chunk to the one before where both continue one another.
    fn join(&mut self, chunk: Chunk) {
        if said(&chunk).is_empty() {
            return;
        }
        self.begin();
        if let Some(pending) = &mut self.pending
            && said(pending).len() < CHUNK
            && continues(pending, &chunk)
        {
            return;
        }
        self.ready.extend(self.pending.replace(chunk));
    }

    /// Hands on encrypted reasoning, whose block has ended.
    fn seal(&mut self) {
        if let Some((block, bytes)) = self.redacted.take() {
            self.ready.extend(self.pending.take());
            self.ready.push(Chunk::Redacted { block, data: base64::encode(bytes) });
        }
    }

    fn unread(&mut self, block: u32, kind: &str) {
        if self.unreadable.contains(&block) {
            return;
        }
        self.unreadable.push(block);
        self.begin();
        self.ready.extend(self.pending.take());
        self.ready.push(Chunk::Unreadable { block, kind: kind.to_owned() });
    }

    fn begin(&mut self) {
        if !self.begun {
            self.begun = true;
            self.ending.first_token_ms = Some(millis(self.sent.elapsed()));
        }
    }

    /// Chunks that nothing more can join.
    pub(crate) fn complete(&mut self) -> std::vec::Drain<'_, Chunk> {
        self.ready.drain(..)
    }

    /// All chunks there are: nothing more is at hand, and a lone token must not wait.
    pub(crate) fn all(&mut self) -> std::vec::Drain<'_, Chunk> {
        self.ready.extend(self.pending.take());
        self.ready.drain(..)
    }

    /// What is known of the end, timed now.
    pub(crate) fn end(&mut self) -> Ending {
        self.ending.total_ms = millis(self.sent.elapsed());
        std::mem::take(&mut self.ending)
    }
}

/// The text of a delta.
fn said(chunk: &Chunk) -> &str {
    match chunk {
        Chunk::Text { delta, .. }
        | Chunk::Reasoning { delta, .. }
        | Chunk::Signature { delta, .. } => delta,
        Chunk::Redacted { data, .. } => data,
        _ => "",
    }
}

/// Adds a delta to the one it continues; false where it does not.
fn continues(before: &mut Chunk, next: &Chunk) -> bool {
    match (before, next) {
        (Chunk::Text { block, delta }, Chunk::Text { block: same, delta: more })
        | (Chunk::Reasoning { block, delta }, Chunk::Reasoning { block: same, delta: more })
        | (Chunk::Signature { block, delta }, Chunk::Signature { block: same, delta: more })
            if block == same =>
        {
            delta.push_str(more);
            true
        }
        _ => false,
    }
}

fn index(index: i32) -> u32 {
    u32::try_from(index).unwrap_or_default()
}

fn positive(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Tokens, as the service counted them.
pub(crate) fn usage(usage: &TokenUsage) -> Usage {
    let count = |tokens: i32| u64::try_from(tokens).unwrap_or_default();
    let hour = usage.cache_details().iter().filter(|detail| detail.ttl == CacheTtl::OneHour);
    Usage {
        input: count(usage.input_tokens),
        output: count(usage.output_tokens),
        cache_read: usage.cache_read_input_tokens.map(count).unwrap_or_default(),
        cache_write: usage.cache_write_input_tokens.map(count).unwrap_or_default(),
        cache_write_1h: hour.map(|detail| count(detail.input_tokens)).sum(),
    }
}

fn start_kind(start: &ContentBlockStart) -> &'static str {
    match start {
        ContentBlockStart::ToolUse(_) => "toolUse",
        ContentBlockStart::ToolResult(_) => "toolResult",
        ContentBlockStart::Image(_) => "image",
        _ => UNKNOWN,
    }
}

fn delta_kind(delta: &ContentBlockDelta) -> &'static str {
    match delta {
        ContentBlockDelta::ToolUse(_) => "toolUse",
        ContentBlockDelta::ToolResult(_) => "toolResult",
        ContentBlockDelta::Image(_) => "image",
        ContentBlockDelta::Citation(_) => "citation",
        ContentBlockDelta::ReasoningContent(_) => "reasoningContent",
        _ => UNKNOWN,
    }
}

fn content_kind(content: &ContentBlock) -> &'static str {
    match content {
        ContentBlock::Audio(_) => "audio",
        ContentBlock::CitationsContent(_) => "citationsContent",
        ContentBlock::Document(_) => "document",
        ContentBlock::Image(_) => "image",
        ContentBlock::ReasoningContent(_) => "reasoningContent",
        ContentBlock::ToolResult(_) => "toolResult",
        ContentBlock::ToolUse(_) => "toolUse",
        ContentBlock::Video(_) => "video",
        _ => UNKNOWN,
    }
}

/// The SDK drops the name of a kind it does not know.
const UNKNOWN: &str = "a kind this version does not know";

#[cfg(test)]
mod tests;
