//! A message or code block selected, and what is copied: always the source.

use outcrop::app::effect::{Effect, Msg, QuestionId, Reply};
use outcrop::app::keys::scope::Place;
use outcrop::app::model::{Overlay, Pane};
use outcrop::app::screens::overlay::rescue::Rescued;
use outcrop::domain::clipboard::Way;
use outcrop::domain::problem::{Kind, Problem};

use crate::fixtures::{message, messages, row};
use crate::world::World;

/// Prose that wraps, a table, CJK, and code in a fence, in a list and in a quote.
const ANSWER: &str = "A **long** line that is wrapped at any width a terminal of eighty columns \
    has, and goes on.\n\n| a | b |\n|---|---|\n| 1 | 二 |\n\n```rust\nfn main() {\n    let all = \
    \"a line of code that is far too long for a terminal of eighty columns, and goes on\";\n}\n```\n\n\
    1. 日本語の長い文章は、端末の幅で折り返されますが、コピーには改行が入りません。もう少し続きます。\n\n   \
    ```\n   in a list\n\n     deeper\n   ```\n\n> ```\n> quoted\n> ```\n";

/// A conversation that is read, of four messages, the last with code.
fn read() -> World {
    let mut world = World::bare(|_| {});
    world.list(vec![row(1)], 1).press("alt-down");
    let mut all = messages(1, 3);
    all.push(message(1, 3, ANSWER));
    world.opened(row(1), all).take();
    world
}

fn selected(world: &World) -> (i64, Option<usize>) {
    let selection = world.chat().selection.unwrap();
    (selection.message.0 - 1_000, selection.block)
}

/// What the last effect copies.
fn copied(world: &mut World) -> (QuestionId, String) {
    match world.take().pop() {
        Some(Effect::Copy(question, text)) => (question, text),
        other => panic!("expected a copy, not {other:?}"),
    }
}

#[test]
fn the_last_message_is_selected_first_and_esc_leaves_with_the_draft_untouched() {
    let mut world = read();
    world.write("half a thought").press("ctrl-x");
    assert_eq!((selected(&world), world.model.place()), ((3, None), Place::Selection));
    assert_eq!(world.model.selected(), world.chat().selected());
    world.write("qz");
    assert_eq!((selected(&world), world.typed().as_str()), ((3, None), "half a thought"));
    world.press("esc");
    assert_eq!((world.chat().selection, world.pane()), (None, Pane::Composer));
    world.press("f9").click(30, 20);
    assert_eq!((world.chat().selection, world.pane()), (None, Pane::Composer), "by a click");
    world.press("f9").paste(" and more");
    assert_eq!((world.chat().selection, world.typed().as_str()), (None, "half a thought and more"));
}

#[test]
fn an_empty_conversation_has_nothing_to_select() {
    let mut world = World::new();
    world.press("ctrl-x f9 alt-c");
    assert_eq!((world.model.place(), world.notice()), (Place::Composer, ""));
    assert!(world.effects.is_empty() && !world.screen().contains("f9"));
}

#[test]
fn one_goes_from_message_to_message_and_into_their_code() {
    let mut world = read().sized(140, 60);
    world.press("ctrl-x k");
    assert_eq!(selected(&world), (2, None));
    world.press("home k");
    assert_eq!(selected(&world), (0, None));
    world.press("G right");
    assert_eq!(selected(&world), (3, Some(0)));
    world.press("tab tab");
    assert_eq!(selected(&world), (3, Some(2)));
    world.press("l");
    assert_eq!(selected(&world), (3, None), "after the last stands the message itself");
    world.press("shift-tab");
    assert_eq!(selected(&world), (3, Some(2)));
    world.press("up");
    assert_eq!(selected(&world), (2, None));
    world.press("right");
    assert_eq!((selected(&world), world.notice()), ((2, None), "This message has no code block."));
}

#[test]
fn what_is_copied_is_the_source_at_any_width() {
    for width in [60, 80, 140] {
        let mut world = read().sized(width, 24);
        world.press("ctrl-x c");
        assert_eq!(copied(&mut world).1, ANSWER, "{width}");
        world.press("right enter");
        let code = copied(&mut world).1;
        assert!(
            code.starts_with("fn main() {\n    let all = \"a line") && code.ends_with("\";\n}")
        );
        world.press("right y");
        assert_eq!(copied(&mut world).1, "in a list\n\n  deeper");
        world.press("right y");
        assert_eq!(copied(&mut world).1, "quoted");
        world.press("up c");
        assert_eq!(copied(&mut world).1, messages(1, 3)[2].text());
    }
}

