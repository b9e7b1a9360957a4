//! Resources through the SDK: made, watched, invoked, deleted.

use crate::raw;
use crate::served::{NOVA, Served, user};
use aws_sdk_bedrock::error::ProvideErrorMetadata;
use aws_sdk_bedrock::primitives::Blob;
use aws_sdk_bedrock::types::{
    GuardrailPiiEntityConfig, GuardrailPiiEntityType, GuardrailSensitiveInformationAction,
    GuardrailSensitiveInformationPolicyConfig, GuardrailWordConfig, GuardrailWordPolicyConfig,
    ModelCustomizationJobStatus, ModelInvocationJobStatus, OutputDataConfig,
    ProvisionedModelStatus, TrainingDataConfig,
};
use aws_sdk_bedrockruntime::types::{
    GuardrailConfiguration, GuardrailContentBlock, GuardrailContentSource, GuardrailTextBlock,
    GuardrailTrace, StopReason,
};
use outcrop::simulator::pace::Pace;
use outcrop::simulator::resource::account::Account;
use outcrop::simulator::script::Script;
use serde_json::json;
use std::time::Duration;

const BASE: &str = "amazon.nova-lite-v1:0:300k";

#[tokio::test]
async fn a_model_is_trained_provisioned_and_chatted_with() {
    let served = Served::with(&[]).await;
    let account = &served.script.account;
    let control = served.control();
    let job = control
        .create_model_customization_job()
        .job_name("train-tone")
        .custom_model_name("tone")
        .role_arn("arn:aws:iam::123456789012:role/Customization")
        .base_model_identifier(BASE)
        .training_data_config(TrainingDataConfig::builder().s3_uri("s3://my-bucket/a").build())
        .output_data_config(OutputDataConfig::builder().s3_uri("s3://my-bucket/b").build().unwrap())
        .send()
        .await
        .unwrap();
    let watch = || control.get_model_customization_job().job_identifier(&job.job_arn).send();
    assert_eq!(watch().await.unwrap().status(), Some(&ModelCustomizationJobStatus::InProgress));
    (0..4).for_each(|_| account.step());
    let done = watch().await.unwrap();
    assert_eq!(done.status(), Some(&ModelCustomizationJobStatus::Completed));
    assert!(done.end_time().unwrap() > done.creation_time());

    let throughput = control
        .create_provisioned_model_throughput()
        .provisioned_model_name("tone-prod")
        .model_id(done.output_model_arn().unwrap())
        .model_units(1)
        .send()
        .await
        .unwrap()
        .provisioned_model_arn;
    let early = served
        .runtime()
        .converse()
        .model_id(&throughput)
        .messages(user("hello"))
        .send()
        .await
        .unwrap_err();
    assert_eq!(early.code(), Some("ModelNotReadyException"));
    account.step();
    let got = control
        .get_provisioned_model_throughput()
        .provisioned_model_id("tone-prod")
        .send()
        .await
        .unwrap();
    assert_eq!(got.status(), &ProvisionedModelStatus::InService);
    let told = served.ask(&throughput, "hello").await;
    assert!(told.error.is_none() && !told.text.is_empty(), "{told:?}");
    control
        .delete_provisioned_model_throughput()
        .provisioned_model_id(&throughput)
        .send()
        .await
        .unwrap();
    let gone = served.runtime().converse().model_id(&throughput).messages(user("hello")).send();
    assert_eq!(gone.await.unwrap_err().code(), Some("ResourceNotFoundException"));
}

#[tokio::test]
async fn faults_reach_every_operation() {
    let served = Served::with(&["deny@DeleteCustomModel=1", "quota@CreateCustomModel"]).await;
    let control = served.control();
    let error = control.delete_custom_model().model_identifier("x").send().await.unwrap_err();
    assert_eq!(error.code(), Some("AccessDeniedException"));
    let error = control.delete_custom_model().model_identifier("x").send().await.unwrap_err();
    assert_eq!(error.code(), Some("ResourceNotFoundException"));
    let error = control.create_custom_model().model_name("x").send().await.unwrap_err();
    assert_eq!(error.code(), Some("ServiceQuotaExceededException"));
}

