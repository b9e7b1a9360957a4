//! One answer from begin to end: rate limit, attempts, and exactly one last word.
//! Not here: reading the stream (stream), or the request's words (request).

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::task::Poll;

use aws_sdk_bedrockruntime::types::ConverseOutput;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_types::request_id::RequestId;
use tokio::time::error::Elapsed;
use tokio::time::{Instant, sleep, timeout_at};
use tokio_util::sync::CancellationToken;

use super::client::Client;
use super::document::json;
use super::problem::make::{self, Call};
use super::received::Received;
use super::request::Request;
use super::setting::{self, Planes};
use super::sink::Sink;
use super::stream::{self, Stop};
use crate::domain::ask::{Ask, Chunk, Ending, Failure};
use crate::domain::problem::{Kind, Problem};

/// Response headers, caught before the SDK drops them.
type Headers = Arc<OnceLock<Vec<(String, String)>>>;

impl Client {
    /// Asks a model and hands what comes to `sink`, in order, ended by one `Chunk::Done` or
    /// `Chunk::Failed`. A panic inside a dependency ends this answer as `Kind::Bug` and nothing
    /// else.
    ///
    /// Cancelling `cancel` drops the connection at once, at whatever point; no chunk follows, not
    /// even a last one. The same holds when the sink says nobody listens.
    pub async fn converse(self, ask: Ask, mut sink: impl Sink, cancel: CancellationToken) {
        let whole = async {
            // Boxed: the SDK's futures are large, and this one is moved to its task.
            let outcome = catching(Box::pin(self.answer(&ask, &mut sink))).await;
            let last = match outcome {
                Ok(Ok(ending)) => Chunk::Done(Box::new(ending)),
                Ok(Err(Broken::Failed(failure))) => Chunk::Failed(failure),
                Ok(Err(Broken::Gone)) => return,
                Err(panic) => Chunk::Failed(Box::new(bug(&ask, panic.as_ref()))),
            };
            sink.send(last).await;
        };
        tokio::select! {
            biased;
            () = cancel.cancelled() => {}
            () = whole => {}
        }
    }

    /// All attempts.
    async fn answer(&self, ask: &Ask, sink: &mut impl Sink) -> Result<Ending, Broken> {
        let operation = operation(ask);
        let request = Request::of(ask, operation).map_err(Broken::early)?;
        let planes = self.planes().await.map_err(Broken::early)?;
        setting::region(&planes.setting, operation)
            .map_err(|problem| Broken::early(self.noted(problem)))?;
        let call = Call { setting: &planes.setting, operation, model: Some(&ask.model) };
        let mut attempt = 1;
        loop {
            self.take_turn(ask, attempt, sink).await?;
            let mut received = Received::new();
            let result = self.attempt(call, &planes, request.clone(), &mut received, sink).await;
            let problem = match result {
                Ok(()) => return Ok(received.end()),
                Err(Stop::Gone) => return Err(Broken::Gone),
                Err(Stop::Failed(problem)) => problem,
            };
            self.learn(problem.kind);
            attempt += 1;
            let wait = self.patience(attempt, &problem).filter(|_| !received.begun);
            let Some(wait) = wait else {
                let failure = Failure { problem: *problem, ending: received.end() };
                return Err(Broken::Failed(Box::new(failure)));
            };
            tell(sink, Chunk::Waiting { wait, attempt, why: Some(problem) }).await?;
            sleep(wait).await;
        }
    }

    /// Waits for the model's turn under the rate limit, and says so.
    async fn take_turn(&self, ask: &Ask, attempt: u32, sink: &mut impl Sink) -> Result<(), Broken> {
        let turn = self.pace().turn(&ask.model);
        let wait = turn.wait();
        if !wait.is_zero() {
            tell(sink, Chunk::Waiting { wait, attempt, why: None }).await?;
            sleep(wait).await;
        }
        turn.used();
        tell(sink, Chunk::Sent).await
    }

    /// One attempt, from the request to the end of the answer.
    async fn attempt(
        &self,
        call: Call<'_>,
        planes: &Planes,
        request: Request,
        received: &mut Received,
        sink: &mut impl Sink,
    ) -> Result<(), Stop> {
        let deadline = Instant::now() + self.wanted().timeouts.first_byte;
        if call.operation == STREAM {
            self.stream(call, planes, request, received, sink, deadline).await
        } else {
            self.whole(call, planes, request, received, sink, deadline).await
        }
    }

    async fn stream(
        &self,
        call: Call<'_>,
        planes: &Planes,
        request: Request,
        received: &mut Received,
        sink: &mut impl Sink,
        deadline: Instant,
    ) -> Result<(), Stop> {
        let headers = Headers::default();
        let sending = request
            .stream(planes.runtime.converse_stream())
            .customize()
            .interceptor(Catch(Arc::clone(&headers)))
            .send();
        let answered = timeout_at(deadline, sending).await;
        let mut output = self.answered(call, answered, &headers, received)?;
        // Errors inside the stream carry no HTTP response: the id is known only here.
        if let Some(id) = output.request_id() {
            received.ending.request_id = Some(id.to_owned());
        }
        accept(received, sink).await?;
        let timeouts = self.wanted().timeouts;
        stream::read(call, &mut output.stream, received, sink, timeouts, deadline).await
    }

