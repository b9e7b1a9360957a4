//! Which operation is answered by which kind, and the tokens that make a repeated request happen
//! once. How a request is read and its answer written is in `dispatch`.

use crate::api::operation::Operation;
use crate::simulator::caller::Caller;
use crate::simulator::resource::call::{Call, Handler};
use crate::simulator::resource::stock::{Stock, TokenKey};
use crate::simulator::resource::{
    copy_job, custom_model, customization_job, deployment, evaluation_job, guardrail, import_job,
    inference_profile, invocation_job, logging, model_access, prompt_router, provisioned_model,
    reference, tagging,
};
use crate::simulator::service_error::ServiceError;
use serde_json::Value;

/// Every operation, by the file that answers it.
const TABLE: &[&[(&str, Handler)]] = &[
    provisioned_model::OPERATIONS,
    customization_job::OPERATIONS,
    custom_model::OPERATIONS,
    deployment::OPERATIONS,
    invocation_job::OPERATIONS,
    inference_profile::OPERATIONS,
    guardrail::OPERATIONS,
    import_job::OPERATIONS,
    copy_job::OPERATIONS,
    evaluation_job::OPERATIONS,
    prompt_router::OPERATIONS,
    logging::OPERATIONS,
    model_access::OPERATIONS,
    tagging::OPERATIONS,
];

/// What answers an operation, when an account does.
pub(crate) fn handler(operation: &str) -> Option<Handler> {
    TABLE.iter().flat_map(|rows| rows.iter()).find(|row| row.0 == operation).map(|row| row.1)
}

/// The names of the operations an account answers.
#[cfg(test)]
pub(crate) fn operations() -> impl Iterator<Item = &'static str> {
    TABLE.iter().flat_map(|rows| rows.iter()).map(|row| row.0)
}

/// A request as it stands at one moment.
pub(crate) struct Asked<'a> {
    pub(crate) caller: &'a Caller,
    pub(crate) operation: &'static Operation,
    pub(crate) input: &'a Value,
    /// In milliseconds since the epoch.
    pub(crate) now: i64,
    /// How long a state lasts, in milliseconds.
    pub(crate) step: i64,
    pub(crate) filling: bool,
}

/// Answers a request: a repeated token gets the answer it got before.
pub(crate) fn answer(
    stock: &mut Stock,
    handler: Handler,
    asked: &Asked<'_>,
) -> Result<Value, ServiceError> {
    let &Asked { caller, operation, input, now, step, filling } = asked;
    let key = token(asked);
    let mut call = Call { stock, caller, operation, input, now, step, filling };
    if let Some((before, answer)) = key.as_ref().and_then(|key| call.stock.tokens.get(key)) {
        return if before == input { Ok(answer.clone()) } else { Err(reused(&call)) };
    }
    reference::check(&call)?;
    let answer = handler(&mut call)?;
    if let Some(key) = key {
        stock.tokens.insert(key, (input.clone(), answer.clone()));
    }
    // A state that lasts no time is over when the answer is read.
    stock.settle(now);
    Ok(answer)
}

/// The token of a request that has one.
fn token(asked: &Asked<'_>) -> Option<TokenKey> {
    let input = asked.operation.input()?.structure()?;
    let member = input.members.iter().find(|member| member.idempotency_token)?;
    let token = asked.input.get(&member.name)?.as_str()?.to_owned();
    Some((asked.operation.name.clone(), asked.caller.region.clone(), token))
}

fn reused(call: &Call<'_>) -> ServiceError {
    call.conflict(
        "The provided client request token was used before with different parameters. Use a new \
         token, or repeat the request unchanged.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::lookup;
    use crate::api::plane::Plane;
    use std::collections::BTreeSet;

    /// Families of operations that no account answers.
    const WITHOUT: &[&str] = &[
        "AutomatedReasoning",
        "MarketplaceModel",
        "EnforcedGuardrail",
        "AdvancedPromptOptimization",
        "ResourcePolicy",
        "AccountDataRetention",
    ];

    #[test]
    fn every_operation_of_the_control_plane_has_one_row() {
        let rows: Vec<&str> = operations().collect();
        let named: BTreeSet<&str> = rows.iter().copied().collect();
        assert_eq!(rows.len(), named.len());
        for name in &named {
            assert!(lookup::operation(name).is_some(), "{name} is no operation");
        }
        let models = ["ListFoundationModels", "GetFoundationModel"];
        for operation in lookup::service(Plane::Control).operations() {
            let name = operation.name.as_str();
            let without = WITHOUT.iter().any(|family| name.contains(family));
            assert_eq!(named.contains(name), !without && !models.contains(&name), "{name}");
        }
    }
}
