//! Any operation of either plane by its name, with JSON in and out: the request is made of the API's
//! facts, and the SDK signs it, sends it, and reads its errors.
//! Not here: calls whose answers stream or are worked with member by member (converse, catalog).
//!
//! The SDK has a type for every operation and none for "an operation". So one of its calls that
//! takes nothing and changes nothing carries each request: it is rewritten before its endpoint is
//! resolved and its signature made. Endpoints, credentials, clock skew, timeouts and the reading of
//! errors stay the SDK's own, and members that the SDK does not know are not lost.

use std::sync::{Arc, Mutex, PoisonError};

use aws_config::Region;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    AfterDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut,
    BeforeTransmitInterceptorContextMut,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, Metadata};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use serde_json::{Value, json};

use super::access::Refused;
use super::client::Client;
use super::problem::make::{self, Call as Named};
use super::setting::{self, Planes};
use crate::api::access::reads;
use crate::api::lookup;
use crate::api::plane::Plane;
use crate::api::request::{self, Request};
use crate::domain::operation::{Answer, Call};
use crate::domain::problem::{Kind, Problem};

impl Client {
    /// Calls an operation.
    ///
    /// # Errors
    /// There is no such operation or its path lacks a member; read-only mode refuses it; or what the
    /// service, the connection or the credentials refuse.
    pub async fn operate(&self, call: &Call) -> Result<Answer, Problem> {
        let planes = self.planes().await?;
        self.operate_by(&planes, call).await
    }

    /// The same by clients that are at hand: what was begun before trouble with credentials goes on
    /// with those, and leaves it to what the user does next to look for others.
    pub(crate) async fn operate_by(&self, planes: &Planes, call: &Call) -> Result<Answer, Problem> {
        let name = call.operation.as_str();
        let operation = lookup::operation(name)
            .ok_or_else(|| Problem::new(Kind::Bug, name, "the API has no such operation"))?;
        let request = request::request(operation, &call.input)
            .map_err(|missing| Problem::new(Kind::Input, name, missing.to_string()))?;
        let mut setting = planes.setting.clone();
        if let Some(region) = &call.region {
            setting.region = Some(region.clone());
        }
        let region = setting::region(&setting, name).map_err(|problem| self.noted(problem))?;
        let region = Region::new(region.to_owned());
        let named = Named { setting: &setting, operation: name, model: model(&call.input) };
        let caught = Arc::new(Mutex::new(Caught::default()));
        let carrier = Carrier {
            name: name.to_owned(),
            request: Mutex::new(Some(request)),
            read_only: self.wanted().refuses_writes(setting.profile.as_deref()),
            caught: Arc::clone(&caught),
        };
        match operation.plane {
            Plane::Control => {
                let there = aws_sdk_bedrock::config::Builder::default().region(region);
                let carried = planes.control.get_model_invocation_logging_configuration();
                let carried = carried.customize().config_override(there).interceptor(carrier);
                self.settled(named, carried.send().await)?;
            }
            Plane::Runtime => {
                let there = aws_sdk_bedrockruntime::config::Builder::default().region(region);
                let carried = planes.runtime.list_async_invokes();
                let carried = carried.customize().config_override(there).interceptor(carrier);
                self.settled(named, carried.send().await)?;
            }
        }
        let mut caught = caught.lock().unwrap_or_else(PoisonError::into_inner);
        let Caught { body, request_id } = std::mem::take(&mut *caught);
        let body = read(&body).map_err(|error| {
            Problem::new(Kind::Corrupt, name, "the answer cannot be read")
                .because(error.to_string())
                .advise("send again; if it stays so, something between here and AWS changes it")
        })?;
        Ok(Answer { body, request_id })
    }

    fn settled<T, E>(
        &self,
        call: Named<'_>,
        answered: Result<T, SdkError<E, HttpResponse>>,
    ) -> Result<T, Problem>
    where
        E: std::error::Error + 'static,
    {
        answered.map_err(|error| self.noted(make::of_call(call, &error)))
    }
}

/// The model an input names, for the words of a problem.
fn model(input: &Value) -> Option<&str> {
    ["modelId", "modelIdentifier", "baseModelIdentifier"]
        .into_iter()
        .find_map(|member| input.get(member)?.as_str())
}

/// A body of JSON; none at all counts as an empty object.
fn read(body: &[u8]) -> serde_json::Result<Value> {
    if body.iter().all(u8::is_ascii_whitespace) {
        Ok(json!({}))
    } else {
        serde_json::from_slice(body)
    }
}

/// What came back.
#[derive(Debug, Default)]
struct Caught {
    body: Vec<u8>,
    request_id: Option<String>,
}

/// Makes of the call that carries it the one that is meant, and keeps what came back.
#[derive(Debug)]
struct Carrier {
    name: String,
    request: Mutex<Option<Request>>,
    read_only: bool,
    caught: Arc<Mutex<Caught>>,
}

#[dyn_dispatch_hint]
impl Intercept for Carrier {
    fn name(&self) -> &'static str {
        "Carrier"
    }

    fn modify_before_serialization(
        &self,
        _: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // The client's own interceptor sees the carrier, which reads: this one sees what is meant.
        if self.read_only && !reads(&self.name) {
            return Err(Refused { operation: self.name.clone() }.into());
        }
        let service = cfg.load::<Metadata>().map_or("Bedrock", |carrier| carrier.service());
        let metadata = Metadata::new(self.name.clone(), service.to_owned());
        cfg.interceptor_state().store_put(metadata);
        Ok(())
    }

    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = self.request.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Request { method, target, headers, body } = request.ok_or("carried twice")?;
        let http = context.request_mut();
        http.set_method(&method)?;
        http.set_uri(target)?;
        for (name, value) in headers {
            http.headers_mut().try_insert(name, value)?;
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        if body.is_empty() {
            http.headers_mut().remove("content-type");
            http.headers_mut().remove("content-length");
        } else {
            http.headers_mut().insert("content-type", "application/json");
            http.headers_mut().insert("content-length", body.len().to_string());
        }
        *http.body_mut() = SdkBody::from(body);
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response();
        let mut caught = self.caught.lock().unwrap_or_else(PoisonError::into_inner);
        caught.body = response.body().bytes().unwrap_or_default().to_vec();
        caught.request_id = response.headers().get("x-amzn-requestid").map(str::to_owned);
        Ok(())
    }
}
