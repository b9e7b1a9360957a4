//! What the keymap promises: who gets a key, what the footer shows, which overrides are refused.

use super::*;
use crate::app::keys::command::{App, Chat, Confirm, Edit, List, Scroll};

fn key(text: &str) -> Key {
    text.parse().unwrap()
}

fn entry(line: usize, name: &str, keys: &[&str]) -> Override {
    Override { name: name.to_owned(), keys: keys.iter().map(|&key| key.to_owned()).collect(), line }
}

fn idle(_: Needs) -> bool {
    false
}

fn at(place: Place, text: &str) -> Option<Command> {
    Keymap::default().lookup(place, key(text), idle)
}

fn refused(overrides: &[Override]) -> Vec<(usize, String)> {
    let wrong = Keymap::new(overrides).unwrap_err();
    wrong.into_iter().map(|bad| (bad.line, bad.what)).collect()
}

fn footer(place: Place, width: usize, holds: impl Fn(Needs) -> bool) -> String {
    let hints = Keymap::default().hints(place, width, holds, |_| true);
    let words: Vec<_> = hints.iter().map(|hint| format!("{} {}", hint.key, hint.word)).collect();
    words.join("  ")
}

#[test]
fn a_key_goes_to_the_nearest_scope_that_knows_it() {
    assert_eq!(at(Place::Composer, "enter"), Some(Command::Chat(Chat::Send)));
    assert_eq!(at(Place::Picker, "enter"), Some(Command::List(List::Choose)));
    assert_eq!(at(Place::Conversations, "enter"), Some(Command::List(List::Choose)));
    assert_eq!(at(Place::Confirm, "enter"), Some(Command::Confirm(Confirm::Yes)));
    assert_eq!(at(Place::Transcript, "enter"), None);
    assert_eq!(at(Place::Composer, "up"), Some(Command::Edit(Edit::Up)));
    assert_eq!(at(Place::Transcript, "up"), Some(Command::Scroll(Scroll::Up)));
    assert_eq!(at(Place::Help, "up"), Some(Command::Scroll(Scroll::Up)));
    assert_eq!(at(Place::Conversations, "up"), Some(Command::List(List::Up)));
    assert_eq!(at(Place::Conversations, "ctrl-up"), Some(Command::Scroll(Scroll::Up)));
    assert_eq!(at(Place::Composer, "ctrl-n"), Some(Command::Chat(Chat::New)));
}

#[test]
fn what_lies_over_the_screen_hides_the_screens_keys() {
    for place in [Place::Picker, Place::Help, Place::Confirm] {
        assert_eq!(at(place, "ctrl-n"), None, "{place:?}");
        assert_eq!(at(place, "ctrl-q"), Some(Command::App(App::Quit)), "{place:?}");
        assert_eq!(at(place, "ctrl-z"), Some(Command::App(App::Suspend)), "{place:?}");
    }
}

#[test]
fn the_footer_shows_no_key_that_another_command_has_now() {
    let plain = footer(Place::Form, 200, idle);
    assert!(plain.starts_with("enter accept"), "{plain}");
    let link = footer(Place::Form, 200, |needs| needs == Needs::Link);
    assert!(link.starts_with("enter open  ctrl-s accept"), "{link}");
}

#[test]
fn plain_characters_are_text_where_text_is_typed() {
    for text in ["?", "k", "/", "space", "G"] {
        assert_eq!(at(Place::Composer, text), None, "{text}");
        assert_eq!(at(Place::Picker, text), None, "{text}");
        assert!(at(Place::Transcript, text).is_some(), "{text}");
    }
    assert_eq!(at(Place::Transcript, "?"), Some(Command::App(App::Help)));
}

