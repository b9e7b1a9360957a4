//! What the tests of the kinds share: requests held against the API's facts on their way in, and
//! answers held against them on their way out.

use crate::api::constraint;
use crate::api::lookup;
use crate::simulator::caller::{Caller, HOME};
use crate::simulator::input;
use crate::simulator::resource::clock::Clock;
use crate::simulator::resource::stock::Stock;
use crate::simulator::resource::table::{self, Asked};
use crate::simulator::service_error::ServiceError;
use serde_json::{Value, json};
use std::time::Duration;

/// An account whose clock stands.
pub(crate) struct Trial {
    pub(crate) stock: Stock,
    pub(crate) region: String,
}

impl Trial {
    pub(crate) fn new() -> Self {
        Self { stock: Stock::new(Clock::stopped(), 5_000), region: HOME.to_owned() }
    }

    #[expect(clippy::needless_pass_by_value, reason = "requests are written where they are sent")]
    /// Answers a request. What the facts refuse is refused as `dispatch` does it.
    pub(crate) fn call(&mut self, name: &str, input: Value) -> Result<Value, ServiceError> {
        let operation = lookup::operation(name).unwrap();
        let faults = operation.input().map(|shape| input::faults(operation, shape, &input));
        let faults = faults.unwrap_or_default();
        if !faults.is_empty() {
            return Err(ServiceError::validation(constraint::message(&faults)));
        }
        let now = self.stock.clock.now();
        self.stock.settle(now);
        let caller = Caller { region: self.region.clone() };
        let step = self.stock.step;
        let asked = Asked { caller: &caller, operation, input: &input, now, step, filling: false };
        let handler = table::handler(name).unwrap_or_else(|| panic!("{name} is not served"));
        let answer = table::answer(&mut self.stock, handler, &asked)?;
        check(name, &answer);
        Ok(answer)
    }

    /// The same, when it must succeed.
    pub(crate) fn ok(&mut self, name: &str, input: Value) -> Value {
        self.call(name, input).unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    /// The name of the error, when it must fail. It is one the operation declares.
    pub(crate) fn err(&mut self, name: &str, input: Value) -> &'static str {
        let error = self.call(name, input).expect_err(name);
        let operation = lookup::operation(name).unwrap();
        let declared: Vec<&str> = operation.errors().map(|error| error.name).collect();
        assert!(declared.contains(&error.name), "{name} knows no {}", error.name);
        error.name
    }

    /// Lets so many states pass.
    pub(crate) fn wait(&mut self, steps: u32) {
        self.stock.clock.advance(Duration::from_secs(5) * steps);
    }
}

/// Holds an answer against the facts: every member has its shape, and none is unknown.
fn check(name: &str, answer: &Value) {
    let operation = lookup::operation(name).unwrap();
    let Some(shape) = operation.output() else {
        assert_eq!(answer, &json!({}), "{name}");
        return;
    };
    let faults = input::faults(operation, shape, answer);
    assert_eq!(faults, [], "{name} answers {answer}");
    let known = shape.structure().unwrap();
    for member in answer.as_object().unwrap().keys() {
        assert!(known.member(member).is_some(), "{name} answers {member}");
    }
}
