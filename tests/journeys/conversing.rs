//! Asking, following up, switching the model, leaving and coming back.
//! Not here: what goes wrong (faults).

use super::bedrock::Bedrock;
use super::runner::{MODEL, Runner, Setup, is_busy};

/// Opens the newest conversation of the list.
fn open_newest(runner: &Runner) {
    runner.press("ctrl-pagedown");
}

#[test]
fn from_a_fresh_start_to_a_conversation_that_goes_on_after_a_restart() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let mut setup = Setup::new(place.path(), &bedrock);
    // Nothing is set: the demo begins with a model that works.
    setup.settings.model = String::new();
    let runner = setup.start();
    runner.wait_for("Write a prompt");
    runner.wait("a model in use", |screen| !screen.contains("no model chosen"));

    let screen = runner.ask_and_wait("Compare rivers in a table");
    // Formatted: rules and frames instead of hashes and pipes.
    assert!(screen.contains("├───"), "{screen}");
    assert!(!screen.contains("|---"), "{screen}");
    assert!(screen.contains("Conversations                  1"), "{screen}");

    // A follow-up builds on what came before.
    runner.ask_and_wait("And lakes?");
    runner.press("tab");
    runner.press("home");
    runner.press("pagedown");
    runner.wait_for("more below");
    let asked = bedrock.asked();
    let turns = asked[1]["messages"].as_array().unwrap();
    assert_eq!(turns.len(), 3, "prompt, answer, prompt");
    assert_eq!(turns[2]["content"][0]["text"], "And lakes?");
    let first_answer = turns[1]["content"][0]["text"].as_str().unwrap();
    assert!(first_answer.starts_with("# Compare rivers in a table"), "{first_answer}");

    // Another model, in the middle.
    runner.press("esc");
    runner.press("ctrl-o");
    runner.wait_for("Models and inference profiles");
    runner.type_text("nova pro v1");
    runner.wait_for("amazon.nova-pro-v1:0");
    runner.press("enter");
    runner.wait("the new model", |screen| {
        let status = screen.lines().find(|line| line.contains("SIMULATOR")).unwrap_or_default();
        status.contains("nova-pro")
    });
    runner.ask_and_wait("Why is that so?");
    let last = bedrock.script.journal.entries().pop().unwrap();
    assert!(last.model.unwrap().contains("nova-pro"));
    runner.quit();

    // The next day, on the same folder.
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for("Compare rivers in a table");
    open_newest(&runner);
    let screen = runner.wait_for("nova-pro");
    assert!(!is_busy(&screen));
    runner.wait("the end of the last answer", |screen| screen.contains("first token"));
    let before = bedrock.asked().pop().unwrap()["messages"].as_array().unwrap().len();
    runner.ask_and_wait("Go on");
    let ask = bedrock.asked().pop().unwrap();
    let turns = ask["messages"].as_array().unwrap();
    assert_eq!(turns.len(), before + 2, "all earlier turns are sent again");
    assert_eq!(turns[0]["content"][0]["text"], "Compare rivers in a table");
    assert_eq!(turns[1]["content"][0]["text"], first_answer, "byte for byte");
    runner.quit();
}

#[test]
fn esc_stops_an_answer_and_keeps_what_came_and_f5_asks_again() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::at(40.0);
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask(
        "/echo one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
    );
    // Its beginning is there, its end is not.
    runner.wait("a part of the answer", |screen| {
        is_busy(screen) && screen.contains("│ one two three")
    });
    runner.press("esc");
    let screen = runner.wait_for("Stopped by you; what came is kept.");
    assert!(screen.contains("│ one two three"), "{screen}");
    assert_eq!(screen.matches("thirteen fourteen").count(), 1, "only in the prompt:\n{screen}");
    assert!(!is_busy(&screen));

    runner.press("f5");
    let screen = runner.wait("the whole answer", |screen| {
        screen.matches("thirteen fourteen").count() == 2 && !is_busy(screen)
    });
    assert!(!screen.contains("Stopped by you"), "{screen}");
    let asked = bedrock.asked();
    assert_eq!(asked.len(), 2, "{screen}");
    assert_eq!(asked[0], asked[1], "the same again");
    runner.quit();

    // Both tries are kept; the second is the one that counts.
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for("/echo one two");
    open_newest(&runner);
    runner.wait("the answer", |screen| screen.matches("thirteen fourteen").count() >= 2);
}

