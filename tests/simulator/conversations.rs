//! Conversations through the SDK: many turns, reasoning that goes back, limits, other formats.

use std::collections::HashMap;

use crate::served::{CLAUDE, NOVA, Served, assistant, listen, user};
use aws_sdk_bedrockruntime::primitives::Blob;
use aws_sdk_bedrockruntime::types::{
    CachePointBlock, CachePointType, ContentBlock, ConverseTokensRequest, CountTokensInput,
    InferenceConfiguration, Message, ReasoningContentBlock, ReasoningTextBlock, ResponseStream,
    SystemContentBlock,
};
use aws_smithy_types::{Document, Number};
use serde_json::{Value, json};

#[tokio::test]
async fn a_later_turn_knows_the_earlier_ones() {
    let served = Served::with(&[]).await;
    let first = served.ask(NOVA, "Tell me about rivers").await;
    assert!(first.text.contains("**Nova Pro**") && first.text.contains("> Tell me about rivers"));
    let talk =
        vec![user("Tell me about rivers"), assistant(&first.text), user("And lakes, in detail?")];
    let second = served.converse(NOVA, talk).await;
    assert!(second.text.contains("this is turn 2"));
    assert!(second.text.contains("> Tell me about rivers"));
    let talk = vec![
        user("Tell me about rivers"),
        assistant(&first.text),
        user("And lakes?"),
        assistant(&second.text),
        user("What did I say first?"),
    ];
    let third = served.converse(NOVA, talk).await;
    assert_eq!(third.text, "Your first message was:\n\n> Tell me about rivers");
    assert!(third.usage.unwrap().input_tokens() > second.usage.unwrap().input_tokens());
}

#[tokio::test]
async fn streamed_and_whole_are_the_same_answer() {
    let served = Served::with(&[]).await;
    for model in [NOVA, CLAUDE, "us.deepseek.r1-v1:0", "meta.llama3-70b-instruct-v1:0"] {
        let told = served.ask(model, "Explain how tides work").await;
        assert_eq!(told.error, None);
        let whole = served
            .runtime()
            .converse()
            .model_id(model)
            .messages(user("Explain how tides work"))
            .send()
            .await
            .unwrap();
        assert_eq!(whole.stop_reason.as_str(), told.stop.as_deref().unwrap());
        assert_eq!(whole.usage, told.usage);
        assert_eq!(whole.metrics.map(|metrics| metrics.latency_ms), told.latency_ms);
        let message = whole.output.unwrap();
        let blocks = message.as_message().unwrap().content();
        let text = blocks.last().unwrap().as_text().unwrap();
        assert_eq!(text, &told.text, "{model}");
        let usage = told.usage.unwrap();
        assert_eq!(
            told.deltas,
            usage.output_tokens() as usize + usize::from(!told.signature.is_empty())
        );
        assert_eq!(usage.cache_read_input_tokens().is_some(), model == NOVA || model == CLAUDE);
    }
}

#[tokio::test]
async fn reasoning_goes_back_as_it_came_or_is_refused() {
    let served = Served::with(&[]).await;
    let config = HashMap::from([
        ("type".to_owned(), Document::String("enabled".into())),
        ("budget_tokens".to_owned(), Document::Number(Number::PosInt(1024))),
    ]);
    let thinking = HashMap::from([("thinking".to_owned(), Document::Object(config))]);
    let call = served.runtime().converse_stream().model_id(CLAUDE);
    let call = call.messages(user("Explain how tides work"));
    let asked =
        call.additional_model_request_fields(Document::Object(thinking)).send().await.unwrap();
    let told = listen(asked.stream).await;
    assert!(!told.reasoning.is_empty() && !told.signature.is_empty());
    let turn = |reasoning: &str| {
        let text = ReasoningTextBlock::builder().text(reasoning).signature(&told.signature);
        Message::builder()
            .role("assistant".into())
            .content(ContentBlock::ReasoningContent(ReasoningContentBlock::ReasoningText(
                text.build().unwrap(),
            )))
            .content(ContentBlock::Text(told.text.clone()))
            .build()
            .unwrap()
    };
    let talk = |reasoning: &str| {
        let messages = vec![user("Explain how tides work"), turn(reasoning), user("Go on, please")];
        served.runtime().converse_stream().model_id(CLAUDE).set_messages(Some(messages)).send()
    };
    assert!(talk(&told.reasoning).await.is_ok());
    let error = format!("{:?}", talk("something else").await.unwrap_err());
    assert!(error.contains("Invalid `signature` in `thinking` block"), "{error}");
}

#[tokio::test]
async fn reasoning_may_be_hidden() {
    let served = Served::with(&[]).await;
    let told = served.ask(CLAUDE, "/redacted").await;
    assert!(!told.redacted.is_empty() && told.reasoning.is_empty() && !told.text.is_empty());
}

#[tokio::test]
async fn the_callers_limits_hold() {
    let served = Served::with(&[]).await;
    let ask = |config: InferenceConfiguration| {
        served
            .runtime()
            .converse()
            .model_id(NOVA)
            .system(SystemContentBlock::Text("Be brief".to_owned()))
            .messages(user("/echo one two STOP three"))
            .inference_config(config)
            .send()
    };
    let cut = ask(InferenceConfiguration::builder().max_tokens(2).build()).await.unwrap();
    assert_eq!(cut.stop_reason.as_str(), "max_tokens");
    assert_eq!(cut.usage.unwrap().output_tokens(), 2);
    let stopped =
        ask(InferenceConfiguration::builder().stop_sequences("STOP").build()).await.unwrap();
    assert_eq!(stopped.stop_reason.as_str(), "stop_sequence");
    let told = served.ask(NOVA, "/stop-reason some_new_reason").await;
    assert_eq!(told.stop.as_deref(), Some("some_new_reason"));
}

