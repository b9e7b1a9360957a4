//! The account of a simulator, for whoever runs it: its time can be moved, and its lists filled,
//! while the server serves. What requests do to it is in `table`.

use crate::api::lookup::Route;
use crate::simulator::caller::Caller;
use crate::simulator::resource::call::Handler;
use crate::simulator::resource::clock::Clock;
use crate::simulator::resource::replay;
use crate::simulator::resource::stock::Stock;
use crate::simulator::resource::table::{self, Asked};
use crate::simulator::service_error::ServiceError;
use serde_json::Value;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a state lasts on a clock that stands.
const STEP: Duration = Duration::from_secs(5);

/// What an account holds. Clones share it.
#[derive(Debug, Clone)]
pub struct Account {
    stock: Arc<Mutex<Stock>>,
}

impl Default for Account {
    /// An empty account whose clock stands: nothing moves until `step` or `advance`.
    fn default() -> Self {
        Self::of(Clock::stopped(), STEP)
    }
}

impl Account {
    /// An empty account that goes with the wall clock; a state lasts so long. With no time at all,
    /// everything is done at once.
    pub fn live(step: Duration) -> Self {
        Self::of(Clock::running(), step)
    }

    fn of(clock: Clock, step: Duration) -> Self {
        let step = i64::try_from(step.as_millis()).unwrap_or(i64::MAX / 64);
        Self { stock: Arc::new(Mutex::new(Stock::new(clock, step))) }
    }

    /// Sets the clock forward.
    pub fn advance(&self, by: Duration) {
        self.lock().clock.advance(by);
    }

    /// Sets the clock forward by the time a state lasts.
    pub fn step(&self) {
        let mut stock = self.lock();
        let step = u64::try_from(stock.step).unwrap_or_default();
        stock.clock.advance(Duration::from_millis(step));
    }

    /// The account's time, in milliseconds since the epoch.
    pub fn unix_ms(&self) -> i64 {
        self.lock().clock.now()
    }

    /// How long a state lasts.
    pub fn lasting(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.lock().step).unwrap_or_default())
    }

    /// Puts the demo's resources into it: some of every kind, of all ages and states.
    ///
    /// # Errors
    /// When the file of them does not fit the program, which a test holds it to.
    pub fn seed(&self) -> Result<(), String> {
        replay::demo(&mut self.lock())
    }

    /// Makes so many resources of a kind, which the type in its ARN names (`provisioned-model`), a
    /// minute apart, in us-east-1. They count for no quota.
    ///
    /// # Errors
    /// When there is no such kind; the message names those that are.
    pub fn fill(&self, kind: &str, count: usize) -> Result<(), String> {
        replay::fill(&mut self.lock(), kind, count)
    }

    /// Everything as it stands now.
    pub(crate) fn settled(&self) -> MutexGuard<'_, Stock> {
        let mut stock = self.lock();
        let now = stock.clock.now();
        stock.settle(now);
        stock
    }

    /// Answers a request.
    pub(crate) fn answer(
        &self,
        handler: Handler,
        caller: &Caller,
        route: &Route,
        input: &Value,
    ) -> Result<Value, ServiceError> {
        let mut stock = self.settled();
        let (now, step) = (stock.clock.now(), stock.step);
        let operation = route.operation;
        let asked = Asked { caller, operation, input, now, step, filling: false };
        table::answer(&mut stock, handler, &asked)
    }

    fn lock(&self) -> MutexGuard<'_, Stock> {
        self.stock.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
