//! Settings on the wire: what the form says is the JSON the service gets.
//! Not here: the form by itself (screens).

use outcrop::domain::ask::{Parameters, Reasoning};
use serde_json::json;

use super::bedrock::Bedrock;
use super::runner::{Runner, Setup};

const SONNET: &str = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

fn start(model: &str, place: &std::path::Path, bedrock: &Bedrock) -> Runner {
    let mut setup = Setup::new(place, bedrock);
    setup.settings.model = model.into();
    setup.start()
}

/// What the form says below its fields of the one that is being filled in.
fn rule_of(screen: &str) -> String {
    let below = screen.lines().skip_while(|line| !line.contains("│───")).nth(1);
    below.unwrap_or_default().to_owned()
}

/// Goes to a row of the form by its label, and types a value. A rule may hold the value as an
/// example, and what was typed before may still be drawn: only the row and the rule tell.
fn set(runner: &Runner, label: &str, value: &str) {
    let rule = format!("│ {label}: ");
    for _ in 0..20 {
        let before = rule_of(&runner.screen());
        if before.contains(&rule) {
            break;
        }
        runner.press("down");
        runner.wait("the next field", |screen| rule_of(screen) != before);
    }
    runner.press("ctrl-u");
    runner.paste(value);
    let begins: String = value.chars().take(12).collect();
    runner.wait("the value in its row", |screen| {
        screen.lines().any(|line| line.contains(&format!("│ {label} ")) && line.contains(&begins))
    });
}

#[test]
fn what_is_set_in_the_form_is_what_the_service_gets() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = start(SONNET, place.path(), &bedrock);
    runner.press("f6");
    runner.wait_for("Parameters of this conversation");
    set(&runner, "Max tokens", "9000");
    set(&runner, "Temperature", "0.5");
    set(&runner, "Reasoning", "4096");
    runner.wait_for("not sent: this model refuses it while it reasons");
    set(&runner, "Stop sequences", "\"NEVER\"");
    set(&runner, "Service tier", "default");
    set(&runner, "Request metadata", "team=search");
    set(&runner, "Additional fields", "{\"anthropic_beta\": [\"context-1m-2025-08-07\"]}");
    set(&runner, "Response fields", "/stop_sequence");
    runner.press("enter");
    runner.wait_gone("Parameters of this conversation");
    runner.ask_and_wait("What do you make of tides?");
    let ask = bedrock.asked().pop().unwrap();
    assert_eq!(ask["inferenceConfig"], json!({"maxTokens": 9000, "stopSequences": ["NEVER"]}));
    assert_eq!(
        ask["additionalModelRequestFields"],
        json!({
            "thinking": {"type": "enabled", "budget_tokens": 4096},
            "anthropic_beta": ["context-1m-2025-08-07"],
        })
    );
    assert_eq!(ask["additionalModelResponseFieldPaths"], json!(["/stop_sequence"]));
    assert_eq!(ask["requestMetadata"], json!({"team": "search"}));
    assert_eq!(ask["serviceTier"], json!({"type": "default"}));
    assert_eq!(ask.get("performanceConfig"), None);
    runner.quit();

    // After a restart the conversation still has them, and a new one has not.
    let runner = start(SONNET, place.path(), &bedrock);
    runner.wait_for_list(1);
    runner.press("ctrl-pagedown");
    runner.wait_for("first token");
    runner.ask_and_wait("And of currents?");
    let again = bedrock.asked().pop().unwrap();
    assert_eq!(again["additionalModelRequestFields"], ask["additionalModelRequestFields"]);
    runner.begin_another();
    runner.ask_and_wait("And of winds?");
    let fresh = bedrock.asked().pop().unwrap();
    assert_eq!(fresh.get("additionalModelRequestFields"), None);
    assert_eq!(fresh.get("requestMetadata"), None);
}

#[test]
fn a_parameter_the_model_refuses_is_left_out_and_the_answer_comes() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let mut setup = Setup::new(place.path(), &bedrock);
    setup.settings.model = SONNET.into();
    setup.settings.parameters = Parameters {
        max_tokens: Some(8_000),
        temperature: Some(0.2),
        top_k: Some(40),
        reasoning: Some(Reasoning::Budget(2_048)),
        ..Parameters::default()
    };
    let runner = setup.start();
    runner.ask("What do you make of tides?");
    runner.wait_for("temperature is not sent: this model refuses it while it reasons.");
    runner.wait_for("first token");
    let ask = bedrock.asked().pop().unwrap();
    assert_eq!(ask["inferenceConfig"], json!({"maxTokens": 8000}));
    let thinking = json!({"thinking": {"type": "enabled", "budget_tokens": 2048}});
    assert_eq!(ask["additionalModelRequestFields"], thinking);
}

#[test]
fn a_persona_is_kept_and_used_after_a_restart() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.press("alt-s");
    runner.wait_for("System prompt");
    runner.type_text("Answer as a pirate.");
    runner.wait_for("Answer as a pirate.");
    runner.press("ctrl-o");
    runner.wait_for("No personas yet");
    runner.press("ctrl-s");
    runner.wait_for("Name of the new persona");
    runner.type_text("captain");
    runner.wait_for("captain");
    runner.press("enter");
    runner.wait_for("1 of 1");
    runner.press("esc");
    runner.wait_for("persona captain");
    runner.press("ctrl-s");
    runner.wait_gone("persona captain");
    runner.ask_and_wait("Tell me about rivers");
    assert_eq!(bedrock.asked().pop().unwrap()["system"], json!([{"text": "Answer as a pirate."}]));
    runner.quit();

    let runner = Setup::new(place.path(), &bedrock).start();
    runner.press("alt-s");
    runner.wait_for("System prompt");
    runner.press("ctrl-o");
    runner.wait_for("captain");
    runner.press("enter");
    runner.wait_for("persona captain");
    runner.press("ctrl-s");
    runner.wait_gone("persona captain");
    runner.ask_and_wait("And about lakes?");
    assert_eq!(bedrock.asked().pop().unwrap()["system"], json!([{"text": "Answer as a pirate."}]));
}

#[test]
fn a_tier_is_asked_for_answered_and_priced() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = start("amazon.nova-pro-v1:0", place.path(), &bedrock);
    runner.press("f6");
    runner.wait_for("Parameters of this conversation");
    set(&runner, "Service tier", "flex");
    runner.press("enter");
    runner.wait_gone("Parameters of this conversation");
    let screen = runner.ask_and_wait("Tell me about rivers");
    assert!(screen.contains("flex"), "{screen}");
    let model = runner.quit();
    let chat = model.chat().unwrap();
    let making = chat.transcript.last().unwrap().making.clone().unwrap();
    assert_eq!(making.tier.as_deref(), Some("flex"));
    let usage = making.usage.unwrap();
    let expected = (usage.input as f64 * 0.4 + usage.output as f64 * 1.6) / 1e6;
    assert!((making.cost_usd.unwrap() - expected).abs() < 1e-12, "{making:?}");
}
