//! Words found in the conversation shown, and the way from prompt to prompt.

use outcrop::app::effect::{Mouse, Msg};
use outcrop::app::keys::scope::Place;
use outcrop::app::model::Pane;
use outcrop::app::update;
use outcrop::domain::content::Block;

use crate::fixtures::{message, messages, row};
use crate::world::World;

/// A conversation of these messages.
fn of(texts: &[&str]) -> World {
    let mut world = World::bare(|_| {});
    world.list(vec![row(1)], 1).press("alt-down");
    let all = (0..).zip(texts).map(|(at, text)| message(1, at, text)).collect();
    world.opened(row(1), all).take();
    world
}

/// The line of what to find.
fn line(world: &mut World) -> String {
    let screen = world.screen();
    screen.lines().find(|line| line.contains("  Find")).unwrap_or("no line").trim().to_owned()
}

fn hits(world: &mut World) -> Vec<String> {
    let palette = outcrop::app::theme::Palette::dark();
    let wanted = [outcrop::app::theme::Part::Hit, outcrop::app::theme::Part::CurrentHit];
    let look = outcrop::ui::theme::Look::new(Some(&palette), outcrop::app::model::Colours::True);
    let styles = wanted.map(|part| look.part(part).bg);
    let (buffer, _) = world.buffer();
    let mut found = Vec::new();
    for y in 0..buffer.area.height {
        let mut text = String::new();
        let mut current = false;
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            if styles.contains(&Some(cell.bg)) {
                current |= Some(cell.bg) == styles[1];
                text.push_str(cell.symbol());
            } else if !text.is_empty() {
                found.push(format!("{text}{}", if current { "*" } else { "" }));
                (text, current) = (String::new(), false);
            }
        }
    }
    found
}

#[test]
fn matches_are_counted_as_one_types_and_gone_through() {
    let mut world = of(&["The sky and the Sea", "Sky, sky.", "No", "A **sky** again"]);
    world.press("f7");
    assert_eq!(world.model.place(), Place::Find);
    world.write("sky");
    assert!(line(&mut world).starts_with("Find  sky") && line(&mut world).ends_with("1 of 4"));
    assert_eq!(hits(&mut world), ["sky*", "Sky", "sky", "sky"]);
    world.press("enter down");
    assert!(line(&mut world).ends_with("3 of 4"));
    assert_eq!(hits(&mut world), ["sky", "Sky", "sky*", "sky"]);
    world.press("ctrl-n f7");
    assert!(line(&mut world).ends_with("1 of 4"), "beyond the last comes the first");
    world.press("up");
    assert!(line(&mut world).ends_with("4 of 4"));
    world.press("shift-enter ctrl-p ctrl-p");
    assert!(line(&mut world).ends_with("1 of 4"));
    world.press("ctrl-u").write("Sky");
    assert!(line(&mut world).ends_with("1 of 1"), "a capital finds capitals");
    world.write("x");
    assert!(line(&mut world).ends_with("no match") && hits(&mut world).is_empty());
    world.press("esc");
    assert_eq!((world.pane(), line(&mut world).as_str()), (Pane::Composer, "no line"));
    assert_eq!(world.typed(), "");
}

#[test]
fn the_nearest_match_below_comes_first_and_leaving_stays_there() {
    let mut world = World::bare(|_| {});
    world.list(vec![row(1)], 1).press("alt-down");
    world.opened(row(1), messages(1, 200));
    world.press("f7").write("Message 150 ");
    assert!(world.screen().contains("Message 150 begins"), "{}", world.screen());
    world.press("esc");
    assert!(world.screen().contains("Message 150 begins"));
    world.press("f7").write("message 1");
    let screen = world.screen();
    assert!(line(&mut world).ends_with("62 of 111"), "{screen}");
    world.press("home ctrl-home").press("esc tab home /").write("begins");
    assert!(line(&mut world).ends_with("1 of 200"), "{}", world.screen());
}

#[test]
fn a_letter_looks_for_messages_in_the_transcript_and_for_conversations_in_the_list() {
    let mut world = of(&["One", "Two"]);
    world.press("/");
    assert_eq!(world.typed(), "/");
    world.press("backspace tab /");
    assert_eq!(world.model.place(), Place::Find);
    world.press("esc");
    assert_eq!(world.model.place(), Place::Transcript);
    world.press("ctrl-x /").write("One");
    assert_eq!(world.model.selected().map(|id| id.0), Some(1_000), "the selection goes along");
    world.press("esc");
    assert_eq!(world.model.place(), Place::Selection);
    world.press("esc f3 /");
    assert_eq!(world.model.place(), Place::Picker);
}

#[test]
fn a_match_across_the_end_of_a_row_is_marked_on_both() {
    let text = "word ".repeat(14) + "needle in the haystack and on it goes";
    let mut world = of(&["Hi", &text]);
    world.press("f7").write("needle in the");
    let all = hits(&mut world).concat().replace(['*', ' '], "");
    assert_eq!(all, "needleinthe");
}

