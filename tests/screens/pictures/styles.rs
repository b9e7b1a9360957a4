//! Colours and attributes: the dark and the light theme, sixteen colours, none.

use std::fmt::Write as _;

use outcrop::app::model::Colours;
use ratatui::style::{Color, Modifier};

use crate::world::World;

/// Each run of one style with its text, row by row; blanks in the screen's own style are left out.
fn styles(world: &mut World) -> String {
    let (buffer, _) = world.buffer();
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let mut runs: Vec<(String, String)> = Vec::new();
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            let style = format!("{} on {} {:?}", colour(cell.fg), colour(cell.bg), cell.modifier);
            match runs.last_mut() {
                Some((last, run)) if *last == style => run.push_str(cell.symbol()),
                _ => runs.push((style, cell.symbol().to_owned())),
            }
        }
        for (style, run) in runs {
            if !run.trim().is_empty() || style.contains("REVERSED") {
                let _ = writeln!(text, "{y:>2} {style:<44} {:?}", run.trim_end());
            }
        }
    }
    text
}

fn colour(colour: Color) -> String {
    match colour {
        Color::Reset => "-".into(),
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Indexed(index) => index.to_string(),
        other => format!("{other:?}"),
    }
}

fn shown() -> World {
    let mut world = World::with(|settings| settings.simulator = true);
    world.exchange("Why?", "# Because\n\n**so** and `thus`, [see](http://x.y)\n\n> quoted\n");
    world
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn of_each_theme() {
    let mut world = shown();
    snapshot("styles-dark", &styles(&mut world));
    world.press("ctrl-p").write("light theme").press("enter");
    snapshot("styles-light", &styles(&mut world));
}

#[test]
fn of_sixteen_colours() {
    let mut world = shown();
    world.model.colours = Colours::Sixteen;
    snapshot("styles-sixteen", &styles(&mut world));
    let (buffer, _) = world.buffer();
    for cell in &buffer.content {
        for colour in [cell.fg, cell.bg] {
            assert!(!matches!(colour, Color::Rgb(..)), "{colour:?}");
        }
    }
}

#[test]
fn of_no_colour() {
    let mut world = shown();
    world.model.colours = Colours::None;
    world.press("ctrl-p");
    snapshot("styles-none", &styles(&mut world));
    let (buffer, _) = world.buffer();
    assert!(buffer.content.iter().all(|cell| (cell.fg, cell.bg) == (Color::Reset, Color::Reset)));
    let reversed = |cell: &&ratatui::buffer::Cell| cell.modifier.contains(Modifier::REVERSED);
    assert!(buffer.content.iter().filter(reversed).count() > 60, "the selected row stands out");
}