#[test]
fn a_second_conversation_goes_on_beside_the_first_and_both_end() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::at(60.0);
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask("/shape paragraph 200");
    runner.wait_for("receiving…");
    runner.press("ctrl-n");
    runner.wait_for("● 1 elsewhere");
    runner.ask("/echo a second one beside it");
    runner.wait("the second answer", |screen| {
        screen.matches("a second one beside it").count() >= 3 && !is_busy(screen)
    });
    runner.wait_for("/shape paragraph 200: the answer is complete.");
    let screen = runner.wait_gone("elsewhere");
    assert!(screen.contains("a second one beside it"), "nothing else is shown:\n{screen}");
    runner.quit();

    let runner = Setup::new(place.path(), &bedrock).start();
    let screen = runner.wait_for_list(2);
    assert!(screen.contains("/echo a second one"), "{screen}");
    assert!(!screen.contains("broke off"), "{screen}");
}

#[test]
fn unsent_text_is_there_after_a_restart() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask_and_wait("/echo hello");
    runner.type_text("half a follow-up");
    runner.wait_for("half a follow-up");
    runner.begin_another();
    runner.type_text("half a new one");
    runner.wait_for("half a new one");
    // By a signal: nothing is asked, nothing is pressed.
    runner.terminate();

    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for("half a new one");
    open_newest(&runner);
    runner.wait_for("half a follow-up");
    runner.press("ctrl-u");
    runner.wait_gone("half a follow-up");
    runner.quit();

    // What was deleted stays deleted; the other one is still there.
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for("half a new one");
    open_newest(&runner);
    runner.wait_for("Write a prompt");
    // What was sent is no draft any more.
    runner.press("ctrl-n");
    runner.wait_for("half a new one");
    runner.press("enter");
    runner.wait_for("first token");
    runner.quit();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for_list(2);
    runner.wait_for("Write a prompt");
}

#[test]
fn what_is_typed_and_left_at_once_is_kept() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    // The keys are there before the program is: it leaves before its store is even open.
    let runner = Setup::new(place.path(), &bedrock).spawn();
    runner.type_text("gone in a moment");
    runner.quit();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for("gone in a moment");
}

#[test]
fn letters_typed_before_the_draft_is_read_do_not_cost_it() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.type_text("half a thought");
    runner.wait_for("half a thought");
    runner.terminate();
    let runner = Setup::new(place.path(), &bedrock).spawn();
    runner.type_text("early bird");
    runner.wait("both", |screen| {
        screen.contains("│ half a thought") && screen.contains("│ early bird")
    });
    runner.terminate();
    let runner = Setup::new(place.path(), &bedrock).spawn();
    runner.wait("both", |screen| {
        screen.contains("│ half a thought") && screen.contains("│ early bird")
    });
}

#[test]
fn a_model_of_one_conversation_is_its_own() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask_and_wait("/echo first");
    runner.begin_another();
    runner.press("ctrl-o");
    runner.wait_for("Models and inference profiles");
    runner.type_text("amazon.nova-micro-v1:0");
    runner.wait_for("Nova Micro");
    runner.press("enter");
    runner.wait_for("Nova Micro");
    runner.ask_and_wait("/echo second");
    runner.press("ctrl-pagedown");
    runner.wait("the first conversation with its own model", |screen| {
        screen.lines().any(|line| line.contains("SIMULATOR") && line.contains(MODEL))
    });
}
