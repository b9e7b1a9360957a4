//! `outcrop doctor` against the simulator: what is found, what is wrong, how it ends.
//! Not here: single checks (unit tests beside them).

use outcrop::commands::exit::Exit;
use serde_json::Value;

use super::house::House;

/// The check of this name.
fn check<'a>(report: &'a Value, section: &str, name: &str) -> &'a Value {
    let mut checks = report["checks"].as_array().unwrap().iter();
    checks
        .find(|check| check["section"] == section && check["check"] == name)
        .unwrap_or_else(|| panic!("no {section} {name} in {report}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn with_nothing_wrong_all_is_said_and_it_ends_well() {
    let house = House::with(&[]).await;
    house.run("ask /echo one").await;
    let told = house.run("doctor --json").await;
    assert_eq!((told.exit, told.err.as_str()), (Exit::Success, ""), "{told:?}");
    let report = told.json();
    assert_eq!(
        (&report["shape"], &report["ok"], &report["problems"]),
        (&1.into(), &true.into(), &0.into())
    );
    for (section, name, found) in [
        ("credentials", "source", "simulator"),
        ("credentials", "identity", "account 123456789012"),
        ("credentials", "region", "us-east-1"),
        ("network", "control plane", "answered in"),
        ("network", "runtime plane", "answered in"),
        ("network", "clock", "agrees"),
        ("operations", "ListFoundationModels", "allowed"),
        ("operations", "ListInferenceProfiles", "allowed"),
        ("operations", "GetFoundationModel", "allowed on "),
        ("operations", "GetInferenceProfile", "allowed on "),
        ("operations", "CountTokens", "allowed on amazon.nova-lite-v1:0"),
        ("operations", "ConverseStream", "--spend"),
        ("terminal", "clipboard", "a copy goes to"),
        ("storage", "folder", "yours alone"),
        ("storage", "database", "sound, "),
        ("storage", "database", "1 conversation, version"),
        ("storage", "other instances", "none"),
        ("storage", "configuration", "config.toml"),
    ] {
        let check = check(&report, section, name);
        assert!(check["found"].as_str().unwrap().contains(found), "{found}: {check}");
    }
    assert_eq!(check(&report, "operations", "ConverseStream")["state"], "skipped");
    let asked = house.operations();
    assert!(!asked.iter().skip(1).any(|operation| operation.starts_with("Converse")), "{asked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_spent_only_when_it_is_asked_for() {
    let house = House::with(&[]).await;
    let told = house.run("doctor --json --spend").await.json();
    assert_eq!(check(&told, "operations", "ConverseStream")["state"], "ok");
    let asked = house.operations();
    assert_eq!(asked.iter().filter(|name| *name == "ConverseStream").count(), 1, "{asked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_named_with_the_missing_statement_and_its_code() {
    let house = House::with(&["deny@CountTokens", "deny@GetInferenceProfile"]).await;
    let told = house.run("doctor --json").await;
    assert_eq!(told.exit, Exit::Access, "{told:?}");
    let report = told.json();
    assert_eq!((&report["ok"], &report["problems"]), (&false.into(), &2.into()));
    let denied = check(&report, "operations", "CountTokens");
    assert_eq!((&denied["state"], denied["request_id"].is_string()), (&"problem".into(), true));
    assert!(denied["fix"][0].as_str().unwrap().contains("\"bedrock:CountTokens\""), "{denied}");
    assert_eq!(check(&report, "network", "runtime plane")["state"], "ok", "a refusal is an answer");
    let text = house.run("doctor").await;
    assert_eq!(text.exit, Exit::Access);
    assert!(text.out.contains("PROBLEM    CountTokens"), "{}", text.out);
    assert!(text.out.contains("2 wrong"), "{}", text.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_trouble_is_told_where_it_lies() {
    for (fault, section, name, exit) in [
        ("expired", "operations", "ListFoundationModels", Exit::Credentials),
        ("bad-key", "operations", "CountTokens", Exit::Credentials),
        ("internal", "operations", "CountTokens", Exit::Failure),
        ("html@ListFoundationModels", "network", "control plane", Exit::Failure),
        ("proxy@CountTokens", "network", "runtime plane", Exit::Failure),
        ("throttle@CountTokens", "operations", "CountTokens", Exit::Throttled),
    ] {
        let house = House::with(&[fault]).await;
        let told = house.run("doctor --json").await;
        assert_eq!(told.exit, exit, "{fault}: {told:?}");
        let report = told.json();
        let check = check(&report, section, name);
        assert_eq!(check["state"], "problem", "{fault}: {check}");
        assert!(!check["fix"].as_array().unwrap().is_empty(), "{fault}: {check}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_cannot_count_may_be_counted_on_and_nothing_is_made() {
    let house = House::with(&["validation@CountTokens"]).await;
    let told = house.run("doctor --json -m deepseek.v3.2").await;
    assert_eq!(told.exit, Exit::Success, "{told:?}");
    assert!(!house.data().exists(), "looking makes nothing");
    let report = told.json();
    assert!(check(&report, "storage", "folder")["found"].as_str().unwrap().contains("made when"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_database_is_said_and_left_as_it_is() {
    let house = House::with(&[]).await;
    house.run("ask /echo one").await;
    let file = house.data().join("outcrop.db");
    std::fs::write(&file, "no database").unwrap();
    let told = house.run("doctor --json").await;
    assert_eq!(told.exit, Exit::Failure);
    let report = told.json();
    assert_eq!(check(&report, "storage", "database")["state"], "problem");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "no database");
}

/// The checks of a model, each as its name, state and what was found.
fn of_model(report: &Value) -> Vec<String> {
    let checks = report["checks"].as_array().unwrap().iter();
    checks
        .filter(|check| check["section"] == "model")
        .map(|check| {
            let text = |member: &str| check[member].as_str().unwrap().to_owned();
            format!("{} {}: {}", text("check"), text("state"), text("found"))
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_can_be_invoked_says_so_and_nothing_is_asked_of_it() {
    let house = House::with(&[]).await;
    let told = house.run("doctor --json -m amazon.nova-lite-v1:0").await;
    assert_eq!(told.exit, Exit::Success, "{told:?}");
    let report = told.json();
    let checks = of_model(&report);
    assert!(
        checks[0].starts_with("listed ok: Nova Lite, foundation model by Amazon"),
        "{checks:?}"
    );
    assert!(checks.contains(&"on demand ok: amazon.nova-lite-v1:0".to_owned()), "{checks:?}");
    assert_eq!(check(&report, "model", "bedrock:InvokeModel")["state"], "ok");
    assert_eq!(checks.last().unwrap(), "can be invoked ok: yes, as amazon.nova-lite-v1:0");
    let text = house.run("doctor -m amazon.nova-lite-v1:0").await.out;
    assert!(text.contains("\nModel\n  ok         listed"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_only_behind_profiles_names_them() {
    let house = House::with(&[]).await;
    let report = house.run("doctor --json -m anthropic.claude-opus-4-5-20251101-v1:0").await.json();
    let own = check(&report, "model", "on demand");
    assert_eq!(own["state"], "problem");
    let fix = own["fix"][0].as_str().unwrap();
    assert!(fix.contains("us.anthropic.claude-opus-4-5-20251101-v1:0"), "{fix}");
    let verdict = check(&report, "model", "can be invoked");
    assert_eq!(verdict["state"], "warning");
    assert!(verdict["fix"][0].as_str().unwrap().starts_with("use "), "{verdict}");
}

#[tokio::test(flavor = "multi_thread")]
async fn access_that_is_missing_is_told_with_what_to_do() {
    let house = House::with(&[]).await;
    let told = house.run("doctor --json -m us.anthropic.claude-fable-5").await;
    assert_eq!(told.exit, Exit::Access, "{told:?}");
    let report = told.json();
    for (name, state) in [
        ("region", "ok"),
        ("agreement", "problem"),
        ("authorization", "ok"),
        ("entitlement", "problem"),
        ("use-case form", "warning"),
        ("can be invoked", "problem"),
    ] {
        assert_eq!(check(&report, "model", name)["state"], state, "{name}");
    }
    let fix = check(&report, "model", "agreement")["fix"][0].as_str().unwrap().to_owned();
    assert!(fix.contains("R on the model"), "{fix}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_is_missing_is_printed() {
    let house = House::with(&["deny@Converse"]).await;
    let told = house.run("doctor --json -m amazon.nova-lite-v1:0").await;
    assert_eq!(told.exit, Exit::Access, "{told:?}");
    let report = told.json();
    let denied = check(&report, "model", "bedrock:InvokeModel");
    assert!(denied["fix"][0].as_str().unwrap().contains("\"bedrock:InvokeModel\""), "{denied}");
    let verdict = check(&report, "model", "can be invoked");
    assert_eq!((&verdict["state"], &verdict["fix"][0]), (&"problem".into(), &denied["fix"][0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_is_in_no_list_is_told_with_those_like_it() {
    let house = House::with(&[]).await;
    let told = house.run("doctor --json -m amazon.nova-lite-v9:0").await;
    let report = told.json();
    let listed = check(&report, "model", "listed");
    assert_eq!(listed["state"], "problem");
    assert!(listed["fix"][0].as_str().unwrap().contains("amazon.nova-lite-v1:0"), "{listed}");
    assert_ne!(told.exit, Exit::Success);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_whose_life_has_ended_says_so() {
    let house = House::with(&[]).await;
    let id = "us.anthropic.claude-3-5-haiku-20241022-v1:0";
    let report = house.run(&format!("doctor --json -m {id}")).await.json();
    let verdict = check(&report, "model", "can be invoked");
    assert_eq!(verdict["state"], "problem", "{:?}", of_model(&report));
}