#[tokio::test]
async fn lists_are_filled_and_time_is_moved_from_outside() {
    let served = Served::with(&[]).await;
    let ask = |method: &'static str, path: &'static str, body: serde_json::Value| {
        let body = body.to_string();
        let address = served.address;
        async move { raw::send(address, method, path, body.as_bytes()).await }
    };
    let before = ask("GET", "/_simulator/clock", json!({})).await.json();
    let after = ask("POST", "/_simulator/clock", json!({"steps": 2, "seconds": 1})).await.json();
    let passed = after["unixMs"].as_i64().unwrap() - before["unixMs"].as_i64().unwrap();
    assert_eq!(passed, 2 * before["stepMs"].as_i64().unwrap() + 1_000);
    let many = json!({"kind": "provisioned-model", "count": 1_200});
    assert_eq!(ask("POST", "/_simulator/resources", many).await.status, 200);
    let nonsense = json!({"kind": "nonsense", "count": 1});
    assert_eq!(ask("POST", "/_simulator/resources", nonsense).await.status, 400);
    let control = served.control();
    let pages = control.list_provisioned_model_throughputs().into_paginator().items().send();
    let all = pages.collect::<Result<Vec<_>, _>>().await.unwrap();
    assert_eq!(all.len(), 1_200);
    assert_eq!(ask("POST", "/_simulator/resources", json!({"demo": true})).await.status, 200);
}

