//! Every kind of fault as the SDK meets it, and switching them while the server runs.

use crate::raw;
use crate::served::{NOVA, Served, user};
use aws_sdk_bedrockruntime::error::{ProvideErrorMetadata, SdkError};
use outcrop::simulator::fault::{FaultKind, KINDS, Reach};
use serde_json::json;

/// What ConverseStream answers to a fault: status, name, a part of the message.
async fn refused(fault: &str) -> (u16, String, String) {
    let served = Served::with(&[fault]).await;
    let error = served
        .runtime()
        .converse_stream()
        .model_id(NOVA)
        .messages(user("hello"))
        .send()
        .await
        .unwrap_err();
    let SdkError::ServiceError(service) = &error else { panic!("{fault}: {error:?}") };
    let status = service.raw().status().as_u16();
    let name = error.code().unwrap_or_default().to_owned();
    let message = error.message().unwrap_or_default().to_owned();
    assert!(service.raw().headers().get("x-amzn-requestid").is_some());
    (status, name, message)
}

/// Fault, status, name, a part of the message.
const ERRORS: [(&str, u16, &str, &str); 22] = [
    ("throttle", 429, "ThrottlingException", "Too many requests, please wait before trying again."),
    ("deny", 403, "AccessDeniedException", DENIED),
    ("no-access", 403, "AccessDeniedException", "You don't have access to the model"),
    ("no-agreement", 403, "AccessDeniedException", "AWS Marketplace actions"),
    (
        "expired",
        403,
        "ExpiredTokenException",
        "The security token included in the request is expired",
    ),
    (
        "bad-key",
        403,
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
    ),
    ("skew", 403, "InvalidSignatureException", "Signature expired: "),
    ("org-deny", 403, "AccessDeniedException", "explicit deny in a service control policy"),
    ("use-case", 404, "ResourceNotFoundException", "use case details have not been submitted"),
    ("legacy", 404, "ResourceNotFoundException", "marked by provider as Legacy"),
    ("expired-key", 403, "AccessDeniedException", "Bearer Token has expired"),
    ("bad-signature", 403, "InvalidSignatureException", "does not match the signature"),
    ("wrong-region", 403, "InvalidSignatureException", "scoped to a valid region"),
    ("bad-field", 400, "ValidationException", "at 'inferenceConfig.temperature' failed"),
    ("too-long", 400, "ValidationException", "Input is too long for requested model."),
    ("validation", 400, "ValidationException", "Malformed input request"),
    ("quota", 429, "ThrottlingException", "Too many tokens per day"),
    ("not-ready", 429, "ModelNotReadyException", "Model is not ready for inference"),
    ("unavailable", 503, "ServiceUnavailableException", "Bedrock is unable to process"),
    ("internal", 500, "InternalServerException", "The system encountered an unexpected error"),
    ("model-timeout", 408, "ModelTimeoutException", "Model has timed out"),
    ("model-error", 424, "ModelErrorException", "The system encountered an unexpected error"),
];

const DENIED: &str = "User: arn:aws:iam::123456789012:user/demo is not authorized to perform: \
                      bedrock:InvokeModelWithResponseStream on resource: \
                      arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0 because no \
                      identity-based policy allows the bedrock:InvokeModelWithResponseStream action";

#[tokio::test]
async fn every_error_comes_as_the_service_sends_it() {
    for (fault, status, name, message) in ERRORS {
        let said = refused(fault).await;
        assert_eq!((said.0, said.1.as_str()), (status, name), "{fault}");
        assert!(said.2.contains(message), "{fault}: {}", said.2);
    }
    let tested = ERRORS.len() + 13;
    assert_eq!(
        tested,
        KINDS.len(),
        "html, garbage, proxy, slow-first-byte, five in mid-stream and four of resources are tested below"
    );
}

