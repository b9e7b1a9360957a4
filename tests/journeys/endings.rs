//! How answers end, and how a conversation goes on after each end.
//! Not here: the faults themselves (faults).

use super::bedrock::Bedrock;
use super::runner::{Setup, is_busy};

/// The roles of a request's messages.
fn roles(ask: &serde_json::Value) -> Vec<String> {
    let messages = ask["messages"].as_array().unwrap();
    messages.iter().map(|message| message["role"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn after_an_answer_that_failed_broke_off_or_was_stopped_the_next_prompt_is_answered() {
    for fault in ["deny", "cut", "no-stop", "throttle"] {
        let place = tempfile::tempdir().unwrap();
        let bedrock = Bedrock::start();
        let runner = Setup::new(place.path(), &bedrock).start();
        runner.ask_and_wait("/echo Hello there");
        bedrock.fault(&[fault]);
        runner.ask("/echo Alpha bravo charlie delta echo foxtrot golf hotel india.");
        runner.wait("the problem", |screen| screen.contains("try:") && !is_busy(screen));
        bedrock.fault(&[]);
        runner.ask_and_wait("And onwards?");
        let ask = bedrock.asked().pop().unwrap();
        let roles = roles(&ask);
        assert!(roles.chunks(2).all(|pair| pair[0] == "user"), "{fault}: {roles:?}");
        assert_eq!(roles.len() % 2, 1, "{fault}: {roles:?}");
        assert!(ask.to_string().contains("Alpha bravo"), "what was asked is not forgotten: {ask}");
    }
}

#[test]
fn an_answer_stopped_before_its_first_token_leaves_a_conversation_that_goes_on() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    bedrock.fault(&["slow-first-byte@ConverseStream"]);
    runner.ask("/echo first");
    runner.wait_for("sent, ");
    runner.press("esc");
    runner.wait_for("Stopped by you");
    bedrock.fault(&[]);
    runner.ask_and_wait("And second?");
    let ask = bedrock.asked().pop().unwrap();
    assert_eq!(roles(&ask), ["user"]);
    assert_eq!(ask["messages"][0]["content"].as_array().unwrap().len(), 2, "{ask}");
}

#[test]
fn stop_reasons_are_told_known_or_not() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.ask("/stop-reason max_tokens");
    runner.wait_for("Cut off at a limit (max_tokens)");
    runner.wait_for("first token");
    runner.begin_another();
    runner.ask("/stop-reason never_heard_of");
    runner.wait("the reason under the answer", |screen| {
        screen.lines().any(|line| line.contains(" in · ") && line.contains("never_heard_of"))
    });
}

#[test]
fn reasoning_that_may_not_be_read_is_said_and_goes_back() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let mut setup = Setup::new(place.path(), &bedrock);
    setup.settings.model = "us.anthropic.claude-sonnet-4-5-20250929-v1:0".into();
    let runner = setup.start();
    runner.ask("/redacted");
    runner.wait_for("Some reasoning was encrypted by the provider.");
    runner.wait_for("first token");
    runner.ask_and_wait("/echo on");
    let ask = bedrock.asked().pop().unwrap();
    let content = &ask["messages"][1]["content"];
    assert!(content[0]["reasoningContent"]["redactedContent"].is_string(), "{ask}");
}

#[test]
fn four_answers_arrive_at_once_and_each_is_whole() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::at(150.0);
    let runner = Setup::new(place.path(), &bedrock).start();
    let names = ["alpha", "bravo", "charlie", "delta"];
    let words = "one two three four five six seven eight nine ten eleven twelve ".repeat(9);
    for name in names {
        runner.paste(&format!("/echo {name} {words}{name}-end"));
        runner.wait_for(&format!("{name}-end"));
        runner.press("enter");
        runner.wait("it is sent", |screen| screen.contains("Write a prompt") && is_busy(screen));
        if name != "delta" {
            runner.begin_another();
        }
    }
    runner.wait_for("● 3 elsewhere");
    runner.wait("the last of them", |screen| !is_busy(screen) && !screen.contains("elsewhere"));
    for _ in names {
        let screen = runner.wait_for("first token");
        let title = screen.lines().next().unwrap().rsplit('│').next().unwrap().to_owned();
        let name = names.iter().find(|name| title.contains(*name)).unwrap();
        assert_eq!(screen.matches(&format!("{name}-end")).count(), 2, "{screen}");
        runner.press("ctrl-pagedown");
    }
}

#[test]
fn what_comes_from_outside_cannot_steer_the_terminal() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let runner = Setup::new(place.path(), &bedrock).start();
    let hostile = "a\u{1b}]0;owned\u{7}b \u{1b}[2Jc \u{9b}31md \u{202e}e\u{200b}f";
    runner.paste(&format!("{hostile}\n/echo"));
    runner.press("enter");
    runner.wait_for("first token");
    runner.begin_another();
    runner.paste(&format!("/echo {hostile}"));
    runner.press("enter");
    let screen = runner.wait_for("first token");
    assert!(!screen.contains('\u{202e}') && !screen.contains('\u{200b}'), "{screen}");
    for bytes in ["\u{1b}]0;", "\u{1b}[2Jc", "\u{9b}31m", "\u{202e}"] {
        assert!(!runner.glass.was_sent(bytes.as_bytes()), "{bytes:?}");
    }
    let ask = bedrock.asked().pop().unwrap();
    assert_eq!(ask["messages"][0]["content"][0]["text"], format!("/echo {hostile}"));
    runner.quit();
    let runner = Setup::new(place.path(), &bedrock).start();
    runner.wait_for_list(2);
    runner.press("ctrl-pagedown");
    runner.wait_for("first token");
    assert!(!runner.glass.was_sent(b"\x1b]0;"));
}

#[test]
fn a_model_that_does_not_stream_answers_all_the_same() {
    let place = tempfile::tempdir().unwrap();
    let bedrock = Bedrock::start();
    let mut setup = Setup::new(place.path(), &bedrock);
    setup.settings.model = "ai21.j2-grande-instruct".into();
    let runner = setup.start();
    // Whether it streams is known once the models are listed.
    runner.wait_for("J2 Grande Instruct");
    runner.ask_and_wait("/echo all at once");
    let last = bedrock.script.journal.entries().pop().unwrap();
    assert_eq!(last.operation, "Converse");
}
