//! An answer on its way to standard output: chunks in, text out, until it ends, breaks or is stopped.
//! Not here: what is asked (ground), or what is said when it is over (ask).

use std::io::Write as _;
use std::time::Instant;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::console::Console;
use super::exit::Exit;
use super::fault::Fault;
use super::interrupt::Interrupts;
use super::plain::Plain;
use super::recording::Recording;
use crate::aws::client::Client;
use crate::domain::archive::{Piece, PieceKind};
use crate::domain::ask::{Ask, Chunk, Ending, Failure};
use crate::domain::problem::{Kind, Problem};

/// Chunks that may wait for the output; a full channel slows the service down.
const CHUNKS: usize = 256;

/// How an answer ended.
#[derive(Debug)]
pub(crate) enum End {
    /// As it should.
    Whole(Ending),
    /// It failed, or broke off.
    Broken(Failure),
    /// The reader stopped it, or went away.
    Stopped(Exit, Ending),
}

/// An answer being received.
pub(crate) struct Reception<'a> {
    pub(crate) client: &'a Client,
    pub(crate) recording: &'a mut Recording,
    /// Whether the text is printed as it comes.
    pub(crate) prints: bool,
    pub(crate) console: &'a mut Console,
    pub(crate) interrupts: &'a mut Interrupts,
}

impl Reception<'_> {
    /// Sends and receives until the end. A model that turns out not to stream is asked again
    /// without.
    pub(crate) async fn run(&mut self, mut ask: Ask) -> End {
        loop {
            let end = self.stream(ask.clone()).await;
            match &end {
                End::Broken(failure)
                    if ask.stream
                        && self.recording.is_empty()
                        && refuses_to_stream(&failure.problem) =>
                {
                    ask.stream = false;
                }
                _ => return end,
            }
        }
    }

    async fn stream(&mut self, ask: Ask) -> End {
        let (sender, mut chunks) = mpsc::channel(CHUNKS);
        let cancel = CancellationToken::new();
        // Whatever way this ends, the connection is dropped with it.
        let _guard = cancel.clone().drop_guard();
        tokio::spawn(self.client.clone().converse(ask, sender, cancel));
        let mut progress = Progress::begin();
        let end = loop {
            let due = self.recording.due();
            tokio::select! {
                biased;
                exit = self.interrupts.next() => break End::Stopped(exit, progress.ending()),
                () = reached(due), if due.is_some() => self.recording.checkpoint(),
                chunk = chunks.recv() => {
                    let idle = chunks.is_empty();
                    match self.take(chunk, idle, &mut progress) {
                        Ok(None) => {}
                        Ok(Some(end)) => break end,
                        Err(fault) => {
                            if !matches!(fault, Fault::ClosedPipe) {
                                self.console.note(&fault.to_string());
                            }
                            break End::Stopped(fault.exit(), progress.ending());
                        }
                    }
                }
            }
        };
        if self.prints {
            // Where this fails the pipe is closed or the disk full, and the next write says so.
            let _ =
                progress.plain.end(&mut self.console.out).and_then(|()| self.console.out.flush());
        }
        end
    }

    /// Takes a chunk; gives the end where it is the last one.
    fn take(
        &mut self,
        chunk: Option<Chunk>,
        idle: bool,
        progress: &mut Progress,
    ) -> Result<Option<End>, Fault> {
        let Some(chunk) = chunk else {
            let what = "the answer ended without saying how";
            let problem = Problem::new(Kind::Bug, "Converse", what);
            return Ok(Some(End::Broken(Failure { problem, ending: progress.ending() })));
        };
        let (block, kind, text) = match chunk {
            Chunk::Waiting { wait, attempt, why } => {
                match why {
                    Some(problem) => self.console.again(wait, attempt, &problem),
                    None => {
                        self.console.waits("the limit of requests per minute is reached", wait);
                    }
                }
                return Ok(None);
            }
            Chunk::Sent => {
                progress.sent = Instant::now();
                return Ok(None);
            }
            Chunk::Accepted { request_id } => {
                progress.request_id = request_id;
                return Ok(None);
            }
            Chunk::Text { block, delta } => (block, PieceKind::Text, delta),
            Chunk::Reasoning { block, delta } => (block, PieceKind::Reasoning, delta),
            Chunk::Signature { block, delta } => (block, PieceKind::Signature, delta),
            Chunk::Redacted { block, data } => (block, PieceKind::Redacted, data),
            Chunk::Unreadable { block, kind } => {
                self.console.note(&format!("a part of the answer cannot be read here: {kind}"));
                (block, PieceKind::Unreadable, kind)
            }
            Chunk::Done(ending) => return Ok(Some(End::Whole(*ending))),
            Chunk::Failed(failure) => return Ok(Some(End::Broken(*failure))),
        };
        progress.first.get_or_insert_with(Instant::now);
        let written = if self.prints && kind == PieceKind::Text {
            progress.write(block, &text, idle, self.console)
        } else {
            Ok(())
        };
        // What cannot be printed is kept all the same.
        self.recording.push(Piece { block, kind, text });
        written.map(|()| None).map_err(Fault::from)
    }
}

/// What is known of an answer that has not ended.
struct Progress {
    sent: Instant,
    first: Option<Instant>,
    request_id: Option<String>,
    plain: Plain,
    /// The text block being written.
    block: Option<u32>,
}

impl Progress {
    fn begin() -> Self {
        Self {
            sent: Instant::now(),
            first: None,
            request_id: None,
            plain: Plain::default(),
            block: None,
        }
    }

    /// Writes text; a blank line stands between two blocks, as in the stored text.
    fn write(
        &mut self,
        block: u32,
        text: &str,
        flush: bool,
        console: &mut Console,
    ) -> std::io::Result<()> {
        let out = &mut console.out;
        if self.block.replace(block).is_some_and(|last| last != block) {
            self.plain.end(out)?;
            out.write_all(b"\n")?;
        }
        self.plain.push(text, out)?;
        if flush { out.flush() } else { Ok(()) }
    }

    fn ending(&self) -> Ending {
        let millis = |until: Instant| {
            u64::try_from(until.saturating_duration_since(self.sent).as_millis())
                .unwrap_or(u64::MAX)
        };
        Ending {
            first_token_ms: self.first.map(millis),
            total_ms: millis(Instant::now()),
            request_id: self.request_id.clone(),
            ..Ending::default()
        }
    }
}

async fn reached(due: Option<Instant>) {
    if let Some(due) = due {
        tokio::time::sleep_until(due.into()).await;
    }
}

/// Whether the service says that the model does not stream. It has no error code of its own for it.
fn refuses_to_stream(problem: &Problem) -> bool {
    problem.kind == Kind::Validation && problem.why.to_lowercase().contains("stream")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_refusal_that_speaks_of_streaming_is_one() {
        let problem =
            |kind, why: &str| Problem::new(kind, "ConverseStream", "refused").because(why);
        let why = "The model is unsupported for streaming.";
        assert!(refuses_to_stream(&problem(Kind::Validation, why)));
        assert!(!refuses_to_stream(&problem(Kind::Validation, "The input is too long.")));
        assert!(!refuses_to_stream(&problem(Kind::StreamError, why)));
    }
}
