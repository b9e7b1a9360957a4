//! The thread that finds the roles of code; it loads the syntaxes at its first request.
//! Not here: how they are found (text).

use std::sync::mpsc;

use tokio::sync::mpsc::Sender;

use crate::app::effect::Reply;
use crate::domain::id::MessageId;
use crate::text::highlight::{HighlightRequest, Highlighter};

use super::priority::stand_back;

/// The way to the highlighter.
#[derive(Debug)]
pub struct Highlighting {
    requests: mpsc::Sender<(MessageId, HighlightRequest)>,
}

impl Highlighting {
    /// Starts the thread.
    pub fn start(replies: Sender<Reply>) -> std::io::Result<Self> {
        let (requests, to_do) = mpsc::channel::<(MessageId, HighlightRequest)>();
        std::thread::Builder::new().name("highlight".into()).spawn(move || {
            stand_back(19);
            let mut highlighter = Highlighter::new();
            while let Ok((message, request)) = to_do.recv() {
                let outcome = highlighter.run(request);
                if replies.blocking_send(Reply::Highlighted(message, outcome)).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { requests })
    }

    /// Asks for the roles of new lines.
    pub fn ask(&self, message: MessageId, request: HighlightRequest) {
        let _ = self.requests.send((message, request));
    }
}
