//! Asking, and collecting what comes.

use std::time::Duration;

use outcrop::aws::client::Client;
use outcrop::domain::ask::{Ask, Chunk, Ending, Failure, Parameters, Role, Turn};
use outcrop::domain::content::Block;
use outcrop::domain::session::{Timeouts, Wanted};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::server::LONG;

pub(crate) fn wanted(url: &str) -> Wanted {
    Wanted {
        endpoint: Some(url.to_owned()),
        simulator: true,
        attempts: 1,
        timeouts: Timeouts { connect: LONG, first_byte: LONG, idle: LONG },
        ..Wanted::default()
    }
}

pub(crate) fn ask(prompt: &str) -> Ask {
    Ask {
        model: "vendor.model-v1:0".into(),
        system: String::new(),
        turns: vec![Turn { role: Role::User, blocks: vec![Block::Text(prompt.into())] }],
        parameters: Parameters::default(),
        stream: true,
    }
}

/// All chunks of an answer.
pub(crate) async fn chunks(wanted: Wanted, ask: Ask) -> Vec<Chunk> {
    chunks_of(&Client::connect(wanted), ask).await
}

/// All chunks of an answer of this client.
pub(crate) async fn chunks_of(client: &Client, ask: Ask) -> Vec<Chunk> {
    let (sender, mut receiver) = mpsc::channel(64);
    let task = tokio::spawn(client.clone().converse(ask, sender, CancellationToken::new()));
    let mut chunks = Vec::new();
    while let Some(chunk) = receiver.recv().await {
        chunks.push(chunk);
    }
    task.await.unwrap();
    let last = chunks.iter().filter(|chunk| matches!(chunk, Chunk::Done(_) | Chunk::Failed(_)));
    assert_eq!(last.count(), 1, "exactly one last word: {chunks:?}");
    chunks
}

pub(crate) fn done(chunks: &[Chunk]) -> &Ending {
    match chunks.last() {
        Some(Chunk::Done(ending)) => ending,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn failed(chunks: &[Chunk]) -> &Failure {
    match chunks.last() {
        Some(Chunk::Failed(failure)) => failure,
        other => panic!("{other:?}"),
    }
}

/// The text that came, put together.
pub(crate) fn said(chunks: &[Chunk]) -> String {
    let text = chunks.iter().filter_map(|chunk| match chunk {
        Chunk::Text { delta, .. } => Some(delta.as_str()),
        _ => None,
    });
    text.collect()
}

/// Names of chunks, for their order.
pub(crate) fn names(chunks: &[Chunk]) -> Vec<&'static str> {
    let name = |chunk: &Chunk| match chunk {
        Chunk::Waiting { .. } => "waiting",
        Chunk::Sent => "sent",
        Chunk::Accepted { .. } => "accepted",
        Chunk::Text { .. } => "text",
        Chunk::Reasoning { .. } => "reasoning",
        Chunk::Signature { .. } => "signature",
        Chunk::Redacted { .. } => "redacted",
        Chunk::Unreadable { .. } => "unreadable",
        Chunk::Done(_) => "done",
        Chunk::Failed(_) => "failed",
    };
    chunks.iter().map(name).collect()
}

/// Loses patience soon once an answer has begun.
pub(crate) fn soon_idle(mut wanted: Wanted) -> Wanted {
    wanted.timeouts.idle = Duration::from_millis(80);
    wanted
}

/// Loses patience soon before it has.
pub(crate) fn soon_late(mut wanted: Wanted) -> Wanted {
    wanted.timeouts.first_byte = Duration::from_millis(80);
    wanted
}
