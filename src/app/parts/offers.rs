//! Values a field of a request can take that are known already: models, profiles, what the account
//! holds, what was seen before. Not here: the list they are chosen from (overlay).

use serde_json::Value;

use crate::api::service::Service;
use crate::api::shape::Shape;
use crate::api::validation;
use crate::app::parts::desk::Desk;
use crate::domain::catalog::{Entry, EntryKind};
use crate::domain::kinds::{CUSTOM_MODEL, GUARDRAIL};
use crate::domain::resource::{Kind, text};
use crate::domain::seen::Sort;

/// Where the values of a field come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Names seen before.
    Seen(Sort),
    /// Foundation models that can be customized.
    Base,
    /// What throughput can be bought for: foundation models and custom models.
    Provisionable,
    /// Custom models.
    Custom,
    /// Anything that can be invoked, by its id.
    Invocable,
    /// Foundation models and profiles, by their ARNs.
    Routable,
    /// Guardrails.
    Guardrails,
}

/// A value that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The value.
    pub value: String,
    /// What it is.
    pub about: String,
}

impl Source {
    /// The source of the values of a shape, where there is one.
    pub fn of(shape: &Shape) -> Option<Self> {
        Some(match shape.name.as_str() {
            "RoleArn" => Self::Seen(Sort::Role),
            "KmsKeyId" | "KmsKeyArn" => Self::Seen(Sort::Key),
            "S3Uri" | "kBS3Uri" => Self::Seen(Sort::Data),
            "SubnetId" => Self::Seen(Sort::Subnet),
            "SecurityGroupId" => Self::Seen(Sort::Group),
            "LambdaArn" => Self::Seen(Sort::Function),
            "BaseModelIdentifier" => Self::Base,
            "ModelIdentifier" => Self::Provisionable,
            "CustomModelArn" | "ModelArn" => Self::Custom,
            "ModelId"
            | "TeacherModelIdentifier"
            | "EvaluatorModelIdentifier"
            | "EvaluationBedrockModelIdentifier" => Self::Invocable,
            "InferenceProfileModelSourceArn"
            | "PromptRouterTargetModelArn"
            | "BedrockModelArn"
            | "BedrockRerankingModelArn" => Self::Routable,
            "GuardrailIdentifier" | "GuardrailConfigurationGuardrailIdString" => Self::Guardrails,
            _ => return None,
        })
    }

    /// What is offered, above the list.
    pub fn title(self) -> &'static str {
        match self {
            Self::Seen(Sort::Role) => "Roles seen before",
            Self::Seen(Sort::Key) => "KMS keys seen before",
            Self::Seen(Sort::Data) => "S3 URIs seen before",
            Self::Seen(Sort::Subnet) => "Subnets seen before",
            Self::Seen(Sort::Group) => "Security groups seen before",
            Self::Seen(Sort::Function) => "Lambda functions seen before",
            Self::Seen(Sort::Custom) | Self::Custom => "Custom models",
            Self::Seen(Sort::Guardrail) | Self::Guardrails => "Guardrails",
            Self::Base => "Models that can be customized",
            Self::Provisionable => "Models throughput can be bought for",
            Self::Invocable => "Models and inference profiles",
            Self::Routable => "Models and inference profiles, by ARN",
        }
    }

    /// The kind that is listed for it, where the account knows more than was read already.
    pub fn lists(self) -> Option<&'static Kind> {
        match self {
            Self::Custom | Self::Provisionable | Self::Base => Some(&CUSTOM_MODEL),
            Self::Guardrails => Some(&GUARDRAIL),
            Self::Seen(_) | Self::Invocable | Self::Routable => None,
        }
    }

    /// What is offered of what was read already; `customization` is the type that was chosen.
    pub fn known(self, desk: &Desk, customization: &str) -> Vec<Offer> {
        let entries = desk.catalog.value().map(|catalog| catalog.entries.as_slice());
        let entries = entries.unwrap_or_default().iter();
        let models = |wanted: fn(&Entry, &str) -> bool, by_arn: bool| -> Vec<Offer> {
            entries
                .filter(|entry| wanted(entry, customization))
                .map(|entry| Offer {
                    value: if by_arn { entry.arn.clone() } else { entry.id.clone() },
                    about: about(entry),
                })
                .filter(|offer| !offer.value.is_empty())
                .collect()
        };
        match self {
            Self::Seen(sort) => {
                let seen = desk.seen.of(sort);
                seen.map(|name| Offer { value: name.to_owned(), about: String::new() }).collect()
            }
            Self::Base => models(customizes, false),
            Self::Provisionable => models(provisions, false),
            Self::Invocable => models(|_, _| true, false),
            Self::Routable => models(|_, _| true, true),
            Self::Custom | Self::Guardrails => Vec::new(),
        }
    }

    /// What is offered of the rows of a list of its kind.
    pub fn listed(self, rows: &[Value]) -> Vec<Offer> {
        let Some(kind) = self.lists() else { return Vec::new() };
        let mut offers: Vec<Offer> = Vec::new();
        for row in rows {
            let value = match self {
                // A guardrail is named by its id, which every field takes.
                Self::Guardrails => text(row, "id"),
                _ => kind.id_of(row),
            };
            if !value.is_empty() && offers.iter().all(|offer| offer.value != value) {
                let about = format!("{} {}", kind.name_of(row), kind.status_of(row));
                offers.push(Offer { value: value.to_owned(), about: about.trim().to_owned() });
            }
        }
        offers
    }
}

/// Only what the field would take.
pub fn fitting(service: &Service, shape: &Shape, offers: Vec<Offer>) -> Vec<Offer> {
    let fits = |offer: &Offer| {
        validation::validate(service, shape, &Value::String(offer.value.clone())).is_empty()
    };
    offers.into_iter().filter(fits).collect()
}

fn about(entry: &Entry) -> String {
    let kind = match entry.kind {
        EntryKind::Foundation => entry.customizations.join(", "),
        kind => kind.word().to_owned(),
    };
    if kind.is_empty() { entry.name.clone() } else { format!("{} · {kind}", entry.name) }
}

/// Whether a model can be customized in this way; in any way where none was chosen.
fn customizes(entry: &Entry, customization: &str) -> bool {
    let ways = &entry.customizations;
    entry.kind == EntryKind::Foundation
        && !ways.is_empty()
        && (customization.is_empty() || ways.iter().any(|way| way == customization))
}

fn provisions(entry: &Entry, _: &str) -> bool {
    entry.kind == EntryKind::Foundation
        && entry.inference_types.iter().any(|way| way == "PROVISIONED")
}
