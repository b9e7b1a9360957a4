//! The foundation models the simulator serves: the list with its sources, ListFoundationModels and
//! GetFoundationModel. Whether a caller may invoke one is in `resolve`.

use crate::simulator::caller::Caller;
use crate::simulator::service_error::ServiceError;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

static MODELS: LazyLock<Vec<Model>> = LazyLock::new(embedded);

#[expect(
    clippy::expect_used,
    reason = "the file is part of the program and read in every test run"
)]
fn embedded() -> Vec<Model> {
    let file: File = serde_json::from_str(include_str!("../../assets/simulator/models.json"))
        .expect("the embedded model list is well-formed");
    file.models
}

#[derive(Deserialize)]
struct File {
    models: Vec<Model>,
}

/// A foundation model. What has no source is not set, and left out of answers.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each with its own source")]
pub(crate) struct Model {
    #[serde(rename = "modelId")]
    pub(crate) id: String,
    #[serde(rename = "modelName")]
    pub(crate) name: Option<String>,
    #[serde(rename = "providerName")]
    pub(crate) provider: Option<String>,
    input_modalities: Option<Vec<String>>,
    output_modalities: Option<Vec<String>>,
    pub(crate) response_streaming_supported: Option<bool>,
    customizations_supported: Option<Vec<String>>,
    inference_types_supported: Option<Vec<String>>,
    #[serde(rename = "modelLifecycle")]
    lifecycle: Option<Value>,
    /// Invoking it is answered with the end-of-life error.
    #[serde(default)]
    pub(crate) end_of_life: bool,
    /// In tokens.
    pub(crate) context_window: Option<u64>,
    /// In tokens.
    pub(crate) max_output_tokens: Option<u64>,
    /// It reasons before it answers.
    #[serde(default)]
    pub(crate) reasoning: bool,
    /// It takes cache points.
    #[serde(default)]
    pub(crate) caching: bool,
    /// It takes system prompts.
    #[serde(default = "yes")]
    pub(crate) system_prompts: bool,
}

fn yes() -> bool {
    true
}

/// All models, by provider and id.
pub(crate) fn all() -> &'static [Model] {
    &MODELS
}

/// The model of that id.
pub(crate) fn find(id: &str) -> Option<&'static Model> {
    all().iter().find(|model| model.id == id)
}

/// The model of an id or of a `foundation-model` ARN.
pub(crate) fn find_any(identifier: &str) -> Option<&'static Model> {
    match identifier.split_once("::foundation-model/") {
        Some((arn, id)) if arn.starts_with("arn:") => find(id),
        _ => find(identifier),
    }
}

impl Model {
    /// Whether it can hold a conversation.
    pub(crate) fn chats(&self) -> bool {
        let has = |list: &Option<Vec<String>>, what: &str| {
            list.as_ref().is_none_or(|list| list.iter().any(|modality| modality == what))
        };
        // Rerankers are listed as text to text, and are none for this.
        has(&self.input_modalities, "TEXT")
            && has(&self.output_modalities, "TEXT")
            && !self.id.contains(".rerank")
    }

    /// Whether the list of ways to invoke it has that way, or says nothing.
    pub(crate) fn invoked_by(&self, inference_type: &str) -> bool {
        self.inference_types_supported
            .as_ref()
            .is_none_or(|types| types.iter().any(|known| known == inference_type))
    }

    /// Whether it is listed as invoked that way.
    pub(crate) fn is_invoked_by(&self, inference_type: &str) -> bool {
        let types = self.inference_types_supported.iter().flatten();
        types.into_iter().any(|known| known == inference_type)
    }

    /// Whether it is listed as customizable that way.
    pub(crate) fn is_customized_by(&self, customization: &str) -> bool {
        self.customizations_supported.iter().flatten().any(|known| known == customization)
    }

    /// Whether it is a model of that provider, by the first part of its id.
    pub(crate) fn is_of(&self, provider: &str) -> bool {
        self.id.split('.').next() == Some(provider)
    }

    /// The FoundationModelSummary, which FoundationModelDetails equals.
    pub(crate) fn summary(&self, caller: &Caller) -> Value {
        let mut summary = Map::new();
        summary.insert("modelArn".into(), json!(caller.model_arn(&self.id)));
        summary.insert("modelId".into(), json!(self.id));
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                summary.insert(name.to_owned(), value);
            }
        };
        put("modelName", self.name.as_ref().map(|name| json!(name)));
        put("providerName", self.provider.as_ref().map(|name| json!(name)));
        put("inputModalities", self.input_modalities.as_ref().map(|list| json!(list)));
        put("outputModalities", self.output_modalities.as_ref().map(|list| json!(list)));
        put("responseStreamingSupported", self.response_streaming_supported.map(Value::from));
        put("customizationsSupported", self.customizations_supported.as_ref().map(|l| json!(l)));
        put("inferenceTypesSupported", self.inference_types_supported.as_ref().map(|l| json!(l)));
        put("modelLifecycle", self.lifecycle.clone());
        Value::Object(summary)
    }
}

/// ListFoundationModels.
pub(crate) fn list(caller: &Caller, input: &Value) -> Value {
    let filter = |name: &str| input.get(name).and_then(Value::as_str);
    let listed = |list: &Option<Vec<String>>, wanted: Option<&str>| match wanted {
        None => true,
        Some(wanted) => list.as_ref().is_some_and(|list| list.iter().any(|value| value == wanted)),
    };
    let summaries: Vec<Value> = all()
        .iter()
        .filter(|model| {
            filter("byProvider").is_none_or(|wanted| {
                model.provider.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(wanted))
                    || model.is_of(&wanted.to_ascii_lowercase())
            })
        })
        .filter(|model| listed(&model.output_modalities, filter("byOutputModality")))
        .filter(|model| listed(&model.inference_types_supported, filter("byInferenceType")))
        .filter(|model| listed(&model.customizations_supported, filter("byCustomizationType")))
        .map(|model| model.summary(caller))
        .collect();
    json!({ "modelSummaries": summaries })
}

/// GetFoundationModel.
pub(crate) fn get(caller: &Caller, input: &Value) -> Result<Value, ServiceError> {
    let asked = input.get("modelIdentifier").and_then(Value::as_str).unwrap_or_default();
    let model = find_any(asked).ok_or_else(ServiceError::invalid_model)?;
    if model.end_of_life {
        return Err(ServiceError::end_of_life());
    }
    Ok(json!({ "modelDetails": model.summary(caller) }))
}

#[cfg(test)]
#[path = "models/tests.rs"]
mod tests;
