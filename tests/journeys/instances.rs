//! Two running programs on one folder.
//! Not here: how the store tells who lives (its own tests).

use super::bedrock::Bedrock;
use super::runner::{Setup, is_busy};

#[test]
fn a_second_program_touches_nothing_of_the_first_and_takes_over_when_it_is_gone() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::at(40.0);
    let first = Setup::new(place.path(), &bedrock).start();
    first.ask(
        "/echo Alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike.",
    );
    first.wait_for("│ Alpha bravo");

    let second = Setup::new(place.path(), &bedrock).start();
    let screen = second.wait_for_list(1);
    assert!(!screen.contains("broke off"), "the first is alive:\n{screen}");
    second.press("ctrl-pagedown");
    second.wait_for("Open in another outcrop: read-only here");
    second.type_text("must not be sent");
    second.press("enter");
    second.press("f5");
    second.wait_for("another outcrop");
    // Beside it the second works as ever.
    second.begin_another();
    second.ask_and_wait("/echo beside it");

    first.wait("the end of the first", |screen| {
        screen.matches("lima mike.").count() >= 2 && !is_busy(screen)
    });
    let screen = first.screen();
    assert!(!screen.contains("Interrupted") && !screen.contains("failed"), "{screen}");
    first.type_text("a draft of the first");
    first.wait_for("a draft of the first");
    first.quit();
    let prompts: Vec<String> = bedrock
        .asked()
        .iter()
        .map(|ask| ask["messages"][0]["content"][0]["text"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(prompts.len(), 2, "{prompts:?}");

    // The first is gone: what it left is the second's to go on with.
    second.press("ctrl-pagedown");
    second.wait("the first conversation, whole", |screen| {
        screen.matches("lima mike.").count() >= 2 && screen.contains("a draft of the first")
    });
    second.press("ctrl-u");
    second.ask_and_wait("/echo taken over");
    second.quit();
    let third = Setup::new(place.path(), &bedrock).start();
    let screen = third.wait_for_list(2);
    assert!(!screen.contains("broke off"), "{screen}");
}

#[test]
fn a_prompt_for_a_conversation_the_other_one_is_busy_with_comes_back() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::at(60.0);
    let first = Setup::new(place.path(), &bedrock).start();
    first.ask_and_wait("/echo the beginning");
    // Both have it open, and nothing arrives there.
    let second = Setup::new(place.path(), &bedrock).start();
    second.wait_for_list(1);
    second.press("ctrl-pagedown");
    second.wait_for("first token");
    first.ask("/shape paragraph 400");
    first.wait_for("receiving…");
    second.ask("/echo in between");
    second.wait_for("another running instance holds this conversation");
    let screen = second.wait_for("││ /echo in between");
    assert!(!screen.contains("Interrupted"), "{screen}");
    first.wait("its end", |screen| screen.contains("400 out") && !is_busy(screen));
    assert_eq!(bedrock.asked().len(), 2, "the prompt did not leave");
    first.quit();
    let third = Setup::new(place.path(), &bedrock).start();
    third.wait_for_list(1);
    third.press("ctrl-pagedown");
    third.wait_for("400 out");
}
