//! Resources through the loop, the SDK and the simulator: every kind is listed and read, what moves
//! is watched, what can be invoked is talked to, and deleting wants a name.
//! Not here: how each screen looks (tests/screens).

use outcrop::domain::kinds::ALL;

use super::bedrock::Bedrock;
use super::runner::{Runner, Setup};

/// A simulator with some of every kind.
fn account() -> Bedrock {
    let bedrock = Bedrock::start();
    bedrock.script.account.seed().unwrap();
    bedrock
}

/// Selects the row of a name by the filter, which stays.
fn find(runner: &Runner, name: &str) {
    runner.press("/");
    runner.type_text(name);
    runner.wait_for(&format!("/ {name}"));
    runner.press("enter");
    runner.wait_for(&format!("/{name}"));
}

#[test]
fn every_kind_is_listed_and_one_of_each_is_read_whole() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = account();
    let runner = Setup::new(place.path(), &bedrock).start();
    for kind in ALL {
        runner.go_to_list(kind.name, kind.title);
        let screen = runner.screen();
        assert!(!screen.contains("There is no "), "{}: {screen}", kind.name);
        if !kind.list.single {
            runner.press("enter");
            let whole = |screen: &str| screen.contains(" › ") && !screen.contains("loading…");
            runner.wait(&format!("{} whole", kind.name), whole);
            assert!(!bedrock.calls(kind.get.operation).is_empty(), "{}", kind.name);
            runner.press("v");
            runner.wait_for("{");
            runner.press("esc");
        }
    }
    runner.quit();
}

#[test]
fn what_is_made_is_watched_until_it_serves_then_talked_to_and_deleted() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = account();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.go_to_list("provisioned", "Provisioned throughput");
    find(&runner, "express-staging");
    runner.wait_for("creating");
    runner.press("c");
    runner.wait_for("answers only while it is in service");
    runner.press("w");
    runner.wait_for("is watched");
    // It is watched from the chat too.
    runner.press("esc");
    runner.press("esc");
    runner.wait_for("see the keys");
    (0..4).for_each(|_| bedrock.script.account.step());
    runner.wait_for("express-staging is in service now");
    runner.go_to_list("provisioned", "Provisioned throughput");
    find(&runner, "express-staging");
    runner.press("c");
    runner.wait_for("A new conversation with express-staging");
    runner.ask_and_wait("/echo through our own units");
    runner.go_to_list("provisioned", "Provisioned throughput");
    runner.wait_for("/express-staging");
    runner.press("d");
    runner.wait_for("Type express-staging to confirm");
    runner.type_text("express");
    runner.press("enter");
    runner.wait_for("Not done");
    assert_eq!(bedrock.calls("DeleteProvisionedModelThroughput").len(), 0);
    runner.type_text("-staging");
    runner.press("enter");
    runner.wait_for("express-staging: delete was accepted");
    assert_eq!(bedrock.calls("DeleteProvisionedModelThroughput").len(), 1);
    runner.press("esc");
    runner.press("r");
    runner.wait("the list without it", |screen| {
        screen.contains("support-tone-prod") && !screen.contains("express-staging  ")
    });
    runner.quit();
}

#[test]
fn a_job_is_stopped_and_seen_to_stop() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = account();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.go_to_list("customization", "Model customization jobs");
    find(&runner, "support-tone-2026-11");
    runner.press("enter");
    runner.wait_for("› support-tone-2026-11");
    runner.press("s");
    runner.wait_for("StopModelCustomizationJob on support-tone-2026-11");
    runner.type_text("support-tone-2026-11");
    runner.press("enter");
    runner.wait_for("stopping");
    (0..4).for_each(|_| bedrock.script.account.step());
    runner.wait_for("support-tone-2026-11 is stopped now");
    runner.quit();
}

#[test]
fn tags_are_changed_on_the_wire() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = account();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.go_to_list("guardrails", "Guardrails");
    runner.press("t");
    runner.wait_for("of 50 ");
    runner.type_text("stage=trial");
    runner.press("enter");
    runner.wait_for("Set the tag stage");
    runner.press("y");
    runner.wait("the tag in the list", |screen| {
        screen.contains("stage") && screen.contains("trial") && !screen.contains("stage=trial")
    });
    assert_eq!(bedrock.calls("TagResource").len(), 1);
    runner.quit();
}

#[test]
fn a_guardrail_says_what_it_makes_of_a_text() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = account();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.go_to_list("guardrails", "Guardrails");
    find(&runner, "customer-facing");
    runner.press("enter");
    runner.wait_for("READY");
    runner.press("a");
    runner.wait_for("Try it on a text");
    runner.type_text("try it");
    runner.press("enter");
    runner.wait_for("Try on a text:");
    runner.type_text("hello there");
    runner.press("enter");
    runner.wait_for("on a text");
    runner.wait_for("Action reason");
    runner.quit();
}

#[test]
fn read_only_lists_and_reads_everything_and_changes_nothing() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = account();
    let mut setup = Setup::new(place.path(), &bedrock);
    setup.settings.read_only = true;
    setup.wanted.read_only = true;
    let runner = setup.start();
    for kind in ALL {
        runner.go_to_list(kind.name, kind.title);
        for key in ["d", "s"] {
            runner.press(key);
        }
        runner.press("a");
        runner.wait_for("What to do");
        let screen = runner.screen();
        for action in kind.actions {
            assert!(!screen.contains(action.operation), "{}: {screen}", kind.name);
        }
        runner.press("esc");
    }
    runner.quit();
    let writes = bedrock.script.journal.entries();
    let writes = writes.iter().filter(|entry| !outcrop::api::access::reads(&entry.operation));
    assert_eq!(writes.count(), 0);
}

#[test]
fn five_thousand_are_searched_behind_the_screen() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    bedrock.script.account.fill("provisioned-model", 5_000).unwrap();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.go_to_list("provisioned", "Provisioned throughput");
    runner.wait_for("100 and more");
    runner.press("o");
    runner.wait_for("Sort:");
    runner.type_text("name falling");
    runner.press("enter");
    runner.wait_for("searched, more loading…");
    runner.wait("all of them", |screen| screen.contains(" 5,000 ") && !screen.contains("loading"));
    runner.quit();
}
