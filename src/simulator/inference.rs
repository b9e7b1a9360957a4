//! What a model refuses of the inference parameters, in its own words, and how a request is served.
//! The limits of the API itself are held by the facts, before this.

use crate::simulator::models::Model;
use crate::simulator::service_error::ServiceError;
use serde_json::Value;

/// The least budget of thinking.
const LEAST_BUDGET: u64 = 1024;

/// Claude's models that think adaptively only and take no temperature, top-p or top-k (user guide,
/// "Adaptive thinking").
const ADAPTIVE_ONLY: &[&str] = &[
    "claude-opus-4-7",
    "claude-opus-4-8",
    "claude-opus-5",
    "claude-sonnet-5",
    "claude-haiku-5",
    "claude-fable-5",
    "claude-mythos",
];
/// Those that take either way of thinking.
const EITHER: &[&str] = &["claude-opus-4-6", "claude-sonnet-4-6"];
/// Those that take temperature or top-p, but not both.
const ONE_OF_BOTH: &[&str] = &["claude-opus-4-1", "-4-5", "-4-6"];

/// The models that are served with optimised latency (user guide, "Optimize model inference for
/// latency"); others are served as usual.
const OPTIMIZED: &[&str] =
    &["nova-pro-v1", "claude-3-5-haiku", "llama3-1-405b-instruct", "llama3-1-70b-instruct"];

/// Those that think before every answer (LiteLLM's table: `thinking_always_on`).
const ALWAYS: &[&str] =
    &["claude-fable-5", "claude-mythos", "claude-opus-5-5", "claude-sonnet-5-5"];

/// How a request is served; unset is not answered.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Served {
    /// `serviceTier.type`.
    pub(crate) tier: Option<String>,
    /// `performanceConfig.latency`.
    pub(crate) latency: Option<String>,
}

/// Whether a model that can reason does so unasked. Claude's and Nova's are to be asked (user guides,
/// "Extended thinking": off by default).
pub(crate) fn reasons_unasked(model: &Model) -> bool {
    is_one_of(model, ALWAYS) || !(model.is_of("anthropic") || model.is_of("amazon"))
}

/// Refuses what the model refuses.
pub(crate) fn check(input: &Value, model: &Model) -> Result<(), ServiceError> {
    if model.is_of("anthropic") { claude(input, model) } else { Ok(()) }
}

/// What the caller says of reasoning, in the words of Anthropic's thinking.
pub(crate) fn asked(input: &Value) -> Option<&str> {
    let word = |pointer: &str| input.pointer(pointer).and_then(Value::as_str);
    let effort = word("/additionalModelRequestFields/reasoning/effort")
        .or_else(|| word("/additionalModelRequestFields/reasoning_effort"));
    word("/additionalModelRequestFields/thinking/type")
        .or_else(|| word("/additionalModelRequestFields/reasoningConfig/type"))
        .or_else(|| effort.map(|effort| if effort == "none" { "disabled" } else { "enabled" }))
}

/// How it is served: the tier and the latency are answered where the caller asked for them.
pub(crate) fn served(input: &Value, model: &Model) -> Served {
    let word = |pointer: &str| input.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let optimised = is_one_of(model, OPTIMIZED);
    Served {
        tier: word("/serviceTier/type"),
        latency: word("/performanceConfig/latency")
            .map(|latency| if optimised { latency } else { "standard".to_owned() }),
    }
}

fn is_one_of(model: &Model, names: &[&str]) -> bool {
    names.iter().any(|name| model.id.contains(name))
}

fn claude(input: &Value, model: &Model) -> Result<(), ServiceError> {
    let number = |pointer: &str| input.pointer(pointer).and_then(Value::as_f64);
    let temperature = number("/inferenceConfig/temperature");
    let top_p = number("/inferenceConfig/topP");
    let top_k = number("/additionalModelRequestFields/top_k");
    let kind = input.pointer("/additionalModelRequestFields/thinking/type").and_then(Value::as_str);
    let adaptive_only = is_one_of(model, ADAPTIVE_ONLY);
    match kind {
        Some("enabled") if adaptive_only => {
            return Err(refused(
                "\"thinking.type.enabled\" is not supported for this model. Use \
             \"thinking.type.adaptive\" and \"output_config.effort\" to control thinking behavior.",
            ));
        }
        Some("enabled") => budget(input)?,
        Some("adaptive") if !adaptive_only && !is_one_of(model, EITHER) => {
            return Err(refused("adaptive thinking is not supported on this model"));
        }
        _ => {}
    }
    if adaptive_only {
        let given = [("temperature", temperature), ("top_p", top_p), ("top_k", top_k)];
        if let Some((name, _)) = given.into_iter().find(|(_, value)| value.is_some()) {
            return Err(refused(&format!("`{name}` is deprecated for this model.")));
        }
    }
    if matches!(kind, Some("enabled" | "adaptive")) {
        if temperature.is_some_and(|temperature| (temperature - 1.0).abs() > f64::EPSILON) {
            return Err(refused("`temperature` may only be set to 1 when thinking is enabled."));
        }
        if top_p.is_some_and(|top_p| top_p < 0.95) {
            return Err(refused(
                "`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled.",
            ));
        }
        if top_k.is_some() {
            return Err(refused("`top_k` must be unset when thinking is enabled."));
        }
    }
    if temperature.is_some() && top_p.is_some() && is_one_of(model, ONE_OF_BOTH) {
        return Err(refused(
            "`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
        ));
    }
    Ok(())
}

