//! Resources through the SDK: made, watched, invoked, deleted.

use crate::raw;
use crate::served::{Served, user};
use aws_sdk_bedrock::error::ProvideErrorMetadata;
use aws_sdk_bedrock::types::{
    ModelCustomizationJobStatus, OutputDataConfig, ProvisionedModelStatus, TrainingDataConfig,
};
use serde_json::json;

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
