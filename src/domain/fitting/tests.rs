//! What each family is sent of the same parameters, and what it is not.

use super::super::price::Table;
use super::*;

const SONNET_45: &str = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const OPUS_46: &str = "anthropic.claude-opus-4-6-v1";
const OPUS_5: &str = "global.anthropic.claude-opus-5";
const ALWAYS: &str = "us.anthropic.claude-opus-5-5";
const NOVA_2: &str = "us.amazon.nova-2-lite-v1:0";
const NOVA: &str = "amazon.nova-pro-v1:0";
const OSS: &str = "openai.gpt-oss-120b-1:0";
const GPT: &str = "us.openai.gpt-5.4";
const STRANGER: &str = "mystery.unpriced-v9";

fn fit(id: &str, parameters: &Parameters) -> Fitted {
    let terms = Terms::of(id, Table::embedded().facts(id, None).as_ref());
    super::fit(parameters, "", &terms)
}

fn reasoning(how: Reasoning) -> Parameters {
    Parameters { reasoning: Some(how), ..Parameters::default() }
}

fn effort(word: &str) -> Reasoning {
    Reasoning::Effort(word.into())
}

fn fields(fitted: &Fitted) -> Value {
    fitted.parameters.additional_fields.clone().unwrap_or_default()
}

fn sentences(id: &str, parameters: &Parameters) -> Vec<String> {
    fit(id, parameters).sentences()
}

#[test]
fn each_family_is_asked_to_reason_in_its_own_words() {
    let summarized = json!({"type": "adaptive", "display": "summarized"});
    for (id, how, expected) in [
        (
            SONNET_45,
            Reasoning::Budget(4096),
            json!({"thinking": {"type": "enabled", "budget_tokens": 4096}}),
        ),
        (SONNET_45, Reasoning::Off, json!({"thinking": {"type": "disabled"}})),
        (OPUS_46, Reasoning::Adaptive, json!({"thinking": {"type": "adaptive"}})),
        (
            OPUS_46,
            effort("max"),
            json!({"thinking": {"type": "adaptive"}, "output_config": {"effort": "max"}}),
        ),
        (OPUS_5, Reasoning::Adaptive, json!({"thinking": summarized})),
        (
            OPUS_5,
            effort("xhigh"),
            json!({"thinking": summarized, "output_config": {"effort": "xhigh"}}),
        ),
        (
            NOVA_2,
            effort("low"),
            json!({"reasoningConfig": {"type": "enabled", "maxReasoningEffort": "low"}}),
        ),
        (NOVA_2, Reasoning::Off, json!({"reasoningConfig": {"type": "disabled"}})),
        (OSS, effort("medium"), json!({"reasoning_effort": "medium"})),
        (GPT, effort("high"), json!({"reasoning": {"effort": "high"}})),
        (GPT, Reasoning::Off, json!({"reasoning": {"effort": "none"}})),
        (NOVA, Reasoning::Off, Value::Null),
    ] {
        let fitted = fit(id, &reasoning(how.clone()));
        assert_eq!(fields(&fitted), expected, "{id} {how}");
        assert_eq!(fitted.sentences(), Vec::<String>::new(), "{id} {how}");
        assert_eq!((fitted.parameters.reasoning, fitted.parameters.top_k), (None, None));
    }
}

#[test]
fn a_form_a_model_does_not_take_is_left_out_with_the_reason() {
    for (id, how, why) in [
        (SONNET_45, effort("high"), "this model takes off, a budget of 1024 tokens or more"),
        (SONNET_45, Reasoning::Adaptive, "this model takes off, a budget of 1024 tokens or more"),
        (SONNET_45, Reasoning::Budget(1023), "its budget must be 1024 tokens or more"),
        (
            OPUS_46,
            effort("xhigh"),
            "this model takes off, adaptive, low, medium, high, max, a budget of 1024 tokens or more",
        ),
        (
            OPUS_5,
            Reasoning::Budget(4096),
            "this model takes off, adaptive, low, medium, high, xhigh, max",
        ),
        (ALWAYS, Reasoning::Off, "this model always reasons"),
        (NOVA_2, Reasoning::Adaptive, "this model takes off, low, medium, high"),
        (NOVA, effort("high"), "this model does not reason"),
        (OSS, Reasoning::Off, "this model always reasons"),
        ("us.deepseek.r1-v1:0", Reasoning::Off, "this model always reasons, in its own way"),
        (STRANGER, effort("high"), BY_HAND),
    ] {
        let fitted = fit(id, &reasoning(how.clone()));
        assert_eq!(fitted.sentences(), [format!("reasoning is not sent: {why}.")], "{id} {how}");
        assert_eq!(fitted.parameters, Parameters::default(), "{id} {how}");
    }
    assert!(fit(OPUS_46, &reasoning(effort("xhigh"))).left_out[0].slip);
    assert!(!fit(OPUS_5, &reasoning(Reasoning::Budget(4096))).left_out[0].slip);
}