#[tokio::test]
async fn a_large_paste_arrives_byte_for_byte() {
    let served = Served::with(&[]).await;
    let mut paste = String::new();
    while paste.len() < 1 << 20 {
        paste.push_str("line of a paste, with ünïcödé 日本 and \"quotes\" \\ and \u{7f}\n");
    }
    let prompt = user(&format!("/echo {paste}"));
    let whole = served.runtime().converse().model_id(NOVA).messages(prompt).send().await.unwrap();
    let message = whole.output.unwrap();
    let echo = message.as_message().unwrap().content()[0].as_text().unwrap().clone();
    assert!(echo == paste, "the echo differs");
    let entry = served.script.journal.entries().pop().unwrap();
    let body: Value = serde_json::from_slice(&entry.body).unwrap();
    assert_eq!(body["messages"][0]["content"][0]["text"].as_str().unwrap().len(), paste.len() + 6);
    assert_eq!((entry.operation.as_str(), entry.model.as_deref()), ("Converse", Some(NOVA)));
}

#[tokio::test]
async fn the_second_time_a_cached_prefix_is_read() {
    let served = Served::with(&[]).await;
    let ask = || {
        let point = CachePointBlock::builder().r#type(CachePointType::Default).build().unwrap();
        served
            .runtime()
            .converse()
            .model_id(NOVA)
            .system(SystemContentBlock::Text("A long system prompt".repeat(100)))
            .system(SystemContentBlock::CachePoint(point))
            .messages(user("hello"))
            .send()
    };
    let first = ask().await.unwrap().usage.unwrap();
    let second = ask().await.unwrap().usage.unwrap();
    assert_eq!(first.cache_read_input_tokens(), Some(0));
    assert_eq!(first.cache_write_input_tokens(), Some(500));
    assert_eq!(second.cache_read_input_tokens(), Some(500));
    assert_eq!(second.cache_write_input_tokens(), Some(0));
    assert_eq!(first.total_tokens(), second.total_tokens());
}

#[tokio::test]
async fn tokens_are_counted() {
    let served = Served::with(&[]).await;
    let request = ConverseTokensRequest::builder().messages(user("abcdefgh")).build();
    let counted = served
        .runtime()
        .count_tokens()
        .model_id("anthropic.claude-opus-4-5-20251101-v1:0")
        .input(CountTokensInput::Converse(request))
        .send()
        .await
        .unwrap();
    assert_eq!(counted.input_tokens(), 2);
}

#[tokio::test]
async fn anthropics_own_format_is_spoken() {
    let served = Served::with(&[]).await;
    let model = "anthropic.claude-3-sonnet-20240229-v1:0";
    let body = json!({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 100,
                      "messages": [{"role": "user", "content": "/echo Hello, world"}]});
    let invoke = |body: &Value| {
        let body = Blob::new(body.to_string());
        served.runtime().invoke_model().model_id(model).body(body).send()
    };
    let answer = invoke(&body).await.unwrap();
    assert_eq!(answer.content_type(), "application/json");
    let answer: Value = serde_json::from_slice(answer.body().as_ref()).unwrap();
    assert_eq!(answer["content"][0]["text"], "Hello, world");
    assert_eq!(answer["stop_reason"], "end_turn");
    assert_eq!(answer["usage"]["output_tokens"], 3);

    let events = streamed(&served, model, &body).await;
    let kinds: Vec<&str> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        [
            "message_start",
            "content_block_start",
            "content_block_delta",
            "content_block_delta",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop"
        ]
    );
    let text: String = events.iter().filter_map(|event| event["delta"]["text"].as_str()).collect();
    assert_eq!(text, "Hello, world");
    assert_eq!(events[7]["amazon-bedrock-invocationMetrics"]["outputTokenCount"], 3);

    let mut lacking = body.clone();
    lacking.as_object_mut().unwrap().remove("max_tokens");
    let error = format!("{:?}", invoke(&lacking).await.unwrap_err());
    assert!(error.contains("required key [max_tokens] not found"), "{error}");
}

#[tokio::test]
async fn titans_own_format_is_spoken() {
    let served = Served::with(&[]).await;
    let model = "amazon.titan-text-express-v1";
    let body = json!({"inputText": "User: /echo Hello, world\nBot:",
                      "textGenerationConfig": {"maxTokenCount": 2}});
    let answer = served
        .runtime()
        .invoke_model()
        .model_id(model)
        .body(Blob::new(body.to_string()))
        .send()
        .await
        .unwrap();
    let answer: Value = serde_json::from_slice(answer.body().as_ref()).unwrap();
    assert_eq!(answer["results"][0]["outputText"], "Hello, w");
    assert_eq!(answer["results"][0]["completionReason"], "LENGTH");
    let events = streamed(&served, model, &body).await;
    let text: String = events.iter().filter_map(|event| event["outputText"].as_str()).collect();
    assert_eq!(text, "Hello, w");
    let last = events.last().unwrap();
    assert_eq!(last["completionReason"], "LENGTH");
    assert_eq!(last["amazon-bedrock-invocationMetrics"]["outputTokenCount"], 2);
}

async fn streamed(served: &Served, model: &str, body: &Value) -> Vec<Value> {
    let mut events = Vec::new();
    let request = served.runtime().invoke_model_with_response_stream().model_id(model);
    let mut stream = request.body(Blob::new(body.to_string())).send().await.unwrap().body;
    while let Some(event) = stream.recv().await.unwrap() {
        let ResponseStream::Chunk(part) = event else { panic!("{event:?}") };
        events.push(serde_json::from_slice(part.bytes().unwrap().as_ref()).unwrap());
    }
    events
}
