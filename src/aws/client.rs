//! The client of one session: profile, region and endpoints resolved at the first call.
//! Not here: the calls (catalog, converse, session).

use std::sync::Arc;

use aws_sdk_bedrockruntime::types::CountTokensInput;
use aws_types::os_shim_internal::Env;
use tokio::sync::Mutex;

use super::credentials::Issues;
use super::pace::Pace;
use super::problem::make::{self, Call};
use super::request::Request;
use super::setting::{self, Planes};
use crate::domain::ask::Ask;
use crate::domain::problem::{Kind, Problem};
use crate::domain::session::Wanted;

/// Calls Amazon Bedrock. Cheap to clone; clones share connections, credentials and the rate limit.
#[derive(Debug, Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    wanted: Wanted,
    pace: Pace,
    /// Made at the first call, and again after trouble with credentials.
    planes: Mutex<Option<Arc<Planes>>>,
    /// The credentials that were issued last.
    issues: Issues,
    /// Set when what was resolved should be resolved anew.
    stale: std::sync::atomic::AtomicBool,
}

impl Client {
    /// A client for a session. Nothing is read or asked before its first call, so this may stand on
    /// the way to the first frame.
    pub fn connect(wanted: Wanted) -> Self {
        let pace = Pace::new(wanted.requests_per_minute);
        let shared = Shared {
            wanted,
            pace,
            planes: Mutex::new(None),
            issues: Issues::default(),
            stale: std::sync::atomic::AtomicBool::new(false),
        };
        Self { shared: Arc::new(shared) }
    }

    /// What was asked for.
    pub fn wanted(&self) -> &Wanted {
        &self.shared.wanted
    }

    /// Whom to be instead: the same in all else.
    #[must_use]
    pub fn switched(&self, profile: Option<String>, region: Option<String>) -> Self {
        Self::connect(Wanted { profile, region, ..self.shared.wanted.clone() })
    }

    pub(crate) fn issues(&self) -> &Issues {
        &self.shared.issues
    }

    pub(crate) fn pace(&self) -> &Pace {
        &self.shared.pace
    }

    /// The clients of the session, resolved if they are not.
    pub(crate) async fn planes(&self) -> Result<Arc<Planes>, Problem> {
        use std::sync::atomic::Ordering::Relaxed;
        let mut held = self.shared.planes.lock().await;
        if self.shared.stale.swap(false, Relaxed) {
            *held = None;
        }
        if let Some(planes) = held.as_ref() {
            return Ok(Arc::clone(planes));
        }
        let Shared { wanted, issues, .. } = &*self.shared;
        let planes = Arc::new(setting::planes(wanted, &Env::real(), issues).await?);
        *held = Some(Arc::clone(&planes));
        Ok(planes)
    }

    /// After trouble with credentials or region, the next call reads the AWS files anew: the user
    /// may have logged in meanwhile, in another window.
    pub(crate) fn learn(&self, kind: Kind) {
        use Kind::{BadKey, Expired, NoCredentials, Region};
        if matches!(kind, NoCredentials | Expired | BadKey | Region) {
            self.shared.stale.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    }

    /// The same problem, learned from.
    pub(crate) fn noted(&self, problem: Problem) -> Problem {
        self.learn(problem.kind);
        problem
    }

    /// How many input tokens an ask would cost (API: CountTokens; free of charge).
    ///
    /// # Errors
    /// What the service, the connection or the credentials refuse; not every model can count.
    pub async fn count_tokens(&self, ask: &Ask) -> Result<u64, Problem> {
        const OPERATION: &str = "CountTokens";
        let request = Request::of(ask, OPERATION)?;
        let planes = self.planes().await?;
        setting::region(&planes.setting, OPERATION).map_err(|problem| self.noted(problem))?;
        let call = Call { setting: &planes.setting, operation: OPERATION, model: Some(&ask.model) };
        let counting = planes
            .runtime
            .count_tokens()
            .model_id(&ask.model)
            .input(CountTokensInput::Converse(request.tokens()))
            .send();
        let output = match tokio::time::timeout(self.wanted().timeouts.first_byte, counting).await {
            Ok(result) => result.map_err(|error| self.noted(make::of_call(call, &error)))?,
            Err(_) => return Err(Problem::new(Kind::Idle, OPERATION, "no answer came in time")),
        };
        Ok(u64::try_from(output.input_tokens).unwrap_or_default())
    }
}