#[test]
fn ctrl_c_stops_before_it_quits_and_esc_needs_a_way_back() {
    let map = Keymap::default();
    for place in Place::ALL {
        let lookup = |text, needs: Needs| map.lookup(place, key(text), |need| need == needs);
        assert_eq!(lookup("ctrl-c", Needs::Stream), Some(Command::Chat(Chat::Stop)));
        assert_eq!(lookup("ctrl-c", Needs::Demo), Some(Command::App(App::QuitTwice)));
        assert_eq!(lookup("esc", Needs::WayBack), Some(Command::App(App::Back)));
        assert_eq!(lookup("esc", Needs::Demo), None);
    }
}

/// Keys that a nearer command takes from another on purpose.
const DELIBERATE: &[&str] = &[
    "board.filter before chat.search on /",
    "chat.find before chat.search on /",
    "chat.search before chat.find on /",
    "chat.stop before app.quit-twice on ctrl-c",
    "detail.copy before board.copy-arn on y",
    "detail.copy before explorer.copy-id on y",
    "edit.down before scroll.down on down",
    "edit.line-end before scroll.bottom on end",
    "edit.line-start before scroll.top on home",
    "edit.up before scroll.up on up",
    "explorer.filter before chat.search on /",
    "find.next before scroll.down on down",
    "find.previous before scroll.up on up",
    "form.change before edit.right on right",
    "form.change-back before edit.left on left",
    "form.clear before edit.delete-to-line-start on ctrl-u",
    "form.open before form.accept on enter",
    "go.next-tab before app.next-pane on tab",
    "go.previous-tab before app.previous-pane on shift-tab",
    "list.down before scroll.down on down",
    "list.down before scroll.down on j",
    "list.first before scroll.top on ctrl-home",
    "list.first before scroll.top on g",
    "list.last before scroll.bottom on G",
    "list.last before scroll.bottom on ctrl-end",
    "list.page-down before scroll.page-down on pagedown",
    "list.page-up before scroll.page-up on pageup",
    "list.up before scroll.up on k",
    "list.up before scroll.up on up",
    "request.done before form.accept on enter",
    "request.done before form.open on enter",
    "request.open before form.accept on enter",
    "request.open before form.open on enter",
    "request.open before request.done on enter",
    "request.remove before request.empty on ctrl-x",
    "request.review before form.accept on ctrl-s",
    "select.down before scroll.down on down",
    "select.down before scroll.down on j",
    "select.first before scroll.top on ctrl-home",
    "select.first before scroll.top on g",
    "select.first before scroll.top on home",
    "select.last before scroll.bottom on G",
    "select.last before scroll.bottom on ctrl-end",
    "select.last before scroll.bottom on end",
    "select.next-block before app.next-pane on tab",
    "select.previous-block before app.previous-pane on shift-tab",
    "select.up before scroll.up on k",
    "select.up before scroll.up on up",
];

#[test]
fn the_default_table_has_no_conflict_but_these() {
    assert!(Keymap::new(&[]).is_ok());
    let shared = Keymap::default().shared();
    for (one, other, key) in &shared {
        let same = one.row().scope == other.row().scope;
        assert!(!same || one.row().needs != Needs::Nothing, "{one:?} hides {other:?} by {key}");
    }
    let name = |(one, other, key): &(Command, Command, Key)| {
        format!("{} before {} on {key}", one.row().name, other.row().name)
    };
    let mut deliberate: Vec<_> = shared.iter().map(name).collect();
    deliberate.sort();
    assert_eq!(deliberate, DELIBERATE);
}

#[test]
fn every_command_can_be_reached_somewhere() {
    let map = Keymap::default();
    for command in Command::ALL.iter().filter(|command| !command.row().keys.is_empty()) {
        let reached = Place::ALL.iter().any(|place| map.keys_at(*place, *command).next().is_some());
        assert!(reached, "{command:?}");
        for key in map.keys(*command) {
            let used = Place::ALL
                .iter()
                .any(|place| map.keys_at(*place, *command).any(|reaching| reaching == *key));
            assert!(used, "{key} never reaches {command:?}");
        }
    }
}

