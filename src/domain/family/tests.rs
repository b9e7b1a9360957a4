//! Which terms each id finds, and that the table of families stays whole.

use super::super::price::Table;
use super::*;

fn terms(id: &str) -> Terms {
    Terms::of(id, Table::embedded().facts(id, None).as_ref())
}

#[test]
fn a_family_is_found_by_every_form_of_an_id() {
    for id in [
        "anthropic.claude-sonnet-4-5-20250929-v1:0",
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
        "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
    ] {
        let terms = terms(id);
        assert_eq!((terms.family, terms.sampling), (Some("Claude"), Sampling::One), "{id}");
        assert_eq!(terms.reasoning.words(), "off, a budget of 1024 tokens or more", "{id}");
        assert_eq!(terms.max_output, Some(64_000), "{id}");
    }
    for id in ["", "mystery.unpriced-v9", "zai.glm-4.7", "us.", "arn:aws:x:y:z:provisioned-model/a"]
    {
        let terms = terms(id);
        assert_eq!((terms.family, terms.top_k), (None, TopK::Unknown), "{id}");
        assert_eq!((terms.reasoning, terms.system), (Forms::NONE, true), "{id}");
    }
}

#[test]
fn claudes_forms_of_reasoning_follow_the_table_of_models() {
    for (id, words) in [
        ("anthropic.claude-3-haiku-20240307-v1:0", ""),
        ("anthropic.claude-3-7-sonnet-20250219-v1:0", "off, a budget of 1024 tokens or more"),
        (
            "anthropic.claude-opus-4-6-v1",
            "off, adaptive, low, medium, high, max, a budget of 1024 tokens or more",
        ),
        ("global.anthropic.claude-opus-4-7", "off, adaptive, low, medium, high, xhigh, max"),
        ("us.anthropic.claude-opus-5-5", "adaptive, low, medium, high, xhigh, max"),
        ("anthropic.claude-mythos-preview", "adaptive, low, medium, high, max"),
        ("anthropic.claude-from-the-future-v9", ""),
    ] {
        assert_eq!(terms(id).reasoning.words(), words, "{id}");
    }
    assert_eq!(terms("anthropic.claude-opus-5").sampling, Sampling::Refused);
    assert_eq!(terms("anthropic.claude-v2:1").reasoning.style, Style::Never);
    assert_eq!(terms("anthropic.claude-from-the-future-v9").reasoning.style, Style::Unknown);
}

#[test]
fn every_family_has_its_own_names() {
    let path = |id: &str| match terms(id).top_k {
        TopK::Takes { path, least, most } => format!("{} {least}-{most}", path.join(".")),
        TopK::None => "none".into(),
        TopK::Unknown => "unknown".into(),
    };
    for (id, expected) in [
        ("us.amazon.nova-2-lite-v1:0", "inferenceConfig.topK 0-128"),
        ("amazon.nova-pro-v1:0", "inferenceConfig.topK 0-128"),
        ("anthropic.claude-opus-4-1-20250805-v1:0", "top_k 0-500"),
        ("cohere.command-r-plus-v1:0", "k 0-500"),
        ("cohere.command-text-v14", "k 0-500"),
        ("mistral.mistral-7b-instruct-v0:2", "top_k 1-200"),
        ("mistral.mistral-large-2402-v1:0", "none"),
        ("meta.llama3-70b-instruct-v1:0", "none"),
        ("us.deepseek.r1-v1:0", "none"),
        ("ai21.jamba-1-5-large-v1:0", "none"),
        ("openai.gpt-oss-120b-1:0", "unknown"),
        ("qwen.qwen3-32b-v1:0", "unknown"),
    ] {
        assert_eq!(path(id), expected, "{id}");
    }
    assert_eq!(terms("openai.gpt-oss-20b-1:0").reasoning.words(), "low, medium, high");
    assert!(!terms("global.openai.gpt-6-astra").reasoning.off);
    assert!(terms("us.openai.gpt-5.4").reasoning.off);
    assert!(!terms("amazon.titan-text-express-v1").system);
    assert!(terms("amazon.nova-pro-v1:0").optimized && !terms("amazon.nova-lite-v1:0").optimized);
}

#[test]
fn no_beginning_stands_twice_and_every_one_means_a_model_of_the_table() {
    let mut all: Vec<&str> = FAMILIES.iter().flat_map(|row| row.begins).copied().collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
    // The table has lost these, and accounts may still list them.
    let gone = |with: &&&str| matches!(**with, "amazon.titan-tg1" | "cohere.command-r");
    for with in all.iter().filter(|with| !gone(with)) {
        assert!(Table::embedded().ids().any(|id| id.contains(with)), "{with}");
    }
}
