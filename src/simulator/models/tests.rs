//! The list of models as a whole: its size, its sources, and that the API's own limits hold for it.

use super::*;
use crate::api::constraint::{Constraint, Fault};
use crate::api::plane::Plane;
use crate::api::{lookup, validation};
use std::collections::BTreeSet;

fn caller() -> Caller {
    Caller { region: "us-east-1".to_owned() }
}

fn file() -> Value {
    serde_json::from_str(include_str!("../../../assets/simulator/models.json")).unwrap()
}

#[test]
fn there_are_sixty_models_and_more() {
    let ids: BTreeSet<&str> = all().iter().map(|model| model.id.as_str()).collect();
    assert!(ids.len() >= 60, "{}", ids.len());
    assert_eq!(ids.len(), all().len(), "no id twice");
}

#[test]
fn every_field_has_its_source_beside_it() {
    let file = file();
    let declared: BTreeSet<&String> = file["sources"].as_object().unwrap().keys().collect();
    for model in file["models"].as_array().unwrap() {
        let model = model.as_object().unwrap();
        let sources = model["sources"].as_object().unwrap();
        let fields: BTreeSet<&String> = model.keys().filter(|key| *key != "sources").collect();
        let sourced: BTreeSet<&String> = sources.keys().collect();
        assert_eq!(fields, sourced, "{}", model["modelId"]);
        for source in sources.values() {
            assert!(declared.contains(&source.as_str().unwrap().to_owned()), "{source}");
        }
    }
}

#[test]
fn every_summary_is_one_by_the_api() {
    let service = lookup::service(Plane::Control);
    let shape = service.shape("FoundationModelSummary").unwrap();
    for model in all() {
        let summary = model.summary(&caller());
        // The service itself answers beyond its lengths and enums (names of more than 20 letters,
        // INFERENCE_PROFILE, VIDEO); what is set and of which type holds.
        let faults: Vec<Fault> = validation::validate(service, shape, &summary)
            .into_iter()
            .filter(|fault| {
                matches!(fault.constraint, Constraint::Required | Constraint::Type { .. })
            })
            .collect();
        assert_eq!(faults, [], "{}", model.id);
    }
}

#[test]
fn filters_narrow_the_list() {
    let listed = |input: Value| -> Vec<String> {
        let answer = list(&caller(), &input);
        let ids = answer["modelSummaries"].as_array().unwrap().iter();
        ids.map(|summary| summary["modelId"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(listed(json!({})).len(), all().len());
    let anthropic = listed(json!({"byProvider": "anthropic"}));
    assert!(!anthropic.is_empty() && anthropic.iter().all(|id| id.starts_with("anthropic.")));
    let embeddings = listed(json!({"byOutputModality": "EMBEDDING"}));
    assert!(embeddings.contains(&"amazon.titan-embed-text-v2:0".to_owned()));
    assert!(!embeddings.contains(&"amazon.nova-pro-v1:0".to_owned()));
    let demand = listed(json!({"byInferenceType": "ON_DEMAND"}));
    assert!(demand.contains(&"amazon.nova-pro-v1:0".to_owned()));
    assert!(!demand.contains(&"anthropic.claude-opus-5".to_owned()));
    let tuned = listed(json!({"byCustomizationType": "FINE_TUNING"}));
    assert!(tuned.contains(&"amazon.nova-canvas-v1:0".to_owned()));
    assert_eq!(listed(json!({"byProvider": "nobody"})), Vec::<String>::new());
}

#[test]
fn what_can_chat_is_known() {
    for id in ["amazon.nova-pro-v1:0", "anthropic.claude-opus-5", "ai21.j2-jumbo-instruct"] {
        assert!(find(id).unwrap().chats(), "{id}");
    }
    for id in ["amazon.titan-embed-text-v2:0", "amazon.nova-canvas-v1:0", "cohere.rerank-v3-5:0"] {
        assert!(!find(id).unwrap().chats(), "{id}");
    }
}

/// The chat, embedding and image models that Amazon's and others' documents of these years name.
#[test]
fn the_models_of_the_documents_are_there() {
    let named = "amazon.nova-canvas-v1:0 amazon.titan-embed-text-v1 amazon.titan-embed-text-v2:0 \
        amazon.titan-text-express-v1 amazon.titan-text-premier-v1:0 amazon.titan-tg1-large \
        anthropic.claude-3-5-haiku-20241022-v1:0 anthropic.claude-3-5-sonnet-20240620-v1:0 \
        anthropic.claude-3-5-sonnet-20241022-v2:0 anthropic.claude-3-7-sonnet-20250219-v1:0 \
        anthropic.claude-3-haiku-20240307-v1:0 anthropic.claude-3-opus-20240229-v1:0 \
        anthropic.claude-3-sonnet-20240229-v1:0 anthropic.claude-v2:1 cohere.command-r-plus-v1:0 \
        cohere.command-r-v1:0 meta.llama2-13b-chat-v1 meta.llama2-70b-chat-v1 \
        meta.llama3-1-405b-instruct-v1:0 meta.llama3-1-70b-instruct-v1:0 meta.llama3-1-8b-instruct-v1:0 \
        meta.llama3-2-11b-instruct-v1:0 meta.llama3-2-1b-instruct-v1:0 meta.llama3-2-3b-instruct-v1:0 \
        meta.llama3-2-90b-instruct-v1:0 meta.llama3-70b-instruct-v1:0 meta.llama3-8b-instruct-v1:0 \
        mistral.mistral-7b-instruct-v0:2 mistral.mistral-large-2402-v1:0 mistral.mistral-small-2402-v1:0 \
        mistral.mixtral-8x7b-instruct-v0:1 stability.stable-diffusion-xl-v0";
    for id in named.split_whitespace() {
        assert!(find(id).is_some(), "{id}");
    }
}
