//! `outcrop ask` with parameters: what is sent, what is left out and said, what is refused.

use outcrop::commands::exit::Exit;
use outcrop::domain::archive::Save;
use serde_json::json;

use super::house::House;

const SONNET: &str = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

#[tokio::test(flavor = "multi_thread")]
async fn flags_become_what_the_service_gets() {
    let house = House::with(&[]).await;
    let asked = house
        .run(&format!(
            "ask -m {SONNET} --json --max-tokens 9000 --reasoning 2048 --stop NEVER --tier default \
             --metadata team=search --fields {{\"anthropic_beta\":[]}} Hello"
        ))
        .await;
    assert_eq!(asked.exit, Exit::Success, "{asked:?}");
    let sent = house.asked().pop().unwrap();
    assert_eq!(sent["inferenceConfig"], json!({"maxTokens": 9000, "stopSequences": ["NEVER"]}));
    assert_eq!(
        sent["additionalModelRequestFields"],
        json!({"thinking": {"type": "enabled", "budget_tokens": 2048}, "anthropic_beta": []})
    );
    assert_eq!(sent["requestMetadata"], json!({"team": "search"}));
    let object = asked.json();
    assert_eq!((&object["tier"], &object["not_sent"]), (&json!("default"), &json!([])));
    assert_eq!(object["cost_estimated"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_model_refuses_is_left_out_and_said() {
    let house = House::with(&[]).await;
    let line = format!("ask -m {SONNET} --json --temperature 0.5 --reasoning 2048 Hello");
    let asked = house.run(&line).await;
    let said = "temperature is not sent: this model refuses it while it reasons.";
    assert_eq!((asked.exit, asked.err.trim()), (Exit::Success, &*format!("outcrop: {said}")));
    assert_eq!(asked.json()["not_sent"], json!([said]));
    assert_eq!(house.asked().pop().unwrap().get("inferenceConfig"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_would_take_is_refused_before_anything_is_sent() {
    let house = House::with(&[]).await;
    for (flags, said) in [
        ("--reasoning 512", "reasoning cannot be sent to"),
        ("--max-tokens 2000 --reasoning 4096", "its budget must be less than max_tokens"),
        ("--top-k 501", "this model takes 0 to 500"),
        ("--metadata a=;", "metadata 'a' holds ';'"),
        ("--fields [1]", "additional_fields is a list"),
        ("--persona nobody", "there is no persona 'nobody'"),
    ] {
        let asked = house.run(&format!("ask -m {SONNET} {flags} Hello")).await;
        assert_eq!(asked.exit, Exit::Usage, "{flags}: {asked:?}");
        assert!(asked.err.contains(said), "{flags}: {}", asked.err);
    }
    assert!(house.asked().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_persona_kept_in_the_screen_is_used() {
    let house = House::with(&[]).await;
    house.keep(&Save::KeepPersona { name: "terse".into(), text: "Be brief.".into() });
    let asked = house.run("ask --persona terse Hello").await;
    assert_eq!(asked.exit, Exit::Success, "{asked:?}");
    assert_eq!(house.asked().pop().unwrap()["system"], json!([{"text": "Be brief."}]));
}
