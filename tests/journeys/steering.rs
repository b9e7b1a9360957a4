//! Stopping, going back, reading up, unfolding, choosing: the keys of a conversation.
//! Not here: the conversation itself (conversing).

use crossterm::event::{Event, KeyModifiers, MouseEvent, MouseEventKind};
use outcrop::domain::conversation::Status;

use super::bedrock::Bedrock;
use super::runner::{Runner, Setup, is_busy};

#[test]
fn ctrl_c_stops_first_and_quits_at_the_second_press_and_esc_destroys_nothing() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::at(30.0);
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask("/shape paragraph 500");
    runner.wait_for("receiving…");
    runner.type_text("typed meanwhile");
    runner.wait_for("typed meanwhile");
    // Sending while an answer arrives is refused, and costs nothing.
    runner.press("enter");
    runner.wait_for("An answer is still arriving");
    runner.press("ctrl-c");
    let screen = runner.wait_for("Stopped by you; what came is kept.");
    assert!(screen.contains("typed meanwhile"), "{screen}");
    for _ in 0..3 {
        runner.press("esc");
    }
    runner.press("ctrl-c");
    let screen = runner.wait_for("Press ctrl-c again to quit");
    assert!(screen.contains("typed meanwhile"), "{screen}");
    // Another key means something else was meant.
    runner.press("right");
    runner.wait_gone("Press ctrl-c again");
    runner.press("ctrl-c");
    runner.wait_for("Press ctrl-c again to quit");
    runner.press("ctrl-c");
    runner.end();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for_list(1);
    runner.press("ctrl-pagedown");
    let screen = runner.wait_for("typed meanwhile");
    assert!(screen.contains("Stopped by you"), "{screen}");
}

#[test]
fn quitting_while_an_answer_arrives_asks_and_keeps_what_came() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::at(30.0);
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask("/shape paragraph 500");
    runner.wait_for("receiving…");
    runner.press("ctrl-q");
    runner.wait_for("An answer is still arriving. Quit and keep what came of it?");
    runner.press("n");
    runner.wait_gone("Quit and keep");
    assert!(is_busy(&runner.screen()));
    let model = runner.quit();
    let last = model.chat().unwrap().transcript.last().unwrap();
    assert_eq!(last.status, Status::Stopped);
    let came = last.text();
    assert!(!came.is_empty());
    let runner = Setup::new(place.path(), &bedrock).start();
    let screen = runner.wait_for_list(1);
    assert!(!screen.contains("broke off"), "it was ended in order:\n{screen}");
    runner.press("ctrl-pagedown");
    runner.wait_for("Stopped by you");
    assert_eq!(runner.quit().chat().unwrap().transcript.last().unwrap().text(), came);
}

#[test]
fn reading_up_stays_put_while_the_answer_grows_and_the_end_is_found_again() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::at(600.0);
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask("/shape list 3000");
    runner.wait("more than a screen", |screen| is_busy(screen) && !screen.contains("You "));
    let wheel = |kind| {
        let mouse = MouseEvent { kind, column: 80, row: 12, modifiers: KeyModifiers::NONE };
        runner.send(Event::Mouse(mouse));
    };
    wheel(MouseEventKind::ScrollUp);
    let screen = runner.wait_for("more below");
    let read = |screen: &str| screen.lines().skip(2).take(20).collect::<Vec<_>>().join("\n");
    let seen = read(&screen);
    runner.wait_for("3.0k out");
    let screen = runner.wait("many more below", |screen| {
        let number = screen.split("↓ ").nth(1).and_then(|rest| rest.split(' ').next());
        number.is_some_and(|number| number.parse::<u32>().is_ok_and(|number| number > 50))
    });
    assert_eq!(read(&screen), seen, "what is read stands still");
    runner.press("ctrl-end");
    runner.wait_gone("more below");
    for _ in 0..2 {
        wheel(MouseEventKind::ScrollUp);
    }
    runner.wait_for("↓ 6 more below");
    for _ in 0..2 {
        wheel(MouseEventKind::ScrollDown);
    }
    runner.wait_gone("more below");
}

