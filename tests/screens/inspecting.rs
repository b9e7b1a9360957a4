//! The inspector: what it says, of which answer, and where there is room for it.

use outcrop::app::effect::{Mouse, Msg};
use outcrop::app::keys::scope::Place;
use outcrop::app::model::Pane;
use outcrop::domain::ask::{Chunk, Parameters, Usage};

use crate::fixtures::{SONNET, message, messages, row, throttled};
use crate::world::World;

fn read(width: u16, height: u16) -> World {
    let mut world = World::new().sized(width, height);
    world
        .exchange("Why is the sky blue?", "Because of Rayleigh scattering.")
        .exchange("And red?", "At dusk.");
    world.press("f4");
    world
}

/// Whether a row of the screen says a name and its figure.
fn says(world: &mut World, name: &str, figure: &str) -> bool {
    let screen = world.screen();
    let found = screen
        .lines()
        .any(|line| line.split_once(name).is_some_and(|(_, rest)| rest.trim() == figure));
    assert!(found, "{name} {figure} is not on\n{screen}");
    found
}

#[test]
fn it_says_what_is_known_of_the_last_answer_and_the_conversation() {
    let mut world = read(140, 40);
    assert!(world.screen().contains("Last answer"));
    for (name, figure) in [
        ("stop reason", "end_turn"),
        ("first token", "420 ms"),
        ("total", "3.4 s"),
        ("speed", "115 tokens/s"),
        ("service latency", "2.0 s"),
        ("tokens in", "1.2k"),
        ("tokens out", "345"),
        ("cost", "$0.0002"),
        ("tokens in", "2.4k"),
        ("tokens out", "690"),
        ("context used", "1%"),
        ("of a window of", "300k"),
    ] {
        says(&mut world, name, figure);
    }
    let screen = world.screen();
    assert!(screen.contains("Nova Lite") && screen.contains("amazon.nova-lite-v1:0"));
    assert!(
        screen.contains("on demand, asked in us-east-1") && screen.contains("request request-1")
    );
    assert!(screen.contains("November 2026"), "the price table's date: {screen}");
    world.press("f4");
    assert!(!world.screen().contains("Last answer"));
}

#[test]
fn before_any_answer_it_says_what_would_be_asked() {
    let parameters = Parameters { temperature: Some(0.5), ..Parameters::default() };
    let mut world = World::with(|settings| {
        settings.model = SONNET.into();
        settings.parameters = parameters;
    })
    .sized(140, 40);
    world.press("f4").write("word word");
    let screen = world.screen();
    assert!(screen.contains("Next answer") && screen.contains("US Claude Sonnet 4.5"));
    assert!(screen.contains("inference profile to us-east-1"), "{screen}");
    assert!(screen.contains("us-west-2") && screen.contains("temperature 0.5"));
    says(&mut world, "draft", "~2");
    says(&mut world, "context used", "~1%");
}

#[test]
fn what_is_left_out_by_hand_takes_nothing_of_the_context() {
    let mut world = World::new().sized(140, 40);
    let long = "word ".repeat(60_000);
    let stream = world.send(&long);
    let mut ending = crate::fixtures::ending();
    ending.usage = Some(Usage { input: 60_000, output: 10, ..Usage::default() });
    world.text(stream, "Read.").chunk(stream, Chunk::Done(Box::new(ending))).saved();
    world.press("f4");
    says(&mut world, "context used", "21%");
    world.press("ctrl-x home x");
    says(&mut world, "context used", "~0%");
}

#[test]
fn a_failed_answer_shows_why_and_no_cost_is_made_up() {
    let mut world = World::new().sized(140, 40);
    let stream = world.send("Hi");
    world.chunk(stream, Chunk::Accepted { request_id: Some("request-9".into()) });
    world.fails(stream, throttled()).press("f4");
    says(&mut world, "status", "failed");
    says(&mut world, "cost", "$?");
    let screen = world.screen();
    assert!(
        screen.contains("Too many requests") && screen.contains("request request-9"),
        "{screen}"
    );
}

/// What stands in the inspector of a screen of 140 columns.
fn pane(world: &mut World) -> String {
    let screen = world.screen();
    screen.lines().map(|line| line.chars().skip(105).collect::<String>() + "\n").collect()
}

#[test]
fn it_follows_the_selected_message() {
    let mut world = World::bare(|_| {}).sized(140, 40);
    world.list(vec![row(1)], 1).press("alt-down");
    let mut all = messages(1, 2);
    let mut other = message(1, 3, "Other");
    if let Some(making) = &mut other.making {
        making.model = SONNET.into();
    }
    all.extend([message(1, 2, "And now?"), other]);
    world.opened(row(1), all).press("f4");
    assert!(pane(&mut world).contains("us.anthropic.claude-sonnet"));
    world.press("ctrl-x home");
    let said = pane(&mut world);
    assert!(said.contains("Selected answer") && said.contains("amazon.nova-lite"), "{said}");
    world.press("G");
    assert!(pane(&mut world).contains("us.anthropic.claude-sonnet"));
}

#[test]
fn seconds_and_tokens_are_counted_while_it_is_seen_and_only_then() {
    let mut world = World::new().sized(140, 40);
    let stream = world.send("Hi");
    world.chunk(stream, Chunk::Accepted { request_id: None });
    world.text(stream, &"word ".repeat(80)).saved();
    world.wait(1_100).saved();
    assert_eq!(world.model.pulse(), None, "nobody looks: an answer that stalls wakes nobody");
    world.press("f4");
    assert_eq!(world.model.pulse(), Some(2_000));
    world.wait(3_000);
    says(&mut world, "elapsed", "4.0 s");
    says(&mut world, "tokens out", "~100");
    assert!(world.screen().contains("Arriving answer"));
    world.press("f4");
    assert_eq!(world.model.pulse(), None);
}

#[test]
fn where_both_do_not_fit_the_one_asked_for_last_is_shown() {
    let mut world = read(80, 24);
    assert!(world.screen().contains("Last answer"));
    world.press("f3");
    let screen = world.screen();
    assert!(screen.contains("Conversations") && !screen.contains("Last answer"));
    assert_eq!(world.pane(), Pane::Conversations);
    world.press("f4");
    let screen = world.screen();
    assert!(!screen.contains("Conversations") && screen.contains("Last answer"));
    assert_eq!(world.pane(), Pane::Composer, "the focus is never where nothing is seen");
    let mut wide = world.sized(140, 40);
    let screen = wide.screen();
    assert!(screen.contains("Conversations") && screen.contains("Last answer"));
    wide.press("tab tab tab");
    assert_eq!((wide.pane(), wide.model.place()), (Pane::Inspector, Place::Inspector));
    assert_eq!(wide.sized(60, 16).pane(), Pane::Inspector);
}

#[test]
fn keys_and_mouse_reach_and_scroll_it() {
    let mut world = read(80, 16);
    assert!(!world.screen().contains("Parameters"));
    world.press("shift-tab");
    assert_eq!(world.pane(), Pane::Inspector);
    world.press("end");
    assert!(world.screen().contains("Parameters") && !world.screen().contains("Last answer"));
    world.press("home");
    assert!(world.screen().contains("Last answer"));
    world.press("pagedown pageup down k esc");
    assert_eq!(world.pane(), Pane::Composer);
    let before = world.screen();
    world.act(Msg::Mouse(Mouse::WheelDown(70, 5)));
    assert_ne!(world.screen(), before);
    world.click(70, 5);
    assert_eq!(world.pane(), Pane::Inspector);
    world.write("x");
    assert_eq!((world.pane(), world.typed().as_str()), (Pane::Composer, "x"), "no letter is lost");
}
