//! Letters, pastes and editing wherever text is typed.

use outcrop::app::effect::{Effect, Msg, Reply};
use outcrop::app::model::{Overlay, Pane};
use outcrop::app::screens::overlay::picker::Picker;
use outcrop::domain::archive::Save;
use proptest::prelude::*;

use crate::fixtures::{messages, row};
use crate::world::World;

#[test]
fn a_letter_typed_anywhere_reaches_the_composer() {
    for panes in [0, 1, 2] {
        let mut world = World::new().sized(140, 40);
        (0..panes).for_each(|_| {
            world.press("tab");
        });
        world.write("(xö字");
        assert_eq!((world.typed().as_str(), world.pane()), ("(xö字", Pane::Composer));
    }
}

#[test]
fn a_paste_never_submits_and_arrives_byte_for_byte() {
    let mut world = World::new();
    let text = format!("one\r\ntwo\rthree\n{}\n\n", "0123456789abcdef\n".repeat(70_000));
    world.press("tab").paste(&text);
    assert_eq!(world.pane(), Pane::Composer);
    assert!(world.saves().is_empty());
    let expected = text.replace("\r\n", "\n").replace('\r', "\n");
    assert!(world.typed() == expected, "line ends are LF and nothing else changes");
    world.press("enter");
    let ask = world.leaves().1;
    assert!(ask.turns[0].blocks[0].text() == expected);
}

#[test]
fn a_paste_into_a_filter_is_one_line() {
    let mut world = World::new();
    world.press("ctrl-o").paste("nova\nlite\r\n");
    let Some(Overlay::Models(Picker { chooser, .. })) = world.top() else { panic!() };
    assert_eq!(chooser.line.text(), "nova lite");
    assert_eq!(world.typed(), "");
}

#[test]
fn moving_the_caret_in_a_filter_keeps_the_selection() {
    let mut world = World::new();
    world.press("ctrl-o").write("son").press("down left");
    let Some(Overlay::Models(Picker { chooser, .. })) = world.top() else { panic!() };
    assert_eq!(chooser.list.selected(), Some(1));
    let mut search = World::new();
    search.press("ctrl-f").write("a");
    search.take();
    search.press("left right home end");
    assert!(search.effects.is_empty(), "the same text is not searched again");
}

#[test]
fn nothing_is_typed_into_a_question_or_the_help() {
    let mut world = World::new();
    world.press("f1").write("abc").paste("def");
    assert_eq!(world.typed(), "");
    world.press("esc").write("abc");
    assert_eq!(world.typed(), "abc");
}

#[test]
fn a_screen_too_small_loses_nothing() {
    let mut world = World::new();
    world.exchange("One", "Answer");
    world.write("half").act(Msg::Resize(12, 3));
    assert!(world.screen().contains("outcrop"));
    world.write("!").press("tab tab ctrl-b f1 esc pageup").click(5, 1);
    world.act(Msg::Resize(80, 24));
    assert_eq!(world.typed(), "half!");
    assert_eq!(world.said().len(), 2);
}

#[derive(Debug, Clone)]
enum Act {
    Key(&'static str),
    Paste(&'static str),
    Resize(u16, u16),
    Click(u16, u16),
    Wait(u64),
    Answer,
}

const KEYS: &[&str] = &[
    "enter",
    "esc",
    "ctrl-c",
    "ctrl-n",
    "ctrl-o",
    "ctrl-p",
    "ctrl-f",
    "ctrl-r",
    "ctrl-t",
    "ctrl-b",
    "ctrl-s",
    "ctrl-q",
    "f1",
    "f5",
    "tab",
    "shift-tab",
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "pageup",
    "pagedown",
    "ctrl-home",
    "ctrl-end",
    "ctrl-up",
    "ctrl-down",
    "alt-up",
    "alt-down",
    "alt-enter",
    "backspace",
    "delete",
    "ctrl-w",
    "ctrl-u",
    "alt-z",
    "ctrl-y",
    "a",
    "m",
    "y",
    "n",
    "space",
    "字",
    "?",
    "/",
    "j",
    "G",
];

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        12 => proptest::sample::select(KEYS).prop_map(Act::Key),
        1 => proptest::sample::select(&["x\ny", "👩‍👩‍👧 é", "\u{1b}[2J"][..]).prop_map(Act::Paste),
        1 => (1u16..200, 1u16..60).prop_map(|(w, h)| Act::Resize(w, h)),
        1 => (0u16..140, 0u16..40).prop_map(|(x, y)| Act::Click(x, y)),
        1 => (0u64..3_000).prop_map(Act::Wait),
        4 => Just(Act::Answer),
    ]
}

