//! Values in, parameters out, and what is said of each on the way.

use std::sync::Arc;

use serde_json::json;

use super::*;
use crate::api::lookup;
use crate::api::plane::Plane;
use crate::app::effect::Now;
use crate::app::parts::desk::Settings;
use crate::domain::id::Mint;
use crate::domain::price::Table;

const SONNET: &str = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

fn desk() -> Desk {
    let mut desk = Desk::new(Settings::default(), Mint::new(0, 0), Now::default());
    desk.prices = Some(Arc::new(Table::embedded()));
    desk
}

fn sheet(model: &str, parameters: &Parameters) -> Sheet {
    Sheet::new(&desk(), model, "", parameters)
}

fn note(sheet: &Sheet, field: Field) -> String {
    match &sheet.form.field(field.name()).unwrap().note {
        None => String::new(),
        Some(Note::Info(text)) => format!("info: {text}"),
        Some(Note::Warning(text)) => format!("warning: {text}"),
        Some(Note::Error(text)) => format!("error: {text}"),
    }
}

fn everything() -> Parameters {
    Parameters {
        max_tokens: Some(9000),
        temperature: Some(0.7),
        top_p: Some(0.95),
        top_k: Some(40),
        stop_sequences: vec!["END".into(), "a, b".into(), "\n".into()],
        reasoning: Some(Reasoning::Budget(4096)),
        additional_fields: Some(json!({"seed": 7})),
        response_fields: vec!["/stop_sequence".into()],
        metadata: [("team".into(), "search".into())].into(),
        latency: Some(Latency::Standard),
        tier: Some(Tier::Flex),
    }
}

#[test]
fn parameters_come_back_as_they_went_in() {
    for parameters in [everything(), Parameters::default()] {
        let sheet = sheet("mystery.unpriced-v9", &parameters);
        assert_eq!(sheet.parameters(), Some(parameters));
        assert!(!sheet.is_changed());
    }
}

#[test]
fn what_the_model_refuses_is_said_at_its_row_and_does_not_hinder() {
    let sheet = sheet(SONNET, &everything());
    let refused = "warning: not sent: this model refuses it while it reasons";
    for field in [Field::Temperature, Field::TopP, Field::TopK] {
        assert_eq!(note(&sheet, field), refused, "{}", field.name());
    }
    let price = "info: no price of this tier is known: the cost will be ?";
    assert_eq!(note(&sheet, Field::Tier), price);
    assert_eq!(sheet.parameters(), Some(everything()));
}

#[test]
fn a_slip_is_said_at_its_row_and_must_be_mended() {
    let mut sheet = sheet(SONNET, &everything());
    for (field, value, said) in [
        (
            Field::MaxTokens,
            "0",
            "error: is 0: a whole number from 1; this model answers with at most 64000",
        ),
        (
            Field::MaxTokens,
            "many",
            "error: is many: a whole number from 1; this model answers with at most 64000",
        ),
        (
            Field::MaxTokens,
            "70000",
            "warning: 70000 may be refused: this model answers with at most 64000",
        ),
        (Field::Reasoning, "512", "error: cannot be sent: its budget must be 1024 tokens or more"),
        (
            Field::Reasoning,
            "9000",
            "error: cannot be sent: its budget must be less than max_tokens, which is 9000",
        ),
        (
            Field::Reasoning,
            "high",
            "warning: not sent: this model takes off, a budget of 1024 tokens or more",
        ),
        (Field::AdditionalFields, "[1]", "error: is JSON, but no object such as {\"seed\": 7}"),
        (Field::ResponseFields, "stop", "error: hold 'stop', which is no JSON pointer such as /id"),
        (Field::Metadata, "team", "error: has 'team' without a value: write team=VALUE"),
        (Field::Metadata, "a=;", "error: 'a' holds ';', which is not allowed"),
        (Field::StopSequences, "\"a", "error: has quotes that are not closed"),
        (Field::Tier, "fast", "error: is 'fast': default, priority, flex or reserved"),
    ] {
        let before = sheet.form.value(field.name());
        sheet.form.set(field.name(), value);
        sheet.judge(&desk());
        assert_eq!(note(&sheet, field), said, "{value}");
        assert_eq!(sheet.parameters().is_none(), said.starts_with("error"), "{value}");
        assert!(sheet.is_changed());
        sheet.form.set(field.name(), &before);
        sheet.judge(&desk());
    }
}

#[test]
fn the_forms_of_reasoning_of_the_model_are_stepped_through() {
    let words = |model: &str| {
        let sheet = sheet(model, &Parameters::default());
        let field = sheet.form.field(Field::Reasoning.name()).unwrap();
        (field.rule.clone(), field.kind.clone())
    };
    let kind = |words: &[&str]| {
        crate::app::parts::form::Kind::Choice(words.iter().map(|word| (*word).into()).collect())
    };
    assert_eq!(words("amazon.nova-2-lite-v1:0").1, kind(&["off", "low", "medium", "high"]));
    assert_eq!(words(SONNET).1, kind(&["off", "1024"]));
    assert_eq!(words("amazon.nova-pro-v1:0").0, "this model does not reason");
    assert_eq!(words("zai.glm-4.7").0, "not known for this model: use the additional fields");
}

#[test]
fn the_limits_are_the_apis_own() {
    let service = lookup::service(Plane::Runtime);
    let most = |shape: &str| service.shape(shape).unwrap().limits.max.unwrap() as usize;
    let least = |shape: &str| service.shape(shape).unwrap().limits.min.unwrap() as i64;
    assert_eq!(most("InferenceConfigurationStopSequencesList"), limits::STOP_SEQUENCES);
    let paths = "ConverseStreamRequestAdditionalModelResponseFieldPathsList";
    assert_eq!(most(paths), limits::RESPONSE_FIELDS);
    assert_eq!(most(&format!("{paths}MemberString")), limits::RESPONSE_FIELD);
    assert_eq!(most("RequestMetadata"), limits::METADATA);
    assert_eq!(most("RequestMetadataKeyString"), limits::METADATA_TEXT);
    assert_eq!(most("RequestMetadataValueString"), limits::METADATA_TEXT);
    assert_eq!(least("InferenceConfigurationMaxTokensInteger"), 1);
    assert_eq!(most("InferenceConfigurationTemperatureFloat"), 1);
    assert_eq!(most("InferenceConfigurationTopPFloat"), 1);
    let words = |shape: &str| service.shape(shape).unwrap().limits.values.clone();
    let mut tiers: Vec<String> = Tier::ALL.iter().map(|tier| tier.word().to_owned()).collect();
    let mut known = words("ServiceTierType");
    tiers.sort();
    known.sort();
    assert_eq!(tiers, known);
    let latencies: Vec<&str> = Latency::ALL.iter().map(|latency| latency.word()).collect();
    assert_eq!(words("PerformanceConfigLatency"), latencies);
    // Letter by letter, what the API's pattern allows.
    let shape = service.shape("RequestMetadataValueString").unwrap();
    let pattern = shape.limits.pattern.as_ref().unwrap();
    for letter in (0_u8..=127).map(char::from).chain(['é', '字', '\u{a0}']) {
        let parameters = Parameters {
            metadata: [("a".to_owned(), letter.to_string())].into(),
            ..Parameters::default()
        };
        let ours = limits::faults(&parameters).is_empty();
        // The service's blanks are those of ASCII; this engine's are all of Unicode's.
        let theirs = letter.is_ascii() && pattern.matches(&letter.to_string());
        assert_eq!(ours, theirs, "{letter:?}");
    }
}