    /// What came of a request by its deadline; the headers of its response are kept.
    fn answered<T, E: std::error::Error + 'static>(
        &self,
        call: Call<'_>,
        answered: Result<Result<T, SdkError<E, HttpResponse>>, Elapsed>,
        headers: &Headers,
        received: &mut Received,
    ) -> Result<T, Stop> {
        keep(headers, received);
        match answered {
            Err(_) => Err(late(call, received, self.wanted().timeouts.first_byte)),
            Ok(Err(error)) => Err(failed(make::of_call(call, &error))),
            Ok(Ok(output)) => Ok(output),
        }
    }

    /// A model that does not stream: the same chunks, all at once.
    async fn whole(
        &self,
        call: Call<'_>,
        planes: &Planes,
        request: Request,
        received: &mut Received,
        sink: &mut impl Sink,
        deadline: Instant,
    ) -> Result<(), Stop> {
        let headers = Headers::default();
        let sending = request
            .whole(planes.runtime.converse())
            .customize()
            .interceptor(Catch(Arc::clone(&headers)))
            .send();
        let answered = timeout_at(deadline, sending).await;
        let output = self.answered(call, answered, &headers, received)?;
        accept(received, sink).await?;
        if let Some(ConverseOutput::Message(message)) = output.output {
            for (index, block) in message.content.into_iter().enumerate() {
                received.block(u32::try_from(index).unwrap_or(u32::MAX), block);
            }
        }
        received.stop(output.stop_reason.as_str());
        received.served(output.service_tier.as_ref(), output.performance_config.as_ref());
        received.ending.response_fields =
            output.additional_model_response_fields.as_ref().map(json);
        received.ending.usage = output.usage.as_ref().map(super::received::usage);
        received.ending.latency_ms =
            output.metrics.and_then(|metrics| u64::try_from(metrics.latency_ms).ok());
        stream::hand_on(received, sink).await
    }
}

const STREAM: &str = "ConverseStream";

fn operation(ask: &Ask) -> &'static str {
    if ask.stream { STREAM } else { "Converse" }
}

/// Why there is no whole answer.
#[derive(Debug)]
enum Broken {
    Failed(Box<Failure>),
    Gone,
}

impl Broken {
    /// A failure before anything was sent.
    fn early(problem: Problem) -> Self {
        Self::Failed(Box::new(Failure { problem, ending: Ending::default() }))
    }
}

async fn tell(sink: &mut impl Sink, chunk: Chunk) -> Result<(), Broken> {
    if sink.send(chunk).await { Ok(()) } else { Err(Broken::Gone) }
}

async fn accept(received: &Received, sink: &mut impl Sink) -> Result<(), Stop> {
    let request_id = received.ending.request_id.clone();
    if sink.send(Chunk::Accepted { request_id }).await { Ok(()) } else { Err(Stop::Gone) }
}

fn failed(problem: Problem) -> Stop {
    Stop::Failed(Box::new(problem))
}

fn late(call: Call<'_>, received: &Received, limit: std::time::Duration) -> Stop {
    let mut problem = Problem::new(Kind::Idle, call.operation, "no answer came in time")
        .because(format!("nothing came for {} s", limit.as_secs_f64()))
        .advise("send again")
        .advise("raise the timeout (first_byte) in the configuration, if the model needs longer");
    problem.request_id.clone_from(&received.ending.request_id);
    problem.retryable = true;
    failed(problem)
}

fn keep(headers: &Headers, received: &mut Received) {
    if let Some(headers) = headers.get() {
        let id = headers.iter().find(|(name, _)| name == "x-amzn-requestid");
        received.ending.request_id = id.map(|(_, id)| id.clone());
        received.ending.headers.clone_from(headers);
    }
}

/// Keeps the headers of a response.
#[derive(Debug)]
struct Catch(Headers);

#[dyn_dispatch_hint]
impl Intercept for Catch {
    fn name(&self) -> &'static str {
        "Catch"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let headers = context.response().headers().iter();
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
        self.0.get_or_init(|| headers.collect());
        Ok(())
    }
}

/// Runs a future; a panic of it comes back as an error.
async fn catching<T>(future: impl Future<Output = T>) -> Result<T, Box<dyn Any + Send>> {
    let mut future = pin!(future);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
        Err(panic) => Poll::Ready(Err(panic)),
    })
    .await
}

fn bug(ask: &Ask, panic: &(dyn Any + Send)) -> Failure {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    let problem =
        Problem::new(Kind::Bug, operation(ask), "a fault of the program ended the answer")
            .because(text)
            .advise("what came is kept; please report this with the log file");
    Failure { problem, ending: Ending::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_comes_back_as_an_error() {
        let panic = catching(async {
            tokio::task::yield_now().await;
            assert_eq!(1, 2, "by a dependency");
        })
        .await
        .unwrap_err();
        let ask = Ask {
            model: "m".into(),
            system: String::new(),
            turns: Vec::new(),
            parameters: crate::domain::ask::Parameters::default(),
            stream: true,
        };
        let failure = bug(&ask, panic.as_ref());
        assert_eq!(failure.problem.kind, Kind::Bug);
        assert!(failure.problem.why.contains("by a dependency"));
        assert_eq!(catching(async { 7 }).await.unwrap(), 7);
    }
}