#[test]
fn a_match_the_rows_show_otherwise_is_marked_beside_its_row() {
    let mut world = of(&["Hi", "Some text.\n\n**bold** words"]);
    world.press("f7").write("**bold");
    assert!(line(&mut world).ends_with("1 of 1") && hits(&mut world).is_empty());
    let screen = world.screen();
    assert!(screen.lines().any(|line| line.contains("▸bold words")), "{screen}");
}

#[test]
fn what_is_folded_unfolds_for_a_match() {
    let mut world = World::bare(|_| {});
    world.list(vec![row(1)], 1).press("alt-down");
    let long = (0..100).map(|at| format!("line {at}")).collect::<Vec<_>>().join("\n");
    let mut answer = message(1, 1, "Spoken.");
    answer
        .blocks
        .insert(0, Block::Reasoning { text: "Thinking of whales.".into(), signature: None });
    world.opened(row(1), vec![message(1, 0, &long), answer]).press("f7").write("whales");
    assert_eq!(hits(&mut world), ["whales*"]);
    world.press("ctrl-u").write("line 90");
    assert_eq!(hits(&mut world), ["line 90*"]);
}

#[test]
fn an_answer_that_is_coming_is_searched_as_far_as_it_is() {
    let mut world = World::new();
    let stream = world.send("Hi");
    world.text(stream, "one needle").press("f7").write("needle");
    assert!(line(&mut world).ends_with("1 of 1"));
    world.text(stream, " and another needle");
    assert!(line(&mut world).ends_with("1 of 2"));
    world.done(stream).saved();
    assert!(line(&mut world).ends_with("1 of 2"));
}

#[test]
fn a_long_conversation_is_searched_a_piece_a_frame() {
    let mut world = World::bare(|_| {});
    world.list(vec![row(1)], 1).press("alt-down");
    world.opened(row(1), messages(1, 4_000)).press("f7");
    let key: outcrop::app::keys::key::Key = "m".parse().unwrap();
    let now = outcrop::app::effect::Now { mono: world.time, unix: crate::fixtures::NOW };
    update::update(&mut world.model, now, Msg::Key(key));
    let (done, _) = update::settle(&mut world.model, 1_000);
    assert!(!done && line(&mut world).contains('+'), "{}", line(&mut world));
    let mut frames = 0;
    while !update::settle(&mut world.model, 1_000).0 {
        frames += 1;
    }
    assert!(frames > 2 && line(&mut world).ends_with("of 4.0k"), "{}", line(&mut world));
}

#[test]
fn the_wheel_scrolls_and_a_click_leaves() {
    let mut world = World::bare(|_| {});
    world.list(vec![row(1)], 1).press("alt-down");
    world.opened(row(1), messages(1, 40)).press("f7").write("Message 20 ");
    for _ in 0..4 {
        world.act(Msg::Mouse(Mouse::WheelUp(10, 5)));
    }
    assert!(world.screen().contains("Message 19 begins"), "{}", world.screen());
    assert_eq!(world.model.place(), Place::Find);
    world.click(30, 22);
    assert_eq!(world.model.place(), Place::Composer);
}

#[test]
fn one_jumps_from_prompt_to_prompt() {
    let mut world = World::bare(|_| {});
    world.list(vec![row(1)], 1).press("alt-down");
    world.opened(row(1), messages(1, 40));
    let top = |world: &mut World| {
        let screen = world.screen();
        let line = screen.lines().skip(3).find(|line| line.contains("begins")).unwrap();
        line.trim_start_matches(['▏', '▌', ' ']).to_owned()
    };
    world.press("alt-p alt-p");
    let first = top(&mut world);
    world.press("alt-p");
    let above = top(&mut world);
    assert_ne!(first, above);
    world.press("tab }");
    assert_eq!(top(&mut world), first);
    world.press("{ ctrl-home {");
    assert!(top(&mut world).contains("Message 0 "));
    world.press("}");
    assert!(top(&mut world).contains("Message 2 "));
    world.press("end }");
    assert!(world.chat().transcript.follows());
    world.press("ctrl-x home }");
    assert_eq!(world.model.selected().map(|id| id.0), Some(1_002), "from the selected one");
    world.press("}");
    assert_eq!(world.model.selected().map(|id| id.0), Some(1_004));
}

#[test]
fn the_words_of_the_time_before_are_found_again_with_enter() {
    let mut world = of(&["The sky and the Sea", "Sky, sky.", "No", "A **sky** again"]);
    world.press("f7 enter");
    assert!(line(&mut world).ends_with("small letters match capitals"), "{}", line(&mut world));
    world.write("sky").press("esc f7");
    assert!(line(&mut world).contains("enter: sky"), "{}", line(&mut world));
    assert!(hits(&mut world).is_empty(), "nothing is typed yet");
    world.press("enter");
    assert!(line(&mut world).starts_with("Find  sky"), "{}", line(&mut world));
    assert!(line(&mut world).ends_with("of 4"), "{}", line(&mut world));
}
