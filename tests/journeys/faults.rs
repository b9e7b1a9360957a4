//! After something went wrong on the way to a model: found again, waited for, tried again, switched.
//! Not here: what is said of each kind (errors), or the store's own faults (keeping).

use super::bedrock::Bedrock;
use super::runner::{Setup, flat, is_busy};

const PROMPT: &str =
    "/echo Alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike.";
const BEGINNING: &str = "│ Alpha bravo charlie";
const END: &str = "lima mike.";

#[test]
fn a_failed_and_an_interrupted_answer_are_found_after_a_restart_and_asked_for_again() {
    for (kind, said, part) in [("deny", "you may not do this", false), ("cut", "cut", true)] {
        let place = tempfile::tempdir().unwrap();
        let bedrock = Bedrock::start();
        let runner = Setup::new(place.path(), &bedrock).start();
        bedrock.fault(&[kind]);
        runner.ask(PROMPT);
        runner.wait_for("try:");
        runner.quit();
        bedrock.fault(&[]);
        let runner = Setup::new(place.path(), &bedrock).start();
        runner.wait_for_list(1);
        runner.press("ctrl-pagedown");
        let screen = runner.wait_for("try:");
        assert!(flat(&screen).contains(said), "{screen}");
        assert_eq!(screen.contains(BEGINNING), part, "{screen}");
        runner.press("f5");
        runner.wait("the answer", |screen| {
            screen.matches(END).count() == 2 && screen.contains("first token ")
        });
    }
}

#[test]
fn what_passes_by_itself_is_waited_for_with_a_countdown() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let mut setup = Setup::new(place.path(), &bedrock);
    setup.wanted.attempts = 4;
    let runner = setup.start();
    bedrock.fault(&["throttle@ConverseStream=2"]);
    runner.ask(PROMPT);
    runner.wait("the answer after two refusals", |screen| {
        screen.contains(BEGINNING) && screen.contains("first token ") && !is_busy(screen)
    });
    assert_eq!(bedrock.asked().len(), 3);
}

#[test]
fn esc_ends_the_wait_and_the_prompt_stays() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let mut setup = Setup::new(place.path(), &bedrock);
    setup.wanted.attempts = 12;
    let runner = setup.start();
    bedrock.fault(&["throttle@ConverseStream"]);
    runner.ask(PROMPT);
    // The later waits are long enough to be seen for sure.
    runner.wait("a countdown", |screen| {
        screen.contains("too many requests") && screen.contains(" s, esc stops")
    });
    runner.press("esc");
    let screen = runner.wait_for("Stopped by you");
    assert!(screen.contains(PROMPT), "{screen}");
    bedrock.fault(&[]);
    runner.press("f5");
    runner.wait("the answer", |screen| screen.matches(END).count() == 2);
}

#[test]
fn the_rate_limit_of_ones_own_is_counted_down_too() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let mut setup = Setup::new(place.path(), &bedrock);
    setup.wanted.requests_per_minute = 1;
    let runner = setup.start();
    runner.ask_and_wait("/echo first");
    runner.ask("/echo second");
    runner.wait_for("requests a minute");
    assert_eq!(bedrock.asked().len(), 1, "it waits here, not there");
    runner.press("esc");
    runner.wait_for("Stopped by you");
}

#[test]
fn faults_are_switched_from_the_palette() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    let switch = |kind: &str| {
        runner.press("ctrl-p");
        runner.wait_for("Commands");
        runner.type_text("fault");
        runner.wait_for("Switch a fault");
        runner.press("enter");
        runner.wait_for("Faults of the simulator");
        runner.type_text(kind);
        runner.wait_for(" 1 of ");
        runner.press("enter");
    };
    switch("stream-error");
    runner.press("esc");
    runner.ask(PROMPT);
    runner.wait_for("try:");
    assert_eq!(bedrock.script.faults.list().len(), 1);
    switch("stream-error");
    runner.press("esc");
    runner.press("f5");
    runner.wait("the answer", |screen| {
        screen.matches(END).count() == 2 && screen.contains("first token ")
    });
    assert!(bedrock.script.faults.list().is_empty());
}

#[test]
fn a_failure_where_nobody_looks_is_said_and_found_there() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::at(20.0);
    let runner = Setup::new(place.path(), &bedrock).start();
    bedrock.fault(&["cut@ConverseStream=1"]);
    runner.ask(PROMPT);
    runner.wait_for("receiving…");
    runner.begin_another();
    runner.wait_for("hotel…: the connection was cut");
    runner.press("ctrl-pagedown");
    let screen = runner.wait_for("try:");
    assert!(screen.contains(BEGINNING), "{screen}");
    runner.press("f5");
    runner.wait("the answer", |screen| screen.matches(END).count() == 2 && !is_busy(screen));
}