/// Answers the oldest effect the world can answer.
fn answer(world: &mut World) {
    use outcrop::app::effect::{Effect, Reply};
    use outcrop::domain::archive::{Found, Opened, Query};
    if world.effects.is_empty() {
        return;
    }
    let reply = match world.effects.remove(0) {
        Effect::Save(question, _) => Reply::Saved(question, Ok(())),
        Effect::Converse(stream, _) => {
            world.text(stream, "# Hi\n\n- a\n- b\n\n```rust\nfn f() {}\n```\n");
            world.done(stream);
            return;
        }
        Effect::ListModels(question) => {
            Reply::Models(question, Ok((crate::fixtures::catalog(), Vec::new())))
        }
        Effect::CountTokens(question, _) => Reply::Tokens(question, Ok(3)),
        Effect::Find(question, _, Query::Conversations { .. }) => {
            let rows = (1..30).rev().map(row).collect();
            Reply::Found(question, Ok(Found::Conversations { rows, offset: 0, total: 29 }))
        }
        Effect::Find(question, _, Query::Open { conversation, .. }) => {
            let opened = Opened {
                conversation: row(conversation.0),
                messages: messages(conversation.0, 6),
                more: false,
                draft: String::new(),
                elsewhere: conversation.0 % 5 == 0,
            };
            Reply::Found(question, Ok(Found::Opened(Box::new(opened))))
        }
        Effect::Find(question, _, Query::Search { text, offset, .. }) => {
            let found = Found::Hits { offset, text, hits: Vec::new(), more: false };
            Reply::Found(question, Ok(found))
        }
        _ => return,
    };
    world.reply(reply);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    // Whatever is pressed in whatever order: every frame can be drawn, no prompt that was typed and
    // not sent or deleted vanishes, and the program asks to be woken only for something to come.
    #[test]
    fn no_order_of_keys_breaks_the_screen(acts in proptest::collection::vec(act(), 0..60)) {
        let mut world = World::bare(|_| {});
        for act in acts {
            match act {
                Act::Key(key) => { world.press(key); }
                Act::Paste(text) => { world.paste(text); }
                Act::Resize(width, height) => world.act(Msg::Resize(width, height)),
                Act::Click(x, y) => { world.click(x, y); }
                Act::Wait(ms) => { world.wait(ms); }
                Act::Answer => answer(&mut world),
            }
            let screen = world.screen();
            prop_assert!(!screen.contains('\x1b'));
        }
    }

    #[test]
    fn esc_never_changes_what_is_typed(keys in proptest::collection::vec(
        proptest::sample::select(&["ctrl-o", "ctrl-p", "ctrl-f", "f1", "tab", "ctrl-b", "x", "esc", "ctrl-q"][..]), 0..20,
    )) {
        let mut world = World::new().sized(120, 30);
        let stream = world.send("Why?");
        world.text(stream, "Because");
        world.write("half typed");
        for key in keys {
            let before = world.typed();
            world.press(key);
            if key != "x" {
                prop_assert_eq!(world.typed(), before);
            }
        }
        for _ in 0..25 {
            world.press("esc");
        }
        prop_assert!(world.typed().starts_with("half typed"));
        prop_assert!(world.top().is_none() && world.pane() == Pane::Composer);
    }
}

#[test]
fn the_users_editor_changes_the_text_and_undo_has_it_back() {
    let mut world = World::new();
    world.write("some").press("ctrl-g");
    assert!(matches!(world.saves()[..], [Save::Draft { text, .. }] if text == "some"));
    assert!(matches!(world.effects.last(), Some(Effect::EditText(text)) if text == "some"));
    world.reply(Reply::Edited(Ok(Some("some\nmore".into()))));
    assert_eq!(world.typed(), "some\nmore");
    world.press("ctrl-_");
    assert_eq!(world.typed(), "some");
}

#[test]
fn an_editor_that_fails_leaves_the_text() {
    let mut world = World::new();
    world.write("some").press("ctrl-g").reply(Reply::Edited(Ok(None)));
    assert_eq!(world.typed(), "some");
    assert!(world.notice().contains("as it was"), "{}", world.notice());
    world.press("alt-e").reply(Reply::Edited(Err("vi was not found".into())));
    assert_eq!(world.typed(), "some");
    assert!(world.notice().contains("vi was not found"), "{}", world.notice());
}
