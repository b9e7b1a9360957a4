//! Access to foundation models: the use-case form, the offers of an agreement, the agreement itself,
//! and whether a model is available here. Three models of the list begin without access.

use crate::simulator::models::{self, Model};
use crate::simulator::resource::call::{Call, Handler};
use crate::simulator::resource::stock::Stock;
use crate::simulator::service_error::ServiceError;
use aws_smithy_types::base64;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Providers whose models need no agreement.
const FREE: &[&str] = &["amazon", "deepseek", "google", "nvidia"];
/// The provider that asks for the use-case form.
const FORM: &str = "anthropic";
/// Models that begin without an agreement, with what it will cost for 1,000 tokens in and out
/// (price table of the program, per 1,000,000: 0.60 and 6.00, 2.50 and 10.00, 10.00 and 50.00).
const CLOSED: &[(&str, &str, &str)] = &[
    ("writer.palmyra-x5-v1:0", "0.0006", "0.006"),
    (ERRONEOUS, "0.0025", "0.01"),
    ("anthropic.claude-fable-5", "0.01", "0.05"),
];
/// The model whose agreement ends in an error.
const ERRONEOUS: &str = "writer.palmyra-x4-v1:0";
/// Providers whose models are offered in every Region; the others are in the US alone.
const EVERYWHERE: &[&str] = &["amazon", "anthropic", "cohere", "meta", "mistral"];

/// The provider whose models the account is not authorized for.
const UNAUTHORIZED: &str = "xai";

const PAYMENT: &str = "The agreement could not be made: the account has no valid payment instrument \
    for AWS Marketplace. Add one and request access again.";

/// What the account has agreed to.
#[derive(Debug, Default)]
pub(crate) struct Access {
    /// The form, as base64.
    form: Option<String>,
    /// By model: when its agreement is made, in milliseconds since the epoch; none when it was
    /// withdrawn.
    agreed: BTreeMap<String, Option<i64>>,
}

/// How far an agreement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Agreement {
    /// It was made.
    Made,
    /// It is being made.
    Pending,
    /// There is none.
    Missing,
    /// It could not be made.
    Erroneous,
}

/// The operations.
pub(crate) const OPERATIONS: &[(&str, Handler)] = &[
    ("GetFoundationModelAvailability", availability),
    ("ListFoundationModelAgreementOffers", offers),
    ("CreateFoundationModelAgreement", agree),
    ("DeleteFoundationModelAgreement", withdraw),
    ("GetUseCaseForModelAccess", form),
    ("PutUseCaseForModelAccess", put_form),
];

impl Access {
    /// How far the agreement for a model is.
    pub(crate) fn agreement(&self, model: &Model, now: i64) -> Agreement {
        match self.agreed.get(&model.id) {
            Some(Some(at)) if now < *at => Agreement::Pending,
            Some(Some(_)) if model.id == ERRONEOUS => Agreement::Erroneous,
            Some(None) => Agreement::Missing,
            None if CLOSED.iter().any(|row| row.0 == model.id) => Agreement::Missing,
            Some(Some(_)) | None => Agreement::Made,
        }
    }

    /// Whether the form must be sent before a model can be used.
    pub(crate) fn form_is_missing(&self, model: &Model) -> bool {
        let closed = CLOSED.iter().any(|row| row.0 == model.id);
        closed && model.is_of(FORM) && self.form.is_none()
    }
}

/// What keeps the account from invoking a model.
pub(crate) fn refusal(stock: &Stock, model: &Model) -> Option<ServiceError> {
    if model.is_of(UNAUTHORIZED) {
        return Some(ServiceError::no_access());
    }
    if stock.access.form_is_missing(model) {
        return Some(ServiceError::no_use_case());
    }
    match stock.access.agreement(model, stock.clock.now()) {
        Agreement::Made => None,
        _ => Some(ServiceError::no_agreement()),
    }
}

