//! An answer as a sequence of events, one token a delta, whatever format they are written in. The
//! pace is kept in `stream`.

use crate::simulator::completion::{Block, Completion};
use crate::simulator::tokens;
use std::sync::Arc;

/// One step of a streamed answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event<'a> {
    Start,
    BlockStart { index: usize, block: &'a Block },
    Delta { index: usize, delta: Delta<'a> },
    BlockStop { index: usize },
    Stop,
    Metadata,
}

/// What a delta adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delta<'a> {
    Text(&'a str),
    Reasoning(&'a str),
    Signature(&'a str),
    Redacted(&'a str),
}

/// Goes through the events of an answer.
#[derive(Debug)]
pub(crate) struct Events {
    completion: Arc<Completion>,
    at: At,
}

#[derive(Debug, Clone, Copy)]
enum At {
    Start,
    BlockStart(usize),
    /// The next token of a block starts here.
    Token(usize, usize),
    Signature(usize),
    BlockStop(usize),
    Stop,
    Metadata,
    End,
}

impl Events {
    pub(crate) fn new(completion: Arc<Completion>) -> Self {
        Self { completion, at: At::Start }
    }

    pub(crate) fn completion(&self) -> &Arc<Completion> {
        &self.completion
    }

    /// Whether the next event is a token of text or reasoning.
    pub(crate) fn at_token(&self) -> bool {
        matches!(self.at, At::Token(..))
    }

    /// The next event; none after the last.
    pub(crate) fn next(&mut self) -> Option<Event<'_>> {
        let blocks = &self.completion.blocks;
        let (event, next) = match self.at {
            At::Start => (Event::Start, first(blocks, 0)),
            At::BlockStart(index) => {
                let next = match blocks.get(index)? {
                    Block::Text(text) | Block::Reasoning { text, .. } if text.is_empty() => {
                        after_text(blocks, index)
                    }
                    _ => At::Token(index, 0),
                };
                (Event::BlockStart { index, block: blocks.get(index)? }, next)
            }
            At::Token(index, from) => {
                let (delta, to, end) = match blocks.get(index)? {
                    Block::Text(text) => {
                        let to = from + tokens::next(&text[from..]);
                        (Delta::Text(&text[from..to]), to, text.len())
                    }
                    Block::Reasoning { text, .. } => {
                        let to = from + tokens::next(&text[from..]);
                        (Delta::Reasoning(&text[from..to]), to, text.len())
                    }
                    Block::Redacted(data) => (Delta::Redacted(data), data.len(), data.len()),
                };
                let next = if to < end { At::Token(index, to) } else { after_text(blocks, index) };
                (Event::Delta { index, delta }, next)
            }
            At::Signature(index) => {
                let Block::Reasoning { signature: Some(signature), .. } = blocks.get(index)? else {
                    return None;
                };
                let delta = Delta::Signature(signature);
                (Event::Delta { index, delta }, At::BlockStop(index))
            }
            At::BlockStop(index) => (Event::BlockStop { index }, first(blocks, index + 1)),
            At::Stop => (Event::Stop, At::Metadata),
            At::Metadata => (Event::Metadata, At::End),
            At::End => return None,
        };
        self.at = next;
        Some(event)
    }
}

fn first(blocks: &[Block], index: usize) -> At {
    if index < blocks.len() { At::BlockStart(index) } else { At::Stop }
}

fn after_text(blocks: &[Block], index: usize) -> At {
    match blocks.get(index) {
        Some(Block::Reasoning { signature: Some(_), .. }) => At::Signature(index),
        _ => At::BlockStop(index),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::completion::{Stop, Usage};
    use crate::simulator::inference::Served;
    use crate::simulator::models;
    use proptest::prelude::*;

    fn events(blocks: Vec<Block>) -> Events {
        Events::new(Arc::new(Completion {
            model: models::find("amazon.nova-pro-v1:0").unwrap(),
            blocks,
            stop: Stop { reason: "end_turn".to_owned(), sequence: None },
            usage: Usage::default(),
            latency_ms: 0,
            served: Served::default(),
            trace: None,
        }))
    }

    #[test]
    fn an_answer_is_told_in_order() {
        let reasoning = Block::Reasoning { text: "hmmmm".into(), signature: Some("sig".into()) };
        let mut events = events(vec![reasoning.clone(), Block::Text("Yes.".into())]);
        let mut told = Vec::new();
        while let Some(event) = events.next() {
            told.push(format!("{event:?}"));
        }
        assert_eq!(told.len(), 11);
        assert_eq!(told[0], "Start");
        assert!(told[1].starts_with("BlockStart { index: 0"));
        assert_eq!(told[2], "Delta { index: 0, delta: Reasoning(\"hmmm\") }");
        assert_eq!(told[3], "Delta { index: 0, delta: Reasoning(\"m\") }");
        assert_eq!(told[4], "Delta { index: 0, delta: Signature(\"sig\") }");
        assert_eq!(told[5], "BlockStop { index: 0 }");
        assert_eq!(told[7], "Delta { index: 1, delta: Text(\"Yes.\") }");
        assert_eq!(told[9], "Stop");
    }

    proptest! {
        #[test]
        fn deltas_add_up_to_the_text(text in "\\PC{0,80}") {
            let mut events = events(vec![Block::Text(text.clone())]);
            let mut told = String::new();
            while let Some(event) = events.next() {
                if let Event::Delta { delta: Delta::Text(delta), .. } = event {
                    prop_assert!(!delta.is_empty());
                    told.push_str(delta);
                }
            }
            prop_assert_eq!(told, text);
        }
    }
}
