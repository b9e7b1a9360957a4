//! Reading what was answered: its code copied, its words found, how it was made.
//! Not here: the clipboard itself (pty), single keys (screens).

use super::bedrock::Bedrock;
use super::runner::{Runner, Setup};

/// A conversation of two answers, the last one with code.
fn asked(place: &tempfile::TempDir, bedrock: &Bedrock) -> Runner {
    let runner = Setup::new(place.path(), bedrock).start();
    runner.wait_for("Write a prompt");
    runner.ask_and_wait("Tell me about lighthouses");
    runner.ask_and_wait("Show me code in several languages");
    runner
}

/// The text of the last answer, as the simulator was asked with it afterwards.
fn last_answer(runner: &Runner, bedrock: &Bedrock) -> String {
    runner.ask_and_wait("Go on");
    let asked = bedrock.asked();
    let turns = asked.last().unwrap()["messages"].as_array().unwrap();
    turns[turns.len() - 2]["content"][0]["text"].as_str().unwrap().to_owned()
}

#[test]
fn a_message_and_its_code_are_copied_as_the_model_wrote_them() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = asked(&place, &bedrock);
    runner.press("ctrl-x");
    runner.press("c");
    runner.wait_for("Copied the answer");
    runner.press("right");
    runner.press("c");
    runner.wait_for("Copied the code block");
    runner.press("C");
    runner.wait_for("Copied the conversation, 4 messages");
    runner.press("esc");
    let copied = runner.copied();
    let answer = last_answer(&runner, &bedrock);
    assert_eq!(copied[0], answer);
    let fenced = answer.split("```").nth(1).unwrap();
    let (_, code) = fenced.split_once('\n').unwrap();
    assert_eq!(copied[1], code.trim_end_matches('\n'));
    assert!(copied[2].contains(&answer) && copied[2].contains("## You"), "{}", copied[2]);
    runner.quit();
}

#[test]
fn words_are_found_in_what_was_read_from_the_store() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for("Write a prompt");
    runner.ask_and_wait("/echo Here a quincunx grows");
    for number in 0..3 {
        runner.ask_and_wait(&format!("/standard {}", 900 + number));
    }
    runner.quit();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for_list(1);
    runner.press("ctrl-pagedown");
    runner.wait_for("first token");
    runner.press("f7");
    runner.type_text("quincunx");
    // The prompt and its echo; the nearer one above is gone to first.
    runner.wait_for("2 of 2");
    runner.press("up");
    let screen = runner.wait_for("1 of 2");
    assert!(screen.contains("/echo Here a quincunx grows"), "{screen}");
    runner.press("esc");
    let screen = runner.wait_gone("1 of 2");
    assert!(screen.contains("/echo Here a quincunx grows"), "{screen}");
    runner.quit();
}

#[test]
fn the_inspector_says_what_the_service_said() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = asked(&place, &bedrock);
    runner.press("f4");
    let screen = runner.wait_for("Last answer");
    let entry = bedrock.script.journal.entries().pop().unwrap();
    let said: String =
        screen.lines().filter_map(|line| line.rsplit('│').next()).map(str::trim).collect();
    assert!(said.contains(&entry.model.unwrap()), "{said}");
    assert!(said.contains(&entry.request_id), "{said}");
    assert!(said.contains("stop reason") && said.contains("end_turn"), "{said}");
    runner.quit();
}