/// The foundation model of the input.
fn model(call: &Call<'_>) -> Result<&'static Model, ServiceError> {
    let id = call.text("modelId");
    models::find_any(id).ok_or_else(|| {
        ServiceError::not_found(format!("The foundation model {id} could not be found."))
    })
}

fn availability(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let model = model(call)?;
    let agreement = call.stock.access.agreement(model, call.now);
    let status = match agreement {
        Agreement::Made => "AVAILABLE",
        Agreement::Pending => "PENDING",
        Agreement::Missing => "NOT_AVAILABLE",
        Agreement::Erroneous => "ERROR",
    };
    let mut told = json!({ "status": status });
    if agreement == Agreement::Erroneous {
        told["errorMessage"] = json!(PAYMENT);
    }
    let here = !model.end_of_life
        && (call.caller.region.starts_with("us-")
            || EVERYWHERE.iter().any(|provider| model.is_of(provider)));
    let authorized = !model.is_of(UNAUTHORIZED);
    let entitled =
        authorized && agreement == Agreement::Made && !call.stock.access.form_is_missing(model);
    let word = |yes: bool| if yes { "AVAILABLE" } else { "NOT_AVAILABLE" };
    Ok(json!({
        "modelId": model.id,
        "agreementAvailability": told,
        "authorizationStatus": if authorized { "AUTHORIZED" } else { "NOT_AUTHORIZED" },
        "entitlementAvailability": word(entitled),
        "regionAvailability": word(here),
    }))
}

fn needs_agreement(model: &Model) -> bool {
    !FREE.iter().any(|provider| model.is_of(provider))
}

/// The token that an offer of a model carries.
fn token(model: &Model) -> String {
    base64::encode(format!("offer/{}", model.id))
}

fn offers(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let model = model(call)?;
    if !needs_agreement(model) {
        return Ok(json!({"modelId": model.id, "offers": []}));
    }
    let rate = |dimension: &str, price: &str, unit: &str| {
        json!({
            "dimension": dimension,
            "price": price,
            "description": format!("US dollars for 1,000 {unit}"),
            "unit": "1K tokens",
        })
    };
    let prices = CLOSED.iter().find(|row| row.0 == model.id);
    let rates: Vec<Value> = prices.map_or_else(Vec::new, |(_, input, output)| {
        vec![
            rate("InputTokenCount", input, "input tokens"),
            rate("OutputTokenCount", output, "output tokens"),
        ]
    });
    Ok(json!({
        "modelId": model.id,
        "offers": [{
            "offerId": format!("offer-{}", model.id.split(['.', ':']).nth(1).unwrap_or_default()),
            "offerToken": token(model),
            "termDetails": {
                "usageBasedPricingTerm": {"rateCard": rates},
                "legalTerm": {"url": format!("https://aws.amazon.com/legal/bedrock/third-party-models/#{}", model.id)},
                "supportTerm": {"refundPolicyDescription": "Usage that was charged is not refunded."},
                "validityTerm": {"agreementDuration": "P1Y"},
            },
        }],
    }))
}

fn agree(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let model = model(call)?;
    if !needs_agreement(model) {
        return Err(ServiceError::validation(format!(
            "The model {} needs no agreement.",
            model.id
        )));
    }
    if call.text("offerToken") != token(model) {
        return Err(ServiceError::validation(
            "The offer token is not one of this model. List its offers and use theirs.",
        ));
    }
    if call.stock.access.form_is_missing(model) {
        return Err(ServiceError::validation(
            "The use case for model access was not submitted. Submit it, then request access.",
        ));
    }
    match call.stock.access.agreement(model, call.now) {
        Agreement::Made | Agreement::Pending => {
            Err(call.conflict(format!("There is an agreement for the model {} already.", model.id)))
        }
        Agreement::Missing | Agreement::Erroneous => {
            let at = call.after(1);
            call.stock.access.agreed.insert(model.id.clone(), Some(at));
            Ok(json!({ "modelId": model.id }))
        }
    }
}

fn withdraw(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let model = model(call)?;
    if !needs_agreement(model) {
        return Err(ServiceError::validation(format!(
            "The model {} needs no agreement.",
            model.id
        )));
    }
    match call.stock.access.agreement(model, call.now) {
        Agreement::Pending => Err(call.conflict(format!(
            "The agreement for the model {} is being made. Try again when it is.",
            model.id
        ))),
        Agreement::Missing => Err(ServiceError::not_found(format!(
            "There is no agreement for the model {}.",
            model.id
        ))),
        Agreement::Made | Agreement::Erroneous => {
            call.stock.access.agreed.insert(model.id.clone(), None);
            Ok(json!({}))
        }
    }
}

fn form(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    match &call.stock.access.form {
        Some(form) => Ok(json!({ "formData": form })),
        None => Err(ServiceError::not_found("No use case for model access was submitted.")),
    }
}

fn put_form(call: &mut Call<'_>) -> Result<Value, ServiceError> {
    let data = call.text("formData").to_owned();
    let read = || serde_json::from_slice::<Value>(&base64::decode(&data).ok()?).ok();
    let form = read().ok_or_else(|| ServiceError::validation("formData must be JSON."))?;
    let empty = |name: &&&str| form[**name].as_str().is_none_or(str::is_empty);
    if let Some(name) = ["companyName", "useCases"].iter().find(|name| empty(name)) {
        return Err(ServiceError::validation(format!("formData needs the member {name}.")));
    }
    call.stock.access.form = Some(data);
    Ok(json!({}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::resource::trial::Trial;

    const OPEN: &str = "us-east-1";
    const X5: &str = "writer.palmyra-x5-v1:0";
    const FABLE: &str = "anthropic.claude-fable-5";

    fn id(model: &str) -> Value {
        json!({ "modelId": model })
    }

    fn offer(trial: &mut Trial, model: &str) -> Value {
        let offers = trial.ok("ListFoundationModelAgreementOffers", id(model));
        json!({"modelId": model, "offerToken": offers["offers"][0]["offerToken"]})
    }

    fn status(trial: &mut Trial, model: &str) -> (String, String) {
        let got = trial.ok("GetFoundationModelAvailability", id(model));
        let text = |pointer: &str| got.pointer(pointer).unwrap().as_str().unwrap().to_owned();
        (text("/agreementAvailability/status"), text("/entitlementAvailability"))
    }

    fn both(agreement: &str, entitlement: &str) -> (String, String) {
        (agreement.to_owned(), entitlement.to_owned())
    }

    #[test]
    fn an_agreement_is_made_and_withdrawn() {
        let mut trial = Trial::new();
        let model = models::find(X5).unwrap();
        assert_eq!(status(&mut trial, X5), both("NOT_AVAILABLE", "NOT_AVAILABLE"));
        assert_eq!(refusal(&trial.stock, model).unwrap().name, "AccessDeniedException");
        assert_eq!(
            trial.err("DeleteFoundationModelAgreement", id(X5)),
            "ResourceNotFoundException"
        );
        let wrong = json!({"modelId": X5, "offerToken": "mine"});
        assert_eq!(trial.err("CreateFoundationModelAgreement", wrong), "ValidationException");
        let offer = offer(&mut trial, X5);
        trial.ok("CreateFoundationModelAgreement", offer.clone());
        assert_eq!(status(&mut trial, X5), both("PENDING", "NOT_AVAILABLE"));
        assert_eq!(trial.err("CreateFoundationModelAgreement", offer), "ConflictException");
        assert_eq!(trial.err("DeleteFoundationModelAgreement", id(X5)), "ConflictException");
        trial.wait(1);
        assert_eq!(status(&mut trial, X5), both("AVAILABLE", "AVAILABLE"));
        assert_eq!(refusal(&trial.stock, model), None);
        trial.ok("DeleteFoundationModelAgreement", id(X5));
        assert_eq!(status(&mut trial, X5), both("NOT_AVAILABLE", "NOT_AVAILABLE"));
    }

    #[test]
    fn a_form_comes_first_where_it_is_asked_for() {
        let mut trial = Trial::new();
        let model = models::find(FABLE).unwrap();
        assert_eq!(refusal(&trial.stock, model).unwrap().name, "ResourceNotFoundException");
        assert_eq!(trial.err("GetUseCaseForModelAccess", json!({})), "ResourceNotFoundException");
        let offer = offer(&mut trial, FABLE);
        assert_eq!(
            trial.err("CreateFoundationModelAgreement", offer.clone()),
            "ValidationException"
        );
        let data = |form: &str| json!({"formData": base64::encode(form)});
        for wrong in ["no JSON at all", r#"{"companyName": "A"}"#] {
            assert_eq!(trial.err("PutUseCaseForModelAccess", data(wrong)), "ValidationException");
        }
        let form = data(r#"{"companyName": "A", "useCases": "Chat"}"#);
        trial.ok("PutUseCaseForModelAccess", form.clone());
        assert_eq!(trial.ok("GetUseCaseForModelAccess", json!({})), form);
        trial.ok("CreateFoundationModelAgreement", offer);
        trial.wait(1);
        assert_eq!(refusal(&trial.stock, model), None);
    }

    #[test]
    fn an_agreement_may_end_in_an_error() {
        let mut trial = Trial::new();
        let offer = offer(&mut trial, ERRONEOUS);
        trial.ok("CreateFoundationModelAgreement", offer.clone());
        trial.wait(1);
        let got = trial.ok("GetFoundationModelAvailability", id(ERRONEOUS));
        assert_eq!(got["agreementAvailability"]["status"], "ERROR");
        assert_eq!(got["agreementAvailability"]["errorMessage"], PAYMENT);
        trial.ok("CreateFoundationModelAgreement", offer);
    }

    #[test]
    fn availability_depends_on_the_region() {
        let mut trial = Trial::new();
        assert_eq!(trial.region, OPEN);
        let here = |trial: &mut Trial, model: &str| {
            trial.ok("GetFoundationModelAvailability", id(model))["regionAvailability"].clone()
        };
        assert_eq!(here(&mut trial, X5), "AVAILABLE");
        trial.region = "eu-west-1".to_owned();
        assert_eq!(here(&mut trial, X5), "NOT_AVAILABLE");
        assert_eq!(here(&mut trial, "amazon.nova-pro-v1:0"), "AVAILABLE");
        let grok = trial.ok("GetFoundationModelAvailability", id("xai.grok-4.6"));
        assert_eq!(grok["authorizationStatus"], "NOT_AUTHORIZED");
        let grok = refusal(&trial.stock, models::find("xai.grok-4.6").unwrap());
        assert_eq!(grok.unwrap().name, "AccessDeniedException");
        let free = trial.ok("ListFoundationModelAgreementOffers", id("amazon.nova-pro-v1:0"));
        assert_eq!(free["offers"], json!([]));
        for name in [
            "GetFoundationModelAvailability",
            "ListFoundationModelAgreementOffers",
            "DeleteFoundationModelAgreement",
        ] {
            assert_eq!(trial.err(name, id("no.body")), "ResourceNotFoundException");
        }
    }
}