#[test]
fn an_override_replaces_the_keys() {
    let map = Keymap::new(&[
        entry(3, "chat.send", &["alt-enter", "f22"]),
        entry(4, "edit.new-line", &["enter"]),
        entry(5, "app.suspend", &[]),
    ])
    .unwrap();
    let composer = |text| map.lookup(Place::Composer, key(text), idle);
    assert_eq!(composer("alt-enter"), Some(Command::Chat(Chat::Send)));
    assert_eq!(composer("f22"), Some(Command::Chat(Chat::Send)));
    assert_eq!(composer("enter"), Some(Command::Edit(Edit::NewLine)));
    assert_eq!(composer("shift-enter"), None);
    assert_eq!(composer("ctrl-z"), None);
    assert_eq!(map.keys(Command::App(App::Suspend)), []);
    assert_eq!(map.keys(Command::Chat(Chat::Send)), [key("alt-enter"), key("f22")]);
    assert_eq!(map.hints(Place::Composer, 20, idle, |_| true)[0].key, "alt-enter");
}

#[test]
fn a_key_written_twice_or_in_two_spellings_counts_once() {
    let map = Keymap::new(&[entry(1, "chat.model", &["ctrl-o", "C-o", "F22", "f22"])]).unwrap();
    assert_eq!(map.keys(Command::Chat(Chat::PickModel)), [key("ctrl-o"), key("f22")]);
}

#[test]
fn an_unknown_name_brings_the_nearest() {
    for (wrong, nearest) in [
        ("chat.sned", "'chat.send'"),
        ("chat.modle", "'chat.model'"),
        ("app.pallete", "'app.palette'"),
        ("ap.quit", "'app.quit'"),
        ("scroll.pageup", "'scroll.page-up'"),
    ] {
        let found = refused(&[entry(7, wrong, &["f22"])]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, 7);
        assert!(found[0].1.contains(nearest), "{}", found[0].1);
    }
    let far = refused(&[entry(7, "colour", &["f22"])]);
    assert!(far[0].1.contains("names are such as 'chat.send'"), "{}", far[0].1);
}

#[test]
fn a_key_that_is_none_is_refused_with_what_is_allowed() {
    let found = refused(&[entry(9, "chat.send", &["ctrl-entre", "f99"])]);
    assert_eq!(found.len(), 2);
    assert!(found[0].1.contains("'entre'") && found[0].1.contains("f1 to f24"), "{}", found[0].1);
    assert!(found[1].1.contains("f99"));
}

#[test]
fn a_key_of_another_command_is_refused_with_both_names() {
    let found = refused(&[entry(12, "chat.model", &["ctrl-n"])]);
    assert_eq!(found.len(), 1, "{found:?}");
    let (line, what) = &found[0];
    assert_eq!(*line, 12);
    assert!(what.contains("'ctrl-n' for chat.model") && what.contains("chat.new"), "{what}");

    // Of a nearer and of a farther scope, each is heard where the other is.
    assert!(refused(&[entry(1, "chat.send", &["ctrl-p"])])[0].1.contains("app.palette"));
    assert!(refused(&[entry(1, "app.palette", &["ctrl-k"])])[0].1.contains("edit.delete-to-line"));
    assert!(refused(&[entry(1, "app.redraw", &["ctrl-c"])])[0].1.contains("chat.stop"));
}

#[test]
fn two_overrides_with_one_key_name_the_later_line_and_the_earlier() {
    for (first, second) in [("chat.model", "chat.new"), ("chat.new", "chat.model")] {
        let found = refused(&[entry(4, first, &["f21"]), entry(8, second, &["f21"])]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, 8);
        assert!(found[0].1.contains(&format!("'f21' for {second}")), "{}", found[0].1);
        assert!(found[0].1.contains(&format!("{first} (line 4)")), "{}", found[0].1);
    }
}

