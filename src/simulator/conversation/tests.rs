//! What a conversation may look like, in the words of the service where it may not.

use super::*;
use crate::simulator::models;
use proptest::prelude::*;
use serde_json::json;

fn nova() -> &'static Model {
    models::find("amazon.nova-pro-v1:0").unwrap()
}

fn said(messages: &Value) -> String {
    read(&json!({ "messages": messages }), nova()).unwrap_err().message
}

fn user(text: &str) -> Value {
    json!({"role": "user", "content": [{"text": text}]})
}

fn assistant(text: &str) -> Value {
    json!({"role": "assistant", "content": [{"text": text}]})
}

#[test]
fn turns_and_limits_are_read() {
    let conversation = read(
        &json!({
            "system": [{"text": "be kind"}],
            "messages": [user("one"), assistant("1"), user("two")],
            "inferenceConfig": {"maxTokens": 9, "stopSequences": ["END"]},
        }),
        nova(),
    )
    .unwrap();
    assert_eq!(conversation.system, "be kind");
    assert_eq!(conversation.prompt(), "two");
    assert_eq!(conversation.prompts().count(), 2);
    assert_eq!(conversation.max_tokens, Some(9));
    assert_eq!(conversation.stop_sequences, ["END"]);
    assert_eq!(conversation.input_tokens(), 5);
}

#[test]
fn the_rules_of_converse_hold() {
    assert!(read(&json!({}), nova()).unwrap_err().message.contains("Value at 'messages'"));
    assert!(said(&json!([])).starts_with("A conversation must start with a user message."));
    assert!(said(&json!([assistant("a")])).starts_with("A conversation must start with"));
    assert!(said(&json!([user("a"), user("b")])).starts_with("A conversation must alternate"));
    assert!(said(&json!([user("a"), assistant("b")])).contains("must end with a user message"));
    assert!(said(&json!([user(" \n")])).contains("at messages.0.content.0 is blank"));
    assert!(said(&json!([{"role": "user", "content": []}])).contains("at messages.0 is empty"));
}

#[test]
fn a_limit_beyond_the_models_is_refused() {
    let model = models::all().iter().find(|model| model.max_output_tokens == Some(4096)).unwrap();
    let input = json!({"messages": [user("a")], "inferenceConfig": {"maxTokens": 4097}});
    let message = read(&input, model).unwrap_err().message;
    assert!(
        message.starts_with("The maximum tokens you requested exceeds the model limit of 4096.")
    );
}

#[test]
fn a_model_without_system_prompts_says_so() {
    let model = models::find("mistral.mistral-7b-instruct-v0:2").unwrap();
    let input = json!({"messages": [user("a")], "system": [{"text": "s"}]});
    assert!(
        read(&input, model).unwrap_err().message.starts_with("This model doesn't support system")
    );
}

#[test]
fn reasoning_comes_back_as_it_was_or_not_at_all() {
    let turn = |signature: &str| {
        json!([user("a"), {"role": "assistant", "content": [
            {"reasoningContent": {"reasoningText": {"text": "hm", "signature": signature}}},
            {"text": "b"},
        ]}, user("c")])
    };
    assert!(read(&json!({"messages": turn(&signature::of("hm"))}), nova()).is_ok());
    assert!(said(&turn("forged")).contains("messages.1.content.0: Invalid `signature`"));
}

#[test]
fn attachments_and_cache_points_count() {
    let input = json!({"system": [{"text": "abcdefgh"}, {"cachePoint": {"type": "default"}}], "messages": [
        {"role": "user", "content": [
            {"text": "look"},
            {"document": {"name": "report", "format": "txt", "source": {"text": "x"}}},
            {"cachePoint": {"type": "default"}},
        ]},
    ]});
    let conversation = read(&input, nova()).unwrap();
    assert_eq!(conversation.turns[0].attachments, ["document report"]);
    assert!(conversation.other_tokens > 5);
    let prefixes: Vec<u64> = conversation.cache_prefixes.iter().map(|prefix| prefix.1).collect();
    assert_eq!(prefixes, [2, 3]);
}

#[test]
fn reasoning_is_left_out_where_it_would_use_up_the_limit() {
    let always = models::find("deepseek.r1-v1:0").unwrap();
    let reasons = |input: Value| !read(&input, always).unwrap().no_reasoning;
    let asking = |config: Value, thinking: Value| {
        json!({"messages": [user("a")], "inferenceConfig": config,
               "additionalModelRequestFields": {"thinking": thinking}})
    };
    assert!(reasons(asking(json!({}), json!(null))));
    assert!(reasons(asking(json!({"maxTokens": 1024}), json!(null))));
    assert!(!reasons(asking(json!({"maxTokens": 100}), json!(null))));
    assert!(reasons(asking(json!({"maxTokens": 100}), json!({"type": "enabled"}))));
    assert!(!reasons(asking(json!({}), json!({"type": "disabled"}))));
}

/// JSON that looks a little like a request.
fn nearly_a_request() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(json!("user")),
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        let name = prop::sample::select(vec![
            "messages",
            "content",
            "text",
            "role",
            "system",
            "cachePoint",
            "reasoningContent",
            "reasoningText",
            "inferenceConfig",
            "maxTokens",
            "stopSequences",
            "document",
            "name",
            "anthropic_version",
            "max_tokens",
            "inputText",
            "textGenerationConfig",
            "thinking",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..6).prop_map(|pairs| {
                Value::Object(
                    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
                )
            }),
        ]
    })
}

proptest! {
    /// Whatever is sent, in whatever format: an answer or an error, never a panic.
    #[test]
    fn nothing_is_too_strange_to_read(value in nearly_a_request()) {
        let body = value.to_string();
        let _ = read(&value, nova());
        let _ = crate::simulator::invoke_anthropic::read(body.as_bytes());
        let _ = crate::simulator::invoke_titan::read(body.as_bytes());
    }
}