#[test]
fn the_code_of_a_prompt_is_copied_too_and_marked_where_it_stands() {
    let mut world = World::bare(|_| {});
    world.list(vec![row(1)], 1).press("alt-down");
    let before = (0..50).map(|at| format!("line {at}")).collect::<Vec<_>>().join("\n");
    let prompt =
        format!("What is wrong here?\n{before}\n```rust\nlet a = 1\nlet b = 2;\n```\nSay it.");
    world.opened(row(1), vec![message(1, 0, &prompt), message(1, 1, "A semicolon.")]);
    world.press("ctrl-x home right");
    let screen = world.screen();
    let marked: Vec<&str> = screen.lines().filter(|line| line.starts_with('▌')).collect();
    assert_eq!(marked, ["▌let a = 1", "▌let b = 2;"], "it unfolds: {screen}");
    world.press("c");
    assert_eq!(copied(&mut world).1, "let a = 1\nlet b = 2;");
    world.press("right c");
    assert_eq!(copied(&mut world).1, prompt);
    world.press("G right");
    assert_eq!(world.notice(), "This message has no code block.");
}

#[test]
fn the_whole_conversation_says_who_said_what() {
    let mut world = read();
    world.press("ctrl-x C");
    let (question, text) = copied(&mut world);
    assert!(text.starts_with("# Conversation 1\n\n## You · 2026-11-20 09:40\n\nMessage 0 begins."));
    assert!(
        text.contains("\n## amazon.nova-lite-v1:0 · 2026-11-20 09:43\n\n")
            && text.contains(ANSWER.trim_end())
    );
    world.reply(Reply::Copied(question, Ok(Way::Osc52)));
    assert_eq!(
        world.notice(),
        format!(
            "Copied the conversation, 4 messages, {} lines, to the clipboard by OSC 52.",
            text.lines().count()
        )
    );
}

#[test]
fn answers_and_code_are_copied_without_the_mode() {
    let mut world = read();
    world.press("alt-c");
    let (question, text) = copied(&mut world);
    assert_eq!(text, ANSWER);
    world.reply(Reply::Copied(question, Ok(Way::TmuxBuffer)));
    assert_eq!(
        world.notice(),
        "Copied the last answer, 23 lines, to tmux's buffer; paste it with tmux's prefix and ]."
    );
    world.press("ctrl-p").write("last code").press("enter");
    assert_eq!(copied(&mut world).1, "quoted");
    let mut prose = World::new();
    prose.exchange("Hi", "No code.").press("ctrl-p").write("last code").press("enter");
    assert_eq!(prose.notice(), "No answer of this conversation has a code block.");
}

#[test]
fn an_answer_that_is_still_coming_is_copied_as_far_as_it_is() {
    let mut world = World::new();
    let stream = world.send("Go on");
    world.press("ctrl-x c");
    assert_eq!(world.notice(), "This message has no text to copy.");
    world.text(stream, "```\none\ntwo").take();
    world.press("c");
    assert_eq!(copied(&mut world).1, "```\none\ntwo");
    world.press("right c");
    assert_eq!(copied(&mut world).1, "one");
    world.text(stream, "\nthree\n").take();
    world.press("c");
    assert_eq!(copied(&mut world).1, "one\ntwo\nthree");
}

#[test]
fn what_a_terminal_may_cut_is_said_and_can_go_to_a_file() {
    let mut world = World::new();
    let long = "0123456789\n".repeat(7_000);
    world.exchange("Go on", &long).take();
    world.press("alt-c");
    let (question, text) = copied(&mut world);
    world.reply(Reply::Copied(question, Ok(Way::Native)));
    assert!(world.top().is_none() && world.notice().ends_with("7000 lines, to the clipboard."));
    world.press("alt-c");
    let (question, _) = copied(&mut world);
    world.reply(Reply::Copied(question, Ok(Way::Osc52)));
    let Some(Overlay::Rescue(rescue)) = world.top() else { panic!() };
    assert_eq!(rescue.what, Rescued::Copy(text.clone()));
    assert!(
        rescue.why.contains("That is 77 kB: many terminals take 75 kB at most"),
        "{}",
        rescue.why
    );
    let path = rescue.path();
    world.press("enter");
    assert!(
        matches!(world.take().pop(), Some(Effect::WriteFile(to, kept)) if to == path && kept == text)
    );
    world.reply(Reply::Wrote(path, Ok(())));
    assert!(world.top().is_none());
}

