//! What the world tells unasked: session, prices, highlighting; what comes late is dropped.

use std::sync::Arc;

use outcrop::app::effect::{Effect, Reply};
use outcrop::domain::price::Table;
use outcrop::domain::problem::{Kind, Problem};
use outcrop::text::highlight::Highlighter;

use crate::fixtures::{messages, row, session};
use crate::world::World;

#[test]
fn the_status_bar_always_says_which_credentials_are_in_use() {
    let mut world = World::bare(|settings| settings.profile = Some("work".into())).sized(120, 30);
    assert!(world.screen().contains("profile work…"));
    let expired = Problem::new(Kind::Expired, "Credentials", "The SSO session has expired.");
    world.session(Err(expired));
    assert!(world.screen().contains("The SSO session has expired."));
    world.session(Ok(session()));
    let screen = world.screen();
    assert!(screen.contains("profile work (SSO) · 123456789012 · us-east-1"), "{screen}");
    assert!(!screen.contains("expired"));
}

#[test]
fn what_must_be_known_of_a_session_is_said_once() {
    let mut world = World::bare(|_| {});
    let mut told = session();
    told.notice = Some("AWS_BEARER_TOKEN_BEDROCK is set aside for --profile.".into());
    world.session(Ok(told));
    assert_eq!(world.notice(), "AWS_BEARER_TOKEN_BEDROCK is set aside for --profile.");
}

#[test]
fn the_account_is_never_shown_for_the_simulator() {
    let mut world = World::with(|settings| settings.simulator = true).sized(140, 40);
    assert!(!world.screen().contains("123456789012"));
    assert!(world.screen().contains("SIMULATOR"));
}

#[test]
fn a_conversation_remembers_who_asked() {
    let mut world = World::new();
    world.exchange("One", "Answer");
    let conversation = &world.chat().conversation;
    assert_eq!(conversation.profile.as_deref(), Some("work"));
    assert_eq!(conversation.account.as_deref(), Some("123456789012"));
    assert_eq!(conversation.region.as_deref(), Some("us-east-1"));
}

#[test]
fn prices_that_come_late_reach_the_open_picker_and_the_totals() {
    let mut world = World::bare(|_| {}).sized(140, 40);
    world.models().press("alt-down");
    world.list(vec![row(5)], 1).press("alt-down");
    world.opened(row(5), messages(5, 2));
    assert!(world.screen().contains("$?"), "{}", world.screen());
    world.press("ctrl-o");
    assert!(world.screen().contains("?/?"));
    world.reply(Reply::Prices(Arc::new(Table::embedded())));
    assert!(world.screen().contains("0.06/0.24"));
    world.press("esc");
    assert!(!world.screen().contains("$?"), "{}", world.screen());
}

#[test]
fn code_is_highlighted_when_its_roles_are_found() {
    let mut world = World::new();
    world.exchange("Code, please", "```rust\nfn main() { let x = 1; }\n```\n");
    let (plain, _) = world.buffer();
    let place = world.effects.iter().position(|effect| matches!(effect, Effect::Highlight(..)));
    let Effect::Highlight(message, request) = world.effects.remove(place.unwrap()) else {
        panic!()
    };
    let outcome = Highlighter::default().run(request);
    world.reply(Reply::Highlighted(message, outcome));
    let (coloured, _) = world.buffer();
    assert_ne!(plain, coloured);
    let text = |buffer: &ratatui::buffer::Buffer| -> String {
        buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect()
    };
    assert_eq!(text(&plain), text(&coloured), "colours move nothing");
}

#[test]
fn roles_for_a_conversation_put_away_mean_nothing() {
    let mut world = World::new();
    world.exchange("Code, please", "```rust\nfn main() {}\n```\n");
    let place = world.effects.iter().position(|effect| matches!(effect, Effect::Highlight(..)));
    let Effect::Highlight(_, request) = world.effects.remove(place.unwrap()) else { panic!() };
    let outcome = Highlighter::default().run(request);
    let before = world.buffer().0;
    world.reply(Reply::Highlighted(messages(77, 1)[0].id, outcome));
    assert_eq!(world.buffer().0, before);
}

#[test]
fn an_unread_title_is_made_of_the_first_prompt() {
    let mut world = World::new();
    world.exchange("\n## Why is  the sky blue?\nSay it short.", "Because.");
    assert_eq!(world.chat().title(), "Why is the sky blue?");
    world.exchange("Another question", "Because.");
    assert_eq!(world.chat().title(), "Why is the sky blue?", "it stays");
}

#[test]
fn panes_go_round_and_the_list_is_left_out_where_it_is_hidden() {
    use outcrop::app::model::Pane::{Composer, Conversations, Transcript};
    let mut narrow = World::new();
    let mut wide = World::new().sized(140, 40);
    let round = |world: &mut World, key: &str| {
        (0..4)
            .map(|_| {
                world.press(key);
                world.pane()
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(round(&mut narrow, "tab"), [Transcript, Composer, Transcript, Composer]);
    assert_eq!(round(&mut wide, "tab"), [Transcript, Conversations, Composer, Transcript]);
    assert_eq!(round(&mut wide, "shift-tab"), [Composer, Conversations, Transcript, Composer]);
    wide.press("shift-tab f3");
    assert_eq!(wide.pane(), Composer, "the list that had the focus is hidden");
    assert!(!wide.screen().contains("None yet"));
    narrow.press("f3");
    assert!(narrow.screen().contains("None yet"));
}
