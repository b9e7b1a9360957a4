//! The service's own words for what cannot be invoked, and the status they come with.

use crate::raw;
use crate::served::Served;
use serde_json::json;

async fn converse(served: &Served, model: &str, prompt: &str) -> (u16, String, String) {
    let body = json!({"messages": [{"role": "user", "content": [{"text": prompt}]}]}).to_string();
    let path = format!("/model/{}/converse-stream", model.replace(':', "%3A").replace('/', "%2F"));
    let answer = raw::send(served.address, "POST", &path, body.as_bytes()).await;
    let message = answer.json()["message"].as_str().unwrap().to_owned();
    (answer.status, answer.error().to_owned(), message)
}

#[tokio::test]
async fn a_model_that_cannot_be_invoked_says_why() {
    let served = Served::with(&[]).await;
    let refused = [
        ("no.such-model", 400, "ValidationException", "The provided model identifier is invalid."),
        (
            "anthropic.claude-opus-5",
            400,
            "ValidationException",
            "Invocation of model ID anthropic.claude-opus-5 with on-demand throughput isn’t supported. Retry your \
             request with the ID or ARN of an inference profile that contains this model.",
        ),
        (
            "us.anthropic.claude-3-5-haiku-20241022-v1:0",
            404,
            "ResourceNotFoundException",
            "This model version has reached the end of its life. Please refer to the AWS documentation for more \
             details.",
        ),
        (
            "amazon.titan-embed-text-v2:0",
            400,
            "ValidationException",
            "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
        ),
        (
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123",
            400,
            "ValidationException",
            "The provided model identifier is invalid.",
        ),
    ];
    for (model, status, name, message) in refused {
        let said = converse(&served, model, "hello").await;
        assert_eq!(said, (status, name.to_owned(), message.to_owned()), "{model}");
    }
}

#[tokio::test]
async fn too_much_is_too_long() {
    let served = Served::with(&[]).await;
    let (status, name, message) =
        converse(&served, "meta.llama2-13b-chat-v1", &"word ".repeat(4_000)).await;
    assert_eq!((status, name.as_str()), (400, "ValidationException"));
    assert_eq!(message, "Input is too long for requested model.");
}

#[tokio::test]
async fn an_error_is_written_as_the_service_does() {
    let served = Served::with(&[]).await;
    let answer = raw::send(served.address, "POST", "/model/no.such-model/converse", b"{}").await;
    assert_eq!(
        answer.headers["x-amzn-errortype"],
        "ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/"
    );
    assert_eq!(answer.headers["content-type"], "application/json");
    assert!(answer.headers.contains_key("date"));
}

#[tokio::test]
async fn a_stream_and_its_headers() {
    let served = Served::with(&[]).await;
    let body = json!({"messages": [{"role": "user", "content": [{"text": "hello"}]}]}).to_string();
    let path = "/model/amazon.nova-pro-v1%3A0/converse-stream";
    let answer = raw::send(served.address, "POST", path, body.as_bytes()).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["content-type"], "application/vnd.amazon.eventstream");
    assert_eq!(answer.headers["transfer-encoding"], "chunked");
}
