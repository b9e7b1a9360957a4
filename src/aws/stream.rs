//! Reading an event stream: as fast as it comes, never silent for longer than allowed.
//! Not here: what events mean (received), or trying again (converse).

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use aws_sdk_bedrockruntime::primitives::event_stream::EventReceiver;
use aws_sdk_bedrockruntime::types::ConverseStreamOutput as Event;
use aws_sdk_bedrockruntime::types::error::ConverseStreamOutputError;
use tokio::time::{Instant, timeout, timeout_at};

use super::problem::make::{self, Call};
use super::received::Received;
use super::sink::Sink;
use crate::domain::problem::{Kind, Problem};
use crate::domain::session::Timeouts;

/// The events of one answer.
pub(crate) type Events = EventReceiver<Event, ConverseStreamOutputError>;

/// How long the figures after `messageStop` are waited for: the answer is complete without them.
const METADATA_WITHIN: Duration = Duration::from_secs(10);

/// Why reading ended early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// It failed.
    Failed(Box<Problem>),
    /// Nobody listens any more.
    Gone,
}

/// Reads a stream to its end into `received` and hands its chunks to `sink`.
///
/// What is at hand is put together; before it waits, all that came goes out, so that at full speed
/// chunks are large and at a model's pace no token waits for the next.
pub(crate) async fn read(
    call: Call<'_>,
    events: &mut Events,
    received: &mut Received,
    sink: &mut impl Sink,
    timeouts: Timeouts,
    deadline: Instant,
) -> Result<(), Stop> {
    loop {
        let next = if let Some(next) = at_hand(events).await {
            next
        } else {
            hand_on(received, sink).await?;
            match patient(events, received, timeouts, deadline).await {
                Some(next) => next,
                None if received.stopped() => return Ok(()),
                None => return Err(silent(call, received, timeouts)),
            }
        };
        match next {
            Ok(Some(event)) => received.event(event),
            Ok(None) => {
                hand_on(received, sink).await?;
                return ended(call, received);
            }
            Err(error) => {
                hand_on(received, sink).await?;
                if received.stopped() {
                    tracing::warn!(%error, "the stream broke after the answer was complete");
                    return Ok(());
                }
                let problem = make::of_stream(call, &received.ending, &error);
                return Err(Stop::Failed(Box::new(problem)));
            }
        }
        for chunk in received.complete() {
            if !sink.send(chunk).await {
                return Err(Stop::Gone);
            }
        }
    }
}

type Next = Result<
    Option<Event>,
    aws_sdk_bedrockruntime::error::SdkError<
        ConverseStreamOutputError,
        aws_smithy_types::event_stream::RawMessage,
    >,
>;

/// The next event, if it is decoded or can be at once. `recv` may be dropped and called again: it
/// keeps its bytes in the receiver.
async fn at_hand(events: &mut Events) -> Option<Next> {
    let mut next = pin!(events.recv());
    poll_fn(|context| {
        Poll::Ready(match next.as_mut().poll(context) {
            Poll::Ready(next) => Some(next),
            Poll::Pending => None,
        })
    })
    .await
}

/// The next event, or none within the time allowed. The clock counts decoded events, not bytes: a
/// damaged frame length makes the decoder swallow all that follows in silence.
async fn patient(
    events: &mut Events,
    received: &Received,
    timeouts: Timeouts,
    deadline: Instant,
) -> Option<Next> {
    if received.stopped() {
        timeout(METADATA_WITHIN.min(timeouts.idle), events.recv()).await.ok()
    } else if received.any {
        timeout(timeouts.idle, events.recv()).await.ok()
    } else {
        timeout_at(deadline, events.recv()).await.ok()
    }
}

/// Sends all that came.
pub(crate) async fn hand_on(received: &mut Received, sink: &mut impl Sink) -> Result<(), Stop> {
    for chunk in received.all() {
        if !sink.send(chunk).await {
            return Err(Stop::Gone);
        }
    }
    Ok(())
}

/// A stream has ended cleanly, which says nothing of the answer.
fn ended(call: Call<'_>, received: &Received) -> Result<(), Stop> {
    if received.stopped() {
        return Ok(());
    }
    let mut problem =
        Problem::new(Kind::NoStop, call.operation, "the answer ended without saying why")
            .because("the stream ended before messageStop, so the answer may be incomplete")
            .advise("send again, or ask the model to go on");
    problem.request_id.clone_from(&received.ending.request_id);
    problem.retryable = true;
    Err(Stop::Failed(Box::new(problem)))
}

fn silent(call: Call<'_>, received: &Received, timeouts: Timeouts) -> Stop {
    let (what, key, limit) = if received.any {
        ("the answer fell silent", "idle", timeouts.idle)
    } else {
        ("no answer came in time", "first_byte", timeouts.first_byte)
    };
    let mut problem = Problem::new(Kind::Idle, call.operation, what)
        .because(format!("nothing came for {} s", limit.as_secs_f64()))
        .advise("send again")
        .advise(format!(
            "raise the timeout ({key}) in the configuration, if the model needs longer"
        ));
    problem.request_id.clone_from(&received.ending.request_id);
    problem.retryable = true;
    Stop::Failed(Box::new(problem))
}
