//! Models, profiles and identity through the SDK.

use crate::raw;
use crate::served::Served;
use aws_sdk_bedrock::error::ProvideErrorMetadata;
use aws_sdk_bedrock::operation::RequestId;
use aws_sdk_bedrock::types::{
    FoundationModelLifecycleStatus, InferenceProfileType, InferenceType, ModelCustomization,
    ModelModality,
};

#[tokio::test]
async fn models_are_listed_and_filtered() {
    let served = Served::with(&[]).await;
    let control = served.control();
    let all = control.list_foundation_models().send().await.unwrap();
    assert!(all.request_id().is_some());
    let all = all.model_summaries();
    assert!(all.len() >= 60);
    assert!(all.iter().all(|model| model.model_arn.contains("::foundation-model/")));
    let nova = all.iter().find(|model| model.model_id == "amazon.nova-pro-v1:0").unwrap();
    assert_eq!(nova.model_name(), Some("Nova Pro"));
    assert_eq!(nova.provider_name(), Some("Amazon"));
    assert_eq!(nova.response_streaming_supported(), Some(true));
    assert!(nova.input_modalities().contains(&ModelModality::Image));
    assert!(nova.inference_types_supported().contains(&InferenceType::from("INFERENCE_PROFILE")));

    let count =
        |answer: aws_sdk_bedrock::operation::list_foundation_models::ListFoundationModelsOutput| {
            answer.model_summaries().len()
        };
    let by = || control.list_foundation_models();
    let anthropic = by().by_provider("Anthropic").send().await.unwrap();
    assert!(
        anthropic.model_summaries().iter().all(|model| model.model_id.starts_with("anthropic."))
    );
    let images = count(by().by_output_modality(ModelModality::Image).send().await.unwrap());
    let tuned =
        count(by().by_customization_type(ModelCustomization::FineTuning).send().await.unwrap());
    let demand = count(by().by_inference_type(InferenceType::OnDemand).send().await.unwrap());
    assert!(images > 0 && tuned > 0 && demand > images && demand < all.len());
}

#[tokio::test]
async fn a_model_is_got_by_id_and_by_arn() {
    let served = Served::with(&[]).await;
    let control = served.control();
    let get = |id: &str| control.get_foundation_model().model_identifier(id).send();
    let details =
        get("anthropic.claude-sonnet-4-20250514-v1:0").await.unwrap().model_details.unwrap();
    let lifecycle = details.model_lifecycle().unwrap();
    assert_eq!(lifecycle.status(), &FoundationModelLifecycleStatus::Legacy);
    assert!(lifecycle.end_of_life_time().is_some());
    let again = get(&details.model_arn).await.unwrap().model_details.unwrap();
    assert_eq!(again.model_id, details.model_id);
    let error = get("no.such-model").await.unwrap_err();
    assert_eq!(error.code(), Some("ValidationException"));
    let error = get("stability.stable-diffusion-xl-v0").await.unwrap_err();
    assert_eq!(error.code(), Some("ResourceNotFoundException"));
}

#[tokio::test]
async fn profiles_come_in_pages() {
    let served = Served::with(&[]).await;
    let control = served.control();
    let first = control.list_inference_profiles().send().await.unwrap();
    assert!(first.next_token().is_some(), "more than one page");
    let pages = control.list_inference_profiles().max_results(7).into_paginator().items().send();
    let profiles = pages.collect::<Result<Vec<_>, _>>().await.unwrap();
    assert!(profiles.len() >= 20);
    for profile in &profiles {
        assert_eq!(profile.r#type, InferenceProfileType::SystemDefined);
        assert!(!profile.models().is_empty());
        let id = &profile.inference_profile_id;
        let same =
            control.get_inference_profile().inference_profile_identifier(id).send().await.unwrap();
        assert_eq!(same.inference_profile_arn, profile.inference_profile_arn);
    }
    let mine = control
        .list_inference_profiles()
        .type_equals(InferenceProfileType::Application)
        .send()
        .await
        .unwrap();
    assert!(mine.inference_profile_summaries().is_empty());
    let error = control
        .get_inference_profile()
        .inference_profile_identifier("us.nothing")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("ResourceNotFoundException"));
}

#[tokio::test]
async fn the_caller_is_somebody() {
    let served = Served::with(&[]).await;
    let identity = served.sts().get_caller_identity().send().await.unwrap();
    assert_eq!(identity.account(), Some("123456789012"));
    assert_eq!(identity.arn(), Some("arn:aws:iam::123456789012:user/demo"));
    assert!(identity.user_id().is_some());
    served.script.faults.replace(vec!["expired=1".parse().unwrap()]);
    let error = served.sts().get_caller_identity().send().await.unwrap_err();
    assert_eq!(error.code(), Some("ExpiredToken"));
}

#[tokio::test]
async fn without_a_signature_nobody_is() {
    let served = Served::with(&[]).await;
    let ask = |authorization| {
        raw::send_as(served.address, "GET", "/foundation-models", b"", authorization)
    };
    assert_eq!(ask(None).await.error(), "MissingAuthenticationTokenException");
    assert_eq!(ask(Some("Basic eA==")).await.error(), "IncompleteSignatureException");
    let answer = ask(Some("Bearer bedrock-api-key-x")).await;
    assert_eq!(answer.status, 200);
    let elsewhere = raw::SIGNED.replace("us-east-1", "eu-west-3");
    let answer = ask(Some(elsewhere.as_str())).await;
    let arn = answer.json()["modelSummaries"][0]["modelArn"].as_str().unwrap().to_owned();
    assert!(arn.starts_with("arn:aws:bedrock:eu-west-3::foundation-model/"), "{arn}");
}
