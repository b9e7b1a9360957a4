//! Versions of turns, turns left out, conversations deleted: kept over a restart, and what is sent.
//! Not here: single keys (tests/screens).

use super::bedrock::Bedrock;
use super::runner::{Runner, Setup, is_busy};

/// Runs a command found in the palette.
fn command(runner: &Runner, words: &str) {
    runner.press("ctrl-p");
    runner.wait_for("Type to narrow");
    runner.type_text(words);
    runner.wait_for("1 of");
    runner.press("enter");
}

/// The texts of the turns that were sent last.
fn sent(bedrock: &Bedrock) -> Vec<String> {
    let ask = bedrock.asked().pop().unwrap();
    let turns = ask["messages"].as_array().unwrap();
    let text = |turn: &serde_json::Value| {
        let blocks = turn["content"].as_array().unwrap();
        let texts: Vec<&str> = blocks.iter().filter_map(|block| block["text"].as_str()).collect();
        texts.join("\n\n")
    };
    turns.iter().map(text).collect()
}

/// Waits until the second version of something stands there, whole.
fn wait_for_second(runner: &Runner) {
    runner.wait("the second version", |screen| screen.contains("2/2") && !is_busy(screen));
}

#[test]
fn versions_of_an_answer_are_switched_and_kept_over_a_restart() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask_and_wait("/standard 60");
    runner.press("ctrl-x");
    runner.wait_for("c copy");
    runner.press("r");
    wait_for_second(&runner);
    assert_eq!(sent(&bedrock), ["/standard 60"]);
    runner.press("alt-,");
    runner.wait("the first version", |screen| screen.contains("1/2"));
    runner.quit();

    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for_list(1);
    runner.press("ctrl-pagedown");
    runner.wait("the version that was shown", |screen| screen.contains("1/2"));
    runner.press("alt-.");
    wait_for_second(&runner);
    // What follows now follows the second.
    runner.ask_and_wait("/standard 30");
    assert_eq!(sent(&bedrock).len(), 3);
    runner.press("ctrl-x");
    runner.wait_for("c copy");
    runner.press("home");
    runner.wait_for("2/2");
    runner.quit();
}

#[test]
fn an_edited_prompt_is_sent_beside_itself_without_what_followed() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask_and_wait("/standard 40");
    runner.ask_and_wait("/standard 50");
    runner.type_text("unsent");
    runner.press("ctrl-x");
    runner.wait_for("c copy");
    runner.press("home");
    runner.press("e");
    runner.wait_for("Editing");
    runner.press("backspace");
    runner.type_text("5");
    runner.wait_for("/standard 45");
    runner.press("enter");
    wait_for_second(&runner);
    assert_eq!(sent(&bedrock), ["/standard 45"]);
    runner.wait_for("unsent");
    runner.press("ctrl-x");
    runner.wait_for("c copy");
    runner.press("home");
    runner.press("[");
    runner.wait("the first prompt and all that followed", |screen| {
        screen.contains("1/2") && screen.contains("/standard 40")
    });
    runner.quit();
}

#[test]
fn what_is_left_out_is_not_sent_also_after_a_restart() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask_and_wait("/standard 30");
    runner.ask_and_wait("/standard 35");
    for key in ["ctrl-x", "up", "x", "up", "x"] {
        runner.press(key);
    }
    runner.wait_for("left out");
    runner.quit();

    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for_list(1);
    runner.press("ctrl-pagedown");
    runner.wait_for("left out");
    runner.ask_and_wait("Third");
    let turns = sent(&bedrock);
    assert_eq!(turns.first().map(String::as_str), Some("/standard 30"), "{turns:?}");
    assert!(!turns.iter().any(|turn| turn.contains("/standard 35")), "{turns:?}");
    runner.quit();
}

#[test]
fn a_deleted_conversation_comes_back_until_the_program_ends() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask_and_wait("/standard 30");
    command(&runner, "Delete the conversation");
    runner.wait_for("with its 2 messages?");
    runner.press("y");
    runner.wait_for("None yet");
    command(&runner, "deleted last");
    runner.wait_for_list(1);
    runner.press("ctrl-pagedown");
    runner.wait("the answer", |screen| screen.contains("first token"));
    command(&runner, "Delete the conversation");
    runner.wait_for("Delete “/standard 30”");
    runner.quit();

    // It was not said yes to.
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for_list(1);
    runner.press("shift-tab");
    runner.press("d");
    runner.wait_for("Delete “/standard 30”");
    runner.press("y");
    runner.wait_for("None yet");
    runner.quit();

    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for("None yet");
    runner.quit();
}
