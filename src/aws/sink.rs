//! Where the chunks of an answer go.
//! Not here: what they say (domain::ask).

use std::future::Future;

use tokio::sync::mpsc::Sender;

use crate::domain::ask::Chunk;

/// Takes the chunks of one answer, in order. A slow one slows the service down: nothing is read
/// while it is full.
pub trait Sink: Send {
    /// Takes a chunk; false when nobody listens any more, and the answer ends there.
    fn send(&mut self, chunk: Chunk) -> impl Future<Output = bool> + Send;
}

impl Sink for Sender<Chunk> {
    async fn send(&mut self, chunk: Chunk) -> bool {
        Self::send(self, chunk).await.is_ok()
    }
}

/// A channel of anything a chunk becomes: the wrapping names whose chunk it is.
#[derive(Debug)]
pub struct Wrapping<T, F> {
    /// The channel.
    pub sender: Sender<T>,
    /// The wrapping.
    pub wrap: F,
}

impl<T: Send, F: FnMut(Chunk) -> T + Send> Sink for Wrapping<T, F> {
    async fn send(&mut self, chunk: Chunk) -> bool {
        let wrapped = (self.wrap)(chunk);
        self.sender.send(wrapped).await.is_ok()
    }
}
