//! Two endpoints, none that answers, and what the status bar says of them.
//! Not here: what a model answers.

use super::bedrock::Bedrock;
use super::runner::{Setup, is_busy};

#[test]
fn each_plane_has_its_endpoint_and_read_only_is_shown() {
    let place = tempfile::tempdir().unwrap();
    let control = Bedrock::start();
    let runtime = Bedrock::start();
    let mut setup = Setup::new(place.path(), &control);
    setup.settings.model = String::new();
    setup.settings.read_only = true;
    setup.wanted.read_only = true;
    setup.wanted.runtime_endpoint = Some(runtime.url.clone());
    let runner = setup.start();
    runner.wait_for("READ-ONLY");
    runner.wait("a model in use", |screen| !screen.contains("no model chosen"));
    runner.ask_and_wait("/echo across two planes");
    let of = |bedrock: &Bedrock| -> Vec<String> {
        bedrock.script.journal.entries().into_iter().map(|entry| entry.operation).collect()
    };
    let control = of(&control);
    assert!(control.iter().any(|operation| operation == "ListFoundationModels"), "{control:?}");
    assert!(!control.iter().any(|operation| operation.starts_with("Converse")), "{control:?}");
    assert_eq!(of(&runtime), ["ConverseStream"]);
}

#[test]
fn a_list_that_is_refused_says_why_and_chatting_goes_on() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    bedrock.fault(&["deny@ListFoundationModels", "deny@ListInferenceProfiles"]);
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.press("ctrl-o");
    runner.wait_for("you may not do this");
    runner.press("esc");
    runner.ask_and_wait("/echo all the same");
    // Half a list is better than none, and says that it is half.
    bedrock.fault(&["deny@ListInferenceProfiles"]);
    runner.press("ctrl-o");
    runner.wait_for("Nova Pro");
    runner.wait_for("Not everything could be listed");
}

#[test]
fn nobody_there_is_said_and_the_prompt_is_answered_once_somebody_is() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let mut setup = Setup::new(place.path(), &bedrock);
    // A port nobody listens on any more.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    setup.wanted.runtime_endpoint = Some(format!("http://{address}"));
    let runner = setup.start();
    runner.ask("/echo is anybody there");
    let screen = runner.wait("a problem", |screen| screen.contains("try:") && !is_busy(screen));
    assert!(screen.contains("the connection was refused"), "{screen}");
    runner.quit();

    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for_list(1);
    runner.press("ctrl-pagedown");
    runner.wait_for("try:");
    runner.press("f5");
    runner.wait("the answer", |screen| screen.contains(" in · ") && !is_busy(screen));
}