#[tokio::test]
async fn a_proxys_page_is_no_answer_of_the_service() {
    let served = Served::with(&["html"]).await;
    let request = served.runtime().converse_stream().model_id(NOVA).messages(user("hello"));
    let error = request.send().await.unwrap_err();
    let raw = error.raw_response().unwrap();
    assert_eq!(raw.status().as_u16(), 502);
    assert_eq!(raw.headers().get("content-type"), Some("text/html"));
    assert_eq!(error.code(), None);
}

#[tokio::test]
async fn what_is_no_service_at_all_says_nothing_of_one() {
    for (fault, status, kind) in
        [("garbage", 200, "application/octet-stream"), ("proxy", 407, "text/html")]
    {
        let served = Served::with(&[fault]).await;
        let answer = raw::send(served.address, "GET", "/foundation-models", b"").await;
        assert_eq!(answer.status, status, "{fault}");
        let error = served.control().list_foundation_models().send().await.unwrap_err();
        let raw = error.raw_response().unwrap();
        assert_eq!(raw.headers().get("content-type"), Some(kind), "{fault}");
        assert_eq!(error.code(), None, "{fault}");
    }
}

#[tokio::test]
async fn a_slow_first_byte_comes_at_last() {
    let served = Served::with(&["slow-first-byte"]).await;
    let told = served.ask(NOVA, "hello").await;
    assert_eq!((told.stop.as_deref(), told.error), (Some("end_turn"), None));
}

#[tokio::test]
async fn a_stream_may_end_without_a_stop() {
    let served = Served::with(&["no-stop"]).await;
    let told = served.ask(NOVA, "Tell me about rivers").await;
    assert!(told.text.len() > 100);
    assert_eq!((told.stop, told.usage, told.error), (None, None, None));
}

#[tokio::test]
async fn a_stream_may_break_off() {
    for (fault, sign) in [
        ("stream-error", "ModelStreamErrorException"),
        ("corrupt-frame", "ResponseError"),
        ("cut", "DispatchFailure"),
    ] {
        let served = Served::with(&[fault]).await;
        let told = served.ask(NOVA, "Tell me about rivers").await;
        let error = told.error.unwrap_or_else(|| panic!("{fault} went well: {}", told.text.len()));
        assert!(error.contains(sign), "{fault}: {error}");
        assert!(!told.text.is_empty() && told.stop.is_none(), "{fault}: some text came before");
        assert_eq!(served.script.journal.entries()[0].fault, Some(fault));
    }
}

#[tokio::test]
async fn a_stream_may_fall_silent() {
    let served = Served::with(&["stall"]).await;
    let request = served.runtime().converse_stream().model_id(NOVA).messages(user("About rivers"));
    let mut stream = request.send().await.unwrap().stream;
    // What came before the silence arrives at once; then only the end of the server ends it.
    let mut events = 0;
    let stop = served.stop.clone();
    loop {
        match stream.recv().await {
            Ok(Some(_)) => events += 1,
            other => break assert!(other.is_err(), "{other:?}"),
        }
        if events == 20 {
            stop.cancel();
        }
    }
    assert!((20..60).contains(&events), "{events}");
}

#[tokio::test]
async fn answers_that_are_no_streams_break_off_too() {
    let served = Served::with(&["cut=1"]).await;
    let error = served.control().list_foundation_models().send().await.unwrap_err();
    assert!(error.code().is_none(), "{error:?}");
    assert!(served.control().list_foundation_models().send().await.is_ok());
}

#[tokio::test]
async fn a_fault_is_limited_to_its_target_and_its_count() {
    let served = Served::with(&["throttle@ConverseStream=2", "deny@us.amazon.nova-pro-v1:0"]).await;
    assert!(served.control().list_foundation_models().send().await.is_ok());
    let ask = |model: &str| {
        served.runtime().converse_stream().model_id(model).messages(user("hello")).send()
    };
    for expected in [Some("ThrottlingException"), Some("ThrottlingException"), None] {
        assert_eq!(
            ask(NOVA).await.err().and_then(|error| error.code().map(str::to_owned)).as_deref(),
            expected
        );
    }
    assert_eq!(
        ask("us.amazon.nova-pro-v1:0").await.unwrap_err().code(),
        Some("AccessDeniedException")
    );
}

