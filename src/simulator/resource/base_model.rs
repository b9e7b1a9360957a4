//! What a resource is made from: a foundation model, or a model of the account, by id, ARN or name,
//! and the base model behind it.

use crate::simulator::models::{self, Model};
use crate::simulator::resource::call::Call;
use crate::simulator::resource::custom_model;
use crate::simulator::service_error::ServiceError;

/// A model as resources refer to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// Its own ARN.
    pub(crate) arn: String,
    /// The ARN of the foundation model behind it.
    pub(crate) foundation: String,
    /// The id of the foundation model behind it.
    pub(crate) id: String,
}

/// The model a member of the input names, to be provisioned.
pub(crate) fn provisionable(call: &Call<'_>, member: &str) -> Result<Source, ServiceError> {
    let source = any(call, call.text(member))?;
    let own = source.arn != source.foundation;
    let sold = models::find(&source.id).is_some_and(|model| model.is_invoked_by("PROVISIONED"));
    if own || sold {
        return Ok(source);
    }
    Err(ServiceError::validation(format!(
        "Provisioned throughput isn't supported for the model {}.",
        source.id
    )))
}

/// The foundation model or the active custom model an identifier names.
pub(crate) fn any(call: &Call<'_>, identifier: &str) -> Result<Source, ServiceError> {
    if let Some(model) = models::find_any(identifier) {
        return foundation(call, model);
    }
    let arn = call.known(&custom_model::KIND, identifier)?;
    let record = call.record(&arn)?;
    let base = record.text("baseModelArn").to_owned();
    if record.text("modelStatus") != "Active" {
        return Err(ServiceError::validation(format!(
            "The model {} is not ready: its status is {}.",
            record.name(),
            record.text("modelStatus")
        )));
    }
    let id = base.rsplit('/').next().unwrap_or_default().to_owned();
    Ok(Source { arn, foundation: base, id })
}

/// A foundation model that is not gone.
pub(crate) fn foundation(call: &Call<'_>, model: &Model) -> Result<Source, ServiceError> {
    if model.end_of_life {
        return Err(ServiceError::end_of_life());
    }
    let arn = call.caller.model_arn(&model.id);
    Ok(Source { foundation: arn.clone(), id: model.id.clone(), arn })
}