#[test]
fn reasoning_is_folded_unfolds_with_a_key_and_goes_back_byte_for_byte() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let mut setup = Setup::new(place.path(), &bedrock);
    setup.settings.model = "us.anthropic.claude-sonnet-4-5-20250929-v1:0".into();
    setup.settings.parameters.additional_fields =
        Some(serde_json::json!({"thinking": {"type": "enabled", "budget_tokens": 2_000}}));
    setup.settings.parameters.max_tokens = Some(8_000);
    let runner = setup.start();
    let screen = runner.ask_and_wait("What do you make of tides?");
    runner.press("ctrl-home");
    let screen =
        if screen.contains("▸ reasoning") { screen } else { runner.wait_for("▸ reasoning") };
    assert!(!screen.contains("The user writes"), "{screen}");
    runner.press("ctrl-r");
    runner.wait_for("▾ reasoning");
    runner.wait_for("The user writes: “What do you make of tides?”");
    runner.press("ctrl-r");
    runner.wait_for("▸ reasoning");
    runner.ask_and_wait("And of currents?");
    let ask = bedrock.asked().pop().unwrap();
    let thought = &ask["messages"][1]["content"][0]["reasoningContent"]["reasoningText"];
    assert!(thought["text"].as_str().unwrap().starts_with("The user writes"), "{ask}");
    let signature = thought["signature"].as_str().unwrap().to_owned();
    assert!(!signature.is_empty());
    runner.quit();

    // And after a restart still.
    let mut setup = Setup::new(place.path(), &bedrock);
    setup.settings.parameters.additional_fields =
        Some(serde_json::json!({"thinking": {"type": "enabled", "budget_tokens": 2_000}}));
    setup.settings.parameters.max_tokens = Some(8_000);
    let runner = setup.start();
    runner.wait_for_list(1);
    runner.press("ctrl-pagedown");
    runner.wait_for("first token");
    runner.ask_and_wait("And of winds?");
    let ask = bedrock.asked().pop().unwrap();
    let thought = &ask["messages"][1]["content"][0]["reasoningContent"]["reasoningText"];
    assert_eq!(thought["signature"], signature.as_str());
}

#[test]
fn a_model_reached_only_through_a_profile_offers_its_profiles() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let mut setup = Setup::new(place.path(), &bedrock);
    // Named by hand, the bare id is refused by the service, and what helps is said.
    setup.settings.model = "anthropic.claude-sonnet-4-5-20250929-v1:0".into();
    let runner = setup.start();
    runner.ask("Tell me of tides");
    runner.wait_for("this model is reached only through an inference profile");
    runner.press("ctrl-o");
    // What the service asks for is all that is offered.
    runner.wait_for("Profiles of");
    choose(&runner, "US Anthropic");
    runner.wait_gone("Profiles of");
    // In place, with the other model.
    runner.press("f5");
    runner.wait("the answer", |screen| screen.contains(" in · ") && !is_busy(screen));
    assert_eq!(
        bedrock.script.journal.entries().pop().unwrap().model.unwrap(),
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
    );
}

/// Goes down to the row that says this, told by its background, and chooses it.
fn choose(runner: &Runner, row: &str) {
    for _ in 0..20 {
        if runner.glass.is_marked(row) {
            break;
        }
        let before = runner.glass.frames();
        runner.press("down");
        runner.glass.wait_for_frame(before);
    }
    assert!(runner.glass.is_marked(row), "{}", runner.screen());
    runner.press("enter");
}

#[test]
fn tokens_are_counted_help_is_shown_and_every_pane_is_reached() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let mut setup = Setup::new(place.path(), &bedrock);
    setup.settings.model = "us.anthropic.claude-sonnet-4-5-20250929-v1:0".into();
    let runner = setup.start();
    runner.type_text("How many tokens are these words?");
    runner.press("ctrl-t");
    runner.wait_for("tokens to send");
    runner.press("f1");
    let screen = runner.wait_for("Keys that work here");
    assert!(screen.contains("Send the prompt"), "{screen}");
    runner.press("esc");
    for _ in 0..3 {
        runner.press("tab");
    }
    runner.type_text(" And these?");
    runner.wait_for("How many tokens are these words? And these?");
}