fn budget(input: &Value) -> Result<(), ServiceError> {
    let budget = input.pointer("/additionalModelRequestFields/thinking/budget_tokens");
    let Some(budget) = budget.and_then(Value::as_u64) else {
        return Err(refused("thinking.enabled.budget_tokens: Field required"));
    };
    if budget < LEAST_BUDGET {
        return Err(refused(
            "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
        ));
    }
    let limit = input.pointer("/inferenceConfig/maxTokens").and_then(Value::as_u64);
    if limit.is_some_and(|limit| limit <= budget) {
        return Err(refused("`max_tokens` must be greater than `thinking.budget_tokens`."));
    }
    Ok(())
}

/// As the service hands on what a model answers to a bad request.
fn refused(what: &str) -> ServiceError {
    ServiceError::validation(format!("The model returned the following errors: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::models;
    use serde_json::json;

    const SONNET: &str = "anthropic.claude-sonnet-4-5-20250929-v1:0";

    fn said(model: &str, input: &Value) -> String {
        match check(input, models::find(model).unwrap()) {
            Ok(()) => String::new(),
            Err(error) => {
                let prefix = "The model returned the following errors: ";
                error.message.strip_prefix(prefix).unwrap().to_owned()
            }
        }
    }

    fn thinking(budget: u64, config: &Value) -> Value {
        json!({
            "inferenceConfig": config,
            "additionalModelRequestFields": {
                "thinking": {"type": "enabled", "budget_tokens": budget}
            },
        })
    }

    #[test]
    fn a_budget_has_its_bounds() {
        assert_eq!(said(SONNET, &thinking(1024, &json!({"maxTokens": 1025}))), "");
        assert!(
            said(SONNET, &thinking(1023, &json!({}))).contains("greater than or equal to 1024")
        );
        let low = said(SONNET, &thinking(2000, &json!({"maxTokens": 2000})));
        assert!(low.starts_with("`max_tokens` must be greater than"), "{low}");
        let none = json!({"additionalModelRequestFields": {"thinking": {"type": "enabled"}}});
        assert!(said(SONNET, &none).ends_with("Field required"));
    }

    #[test]
    fn thinking_forbids_what_it_forbids() {
        let cold = said(SONNET, &thinking(2000, &json!({"temperature": 0.5})));
        assert!(cold.starts_with("`temperature` may only be set to 1"), "{cold}");
        assert_eq!(said(SONNET, &thinking(2000, &json!({"temperature": 1}))), "");
        assert!(
            said(SONNET, &thinking(2000, &json!({"topP": 0.5}))).starts_with("`top_p` must be")
        );
        let mut input = thinking(2000, &json!({}));
        input["additionalModelRequestFields"]["top_k"] = json!(5);
        assert!(said(SONNET, &input).starts_with("`top_k` must be unset"));
        let both = json!({"inferenceConfig": {"temperature": 0.5, "topP": 0.5}});
        assert!(said(SONNET, &both).contains("cannot both be specified"));
        assert_eq!(said("anthropic.claude-3-haiku-20240307-v1:0", &both), "");
        let adaptive = json!({"additionalModelRequestFields": {"thinking": {"type": "adaptive"}}});
        assert!(said(SONNET, &adaptive).starts_with("adaptive thinking is not supported"));
    }

    #[test]
    fn every_familys_word_for_no_reasoning_is_heard() {
        for (fields, expected) in [
            (json!({"thinking": {"type": "disabled"}}), Some("disabled")),
            (json!({"reasoningConfig": {"type": "disabled"}}), Some("disabled")),
            (json!({"reasoning": {"effort": "none"}}), Some("disabled")),
            (json!({"reasoning_effort": "low"}), Some("enabled")),
            (json!({}), None),
        ] {
            let input = json!({"additionalModelRequestFields": fields});
            assert_eq!(asked(&input), expected, "{input}");
        }
    }

    #[test]
    fn tier_and_latency_are_answered_where_they_are_asked_for() {
        let input = json!({
            "serviceTier": {"type": "flex"},
            "performanceConfig": {"latency": "optimized"},
        });
        let of = |model: &str| served(&input, models::find(model).unwrap());
        let nova = of("amazon.nova-pro-v1:0");
        assert_eq!(
            (nova.tier.as_deref(), nova.latency.as_deref()),
            (Some("flex"), Some("optimized"))
        );
        assert_eq!(of(SONNET).latency.as_deref(), Some("standard"));
        let model = models::find(SONNET).unwrap();
        assert_eq!(served(&json!({}), model), Served::default());
    }
}
