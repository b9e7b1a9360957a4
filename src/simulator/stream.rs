//! A streamed answer on its way: keeping the pace, and what goes wrong in the middle. The frames
//! themselves are written by the format's encoder.

use crate::simulator::completion::Completion;
use crate::simulator::events::{Event, Events};
use crate::simulator::fault::FaultKind;
use crate::simulator::frames;
use crate::simulator::pace::Pace;
use crate::simulator::service_error::ServiceError;
use crate::simulator::world::World;
use axum::body::{Body, Bytes};
use serde_json::json;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// At full speed so many bytes of frames go into one write.
const CHUNK: usize = 32 << 10;
/// A fault in mid-stream happens after so many tokens, or after half of a shorter answer.
const SOME_TOKENS: u64 = 24;

/// Writes one event in a format: nothing, or one frame.
pub(crate) type Encode = fn(&Completion, &Event<'_>, &mut Vec<u8>);

/// The body of a streamed answer.
pub(crate) fn body(
    world: &World,
    completion: Arc<Completion>,
    encode: Encode,
    fault: Option<FaultKind>,
) -> Body {
    let fault = fault.filter(|kind| {
        matches!(
            kind,
            FaultKind::Stall
                | FaultKind::Cut
                | FaultKind::NoStop
                | FaultKind::StreamError
                | FaultKind::CorruptFrame
        )
    });
    let stream = Stream {
        fault_at: SOME_TOKENS.min(completion.usage.output / 2).max(1),
        events: Events::new(completion),
        encode,
        pace: world.script.pace,
        fault,
        closing: world.closing.clone(),
        started: Instant::now(),
        tokens: 0,
        over: false,
    };
    Body::from_stream(futures_util::stream::unfold(stream, |mut stream| async move {
        stream.next().await.map(|chunk| (chunk, stream))
    }))
}

/// A body that breaks off: half of it, then the connection drops.
pub(crate) fn cut(whole: &[u8]) -> Body {
    let half = Bytes::copy_from_slice(&whole[..whole.len() / 2]);
    Body::from_stream(futures_util::stream::unfold(Some(half), |rest| async move {
        match rest {
            Some(half) if !half.is_empty() => Some((Ok(half), Some(Bytes::new()))),
            Some(_) => {
                tokio::task::yield_now().await;
                Some((Err(io::Error::from(io::ErrorKind::ConnectionReset)), None))
            }
            None => None,
        }
    }))
}

struct Stream {
    events: Events,
    encode: Encode,
    pace: Pace,
    fault: Option<FaultKind>,
    /// The fault happens before this token, counted from 1.
    fault_at: u64,
    closing: CancellationToken,
    started: Instant,
    /// Sent yet.
    tokens: u64,
    over: bool,
}

impl Stream {
    /// The next bytes; an error drops the connection.
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        if self.over {
            return None;
        }
        if self.fault.is_some() && self.tokens >= self.fault_at {
            match self.fault {
                Some(FaultKind::Stall) => self.closing.cancelled().await,
                Some(FaultKind::Cut) => {
                    self.over = true;
                    // A turn for the connection to send what it has, before it is dropped.
                    tokio::task::yield_now().await;
                    return Some(Err(io::ErrorKind::ConnectionReset.into()));
                }
                _ => {}
            }
        }
        let closing = self.closing.clone();
        tokio::select! {
            biased;
            () = closing.cancelled() => {
                self.over = true;
                Some(Err(io::ErrorKind::ConnectionAborted.into()))
            }
            () = self.due() => self.fill().map(Ok),
        }
    }

    /// Waits until the next token may go.
    async fn due(&self) {
        if let Pace::TokensPerSecond(rate) = self.pace
            && self.events.at_token()
        {
            let due = Duration::from_secs_f64(self.tokens as f64 / rate);
            tokio::time::sleep_until(self.started + due).await;
        }
    }

    /// How many tokens may have been sent by now.
    fn allowance(&self) -> u64 {
        match self.pace {
            Pace::Max => u64::MAX,
            Pace::TokensPerSecond(rate) => (self.started.elapsed().as_secs_f64() * rate) as u64 + 1,
        }
    }

    /// Everything that may go now, up to a chunk.
    fn fill(&mut self) -> Option<Bytes> {
        let allowance = self.allowance();
        let mut out = Vec::with_capacity(CHUNK + 512);
        while out.len() < CHUNK {
            if self.events.at_token() {
                if self.fault.is_some()
                    && self.tokens >= self.fault_at
                    && self.interrupted(&mut out)
                {
                    break;
                }
                if self.tokens >= allowance {
                    break;
                }
                self.tokens += 1;
            }
            if !self.write_next(&mut out) {
                self.over = true;
                break;
            }
        }
        if out.is_empty() { None } else { Some(out.into()) }
    }

    /// Writes the next event; false after the last one.
    fn write_next(&mut self, out: &mut Vec<u8>) -> bool {
        let completion = Arc::clone(self.events.completion());
        let Some(event) = self.events.next() else {
            return false;
        };
        let unsaid = matches!(event, Event::Stop | Event::Metadata);
        if unsaid && self.fault == Some(FaultKind::NoStop) {
            return true;
        }
        (self.encode)(&completion, &event, out);
        true
    }

    /// Lets the fault happen; true when nothing more may be written now.
    fn interrupted(&mut self, out: &mut Vec<u8>) -> bool {
        match self.fault {
            // What is written goes out; then `next` waits or drops the connection.
            Some(FaultKind::Stall) => true,
            Some(FaultKind::Cut) => {
                let mut frame = Vec::new();
                self.write_next(&mut frame);
                out.extend_from_slice(&frame[..frame.len() / 2]);
                true
            }
            Some(FaultKind::StreamError) => {
                let error = ServiceError::new(
                    "ModelStreamErrorException",
                    424,
                    "The system encountered an unexpected error during processing. Try your request \
                     again.",
                )
                .with("originalStatusCode", json!(500))
                .with("originalMessage", json!("The model stream was interrupted."));
                frames::exception(out, "modelStreamErrorException", &error);
                self.over = true;
                true
            }
            Some(FaultKind::CorruptFrame) => {
                self.fault = None;
                let mut frame = Vec::new();
                self.tokens += 1;
                self.write_next(&mut frame);
                if let Some(last) = frame.last_mut() {
                    *last ^= 0x5a;
                }
                out.extend_from_slice(&frame);
                false
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::completion::{Block, Stop, Usage};
    use crate::simulator::inference::Served;
    use crate::simulator::models;
    use crate::simulator::script::Script;
    use crate::simulator::tokens;

    fn completion(text: &str) -> Arc<Completion> {
        Arc::new(Completion {
            model: models::find("amazon.nova-pro-v1:0").unwrap(),
            blocks: vec![Block::Text(text.to_owned())],
            stop: Stop { reason: "end_turn".to_owned(), sequence: None },
            usage: Usage { output: tokens::count(text), ..Usage::default() },
            latency_ms: 0,
            served: Served::default(),
            trace: None,
        })
    }

    /// Writes the text of deltas and nothing else.
    fn plain(_: &Completion, event: &Event<'_>, out: &mut Vec<u8>) {
        if let Event::Delta { delta: crate::simulator::events::Delta::Text(text), .. } = event {
            out.extend_from_slice(text.as_bytes());
        }
    }

    async fn told(pace: Pace, text: &str) -> String {
        let world = World::new(Script::new(pace));
        let body = body(&world, completion(text), plain, None);
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn the_pace_is_kept() {
        let text = "abcd".repeat(31);
        for rate in [10.0, 1_000.0, 0.5] {
            let start = Instant::now();
            assert_eq!(told(Pace::TokensPerSecond(rate), &text).await, text);
            let took = start.elapsed().as_secs_f64();
            assert!((took - 30.0 / rate).abs() < 0.01, "{took} s at {rate} tokens a second");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn at_full_speed_nothing_waits() {
        let text = "abcd".repeat(50_000);
        let start = Instant::now();
        assert!(told(Pace::Max, &text).await == text);
        assert_eq!(start.elapsed(), Duration::ZERO);
    }
}
