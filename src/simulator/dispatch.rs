//! A request on its way to the operation that answers it: routing, faults, validation, headers.

use crate::api::lookup::{self, Route};
use crate::simulator::caller::Caller;
use crate::simulator::fault::FaultKind;
use crate::simulator::fault_answer::{self, Place};
use crate::simulator::faults::Call;
use crate::simulator::input::{self, Parts};
use crate::simulator::journal::Entry;
use crate::simulator::resource::table;
use crate::simulator::service_error::ServiceError;
use crate::simulator::world::World;
use crate::simulator::{
    admin, converse, count_tokens, identity, invoke_model, models, reply, resolve, stream,
};
use axum::body::{Body, Bytes};
use axum::http::{Request, Response, request};
use std::sync::Arc;

/// The largest body the service takes.
const LARGEST: usize = 25_000_000;

/// Answers a request.
pub(crate) async fn serve(world: Arc<World>, request: Request<Body>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let request_id = world.request_id();
    let mut response = match axum::body::to_bytes(body, LARGEST).await {
        Ok(body) => answer(&world, &head, body, &request_id).await,
        Err(_) => reply::error(&ServiceError::new(
            "RequestEntityTooLargeException",
            413,
            "The request body is too large.",
        )),
    };
    reply::set(&mut response, "x-amzn-requestid", &request_id);
    response
}

async fn answer(
    world: &World,
    head: &request::Parts,
    body: Bytes,
    request_id: &str,
) -> Response<Body> {
    let path = head.uri.path();
    let method = head.method.as_str();
    if let Some(control) = path.strip_prefix(admin::PREFIX) {
        return admin::answer(&world.script, method, control, &body);
    }
    let sts = path == "/" && method == "POST";
    let route = lookup::route_any(method, path);
    let operation = match &route {
        Some(route) => route.operation.name.as_str(),
        None if sts => "GetCallerIdentity",
        None => "",
    };
    let model = route.as_ref().and_then(|route| route.labels.get("modelId")).map(String::as_str);
    let fault = take_fault(world, route.as_ref(), operation, model);
    world.script.journal.record(Entry {
        request_id: request_id.to_owned(),
        operation: operation.to_owned(),
        model: model.map(str::to_owned),
        method: method.to_owned(),
        path: head.uri.path_and_query().map_or_else(String::new, ToString::to_string),
        body: body.clone(),
        fault: fault.map(FaultKind::name),
    });
    let facts = route.as_ref().map(|route| route.operation);
    let place = Place { operation, facts, headers: &head.headers, model };
    let error = fault.and_then(|kind| fault_answer::error(kind, &place));
    match (route, error) {
        (None, error) if sts => identity::answer(&head.headers, &body, request_id, error.as_ref()),
        (_, Some(error)) => reply::error(&error),
        (None, None) => reply::error(&ServiceError::new(
            "UnknownOperationException",
            404,
            "The requested operation is not recognized by the service.",
        )),
        (Some(route), None) => routed(world, head, &route, &body, fault, request_id).await,
    }
}

/// Answers a request whose operation is known and that no error keeps from it.
async fn routed(
    world: &World,
    head: &request::Parts,
    route: &Route,
    body: &[u8],
    fault: Option<FaultKind>,
    request_id: &str,
) -> Response<Body> {
    match fault {
        Some(FaultKind::Html) => return fault_answer::html(),
        Some(FaultKind::Garbage) => return fault_answer::garbage(),
        Some(FaultKind::Proxy) => return fault_answer::proxy(),
        Some(FaultKind::SlowFirstByte) => {
            tokio::select! {
                () = world.closing.cancelled() => {}
                () = tokio::time::sleep(world.script.slow_first_byte) => {}
            }
        }
        _ => {}
    }
    match operate(world, head, route, body, fault, request_id) {
        Ok(response) if !route.operation.is_streaming() => broken(world, response, fault).await,
        Ok(response) => response,
        Err(error) => reply::error(&error),
    }
}

fn take_fault(
    world: &World,
    route: Option<&Route>,
    operation: &str,
    model: Option<&str>,
) -> Option<FaultKind> {
    if operation.is_empty() {
        return None;
    }
    let mut ids: Vec<&str> = model.into_iter().collect();
    if let Some(resolved) = model.and_then(|model| resolve::named(&world.script.account, model)) {
        ids.push(&resolved.model.id);
        ids.extend(resolved.profile.map(|profile| profile.id.as_str()));
    }
    let runtime = route.is_some_and(|route| route.operation.path.source().starts_with("/model/"));
    world.script.faults.take(&Call {
        operation,
        facts: route.map(|route| route.operation),
        invokes: runtime,
        streams: route.is_some_and(|route| route.operation.is_streaming()),
        models: &ids,
    })
}

/// The operations that are served, each with its handler.
fn operate(
    world: &World,
    head: &request::Parts,
    route: &Route,
    body: &[u8],
    fault: Option<FaultKind>,
    request_id: &str,
) -> Result<Response<Body>, ServiceError> {
    let caller = Caller::read(&head.headers)?;
    let query = head.uri.query().unwrap_or_default();
    let input = input::read(&Parts { route, query, headers: &head.headers, body })?;
    let status = route.operation.status;
    let json = |value: serde_json::Value| Ok(reply::json(status, &value));
    match route.operation.name.as_str() {
        "ListFoundationModels" => json(models::list(&caller, &input)),
        "GetFoundationModel" => json(models::get(&caller, &input)?),
        "CountTokens" => json(count_tokens::count(&world.script.account, &input)?),
        "Converse" => converse::whole(world, &input),
        "ConverseStream" => converse::streamed(world, &input, fault),
        "InvokeModel" => invoke_model::whole(world, &input, body, request_id),
        "InvokeModelWithResponseStream" => invoke_model::streamed(world, &input, body, fault),
        other => match table::handler(other) {
            Some(handler) => json(world.script.account.answer(handler, &caller, route, &input)?),
            None => {
                Err(ServiceError::validation(format!("The simulator does not serve {other} yet.")))
            }
        },
    }
}

/// An answer that is no stream, as a fault in the middle leaves it.
async fn broken(
    world: &World,
    response: Response<Body>,
    fault: Option<FaultKind>,
) -> Response<Body> {
    match fault {
        Some(FaultKind::Stall) => {
            world.closing.cancelled().await;
            response
        }
        Some(FaultKind::Cut) => {
            let (parts, body) = response.into_parts();
            let whole = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
            Response::from_parts(parts, stream::cut(&whole))
        }
        _ => response,
    }
}
