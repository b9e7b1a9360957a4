//! Trying each operation this program uses, at no cost unless asked, and watching what happens on the
//! wire: where the request went, how long it took, what the service's clock says.
//! Not here: what is made of it (the command `doctor`).

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use aws_sdk_bedrockruntime::types::CountTokensInput;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeDeserializationInterceptorContextRef, BeforeTransmitInterceptorContextRef,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

use super::client::Client;
use super::problem::evidence;
use super::problem::make::{self, Call};
use super::request::Request;
use super::setting::{self, Planes};
use crate::domain::ask::{Ask, Parameters, Role, Turn};
use crate::domain::content::Block;
use crate::domain::problem::{Kind, Problem};

/// What came of trying one operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The API operation.
    pub operation: &'static str,
    /// What it was tried on, where it needs something.
    pub target: Option<String>,
    /// Whether it is allowed, or why not.
    pub outcome: Result<(), Problem>,
    /// Where the request went: scheme, host and port; none where it never left.
    pub endpoint: Option<String>,
    /// How long it took.
    pub took: Duration,
    /// The service's clock minus this machine's, in seconds, where it answered.
    pub skew: Option<i64>,
}

/// How a session reaches the service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roads {
    /// The variable that sets a proxy.
    pub proxy: Option<&'static str>,
    /// The bundle of certificates that is trusted beside the system's.
    pub bundle: Option<String>,
    /// The profile in effect, named or the default one, where the AWS files have it.
    pub profile: Option<String>,
}

impl Client {
    /// How the service is reached, before anything is asked of it.
    ///
    /// # Errors
    /// A bundle of certificates that cannot be used.
    pub async fn roads(&self) -> Result<Roads, Problem> {
        let planes = self.planes().await?;
        let setting = &planes.setting;
        Ok(Roads {
            proxy: setting.proxy,
            bundle: setting.bundle.clone(),
            profile: setting.profile.clone(),
        })
    }

    /// Tries the operations that cost nothing, on this model; then, where `spend` says so, asks it
    /// for one token.
    ///
    /// # Errors
    /// The clients cannot be made, or no region is set.
    pub async fn tried(&self, model: &str, spend: bool) -> Result<Vec<Trial>, Problem> {
        let planes = self.planes().await?;
        setting::region(&planes.setting, "reading the AWS configuration")?;
        let mut trials = self.control(&planes, model).await;
        trials.push(self.count(&planes, model).await);
        if spend {
            trials.push(self.spend(&planes, model).await);
        }
        Ok(trials)
    }

    async fn control(&self, planes: &Planes, model: &str) -> Vec<Trial> {
        let control = &planes.control;
        let (mut models, mut profiles) = (None, None);
        let mut trials = vec![
            trial(planes, "ListFoundationModels", None, |witness| {
                let call = control.list_foundation_models().customize().interceptor(witness);
                let models = &mut models;
                async move {
                    call.send().await.map(|output| {
                        *models = output.model_summaries.unwrap_or_default().into_iter().next();
                    })
                }
            })
            .await,
            trial(planes, "ListInferenceProfiles", None, |witness| {
                let call = control.list_inference_profiles().max_results(1);
                let call = call.customize().interceptor(witness);
                let profiles = &mut profiles;
                async move {
                    call.send().await.map(|output| {
                        let summaries = output.inference_profile_summaries.unwrap_or_default();
                        *profiles = summaries.into_iter().next();
                    })
                }
            })
            .await,
        ];
        let listed = models.map(|model| model.model_id);
        // A profile is no foundation model: then any that is listed serves.
        let names_one = !model.starts_with("arn:") && model.split('.').count() < 3;
        let is_foundation = listed.is_none() || names_one;
        let foundation = Some(model.to_owned()).filter(|_| is_foundation).or(listed);
        if let Some(id) = foundation {
            trials.push(
                trial(planes, "GetFoundationModel", Some(&id), |witness| {
                    let call = control.get_foundation_model().model_identifier(&id);
                    let call = call.customize().interceptor(witness);
                    async move { call.send().await.map(|_| ()) }
                })
                .await,
            );
        }
        if let Some(id) = profiles.map(|profile| profile.inference_profile_id) {
            trials.push(
                trial(planes, "GetInferenceProfile", Some(&id), |witness| {
                    let call = control.get_inference_profile().inference_profile_identifier(&id);
                    let call = call.customize().interceptor(witness);
                    async move { call.send().await.map(|_| ()) }
                })
                .await,
            );
        }
        trials
    }