#[test]
fn a_copy_that_fails_says_why_and_an_older_one_is_silent() {
    let mut world = World::new();
    world.exchange("Hi", "Hello.").take();
    world.press("alt-c");
    let (first, _) = copied(&mut world);
    world.press("alt-c");
    let (second, _) = copied(&mut world);
    world.reply(Reply::Copied(first, Err("late".into())));
    assert!(world.top().is_none());
    world.reply(Reply::Copied(second, Err("no server running".into())));
    let Some(Overlay::Rescue(rescue)) = world.top() else { panic!() };
    assert_eq!(rescue.why, "Not copied: no server running. A file keeps it.");
    world.press("esc");
    assert!(world.top().is_none());
}

#[test]
fn the_view_follows_and_a_tall_message_is_scrolled_through() {
    let mut world = World::bare(|_| {});
    world.list(vec![row(1)], 1).press("alt-down");
    let tall = (0..60).map(|at| format!("line {at}")).collect::<Vec<_>>().join("\n\n");
    let all = vec![
        message(1, 0, "One"),
        message(1, 1, &tall),
        message(1, 2, "Three"),
        message(1, 3, "End"),
    ];
    world.opened(row(1), all);
    world.press("ctrl-x up");
    assert_eq!(selected(&world).0, 2);
    world.press("up");
    assert_eq!(selected(&world).0, 1);
    assert!(world.screen().contains("line 59"), "its end first: {}", world.screen());
    world.press("up");
    assert!(selected(&world).0 == 1 && !world.screen().contains("line 59"));
    let pages = (0..20).take_while(|_| !world.press("up").screen().contains("line 0\n")).count();
    assert!(pages > 3 && selected(&world).0 == 1, "{pages} {}", world.screen());
    assert!(world.screen().contains("line 1"));
    world.press("up");
    assert_eq!(selected(&world).0, 0);
    assert!(world.screen().contains("One"));
    world.press("down down");
    assert_eq!(selected(&world).0, 1);
    assert!(world.screen().contains("line 15"), "{}", world.screen());
}

#[test]
fn a_click_selects_and_the_wheel_only_scrolls() {
    let mut world = read();
    world.press("ctrl-x home");
    let top = world.screen().lines().position(|line| line.contains("Message 1 begins")).unwrap();
    world.click(10, u16::try_from(top).unwrap());
    assert_eq!(selected(&world), (1, None));
    world.act(Msg::Mouse(outcrop::app::effect::Mouse::WheelDown(10, 10)));
    assert_eq!(selected(&world), (1, None));
    assert!(!world.screen().contains("Message 0 begins"));
}

#[test]
fn a_selected_message_that_goes_away_ends_the_mode() {
    let mut world = World::new();
    let stream = world.send("Hi");
    world.text(stream, "Half").press("esc").saved();
    world.press("ctrl-x f5").saved();
    assert_eq!(world.chat().selection, None, "another answer stands in its place");
}

#[test]
fn of_an_answer_that_failed_the_missing_statement_is_copied_and_else_what_was_said() {
    let mut world = World::new();
    let statement = "{\n  \"Effect\": \"Allow\"\n}";
    let stream = world.send("One");
    let denied = Problem::new(Kind::Denied, "ConverseStream", "you may not do this")
        .advise(format!("add this statement:\n{statement}"));
    world.fails(stream, denied).saved().press("alt-c");
    assert_eq!(copied(&mut world).1, statement);
    world.press("ctrl-x c");
    assert_eq!(copied(&mut world).1, statement);
    world.press("esc");
    let stream = world.send("Two");
    world.fails(stream, crate::fixtures::throttled()).saved().press("alt-c");
    assert!(copied(&mut world).1.contains("try: wait a minute"));
}
