//! Resources that are invoked as if they were models: which foundation model answers for each, and
//! whether it is ready to. What may be asked of that model is in `resolve`.

use crate::simulator::resource::prompt_router;
use crate::simulator::resource::record::Record;
use crate::simulator::resource::stock::Stock;
use crate::simulator::service_error::ServiceError;

/// What answers for every imported model.
const IMPORTED: &str = "meta.llama3-1-8b-instruct-v1:0";

/// What answers when a resource is invoked.
#[derive(Debug)]
pub(crate) struct Serving {
    /// The id of the foundation model.
    pub(crate) model: String,
    /// Why it can't be invoked.
    pub(crate) refusal: Option<ServiceError>,
}

/// What answers for an identifier, when it is one of a resource.
pub(crate) fn serving(stock: &Stock, identifier: &str) -> Option<Serving> {
    if let Some(model) = prompt_router::default_model(identifier) {
        return Some(Serving { model, refusal: None });
    }
    let record = stock.records.values().find(|record| {
        record.arn == identifier
            || record.kind.path == "application-inference-profile" && record.id() == identifier
    })?;
    let model = foundation(stock, record)?;
    Some(Serving { model, refusal: refusal(record) })
}

/// The id of the foundation model behind a resource.
fn foundation(stock: &Stock, record: &Record) -> Option<String> {
    let arn = match record.kind.path {
        "provisioned-model" => record.text("foundationModelArn"),
        "custom-model" => record.text("baseModelArn"),
        "custom-model-deployment" => stock.find(record.text("modelArn"))?.text("baseModelArn"),
        "application-inference-profile" => {
            record.body.get("models")?.get(0)?.get("modelArn")?.as_str()?
        }
        "imported-model" => return Some(IMPORTED.to_owned()),
        "prompt-router" => {
            return prompt_router::base(
                record.body.get("fallbackModel")?.get("modelArn")?.as_str()?,
            );
        }
        _ => return None,
    };
    Some(arn.rsplit('/').next().unwrap_or_default().to_owned())
}

fn refusal(record: &Record) -> Option<ServiceError> {
    if record.kind.path == "custom-model" {
        return Some(ServiceError::validation(
            "A custom model can't be invoked by its own ARN. Use the ARN of a provisioned \
             throughput or of a custom model deployment that serves it.",
        ));
    }
    match record.text("status") {
        "Creating" => Some(ServiceError::new(
            "ModelNotReadyException",
            429,
            "Model is not ready for inference. Wait and try your request again.",
        )),
        "Failed" => Some(ServiceError::validation(format!(
            "The {} {} can't be invoked: its status is Failed.",
            record.kind.noun,
            record.name()
        ))),
        _ => None,
    }
}