#[tokio::test]
async fn a_model_is_invoked_once_access_was_granted() {
    const X5: &str = "writer.palmyra-x5-v1:0";
    let served = Served::with(&[]).await;
    let (control, runtime) = (served.control(), served.runtime());
    let ask = || runtime.converse().model_id(format!("us.{X5}")).messages(user("hello")).send();
    assert_eq!(ask().await.unwrap_err().code(), Some("AccessDeniedException"));
    let offers =
        control.list_foundation_model_agreement_offers().model_id(X5).send().await.unwrap();
    let offer = &offers.offers()[0];
    assert_eq!(
        offer.term_details().unwrap().usage_based_pricing_term().unwrap().rate_card().len(),
        2
    );
    control
        .create_foundation_model_agreement()
        .model_id(X5)
        .offer_token(offer.offer_token())
        .send()
        .await
        .unwrap();
    assert_eq!(ask().await.unwrap_err().code(), Some("AccessDeniedException"), "it is pending");
    served.script.account.step();
    assert!(ask().await.is_ok());
    let form = Blob::new(r#"{"companyName": "Demo", "useCases": "Chat"}"#);
    control.put_use_case_for_model_access().form_data(form.clone()).send().await.unwrap();
    let kept = control.get_use_case_for_model_access().send().await.unwrap();
    assert_eq!(kept.form_data(), &form);
}

#[tokio::test]
async fn a_guardrail_masks_what_it_is_told_to() {
    let served = Served::with(&[]).await;
    let (control, runtime) = (served.control(), served.runtime());
    let email = GuardrailPiiEntityConfig::builder()
        .r#type(GuardrailPiiEntityType::Email)
        .action(GuardrailSensitiveInformationAction::Anonymize)
        .build()
        .unwrap();
    let policy = GuardrailSensitiveInformationPolicyConfig::builder().pii_entities_config(email);
    let made = control
        .create_guardrail()
        .name("mask")
        .blocked_input_messaging("No.")
        .blocked_outputs_messaging("No.")
        .sensitive_information_policy_config(policy.build())
        .send()
        .await
        .unwrap();
    served.script.account.step();
    let text = GuardrailTextBlock::builder().text("write to ann@example.com").build().unwrap();
    let applied = runtime
        .apply_guardrail()
        .guardrail_identifier(&made.guardrail_id)
        .guardrail_version("DRAFT")
        .source(GuardrailContentSource::Input)
        .content(GuardrailContentBlock::Text(text))
        .send()
        .await
        .unwrap();
    assert_eq!(applied.outputs()[0].text(), Some("write to {EMAIL}"));
}

#[tokio::test]
async fn without_a_step_everything_is_done_at_once() {
    let mut script = Script::new(Pace::Max);
    script.account = Account::live(Duration::ZERO);
    let served = Served::run(script).await;
    let control = served.control();
    let create = control.create_provisioned_model_throughput().provisioned_model_name("now");
    create.model_id(BASE).model_units(1).send().await.unwrap();
    let got = control.get_provisioned_model_throughput().provisioned_model_id("now").send();
    assert_eq!(got.await.unwrap().status(), &ProvisionedModelStatus::InService);
}

#[tokio::test]
async fn every_kind_is_read_by_the_sdk() {
    let served = Served::with(&[]).await;
    served.script.account.seed().unwrap();
    let control = served.control();
    let jobs = control.list_model_invocation_jobs().send().await.unwrap();
    let statuses: Vec<_> =
        jobs.invocation_job_summaries().iter().filter_map(|job| job.status()).collect();
    assert!(statuses.contains(&&ModelInvocationJobStatus::PartiallyCompleted), "{statuses:?}");
    assert!(!control.list_guardrails().send().await.unwrap().guardrails().is_empty());
    assert!(!control.list_evaluation_jobs().send().await.unwrap().job_summaries().is_empty());
    assert!(
        !control.list_model_copy_jobs().send().await.unwrap().model_copy_job_summaries().is_empty()
    );
    let routers = control.list_prompt_routers().send().await.unwrap();
    assert_eq!(routers.prompt_router_summaries().len(), 3);
    let imported = control.list_imported_models().send().await.unwrap();
    let model = imported.model_summaries()[0].model_arn();
    assert!(!served.ask(model, "hello").await.text.is_empty());
    let logging = control.get_model_invocation_logging_configuration().send().await.unwrap();
    assert!(logging.logging_config().unwrap().cloud_watch_config().is_some());
}

#[tokio::test]
async fn a_conversation_is_held_under_a_guardrail() {
    let served = Served::with(&[]).await;
    let (control, runtime) = (served.control(), served.runtime());
    let words = GuardrailWordPolicyConfig::builder()
        .words_config(GuardrailWordConfig::builder().text("Falcon").build().unwrap());
    let made = control
        .create_guardrail()
        .name("secrets")
        .blocked_input_messaging("Not that.")
        .blocked_outputs_messaging("No.")
        .word_policy_config(words.build())
        .send()
        .await
        .unwrap();
    served.script.account.step();
    let ask = |text: &str| {
        let config = GuardrailConfiguration::builder()
            .guardrail_identifier(&made.guardrail_id)
            .guardrail_version("DRAFT")
            .trace(GuardrailTrace::Enabled);
        let config = config.build();
        runtime.converse().model_id(NOVA).guardrail_config(config).messages(user(text)).send()
    };
    let blocked = ask("what is Falcon?").await.unwrap();
    assert_eq!(blocked.stop_reason(), &StopReason::GuardrailIntervened);
    let text = blocked.output().unwrap().as_message().unwrap().content()[0].as_text().unwrap();
    assert_eq!(text, "Not that.");
    let trace = blocked.trace().unwrap().guardrail().unwrap();
    assert!(trace.input_assessment().unwrap()[&made.guardrail_id].word_policy().is_some());
    assert_eq!(ask("hello").await.unwrap().stop_reason(), &StopReason::EndTurn);
}

#[tokio::test]
async fn a_prompt_router_says_who_answered() {
    let served = Served::with(&[]).await;
    let routers = served.control().list_prompt_routers().send().await.unwrap();
    let arn = routers.prompt_router_summaries()[0].prompt_router_arn();
    let answer =
        served.runtime().converse().model_id(arn).messages(user("hello")).send().await.unwrap();
    let router = answer.trace().unwrap().prompt_router().unwrap();
    assert!(router.invoked_model_id().unwrap().contains("::foundation-model/"));
}
