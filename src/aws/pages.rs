//! Calls that only read, tried again where that may help, and all pages of a list one after the other.
//! Not here: one call (operation), or which operations list what (catalog, owned, commands).

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::sleep;

use super::client::Client;
use super::pace;
use super::setting::Planes;
use crate::api::lookup;
use crate::api::operation::Operation;
use crate::domain::operation::{Answer, Call};
use crate::domain::problem::{Kind, Problem};
use crate::domain::resource::at;

/// Rows a page is asked for at most, where the facts allow it: fewer requests, and none too large.
const PAGE: u64 = 1_000;

/// A wait before another try.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wait<'a> {
    /// How long.
    pub(crate) long: Duration,
    /// Which attempt follows, 2 for the first repetition.
    pub(crate) attempt: u32,
    /// Why.
    pub(crate) why: &'a Problem,
}

/// What is listed.
#[derive(Debug)]
pub(crate) struct List<'a> {
    /// The operation.
    pub(crate) operation: &'a str,
    /// The member of its answer that holds the rows, or the only one there is.
    pub(crate) rows: &'a str,
    /// Members of the input besides those of pages.
    pub(crate) input: Value,
    /// Rows that are wanted at most.
    pub(crate) most: usize,
}

impl Client {
    /// How long to wait before this attempt (2 for the first repetition) after a problem; none where
    /// another would not help, or there were as many as the session allows.
    pub(crate) fn patience(&self, attempt: u32, problem: &Problem) -> Option<Duration> {
        let again = attempt <= self.wanted().attempts.max(1) && worth_another_try(problem);
        again.then(|| pace::backoff(attempt, problem.retry_after))
    }

    /// Calls an operation that only reads, and again after what may pass where `again` agrees to the
    /// wait: no wait is hidden from the user.
    pub(crate) async fn read(
        &self,
        planes: &Planes,
        call: &Call,
        mut again: impl FnMut(Wait<'_>) -> bool,
    ) -> Result<Answer, Problem> {
        let mut attempt = 1;
        loop {
            let problem = match self.operate_by(planes, call).await {
                Ok(answer) => return Ok(answer),
                Err(problem) => problem,
            };
            attempt += 1;
            match self.patience(attempt, &problem) {
                Some(long) if again(Wait { long, attempt, why: &problem }) => sleep(long).await,
                _ => return Err(problem),
            }
        }
    }

    /// The rows of a list: those that came, and why the others did not.
    pub(crate) async fn rows(
        &self,
        planes: &Planes,
        list: List<'_>,
        mut again: impl FnMut(Wait<'_>) -> bool,
    ) -> (Vec<Value>, Option<Problem>) {
        let List { operation: name, rows: member, input, most } = list;
        let operation = lookup::operation(name);
        let pages = operation.and_then(|operation| operation.pagination.as_ref());
        let limit = pages.and_then(|pages| pages.limit.as_deref());
        let largest = limit.zip(operation).map(|(limit, operation)| largest(operation, limit));
        let mut rows: Vec<Value> = Vec::new();
        let mut call = Call::new(name, input);
        loop {
            if let Some((limit, largest)) = limit.zip(largest) {
                let missing = u64::try_from(most - rows.len()).unwrap_or(u64::MAX);
                call.input[limit] = json!(missing.min(largest));
            }
            let body = match self.read(planes, &call, &mut again).await {
                Ok(answer) => answer.body,
                Err(problem) => return (rows, Some(problem)),
            };
            match at(&body, member) {
                Some(Value::Array(page)) => rows.extend(page.iter().cloned()),
                Some(only @ Value::Object(_)) => rows.push(only.clone()),
                _ => {}
            }
            rows.truncate(most);
            let next = pages.and_then(|pages| {
                Some((pages.input_token.as_str(), body.get(&pages.output_token)?.as_str()?))
            });
            let Some((member, token)) = next.filter(|_| rows.len() < most) else {
                return (rows, None);
            };
            if call.input.get(member).and_then(Value::as_str) == Some(token) {
                let endless = Problem::new(Kind::Corrupt, name, "the list has no end")
                    .because("the service named the page it had just given as the next one")
                    .advise("ask again; --max lists the first ones");
                return (rows, Some(endless));
            }
            call.input[member] = json!(token);
        }
    }
}

/// What is tried again by itself: throttling, a model being loaded, 5xx and connection faults; and a
/// clock that is off, for which the SDK makes up from the second request on.
fn worth_another_try(problem: &Problem) -> bool {
    use Kind::{ClockSkew, Connect, Cut, Internal, NotReady, Throttled, Unavailable};
    problem.retryable
        && matches!(
            problem.kind,
            Throttled | NotReady | Unavailable | Internal | Connect | Cut | ClockSkew
        )
}

/// The most rows the facts let a page have.
fn largest(operation: &Operation, limit: &str) -> u64 {
    let service = lookup::service(operation.plane);
    let shape = operation.input().and_then(|input| service.member(input, limit));
    shape.and_then(|shape| shape.limits.max).map_or(PAGE, |max| PAGE.min(max as u64))
}
