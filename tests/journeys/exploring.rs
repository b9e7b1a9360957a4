//! The models one explores, through the loop, the SDK and the simulator: facets the service answers,
//! all that is known of one, access asked for and given back, regions, chatting with one.

use outcrop::simulator::pace::Pace;
use outcrop::simulator::script::Script;

use super::bedrock::Bedrock;
use super::runner::{Runner, Setup};

/// A program that shows the models.
fn models(folder: &std::path::Path, bedrock: &Bedrock) -> Runner {
    let runner = Setup::new(folder, bedrock).start();
    runner.go_to("models");
    runner.wait_for("Nova Pro");
    runner
}

/// Filters down to one model.
fn find(runner: &Runner, words: &str) {
    runner.press("/");
    runner.type_text(words);
    runner.press("enter");
    runner.wait_for("1 of ");
}

#[test]
fn a_facet_is_asked_of_the_service() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = models(place.path(), &bedrock);
    runner.press("f");
    runner.type_text("provider anthropic");
    runner.press("enter");
    runner.press("esc");
    runner.wait("only one provider", |screen| {
        screen.contains("provider Anthropic") && !screen.contains("Nova Pro")
    });
    let asked = || {
        let entries = bedrock.script.journal.entries();
        entries.iter().any(|entry| entry.path.contains("byProvider=Anthropic"))
    };
    runner.wait("the question", |_| asked());
}

#[test]
fn one_model_is_shown_whole_and_chatted_with() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = models(place.path(), &bedrock);
    find(&runner, "claude-opus-4-5");
    runner.press("enter");
    runner.wait_for("Agreement availability");
    runner.wait_for("Context window");
    runner.press("esc");
    runner.press("c");
    runner.wait_for("Profiles of Claude Opus 4.5");
    runner.press("enter");
    runner.ask_and_wait("/echo through the one that was chosen");
    let entries = bedrock.script.journal.entries();
    let asked = entries.iter().rev().find(|entry| entry.operation == "ConverseStream").unwrap();
    assert!(asked.model.as_deref().unwrap().ends_with("anthropic.claude-opus-4-5-20251101-v1:0"));
}

#[test]
fn access_is_requested_by_form_and_agreement_and_withdrawn_again() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::with(Script::new(Pace::Max));
    let runner = models(place.path(), &bedrock);
    find(&runner, "claude-fable-5");
    runner.press("p");
    runner.wait_for("The use-case form of the provider was not sent yet");
    runner.press("R");
    runner.wait_for("Company name");
    runner.type_text("Acme");
    runner.press("down");
    runner.type_text("https://acme.example");
    runner.press("down");
    runner.press("right");
    runner.press("down");
    runner.type_text("Education");
    runner.press("down");
    runner.press("down");
    runner.type_text("Answering questions of pupils");
    runner.press("ctrl-s");
    runner.wait_for("Agree to them?");
    runner.wait_for("InputTokenCount");
    runner.press("y");
    runner.wait_for("The agreement is being made.");
    bedrock.script.account.step();
    runner.wait_for("Access is granted.");
    assert_eq!(bedrock.calls("PutUseCaseForModelAccess").len(), 1);
    assert_eq!(bedrock.calls("CreateFoundationModelAgreement").len(), 1);
    runner.press("W");
    runner.wait_for("Type the model's name");
    runner.type_text("Claude Fable");
    runner.press("enter");
    runner.wait_for("Type the name exactly");
    assert!(bedrock.calls("DeleteFoundationModelAgreement").is_empty());
    runner.type_text(" 5");
    runner.press("enter");
    runner.wait_for("Access is missing.");
    assert_eq!(bedrock.calls("DeleteFoundationModelAgreement").len(), 1);
}

#[test]
fn an_agreement_that_fails_says_why() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = models(place.path(), &bedrock);
    find(&runner, "palmyra-x4");
    runner.press("R");
    runner.wait_for("Agree to them?");
    runner.press("y");
    runner.wait_for("The agreement is being made.");
    bedrock.script.account.step();
    runner.wait_for("no valid payment");
}

#[test]
fn read_only_asks_for_nothing() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let mut setup = Setup::new(place.path(), &bedrock);
    setup.settings.read_only = true;
    setup.wanted.read_only = true;
    let runner = setup.start();
    runner.go_to("models");
    runner.wait_for("Nova Pro");
    find(&runner, "palmyra-x5");
    runner.press("R");
    runner.wait_for("Read-only");
    runner.press("W");
    runner.press("p");
    runner.wait_for("Access is missing");
    let entries = bedrock.script.journal.entries();
    let wrote = |operation: &str| !outcrop::api::access::reads(operation);
    let asked = entries.iter().map(|entry| entry.operation.as_str());
    assert!(!asked.filter(|name| *name != "GetCallerIdentity").any(wrote));
}

#[test]
fn a_model_is_looked_up_in_several_regions() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let mut setup = Setup::new(place.path(), &bedrock);
    setup.settings.regions = ["us-east-1", "eu-west-1", "ap-south-1"].map(str::to_owned).to_vec();
    let runner = setup.start();
    runner.go_to("models");
    runner.wait_for("Nova Pro");
    find(&runner, "palmyra-x5");
    runner.press("m");
    let screen = runner.wait("all regions", |screen| screen.contains("3 of 3"));
    let row = |region: &str| screen.lines().find(|line| line.contains(region)).unwrap();
    assert!(row("eu-west-1").contains("✗ no"), "{screen}");
    assert!(row("│ us-east-1").contains("✓ yes"), "{screen}");
}

#[test]
fn the_table_stands_after_a_restart_as_it_was_left() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = models(place.path(), &bedrock);
    runner.press("f");
    runner.type_text("provider anthropic");
    runner.press("enter");
    runner.press("esc");
    runner.press("o");
    runner.type_text("sort by name desc");
    runner.press("enter");
    runner.wait_for("name ▼");
    runner.quit();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.go_to("models");
    let screen = runner.wait_for("name ▼");
    assert!(screen.contains("provider Anthropic") && !screen.contains("Nova Pro"), "{screen}");
}