#[test]
fn a_budget_stays_below_the_limit_of_the_answer() {
    let with = |max_tokens| Parameters { max_tokens, ..reasoning(Reasoning::Budget(2048)) };
    let expected = "reasoning is not sent: its budget must be less than max_tokens, which is 2048.";
    assert_eq!(sentences(SONNET_45, &with(Some(2048))), [expected]);
    assert_eq!(sentences(SONNET_45, &with(Some(2049))), Vec::<String>::new());
    assert_eq!(sentences(SONNET_45, &with(None)), Vec::<String>::new());
}

#[test]
fn what_reasoning_forbids_is_left_out_and_nothing_else() {
    let all = Parameters {
        max_tokens: Some(9000),
        temperature: Some(0.5),
        top_p: Some(0.9),
        top_k: Some(40),
        stop_sequences: vec!["END".into()],
        ..Parameters::default()
    };
    let with = |how: Reasoning| Parameters { reasoning: Some(how), ..all.clone() };
    let left = |id: &str, parameters: &Parameters| -> Vec<&str> {
        fit(id, parameters).left_out.iter().map(|out| out.field.name()).collect()
    };
    assert_eq!(left(SONNET_45, &with(Reasoning::Budget(4096))), ["temperature", "top_p", "top_k"]);
    assert_eq!(left(SONNET_45, &with(Reasoning::Off)), ["top_p"], "not beside temperature");
    assert_eq!(left(OPUS_5, &all), ["temperature", "top_p", "top_k"]);
    assert_eq!(
        left(NOVA_2, &with(effort("high"))),
        ["max_tokens", "temperature", "top_p", "top_k"]
    );
    assert_eq!(left(NOVA_2, &with(effort("low"))), Vec::<&str>::new());
    let sent = fit(SONNET_45, &with(Reasoning::Budget(4096))).parameters;
    assert_eq!((sent.max_tokens, sent.temperature, sent.top_p), (Some(9000), None, None));
    assert_eq!(sent.stop_sequences, ["END"]);
    let low = fields(&fit(NOVA_2, &with(effort("low"))));
    assert_eq!(low["inferenceConfig"], json!({"topK": 40}));
    // Asked for by hand, it forbids the same.
    let by_hand = Parameters {
        additional_fields: Some(json!({"thinking": {"type": "enabled", "budget_tokens": 2000}})),
        ..all.clone()
    };
    assert_eq!(left(SONNET_45, &by_hand), ["temperature", "top_p", "top_k"]);
}

#[test]
fn top_k_goes_under_each_familys_own_name_within_its_range() {
    let with = |top_k| Parameters { top_k: Some(top_k), ..Parameters::default() };
    let haiku = "anthropic.claude-3-haiku-20240307-v1:0";
    assert_eq!(fields(&fit(haiku, &with(40))), json!({"top_k": 40}));
    assert_eq!(fields(&fit(NOVA, &with(40))), json!({"inferenceConfig": {"topK": 40}}));
    assert_eq!(fields(&fit("cohere.command-r-v1:0", &with(0))), json!({"k": 0}));
    assert_eq!(sentences(NOVA, &with(129)), ["top_k is not sent: this model takes 0 to 128."]);
    assert_eq!(
        sentences("meta.llama3-70b-instruct-v1:0", &with(5)),
        ["top_k is not sent: this model has none."]
    );
    assert_eq!(sentences(OSS, &with(5)), [format!("top_k is not sent: {BY_HAND}.")]);
}

#[test]
fn ones_own_fields_win_member_by_member() {
    let parameters = Parameters {
        top_k: Some(40),
        additional_fields: Some(json!({
            "inferenceConfig": {"other": 1},
            "reasoningConfig": {"maxReasoningEffort": "medium"},
            "seed": 7,
        })),
        ..reasoning(effort("low"))
    };
    assert_eq!(
        fields(&fit(NOVA_2, &parameters)),
        json!({
            "inferenceConfig": {"topK": 40, "other": 1},
            "reasoningConfig": {"type": "enabled", "maxReasoningEffort": "medium"},
            "seed": 7,
        })
    );
}

#[test]
fn a_stranger_is_sent_the_common_parameters_as_they_are() {
    let parameters = Parameters {
        max_tokens: Some(5),
        temperature: Some(0.1),
        top_p: Some(0.2),
        additional_fields: Some(json!({"k": 1})),
        response_fields: vec!["/a".into()],
        metadata: [("a".into(), "b".into())].into(),
        latency: Some(Latency::Optimized),
        tier: Some(super::super::ask::Tier::Flex),
        ..Parameters::default()
    };
    let fitted = super::fit(&parameters, "be kind", &Terms::of(STRANGER, None));
    assert_eq!((fitted.parameters, fitted.left_out, fitted.no_system), (parameters, vec![], false));
}

#[test]
fn a_system_prompt_is_left_out_where_a_model_takes_none() {
    let terms = Terms::of("amazon.titan-text-express-v1", None);
    let fitted = super::fit(&Parameters::default(), "be kind", &terms);
    assert_eq!(fitted.sentences(), ["The system prompt is not sent: this model takes none."]);
    assert!(!super::fit(&Parameters::default(), "", &terms).no_system);
}
