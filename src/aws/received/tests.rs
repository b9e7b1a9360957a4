//! Events become chunks: joined where they continue one another, none lost, none changed.

use aws_sdk_bedrockruntime::primitives::Blob;
use aws_sdk_bedrockruntime::types::{
    CacheDetail, ContentBlockDeltaEvent, ContentBlockStartEvent, ContentBlockStopEvent,
    ConverseStreamMetadataEvent, ConverseStreamMetrics, MessageStopEvent, StopReason as Stop,
    ToolUseBlockDelta, ToolUseBlockStart,
};
use proptest::prelude::*;

use super::*;

fn delta(block: i32, delta: ContentBlockDelta) -> Event {
    Event::ContentBlockDelta(
        ContentBlockDeltaEvent::builder().content_block_index(block).delta(delta).build().unwrap(),
    )
}

fn text(block: i32, text: &str) -> Event {
    delta(block, ContentBlockDelta::Text(text.into()))
}

fn reasoning(block: i32, said: ReasoningContentBlockDelta) -> Event {
    delta(block, ContentBlockDelta::ReasoningContent(said))
}

fn redacted(block: i32, bytes: &[u8]) -> Event {
    reasoning(block, ReasoningContentBlockDelta::RedactedContent(Blob::new(bytes)))
}

fn stop(block: i32) -> Event {
    Event::ContentBlockStop(
        ContentBlockStopEvent::builder().content_block_index(block).build().unwrap(),
    )
}

fn chunks(events: Vec<Event>) -> Vec<Chunk> {
    let mut received = Received::new();
    for event in events {
        received.event(event);
    }
    received.all().collect()
}

fn said(block: u32, delta: &str) -> Chunk {
    Chunk::Text { block, delta: delta.into() }
}

#[test]
fn adjacent_deltas_of_a_block_become_one_chunk() {
    use ReasoningContentBlockDelta as Reasoning;
    let came = chunks(vec![
        reasoning(0, Reasoning::Text("be".into())),
        reasoning(0, Reasoning::Text("cause".into())),
        reasoning(0, Reasoning::Signature("A+".into())),
        reasoning(0, Reasoning::Signature("/==".into())),
        text(1, "Hel"),
        text(1, "lo"),
        text(2, "next"),
    ]);
    assert_eq!(
        came,
        [
            Chunk::Reasoning { block: 0, delta: "because".into() },
            Chunk::Signature { block: 0, delta: "A+/==".into() },
            said(1, "Hello"),
            said(2, "next"),
        ]
    );
}

#[test]
fn encrypted_reasoning_is_one_base64_text_however_it_came() {
    let came = chunks(vec![redacted(0, &[0, 1]), redacted(0, &[2, 255]), stop(0), text(1, "a")]);
    assert_eq!(came, [Chunk::Redacted { block: 0, data: "AAEC/w==".into() }, said(1, "a")]);
}

#[test]
fn what_cannot_be_read_is_told_once_a_block() {
    let start = ContentBlockStart::ToolUse(
        ToolUseBlockStart::builder().tool_use_id("t").name("n").build().unwrap(),
    );
    let start = ContentBlockStartEvent::builder().content_block_index(1).start(start);
    let tool = || {
        let delta = ToolUseBlockDelta::builder().input("{}").build().unwrap();
        ContentBlockDelta::ToolUse(delta)
    };
    let came = chunks(vec![
        text(0, "a"),
        Event::ContentBlockStart(start.build().unwrap()),
        delta(1, tool()),
        delta(1, tool()),
        text(2, "b"),
    ]);
    let unreadable = Chunk::Unreadable { block: 1, kind: "toolUse".into() };
    assert_eq!(came, [said(0, "a"), unreadable, said(2, "b")]);
}

#[test]
fn the_end_is_known_with_its_figures() {
    let mut received = Received::new();
    received.event(text(0, "a"));
    assert!(!received.stopped());
    let stop = MessageStopEvent::builder().stop_reason(Stop::from("a_new_reason"));
    received.event(Event::MessageStop(stop.build().unwrap()));
    assert!(received.stopped());
    let hour = CacheDetail::builder().ttl(CacheTtl::OneHour).input_tokens(30).build().unwrap();
    let short = CacheDetail::builder().ttl(CacheTtl::FiveMinutes).input_tokens(20).build().unwrap();
    let tokens = TokenUsage::builder()
        .input_tokens(7)
        .output_tokens(9)
        .total_tokens(66)
        .cache_read_input_tokens(5)
        .cache_write_input_tokens(50)
        .cache_details(hour)
        .cache_details(short)
        .build()
        .unwrap();
    let metrics = ConverseStreamMetrics::builder().latency_ms(321).build().unwrap();
    let metadata = ConverseStreamMetadataEvent::builder().usage(tokens).metrics(metrics).build();
    received.event(Event::Metadata(metadata));
    let ending = received.end();
    assert_eq!(ending.stop_reason, Some(StopReason("a_new_reason".into())));
    assert_eq!(ending.latency_ms, Some(321));
    assert!(ending.first_token_ms.is_some_and(|first| first <= ending.total_ms));
    assert_eq!(
        ending.usage,
        Some(Usage { input: 7, output: 9, cache_read: 5, cache_write: 50, cache_write_1h: 30 })
    );
}

#[test]
fn an_empty_delta_is_no_first_token() {
    let mut received = Received::new();
    received.event(text(0, ""));
    assert!(received.any && !received.begun);
    assert_eq!(received.end().first_token_ms, None);
}

proptest! {
    /// However often chunks are taken between events, the text of each block arrives whole, and a
    /// chunk stays small.
    #[test]
    fn no_byte_is_lost_or_moved(
        deltas in prop::collection::vec((0..3_i32, "\\PC{0,20}", any::<bool>()), 0..60),
        long in 1..200_usize,
    ) {
        let mut received = Received::new();
        let mut expected = [String::new(), String::new(), String::new()];
        let mut came = Vec::new();
        for (block, delta, taken) in deltas {
            let delta = delta.repeat(long);
            expected[block as usize].push_str(&delta);
            received.event(text(block, &delta));
            came.extend(received.complete());
            if taken {
                came.extend(received.all());
            }
        }
        came.extend(received.all());
        let mut blocks = [String::new(), String::new(), String::new()];
        for chunk in came {
            let Chunk::Text { block, delta } = chunk else { panic!("{chunk:?}") };
            prop_assert!(!delta.is_empty());
            prop_assert!(delta.len() < CHUNK + 20 * 4 * long);
            blocks[block as usize].push_str(&delta);
        }
        prop_assert_eq!(blocks, expected);
    }
}