    /// Counting is free. A model that cannot count says so only to those who may ask.
    async fn count(&self, planes: &Planes, model: &str) -> Trial {
        const OPERATION: &str = "CountTokens";
        let request = match Request::of(&ask(model), OPERATION) {
            Ok(request) => request,
            Err(problem) => return unsent(OPERATION, model, problem),
        };
        let mut trial = trial(planes, OPERATION, Some(model), |witness| {
            let call = planes.runtime.count_tokens().model_id(model);
            let call = call.input(CountTokensInput::Converse(request.tokens()));
            let call = call.customize().interceptor(witness);
            async move { call.send().await.map(|_| ()) }
        })
        .await;
        if trial.outcome.as_ref().is_err_and(|problem| problem.kind == Kind::Validation) {
            trial.outcome = Ok(());
        }
        trial
    }

    /// One token of an answer to one word.
    async fn spend(&self, planes: &Planes, model: &str) -> Trial {
        const OPERATION: &str = "ConverseStream";
        let request = match Request::of(&ask(model), OPERATION) {
            Ok(request) => request,
            Err(problem) => return unsent(OPERATION, model, problem),
        };
        trial(planes, OPERATION, Some(model), |witness| {
            let call = request.stream(planes.runtime.converse_stream());
            let call = call.customize().interceptor(witness);
            async move { call.send().await.map(|_| ()) }
        })
        .await
    }
}

/// One word, and one token to answer it with.
fn ask(model: &str) -> Ask {
    Ask {
        model: model.to_owned(),
        system: String::new(),
        turns: vec![Turn { role: Role::User, blocks: vec![Block::Text("Hello".into())] }],
        parameters: Parameters { max_tokens: Some(1), ..Parameters::default() },
        stream: true,
    }
}

fn unsent(operation: &'static str, model: &str, problem: Problem) -> Trial {
    Trial {
        operation,
        target: Some(model.to_owned()),
        outcome: Err(problem),
        endpoint: None,
        took: Duration::ZERO,
        skew: None,
    }
}

/// Tries one operation under the eyes of a witness.
async fn trial<E, F>(
    planes: &Planes,
    operation: &'static str,
    target: Option<&str>,
    run: impl FnOnce(Witness) -> F,
) -> Trial
where
    E: std::error::Error + 'static,
    F: Future<Output = Result<(), SdkError<E, HttpResponse>>>,
{
    let witness = Witness::default();
    let begun = Instant::now();
    let result = run(witness.clone()).await;
    let took = begun.elapsed();
    let call = Call { setting: &planes.setting, operation, model: target };
    let Seen { endpoint, skew } = witness.seen();
    let outcome = result.map_err(|error| make::of_call(call, &error));
    Trial { operation, target: target.map(str::to_owned), outcome, endpoint, took, skew }
}

/// Sees a request leave and its answer come.
#[derive(Debug, Clone, Default)]
struct Witness(Arc<Mutex<Seen>>);

#[derive(Debug, Clone, Default)]
struct Seen {
    endpoint: Option<String>,
    skew: Option<i64>,
}

impl Witness {
    fn seen(&self) -> Seen {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[dyn_dispatch_hint]
impl Intercept for Witness {
    fn name(&self) -> &'static str {
        "Witness"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let uri = context.request().uri();
        let (scheme, rest) = uri.split_once("://").unwrap_or(("https", uri));
        let host = rest.split(['/', '?']).next().unwrap_or_default();
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.endpoint = Some(format!("{scheme}://{host}"));
        Ok(())
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let date = context.response().headers().get("date");
        let skew = date.and_then(|date| evidence::skew(date, SystemTime::now()));
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.skew = skew;
        Ok(())
    }
}
