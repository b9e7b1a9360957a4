//! Everything that can go wrong on the way to a model: said clearly, nothing lost, tried again.
//! Not here: the store's own faults (keeping).

use std::time::Duration;

use outcrop::simulator::fault::KINDS;

use super::bedrock::Bedrock;
use super::runner::{Runner, Setup, is_busy};

const PROMPT: &str =
    "/echo Alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike.";
const BEGINNING: &str = "│ Alpha bravo charlie";
const END: &str = "lima mike.";

/// What is said of a kind, and whether a part of the answer came before it.
const SAID: [(&str, &str, bool); 19] = [
    ("throttle", "too many requests or tokens at once", false),
    ("deny", "you may not do this", false),
    ("no-access", "this account has no access to the model", false),
    ("no-agreement", "the agreement for this model was not accepted", false),
    ("expired", "the credentials have expired", false),
    ("bad-key", "AWS does not know these credentials", false),
    ("skew", "the clock of this machine is off", false),
    ("validation", "the service refuses the request", false),
    ("quota", "a quota of the account is used up", false),
    ("not-ready", "the model is being loaded", false),
    ("unavailable", "Amazon Bedrock is unavailable", false),
    ("internal", "Amazon Bedrock failed", false),
    ("model-timeout", "the model took too long", false),
    ("model-error", "the model failed", false),
    ("cut", "the connection was cut", true),
    ("no-stop", "the answer ended without saying why", true),
    ("stream-error", "the model failed while it answered", true),
    ("corrupt-frame", "damaged", true),
    ("html", "what answered is not Amazon Bedrock", false),
];

/// Faults that are over in silence, seen by a program that does not wait long.
const SILENT: [(&str, &str, bool); 2] = [
    ("slow-first-byte", "no answer came in time", false),
    ("stall", "the answer fell silent", true),
];

#[test]
fn every_kind_of_fault_is_tried() {
    let tried: Vec<&str> = SAID.iter().chain(&SILENT).map(|row| row.0).collect();
    for (_, name, ..) in KINDS {
        assert!(tried.contains(&name), "{name}");
    }
}

/// Asks under a fault, reads what is said of it, and asks again once it is over.
fn meet(runner: &Runner, bedrock: &Bedrock, (kind, said, part): (&str, &str, bool)) {
    runner.press("ctrl-n");
    runner.wait("an empty conversation", |screen| {
        screen.contains("Write a prompt") && !screen.contains("try:")
    });
    bedrock.fault(&[&format!("{kind}@ConverseStream")]);
    runner.ask(PROMPT);
    let screen = runner.wait(kind, |screen| screen.contains("ConverseStream:") && !is_busy(screen));
    let flat = flat(&screen);
    assert!(flat.contains(said), "{kind}: {screen}");
    assert!(flat.contains("ConverseStream:"), "what was being done: {kind}: {screen}");
    assert!(flat.contains("why: ") && flat.contains("try: "), "{kind}: {screen}");
    let id = bedrock.request_ids().pop().unwrap();
    if kind != "html" && kind != "slow-first-byte" {
        assert!(flat.contains(&format!("request id: {id}")), "{kind}: {screen}");
    }
    assert!(screen.contains(PROMPT), "the prompt stays: {kind}: {screen}");
    assert_eq!(screen.contains(BEGINNING), part, "what came stays: {kind}: {screen}");
    assert_eq!(
        flat.contains("Interrupted: this answer is not complete."),
        part,
        "{kind}: {screen}"
    );

    bedrock.fault(&[]);
    runner.press("f5");
    let screen = runner.wait("the answer at last", |screen| {
        screen.matches(END).count() == 2 && !is_busy(screen) && !screen.contains("why:")
    });
    assert_eq!(screen.matches("You ").count(), 1, "in place: {kind}: {screen}");
    let asked = bedrock.asked();
    assert_eq!(asked[asked.len() - 1], asked[asked.len() - 2], "the same again: {kind}");
}

/// The transcript's words, wherever they were wrapped.
fn flat(screen: &str) -> String {
    let words: Vec<&str> = screen
        .lines()
        .map(|line| line.rsplit('│').next().unwrap_or(line))
        .flat_map(str::split_whitespace)
        .collect();
    words.join(" ")
}

#[test]
fn every_fault_says_what_why_and_what_to_try_and_f5_asks_again() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    for row in SAID {
        meet(&runner, &bedrock, row);
    }
    runner.quit();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for_list(SAID.len());
}

#[test]
fn silence_is_cut_and_said() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let mut setup = Setup::new(place.path(), &bedrock);
    setup.wanted.timeouts.first_byte = Duration::from_secs(3);
    setup.wanted.timeouts.idle = Duration::from_secs(3);
    let runner = setup.start();
    for row in SILENT {
        meet(&runner, &bedrock, row);
    }
}

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
        runner.wait_for("1 of 21");
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