#[tokio::test]
async fn kinds_for_models_spare_the_lists() {
    for (kind, name, reach, _) in KINDS.iter().filter(|row| row.2 != Reach::Any) {
        let served = Served::with(&[name]).await;
        assert!(served.control().list_foundation_models().send().await.is_ok(), "{name} {reach:?}");
        assert_eq!(kind.name(), *name);
        assert_eq!(served.script.faults.list()[0].kind, *kind);
    }
    assert_eq!(FaultKind::Throttle.reach(), Reach::Any);
}

#[tokio::test]
async fn faults_are_switched_while_it_runs() {
    let served = Served::with(&[]).await;
    let put = |body: &'static str| {
        raw::send(served.address, "PUT", "/_simulator/faults", body.as_bytes())
    };
    assert_eq!(
        put(r#"["quota", "html@Converse=3"]"#).await.json(),
        json!(["quota", "html@Converse=3"])
    );
    let listed = raw::send(served.address, "GET", "/_simulator/faults", b"").await;
    assert_eq!(listed.json(), json!(["quota", "html@Converse=3"]));
    let error = served.control().list_foundation_models().send().await.unwrap_err();
    assert_eq!(error.code(), Some("ThrottlingException"));
    let bad = put(r#"["thortle"]"#).await;
    assert_eq!(bad.status, 400);
    assert!(
        bad.json()["message"]
            .as_str()
            .unwrap()
            .starts_with("unknown fault `thortle`; the kinds are")
    );
    assert_eq!(put("[]").await.json(), json!([]));
    assert!(served.control().list_foundation_models().send().await.is_ok());
    served.script.faults.replace(vec!["internal=1".parse().unwrap()]);
    assert!(served.control().list_foundation_models().send().await.is_err());
}

#[tokio::test]
async fn what_arrived_can_be_read() {
    let served = Served::with(&[]).await;
    served.ask(NOVA, "hello").await;
    let entries = raw::send(served.address, "GET", "/_simulator/requests", b"").await.json();
    let entry = &entries[0];
    assert_eq!(entry["operation"], "ConverseStream");
    assert_eq!(entry["model"], NOVA);
    assert_eq!(entry["path"], "/model/amazon.nova-pro-v1%3A0/converse-stream");
    let body: serde_json::Value = serde_json::from_str(entry["body"].as_str().unwrap()).unwrap();
    assert_eq!(body["messages"][0]["content"][0]["text"], "hello");
    raw::send(served.address, "DELETE", "/_simulator/requests", b"").await;
    assert!(served.script.journal.entries().is_empty());
    assert_eq!(raw::send(served.address, "GET", "/_simulator/health", b"").await.status, 200);
}

#[tokio::test]
async fn an_error_of_resources_happens_where_it_is_declared() {
    let all = ["conflict", "too-many-tags", "in-use", "not-found"];
    let served = Served::with(&all).await;
    let control = served.control();
    let refused = control.delete_guardrail().guardrail_identifier("x").send().await.unwrap_err();
    assert_eq!(refused.code(), Some("ConflictException"));
    let switch = |fault: &str| served.script.faults.replace(vec![fault.parse().unwrap()]);
    switch("in-use@DeleteGuardrail");
    let refused = control.delete_guardrail().guardrail_identifier("x").send().await.unwrap_err();
    assert_eq!(refused.code(), Some("ResourceInUseException"));
    switch("too-many-tags");
    assert!(control.list_guardrails().send().await.is_ok());
    let create = control.create_custom_model().model_name("x").send().await.unwrap_err();
    assert_eq!(create.code(), Some("TooManyTagsException"));
    switch("not-found");
    let refused = control.list_guardrails().send().await.unwrap_err();
    assert_eq!(refused.code(), Some("ResourceNotFoundException"));
}