#[test]
fn the_same_key_where_never_both_are_heard_is_no_conflict() {
    assert!(Keymap::new(&[entry(1, "confirm.no", &["ctrl-n"])]).is_ok());
    assert!(Keymap::new(&[entry(1, "list.choose", &["enter", "ctrl-j"])]).is_ok());
    // A plain character is heard in the transcript only, so it does not fight the composer.
    assert!(Keymap::new(&[entry(1, "chat.model", &["m"])]).is_ok());
}

#[test]
fn text_is_no_key_for_what_is_heard_only_while_typing() {
    let found = refused(&[entry(2, "edit.undo", &["u"])]);
    assert!(found[0].1.contains("'u' is text"), "{}", found[0].1);
    assert!(refused(&[entry(2, "chat.send", &["s"])])[0].1.contains("'s' is text"));
}

#[test]
fn a_command_has_its_keys_in_one_line() {
    let found = refused(&[entry(2, "chat.send", &["f22"]), entry(5, "chat.send", &["f21"])]);
    assert_eq!(found, [(5, "'chat.send' already has its keys in line 2".to_owned())]);
}

#[test]
fn all_that_is_wrong_is_said_at_once_in_the_order_of_the_file() {
    let found = refused(&[
        entry(3, "chat.model", &["ctrl-n"]),
        entry(1, "chat.sned", &["f22"]),
        entry(2, "chat.send", &["f99"]),
    ]);
    assert_eq!(found.iter().map(|bad| bad.0).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn the_footer_shows_the_highest_ranks_that_fit() {
    assert_eq!(
        footer(Place::Composer, 80, idle),
        "enter send  ctrl-p commands  f1 help  ctrl-o model  ctrl-n new  ctrl-f search"
    );
    assert_eq!(footer(Place::Composer, 27, idle), "enter send  ctrl-p commands");
    assert_eq!(footer(Place::Composer, 26, idle), "enter send");
    assert_eq!(footer(Place::Composer, 9, idle), "");
    assert_eq!(
        footer(Place::Picker, 80, |_| true),
        "ctrl-c stop  enter choose  esc back  f1 help  ctrl-q quit"
    );
    assert_eq!(footer(Place::Confirm, 30, idle), "y yes  n no  f1 help");
}

#[test]
fn the_footer_leaves_out_what_means_nothing_now() {
    let streaming = footer(Place::Composer, 80, |needs| needs == Needs::Stream);
    assert!(streaming.starts_with("ctrl-c stop  enter send"), "{streaming}");
    let failed = footer(Place::Composer, 80, |needs| needs == Needs::Failure);
    assert!(failed.contains("f5 retry"), "{failed}");
    assert!(!footer(Place::Composer, 200, idle).contains("retry"));
}

proptest::proptest! {
    #[test]
    fn the_footer_never_exceeds_its_width(width in 0usize..200, place in 0usize..6, all: bool) {
        let shown = footer(Place::ALL[place], width, |_| all);
        proptest::prop_assert!(shown.chars().count() <= width, "{} > {}", shown.chars().count(), width);
    }

    /// Any override of one command either is refused or gives the command exactly these keys.
    #[test]
    fn an_override_is_refused_or_obeyed(
        pick in 0usize..40,
        key in "(ctrl-|alt-|ctrl-alt-)?([a-z]|f[1-9]|up|enter|tab)",
    ) {
        let command = Command::ALL[pick % Command::ALL.len()];
        let overrides = [entry(1, command.row().name, &[&key])];
        match Keymap::new(&overrides) {
            Ok(map) => {
                let key: Key = key.parse().unwrap();
                proptest::prop_assert_eq!(map.keys(command), [key]);
                let reached = Place::ALL.iter().any(|place| map.keys_at(*place, command).next().is_some());
                proptest::prop_assert!(reached, "{:?} took {}", command, key);
            }
            Err(wrong) => proptest::prop_assert!(!wrong.is_empty()),
        }
    }
}
