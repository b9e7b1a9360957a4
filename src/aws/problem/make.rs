//! The way in: a problem made of what the SDK returns.
//! Not here: what each error means (table, local).

use std::error::Error;
use std::time::SystemTime;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::event_stream::RawMessage;

use super::evidence::{Evidence, clean, first_words};
use super::{local, table};
use crate::aws::setting::Setting;
use crate::domain::ask::Ending;
use crate::domain::problem::{Kind, Problem};

/// A call, as problems name it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call<'a> {
    /// The session.
    pub(crate) setting: &'a Setting,
    /// The API operation.
    pub(crate) operation: &'a str,
    /// The model it names.
    pub(crate) model: Option<&'a str>,
}

/// What a call's error means.
pub(crate) fn of_call<E>(call: Call<'_>, error: &SdkError<E, HttpResponse>) -> Problem
where
    E: Error + 'static,
{
    let evidence = Evidence::of(call.setting, call.operation, call.model);
    let raw = match error {
        SdkError::ServiceError(context) => context.raw(),
        SdkError::ResponseError(context) => context.raw(),
        _ => return local::of_failure(call, error),
    };
    let evidence = evidence.with_response(raw, SystemTime::now());
    // Good news that the SDK could not read.
    if evidence.status.is_some_and(|status| status < 300) && evidence.protocol {
        return base(Kind::Corrupt, "the answer cannot be read", &evidence)
            .because(local::chain(error).join(": "))
            .advise("check for a newer version of Outcrop: the service may have changed");
    }
    of_answer(&evidence)
}

/// What an error in the middle of an event stream means.
pub(crate) fn of_stream<E>(
    call: Call<'_>,
    head: &Ending,
    error: &SdkError<E, RawMessage>,
) -> Problem
where
    E: Error + 'static,
{
    let mut evidence = Evidence::of(call.setting, call.operation, call.model);
    evidence.request_id.clone_from(&head.request_id);
    match error {
        SdkError::ServiceError(context) => of_event(&evidence.with_event(context.raw())),
        SdkError::ResponseError(context) => {
            // `:message-type: error` is unknown to the SDK, but its headers say what happened.
            let told = evidence.clone().with_event(context.raw());
            if told.code.is_some() {
                return of_event(&told);
            }
            unreadable(&evidence, head, context.raw(), error)
        }
        _ => cut(&evidence, error),
    }
}

fn cut(evidence: &Evidence<'_>, error: &(dyn Error + 'static)) -> Problem {
    let mut problem = base(Kind::Cut, "the connection was cut", evidence)
        .because(local::chain(error).join(": "))
        .advise("send again");
    problem.retryable = true;
    problem
}

fn unreadable<E: Error + 'static>(
    evidence: &Evidence<'_>,
    head: &Ending,
    raw: &RawMessage,
    error: &SdkError<E, RawMessage>,
) -> Problem {
    if is_page(head) {
        let mut evidence = evidence.clone();
        evidence.protocol = false;
        evidence.status = Some(200);
        if let RawMessage::Invalid(Some(bytes)) = raw {
            evidence.message = first_words(&String::from_utf8_lossy(bytes));
        }
        return of_answer(&evidence);
    }
    let why = local::chain(error).join(": ");
    if why.contains("unexpected end of stream") {
        return cut(evidence, error);
    }
    base(Kind::Corrupt, "the answer arrived damaged", evidence)
        .because(why)
        .advise("send again; if it stays so, something between here and AWS changes the data")
}

/// Whether what came with a good status is no event stream, by its own word.
fn is_page(head: &Ending) -> bool {
    let mut headers = head.headers.iter();
    headers.any(|(name, value)| {
        name == "content-type" && !value.starts_with("application/vnd.amazon.eventstream")
    })
}

/// What an error event means. One without a kind of its own is a stream error.
fn of_event(evidence: &Evidence<'_>) -> Problem {
    let mut problem = of_answer(evidence);
    if problem.kind == Kind::Other {
        problem.kind = Kind::StreamError;
        problem.what = "the answer broke off with an error".into();
        problem.advice = vec!["send again, or ask another model".into()];
        problem.retryable = true;
    }
    problem
}

/// What an error answer means.
pub(crate) fn of_answer(evidence: &Evidence<'_>) -> Problem {
    let row = table::find(evidence);
    let mut problem = base(row.kind, row.what, evidence);
    problem.why = match (evidence.message.as_str(), &evidence.code, evidence.status) {
        ("", Some(code), _) => code.clone(),
        ("", None, Some(status)) => format!("HTTP status {status}, without a word"),
        (message, None, Some(status)) => format!("HTTP status {status}: {message}"),
        (message, _, _) => message.to_owned(),
    };
    problem.advice = (row.advice)(evidence);
    problem.retryable = row.retryable || corrected(row.kind, evidence);
    problem
}

/// Whether the SDK measured how far the clocks are apart by this answer: it signs the next request
/// by the service's clock. It does not believe in less than four minutes.
fn corrected(kind: Kind, evidence: &Evidence<'_>) -> bool {
    kind == Kind::ClockSkew && evidence.skew.is_some_and(|skew| skew.abs() > 240)
}

/// A problem with what every one of a call carries.
pub(crate) fn base(kind: Kind, what: &str, evidence: &Evidence<'_>) -> Problem {
    let mut problem = Problem::new(kind, evidence.operation, what);
    problem.request_id = evidence.request_id.as_deref().map(clean);
    problem.code = evidence.code.as_deref().map(clean);
    problem.status = evidence.status;
    problem.retry_after = evidence.retry_after;
    problem
}
